"""A recognised sheet: its declared columns found, its rows numbered, its cells still as typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aci_model.reading.marks import Broken, Percent
from aci_model.reading.problems import ERROR, Problem, places, sentence
from aci_model.reading.text import a1, clean, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aci_model.reading.cells import Doubt
    from aci_model.reading.columns import Column, Sheet
    from aci_model.reading.sheets import Cell

Key = tuple[str, str]  # column id, and the number, mission or part it is for ("" when alone)


@dataclass(frozen=True, slots=True)
class Joined:
    """A column that stands elsewhere than under a title of its own: section titles, another sheet."""

    cells: list[Cell]  # one for each row of the table
    places: list[tuple[str, int, int]]  # sheet, 1-based row, 0-based column of each

    def select(self, rows: Sequence[int]) -> Joined:
        """Keep some rows, by their index."""
        return Joined([self.cells[row] for row in rows], [self.places[row] for row in rows])


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one recognised sheet under its header."""

    file: str
    sheet: str
    spec: Sheet
    rows: list[int]  # 1-based sheet row of each kept row
    at: dict[Key, int]  # 0-based sheet column
    headers: dict[int, str]  # sheet column -> header as typed
    cells: dict[int, list[Cell]]  # sheet column -> one raw cell for each row
    header: int  # 1-based sheet row of the headers
    across: bool = False  # headers run down the first column: rows and columns are swapped
    joined: dict[Key, Joined] = field(default_factory=dict)
    foreign: bool = False  # someone else's layout: steps are numbered anew and units looked for in labels

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, column: str, of: str = "") -> bool:
        """Tell whether the file has this column."""
        return (column, of) in self.at or (column, of) in self.joined

    def column(self, key: Key) -> list[Cell]:
        """Give the raw cells of a column; all empty when the file does not have it."""
        if key in self.joined:
            return self.joined[key].cells
        at = self.at.get(key)
        return self.cells[at] if at is not None else [None] * len(self.rows)

    def declared(self, key: Key) -> Column:
        """Give the declaration of a column."""
        return self.spec.columns[key[0]]

    def keys(self, column: str) -> list[Key]:
        """Give every column found for an id: (threshold, 1), (threshold, 2) and so on."""
        return [key for key in {**self.at, **self.joined} if key[0] == column]

    def unknown(self) -> list[int]:
        """Give the sheet columns that match no declaration."""
        known = set(self.at.values())
        return [column for column in self.cells if column not in known]

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Give the 1-based sheet row and 0-based sheet column of a cell, from its index in the table."""
        number = self.rows[row]
        return (column + 1, number - 1) if self.across else (number, column)

    def address(self, row: int, key: Key, *others: Key) -> str:
        """Name the cell of a row under the first of these columns that the file has."""
        found = next((self.at[candidate] for candidate in (key, *others) if candidate in self.at), 0)
        return a1(*self.place(row, found))

    def select(self, rows: Sequence[int]) -> Table:
        """Keep some rows, by their index."""
        return Table(
            self.file,
            self.sheet,
            self.spec,
            [self.rows[row] for row in rows],
            self.at,
            self.headers,
            {column: [cells[row] for row in rows] for column, cells in self.cells.items()},
            self.header,
            self.across,
            {key: joined.select(rows) for key, joined in self.joined.items()},
            self.foreign,
        )

    def problem(self, row: int, key: Key, severity: str, message: str, done: str) -> Problem:
        """State a doubt about one cell."""
        if key in self.joined:
            sheet, line, column = self.joined[key].places[row]
            return Problem(self.file, sheet, line, column, severity, message, done)
        line, column = self.place(row, self.at.get(key, 0))
        return Problem(self.file, self.sheet, line, column, severity, message, done)

    def unused(self, row: int, key: Key, doubt: Doubt) -> Problem:
        """State that a cell is not used, with what the column's declaration says becomes of it."""
        advice = sentence(doubt.advice)
        done = f"{self.declared(key).unused} {advice}" if doubt.severity == ERROR else advice
        return self.problem(row, key, doubt.severity, doubt.message, done)

    def about(self, severity: str, message: str, done: str) -> Problem:
        """State a doubt about the whole sheet."""
        return Problem(self.file, self.sheet, 0, -1, severity, message, done)

    def grouped(self, rows: Sequence[int], key: Key, severity: str, message: str, done: str) -> Problem:
        """State one doubt about several rows; `{places}` in the message lists their cells or rows."""
        if key not in self.at:
            listed = [str(self.rows[row]) for row in rows]
            where = f"ligne{'s' if len(rows) > 1 else ''} {places(listed)}"
            return self.about(severity, message.format(places=where), done)
        listed = [self.address(row, key) for row in rows]
        return self.problem(rows[0], key, severity, message.format(places=places(listed)), done)


def typed(cell: Cell) -> str:
    """Write a raw cell as its person sees it: 12 for 12.0, 69,7 % for a number shown in %."""
    match cell:
        case None:
            text = ""
        case str():
            text = clean(cell)
        case bool():
            text = "vrai" if cell else "faux"
        case Percent():
            text = f"{_decimal(cell)} %"
        case float():
            text = _decimal(cell)
        case dt.datetime() if cell.time() != dt.time():
            text = cell.strftime("%d/%m/%Y %H:%M")
        case dt.date():
            text = cell.strftime("%d/%m/%Y")
        case _:
            text = str(cell)
    return text


def _decimal(value: float) -> str:
    return f"{value:.15g}".replace(".", ",")


def texts(cells: Iterable[Cell]) -> list[str | None]:
    """Read a column of texts, each on one line; an empty or broken cell is missing."""
    return [None if cell is None or isinstance(cell, Broken) else typed(cell) or None for cell in cells]


def prose(cells: Iterable[Cell]) -> list[str | None]:
    """Read a column of texts that keep their lines; an empty or broken cell is missing."""
    column = list(cells)
    return [
        paragraphs(cell) or None if isinstance(cell, str) and not isinstance(cell, Broken) else flat
        for cell, flat in zip(column, texts(column), strict=True)
    ]
