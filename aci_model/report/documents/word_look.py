"""How a Word document looks: A4, one calm typeface, real styles, a head and a foot on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor

from aci_model.report.colours import LIGHT
from aci_model.report.documents.package import LANGUAGE

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section as WordSection
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

FACE = "Arial"  # on every machine, or replaced by one of the same widths
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 20.0  # millimetres: A4
TEXT_WIDTH = WIDTH - 2 * MARGIN
NOTE, LEAD = "Provenance", "Constat"  # our own styles, beside Word's
INK, MUTED, ACCENT = (RGBColor.from_string(c[1:]) for c in (LIGHT.text, LIGHT.muted, LIGHT.accent))
_SIZES = {  # style -> points, space before, space after, bold, colour
    "Normal": (10.5, 0, 6, False, INK),
    "Title": (24, 0, 4, True, ACCENT),
    "Subtitle": (12.5, 0, 8, False, MUTED),
    "Heading 1": (15, 20, 6, True, ACCENT),
    "Heading 2": (12, 14, 4, True, ACCENT),
    "Heading 3": (9, 8, 2, True, MUTED),
    "Caption": (9, 10, 3, True, INK),
    "List Bullet": (10.5, 0, 3, False, INK),
    "Header": (8.5, 0, 0, False, MUTED),
    "Footer": (8.5, 0, 0, False, MUTED),
    LEAD: (12, 0, 5, True, INK),
    NOTE: (8.5, 0, 2, False, MUTED),
}
_KEPT_WITH_NEXT = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption")
_COMPATIBILITY = "15"  # what Word calls its present layout; under it, it opens a document as an old one


def blank(margin: float = MARGIN) -> WordDocument:
    """Open an empty A4 document in French, with our styles.

    Args:
        margin: millimetres, on each side.
    """
    word = docx.Document()
    _without_unused(word)
    page = word.sections[0]
    page.page_width, page.page_height = Mm(WIDTH), Mm(HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(margin)
    page.header_distance = page.footer_distance = Mm(10)
    for name in (LEAD, NOTE):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for name, (points, before, after, bold, colour) in _SIZES.items():
        style: ParagraphStyle = word.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(points), bold, False
        style.font.color.rgb = colour
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.15
        shape.keep_with_next = name in _KEPT_WITH_NEXT
    _one_face(word)
    _french(word)
    return word


def head_and_foot(page: WordSection, head: str, foot: str) -> None:
    """Write the head of every page, and its foot with « page X sur Y » at the right."""
    page.header.paragraphs[0].add_run(head)
    last = page.footer.paragraphs[0]
    stops = last.paragraph_format.tab_stops
    for stop in list(last.style.paragraph_format.tab_stops):
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    last.add_run(f"{foot}\tpage ")
    _field(last, "PAGE")
    last.add_run(" sur ")
    _field(last, "NUMPAGES")


def child(parent: BaseOxmlElement, name: str, **attributes: str) -> BaseOxmlElement:
    """Add an element of Word's own vocabulary, with its attributes, at the end of its parent."""
    made: BaseOxmlElement = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made


def _field(paragraph: Paragraph, what: str) -> None:
    """Add a number that Word keeps up to date; the only fields of a document are these two."""
    field = child(paragraph._p, "fldSimple", instr=f" {what} ")  # noqa: SLF001 - python-docx has no fields
    child(child(field, "r"), "t").text = "1"


def _without_unused(word: WordDocument) -> None:
    """Drop the hundred table styles of the template: each paragraph's style is looked for among them all."""
    styles = word.styles.element
    for style in list(styles):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) != "1":
            styles.remove(style)


def _one_face(word: WordDocument) -> None:
    """Give every style one face: the template's come from a theme, which would win over a name."""
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FACE)
    for border in list(word.styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    for name in ("Title", "Subtitle"):
        for spacing in list(word.styles[name].element.rPr.iter(qn("w:spacing"))):
            spacing.getparent().remove(spacing)


def _french(word: WordDocument) -> None:
    """Say that the words are French, so that they are read aloud and checked as such."""
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    settings = word.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)
    for name, value in (("decimalSymbol", ","), ("listSeparator", ";")):
        for sign in settings.iter(qn(f"w:{name}")):
            sign.set(qn("w:val"), value)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _COMPATIBILITY)
