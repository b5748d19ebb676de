"""What the dialogue with the CPAM leaves in a workbook: questions, agreements, understandings, proofs."""

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from aci_model import reading
from aci_model.bargaining import register
from aci_model.bargaining.words import labels, role
from aci_model.frames import frame
from aci_model.reading import Edits, edited
from aci_model.reading.columns import layout
from aci_model.reading.dossier import QUESTIONS
from aci_model.reading.text import fold
from tests.building import done, dossier
from tests.building import line as built
from tests.reading_files import MISSIONS, PARTS, book, read, said

LINE = ["mission", "indicateur", "type", "nature", "sens", "palier 1", "montant 1"]
CELLS = ["acces", "Patients recrutés", "compte", "quantitatif", "hausse", 8, 100]
ASKED = ["question", "destinataire", "état", "réponse", "source", "échéance", "euros en jeu", "mission"]
AGREED = ["convenu le", "rôle", "ce qui est convenu", "chiffre convenu", "version", "mission", "sceau"]
DAY = dt.date(2026, 6, 10)
RAISED = frame({name: QUESTIONS[name] for name in QUESTIONS})


def sheets(**more):
    described = [["communauté", "date de signature"], ["CPTS inventée", dt.date(2024, 4, 15)]]
    return {"Communauté": described, "Indicateurs": [LINE, CELLS], **more}


def questions(*rows, header=ASKED):
    return read(("c.xlsx", book(sheets(Questions=[header, *rows]))))


def agreements(*rows, header=AGREED):
    return read(("c.xlsx", book(sheets(Accords=[header, *rows]))))


def heard(dossier):
    problems = dossier.problems
    return list(zip(problems["sheet"], problems["cell"], problems["severity"], strict=True))


# --- questions ---


def test_a_question_is_read_with_its_addressee_its_state_and_what_hangs_on_it():
    row = ["Total ou moyenne ?", "la CPAM", "Répondue", "Total.", "Courriel", DAY, 3_000, "acces"]
    found = questions(row).questions.iloc[0]
    assert found[["community", "question", "addressee", "status"]].tolist() == [
        "CPTS inventée",
        "Total ou moyenne ?",
        "cpam",
        "repondue",
    ]
    assert found[["answer", "source", "euros", "mission"]].tolist() == ["Total.", "Courriel", 3_000, "acces"]
    assert found["due"] == pd.Timestamp(DAY)
    assert not heard(questions(row))


@pytest.mark.parametrize(("section", "column"), [("addressee", "addressee"), ("status", "status")])
def test_the_words_shown_at_the_table_are_understood_in_the_workbook(section, column):
    choices = layout().sheets["questions"].columns[column].choices
    for value, label in labels(section).items():
        assert choices[fold(label)] == value
    assert set(choices.values()) == set(labels(section))


def test_the_roles_of_the_workbook_are_those_of_the_cards():
    declared = layout().sheets["agreements"].columns["role"]
    assert list(declared.options) == list(labels("role").values())
    assert {spelling: role(spelling) for spelling in declared.choices} == declared.choices


@pytest.mark.parametrize(
    ("at", "typed", "cell"),
    [
        (1, "le maire", "B2"),
        (2, "perdue", "C2"),
        (5, "bientôt", "F2"),
        (6, "beaucoup", "G2"),
        (7, "?!", "H2"),
    ],
)
def test_a_word_nobody_knows_is_told_at_its_cell_and_the_rest_is_kept(at, typed, cell):
    row = ["Q ?", "ARS", "posée", None, None, DAY, 500, "acces"]
    dossier = questions([*row[:at], typed, *row[at + 1 :]])
    assert heard(dossier) == [("Questions", cell, "error")]
    names = ["question", "addressee", "status", "answer", "source", "due", "euros", "mission"]
    read_back = dossier.questions.iloc[0]
    assert pd.isna(read_back[names[at]])
    kept = [name for name in names if name not in {names[at], "answer", "source"}]
    assert read_back[kept].notna().all()


def test_an_unknown_state_is_an_open_question():
    dossier = questions(["Q ?", "ARS", "perdue", None, None, None, 500, None])
    assert "traitée comme ouverte" in dossier.problems["done"][0]
    (entry,) = register(dossier.questions, RAISED).entries.to_dict("records")
    assert not entry["closed"]
    assert entry["suspended"] == 500


@pytest.mark.parametrize(
    ("answer", "source", "cell", "lack"),
    [
        (None, None, "D2", "sans réponse ni source"),
        ("Oui.", None, "E2", "sans source"),
        (None, "Courriel", "D2", "sans réponse"),
    ],
)
def test_a_question_said_answered_without_answer_or_source_stays_open_and_is_told(answer, source, cell, lack):
    dossier = questions(["Q ?", "CPAM", "répondue", answer, source, None, 900, None])
    assert [where for where, _ in said(dossier, "warning")] == [cell]
    assert lack in dossier.problems["message"][0]
    (entry,) = register(dossier.questions, RAISED).entries.to_dict("records")
    assert not entry["closed"]
    assert entry["suspended"] == 900


def test_without_columns_for_the_answer_its_state_is_shown():
    dossier = questions(["Q ?", "CPAM", "répondue"], header=ASKED[:3])
    assert heard(dossier) == [("Questions", "C2", "warning")]


def test_an_answer_that_is_a_day_is_an_answer():
    row = ["Quand payez-vous ?", "CPAM", "répondue", DAY, "Courriel"]
    dossier = questions(row, header=ASKED[:5])
    assert dossier.questions["answer"].tolist() == ["10/06/2026"]
    assert not heard(dossier)


def test_two_answers_to_one_question_are_both_read():
    rows = [["Q ?", "CPAM", "répondue", answer, "Courriel"] for answer in ("Oui.", "Non.")]
    assert questions(*rows, header=ASKED[:5]).questions["answer"].tolist() == ["Oui.", "Non."]


def test_a_row_with_an_answer_but_no_question_is_told_and_kept_aside():
    dossier = questions([None, "CPAM", "posée", None, None, None, 900, None])
    assert heard(dossier) == [("Questions", "A2", "error")]
    assert dossier.questions.empty
    assert {"CPAM", "posée", "900"} == set(dossier.kept["text"])


@pytest.mark.parametrize("day", [dt.date(2206, 4, 15), dt.date(1926, 4, 15)])
def test_a_day_no_contract_can_reach_is_told_and_kept(day):
    asked = questions(["Q ?", "CPAM", "posée", None, None, day, None, None])
    agreed = agreements([day, "CPAM – direction", "Ainsi.", None, "v1", None, None])
    assert heard(asked) == [("Questions", "F2", "warning")]
    assert heard(agreed) == [("Accords", "A2", "warning")]
    assert asked.questions["due"].tolist() == agreed.agreements["agreed_on"].tolist() == [pd.Timestamp(day)]


def test_the_same_workbook_opened_twice_asks_and_agrees_once():
    content = book(
        sheets(
            Questions=[ASKED[:2], ["Q ?", "CPAM"], ["Autre ?", "ARS"]],
            Accords=[AGREED[:5], [DAY, "CPAM – direction", "Ainsi.", "12", "v1"]],
        )
    )
    dossier = read(("a.xlsx", content), ("b.xlsx", content))
    assert dossier.questions["question"].tolist() == ["Q ?", "Autre ?"]
    assert dossier.agreements["figure"].tolist() == ["12"]


# --- the lines, the territory, and what is typed on the pages ---


def test_both_understandings_and_the_proofs_at_hand_keep_their_lines():
    header = [
        *LINE,
        "preuves attendues",
        "Preuves réunies",
        "Ce que nous comprenons",
        "Ce que la CPAM comprend",
    ]
    row = [
        *CELLS,
        "Émargement ; bilan",
        "Émargement ;\r\nbilan",
        "8 patients\nen tout",
        "8 patients\n par an ",
    ]
    found = read(("c.xlsx", book({"Indicateurs": [header, row]}))).lines.iloc[0]
    assert found["proof_at_hand"] == "Émargement ;\nbilan"
    assert found["ours"] == "8 patients\nen tout"
    assert found["theirs"] == "8 patients\npar an"


def test_a_fact_may_name_the_indicator_it_limits():
    rows = [["donnée", "indicateur", "valeur"], ["Éligibles", "Patients recrutés", 6], ["Autre", None, 2]]
    found = read(("c.xlsx", book(sheets(Territoire=rows)))).territory
    assert found["label"].isna().tolist() == [False, True]
    assert found["label"].tolist()[0] == "Patients recrutés"


def test_one_fact_may_limit_two_indicators():
    rows = [["donnée", "indicateur", "valeur"], ["Éligibles", "A", 6], ["Éligibles", "B", 6]]
    dossier = read(("c.xlsx", book(sheets(Territoire=rows))))
    assert dossier.territory["label"].tolist() == ["A", "B"]
    assert not heard(dossier)


def test_the_workbook_has_these_columns_only_when_they_are_used():
    blank = dossier(done("prevention", 500))
    used = dossier(
        done("prevention", 500, ours="a", theirs="b", proof_at_hand="c"),
        territory=[{"fact": "f", "label": "Ligne 1", "value": 1.0}],
        agreements=[{"clause": "c", "seal": "s"}],
    )
    columns = {
        "Indicateurs": {"preuves réunies", "ce que nous comprenons", "ce que la CPAM comprend"},
        "Territoire": {"indicateur"},
        "Accords": {"sceau"},
    }
    for told, there in ((blank, False), (used, True)):
        made = openpyxl.load_workbook(io.BytesIO(reading.workbook(told, MISSIONS, PARTS)))
        for sheet, names in columns.items():
            titles = {cell.value for cell in made[sheet][1]}
            assert names <= titles if there else not names & titles


def test_what_is_typed_in_the_dialogue_is_kept_as_a_workbook_gives_it_back():
    base = dossier(built("prevention", (10, 1_000)), territory=[{"fact": "Éligibles", "value": 6.0}])
    edits = (
        Edits()
        .with_row(
            "questions", {"question": " Combien ?\r\n\r\nPar an ? ", "status": "ouverte", "answer": " "}
        )
        .with_cell("lines", 0, "ours", "dix\tpatients \n")
        .with_cell("lines", 0, "theirs", "  ")
        .with_cell("territory", 0, "label", "Ligne\n1")
        .with_row("agreements", {"agreed_on": DAY, "clause": "e\u0301te\u0301", "figure": "12"})
    )
    typed = edited(base, edits)
    assert typed.questions["question"].tolist() == ["Combien ?\n\nPar an ?"]
    assert typed.questions["answer"].isna().all()
    assert typed.lines[["ours", "theirs"]].isna().to_numpy().tolist() == [[False, True]]
    assert typed.lines["ours"].tolist() == ["dix patients"]
    again = read(("c.xlsx", reading.workbook(typed, MISSIONS, PARTS)))
    for name in ("questions", "agreements", "territory"):
        columns = [column for column in getattr(typed, name) if column not in {"file", "sheet", "cell"}]
        pd.testing.assert_frame_equal(getattr(again, name)[columns], getattr(typed, name)[columns])
    less = edited(
        base, edits.without_row("questions", 0).without_row("agreements", 0).without_row("territory", 0)
    )
    assert less.questions.empty
    assert less.agreements.empty
    assert less.territory.empty


# --- what goes into the papers, and the pairs a person corrected ---


def test_the_options_of_the_papers_are_read_and_a_part_of_no_dossier_is_said():
    head = [
        "communauté",
        "date du dossier",
        "version du dossier",
        "hors du dossier",
        "euros sur la page à partager",
    ]
    told = read(
        (
            "c.xlsx",
            book(
                {
                    "Communauté": [head, ["Rives", DAY, 2, "accords ; la préface", "oui"]],
                    "Indicateurs": [LINE, CELLS],
                }
            ),
        )
    )
    one = told.communities.iloc[0]
    assert one[["papers_version", "papers_without", "papers_euros"]].tolist() == [
        "2",
        "accords ; la préface",
        True,
    ]
    assert one["papers_on"] == pd.Timestamp(DAY)
    assert heard(told) == [("Communauté", "D2", "warning")]
    assert "« la préface »" in told.problems["message"][0].replace("\u00a0", " ")


def test_a_line_asked_for_in_the_papers_is_read_as_such():
    told = read(
        ("c.xlsx", book(sheets(Indicateurs=[[*LINE, "au dossier"], [*CELLS, "oui"], [*CELLS, None]])))
    )
    assert told.lines["in_papers"].tolist() == [True, pd.NA]


def test_a_corrected_pair_is_read_and_one_without_its_new_line_is_said():
    head = ["année", "comparé à", "nouvel indicateur", "ancien indicateur"]
    rows = [
        [2026, "2025-2026", "Total des bilans", "Bilans"],
        [2026, "2025-2026", "Semaine", None],
        [2026, "x", None, "Bilans"],
    ]
    told = read(("c.xlsx", book(sheets(Rapprochements=[head, *rows]))))
    assert told.pairs[["community", "year", "new_line"]].to_numpy().tolist() == [
        ["CPTS inventée", 2026, "Total des bilans"],
        ["CPTS inventée", 2026, "Semaine"],
    ]
    assert told.pairs["old_line"].isna().tolist() == [False, True]
    assert heard(told) == [("Rapprochements", "C4", "error")]


def test_the_sheet_of_pairs_is_only_written_when_there_are_some():
    without, having = dossier(done("prevention", 500)), [{"other": "x", "new_line": "Ligne 1"}]
    names = [
        openpyxl.load_workbook(io.BytesIO(reading.workbook(one, MISSIONS, PARTS))).sheetnames
        for one in (without, dossier(done("prevention", 500), pairs=having))
    ]
    assert ["Rapprochements" in one for one in names] == [False, True]
