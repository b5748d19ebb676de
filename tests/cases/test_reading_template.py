"""The template, and a dossier written back as one."""

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from aci_model import law, reading
from tests.reading_files import LINE, MISSIONS, PARTS, book, read, said

SHEETS = [
    "Lisez-moi",
    "Communauté",
    "Enveloppes",
    "Indicateurs",
    "Objectifs",
    "Dépenses",
    "Versements",
    "Historique",
    "Territoire",
    "Questions",
    "Accords",
    "Listes",
]
COLUMNS = [
    "année",
    "mission",
    "action",
    "indicateur",
    "type",
    "nature",
    "unité",
    "sens",
    "valeur initiale",
    "palier 1",
    "montant 1",
    "palier 2",
    "montant 2",
    "palier 3",
    "montant 3",
    "résultat",
    "preuve fournie",
    "chance d'atteinte",
    "effort (jours)",
    "preuves attendues",
    "source",
    "commentaire",
]


@pytest.fixture(scope="module")
def template():
    return openpyxl.load_workbook(io.BytesIO(reading.template(MISSIONS, PARTS)))


def headers(sheet):
    return [cell.value for cell in sheet[1] if cell.value]


def test_the_template_has_the_sheets_and_columns_of_the_project(template):
    assert template.sheetnames == SHEETS
    assert headers(template["Indicateurs"]) == COLUMNS


def test_every_header_has_a_note_that_says_what_goes_there(template):
    sheets = [template[name] for name in SHEETS[1:-1]]
    bare = [
        (sheet.title, cell.value) for sheet in sheets for cell in sheet[1] if cell.value and not cell.comment
    ]
    assert not bare
    assert "Exemple\u00a0: 219" in template["Indicateurs"]["J1"].comment.text


def test_lists_are_offered_where_a_word_is_expected(template):
    sheet = template["Indicateurs"]
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(offered) == {"B", "E", "F", "H", "Q"}  # mission, type, nature, sens, preuve fournie
    column = offered["B"].split("$")[1]
    words = [cell.value for cell in template["Listes"][column] if cell.value]
    assert words == ["mission", *MISSIONS["label"]]
    assert {cell.value for cell in template["Listes"][offered["Q"].split("$")[1]]} >= {"oui", "non"}


def test_the_header_stays_in_view_and_rates_are_typed_as_rates(template):
    assert template["Indicateurs"].freeze_panes == "A2"
    assert template["Indicateurs"].column_dimensions["R"].number_format.endswith("%")


def test_the_examples_of_the_template_are_never_counted():
    dossier = read(("modele.xlsx", reading.template(MISSIONS, PARTS)))
    frames = [dossier.communities, dossier.envelopes, dossier.lines, dossier.expenses, dossier.history]
    assert all(frame.empty for frame in [*frames, dossier.territory, dossier.payments, dossier.objectives])
    assert dossier.questions.empty
    assert dossier.agreements.empty
    examples = [message for _, message in said(dossier, "info")]
    assert examples == ["1\u00a0ligne d'exemple (ligne 2)."] * 10
    assert len(said(dossier)) == 11  # and the warning that no indicator is there yet


def test_the_template_of_the_real_law_is_understood_by_its_own_reader():
    rules = law.load()
    content = reading.template(rules.missions, rules.parts)
    real = openpyxl.load_workbook(io.BytesIO(content))
    for name in SHEETS[1:-1]:  # an example becomes a real row once its mark is erased
        for cell in real[name][2]:
            if isinstance(cell.value, str) and cell.value.startswith("EXEMPLE – "):
                cell.value = cell.value.removeprefix("EXEMPLE – ")
    stream = io.BytesIO()
    real.save(stream)
    dossier = reading.read([("a.xlsx", stream.getvalue())], rules.missions, rules.parts)
    assert dossier.problems.empty, said(dossier)
    assert len(dossier.lines) == len(dossier.envelopes) == len(dossier.expenses) == len(dossier.history) == 1
    assert len(dossier.payments) == len(dossier.objectives) == 1
    assert dossier.tiers[["threshold", "amount"]].to_numpy().tolist() == [
        [219, 3_000],
        [100, 6_000],
        [50, 9_000],
    ]
    assert dossier.results[["result", "proof", "chance"]].to_numpy().tolist() == [[96, True, 0.7]]


def rewritten(dossier):
    return openpyxl.load_workbook(io.BytesIO(reading.workbook(dossier, MISSIONS, PARTS)))


def test_a_dossier_is_written_with_labels_words_and_rates():
    header = (
        "année;mission;indicateur;type;nature;unité;sens;palier 1;montant 1;résultat;preuve fournie;chance"
    )
    dossier = read(
        (
            "a.csv",
            (
                f"{header}\n2026;acces;Annuaire;livrable;qualitatif;;;;500;oui;oui;70 %\n"
                "2026;acces;Taux;seuil;quantitatif;%;hausse;69,7;500;0 %;;"
            ),
        )
    )
    sheet = rewritten(dossier)["Indicateurs"]
    cells = dict(zip(headers(sheet), zip(*sheet.iter_rows(min_row=2), strict=True), strict=False))
    assert [cell.value for cell in cells["mission"]] == ["Amélioration de l’accès aux soins"] * 2
    assert [cell.value for cell in cells["résultat"]] == ["oui", 0]
    assert [cell.value for cell in cells["palier 1"]] == [1, pytest.approx(0.697)]
    assert cells["palier 1"][1].number_format.endswith("%")
    assert [cell.value for cell in cells["preuve fournie"]] == ["oui", None]
    assert [cell.value for cell in cells["sens"]] == ["hausse", "hausse"]


def test_unknown_columns_are_written_back_beside_their_rows():
    dossier = read(("a.csv", f"{LINE};Référente;note\nacces;A;8;100;9;pharmacie;\nacces;B;8;100;9;;=1+1"))
    sheet = rewritten(dossier)["Indicateurs"]
    assert headers(sheet)[-2:] == ["Référente", "note"]
    again = read(("b.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    assert again.kept[["column", "text", "line"]].to_numpy().tolist() == [
        ["Référente", "pharmacie", 0],
        ["note", "=1+1", 1],
    ]


def test_unknown_columns_of_the_other_sheets_are_written_back_too():
    dossier = read(("a.csv", "poste;montant;rythme;engagement;contrat\nLoyer;500;mensuel;ferme;bail 2024"))
    again = read(("b.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    assert again.kept[["sheet", "column", "text"]].to_numpy().tolist() == [
        ["Dépenses", "contrat", "bail 2024"]
    ]


def test_rows_that_do_not_count_are_listed_aside_and_not_read_again():
    dossier = read(("a.csv", f"{LINE}\nvoirie;A;8;100;9\nacces;B;8;100;9"))
    made = rewritten(dossier)
    assert [cell.value for cell in made["Non repris"]["E"]] == ["contenu", "voirie", "A", "8", "100", "9"]
    again = read(("b.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    assert again.lines["label"].tolist() == ["B"]
    assert not said(again, "error")


def test_a_dossier_where_some_proofs_are_followed_keeps_the_others_unfollowed():
    dossier = read(
        ("a.csv", f"{LINE}\nacces;A;8;100;9"),
        ("b.csv", f"{LINE};preuve fournie\nprevention;B;8;100;9;oui\nprevention;C;8;100;9;"),
    )
    again = read(("c.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    assert again.results["proof_tracked"].tolist() == [False, True, True]
    assert again.results["proof"].isna().tolist() == [True, False, False]
    assert again.results["proof"].tolist()[1:] == [True, False]


def test_a_contract_made_of_two_csv_files_survives_a_round_trip():
    dossier = read(
        ("a.csv", f"{LINE}\nacces;A;8;100;9"),
        ("b.csv", "mission;part;montant\nacces;variable;100\ncrise;fixe;7,50"),
    )
    again = read(("c.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    assert again.problems.empty
    for name in ("communities", "tiers", "results"):
        columns = [column for column in getattr(dossier, name) if column != "cell"]
        pd.testing.assert_frame_equal(getattr(again, name)[columns], getattr(dossier, name)[columns])
    assert again.envelopes["ceiling"].tolist() == [100, 7.5]


def test_words_that_a_workbook_has_another_meaning_for_come_back_as_typed():
    words = ["=1+1", "-12", "+33", "007", "a_x0041_b", "_x0007_", "#REF!", "69,70 %", "2026-04-15", "oui"]
    rows = "\n".join(f"acces;{word};{word};8;100" for word in words)
    dossier = read(("a.csv", f"mission;indicateur;action;palier 1;montant 1\n{rows}"))
    again = read(("b.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    assert again.lines["label"].tolist() == words
    assert again.lines["action"].tolist() == words


def test_a_workbook_without_a_community_sheet_filled_is_named_after_its_file():
    made = book(
        {
            "Indicateurs": [LINE.split(";"), ["acces", "A", 8, 100, 9]],
            "Communauté": [["communauté", "population"]],
        }
    )
    assert read(("Rives 2026.xlsx", made)).lines["community"].tolist() == ["Rives 2026"]


def test_a_row_is_as_high_as_its_longest_text_and_fits_again_once_edited():
    label = "mot " * 30  # 120 signs where 46 hold: 3 lines of 15 points
    dossier = read(("a.csv", f"{LINE}\nacces;{label};50;1000;60\nacces;Court;50;1000;60"))
    content = reading.workbook(dossier, MISSIONS, PARTS)
    heights = openpyxl.load_workbook(io.BytesIO(content))["Indicateurs"].row_dimensions
    assert heights[2].height == 45
    assert heights[3].height is None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        rows = re.findall(rb"<row [^>]*>", archive.read("xl/worksheets/sheet4.xml"))
    assert [b"customHeight" in row for row in rows] == [True, False, False]
