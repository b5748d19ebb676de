"""Titles lost or replaced at random: whatever is then misread has its problem beside it."""

import io
import re

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import law, reading
from tests.layouts import TITLES, clean, family, workbook

NOISE = [
    *("", "Colonne 1", "Divers", "Montant", "Objectif", "Cible", "Total", "Résultat", "Palier", "Max"),
    *("2026", "Part variable", "Enveloppe", "Montant 2", "Valeur", "Seuil", "Objectif 2026", "Réalisé 2025"),
    *("Priorité", "Socle", "Montant max", "Mission", "Action", "Nombre"),
]
KNOWN = {title for words in TITLES for name, title in words.items() if name != "steps"}
KNOWN |= {title for words in TITLES for step in words["steps"] for title in step} | {"Objectif", "Montant"}
RULES = law.load()


def opened(name, content):
    return reading.read([(name, content)], RULES.missions, RULES.parts)


def steps(dossier):
    """The steps of each line by its words, NaN amounts and levels as None; a schedule knows no other order."""
    ordered = dossier.tiers.sort_values(["threshold", "amount"])
    known = ordered.astype(object).where(ordered.notna(), None)
    return {
        label: [(row["threshold"], row["amount"]) for row in known[known["line"] == line].to_dict("records")]
        for line, label in zip(dossier.lines["line"], dossier.lines["label"], strict=True)
    }


EXPECTED = steps(opened("clean.csv", clean()))


def disturbed(choice, data):
    """The workbook of a choice with one to four titles replaced, in the same place of every sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(choice)))
    titles = [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows(max_row=6)
        for cell in row
        if isinstance(cell.value, str) and cell.value.removesuffix(" (k€)") in KNOWN
    ]
    places = data.draw(st.lists(st.sampled_from(titles), min_size=1, max_size=4, unique=True))
    for sheet, cell in places:
        book[sheet][cell].value = data.draw(st.sampled_from(NOISE)) or None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def beside(problems, sheet, row):
    """Whether something is said of a line: on its row, above its first line, or about its whole sheet."""
    own = problems[(problems["sheet"] == sheet) | problems["sheet"].isna()]
    rows = [int(re.sub(r"\D", "", cell)) if isinstance(cell, str) else 0 for cell in own["cell"]]
    return any(said in {0, row} or said <= 6 for said in rows)


@settings(max_examples=20, deadline=None)
@given(choice=st.sampled_from(family()), data=st.data())
def test_a_line_misread_after_its_titles_were_spoilt_has_a_problem_beside_it(choice, data):
    dossier = opened("annexe.xlsx", disturbed(choice, data))
    found = steps(dossier)
    problems = dossier.problems[dossier.problems["severity"].isin(["refused", "error", "warning"])]
    for line in dossier.lines.to_dict("records"):
        wrong = EXPECTED.get(line["label"]) != found[line["label"]]
        assert not wrong or beside(problems, line["sheet"], line["row"]), line["label"]
    assert set(EXPECTED) <= set(found) or not problems.empty
