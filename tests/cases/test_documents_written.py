"""What each format holds of a document: its structure, its live figures, what a slide leaves to the notes."""

import datetime as dt
import html
import io
import re
import zipfile

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from aci_model.report.documents import (
    Bullets,
    Computed,
    Fact,
    Facts,
    Section,
    Sentence,
    Table,
    texts,
)
from aci_model.report.documents.slides import to_pptx
from aci_model.report.documents.widths import fitted
from aci_model.report.documents.word import to_docx
from aci_model.report.documents.word_look import TEXT_WIDTH
from aci_model.report.documents.workbook import to_xlsx
from aci_model.wording import NBSP, NNBSP
from tests.documents import DAY, READINGS, document, states


def word(*sections):
    return docx.Document(io.BytesIO(to_docx(document(*sections))))


def book(*sections):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(document(*sections))))


# The tree


def test_a_gap_is_the_largest_less_the_smallest_and_a_product_their_product():
    gaps, products = zip(*(row[-2:] for row in READINGS.filled()), strict=True)
    assert gaps == (2500 - 0, 3000 - 3000, None)  # one reading is unknown: so is the gap
    assert products == (2500 * 0.5, 3000 * 0.9, None)


def test_a_sum_that_misses_a_value_is_unknown_and_what_is_known_is_told_beside_it():
    whole, known = texts.foot(READINGS)
    assert whole == ["Total", f"6{NNBSP}500{NBSP}€", "", "", "", "inconnu", ""]  # 2 500 + 3 000 + 1 000
    assert known == [
        "Total de ce qui est connu",
        f"6{NNBSP}500{NBSP}€",
        "",
        "",
        "",
        f"2{NNBSP}500{NBSP}€",
        "",
    ]


def test_a_whole_sum_has_one_row_and_a_table_without_sums_none():
    assert texts.foot(Table(("a", "b"), (("x", 1.0), ("y", 2.0)), "c", totals=("b",))) == [["Total", "3"]]
    assert texts.foot(Table(("a", "b"), (("x", 1.0),), "c")) == []


def test_zero_is_a_known_value():
    assert texts.foot(Table(("a", "b"), (("x", 0.0), ("y", 0)), "c", totals=("b",))) == [["Total", "0"]]


@pytest.mark.parametrize(
    ("error", "given"),
    [
        (ValueError, {"headers": ("a", "a"), "rows": ((1, 2),)}),
        (ValueError, {"headers": ("a", "b"), "rows": ((1,),)}),
        (KeyError, {"headers": ("a",), "rows": (), "totals": ("b",)}),
        (KeyError, {"headers": ("a",), "rows": (), "formats": {"b": "euros"}}),
        (KeyError, {"headers": ("a",), "rows": (), "computed": {"b": Computed("gap", ("b", "a"))}}),
        (KeyError, {"headers": ("a",), "rows": (), "computed": {"b": Computed("gap", ())}}),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(error, given):
    with pytest.raises(error):
        Table(caption="c", **given)


def test_a_frame_makes_a_table_of_plain_values_and_missing_ones():
    frame = pd.DataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "x": [1.5, float("nan")],
            "d": [pd.Timestamp("2026-04-15"), pd.NaT],
            "f": pd.array([True, None], dtype="boolean"),
            "t": pd.array(["a", None], dtype="string"),
        }
    )
    assert Table.of(frame, "c").rows == ((1, 1.5, dt.date(2026, 4, 15), True, "a"), (None,) * 5)


# Word


def test_headings_are_real_and_the_title_is_a_title():
    made = word(Section("Un", (), 1), Section("Deux", (), 2, new_page=True))
    assert [(one.style.name, one.text) for one in made.paragraphs if one.style.name != "Normal"] == [
        ("Title", "Dossier"),
        ("Subtitle", "Sous-titre"),
        ("Heading 1", "Un"),
        ("Heading 2", "Deux"),
    ]
    assert made.paragraphs[-1].paragraph_format.page_break_before
    assert all(made.styles[f"Heading {level}"].paragraph_format.keep_with_next for level in (1, 2))


def test_the_head_of_a_table_is_marked_as_such_and_its_rows_do_not_split():
    (table,) = word(Section("s", (READINGS,))).tables
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]  # noqa: SLF001 - python-docx has no such property
    assert heads == [True] + [False] * 5
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)  # noqa: SLF001 - as above
    assert [cell.text for cell in table.rows[0].cells] == list(READINGS.columns)
    assert [cell.text for cell in table.rows[3].cells][3:] == ["inconnu"] * 4


def test_properties_stand_in_the_order_word_asks_for():
    # ECMA-376, part 1, 17.4.59 and 17.4.69: out of order, Word offers to repair the file.
    made = word(Section("s", (READINGS, Facts((Fact("a", "b"),)))))
    tables = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"]
    for name, order in (("tblPr", tables), ("tcPr", ["tcW", "shd", "vAlign"])):
        for properties in made.element.iter(qn(f"w:{name}")):
            places = [order.index(one.tag.split("}")[1]) for one in properties]
            assert places == sorted(set(places))


def test_a_table_of_many_long_columns_does_not_pass_the_page():
    wide = Table(
        tuple(f"Une colonne au titre assez long {rank}" for rank in range(12)), (("texte " * 30,) * 12,), "c"
    )
    (table,) = word(Section("s", (wide,))).tables
    assert sum(column.width.mm for column in table.columns) == pytest.approx(TEXT_WIDTH, abs=0.5)


@given(st.lists(st.lists(st.text(max_size=90), min_size=4, max_size=4), min_size=1, max_size=5))
def test_columns_always_fill_the_page_exactly(rows):
    points, widths = fitted(rows, 170, (9, 8, 7))
    assert points in {9, 8, 7}
    assert sum(widths) == pytest.approx(170)
    assert min(widths) > 0


def test_notes_never_stand_alone_on_a_page():
    # A sentence, then the notes: the last line of the section goes where they go.
    table = Table(("A",), (("a",), ("b",)), "T", note="Votre fichier.")
    for blocks in ((table, Sentence("Fin.")), (table,)):
        made = word(Section("S", blocks))
        at = [one.text for one in made.paragraphs].index(texts.WHENCE)
        assert made.paragraphs[at - 1].paragraph_format.keep_with_next
        assert made.tables[0].rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_a_day_nobody_set_says_so():
    assert texts.written(None, "day") == "sans date"
    assert texts.written(None, "euros") == "inconnu"


def test_notes_are_numbered_over_the_document_and_told_once_at_the_end_of_their_section():
    made = word(
        Section("Un", (Sentence("a", "source 1"), Sentence("b", "source 2"), Sentence("c", "source 1"))),
        Section("Deux", (Facts((Fact("acquis", "3 €"),), "source 1"),)),
    )
    lines = [one.text for one in made.paragraphs]
    first = lines.index("Un")
    assert lines[first : first + 7] == [
        "Un",
        f"a{NNBSP}1",
        f"b{NNBSP}2",
        f"c{NNBSP}1",
        f"D’où vient ce chiffre{NNBSP}?",
        f"1.{NBSP}source 1",
        f"2.{NBSP}source 2",
    ]
    assert lines[-1] == f"3.{NBSP}source 1"
    assert made.tables[0].cell(0, 0).text == f"3{NBSP}€\nacquis{NNBSP}3"
    assert made.paragraphs[first + 1].runs[-1].font.superscript


def test_title_date_version_and_page_stand_on_every_page_of_an_a4_in_french():
    made = word(Section("s", (Sentence("t"),)))
    (page,) = made.sections
    assert (page.page_width.mm, page.page_height.mm) == (
        pytest.approx(210, abs=0.1),
        pytest.approx(297, abs=0.1),
    )
    assert not page.different_first_page_header_footer
    assert page.header.paragraphs[0].text == "Dossier — CPTS inventée"
    foot = page.footer.paragraphs[0]
    runs = foot._p.iter(qn("w:r"))  # noqa: SLF001 - python-docx skips the runs of fields
    told = "".join(one.text or "\t" for run in runs for one in run.iter(qn("w:t"), qn("w:tab")))
    assert told == "22 novembre 2026 · version 3\tpage 1 sur 1"
    languages = {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}
    assert made.core_properties.title == "Dossier"
    assert made.core_properties.created.date() == DAY


def test_a_picture_carries_its_words_and_stays_under_its_caption():
    made = word(Section("s", (states(),)))
    (shape,) = made.inline_shapes
    told = shape._inline.docPr.get("descr")  # noqa: SLF001 - python-docx has no alternative text
    assert told.endswith(
        f"Accès{NBSP}: 6{NBSP}€ acquis, 3{NBSP}€ à prouver et 1{NBSP}€ en attente, sur 10{NBSP}€."
    )
    assert shape.width.mm == pytest.approx(TEXT_WIDTH, abs=0.1)
    (caption,) = [one for one in made.paragraphs if one.style.name == "Caption"]
    assert caption.text == "L’accès porte tout"
    assert made.styles["Caption"].paragraph_format.keep_with_next


# Workbook


def test_gaps_products_and_sums_are_live_and_unknown_stays_unknown():
    sheet = book(Section("s", (READINGS,))).worksheets[1]
    assert sheet["F5"].value == '=IF(COUNT(B5,C5,D5)<3,"inconnu",MAX(B5,C5,D5)-MIN(B5,C5,D5))'
    assert sheet["G7"].value == '=IF(COUNT(B7,E7)<2,"inconnu",B7*E7)'
    assert sheet["D7"].value is None
    assert [sheet[f"A{row}"].value for row in (8, 9)] == ["Total", "Total de ce qui est connu"]
    assert sheet["F8"].value == '=IF(COUNT(F5:F7)<ROWS(F5:F7),"inconnu",SUM(F5:F7))'
    assert sheet["F9"].value == "=SUM(F5:F7)"
    assert sheet["C8"].value is None
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "A5"


def test_a_preview_that_computes_nothing_reads_the_same_figures():
    content = to_xlsx(document(Section("s", (READINGS,))))
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[1]
    assert [sheet[f"F{row}"].value for row in range(5, 10)] == [2500, 0, "inconnu", "inconnu", 2500]
    assert [sheet[f"G{row}"].value for row in range(5, 8)] == [2500 * 0.5, 3000 * 0.9, "inconnu"]
    assert [sheet[f"B{row}"].value for row in (8, 9)] == [6500, 6500]  # 2 500 + 3 000 + 1 000


def test_no_formula_is_left_without_its_value():
    tables = (READINGS, Table(("a", "b"), (("x", 1.0),), "c", totals=("b",)), READINGS)
    with zipfile.ZipFile(io.BytesIO(to_xlsx(document(Section("s", tables))))) as package:
        told = "".join(
            package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name
        )
    assert told.count("<f>") == 10 + 1 + 10  # READINGS: 3 gaps, 3 products, 2 sums and 2 of what is known
    assert not re.search(r"</f><v\s*(/>|></v>)", told)


def test_two_tables_of_one_caption_get_sheets_of_their_own():
    long = "Une légende bien plus longue que trente et un signes"
    tables = tuple(
        Table(("a",), (("x",),), caption) for caption in (long, long, long.upper(), "Lire d'abord")
    )
    names = book(Section("s", tables)).sheetnames
    assert len({name.lower() for name in names}) == 5
    assert max(map(len, names)) <= 31


def test_the_first_sheet_tells_the_words_and_where_each_table_is():
    made = book(Section("Constat", (Sentence("Une phrase", "la source"), Bullets(("un",)), READINGS)))
    told = [row[0] for row in made.worksheets[0].iter_rows(values_only=True)]
    assert told == [
        "Dossier",
        "Sous-titre",
        "CPTS inventée · 22 novembre 2026 · version 3",
        "Constat",
        "Une phrase",
        "• un",
        f"Ce que vaut chaque ligne{NBSP}: feuille «{NBSP}Ce que vaut chaque ligne{NBSP}».",
        f"D’où vient ce chiffre{NNBSP}?",
        "la source",
        "Feuille Indicateurs, lignes 2 à 4.",
    ]


# All of them


@pytest.mark.parametrize("write", [to_docx, to_pptx, to_xlsx])
def test_french_typography_is_set_everywhere(write):
    made = document(
        Section(
            "Que faire ?",
            (
                Sentence("L'accès : oui ; non ! « peut-être »", "la source : ici"),
                Bullets(("un : deux",)),
                Table(("Combien ?",), (("oui : non",),), "Titre : sous-titre"),
            ),
        )
    )
    with zipfile.ZipFile(io.BytesIO(write(made))) as package:
        told = " ".join(
            html.unescape(re.sub(r"<[^>]+>", "\n", package.read(name).decode()))
            for name in package.namelist()
            if re.search(
                r"word/document|ppt/slides/slide|ppt/notesSlides/n|sharedStrings|xl/worksheets", name
            )
        )
    assert "accès" in told
    assert not re.search(r" [:;!?»]|« |'", told)
