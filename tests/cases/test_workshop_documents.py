"""The report and the data of a workshop, as Word and a spreadsheet open them."""

import datetime as dt
import io
import re
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from aci_model import law
from aci_model.report.workshop_document import to_docx
from aci_model.report.workshop_matter import gathered
from aci_model.report.workshop_workbook import to_xlsx
from aci_model.workshop import cases
from aci_model.workshop.scenario import chosen, counted_on, counts
from tests.building import done, dossier

RULES = law.load()
DAY = dt.date(2026, 11, 22)
HOSTILE = '=HYPERLINK("http://exemple.invalid";"x") <b>gras</b> ![i](http://exemple.invalid/i.png) $x$ \u202eretourné\x07'
LINES = [
    done("acces_aux_soins", 9000, label=HOSTILE, nature="quantitatif"),
    done("prevention", 3500, label="Dépistage", nature="qualitatif"),
]


def room(**more):
    """Three sealed tables, one that is not, a written sheet and two questions."""
    case = cases.of_contract(dossier(*LINES, size_class=3), RULES, HOSTILE)
    records = [chosen("o1", chance=0.5), chosen("o1") | chosen("o2", chance=0.9), counted_on(0.4)]
    tables = [
        {"table": str(place), "name": name, "guess": {"minimal": 200_000, "ambitious": 300_000 + place},
         "scenario": record | counted_on(0.3), "sealed": True, "late": False}
        for place, (name, record) in enumerate(zip(["Chêne", HOSTILE[:60], "Érable"], records, strict=True))
    ]  # fmt: skip
    tables.append(
        {"table": "9", "name": "Aulne", "guess": None, "scenario": None, "sealed": False, "late": False}
    )
    sheets = [
        {
            "table": "0",
            "name": "Chêne",
            "sheet": {"arguments": HOSTILE, "refused": f"{HOSTILE}\nDeux lignes."},
        }
    ]
    questions = [
        {"text": HOSTILE, "addressee": "cpam", "objective": "o1", "name": HOSTILE},
        {"text": "Et après ?"},
    ]
    return gathered(case, tables, sheets, questions, date=DAY, version="2", **more)


@pytest.fixture(scope="module")
def matter():
    return room()


@pytest.fixture(scope="module")
def word(matter):
    return to_docx(matter)


@pytest.fixture(scope="module")
def book(matter):
    return to_xlsx(matter)


def words(content):
    document = docx.Document(io.BytesIO(content))
    told = [paragraph.text for paragraph in document.paragraphs]
    told += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return document, " ".join(told)


def alternatives(document):
    return [told.get("descr") for told in document.element.body.iter(qn("wp:docPr"))]


def test_the_report_has_real_headings_in_order(word):
    document, _ = words(word)
    first = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert first == [
        "Ce que la salle a trouvé",
        "Le cas",
        "Les tables côte à côte",
        "Estimer, puis calculer",
        "Accords et désaccords",
        "Fiches des rapporteurs",
        "Retours groupés",
        "Questions en suspens",
        "Comment c’est calculé",
    ]
    tables = [
        one.text for one in document.paragraphs if one.style.name == "Heading 2" and "Table" in one.text
    ]
    assert len(tables) == 3


def test_every_picture_of_the_report_is_told_in_words(word):
    document, _ = words(word)
    told = alternatives(document)
    assert len(told) == 3
    assert all("Chêne" in one for one in told[:2])
    assert "sur 3" in told[2]


def test_every_page_of_the_report_tells_its_day_and_its_version(word):
    document, _ = words(word)
    section = document.sections[0]
    assert section.footer.paragraphs[0].text.startswith("22 novembre 2026 · version 2")
    assert section.header.paragraphs[0].text.startswith("Compte rendu d’atelier")


def test_the_report_says_what_a_reporter_wrote_and_where_figures_come_from(word):
    document, told = words(word)
    assert "Deux lignes." in told
    assert sum(one.text == "D’où vient ce chiffre\u202f?" for one in document.paragraphs) >= 4
    assert "2\u00a0questions en suspens, au moins 9\u202f000\u00a0€ suspendus" in told
    assert "À compléter" not in told


def test_hostile_words_are_words_in_the_report(word):
    document, told = words(word)
    assert "<b>gras</b>" in told
    assert "\u202e" not in told
    assert "\x07" not in told
    relations = [relation for part in document.part.package.iter_parts() for relation in part.rels.values()]
    assert not any(relation.is_external for relation in relations)
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        body = package.read("word/document.xml").decode()
    assert not re.search(r"<w:(hyperlink|instrText|fldSimple)\b", body)
    assert document.element.body.find(f".//{qn('w:object')}") is None


def test_the_data_have_a_sheet_each_and_no_formula(book):
    opened = openpyxl.load_workbook(io.BytesIO(book))
    assert {"Revenus par table", "Étendue", "Estimations", "Choix", "Retours", "Questions"} <= set(
        opened.sheetnames
    )
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(isinstance(cell.value, str) and cell.value.startswith("=HYPERLINK") for cell in cells)


def test_the_data_hold_what_each_table_chose(book):
    rows = list(openpyxl.load_workbook(io.BytesIO(book))["Choix"].iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows].count("Chêne") == 1
    assert next(row for row in rows if row[0] == "Chêne")[5] == 0.5


def test_the_same_workshop_gives_the_same_bytes(matter, word):
    assert to_docx(matter) == word


def test_a_workshop_nobody_sealed_still_has_its_report():
    made = gathered(cases.of_size(2, RULES), [], [], [], date=DAY)
    _, told = words(to_docx(made))
    assert "Aucune table n’a scellé" in told
    assert "Aucune question n’est restée en suspens." in told
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).sheetnames[:2] == ["Lire d’abord", "Missions"]


def test_an_open_workshop_of_many_tables_draws_the_first_and_counts_the_others():
    tables = [
        {"table": str(place), "name": f"Table {place}", "guess": None, "scenario": counts("parcours", quanti=1 + place % 5),
         "sealed": True, "late": False}
        for place in range(30)
    ]  # fmt: skip
    made = gathered(cases.of_size(2, RULES), tables, [], [], date=DAY)
    document, _ = words(to_docx(made))
    told = alternatives(document)
    assert "8\u00a0autres tables dans le tableau." in told[0]
