"""A text of a spreadsheet stays a text in every document: each is opened again, and its XML is read."""

import datetime as dt
import html
import io
import re
import zipfile
from types import SimpleNamespace

import docx
import openpyxl
import pandas as pd
import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from aci_model.reading.text import clean
from aci_model.report.documents import (
    Bullets,
    Document,
    Fact,
    Facts,
    Picture,
    Section,
    Sentence,
    Table,
    bars,
    drawing,
)
from aci_model.report.documents.share import Deed, SharePage, share_docx, share_picture
from aci_model.report.documents.slides import to_pptx
from aci_model.report.documents.word import to_docx
from aci_model.report.documents.workbook import to_xlsx

TEXTS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=2+2",
    "\r=3+3",
    "＝4+4",
    '=HYPERLINK("http://example.invalid";"x")',
    "=cmd|' /C calc'!A0",
    "![](http://example.invalid/image.png)",
    "[lien](http://example.invalid)",
    "http://example.invalid/lien",
    "<script>alert(1)</script>",
    "<w:p><w:r><w:t>gras</w:t></w:r></w:p>",
    "&amp; &lt; ]]> <!-- -->",
    "{ HYPERLINK http://example.invalid }",
    "_x0041_ _x000D_",
    "&P &N &D &F",
    "$x^2$ \\frac{1}{2}",
    "gauche\u202edroite\u202c \u2066isolé\u2069",
    "nul\x00 cloche\x07 échappe\x1b[31m c1\x9b31m \ufffe \uffff \ud800",
    "deux\nlignes\u2028trois\x0bquatre",
    "famille 👩‍👧 e\u0301 東京",
    "#REF!",
    "%s {} {0} %(a)s",
]
ACTS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
HYPERLINK = re.compile(r"hlinkClick|hlinkHover|<w:hyperlink|<hyperlink", re.IGNORECASE)
FIELDS = re.compile(r'w:instr="([^"]*)"|<w:instrText[^>]*>([^<]*)')


DAY = dt.date(2026, 11, 22)
RANKS = pytest.mark.parametrize("rank", range(len(TEXTS)), ids=[repr(text) for text in TEXTS])


def drawn(*texts):
    """A picture whose rows are named by these texts; pandas holds no half of a character."""
    names = [text.replace("\ud800", "") for text in texts]
    frame = pd.DataFrame({"mission_label": names, "rank": 1, "earned": 10.0, "to_prove": 5.0})
    return bars.states_by_mission(frame.assign(pending=0.0, lost=5.0), "titre")


def sections(text, png):
    """Two sections whose every text, in every block, is this one."""
    table = Table((text, "euros"), ((text, 1.0), (text, None)), text, totals=("euros",), note=text)
    blocks = (
        Sentence(text, text, strong=True),
        Bullets((text, text), text),
        Facts((Fact(text, text),), text),
        table,
    )
    return (
        Section(text, blocks),
        Section(text, (Picture(png, text, text, text), Sentence(text)), level=2, new_page=True),
    )


def document(texts):
    """A document made of these texts, its own names included."""
    png = drawn("ligne").png
    every = tuple(section for text in texts for section in sections(text, png))
    return Document(texts[0], " ".join(texts), " ".join(texts[5:]), DAY, texts[-1], every)


def parts(content):
    """Every XML part of a package, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {
            name: package.read(name).decode("utf-8")
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def words(text):
    """What a reader sees of a text, whatever the spaces and the apostrophes of French typography."""
    return re.sub(r"\s", "", clean(text).replace("'", "’"))


@pytest.fixture(scope="module")
def outputs():
    """Each format that holds every text everywhere."""
    deeds = tuple(Deed(text) for text in TEXTS)
    page = SharePage(TEXTS[0], TEXTS[9], deeds, deeds[5:], deeds[10:], DAY, TEXTS[-1])
    whole = document(TEXTS)
    return {
        "docx": to_docx(whole),
        "pptx": to_pptx(whole),
        "xlsx": to_xlsx(whole),
        "page": share_docx(page),
    }


@pytest.fixture(scope="module")
def opened(outputs):
    """The three formats, opened again."""
    return SimpleNamespace(
        word=docx.Document(io.BytesIO(outputs["docx"])),
        slides=pptx.Presentation(io.BytesIO(outputs["pptx"])),
        book=openpyxl.load_workbook(io.BytesIO(outputs["xlsx"])),
    )


FORMATS = pytest.mark.parametrize("name", ["docx", "pptx", "xlsx", "page"])


@FORMATS
def test_nothing_leads_outside_and_no_field_is_made_but_the_page_numbers(outputs, name):
    for path, part in parts(outputs[name]).items():
        assert 'TargetMode="External"' not in part, path
        assert not HYPERLINK.search(part), path
        assert {(a or b).strip() for a, b in FIELDS.findall(part)} <= {"PAGE", "NUMPAGES"}, path
        if not path.startswith(("ppt/slideLayouts", "ppt/slideMasters", "ppt/notesMasters")):
            assert set(re.findall(r'<a:fld [^>]*type="([^"]+)"', part)) <= {"slidenum"}, path


@FORMATS
def test_nothing_that_hides_or_turns_a_word_is_left(outputs, name):
    assert [path for path, part in parts(outputs[name]).items() if ACTS.search(part)] == []


@RANKS
def test_word_shows_the_text_as_typed(opened, rank):
    wanted = words(TEXTS[rank])
    headings = [one for one in opened.word.paragraphs if one.style.name == "Heading 1"]
    assert words(headings[rank].text) == wanted
    facts, table = opened.word.tables[2 * rank : 2 * rank + 2]
    assert words(facts.cell(0, 0).text) == wanted * 2 + str(1 + 2 * rank)  # value, label, number of the note
    assert words(table.cell(1, 0).text) == wanted
    assert words(opened.word.inline_shapes[rank]._inline.docPr.get("descr")) == wanted  # noqa: SLF001 - python-docx has no alternative text


def test_word_holds_no_picture_but_ours(opened):
    assert len(opened.word.inline_shapes) == len(TEXTS)


@RANKS
def test_slides_show_the_text_as_typed(opened, rank):
    wanted = words(TEXTS[rank])
    first, second = (opened.slides.slides[2 * rank + place] for place in (0, 1))
    assert words(first.shapes.title.text_frame.text) == wanted
    table = next(shape for shape in first.shapes if shape.has_table).table
    assert words(table.cell(1, 0).text_frame.text) == wanted
    pictures = [shape for shape in second.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert [words(one.element.xpath(".//p:cNvPr")[0].get("descr")) for one in pictures] == [wanted]
    assert words(first.notes_slide.notes_text_frame.text).endswith(wanted)  # where the figures come from


@RANKS
def test_a_workbook_holds_the_text_as_a_text(opened, rank):
    cell = opened.book.worksheets[1 + rank]["A5"]
    assert cell.data_type == "s"
    # openpyxl leaves the escape of _x0041_ as it is written (ECMA-376, part 1, 22.9.2.19); spreadsheets undo it.
    assert words(cell.value.replace("_x005F_", "_")) == words(TEXTS[rank])


def test_a_workbook_has_no_formula_but_ours_and_neither_link_nor_picture(opened):
    ours = re.compile(r"=(IF\(COUNT\(B5:B6\)<ROWS\(B5:B6\),\"inconnu\",)?SUM\(B5:B6\)\)?")
    formulas = 0
    for sheet in opened.book:
        assert not sheet._images  # noqa: SLF001 - openpyxl has no other way to list them
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.hyperlink is None
            formulas += cell.data_type == "f"
            assert cell.data_type != "f" or ours.fullmatch(cell.value), cell
    assert formulas == 2 * len(TEXTS)  # the sum, and the sum of what is known


def test_a_sheets_printed_head_takes_no_order_from_a_title():
    made = Document("&P &D", "", "a & b", DAY, "&F", (Section("s", (Sentence("t"),)),))
    part = parts(to_xlsx(made))["xl/worksheets/sheet1.xml"]
    told = html.unescape(part)
    assert "<oddHeader>&L&&P &&D — a && b</oddHeader>" in told  # an & written twice is an & printed once
    assert "version &&F&Rpage &P sur &N</oddFooter>" in told


def test_any_text_is_drawn_as_a_text_without_a_warning():
    # Warnings are errors here: matplotlib warns of a missing glyph, and would refuse « $ » as mathematics.
    assert drawn(*TEXTS, "$", "a $ b $ c").png.startswith(b"\x89PNG")
    assert drawing.drawable("a👩b") == "a□b"
    page = SharePage("👩‍👧 $", "$a$", (Deed("東京"),), (), (), DAY, "1")
    assert "東京" in share_picture(page).alt


@FORMATS
def test_a_document_says_nothing_of_who_or_what_wrote_it(outputs, name):
    told = parts(outputs[name])
    assert "creator" not in told["docProps/core.xml"]
    assert "<dc:language>fr-FR</dc:language>" in told["docProps/core.xml"]
    everything = "".join(told.values()).lower()
    for tool in ("python-docx", "python-pptx", "openpyxl", "steve canny", "matplotlib"):
        assert tool not in everything, tool
    with zipfile.ZipFile(io.BytesIO(outputs[name])) as package:
        assert not [path for path in package.namelist() if "thumbnail" in path]


@pytest.mark.parametrize("write", [to_docx, to_pptx, to_xlsx])
def test_the_same_document_gives_the_same_bytes(write):
    one = document(["texte"] * 6)
    assert write(one) == write(one)


def test_the_same_figures_give_the_same_picture_which_says_nothing_of_its_tool():
    assert drawn("texte").png == drawn("texte").png
    assert b"atplotlib" not in drawn("texte").png


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="alternative text"):
        Picture(b"", " ", "titre")
