"""What the law gives each community in each contract year, before the contract's own amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model import frames
from aci_model.law.fold import cells
from aci_model.law.years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    import numpy.typing as npt

    from aci_model.law.fold import Book
    from aci_model.law.loading import Law
    from aci_model.law.sections import Rows
    from aci_model.law.vocabulary import Vocabulary

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

_SHELVED = {name: dtype for name, dtype in CEILINGS.items() if name not in {"community", "year"}}

_NO_SIZE = (
    "La taille de la communauté n’est pas connue, donc son montant non plus. "
    "Indiquez sa population ou sa taille dans la feuille Communauté, ou ce montant dans la feuille Enveloppes."
)
_NO_AMOUNT = (
    "Aucune source lue ne donne ce montant pour cette taille. "
    "Indiquez celui de votre contrat dans la feuille Enveloppes."
)


@dataclass(frozen=True, eq=False, slots=True)
class Shelf:
    """The ceilings of every period and size, laid end to end so that a community-year is a slice.

    Attributes:
        days: first day of each period, ascending; period 0 is before the first.
        sizes: the size classes of the law; one more column of groups stands for « unknown ».
        table: CEILINGS columns but community and year, grouped by period × size.
        first, count: first row and number of rows of group period × (sizes + 1) + rank of the size.
    """

    days: npt.NDArray[np.datetime64]
    sizes: tuple[int, ...]
    table: pd.DataFrame
    first: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]


def stock(book: Book, vocabulary: Vocabulary) -> Shelf:
    """Fold the ceilings once for every period in which they do not change."""
    days = sorted({row["effective"] for section in ("amounts", "conflicts") for row in book[section]})
    sizes = tuple(int(size) for size in vocabulary.sizes["size_class"])
    rows: Rows = []
    count = [0] * (len(sizes) + 1)  # before the first text nothing is owed
    for day in days:
        known = cells(book, vocabulary, day)
        groups = [[_with_reason(cell) for cell in known if cell["size_class"] == size] for size in sizes]
        places = {(cell["mission"], cell["part"]): cell for cell in reversed(known)}
        groups.append([_without_size(places[place]) for place in reversed(places)])
        for group in groups:
            count.append(len(group))
            rows += [{name: cell.get(name) for name in _SHELVED} for cell in group]
    counts = np.array(count, dtype="int64")
    return Shelf(
        days=np.array(days, dtype="datetime64[s]"),
        sizes=sizes,
        table=frames.frame(_SHELVED, rows),
        first=np.cumsum(counts) - counts,
        count=counts,
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
    shelf = law.shelf
    order = _order(years)
    period = np.searchsorted(shelf.days, _reference_days(years), side="right")
    group = (period * (len(shelf.sizes) + 1) + _size_rank(shelf, years))[order]
    repeat = shelf.count[group]
    owner = np.repeat(order, repeat)
    # Row of the shelf: the group's first, plus 0, 1, 2… within each community-year.
    shift = shelf.first[group] - (np.cumsum(repeat) - repeat)
    picked = shelf.table.take(np.repeat(shift, repeat) + np.arange(len(owner)))
    named = pd.DataFrame(
        {"community": years["community"].astype("str"), "year": years["year"].astype("Int64")}
    )
    whole = {name: column.array for frame in (named.take(owner), picked) for name, column in frame.items()}
    return pd.DataFrame(whole, copy=False)


def _with_reason(cell: dict[str, Any]) -> dict[str, Any]:
    return {**cell, "reason": _NO_AMOUNT if cell["ceiling"] is None else None}


def _without_size(cell: dict[str, Any]) -> dict[str, Any]:
    return {**cell, "ceiling": None, "confidence": "?", "disputed": False, "reason": _NO_SIZE}


def _order(years: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Communities as they first appear, then years upwards, a missing year last."""
    community = pd.factorize(years["community"])[0]
    year = years["year"].astype("Int64").fillna(np.iinfo("int64").max).to_numpy(dtype="int64")
    return np.lexsort((year, community)).astype("int64")


def _reference_days(years: pd.DataFrame) -> npt.NDArray[np.datetime64]:
    year = years["year"].astype("Int64")
    calendar = year.between(FIRST_YEAR, LAST_YEAR).fillna(value=False).to_numpy(dtype=bool)
    known_year = year.where(calendar, LAST_YEAR).to_numpy(dtype="int64")
    new_year = (known_year - 1969).astype("datetime64[Y]").astype("datetime64[D]")
    year_end = (new_year - np.timedelta64(1, "D")).astype("datetime64[s]")
    starts = years["starts"].to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(starts), year_end, starts)


def _size_rank(shelf: Shelf, years: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Rank of the size among the law's; one past the last when it is unknown or no size of the law."""
    ranks = {size: rank for rank, size in enumerate(shelf.sizes)}
    found = years["size_class"].astype("float64").map(ranks)
    return found.fillna(len(shelf.sizes)).to_numpy(dtype="int64")
