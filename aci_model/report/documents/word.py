"""A document as docx: headings a reader can jump between, tables with heads, pictures with words, numbered notes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Mm

from aci_model.report.documents.package import sealed
from aci_model.report.documents.texts import WHENCE, edition, said, title_of
from aci_model.report.documents.tree import Bullets, Facts, Picture, Sentence, Table
from aci_model.report.documents.word_look import LEAD, NOTE, TEXT_WIDTH, blank, head_and_foot
from aci_model.report.documents.word_table import put_facts, put_table
from aci_model.wording import NBSP, NNBSP

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from aci_model.report.documents.tree import Block, Document, Section

TALLEST = 190.0  # millimetres of a picture
_LONGEST_HEAD = 90  # letters that stand on the one line of the head


def to_docx(document: Document) -> bytes:
    """Write a document for Word and LibreOffice.

    Returns:
        The bytes of a docx file: A4, in French, real heading styles; heads of tables repeated on every page;
        pictures with alternative text; numbered notes of provenance at the end of each section; title, date, version
        and « page X sur Y » on every page. No author, link, formula or picture comes from a text.
    """
    word = blank()
    title = said(document.title)
    head = " — ".join(filter(None, (title, said(document.community))))
    head_and_foot(word.sections[0], shortened(head, _LONGEST_HEAD), edition(document))
    word.add_paragraph(title, style="Title")
    if document.subtitle:
        word.add_paragraph(said(document.subtitle), style="Subtitle")
    word.add_paragraph(f"{said(document.community)} · {edition(document)}")
    told = 0
    for section in document.sections:
        told = _put_section(word, section, told)
    stream = io.BytesIO()
    word.save(stream)
    return sealed(stream.getvalue(), title_of(document), document.date)


def shortened(text: str, longest: int) -> str:
    """Cut a text that is too long for its place, and say so with « … »."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def put_picture(word: WordDocument, picture: Picture, number: int, width: float = TEXT_WIDTH) -> Paragraph:
    """Place a picture as wide as the text, not taller than a page.

    Args:
        word: the document.
        picture: what to place; its caption is not written here.
        number: its rank in the document, which names it.
        width: millimetres.
    """
    paragraph = word.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Mm(width))
    if shape.height > Mm(TALLEST):
        shape.width, shape.height = Mm(width * TALLEST / shape.height.mm), Mm(TALLEST)
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx has no alternative text
    properties.set("descr", said(picture.alt))
    properties.set("name", f"Image {number}")
    return paragraph


def _put_section(word: WordDocument, section: Section, told: int) -> int:
    """Write a section; `told` notes were numbered before it, and the number of the last one is given back."""
    heading = word.add_heading(said(section.title), section.level)
    heading.paragraph_format.page_break_before = section.new_page
    if section.new_page:  # the top margin is air enough
        heading.paragraph_format.space_before = Mm(0)
    numbers: dict[str, int] = {}
    for block in section.blocks:
        note = said(block.note) if block.note else ""
        if note and note not in numbers:
            numbers[note] = told + len(numbers) + 1
        _put_block(word, block, numbers.get(note))
    if numbers:
        last = word.paragraphs[-1]
        last.paragraph_format.keep_with_next = True  # notes alone on a page belong to nothing
        word.add_heading(WHENCE, 3)
        for note, number in numbers.items():
            word.add_paragraph(f"{number}.{NBSP}{note}", style=NOTE)
    return told + len(numbers)


def _put_block(word: WordDocument, block: Block, number: int | None) -> None:
    match block:
        case Sentence():
            _mark(word.add_paragraph(said(block.text), style=LEAD if block.strong else None), number)
        case Bullets():
            made = [word.add_paragraph(said(item), style="List Bullet") for item in block.items]
            if made:
                _mark(made[-1], number)
        case Table():
            _mark(word.add_paragraph(said(block.caption), style="Caption"), number)
            put_table(word, block)
            _air(word)
        case Picture():
            _mark(word.add_paragraph(said(block.caption), style="Caption"), number)
            put_picture(word, block, len(word.inline_shapes) + 1)
        case Facts():
            _mark(put_facts(word, block), number)
            _air(word)


def _mark(paragraph: Paragraph | None, number: int | None) -> None:
    """Add the number of a note, raised, after what it is about."""
    if paragraph is not None and number is not None:
        paragraph.add_run(f"{NNBSP}{number}").font.superscript = True


def _air(word: WordDocument) -> None:
    """Leave a thin line under a table: Word would join it to the next one."""
    word.add_paragraph(style=NOTE)
