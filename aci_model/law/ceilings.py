"""What the law gives each community in each contract year, before the contract's own amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import frames
from aci_model.law.fold import fold_ceilings
from aci_model.law.years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    import numpy.typing as npt

    from aci_model.law.loading import Law

CEILINGS: frames.Columns = {
    "community": frames.TEXT,
    "year": frames.INTEGER,
    "mission": frames.TEXT,
    "part": frames.TEXT,
    "paid": frames.TEXT,  # deployed | attained | crisis
    "ceiling": frames.NUMBER,  # euros a year, missing when unknown
    "text": frames.TEXT,
    "text_label": frames.TEXT,
    "source": frames.TEXT,
    "confidence": frames.TEXT,  # A, B, C or ?
    "disputed": frames.FLAG,
    "reason": frames.TEXT,  # why the ceiling is missing, in French; missing when it is known
}

_NO_SIZE = (
    "La taille de la communauté n’est pas connue, donc son montant non plus. "
    "Indiquez sa population ou sa taille dans la feuille Communauté, ou ce montant dans la feuille Enveloppes."
)
_NO_AMOUNT = (
    "Aucune source lue ne donne ce montant pour cette taille. "
    "Indiquez celui de votre contrat dans la feuille Enveloppes."
)


def ceilings(law: Law, years: pd.DataFrame) -> pd.DataFrame:
    """Give the ceilings in force on the first day of each contract year.

    Args:
        law: from `load`.
        years: community, year, size_class (missing when unknown), starts (first day of the contract year). Without a
            first day, the last day of the calendar year stands for it: it is the one day on which every text that may
            govern the year is in force, so an amount since made unknown is not presented as known. Without a year
            either, or with a year that is a rank in the contract, every text is folded.

    Returns:
        CEILINGS columns, one row per community-year, mission and part in force; communities in their order of
        appearance, then year, mission and part in the accord's order. No row before the first text applies. Where the
        size or the amount is unknown the ceiling is NaN and `reason` says why; text and source remain.
    """
    order = _order(years)
    days = np.unique(law.book["amounts"]["effective"].to_numpy())
    period = np.searchsorted(days, _reference_days(years), side="right")[order]
    size = _size_rank(law, years)[order]
    width = len(law.sizes) + 1
    group = period * width + size
    cells, first, count = _cells(law, days, np.unique(period), width)
    repeat = count[group]
    row = np.repeat(order, repeat)
    ends = np.cumsum(repeat)
    within = np.arange(len(row)) - np.repeat(ends - repeat, repeat)
    picked = cells.take(np.repeat(first[group], repeat) + within).reset_index(drop=True)
    return pd.DataFrame(
        {
            "community": years["community"].astype(frames.TEXT).take(row).reset_index(drop=True),
            "year": years["year"].astype(frames.INTEGER).take(row).reset_index(drop=True),
            **{name: picked[name] for name in CEILINGS if name not in {"community", "year"}},
        }
    )


def _order(years: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Communities as they first appear, then years upwards, a missing year last."""
    community = pd.factorize(years["community"])[0]
    year = years["year"].astype(frames.INTEGER).fillna(np.iinfo("int64").max).to_numpy(dtype="int64")
    return np.lexsort((year, community))


def _reference_days(years: pd.DataFrame) -> npt.NDArray[np.datetime64]:
    year = years["year"].astype(frames.INTEGER)
    calendar = year.between(FIRST_YEAR, LAST_YEAR).fillna(value=False).to_numpy(dtype=bool)
    known_year = year.where(calendar, LAST_YEAR).to_numpy(dtype="int64")
    year_end = (known_year - 1969).astype("datetime64[Y]").astype("datetime64[D]") - np.timedelta64(1, "D")
    starts = years["starts"].to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(starts), year_end.astype("datetime64[s]"), starts)


def _size_rank(law: Law, years: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Rank of the size among the law's; one past the last when it is unknown or no size of the law."""
    ranks = pd.Series(range(len(law.sizes)), index=law.sizes["size_class"].astype("int64"))
    found = years["size_class"].astype("float64").map(ranks)
    return found.fillna(len(law.sizes)).to_numpy(dtype="int64")


def _cells(
    law: Law, days: npt.NDArray[np.datetime64], periods: npt.NDArray[np.int64], width: int
) -> tuple[pd.DataFrame, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the rows of every group (period × size), with the first row and the number of rows of each."""
    count = np.zeros((len(days) + 1) * width, dtype="int64")
    tables = [pd.DataFrame()]
    for period in periods[periods > 0]:  # before the first text, nothing is owed
        known = fold_ceilings(law, pd.Timestamp(days[period - 1]))
        known = known.assign(reason=pd.Series(_NO_AMOUNT, index=known.index).where(known["ceiling"].isna()))
        for rank, size in enumerate(law.sizes["size_class"]):
            tables.append(known[known["size_class"] == size])
            count[period * width + rank] = len(tables[-1])
        unsized = known.drop_duplicates(["mission", "part"])
        tables.append(unsized.assign(ceiling=np.nan, confidence="?", disputed=False, reason=_NO_SIZE))
        count[(period + 1) * width - 1] = len(unsized)
    first = np.cumsum(count) - count
    typed = {name: dtype for name, dtype in CEILINGS.items() if name not in {"community", "year"}}
    cells = pd.concat(tables[1:], ignore_index=True)[list(typed)] if len(tables) > 1 else frames.frame(typed)
    return cells.astype(typed), first, count
