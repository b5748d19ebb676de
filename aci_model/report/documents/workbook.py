"""A document as xlsx: its words on a first sheet, each table on its own, sums and gaps live.

A formula is written here only, from the places of cells; no word of a person ever takes part in one.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from aci_model.reading.exports import saved
from aci_model.reading.text import letters
from aci_model.reading.writing import (
    DAY_FORMAT,
    INK,
    PALE,
    PAPER,
    RULE,
    fit_rows,
    fit_to_page,
    put_column,
    put_header,
    put_text,
    sheet_title,
)
from aci_model.report.documents.live import shown, with_values
from aci_model.report.documents.package import sealed
from aci_model.report.documents.texts import (
    KNOWN,
    TOTAL,
    WHENCE,
    edition,
    label_place,
    lacking,
    said,
    title_of,
)
from aci_model.report.documents.tree import Bullets, Facts, Sentence, Table
from aci_model.wording import NBSP, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from aci_model.report.documents.live import Shown
    from aci_model.report.documents.tree import Block, Computed, Document, Format, Section, Value

FIRST = "Lire d’abord"
_FORMATS: dict[Format, str] = {
    "euros": f'#,##0.00"{NBSP}€"',
    "cents": f'#,##0.00"{NBSP}€"',
    "rate": "0.0%",
    "number": "#,##0.##",
    "integer": "#,##0",
    "plain": "0",
    "day": DAY_FORMAT,
    "text": "General",
}
_TOP = 4  # the row of headers
_NARROWEST = 16  # letters of a column: a total in euros and cents
_WIDEST = (60, 45, 36, 28)  # letters of a column: the first with which the whole is not wider than `_ACROSS`
_ACROSS = 170  # letters across a page lying flat, still read without a glass
_FULL = 0.8  # share of a line that words fill, whatever the face
_WORDS = 72  # letters of the first sheet's column: what an upright A4 holds
_TALL = 30.0  # points of a header on two lines
_LONGEST_HEAD = 100  # letters of a printed head; the format takes 255 for its three parts
_LONGEST_TITLE = 31  # of a sheet
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_FACE = "Calibri"
_STRONG = Font(name=_FACE, bold=True)


def to_xlsx(document: Document) -> bytes:
    """Write a document as a workbook.

    Returns:
        The bytes of an xlsx file: a first sheet with its words and notes, then one sheet per table. Totals, gaps and
        products are formulas that follow what the person corrects, and read « inconnu » while a value is missing; a
        missing value is an empty cell. Pictures stay in the other formats: their figures are in the tables.
    """
    book = Workbook()
    first = book.active
    first.title = FIRST
    titles = [FIRST.lower()]
    read: dict[int, Shown] = {}
    words = [*_front(document)]
    for section in document.sections:
        words.append((said(section.title), Font(name=_FACE, bold=True, size=13, color=INK)))
        for block in section.blocks:
            if isinstance(block, Table):
                sheet = book.create_sheet(_own_title(block.caption, titles))
                _put_table(sheet, block)
                read[len(book.worksheets)] = shown(block, _TOP)
                _dress(sheet, document)
                words.append(
                    (f"{said(block.caption)}{NBSP}: feuille «{NBSP}{sheet.title}{NBSP}».", Font(name=_FACE))
                )
            else:
                words += [(text, Font(name=_FACE)) for text in _words(block)]
        words += _notes(section)
    for row, (text, font) in enumerate(words, 1):
        _put_words(first.cell(row, 1), text, font)
    first.column_dimensions["A"].width = _WORDS
    fit_rows(first, 1, [(round(_WORDS * _FULL), [text for text, _ in words])])
    _dress(first, document)
    first.page_setup.orientation = "portrait"
    return sealed(with_values(saved(book), read), title_of(document), document.date)


def _front(document: Document) -> Iterator[tuple[str, Font]]:
    yield said(document.title), Font(name=_FACE, bold=True, size=16, color=INK)
    if document.subtitle:
        yield said(document.subtitle), Font(name=_FACE, size=12, color=PALE)
    yield f"{said(document.community)} · {edition(document)}", Font(name=_FACE, color=PALE)


def _words(block: Block) -> Iterator[str]:
    match block:
        case Sentence():
            yield said(block.text)
        case Bullets():
            yield from (f"• {said(item)}" for item in block.items)
        case Facts():
            yield from (f"{said(fact.label)}{NBSP}: {said(fact.value)}" for fact in block.facts)


def _notes(section: Section) -> Iterator[tuple[str, Font]]:
    notes = dict.fromkeys(said(block.note) for block in section.blocks if block.note)
    if notes:
        yield WHENCE, Font(name=_FACE, bold=True, size=9, color=PALE)
        yield from ((note, Font(name=_FACE, size=9, color=PALE)) for note in notes)


def _put_table(sheet: Worksheet, table: Table) -> None:
    """Write a table: its caption, its headers, its rows, live columns and sums, its note."""
    put_text(sheet.cell(1, 1), said(table.caption))
    sheet.cell(1, 1).font = Font(name=_FACE, bold=True, size=13, color=INK)
    given = [[_worded(row[place]) for row in table.rows] for place in range(len(table.headers))]
    for column, name in enumerate(table.columns, 1):
        put_header(sheet.cell(_TOP, column), said(name))
        sheet.cell(_TOP, column).font = Font(name=_FACE, bold=True, color=PAPER)
        kind: Format = table.formats.get(name, "text")
        values = given[column - 1] if column <= len(given) else []
        put_column(sheet, _TOP + 1, column, values, alignment=_WRAPPED, number_format=_FORMATS[kind])
    widths = _widths([*given, *([""] for _ in table.computed)])
    for column, width in enumerate(widths):
        sheet.column_dimensions[letters(column)].width = width
    sheet.row_dimensions[_TOP].height = _TALL
    fit_rows(
        sheet, _TOP + 1, [(round(width * _FULL), texts) for width, texts in zip(widths, given, strict=False)]
    )
    for column, (name, rule) in enumerate(table.computed.items(), len(table.headers) + 1):
        places = [table.columns.index(source) for source in rule.columns]
        formulas = [_formula(rule, places, row) for row in range(_TOP + 1, _TOP + 1 + len(table.rows))]
        _put_formulas(sheet, column, formulas, _FORMATS[table.formats.get(name, "text")])
    last = _TOP + len(table.rows)
    if table.rows:
        sheet.auto_filter.ref = f"A{_TOP}:{letters(len(table.columns) - 1)}{last}"
        last = _put_totals(sheet, table, last)
    if table.note:
        _put_words(sheet.cell(2, 1), said(table.note), Font(name=_FACE, italic=True, color=PALE), wrap=False)
    sheet.freeze_panes = sheet.cell(_TOP + 1, 1)
    sheet.print_title_rows = f"{_TOP}:{_TOP}"


def _widths(columns: Sequence[Sequence[Value]]) -> list[int]:
    """Choose widths that hold the texts, and less than that where the whole would not be read on paper."""
    longest = [
        max((len(str(value)) + 3 for value in texts if value is not None), default=0) for texts in columns
    ]
    for widest in _WIDEST:
        widths = [max(min(wanted, widest), _NARROWEST) for wanted in longest]
        if sum(widths) <= _ACROSS:
            break
    return widths


def _put_totals(sheet: Worksheet, table: Table, last: int) -> int:
    """Write the sums under a table, and what is known of them when something is not; give the last row."""
    if not table.totals:
        return last
    summed = {table.columns.index(name) for name in table.totals}
    rows = table.filled()
    partly = any(lacking(rows, place) for place in summed)
    for row, label in enumerate((TOTAL, KNOWN) if partly else (TOTAL,), last + 1):
        for place in range(len(table.columns)):
            cell = sheet.cell(row, place + 1)
            cell.font, cell.border = _STRONG, Border(top=Side(style="thin", color=RULE))
            if place not in summed:
                continue
            cells = f"{letters(place)}{_TOP + 1}:{letters(place)}{last}"
            whole = f'=IF(COUNT({cells})<ROWS({cells}),"{UNKNOWN}",SUM({cells}))'
            cell.value = whole if label == TOTAL else f"=SUM({cells})"
            cell.number_format = _FORMATS[table.formats.get(table.columns[place], "text")]
            cell.alignment = Alignment(horizontal="right")
        where = label_place(table, summed)
        if where is not None:
            put_text(sheet.cell(row, where + 1), label)
    return last + 1 + partly


def _formula(rule: Computed, places: list[int], row: int) -> str:
    cells = [f"{letters(place)}{row}" for place in places]
    among = ",".join(cells)
    made = f"MAX({among})-MIN({among})" if rule.rule == "gap" else "*".join(cells)
    return f'=IF(COUNT({among})<{len(cells)},"{UNKNOWN}",{made})'


def _put_formulas(sheet: Worksheet, column: int, formulas: Iterable[str], number_format: str) -> None:
    """Write our own formulas down a column, all in one style."""
    style = None
    for row, formula in enumerate(formulas, _TOP + 1):
        cell = sheet.cell(row, column)
        cell.value = formula
        if style is None:
            cell.number_format = number_format
            cell.alignment = Alignment(horizontal="right", vertical="top")
            style = cell._style  # noqa: SLF001 - openpyxl has no public way to share a style
        cell._style = copy(style)  # noqa: SLF001 - as above


def _put_words(cell: Cell, text: str, font: Font, *, wrap: bool = True) -> None:
    put_text(cell, text)
    cell.font = font
    if wrap:
        cell.alignment = _WRAPPED


def _worded(value: Value) -> Value:
    return said(value) if isinstance(value, str) else value


def _dress(sheet: Worksheet, document: Document) -> None:
    """Set a sheet up for paper: title, date, version and page on each; our & would be read as orders."""
    fit_to_page(sheet)
    head = f"{said(document.title)} — {said(document.community)}"[:_LONGEST_HEAD]
    sheet.oddHeader.left.text = head.replace("&", "&&")
    sheet.oddFooter.left.text = edition(document)[:_LONGEST_HEAD].replace("&", "&&")
    sheet.oddFooter.right.text = "page &P sur &N"


def _own_title(caption: str, taken: list[str]) -> str:
    """Name a sheet after its caption, unlike every other; `taken` gains it."""
    wanted = sheet_title(said(caption))
    name, rank = wanted, 1
    while name.lower() in taken:
        rank += 1
        tail = f" ({rank})"
        name = wanted[: _LONGEST_TITLE - len(tail)].rstrip() + tail
    taken.append(name.lower())
    return name
