"""Agreements in a workbook: every card is read in its order, whatever it lacks, and its seal tells what changed."""

import dataclasses
import datetime as dt
import io
import unicodedata

import openpyxl
import pytest

from aci_model import reading
from aci_model.bargaining import append, verify
from aci_model.frames import frame
from aci_model.reading.dossier import AGREEMENTS
from tests.building import COMMUNITY, done, dossier
from tests.reading_files import MISSIONS, PARTS, book, read

LINE = ["mission", "indicateur", "type", "nature", "sens", "palier 1", "montant 1"]
CELLS = ["acces", "Patients recrutés", "compte", "quantitatif", "hausse", 8, 100]
AGREED = ["convenu le", "rôle", "ce qui est convenu", "chiffre convenu", "version", "mission", "sceau"]
DAY = dt.date(2026, 6, 10)


def sheets(**more):
    described = [["communauté", "date de signature"], ["CPTS inventée", dt.date(2024, 4, 15)]]
    return {"Communauté": described, "Indicateurs": [LINE, CELLS], **more}


def agreements(*rows, header=AGREED):
    return read(("c.xlsx", book(sheets(Accords=[header, *rows]))))


def heard(dossier):
    problems = dossier.problems
    return list(zip(problems["sheet"], problems["cell"], problems["severity"], strict=True))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("15 000 €", "15 000 €"),
        (12, "12"),
        (12.5, "12,5"),
        ("75 %", "75 %"),
        ("=1+1", "=1+1"),
        (DAY, "10/06/2026"),
    ],
)
def test_an_agreed_figure_stays_the_text_it_is(typed, text):
    made = openpyxl.load_workbook(
        io.BytesIO(book(sheets(Accords=[AGREED[:5], [DAY, "ARS – siège", "Ainsi.", None, "v1"]])))
    )
    cell = made["Accords"]["D2"]
    cell.value = typed
    if isinstance(typed, str):
        cell.data_type = "s"
    stream = io.BytesIO()
    made.save(stream)
    dossier = read(("c.xlsx", stream.getvalue()))
    assert dossier.agreements["figure"].tolist() == [text]
    again = read(("c.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    assert again.agreements["figure"].tolist() == [text]
    assert not heard(again)


def test_an_agreed_rate_shown_in_percent_is_read_as_shown():
    content = book(
        sheets(Accords=[AGREED[:5], [DAY, "ARS – siège", "Ainsi.", 0.75, "v1"]]), {("Accords", "D2"): "0%"}
    )
    assert read(("c.xlsx", content)).agreements["figure"].tolist() == ["75 %"]


def test_a_role_out_of_the_list_is_kept_and_told():
    dossier = agreements([DAY, "Madame Une Telle", "Ainsi.", None, "v1", None, None])
    assert heard(dossier) == [("Accords", "B2", "warning")]
    assert "jamais avec un nom de personne" in dossier.problems["done"][0]
    assert dossier.agreements["role"].tolist() == ["Madame Une Telle"]


@pytest.mark.parametrize(("at", "cell"), [(0, "A2"), (1, "B2"), (2, "C2"), (4, "E2")])
def test_a_card_that_lacks_something_is_kept_and_told(at, cell):
    row = [DAY, "ARS – siège", "Ainsi.", "12", "v1", None, None]
    dossier = agreements([*row[:at], None, *row[at + 1 :]])
    assert heard(dossier) == [("Accords", cell, "warning")]
    assert len(dossier.agreements) == 1
    assert dossier.agreements["figure"].tolist() == ["12"]


CLAUSES = [
    "=SUM(A1:A3) n'est qu'un texte",
    "Premier alinéa.\nSecond alinéa, « à l'été » : œuvre n° 2 ;\n\nfin.",
    unicodedata.normalize("NFD", "Dépistage à réévaluer"),
    "_x0041_ et &lt;b&gt; ne changent pas",
]


def chained():
    cards = frame(AGREEMENTS)
    for rank, clause in enumerate(CLAUSES):
        card = {"community": COMMUNITY, "agreed_on": dt.date(2026, 6, 10 + rank), "role": "ARS – siège"}
        figure = ["15 000\u00a0€", "12", "75 %", "1e5"][rank]
        cards = append(cards, {**card, "clause": clause, "figure": figure, "version": "annexe 2"})
    return dataclasses.replace(dossier(done("prevention", 500)), agreements=cards)


def test_a_chain_of_cards_is_intact_when_the_workbook_is_opened_again_and_again():
    told = chained()
    seals = told.agreements["seal"].tolist()
    for _ in range(2):
        told = read(("c.xlsx", reading.workbook(told, MISSIONS, PARTS)))
        assert verify(told.agreements)["state"].tolist() == ["intacte"] * 4
        assert told.agreements["seal"].tolist() == seals
    assert told.agreements["clause"].tolist() == CLAUSES  # an e and its accent stay two signs, as typed


@pytest.mark.parametrize("column", ["convenu le", "rôle", "ce qui est convenu", "chiffre convenu", "version"])
@pytest.mark.parametrize("value", [None, "autre chose"])
def test_a_cell_changed_or_emptied_in_the_workbook_breaks_the_chain_from_there(column, value):
    made = openpyxl.load_workbook(io.BytesIO(reading.workbook(chained(), MISSIONS, PARTS)))
    sheet = made["Accords"]
    (at,) = [cell.column for cell in sheet[1] if cell.value == column]
    sheet.cell(3, at).value = value
    stream = io.BytesIO()
    made.save(stream)
    found = read(("c.xlsx", stream.getvalue())).agreements
    assert verify(found)["state"].tolist() == ["intacte", "rompue", "rompue", "rompue"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_that_another_software_takes_apart_break_no_seal(form):
    made = openpyxl.load_workbook(io.BytesIO(reading.workbook(chained(), MISSIONS, PARTS)))
    for cell in (cell for row in made["Accords"].iter_rows(min_row=2) for cell in row):
        if isinstance(cell.value, str):
            cell.value, cell.data_type = unicodedata.normalize(form, cell.value), "s"
    stream = io.BytesIO()
    made.save(stream)
    found = read(("c.xlsx", stream.getvalue())).agreements
    assert verify(found)["state"].tolist() == ["intacte"] * 4
