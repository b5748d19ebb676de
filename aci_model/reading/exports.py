"""Any table of the app as a clean workbook or a csv that a French spreadsheet opens well."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from aci_model.reading.text import letters, without_controls
from aci_model.reading.writing import (
    DAY_FORMAT,
    INK,
    PALE,
    fit_to_page,
    looks_like_formula,
    nothing,
    put_column,
    put_header,
    put_text,
    sheet_title,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

_FORMATS = {
    "euros": '#,##0.00"\u00a0€"',
    "rate": "0.0%",
    "number": "#,##0.##",
    "integer": "#,##0",
    "plain": "0",
    "day": DAY_FORMAT,
}
_NARROWEST, _WIDEST = 8, 60
_WHOLE = "#,##0"
_DECIMAL = "#,##0.00"


def table_workbook(
    frame: pd.DataFrame, title: str, notes: Sequence[str] = (), *, formats: Mapping[str, str] | None = None
) -> bytes:
    """Write a table as a workbook of one sheet: title, notes, headers, rows.

    Args:
        frame: the table; its column names are the headers. Its index is not written.
        title: what the table shows; also the name of the sheet.
        notes: sentences under the title: what is counted, what is unknown, what is invented.
        formats: column -> euros | rate (0–1) | number | integer | plain (a year) | day. A column that says
            nothing gets thousands apart, and two decimals when one of its numbers needs them.

    Returns:
        The bytes of an xlsx file. Texts are texts (« =1+1 » is not a formula), a missing value is an empty
        cell, a flag reads oui or non.

    Raises:
        KeyError: a format is not one of those above.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = sheet_title(title)
    put_text(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(bold=True, size=14, color=INK)
    for row, note in enumerate(notes, 2):
        put_text(sheet.cell(row, 1), note)
        sheet.cell(row, 1).font = Font(italic=True, color=PALE)
    top = len(notes) + 3
    for column, name in enumerate(frame.columns, 1):
        put_header(sheet.cell(top, column), str(name))
    for column, name in enumerate(frame.columns, 1):
        chosen = _FORMATS[formats[name]] if formats and name in formats else _number_format(frame[name])
        values = frame[name].tolist()
        aligned = Alignment(vertical="top", wrap_text=True)
        put_column(sheet, top + 1, column, values, alignment=aligned, number_format=chosen)
        sheet.column_dimensions[letters(column - 1)].width = _width(str(name), values)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    if len(frame) and len(frame.columns):
        sheet.auto_filter.ref = f"A{top}:{letters(len(frame.columns) - 1)}{top + len(frame)}"
    sheet.print_title_rows = f"{top}:{top}"
    fit_to_page(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Give the bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _number_format(column: pd.Series[Any]) -> str | None:
    numbers = [value for value in column.tolist() if isinstance(value, (int, float)) and not nothing(value)]
    if not numbers:
        return None
    return _WHOLE if all(float(value).is_integer() for value in numbers if math.isfinite(value)) else _DECIMAL


def _width(header: str, values: Sequence[Any]) -> int:
    longest = max((len(_shown(value)) for value in values), default=0)
    words = max((len(word) for word in header.split()), default=0)
    return min(max(longest + 2, words + 4, _NARROWEST), _WIDEST)


def table_csv(frame: pd.DataFrame) -> str:
    """Write a table as a csv for French spreadsheets: semicolons, decimal commas, days as 15/04/2026.

    A text that a spreadsheet could take for a formula starts with an apostrophe. Encode with `utf-8-sig`
    when writing a file: without the mark, Excel misreads accents.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(str(name)) for name in frame.columns])
    columns = [[_shown(value) for value in frame[name].tolist()] for name in frame.columns]
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue()


def _shown(value: object) -> str:
    match value:
        case _ if nothing(value):
            return ""
        case bool():
            return "oui" if value else "non"
        case int():
            return str(value)
        case float():
            return f"{value:.15g}".replace(".", ",")
        case dt.date():
            return value.strftime("%d/%m/%Y")
    return _harmless(str(value))


def _harmless(text: str) -> str:
    safe = without_controls(text)
    return "'" + safe if looks_like_formula(safe) else safe
