"""What a page shows of the community and the contract year in view: one call into the library each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import foresight, funding
from aci_model.report import digests, tables
from aci_model.report.own_path import own
from pages._shared import session

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.funding import Assessment
    from aci_model.reading import Dossier
    from aci_model.report.digests import Ahead, Overview, Worth
    from aci_model.report.own_path import Own


def case() -> Assessment:
    """Give the figures of the contract year in view.

    Raises:
        LookupError: no contract is loaded; a page shows its empty state first.
    """
    whole, community = session.assessment(), session.community()
    if whole is None or community is None:
        raise LookupError("no contract is loaded in this session")
    return session.remember("case", lambda: funding.of_year(whole, community, session.contract_year()))


def overview() -> Overview:
    """Give what the home page says; see `report.digests`."""
    return session.remember("overview", lambda: digests.overview(case(), _dossier(), session.law()))


def worth() -> Worth:
    """Give what the page of the variable part says; see `report.digests`."""
    return session.remember("worth", lambda: digests.worth(case(), _dossier(), session.law()))


def ahead() -> Ahead:
    """Give what the page of the years says under the chosen scenario; see `report.digests`."""
    chosen, outlook = session.scenario(), session.outlook()
    if outlook is None:
        raise LookupError("no contract is loaded in this session")
    priced = session.remember("priced", lambda: foresight.costs(_dossier().expenses, outlook.spans))
    return session.remember(
        f"ahead {chosen!r}",
        lambda: digests.ahead(case(), outlook, _dossier(), chosen, session.law(), priced=priced),
    )


def lines() -> pd.DataFrame:
    """Give the contract lines; see `report.tables.lines`."""
    return session.remember("lines", lambda: tables.lines(case(), _dossier(), session.law()))


def own_path(lines_: pd.DataFrame) -> Own:
    """Put some of the lines beside their own past; see `report.own_path`."""
    which = lines_["line"].tolist()
    return session.remember(f"own path {which}", lambda: own(lines_, _dossier(), session.contract_year()))


def line_history(line: int) -> pd.DataFrame:
    """Give what became of a line in the years before; see `report.tables.line_history`."""
    whole = session.assessment()
    if whole is None:
        raise LookupError("no contract is loaded in this session")
    return session.remember(f"history {line}", lambda: tables.line_history(whole, line))


def problems() -> pd.DataFrame:
    """Give what is the matter with files that hold no contract at all; see `report.tables.problems`."""
    return session.remember("problems", lambda: tables.problems(_dossier()))


def missions_in_play() -> list[tuple[str, str]]:
    """List the missions the dossier has lines for, as (id, short label), in the accord's order."""
    missions = session.law().missions
    known = missions[missions["mission"].isin(_dossier().lines["mission"])]
    return list(zip(known["mission"], known["short"], strict=True))


def is_invented() -> bool:
    """Tell whether the file of the community in view says that its results are invented."""
    communities = _dossier().communities
    said = communities.loc[communities["community"] == session.community(), "invented"]
    return bool(said.fillna(value=False).any())


def _dossier() -> Dossier:
    read = session.dossier()
    if read is None:
        raise LookupError("no file is loaded in this session")
    return read
