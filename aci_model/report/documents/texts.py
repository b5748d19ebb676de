"""Words as a document shows them: French spaces, nothing that acts, every figure in one manner."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeGuard

from aci_model import wording
from aci_model.reading.text import clean, french

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aci_model.report.documents.tree import Document, Format, Rows, Table, Value

WHENCE = "D’où vient ce chiffre" + wording.NNBSP + "?"
UNDATED = "sans date"  # of a day nobody set
TOTAL, KNOWN = "Total", "Total de ce qui est connu"
_LONGEST_TITLE = 250  # of what a file says of itself; Word takes 255

_WORDS: dict[Format, Callable[[float], str]] = {
    "euros": wording.euros,
    "cents": lambda value: wording.euros(value, cents=True),
    "rate": wording.percent,
    "number": wording.number,
    "integer": lambda value: wording.number(value, 0),
    "plain": lambda value: f"{value:.15g}",
    "text": wording.number,
    "day": wording.number,
}


def said(text: str) -> str:
    """Set a text as words on one line: French spaces, without what would act or turn other words around."""
    return wording.typeset(french(clean(text)))


def title_of(document: Document) -> str:
    """Give the title a file carries in its properties, short enough for every format."""
    return said(document.title)[:_LONGEST_TITLE]


def edition(document: Document) -> str:
    """Say of which day and version a document is: « 15 avril 2026 · version 2 »."""
    return edition_of(document.date, document.version)


def edition_of(date: dt.date, version: str) -> str:
    """Say a day and a version, as every page does."""
    return said(f"{wording.day(date)} · version {version}")


def written(value: Value, format_: Format) -> str:
    """Write a table's value as people read it; missing reads « inconnu », and a day nobody set « sans date »."""
    if wording.missing(value):
        return UNDATED if format_ == "day" else wording.UNKNOWN
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return wording.day(value)
    if isinstance(value, int | float):
        return _WORDS[format_](value)
    return said(str(value))


def body(table: Table) -> list[list[str]]:
    """Write every row of a table, computed columns included."""
    kinds: list[Format] = [table.formats.get(name, "text") for name in table.columns]
    return [[written(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.filled()]


def foot(table: Table) -> list[list[str]]:
    """Write the sums under a table: one row, and a second one for what is known when something is not."""
    if not table.totals:
        return []
    rows = table.filled()
    places = {table.columns.index(name): table.formats.get(name, "text") for name in table.totals}
    partly = {place for place in places if lacking(rows, place)}
    whole, known = [""] * len(table.columns), [""] * len(table.columns)
    for place, kind in places.items():
        total = sum(numbers(rows, place))
        whole[place] = wording.UNKNOWN if place in partly else written(total, kind)
        known[place] = written(total, kind)
    label = label_place(table, set(places))
    if label is not None:
        whole[label], known[label] = TOTAL, KNOWN
    return [whole, known] if partly else [whole]


def numeric(table: Table) -> list[bool]:
    """Tell which columns are figures, aligned to the right."""
    rows = table.filled()
    return [
        name in table.computed
        or table.formats.get(name, "text") not in {"text", "day"}
        or (bool(numbers(rows, place)) and not _wordy(rows, place))
        for place, name in enumerate(table.columns)
    ]


def numbers(rows: Rows, place: int) -> list[float]:
    """Give the numbers of a column that are known."""
    return [float(value) for row in rows if _is_number(value := row[place])]


def lacking(rows: Rows, place: int) -> bool:
    """Tell whether a column misses a number."""
    return any(not _is_number(row[place]) for row in rows)


def label_place(table: Table, summed: set[int]) -> int | None:
    """Find the first column that is not summed: it says what the row is."""
    return next((place for place in range(len(table.columns)) if place not in summed), None)


def _is_number(value: Value) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and not wording.missing(value)


def _wordy(rows: Sequence[Sequence[Value]], place: int) -> bool:
    return any(isinstance(row[place], str | bool) for row in rows)
