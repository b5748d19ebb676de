"""Which sheet is which, where its header row stands, and what each column means."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from aci_model.reading.columns import Column, Sheet, layout
from aci_model.reading.tables import Key, Table, typed
from aci_model.reading.text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.reading.sheets import Cell, RawSheet

_DEEPEST_HEADER = 60  # rows looked at before giving up on finding a header
_PARENTHESES = re.compile(r"\([^)]*\)")


def recognise(file: str, raw: RawSheet, names: Mapping[str, Mapping[str, str]]) -> Table | None:
    """Find which declared sheet a raw sheet is, by its name first, by its headers otherwise.

    Args:
        file: the file's name.
        raw: cells as read.
        names: accepted spellings of missions and parts, for the columns that carry one in their header.

    Returns:
        The table, or None when neither its name nor its headers say what it is.
    """
    named = [sheet for sheet in layout().sheets.values() if fold(raw.name) in sheet.names]
    for sheet in named:
        table = _best(file, raw, [sheet], names, sure=True)
        if table is not None:
            return table
    others = [sheet for sheet in layout().sheets.values() if sheet not in named]
    return _best(file, raw, others, names, sure=False)


def named_sheet(name: str) -> Sheet | None:
    """Give the declared sheet that bears this name."""
    return next((sheet for sheet in layout().sheets.values() if fold(name) in sheet.names), None)


def is_aside(name: str) -> bool:
    """Tell whether a sheet is one the template writes for the person, without data."""
    return fold(name) in layout().aside


class _Match(NamedTuple):
    """A row of headers found in a sheet."""

    sheet: Sheet
    rows: list[list[Cell]]  # the sheet, turned when its headers run down the first column
    header: int  # 0-based index of the row of headers
    keys: dict[int, Key]
    across: bool


def _best(
    file: str, raw: RawSheet, sheets: Sequence[Sheet], names: Mapping[str, Mapping[str, str]], *, sure: bool
) -> Table | None:
    """Take the row that names the most columns, the first of equal ones."""
    best: _Match | None = None
    for sheet in sheets:
        for across in (False, True) if sheet.id == "communities" else (False,):
            rows = _turned(raw.rows) if across else raw.rows
            for index, row in enumerate(rows[:_DEEPEST_HEADER]):
                keys = _keys(row, sheet, names)
                if _enough(keys, sheet, sure=sure) and (best is None or len(keys) > len(best.keys)):
                    best = _Match(sheet, rows, index, keys, across)
    if best is None:
        return None
    if not best.across:
        best = best._replace(rows=_unmerged(raw, best))
    return _table(file, raw.name, best)


def _enough(found: Mapping[int, Key], sheet: Sheet, *, sure: bool) -> bool:
    ids = {key[0] for key in found.values()}
    if not ids.issuperset(sheet.needs) or len(found) < 2:
        return False
    return sure or bool(ids & set(sheet.likely))


def _keys(row: Sequence[Cell], sheet: Sheet, names: Mapping[str, Mapping[str, str]]) -> dict[int, Key]:
    """Match the cells of a would-be header row; the first of two equal headers wins."""
    found: dict[int, Key] = {}
    for at, cell in enumerate(row):
        key = _key(typed(cell), sheet, names) if cell is not None else None
        if key is not None and key not in found.values():
            found[at] = key
    return found


def _key(header: str, sheet: Sheet, names: Mapping[str, Mapping[str, str]]) -> Key | None:
    for text in (fold(header), fold(_PARENTHESES.sub(" ", header))):
        for column in sheet.columns.values():
            of = _of(text, column, names) if text else None
            if of is not None:
                return column.id, of
    return None


def _of(text: str, column: Column, names: Mapping[str, Mapping[str, str]]) -> str | None:
    """Tell what a header is for under this column: a number, a mission, a part, "" when alone, None if not it."""
    if not column.per:
        return "" if text in column.names else None
    if column.per == "number":
        if text in column.ranks:
            return str(column.ranks[text])
        if text in column.names:
            return "1"
        match = _numbered(column.names).match(text)
        return str(int(match[1])) if match and int(match[1]) else None
    spellings = names[column.per]
    if column.per == "part" and text in spellings:
        return spellings[text]
    match = _prefixed(column.names).match(text)
    return spellings.get(match[1]) if match else None


@cache
def _numbered(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any(names)}) ?(?:n|no|numero)? ?([0-9]{{1,3}})$")


@cache
def _prefixed(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any(names)}) (.+)$")


def _any(names: frozenset[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _turned(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    height = min(len(rows), 200)  # a sheet of keys and values is short
    width = min(max((len(row) for row in rows[:height]), default=0), _DEEPEST_HEADER)
    return [[row[column] if column < len(row) else None for row in rows[:height]] for column in range(width)]


def _unmerged(raw: RawSheet, match: _Match) -> list[list[Cell]]:
    """Give each row of a merged cell its text, in the columns where that is what merging means."""
    fills = {at for at, key in match.keys.items() if match.sheet.columns[key[0]].fill}
    merges = [merge for merge in raw.merged if merge[1] in fills and merge[0] > match.header]
    if not merges:
        return raw.rows
    rows = [list(row) for row in raw.rows]
    for top, left, bottom, _right in merges:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = rows[top][left]
    return rows


def _table(file: str, name: str, match: _Match) -> Table:
    head = match.rows[match.header]
    body = [
        (number, row)
        for number, row in enumerate(match.rows[match.header + 1 :], match.header + 2)
        if any(cell is not None for cell in row)
    ]
    width = max([len(head), *(len(row) for _, row in body)])
    columns = {at: [row[at] if at < len(row) else None for _, row in body] for at in range(width)}
    titles = {at: typed(cell) for at, cell in enumerate(head) if cell is not None}
    cells = {
        at: column
        for at, column in columns.items()
        if at in titles or any(cell is not None for cell in column)
    }
    return Table(
        file=file,
        sheet=name,
        spec=match.sheet,
        rows=[number for number, _ in body],
        at={key: at for at, key in match.keys.items()},
        headers={at: titles.get(at) or f"colonne {letters(at)}" for at in cells},
        cells=cells,
        header=match.header + 1,
        across=match.across,
    )
