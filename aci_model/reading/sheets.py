"""A file's content to sheets of raw cells: past the gate, and in a process of its own (isolation.py).

Nothing else of the library opens a spreadsheet. What a file is, its content says, never its name.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import statistics
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath

import python_calamine

from aci_model.reading import gate, hidden, marks
from aci_model.reading.hidden import Seen, Trace
from aci_model.reading.marks import Broken
from aci_model.reading.refusal import DAMAGED, NOT_A_SPREADSHEET, RefusedError

Cell = str | float | bool | dt.date | dt.time | dt.timedelta | None  # and Percent, Broken: see marks


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of one sheet, from A1 on; None is an empty cell."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # 0-based: top, left, bottom, right
    hidden: list[Trace] = field(default_factory=list)  # what is not seen at first sight; see hidden


def read_sheets(name: str, checked: gate.Checked) -> list[RawSheet]:
    """Read the sheets of one file that the gate let through.

    Args:
        name: the file's name; used only to name the sheet of a csv.
        checked: what the gate made of it, a workbook or a text.

    Returns:
        The sheets in the file's order, cells not interpreted: texts as typed, numbers, dates, booleans,
        `Percent` for a number shown in %, `Broken` for an error or a formula without a value.

    Raises:
        RefusedError: the file cannot be read at all.
    """
    if checked.kind == gate.BOOK:
        return _workbook(checked.content)
    return [RawSheet(PurePath(name).stem, _delimited(_decoded(checked.content)))]


def _workbook(content: bytes) -> list[RawSheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found, seen = marks.find(archive), hidden.find(archive)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [_sheet(book, metadata, found, seen) for metadata in book.sheets_metadata]
    except MemoryError:
        raise
    except Exception as fault:  # whatever a damaged file breaks in the readers costs only this file
        raise RefusedError(DAMAGED) from fault
    return [sheet for sheet in sheets if sheet is not None]


def _sheet(
    book: python_calamine.CalamineWorkbook,
    metadata: python_calamine.SheetMetadata,
    found: dict[str, dict[tuple[int, int], float | str]],
    seen: dict[str, Seen],
) -> RawSheet | None:
    if metadata.typ is not python_calamine.SheetTypeEnum.WorkSheet:
        return None
    if metadata.visible is not python_calamine.SheetVisibleEnum.Visible:
        secret = metadata.visible is python_calamine.SheetVisibleEnum.VeryHidden
        kind = hidden.SECRET_SHEET if secret else hidden.SHEET
        return RawSheet(metadata.name, [], [], [Trace(kind, 1, "")])
    sheet = book.get_sheet_by_name(metadata.name)
    rows = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), mark in found.get(metadata.name, {}).items():
        _place(rows, row, column, mark)
    unseen = hidden.traces(seen.get(metadata.name, Seen()), rows)
    return RawSheet(metadata.name, rows, _merged(sheet, rows), unseen)


def _merged(sheet: python_calamine.CalamineSheet, rows: list[list[Cell]]) -> list[tuple[int, int, int, int]]:
    """List the merged ranges, cut to the cells there are: one may claim the whole sheet."""
    last_row, last_column = len(rows) - 1, max(map(len, rows), default=0) - 1
    return [
        (top, left, min(bottom, last_row), min(right, last_column))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        if top <= last_row and left <= last_column
    ]


def _cell(cell: Cell) -> Cell:
    """Make blank text an empty cell, and every number a float."""
    if type(cell) is str:
        return cell if cell.strip() else None
    return float(cell) if type(cell) is int else cell


def _place(rows: list[list[Cell]], row: int, column: int, mark: Cell) -> None:
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = mark
    elif isinstance(mark, Broken) and row < len(rows) + 1000:
        put(rows, row, column, mark)


def put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """Write a cell into rows (0-based), lengthening them as needed; `rows` is changed."""
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    line.extend([None] * (column + 1 - len(line)))
    line[column] = cell


def _decoded(content: bytes) -> str:
    text = _text(content)
    if "\x00" in text:
        raise RefusedError(NOT_A_SPREADSHEET)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml")):
        raise RefusedError("Ce fichier est une page web, pas un tableur. Enregistrez-le en .xlsx.")
    return text


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(content, "utf-16")
    if b"\x00" in content[:200]:
        # UTF-16 without its mark: Latin text has its zero bytes on one side of each pair.
        return _decode(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode(content, "cp1252")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise RefusedError(
            "Ce fichier n'est ni un tableur ni un texte lisible. Déposez un fichier .xlsx, .ods ou .csv."
        ) from fault


def _delimited(text: str) -> list[list[Cell]]:
    first, _, rest = text.partition("\n")
    declared = first.strip().lower()
    if declared.startswith("sep=") and len(declared) <= len("sep=;"):
        # A lone tab is lost to strip(): « sep= » followed by nothing else means a tab.
        delimiter, text = declared[len("sep=") :] or "\t", rest
    else:
        delimiter = _delimiter(text)
    try:
        return _records(text, delimiter, strict=True)
    except csv.Error as fault:
        if "unexpected end" in str(fault):
            raise RefusedError(
                "Un guillemet ouvert dans ce fichier n'est jamais refermé\u00a0: ses lignes ne se distinguent plus."
                " Enregistrez-le de nouveau en .csv ou en .xlsx."
            ) from fault
    try:
        return _records(text, delimiter, strict=False)
    except csv.Error as fault:
        raise RefusedError(
            "Ce texte n'a pas la forme d'un tableau. Enregistrez-le de nouveau en .csv ou en .xlsx."
        ) from fault


def _records(text: str, delimiter: str, *, strict: bool) -> list[list[Cell]]:
    """Read delimited text; strictly, a quote never closed is an error instead of one huge cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    return [[cell if cell.strip() else None for cell in row] for row in reader]


def _delimiter(text: str) -> str:
    """Choose what separates the cells: the sign most present on a typical line, outside quotes."""
    lines = [line for line in text[: 1 << 14].splitlines() if line.strip()][:20]
    unquoted = ["".join(line.split('"')[::2]) for line in lines]

    def typical(sign: str) -> float:
        """How often a sign stands in the middle line, lines being ranked by it."""
        return statistics.median(line.count(sign) for line in unquoted) if unquoted else 0

    return max((";", "\t", ","), key=typical)
