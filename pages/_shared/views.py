"""What a page shows of the community and the contract year in view: one call into the library each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import foresight, funding
from aci_model.report import tables
from pages._shared import session

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.funding import Assessment


def case() -> Assessment:
    """Give the figures of the contract year in view.

    Raises:
        LookupError: nothing is loaded; a page shows its empty state first.
    """
    whole = session.assessment()
    community = session.community()
    if whole is None or community is None:
        raise LookupError("no file is loaded in this session")
    return session.remember("case", lambda: funding.of_year(whole, community, session.contract_year()))


def missions() -> pd.DataFrame:
    """Give the missions paid on results; see `report.tables.missions`."""
    return session.remember("missions", lambda: tables.missions(case(), session.law()))


def lines() -> pd.DataFrame:
    """Give the contract lines; see `report.tables.lines`."""
    dossier = session.dossier()
    if dossier is None:
        raise LookupError("no file is loaded in this session")
    return session.remember("lines", lambda: tables.lines(case(), dossier, session.law()))


def line_history(line: int) -> pd.DataFrame:
    """Give what became of a line in the years before; see `report.tables.line_history`."""
    whole = session.assessment()
    if whole is None:
        raise LookupError("no file is loaded in this session")
    return session.remember(f"history {line}", lambda: tables.line_history(whole, line))


def problems() -> pd.DataFrame:
    """Give what to check; see `report.tables.problems`."""
    dossier = session.dossier()
    if dossier is None:
        raise LookupError("no file is loaded in this session")
    named = session.community() is not None  # files without a single line have problems, and no case
    return session.remember("problems", lambda: tables.problems(dossier, case() if named else None))


def years() -> pd.DataFrame:
    """Give the years of the community in view, under the chosen scenario and without variable part."""
    return session.remember(f"years {session.scenario()!r}", _years)


def posts() -> pd.DataFrame:
    """Give the posts of `Dépenses` and what each scenario covers of them, year by year."""
    return session.remember(f"posts {session.scenario()!r}", _posts)


def _years() -> pd.DataFrame:
    ahead = session.outlook()
    if ahead is None:
        raise LookupError("no file is loaded in this session")
    scenarios = [session.scenario(), session.law().scenarios[foresight.WITHOUT]]
    table = foresight.yearly(foresight.project(ahead, scenarios))
    mine = table[table["community"] == session.community()]
    return mine.assign(label=tables.year_labels(mine)).reset_index(drop=True)


def _posts() -> pd.DataFrame:
    dossier = session.dossier()
    if dossier is None:
        raise LookupError("no file is loaded in this session")
    spans = years().drop_duplicates("span")
    priced = session.remember("costs", lambda: foresight.costs(dossier.expenses, spans))
    return foresight.coverage(priced, years())
