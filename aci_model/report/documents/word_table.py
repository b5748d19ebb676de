"""Tables of a Word document: a head repeated on every page, thin rules, columns that fit the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from aci_model.report.colours import LIGHT, tint
from aci_model.report.documents.texts import body, foot, numeric, said
from aci_model.report.documents.widths import fitted
from aci_model.report.documents.word_look import ACCENT, MUTED, TEXT_WIDTH, child
from aci_model.wording import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from aci_model.report.documents.tree import Facts, Table

SIZES = (9.0, 8.0, 7.0)  # points, the first at which every column can hold its longest word
ACROSS = 4  # tiles on a row
_TWIPS = 1440 / 25.4  # a millimetre
_ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption")


def put_table(word: WordDocument, table: Table) -> None:
    """Write a table under its caption."""
    headers = [said(name) for name in table.columns]
    rows, sums = body(table), foot(table)
    figures = numeric(table)
    points, widths = fitted([headers, *rows, *sums], TEXT_WIDTH, SIZES)
    made = _grid(word, 1 + len(rows) + len(sums), widths)
    _named(made, said(table.caption))
    alignments = [WD_ALIGN_PARAGRAPH.RIGHT if figure else WD_ALIGN_PARAGRAPH.LEFT for figure in figures]
    every = [headers, *rows, *sums]
    for place, (row, texts) in enumerate(zip(made.rows, every, strict=True)):
        strong = place == 0 or place > len(rows)
        child(row._tr.get_or_add_trPr(), "cantSplit")  # noqa: SLF001 - python-docx has no such property
        if place == 0:
            child(row._tr.get_or_add_trPr(), "tblHeader")  # noqa: SLF001 - as above
        for cell, text, alignment in zip(row.cells, texts, alignments, strict=True):
            _fill(cell, text, points, strong=strong)
            paragraph = cell.paragraphs[0]
            paragraph.alignment = alignment
            # A head never stays alone at the foot of a page, nor the sums, or what follows the table, on top of the next.
            paragraph.paragraph_format.keep_with_next = place == 0 or place >= len(rows)
            if place == 0:
                _ground(cell, tint(LIGHT.accent, LIGHT.background, 0.1))


def put_facts(word: WordDocument, facts: Facts) -> Paragraph | None:
    """Write figures side by side, each above its label; give the last label."""
    told = facts.facts
    label = None
    for start in range(0, len(told), ACROSS):
        row = told[start : start + ACROSS]
        made = _grid(word, 1, [TEXT_WIDTH / len(row)] * len(row), ruled=False)
        for cell, fact in zip(made.rows[0].cells, row, strict=True):
            _ground(cell, tint(LIGHT.accent, LIGHT.background, 0.06))
            value = cell.paragraphs[0]
            run = value.add_run(said(fact.value))
            run.font.size, run.font.bold, run.font.color.rgb = Pt(16), True, ACCENT
            value.paragraph_format.space_before, value.paragraph_format.space_after = Pt(6), Pt(0)
            value.paragraph_format.keep_with_next = True
            label = cell.add_paragraph()
            label.paragraph_format.space_after = Pt(6)
            words = label.add_run(said(fact.label))
            words.font.size, words.font.color.rgb = Pt(9), MUTED
    return label


def _grid(word: WordDocument, rows: int, widths: Sequence[float], *, ruled: bool = True) -> WordTable:
    made: WordTable = word.add_table(rows, len(widths))
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no borders, margins nor alternative text
    child(properties, "tblW", type="dxa", w=str(round(sum(widths) * _TWIPS)))
    if ruled:
        borders = child(properties, "tblBorders")
        for side in ("top", "bottom", "insideH"):
            child(borders, side, val="single", sz="4", space="0", color=LIGHT.rule[1:])
    margins = child(properties, "tblCellMar")
    for side, twips in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85)):
        child(margins, side, w=str(twips), type="dxa")
    _in_order(properties)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return made


def _named(made: WordTable, caption: str) -> None:
    """Give a table its alternative text, and say that its first row is its head."""
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no alternative text for tables
    child(properties, "tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0")
    child(properties, "tblCaption", val=caption)
    _in_order(properties)


def _in_order(properties: BaseOxmlElement) -> None:
    """Keep one of each property, the last given, in the order the format asks for (ECMA-376, part 1, 17.4.59)."""
    given = {one.tag: one for one in properties}
    for one in list(properties):
        properties.remove(one)
    for name in _ORDER:
        if qn(f"w:{name}") in given:
            properties.append(given[qn(f"w:{name}")])


def _fill(cell: _Cell, text: str, points: float, *, strong: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size = Pt(points)
    if strong:
        run.font.bold = True
    if text == UNKNOWN:
        run.font.color.rgb = MUTED


def _ground(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx has no such property
    ground = child(properties, "shd", val="clear", color="auto", fill=colour[1:])
    level = properties.find(qn("w:vAlign"))
    if level is not None:  # the order of these properties is part of the format (ECMA-376, part 1, 17.4.69)
        level.addprevious(ground)
