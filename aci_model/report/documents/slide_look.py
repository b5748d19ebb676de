"""How slides look: wide, one calm typeface, a title, a body, and the date and version at the foot."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.util import Mm, Pt

from aci_model.report.colours import LIGHT
from aci_model.report.documents.package import LANGUAGE

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide
    from pptx.text.text import _Paragraph

WIDTH, HEIGHT, EDGE = 338.67, 190.5, 16.0  # millimetres: 16:9
BODY_TOP, FOOT_TOP = 38.0, 178.0
TEXT_WIDTH = WIDTH - 2 * EDGE
FACE = "Arial"  # on every machine, or replaced by one of the same widths
INK, MUTED, ACCENT, PAPER = (
    RGBColor.from_string(c[1:]) for c in (LIGHT.text, LIGHT.muted, LIGHT.accent, LIGHT.background)
)
_LAYOUT = 1  # title and content, in python-pptx's own template
_TITLE_POINTS, _FOOT_POINTS = 26, 11
_PLACES = {  # left, top, width, height in millimetres
    PP_PLACEHOLDER.TITLE: (EDGE, 12.0, TEXT_WIDTH, 24.0),
    PP_PLACEHOLDER.BODY: (EDGE, BODY_TOP, TEXT_WIDTH, FOOT_TOP - BODY_TOP - 2),
    PP_PLACEHOLDER.DATE: (EDGE, FOOT_TOP, 90.0, 8.0),
    PP_PLACEHOLDER.FOOTER: (EDGE + 90.0, FOOT_TOP, TEXT_WIDTH - 130.0, 8.0),
    PP_PLACEHOLDER.SLIDE_NUMBER: (WIDTH - EDGE - 40.0, FOOT_TOP, 40.0, 8.0),
}
_TEMPLATE_FACE, _TEMPLATE_ACCENT = b'<a:latin typeface="Calibri"', b'<a:accent1><a:srgbClr val="4F81BD"'


def blank() -> Presentation:
    """Open an empty presentation of one layout, in French."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Mm(WIDTH), Mm(HEIGHT)
    kept = deck.slide_layouts[_LAYOUT]
    for layout in list(deck.slide_layouts):
        if layout is not kept:
            deck.slide_layouts.remove(layout)
    kept.name = "Titre et contenu"
    master = deck.slide_master
    for shape in list(master.placeholders):
        left, top, width, height = _PLACES[shape.placeholder_format.type]
        shape.left, shape.top, shape.width, shape.height = Mm(left), Mm(top), Mm(width), Mm(height)
    _master_styles(master.element)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    face = f'<a:latin typeface="{FACE}"'.encode()
    accent = f'<a:accent1><a:srgbClr val="{LIGHT.accent[1:]}"'.encode()
    theme.blob = theme.blob.replace(_TEMPLATE_FACE, face).replace(_TEMPLATE_ACCENT, accent)
    for element in (deck.element, master.element, kept.element):
        french(element)
    return deck


def foot(slide: Slide, edition: str, name: str, total: int) -> None:
    """Write the foot of a slide in its layout's own places: date and version, document, « 2 sur 5 »."""
    for model in slide.slide_layout.placeholders:  # type: ignore[misc]  # their iterator is typed too narrowly
        kind = model.placeholder_format.type
        if kind not in {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
            continue
        tree = slide.shapes._spTree  # noqa: SLF001 - python-pptx leaves the foot out
        own = 1 + max(int(one.get("id")) for one in tree.iter(qn("p:cNvPr")))
        tree.append(deepcopy(model.element))
        slide.shapes[-1].element.nvSpPr.cNvPr.set("id", str(own))  # each shape of a slide has its own
        shape = slide.shapes[-1]
        assert isinstance(shape, Shape)  # the three of them hold text
        paragraph = shape.text_frame.paragraphs[0]
        if kind == PP_PLACEHOLDER.SLIDE_NUMBER:
            say(paragraph, f" sur {total}", points=_FOOT_POINTS, colour=MUTED)
            field = paragraph._p.find(qn("a:fld"))  # noqa: SLF001 - the number PowerPoint keeps up to date
            field.remove(field.find(qn("a:rPr")))
            field.insert(0, deepcopy(paragraph.runs[-1]._r.rPr))  # noqa: SLF001 - as its neighbour
            field.find(qn("a:t")).text = str(
                slide.part.package.presentation_part.presentation.slides.index(slide) + 1
            )
        else:
            for child in list(paragraph._p):  # noqa: SLF001 - a date that would change by itself
                paragraph._p.remove(child)  # noqa: SLF001 - as above
            text = edition if kind == PP_PLACEHOLDER.DATE else name
            say(paragraph, text, points=_FOOT_POINTS, colour=MUTED)


def say(
    paragraph: _Paragraph,
    text: str,
    *,
    points: float,
    strong: bool = False,
    colour: RGBColor = INK,
) -> None:
    """Add words to a paragraph, in French and in one manner."""
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(points), strong, colour
    run.font._element.set("lang", LANGUAGE)  # noqa: SLF001 - python-pptx has another list of languages


def french(element: object) -> None:
    """Say that every word under this element is French, so that it is read aloud and checked as such."""
    for one in element.iter():  # type: ignore[attr-defined]  # python-pptx does not type its elements
        if one.get("lang"):
            one.set("lang", LANGUAGE)


def _master_styles(master: object) -> None:
    """Set titles at the left in our ink, and the foot in small grey letters."""
    title = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")  # type: ignore[attr-defined]  # as above
    title.set("algn", "l")
    letters = title.find(qn("a:defRPr"))
    letters.set("sz", str(_TITLE_POINTS * 100))
    letters.set("b", "1")
    letters.find(qn("a:solidFill")).find(qn("a:schemeClr")).set("val", "accent1")
