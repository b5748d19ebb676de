"""What a sheet does not show at first sight: found here, announced by told.py, each under a stated rule.

| what | rule |
|---|---|
| hidden sheet | not read, announced |
| hidden or filtered row, hidden column | read: hiding is a view, not a deletion; announced when it holds something |
| comment | not read, announced |
| number stored as text | read as a number where one is expected, announced |
| dates counted since 1904 | read as the day they show, announced |
| formula | its saved value is read; without one, the cell is missing and that is an error (marks.py) |
| error cell | missing, and an error (marks.py) |
| link to another workbook | never followed; the saved value is read, announced (gate.py) |

An OpenDocument's hidden sheets, rows, columns and comments are looked for too; its links are not.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from defusedxml.ElementTree import fromstring

from aci_model.reading.marks import local, sheet_paths
from aci_model.reading.text import a1, letters, position

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterable, Sequence

    from aci_model.reading.sheets import Cell

    Range = tuple[int, int]  # first and last, both counted

SHEET, SECRET_SHEET, ROWS, FILTERED, COLUMNS, COMMENTS, TEXT_NUMBERS, SINCE_1904 = KINDS = (
    "sheet",
    "secret sheet",  # one that the spreadsheet's own menu does not offer to show
    "rows",
    "filtered",
    "columns",
    "comments",
    "text numbers",
    "since 1904",
)
TEMPLATE_AUTHOR = "Modèle ACI"  # the template explains its headers in comments: nothing to announce
_SHOWN = 6


class Trace(NamedTuple):
    """One kind of hidden thing in one sheet."""

    kind: str  # one of KINDS
    quantity: int
    where: str  # rows « 5, 7 à 12 », columns « H, K », cells « B4, B9 »; "" for the whole sheet


@dataclass(slots=True)
class Seen:
    """What the file says of one sheet's view; places may lie beyond its cells."""

    rows: list[Range] = field(default_factory=list)  # hidden; 1-based
    filtered: list[Range] = field(default_factory=list)  # those rows a filter would hide; 1-based
    columns: list[Range] = field(default_factory=list)  # hidden; 0-based
    comments: list[str] = field(default_factory=list)  # A1 of each
    since_1904: bool = False


def find(archive: zipfile.ZipFile) -> dict[str, Seen]:
    """Find what the sheets of a workbook hide.

    Args:
        archive: an opened xlsx or ods file that passed the gate.

    Returns:
        What was seen, by sheet name; ECMA-376, part 1, 18.3.1.13 col, 18.3.1.73 row, 18.3.1.2 autoFilter,
        18.7.3 comment, 18.2.28 workbookPr; OpenDocument 1.2, part 1, 19.749 table:visibility.
    """
    present = set(archive.namelist())
    if "content.xml" in present:
        return _find_ods(archive.read("content.xml"))
    since_1904 = _counts_since_1904(archive.read("xl/workbook.xml"))
    found: dict[str, Seen] = {}
    for name, path in sheet_paths(archive).items():
        seen = found[name] = _view(archive.read(path))
        seen.since_1904 = since_1904
        _beside(archive, path, present, seen)
    return found


def traces(seen: Seen, rows: Sequence[Sequence[Cell]]) -> list[Trace]:
    """Tell what a sheet hides among its cells: a hidden row or column that is empty hides nothing.

    Args:
        seen: what the file says of the sheet.
        rows: its cells, from A1 on.
    """
    width = max(map(len, rows), default=0)
    hidden = [
        row for row in _each(seen.rows, len(rows)) if row and any(cell is not None for cell in rows[row - 1])
    ]
    filters = set(_each(seen.filtered, len(rows)))
    filtered = [row for row in hidden if row in filters]
    others = [row for row in hidden if row not in filters]
    columns = [
        column
        for column in _each(seen.columns, width - 1)
        if any(len(row) > column and row[column] is not None for row in rows)
    ]
    typed = _text_numbers(rows)
    found = [
        Trace(ROWS, len(others), _listed(_groups(others, str))),
        Trace(FILTERED, len(filtered), _listed(_groups(filtered, str))),
        Trace(COLUMNS, len(columns), _listed(_groups(columns, letters))),
        Trace(COMMENTS, len(seen.comments), _listed(seen.comments)),
        Trace(TEXT_NUMBERS, len(typed), _listed(typed)),
        Trace(SINCE_1904, sum(isinstance(cell, dt.date) for row in rows for cell in row), "")
        if seen.since_1904
        else Trace(SINCE_1904, 0, ""),
    ]
    return [trace for trace in found if trace.quantity]


# Digits as a person or an export writes them; 007 is a code, 15/04/2026 a day, 1.234 is asked about elsewhere.
_TEXT_NUMBER = re.compile(
    r"\s*'?[+\-−]?\s?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3})+)(?:[.,][0-9]+)?\s*[%€]?\s*"
)


def _text_numbers(rows: Sequence[Sequence[Cell]]) -> list[str]:
    return [
        a1(row, column)
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells)
        if type(cell) is str and _TEXT_NUMBER.fullmatch(cell)
    ]


_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s>/])([^>]*)>")
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col(?=[\s>/])([^>]*)>")
_FILTER = re.compile(
    rb"""<(?:[\w.-]+:)?autoFilter\s[^>]*?ref\s*=\s*["']([^"']*)["'](?:[^>]*[^/>])?>\s*<(?:[\w.-]+:)?filterColumn"""
)
_HIDDEN = re.compile(rb"""\s(?:hidden\s*=\s*["'](?:1|true)["']|(?:ht|width)\s*=\s*["']0(?:\.0*)?["'])""")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_FIRST = re.compile(rb"""\smin\s*=\s*["']([0-9]{1,5})["']""")
_LAST = re.compile(rb"""\smax\s*=\s*["']([0-9]{1,5})["']""")


def _view(xml: bytes) -> Seen:
    """Find the hidden rows and columns of one worksheet, tag by tag: its cells are passed over."""
    seen = Seen()
    row = 0
    for inside in _ROW.findall(xml):
        number = _NUMBER.search(inside)
        row = int(number[1]) if number else row + 1
        if _HIDDEN.search(inside):
            seen.rows.append((row, row))
    for inside in _COLUMN.findall(xml):
        first, last = _FIRST.search(inside), _LAST.search(inside)
        if first and last and _HIDDEN.search(inside):
            seen.columns.append((int(first[1]) - 1, int(last[1]) - 1))
    seen.filtered += _filters(xml)
    return seen


def _filters(xml: bytes) -> list[Range]:
    """List the rows that the filters of a sheet or of one of its tables may hide."""
    found: list[Range] = []
    for reference in _FILTER.findall(xml):
        corners = [position(corner) for corner in reference.decode("ascii", "replace").split(":")]
        if corners[0] is not None and corners[-1] is not None:
            found.append((corners[0][0] + 1, corners[-1][0]))  # its first row holds the titles
    return found


def _counts_since_1904(book: bytes) -> bool:
    properties = (entry for entry in fromstring(book) if local(entry.tag) == "workbookPr")
    return any(entry.get("date1904", "0") in {"1", "true"} for entry in properties)


def _beside(archive: zipfile.ZipFile, sheet: str, present: set[str], seen: Seen) -> None:
    """Look at the parts that hang on a sheet: its comments, old manner or in threads, and its tables' filters."""
    folder, name = posixpath.split(sheet)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in present:
        return
    places: dict[str, None] = {}  # a thread is also kept as an old comment, in the same cell
    for relation in fromstring(archive.read(relations)):
        target = posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/")
        kind = relation.get("Type", "").rpartition("/")[2]
        if target in present and kind in {"comments", "threadedComment"}:
            places.update(dict.fromkeys(_commented(archive.read(target))))
        elif target in present and kind == "table":
            seen.filtered += _filters(archive.read(target))
    seen.comments = list(places)


def _commented(xml: bytes) -> list[str]:
    root = fromstring(xml)
    authors = [entry.text or "" for entry in root.iter() if local(entry.tag) == "author"]
    own = {str(rank) for rank, author in enumerate(authors) if author == TEMPLATE_AUTHOR}
    return [
        entry.get("ref", "")
        for entry in root.iter()
        if local(entry.tag) in {"comment", "threadedComment"} and entry.get("authorId") not in own
    ]


_ODS_TABLE = re.compile(rb"<(?:[\w.-]+:)?table(?=[\s>])([^>]*)>")
_ODS_TAG = re.compile(
    rb"<(/?)(?:[\w.-]+:)?(table-column|table-row|table-cell|covered-table-cell|annotation)(?=[\s>/])([^>]*?)(/?)>"
)
_ODS_NAME = re.compile(rb"""\s(?:[\w.-]+:)?name\s*=\s*["']([^"']*)["']""")
_ODS_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]{1,9})["']""")
_ODS_VIEW = re.compile(rb"""visibility\s*=\s*["'](collapse|filter)["']""")


def _find_ods(xml: bytes) -> dict[str, Seen]:
    if not _ODS_VIEW.search(xml) and b":annotation" not in xml:
        return {}
    starts = list(_ODS_TABLE.finditer(xml))
    ends = [start.start() for start in starts[1:]] + [len(xml)]
    return {
        _ods_name(start[1]): _ods_view(xml[start.end() : end])
        for start, end in zip(starts, ends, strict=True)
    }


def _ods_view(xml: bytes) -> Seen:
    """Find what one table of an OpenDocument hides, tag by tag."""
    seen, row, down, column, across = Seen(), 0, 1, 0, 0
    for end, tag, inside, closed in _ODS_TAG.findall(xml):
        count = _ODS_REPEATED.search(inside)
        times = max(int(count[1]), 1) if count else 1
        if tag == b"table-row":
            if not end:
                down, column = times, 0
                _ods_row(seen, inside, row + 1, row + times)
            row += down if end or closed else 0
        elif end:
            continue
        elif tag == b"table-column":
            if _ODS_VIEW.search(inside):
                seen.columns.append((across, across + times - 1))
            across += times
        elif tag == b"annotation":
            seen.comments.append(a1(row + 1, max(column - 1, 0)))
        else:
            column += times
    return seen


def _ods_name(inside: bytes) -> str:
    """Give a table's name, its references (&amp;, &#233;) resolved as the readers do."""
    named = _ODS_NAME.search(inside)
    return str(fromstring(b"<n>" + named[1] + b"</n>").text or "") if named else ""


def _ods_row(seen: Seen, inside: bytes, first: int, last: int) -> None:
    view = _ODS_VIEW.search(inside)
    if view:
        seen.rows.append((first, last))
        if view[1] == b"filter":
            seen.filtered.append((first, last))


def _each(ranges: Iterable[Range], most: int) -> list[int]:
    """List the numbers of ranges up to a last one, each once: overlapping ranges cost nothing more."""
    numbers: list[int] = []
    reached = -1
    for first, last in sorted(ranges):
        numbers.extend(range(max(first, reached + 1), min(last, most) + 1))
        reached = max(reached, last)
    return numbers


def _groups(numbers: Sequence[int], name: Callable[[int], str]) -> list[str]:
    """Name runs of numbers: 5, 7, 8, 9 gives « 5 » and « 7 à 9 »."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [name(first) if first == last else f"{name(first)} à {name(last)}" for first, last in runs]


def _listed(words: Sequence[str]) -> str:
    shown = ", ".join(words[:_SHOWN])
    return f"{shown}, …" if len(words) > _SHOWN else shown
