"""Files nobody should send, dropped in a real browser beside a good one, while somebody else works."""

from __future__ import annotations

from aci_model.wording import euros
from tests import contract_a
from tests.browser import journey
from tests.browser.driver import open_app
from tests.hostile_kinds import KINDS
from tests.hostile_zips import bundle

SENT = (
    "two cells far apart",
    "one long text in many cells",  # which the gate lets through, and which uses up its reader
    "thirty megabytes in thirty kilobytes",
    "macros",
    "a billion laughs",
)


def said(page):
    return page.get_by_test_id("stMain").inner_text().replace("\u00a0", " ")


def test_a_zip_with_bad_files_gives_its_good_one_and_somebody_else_works_on(visitor):
    sender, other = visitor(), visitor()
    open_app(sender)
    journey.open_with_sample(other)
    bad = {f"{rank}.xlsx": kind.make() for rank, kind in enumerate(KINDS) if kind.name in SENT}
    assert len(bad) == len(SENT)
    journey.drop(sender, ("dossier.zip", bundle(**bad, **{"contrat.xlsx": contract_a.WORKBOOK.read_bytes()})))
    assert journey.figures(sender)["Acquis"] == euros(46_200)
    assert f"{len(SENT)} fichiers refusés" in said(sender)
    journey.go(other, "Part variable")
    journey.go(other, "Accueil")
    assert journey.figures(other)["Acquis"] == euros(46_200)
    for name in journey.PAGES[1:]:
        journey.go(sender, name)
