"""The one door through which foreign bytes come in: a file's content to sheets of raw cells.

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

from aci_model.reading import marks
from aci_model.reading.marks import Broken

Cell = str | float | bool | dt.date | dt.time | dt.timedelta | None  # and Percent, Broken: see marks

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_PDF = b"%PDF"


class RefusedError(Exception):
    """A whole file cannot be read; the message is one French sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of one sheet, from A1 on; None is an empty cell."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # 0-based: top, left, bottom, right


def open_sheets(name: str, content: bytes) -> list[RawSheet]:
    """Read the sheets of one file.

    Args:
        name: the file's name; used only to name the sheet of a csv, as a spreadsheet would.
        content: the file's bytes; xlsx, xlsm, ods, or delimited text in any usual encoding.

    Returns:
        The sheets in the file's order, cells not interpreted: texts as typed, numbers, dates, booleans,
        `Percent` for a number shown in %, `Broken` for an error or a formula without a value.

    Raises:
        RefusedError: the file cannot be read at all.
    """
    if not content.strip():
        raise RefusedError("Ce fichier est vide. Enregistrez-le de nouveau depuis votre tableur.")
    if content.startswith(_ZIP):
        return _workbook(content)
    if content.startswith(_OLE):
        raise RefusedError(_ole_sentence(content))
    if content.startswith(_PDF):
        raise RefusedError("Ce fichier est un PDF, pas un tableur. Recopiez ses lignes dans le modèle.")
    return [RawSheet(PurePath(name).stem, _delimited(_decoded(content)))]


def _ole_sentence(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "Ce classeur est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe."
    return "Ce fichier est dans un ancien format (.xls, .doc). Enregistrez-le en .xlsx."


def _workbook(content: bytes) -> list[RawSheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_is_workbook(archive)
            found = marks.find(archive)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [_sheet(book, metadata, found) for metadata in book.sheets_metadata]
    except RefusedError:
        raise
    except Exception as fault:  # whatever a damaged file breaks in the readers costs only this file
        raise RefusedError(
            "Ce classeur est abîmé ou incomplet. Ouvrez-le dans votre tableur et enregistrez-le de nouveau."
        ) from fault
    return [sheet for sheet in sheets if sheet is not None]


def _check_is_workbook(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise RefusedError("Ce fichier est un classeur binaire (.xlsb). Enregistrez-le en .xlsx.")
    open_document = "mimetype" in names and b"spreadsheet" in archive.read("mimetype")
    if "xl/workbook.xml" not in names and not open_document:
        raise RefusedError("Ce fichier n'est pas un tableur. Déposez un fichier .xlsx, .ods ou .csv.")


def _sheet(
    book: python_calamine.CalamineWorkbook,
    metadata: python_calamine.SheetMetadata,
    found: dict[str, dict[tuple[int, int], float | str]],
) -> RawSheet | None:
    if metadata.typ is not python_calamine.SheetTypeEnum.WorkSheet:
        return None
    sheet = book.get_sheet_by_name(metadata.name)
    rows = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), mark in found.get(metadata.name, {}).items():
        _place(rows, row, column, mark)
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    return RawSheet(metadata.name, rows, merged)


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
        raise RefusedError("Ce fichier n'est pas un tableur. Déposez un fichier .xlsx, .ods ou .csv.")
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
        return statistics.median(line.count(sign) for line in unquoted) if unquoted else 0

    return max((";", "\t", ","), key=typical)
