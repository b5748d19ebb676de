"""A document as pptx: one slide per section, one picture or table on each, the rest in the notes of who speaks."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm

from aci_model.report.documents.package import sealed
from aci_model.report.documents.slide_look import (
    ACCENT,
    BODY_TOP,
    EDGE,
    FOOT_TOP,
    INK,
    MUTED,
    PAPER,
    TEXT_WIDTH,
    blank,
    foot,
    french,
    say,
)
from aci_model.report.documents.texts import WHENCE, body, edition, numeric, said, title_of
from aci_model.report.documents.texts import foot as sums_of
from aci_model.report.documents.tree import Bullets, Facts, Picture, Sentence, Table
from aci_model.report.documents.widths import fitted, lines_of
from aci_model.wording import NBSP, count

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide
    from pptx.table import _Cell

    from aci_model.report.documents.tree import Document, Section

_LEAD, _BODY = 18.0, 16.0  # points
_LINE = 8.0  # millimetres of a line of the body
_LETTERS, _STRONG_LETTERS = 115, 95  # of a line of the body
_BESIDE, _ALONE = 4, 14  # lines of the body above a picture or a table, and without one
_SIZES = (13.0, 12.0, 11.0)  # points of a table
_LONGEST_TITLE, _LONGEST_NAME = 110, 80  # letters of a slide's title, of a document's name at the foot
_MORE = "La suite est dans les notes."


@dataclass(slots=True)
class _Content:
    """What a section gives: lines to show, as (words, strong, bulleted), one visual, the rest for the notes."""

    lines: list[tuple[str, bool, bool]] = field(default_factory=list)
    visual: Picture | Table | None = None
    spoken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def to_pptx(document: Document) -> bytes:
    """Write a document as slides, one per section.

    Returns:
        The bytes of a pptx file, 16:9, in French: each section's title in the title's place; its first picture or
        table, with alternative text; its words, as many as the slide holds; in the notes, the rest and where the
        figures come from; date, version and rank on every slide. Whatever a slide leaves out is told in its notes.
    """
    deck = blank()
    name = _cut(" — ".join(filter(None, (said(document.title), said(document.community)))), _LONGEST_NAME)
    for section in document.sections:
        slide = deck.slides.add_slide(deck.slide_layouts[0])
        content = _gathered(section)
        _put_title(slide, said(section.title), content)
        _put_body(slide, content)
        if isinstance(content.visual, Picture):
            _put_picture(slide, content.visual)
        elif isinstance(content.visual, Table):
            _put_table(slide, content.visual, content.spoken)
        foot(slide, edition(document), name, len(document.sections))
        _put_notes(slide, content)
    stream = io.BytesIO()
    deck.save(stream)
    return sealed(stream.getvalue(), title_of(document), document.date)


def _gathered(section: Section) -> _Content:
    content = _Content()
    for block in section.blocks:
        if block.note:
            content.notes.append(said(block.note))
        match block:
            case Sentence():
                content.lines.append((said(block.text), block.strong, False))
            case Bullets():
                content.lines += [(said(item), False, True) for item in block.items]
            case Facts():
                told = [f"{said(fact.label)}{NBSP}: {said(fact.value)}" for fact in block.facts]
                content.lines.append((" · ".join(told), True, False))
            case Picture() | Table() if content.visual is None:
                content.visual = block
            case Picture():
                content.spoken.append(f"{said(block.caption).rstrip('.')}. {said(block.alt)}")
            case Table():
                content.spoken.append(f"Dans le dossier{NBSP}: {said(block.caption).rstrip('.')}.")
    if isinstance(content.visual, Picture):
        content.spoken.insert(0, said(content.visual.alt))
    return content


def _put_title(slide: Slide, title: str, content: _Content) -> None:
    shape = slide.shapes.title
    assert shape is not None  # our only layout has one
    if len(title) > _LONGEST_TITLE:
        content.spoken.insert(0, title)
    shape.text_frame.text = _cut(title, _LONGEST_TITLE)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    shape.text_frame.word_wrap = True
    french(shape.element)


def _put_body(slide: Slide, content: _Content) -> None:
    """Write as many lines as the slide holds above its picture or table; the others go to the notes."""
    place = slide.placeholders[1]
    whole = budget = _ALONE if content.visual is None else _BESIDE
    shown: list[tuple[str, bool, bool]] = []
    for at, line in enumerate(content.lines):
        needed = _lines(*line[:2])
        left = at < len(content.lines) - 1  # then a line is kept to say so
        if needed + left > budget:
            content.spoken = [words for words, _, _ in content.lines[at:]] + content.spoken
            shown.append((_MORE, False, False))
            budget -= 1
            break
        budget -= needed
        shown.append(line)
    if not shown:
        place.element.getparent().remove(place.element)
        return
    height = FOOT_TOP - BODY_TOP - 2 if content.visual is None else (whole - budget) * _LINE + 3
    place.left, place.top, place.width, place.height = Mm(EDGE), Mm(BODY_TOP), Mm(TEXT_WIDTH), Mm(height)
    frame = place.text_frame
    frame.word_wrap = True
    for at, (words, strong, bulleted) in enumerate(shown):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx has no bullets
        if not bulleted:
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.insert(0, properties.makeelement(qn("a:buNone"), {}))
        say(paragraph, words, points=_LEAD if strong else _BODY, strong=strong)


def _lines(words: str, strong: bool) -> int:
    return math.ceil(len(words) / (_STRONG_LETTERS if strong else _LETTERS))


def _visual_top(slide: Slide) -> float:
    """Millimetres from the top where a picture or a table may start: under the body, if there is one."""
    bodies = [one for one in slide.placeholders if one.placeholder_format.idx == 1]
    return (bodies[0].top + bodies[0].height) / Mm(1) if bodies else BODY_TOP + 2


def _put_picture(slide: Slide, picture: Picture) -> None:
    top = _visual_top(slide)
    shape = slide.shapes.add_picture(io.BytesIO(picture.png), Mm(EDGE), Mm(top))
    scale = min(Mm(TEXT_WIDTH) / shape.width, Mm(FOOT_TOP - top - 2) / shape.height)
    shape.width, shape.height = Emu(round(shape.width * scale)), Emu(round(shape.height * scale))
    shape.left = Emu(Mm(EDGE) + (Mm(TEXT_WIDTH) - shape.width) // 2)
    _described(shape, "Image", said(picture.alt))


def _put_table(slide: Slide, table: Table, spoken: list[str]) -> None:
    """Write the rows a slide holds, and say how many it does not."""
    headers = [said(name) for name in table.columns]
    rows, sums = body(table), sums_of(table)
    points, widths = fitted([headers, *rows, *sums], TEXT_WIDTH, _SIZES)
    top, line, air = _visual_top(slide), points * 0.43, 2.6
    room = FOOT_TOP - top - 10
    room -= sum(lines_of(row, widths, points) * line + air for row in (headers, *sums))
    kept = 0
    for row in rows:
        room -= lines_of(row, widths, points) * line + air
        if room < 0:
            break
        kept += 1
    left = len(rows) - kept
    more = f"{count(left, 'autre ligne', 'autres lignes')} dans le dossier." if left else ""
    if left:
        spoken.append(f"Tableau «{NBSP}{said(table.caption)}{NBSP}»{NBSP}: {more}")
        box = slide.shapes.add_textbox(Mm(EDGE), Mm(FOOT_TOP - 9), Mm(TEXT_WIDTH), Mm(8))
        box.text_frame.word_wrap = True
        say(box.text_frame.paragraphs[0], more, points=_SIZES[-1], colour=MUTED)
    told = [headers, *rows[:kept], *sums]
    frame = slide.shapes.add_table(
        len(told), len(headers), Mm(EDGE), Mm(top), Mm(sum(widths)), Mm(len(told) * (line + air))
    )
    _described(frame, "Tableau", f"{said(table.caption).rstrip('.')}. {more}".strip())
    for place, width in enumerate(widths):
        frame.table.columns[place].width = Mm(width)
    figures = numeric(table)
    for place, texts in enumerate(told):
        for cell, text, figure in zip(frame.table.rows[place].cells, texts, figures, strict=True):
            strong = place == 0 or place > kept
            _fill(cell, text, points, figure=figure, strong=strong, head=place == 0)


def _fill(cell: _Cell, text: str, points: float, *, figure: bool, strong: bool, head: bool) -> None:
    cell.margin_top = cell.margin_bottom = Mm(1)
    cell.margin_left = cell.margin_right = Mm(2)
    cell.fill.solid()
    cell.fill.fore_color.rgb = ACCENT if head else PAPER
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if figure else PP_ALIGN.LEFT
    say(paragraph, text, points=points, strong=strong, colour=PAPER if head else INK)


def _described(shape: BaseShape, name: str, alt: str) -> None:
    """Give a picture or a table its alternative text."""
    properties = shape.element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", alt)


def _put_notes(slide: Slide, content: _Content) -> None:
    """Write what is said aloud, then where the figures come from."""
    notes = list(dict.fromkeys(content.notes))
    told = [*content.spoken, *([WHENCE, *notes] if notes else [])]
    page = slide.notes_slide
    frame = page.notes_text_frame
    assert frame is not None  # python-pptx's own notes have one
    for place, text in enumerate(told):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        say(paragraph, text, points=12, strong=text == WHENCE)
    french(page.element)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
