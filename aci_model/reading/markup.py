"""XML of strangers, looked at before any parser: no DTD, no odd encoding, no cell out of bounds.

Only bytes are searched, in one pass: what an element is worth, the readers say later, in a process of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from aci_model import wording
from aci_model.reading.refusal import DAMAGED, RefusedError
from aci_model.reading.text import a1, french, position, quoted

if TYPE_CHECKING:
    from aci_model.reading.limits import Limits, SheetLimits

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_READABLE = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

# A `>` may stand inside a quoted attribute; possessive, so that no input makes this slow.
_INSIDE = rb"""((?:[^>"'/]++|"[^"]*+"|'[^']*+'|/(?!>))*+)"""
_XLSX_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s>/])" + _INSIDE + rb"(/?)>")
_ANY_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s>/])")
# How nearly every program writes a cell: its address first. Only its letters, its row and its end matter.
_PLAIN_CELL = re.compile(rb"""<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: (?!r=)\w++="[^"]*+")*+(/?)>""")
_MERGE = re.compile(rb"<(?:[\w.-]+:)?mergeCell[\s/>]")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']\s*([^"']*?)\s*["']""")
_ODS_TAG = re.compile(
    rb"<(/?)(?:[\w.-]+:)?(table|table-row|table-cell|covered-table-cell)(?=[\s>/])" + _INSIDE + rb"(/?)>"
)
_NAME = re.compile(rb"""\s(?:[\w.-]+:)?name\s*=\s*["']([^"']*)["']""")
_ROWS = re.compile(rb"""number-rows-repeated\s*=\s*["']\s*([^"']*?)\s*["']""")
_COLUMNS = re.compile(rb"""number-columns-repeated\s*=\s*["']\s*([^"']*?)\s*["']""")
_VALUE = re.compile(rb"""[\s:](?:value-type|formula)\s*=""")


class Extent(NamedTuple):
    """The last row and column filled in, counted from 1; 0 when nothing is."""

    rows: int
    columns: int


def check_markup(data: bytes, limits: SheetLimits) -> None:
    """Refuse XML that could mean more than it shows.

    Args:
        data: one XML file of a workbook.
        limits: the longest text accepted.

    Raises:
        RefusedError: it is not UTF-8, has a DTD or entities, or holds one huge text.
    """
    declared = _DECLARED.match(data[:1024].removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in data or (declared and declared[1].strip().lower() not in _READABLE):
        raise RefusedError(
            "L'intérieur de ce classeur est écrit dans un codage inhabituel et ne peut pas être vérifié."
            " Ouvrez-le dans votre tableur et enregistrez-le de nouveau."
        )
    if _ENTITIES.search(data):
        raise RefusedError(
            french(
                "Ce fichier contient des définitions cachées (DTD, entités) ; il n'est pas ouvert, car elles"
                " pourraient saturer la machine ou lire d'autres fichiers. Enregistrez-le de nouveau depuis votre tableur."
            )
        )
    if re.search(rb"<[^<]{%d}" % limits.text, data):
        raise RefusedError(
            f"Un texte de ce classeur dépasse {wording.number(limits.text, 0)} caractères, bien plus qu'une case n'en"
            " peut tenir. Effacez-le, puis enregistrez de nouveau le classeur."
        )


def xlsx_extent(data: bytes) -> Extent:
    """Find the last filled cell of a sheet, by the addresses of its cells and not by what it says of itself.

    Args:
        data: the XML of one worksheet (ECMA-376, part 1, 18.3.1.73 row, 18.3.1.4 c). A row or cell without
            an address follows the one before it; a cell that only has a style is not filled in.
    """
    plain = _PLAIN_CELL.findall(data)
    if len(plain) < len(_ANY_CELL.findall(data)):
        return _walked_extent(data)
    letters = {letters for letters, _, closed in plain if not closed}
    rows = {row for _, row, closed in plain if not closed}
    columns = [named[1] + 1 for word in letters if (named := position(word.decode() + "1"))]
    return Extent(max(map(int, rows), default=0), max(columns, default=0))


def _walked_extent(data: bytes) -> Extent:
    """Find the last filled cell tag by tag: slower, whatever way the cells are written.

    Where a cell without an address stands after cells whose addresses leave their row or its order, readers
    differ: the farthest place any of them could give it counts.
    """
    rows = columns = row = column = rank = order = 0
    for tag, inside, closed in _XLSX_TAG.findall(data):
        where = _only(_ADDRESS, inside)
        if tag == b"row":
            rank = max(rank, row) + 1 if where is None else _count(where)
            row, column, order = rank, 0, 0
            continue
        order += 1
        row, column = (max(rank, row), max(column + 1, order)) if where is None else _address(where)
        if not closed:
            rows, columns = max(rows, row), max(columns, column)
    return Extent(rows, columns)


def count_merges(data: bytes) -> int:
    """Count the merged ranges of a worksheet."""
    return len(_MERGE.findall(data))


def ods_extents(data: bytes) -> list[tuple[str, Extent]]:
    """Find the last filled cell of every table of an OpenDocument, repetitions counted.

    Args:
        data: content.xml (OpenDocument 1.2, part 1, 19.675 number-columns-repeated, 19.678 number-rows-repeated).

    Returns:
        The name and extent of each table.
    """
    found: list[tuple[str, Extent]] = []
    name, row, down, column, widest, rows, columns = "", 0, 1, 0, 0, 0, 0
    for end, tag, inside, closed in _ODS_TAG.findall(data):
        if tag == b"table":
            if end:
                found.append((name, Extent(rows, columns)))
            else:
                named = _NAME.search(inside)
                name = named[1].decode("utf-8", "replace") if named else ""
                row = rows = columns = 0
        elif tag == b"table-row":
            if not end:
                down, column, widest = _repeated(_ROWS, inside), 0, 0
            if end or closed:
                row += down
                rows, columns = (row if widest else rows), max(columns, widest)
        elif not end:
            column += _repeated(_COLUMNS, inside)
            if not closed or _VALUE.search(inside):
                widest = column
    return found


def check_extent(sheet: str, extent: Extent, limits: Limits) -> int:
    """Refuse a sheet whose last filled cell is too far.

    Returns:
        The cells of the rectangle from A1 to that cell.
    """
    area = extent.rows * extent.columns
    bounds = limits.sheet
    if extent.rows > bounds.rows or extent.columns > bounds.columns or area > bounds.cells:
        last = a1(extent.rows, extent.columns - 1)
        raise RefusedError(
            f"La feuille {quoted(sheet)} est remplie jusqu'en {last[:20]}, trop loin pour un contrat{wording.NBSP}: elle"
            " n'est pas ouverte, car elle saturerait la machine. Supprimez les lignes et les colonnes au-delà de"
            " votre tableau, puis enregistrez le classeur."
        )
    return area


def _repeated(attribute: re.Pattern[bytes], inside: bytes) -> int:
    found = _only(attribute, inside)
    return 1 if found is None else max(1, _count(found))


def _only(attribute: re.Pattern[bytes], inside: bytes) -> bytes | None:
    """Give the value of an attribute; told twice, two readers could believe two values."""
    found: list[bytes] = attribute.findall(inside)
    if len(found) > 1:
        raise RefusedError(DAMAGED)
    return found[0] if found else None


def _count(digits: bytes) -> int:
    """Read a whole number, written plainly: another way (1&#48;) could be read as another number."""
    if not digits.isdigit():
        raise RefusedError(DAMAGED)
    return int(digits) if len(digits) < 10 else 10**9  # beyond any sheet, whatever it is


def _address(text: bytes) -> tuple[int, int]:
    """Read the row and column, from 1, of an address written plainly."""
    named = position(text.decode("ascii", "replace"))
    if named is None:
        raise RefusedError(DAMAGED)
    return named[0], named[1] + 1
