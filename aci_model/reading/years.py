"""Years as contracts write them: 2026, 2026-2027, or the rank of the contract year."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aci_model.reading import cells as french
from aci_model.reading.cells import Doubt
from aci_model.reading.marks import Broken
from aci_model.reading.problems import INFO, WARNING
from aci_model.reading.tables import Key, Table, typed
from aci_model.reading.text import fold, plain_spaces, quoted
from aci_model.reading.values import broken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.reading.problems import Problem
    from aci_model.reading.sheets import Cell

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
LAST_RANK = 10  # two contracts of five years
_SPAN = re.compile(r"^([0-9]{4}) ?(?:-|–|—|/|à|et) ?([0-9]{4}|[0-9]{2})$")
_ONE = re.compile(r"^(?:annee|an|a|exercice)? ?(?:n |no |numero )?([0-9]{1,2}|[0-9]{4})$")
_BETWEEN_DAYS = re.compile(r" ?(?:–|—| - | au ) ?")
_ADVICE = "Saisissez l'année où commence l'année du contrat, comme 2026, ou son rang, de 1 à 10"


def years(
    table: Table, key: Key, communities: Sequence[str], signed: Mapping[str, int], problems: list[Problem]
) -> list[int | None]:
    """Read a column of years.

    Args:
        table: the recognised sheet.
        key: its year column.
        communities: the community of each row, folded.
        signed: calendar year of each community's signature, by folded name.
        problems: where doubts are added.

    Returns:
        The calendar year in which the contract year starts. A rank (1–10) is converted with the signature:
        year n starts n − 1 years after it; without a signature it is kept as typed.
    """
    found: list[int | None] = []
    ranks: dict[str, list[int]] = {}
    for row, cell in enumerate(table.column(key)):
        year = year_of(cell)
        if isinstance(year, Doubt):
            problems.append(table.unused(row, key, year))
            year = None
        elif year is not None and year <= LAST_RANK:
            ranks.setdefault(communities[row], []).append(row)
            year += signed[communities[row]] - 1 if communities[row] in signed else 0
        found.append(year)
    for community, rows in ranks.items():
        problems.append(_about_ranks(table, key, rows, signed.get(community)))
    return found


def is_rank(year: int) -> bool:
    """Tell whether a year is still the rank typed: without a signature, its dates are not known."""
    return year <= LAST_RANK


def span(signed: dt.date | None, year: int | None) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day of a contract year, as `law.contract_starts` counts them; None when not known."""
    if signed is None or year is None or is_rank(year):
        return None
    return _anniversary(signed, year), _anniversary(signed, year + 1) - dt.timedelta(days=1)


def _anniversary(signed: dt.date, year: int) -> dt.date:
    if (signed.month, signed.day) == (2, 29) and year != signed.year:
        return dt.date(year, 3, 1)
    return dt.date(year, signed.month, signed.day)


def _about_ranks(table: Table, key: Key, rows: list[int], signed: int | None) -> Problem:
    if signed is None:
        return table.grouped(
            rows,
            key,
            WARNING,
            "L'année est un rang ({places}) et la date de signature n'est pas connue\u00a0: les dates restent inconnues.",
            "L'année est gardée telle quelle. Donnez la date de signature dans la feuille Communauté, ou saisissez l'année civile.",
        )
    return table.grouped(
        rows,
        key,
        INFO,
        "L'année est un rang dans le contrat ({places}).",
        f"Le contrat étant signé en {signed}, l'année 1 commence en {signed}, l'année 2 en {signed + 1}, et ainsi de suite.",
    )


def year_of(cell: Cell) -> int | Doubt | None:
    """Read one year or rank; None when empty or said to be nothing."""
    if isinstance(cell, Broken):
        return broken(cell)
    if isinstance(cell, dt.date):
        return cell.year
    text = typed(cell)
    if not text or french.says_nothing(text):
        return None
    found = _spelt(text)
    return found if found is not None and _plausible(found) else _not_a_year(text)


def _not_a_year(text: str) -> Doubt:
    return Doubt(f"{quoted(text)} n'est pas une année du contrat.", _ADVICE)


@lru_cache(maxsize=1024)
def _spelt(text: str) -> int | None:
    """Read the year or rank a text spells; None when it spells none, or more than one contract year."""
    bare = plain_spaces(text)
    if match := _SPAN.match(bare):
        first, last = int(match[1]), int(match[2])
        last += first // 100 * 100 if last < 100 else 0
        return first if last in {first, first + 1} else None
    if match := _ONE.match(fold(bare)):
        return int(match[1])
    begun = french.day(_BETWEEN_DAYS.split(bare)[0])
    return begun.year if isinstance(begun, dt.date) else None


def _plausible(year: int) -> bool:
    return 1 <= year <= LAST_RANK or _FIRST_YEAR <= year <= _LAST_YEAR
