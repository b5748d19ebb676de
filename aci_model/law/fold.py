"""The rules of a day: every text in force that day, folded in date order, the later patching the earlier."""

from __future__ import annotations

import datetime as dt
import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model import frames
from aci_model.law.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from aci_model.law.loading import Law
    from aci_model.law.sections import Rows
    from aci_model.law.texts import Text
    from aci_model.law.vocabulary import Vocabulary

# What makes two rows speak of the same thing, so that the later text replaces the earlier.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "amounts": ("mission", "part", "size_class"),
    "totals": ("mission", "size_class"),
    "one_off": ("payment", "size_class"),
    "sizes": ("size_class",),
    "deadlines": ("mission",),
    "payment": ("rule",),
    "conflicts": ("conflict",),
    "unknowns": ("subject",),
}

CELLS: frames.Columns = {
    "mission": frames.TEXT,
    "part": frames.TEXT,
    "paid": frames.TEXT,  # deployed | attained | crisis
    "size_class": frames.INTEGER,
    "ceiling": frames.NUMBER,  # euros a year, missing when unknown
    "text": frames.TEXT,
    "text_label": frames.TEXT,
    "source": frames.TEXT,
    "confidence": frames.TEXT,  # A, B, C or ?
    "disputed": frames.FLAG,  # an unresolved conflict bears on this cell
    "effective": frames.DAY,
    "note": frames.TEXT,
}

Book = dict[str, "Rows"]  # section -> rows of every text, in date order


@dataclass(frozen=True, eq=False, slots=True)
class Rules:
    """The rules in force on one day; every row keeps text, text_label, source, confidence and effective.

    Attributes:
        on: the day, or None for every known text.
        ceilings: CELLS columns, one row per mission × part × size in the accord's order; no row for a withdrawn part.
        totals: mission (missing: all together), size_class, total (euros a year, as printed); no row once a part of it
            has changed since it was printed.
        sizes: size_class, label, wording, at_least or above (inhabitants), undefined_at, note.
        deadlines: mission, start (known, libre or inconnu), latest_start_months, full_deployment_months.
        payment: rule, label, value or choice, unit; confidence ? is a default the person may change.
        one_off: payment, label, size_class, amount (euros, once).
        conflicts: conflict, mission, part, size_class, status, question, and per figure its amount and source.
        unknowns: subject, statement, question: what no text found says.
    """

    on: dt.date | None
    ceilings: pd.DataFrame
    totals: pd.DataFrame
    sizes: pd.DataFrame
    deadlines: pd.DataFrame
    payment: pd.DataFrame
    one_off: pd.DataFrame
    conflicts: pd.DataFrame
    unknowns: pd.DataFrame


def bind(texts: Iterable[Text]) -> Book:
    """Put the rows of all texts, given in any order, one behind the other in date order, ready to fold."""
    ordered = sorted(texts, key=in_order)
    return {
        section: sorted(
            (row for text in ordered for row in text.records[section]), key=lambda row: row["effective"]
        )
        for section in COLUMNS
    }


def in_order(text: Text) -> tuple[dt.date, dt.date, str]:
    """Sort texts by the day they apply, then their signature, then their id."""
    return text.effective, text.signed, text.id


@functools.lru_cache(maxsize=64)  # a law never changes, and every figure asks for its rules
def fold(law: Law, on: dt.date | None) -> Rules:
    """Fold the texts in force on a day.

    A later row replaces an earlier one of the same subject, also when it says that the value is unknown: an amount
    never runs on past the text that made it unknown. The answer is kept and shared: its frames are never changed.

    Args:
        law: from `load`.
        on: rows effective that day or before; None for every text, whatever its day.
    """
    others = COLUMNS.keys() - {"amounts", "totals"}
    return Rules(
        on=on,
        ceilings=frames.frame(CELLS, cells(law.book, law.vocabulary, on)),
        totals=frames.frame(COLUMNS["totals"], printed_totals(law.book, on)),
        **{section: frames.frame(COLUMNS[section], in_force(law.book, section, on)) for section in others},
    )


def in_force(book: Book, section: str, on: dt.date | None) -> Rows:
    """Keep, of each subject, the rows that the last text in force wrote, in order of first appearance."""
    kept: dict[tuple[Any, ...], Rows] = {}
    for row in book[section]:
        if on is None or row["effective"] <= on:
            subject = tuple(row.get(name) for name in SUBJECTS[section])
            earlier = kept.get(subject)
            if earlier and _same_act(earlier[0], row):
                earlier.append(row)
            else:
                kept[subject] = [row]
    return [row for rows in kept.values() for row in rows]


def cells(book: Book, vocabulary: Vocabulary, on: dt.date | None) -> Rows:
    """Fold the amounts alone: records with the CELLS columns, in the accord's order."""
    missions = dict(zip(vocabulary.missions["mission"], vocabulary.missions["rank"], strict=True))
    parts = dict(zip(vocabulary.parts["part"], vocabulary.parts["rank"], strict=True))
    paid = dict(zip(vocabulary.parts["part"], vocabulary.parts["paid"], strict=True))
    # A conflict bears on the amounts known when it was written, not on those of a later text.
    disputes = {
        _cell(row): row["effective"]
        for row in in_force(book, "conflicts", on)
        if row["status"] == "unresolved"
    }
    live = [row for row in in_force(book, "amounts", on) if not row["withdrawn"]]
    live.sort(key=lambda row: (missions[row["mission"]], parts[row["part"]], row["size_class"]))
    extra = [
        {
            "paid": paid[row["part"]],
            "disputed": row["effective"] <= disputes.get(_cell(row), dt.date.min),
        }
        for row in live
    ]
    return [
        {name: value for name, value in {**row, **more}.items() if name in CELLS}
        for row, more in zip(live, extra, strict=True)
    ]


def printed_totals(book: Book, on: dt.date | None) -> Rows:
    """Keep the printed totals none of whose parts changed after they were printed."""
    amounts = in_force(book, "amounts", on)
    return [
        row
        for row in in_force(book, "totals", on)
        if all(cell["effective"] <= row["effective"] for cell in amounts if _counts_in(cell, row))
    ]


def total(ceilings: pd.DataFrame, by: list[str]) -> pd.Series[float]:
    """Add ceilings up; a sum that contains an unknown is unknown (NaN).

    Args:
        ceilings: any frame with a `ceiling` column in euros.
        by: the columns to keep apart.

    Returns:
        Euros, indexed by `by`.
    """
    return ceilings.groupby(by, sort=False, dropna=False)["ceiling"].sum(skipna=False)


def contradictions(book: Book, vocabulary: Vocabulary) -> Iterator[tuple[str, str, float, float]]:
    """Compare every printed total with the sum of its parts, on each day on which something changes.

    Yields:
        text that printed it, place, sum of the parts, printed total; nothing where either is unknown.
    """
    told = set()
    for day in sorted({row["effective"] for section in ("amounts", "totals") for row in book[section]}):
        amounts = cells(book, vocabulary, day)
        for row in printed_totals(book, day):
            parts = [cell["ceiling"] for cell in amounts if _counts_in(cell, row)]
            summed = math.nan if None in parts else sum(parts)
            place = f"[[total]] {row['mission'] or 'de toutes les missions'}, taille_{row['size_class']}"
            known = row["total"] is not None and not math.isnan(summed)
            if known and summed != row["total"] and (row["text"], place) not in told:
                told.add((row["text"], place))
                yield row["text"], place, summed, row["total"]


def stray_withdrawals(book: Book) -> Iterator[tuple[str, str]]:
    """Find the parts a text withdraws although no earlier text gave them: text and place."""
    given: set[tuple[Any, ...]] = set()
    for row in book["amounts"]:
        place = (row["mission"], row["part"])
        if not row["withdrawn"]:
            given.add(place)
        elif place not in given:
            given.add(place)  # told once, not once a size
            yield row["text"], f"[[withdrawn]] ({', '.join(place)})"


def _cell(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["mission"], row["part"], row["size_class"]


def _counts_in(cell: dict[str, Any], total: dict[str, Any]) -> bool:
    return cell["size_class"] == total["size_class"] and total["mission"] in {None, cell["mission"]}


def _same_act(first: dict[str, Any], second: dict[str, Any]) -> bool:
    return (first["text"], first["effective"]) == (second["text"], second["effective"])
