"""The days between two changes of the law, and the period a contract year falls in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model.law.years import FIRST_YEAR, LAST_YEAR
from aci_model.wording import day, enumeration, missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.law import Law


@dataclass(frozen=True, slots=True)
class Period:
    """Days between two changes of the rules; `last` is None as long as no later change is known."""

    first: dt.date
    last: dt.date | None
    texts: tuple[str, ...]  # labels of the texts that begin to say something that day


def periods(law: Law) -> list[Period]:
    """List the periods during which the rules stay the same, the latest first."""
    said = sorted({(row["effective"], row["text_label"]) for rows in law.book.values() for row in rows})
    days = sorted({first for first, _ in said})
    eves = [first - dt.timedelta(days=1) for first in days[1:]]
    return [
        Period(first, last, tuple(label for begins, label in said if begins == first))
        for first, last in zip(days, [*eves, None], strict=True)
    ][::-1]


def period_words(period: Period) -> str:
    """Name a period: « depuis le 3 septembre 2022 (Avenant 2) »."""
    first = day(period.first)
    span = f"Depuis le {first}" if period.last is None else f"Du {first} au {day(period.last)}"
    return f"{span} ({enumeration(period.texts)})"


def period_of(known: Sequence[Period], on: dt.date | None) -> int:
    """Give the rank of the period of a day: the latest without a day, the earliest when no text applied yet."""
    ranks = (rank for rank, period in enumerate(known) if on is None or period.first <= on)
    return next(ranks, len(known) - 1)


def reference_day(starts: dt.date | None, year: int | None) -> dt.date | None:
    """Give the day whose rules hold for a contract year, as `law.ceilings` chooses it; None: every text.

    Args:
        starts: first day of the contract year, missing when the signature is unknown.
        year: calendar year in which it starts; a rank in the contract names no day.
    """
    if starts is not None and not missing(starts):
        return dt.date(starts.year, starts.month, starts.day)
    if year is None or missing(year) or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return dt.date(int(year), 12, 31)
