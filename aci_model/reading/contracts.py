"""One community's contract of one year, out of a dossier that may hold several: what two contracts are compared by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aci_model.frames import INTEGER, TEXT, Columns

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.reading.dossier import Dossier

CONTRACTS: Columns = {
    "community": TEXT,
    "year": INTEGER,  # missing when its lines do not say it
    "lines": INTEGER,  # how many
}


def contracts(dossier: Dossier) -> pd.DataFrame:
    """List the contracts of a dossier, to pick one.

    Returns:
        CONTRACTS columns: one row a community and year that has lines, in the order they are met.
    """
    named = dossier.lines.groupby(["community", "year"], sort=False, dropna=False)["line"]
    return named.size().reset_index(name="lines")[list(CONTRACTS)].astype(CONTRACTS)


def contract(dossier: Dossier, community: str, year: int | None) -> Dossier:
    """Keep one community's contract of one year.

    Args:
        dossier: as read; it is not changed.
        community: its name.
        year: calendar year in which the contract year starts; None for lines that do not say it.

    Returns:
        The lines of that year, their steps and results, under the numbers they had, with what else is known of
        the community, its other years' amounts apart. History, payments and problems stay whole.

    Raises:
        KeyError: the dossier has no line of that contract.
    """
    lines = dossier.lines
    of_year = (
        lines["year"].isna() if year is None else (lines["year"] == year).fillna(value=False).astype(bool)
    )
    kept = _rows(lines, (lines["community"] == community) & of_year)
    if kept.empty:
        raise KeyError(f"no line of {community} in {year}")
    own = {
        name: _rows(getattr(dossier, name), getattr(dossier, name)["community"] == community)
        for name in _OF_COMMUNITY
    }
    envelopes = own["envelopes"]
    every_year = envelopes["year"].isna()
    same = every_year if year is None else every_year | (envelopes["year"] == year).fillna(value=False)
    stepped = {
        name: _rows(getattr(dossier, name), getattr(dossier, name)["line"].isin(kept["line"]))
        for name in ("tiers", "results")
    }
    aside = dossier.kept["line"]
    rest = _rows(dossier.kept, aside.isna() | aside.isin(kept["line"]))
    return replace(
        dossier, lines=kept, kept=rest, **{**own, "envelopes": _rows(envelopes, same.astype(bool))}, **stepped
    )


_OF_COMMUNITY = (
    "communities",
    "starts",
    "envelopes",
    "expenses",
    "history",
    "payments",
    "objectives",
    "territory",
    "questions",
    "agreements",
    "pairs",
)


def _rows(frame: pd.DataFrame, flags: pd.Series[bool]) -> pd.DataFrame:
    return frame[flags].reset_index(drop=True)
