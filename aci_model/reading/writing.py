"""Cells written so that a text stays a text: never a formula, never a link, never a control character."""

from __future__ import annotations

import datetime as dt
import math
import re
from copy import copy
from typing import TYPE_CHECKING

import pandas as pd
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.dimensions import RowDimension

from aci_model.reading.marks import Percent
from aci_model.reading.text import without_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

INK, PAPER, RULE, PALE = "1F3A6E", "FFFFFF", "C9D1E0", "5A6478"
DAY_FORMAT = "dd/mm/yyyy"
RATE_FORMAT = "0.0#%"
# What a spreadsheet may take for a formula, in ASCII and in the full-width forms some versions accept.
_LEADING = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# A workbook reads _x0041_ as the letter A (ECMA-376, part 1, 22.9.2.19): the sign that starts it is escaped.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32767  # a workbook's own limit, in characters
_LETTERS = 1.2  # letters where one digit fits
_LINE_HEIGHT, _TALLEST = 15.0, 409.0  # points; the second is a workbook's own limit
_FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_TITLE = 31


def nothing(value: object) -> bool:
    """Tell whether a value of a frame is missing."""
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    )


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take this text for a formula when it is typed or pasted again."""
    return text.lstrip(" \u00a0").startswith(_LEADING)


def put_text(cell: Cell, text: str) -> None:
    """Write a text as a text, whatever it starts with."""
    safe = _ESCAPE.sub("_x005F_", without_controls(text))[:_LONGEST_TEXT]
    cell.value = safe
    cell.data_type = "s"  # openpyxl takes a leading = for a formula and #REF! for an error
    if looks_like_formula(safe):
        cell.quotePrefix = True  # so that editing the cell does not turn it into a formula either


def put_column(
    sheet: Worksheet,
    top: int,
    column: int,
    values: Sequence[object],
    *,
    alignment: Alignment,
    font: Font | None = None,
    number_format: str | None = None,
) -> None:
    """Write a column of values from a cell down, all in one style; a missing value leaves no cell.

    Sharing one style, instead of making one for each cell, is what keeps long sheets quick to write.
    """
    model = sheet.cell(top, column)
    model.alignment = alignment
    if font is not None:
        model.font = font
    style = copy(model._style)  # noqa: SLF001 - openpyxl has no public way to share a style
    for row, value in enumerate(values, top):
        if not nothing(value):
            cell = sheet.cell(row, column)
            cell._style = copy(style)  # noqa: SLF001 - as above
            put(cell, value, number_format)


def put(cell: Cell, value: object, number_format: str | None = None) -> None:
    """Write any value: text as text, numbers and days as such, oui or non, and nothing when missing."""
    plain = value.item() if hasattr(value, "item") else value
    match plain:
        case _ if nothing(plain):
            return
        case bool():
            put_text(cell, "oui" if plain else "non")
        case Percent():
            cell.value = plain / 100
            cell.number_format = RATE_FORMAT
        case dt.datetime() if plain.time() == dt.time():
            cell.value = plain.date()
            cell.number_format = DAY_FORMAT
        case dt.date():
            cell.value = plain
            cell.number_format = DAY_FORMAT
        case int() | float() if math.isfinite(plain):
            cell.value = plain
            if number_format is not None:
                cell.number_format = number_format
        case _:
            put_text(cell, str(plain))


class _Fitted(RowDimension):  # type: ignore[misc]  # openpyxl is published without type hints
    """A row as high as its text, and not more fixed than that: typing there fits it again."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the name the file format gives it
        """Whether the height is held when the text changes: never."""
        return False


def fit_rows(sheet: Worksheet, top: int, columns: Sequence[tuple[int, Sequence[object]]]) -> None:
    """Make rows high enough for their wrapped texts: not every software does it when it opens a file.

    Args:
        sheet: where to.
        top: 1-based first row.
        columns: width of a column, in characters, and its values from that row down.
    """
    lines: dict[int, int] = {}
    for width, values in columns:
        for row, value in enumerate(values, top):
            if isinstance(value, str) and (len(value) > width or "\n" in value):
                needed = sum(_lines(part, width) for part in value.split("\n"))
                lines[row] = max(lines.get(row, 1), needed)
    for row, needed in lines.items():
        if needed > 1:
            height = min(needed * _LINE_HEIGHT, _TALLEST)
            sheet.row_dimensions[row] = _Fitted(sheet, index=row, height=height)


def _lines(text: str, width: int) -> int:
    # A width counts digits, wider than most letters; but lines break between words and are never quite full.
    return 1 if len(text) <= width * _LETTERS else math.ceil(len(text) / width)


def put_header(cell: Cell, text: str) -> None:
    """Write and style one header."""
    put_text(cell, text)
    cell.font = Font(bold=True, color=PAPER)
    cell.fill = PatternFill("solid", fgColor=INK)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(bottom=Side(style="thin", color=RULE))


def sheet_title(text: str) -> str:
    """Make a sheet name of a title: no forbidden sign, 31 characters at most."""
    safe = " ".join(without_controls(text).translate(_FORBIDDEN_IN_TITLES).split()).strip("'")
    return safe[:_LONGEST_TITLE].strip() or "Tableau"


def fit_to_page(sheet: Worksheet) -> None:
    """Print a sheet across the width of a page lying flat, its header on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
