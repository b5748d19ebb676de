"""What is done once when the server starts, so that the first person to open a page does not wait for it.

It runs beside the server, which answers meanwhile: what is asked first is ready first.
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.foresight import Outlook
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading import Dossier

HEAVY = (  # what the first page would otherwise wait for; the frame brings the library with it
    "plotly.graph_objs",
    "plotly.io",
    "streamlit.elements.plotly_chart",
    "pages._shared.frame",
    "pages._shared.display",
    "pages._shared.bullet_figure",
    "pages._shared.figures",
    "pages._shared.overview",
    "pages._shared.grid",
    "pages._shared.layout",
    "pages._shared.progress",
    "pages._shared.why",
    "pages._shared.projection",
    "pages._shared.objectives",
    "pages._shared.negotiation",
    "pages._shared.provenance",
)
LATE = (  # slow and asked for by few, so after all the rest: two contracts compared, the database of campaigns, a workshop
    "scipy.optimize",
    "pages._shared.comparison",
    "pages._shared.workshop_entry",
    "segno",
)
_log = logging.getLogger("aci")


def rehearse() -> None:
    """Import what is heavy, and work the example out once; what fails is in the log, and the server goes on."""
    bring(HEAVY)
    try:
        _work_out()
    except Exception:  # noqa: BLE001  it fails again on the page that needs it, which says so to a person
        _log.exception("cannot rehearse at start-up")
    bring(LATE)


def bring(names: tuple[str, ...]) -> None:
    """Import modules by name."""
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:  # the page that needs it will say so to a person; the server goes on
            _log.exception("cannot import %s at start-up", name)


def _work_out() -> None:
    """Read the example and work it out: the first file of all costs seconds that nobody should wait for."""
    from aci_model import foresight, funding, law, reading  # noqa: PLC0415  the server answers before these load
    from aci_model.report import digests  # noqa: PLC0415
    from pages._shared.welcome import SAMPLE  # noqa: PLC0415

    rules = law.load()
    dossier = reading.read([(SAMPLE.name, SAMPLE.read_bytes())], rules.missions, rules.parts)
    worked_out = funding.assess(dossier, rules)
    latest = worked_out.totals.iloc[-1]
    case = funding.of_year(worked_out, latest["community"], int(latest["year"]))
    digests.overview(case, dossier, rules)
    digests.worth(case, dossier, rules)
    ahead = foresight.outlook(worked_out, dossier, rules)
    digests.ahead(case, ahead, dossier, law.scenario(law=rules), rules)
    _years(case, ahead, dossier, rules)
    _objectives(case, ahead.spans, dossier, rules)
    _dialogue(case, dossier, rules)


def _years(case: Assessment, ahead: Outlook, dossier: Dossier, rules: Law) -> None:
    """The treasury and the chances of Projection."""
    from aci_model import foresight, law  # noqa: PLC0415  as above
    from aci_model.report import cash, chance, tables  # noqa: PLC0415

    mine = cash.alone(ahead, dossier, str(case.totals.iloc[0]["community"]), rules)
    chosen, spans = law.scenario(law=rules), mine.outlook.spans
    labels = tables.year_labels(spans).set_axis(spans["span"])
    cash.followed(
        cash.follow(mine, [chosen, rules.scenarios[foresight.WITHOUT]], rules), mine, chosen, labels, rules
    )
    chance.expected_range(case, dossier, rules, to_come=True, common=0.0)


def _objectives(case: Assessment, spans: pd.DataFrame, dossier: Dossier, rules: Law) -> None:
    """The three views of Objectifs."""
    from aci_model.report import objectives, objectives_abandon, objectives_nature  # noqa: PLC0415  as above

    on = objectives.ground(case, dossier, spans, rules)
    objectives.how_many(on, split=False, common=0.0, cover=0.0)
    objectives_abandon.giving_up(on)
    objectives_nature.natures(on)


def _dialogue(case: Assessment, dossier: Dossier, rules: Law) -> None:
    """The clauses, sheets, exchanges, proofs and questions of Négociation."""
    from aci_model.report import negotiation_gathering as dialogue  # noqa: PLC0415  as above

    rests = dialogue.worked(case, dossier, rules)
    day = case.totals.iloc[0]["starts"].date()
    dialogue.gathered(case, dossier, rules, rests, date=day, version="1")
