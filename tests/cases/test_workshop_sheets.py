"""What tables report and what the room leaves open."""

import math

import pytest

from aci_model import law
from aci_model.bargaining import register
from aci_model.report.workshop_matter import suspended
from aci_model.workshop import cases, sheets
from aci_model.workshop.outcome import outcome
from aci_model.workshop.scenario import ScenarioError, chosen, counted_on, counts, scenario_of
from tests.building import done, dossier

RULES = law.load()
CASE = cases.of_contract(
    dossier(
        done("parcours", 1000, label="Annuaire", nature="qualitatif"),
        done("parcours", 3000, label="Ateliers", nature="quantitatif"),
        done("prevention", 2000, label="Dépistage", nature="quantitatif"),
        size_class=3,
    ),
    RULES,
    "Contrat",
)
OPEN = cases.of_size(2, RULES)


def drafted(case, changes, **more):
    made = scenario_of(case, changes)
    return sheets.draft(case, made, outcome(case, made), "Chêne", **more)


def test_a_sheet_is_drafted_from_the_tables_own_choices():
    told = drafted(CASE, chosen("o1", chance=0.9) | counted_on(0.5))
    assert "1\u00a0objectif, dont 0\u00a0quantitatif" in told["choices"]
    assert "Parcours\u00a0: «\u00a0Annuaire\u00a0»." in told["choices"]
    assert (
        "90\u00a0% de chances d’y arriver" in told["arguments"]
    )  # 500 € are reached when the one objective is
    assert told["refused"] == "«\u00a0Ateliers\u00a0», quantitatif."  # the dearest line left aside
    assert told["why"].startswith("3\u202f000\u00a0€ en jeu.")


def test_a_draft_asks_the_reporter_to_go_on_only_where_a_reporter_is():
    assert "rapporteur" in drafted(CASE, chosen("o1"))["why"]
    assert "rapporteur" not in drafted(CASE, chosen("o1"), ask=False)["why"]


def test_an_open_sheet_tells_natures_and_the_mission_left_aside():
    told = drafted(OPEN, counts("parcours", quanti=2, quali=1, chance=0.6))
    assert "Parcours\u00a0: 2\u00a0quantitatifs, 1\u00a0qualitatif." in told["choices"]
    assert told["refused"] == "La mission «\u00a0Qualité\u00a0»."
    assert "au moins" in told["arguments"]


def test_what_a_reporter_wrote_wins_over_the_draft_even_when_empty():
    first = drafted(CASE, chosen("o1"))
    told = sheets.merged(first, {"arguments": "", "choices": "À nous.\nDeuxième ligne."})
    assert (told["arguments"], told["choices"]) == ("", "À nous.\nDeuxième ligne.")
    assert (told["refused"], told["why"]) == (first["refused"], first["why"])


def test_another_refusal_does_not_keep_the_drafts_reason():
    first = drafted(CASE, chosen("o1"))
    assert sheets.merged(first, {"refused": "Le dépistage."})["why"] == ""
    assert sheets.merged(first, {"refused": first["refused"]})["why"] == first["why"]


@pytest.mark.parametrize("record", [[], {"other": "x"}, {"choices": 3}, {"choices": "x" * 10_000}])
def test_a_sheet_nobody_can_read_is_refused_in_words(record):
    with pytest.raises(ScenarioError, match=r"\.$"):
        sheets.sheet_of(record)


def test_arguments_and_questions_are_grouped_under_the_themes_whose_words_they_have():
    written = {
        "choices": "Trois objectifs.",
        "arguments": "Un écrit de la CPAM avant chaque réunion.\nNos propres données du territoire.",
        "refused": "Le dépistage.",
        "why": "Hors de notre main.",
    }
    asked = [{"text": "Quantitatif ou qualitatif, qui choisit ?", "name": "Hêtre"}]
    rows = sheets.grouped(CASE, [{"table": "1", "name": "Chêne", "sheet": written}], asked)
    under = dict(zip(rows["text"], rows["theme"], strict=True))
    assert under == {
        "Trois objectifs.": "combien",
        "Un écrit de la CPAM avant chaque réunion.": "communication",
        "Nos propres données du territoire.": "elements",
        "Le dépistage.": "refus",
        "Hors de notre main.": "refus",
        "Quantitatif ou qualitatif, qui choisit ?": "nature",
    }


def test_a_sheet_that_cannot_be_read_stops_no_other():
    rows = sheets.grouped(
        CASE,
        [
            {"table": "1", "name": "A", "sheet": {"x": 1}},
            {"table": "2", "name": "B", "sheet": {"why": "Oui."}},
        ],
        [],
    )
    assert rows["text"].tolist() == ["Oui."]


QUESTIONS = [
    {"text": "Que vaut un atelier de plus ?", "addressee": None, "objective": "o2", "name": "Chêne"},
    {"text": "que vaut un atelier de plus", "addressee": "cpam", "objective": "o2", "name": "Hêtre"},
    {"text": "La prévention change-t-elle ?", "addressee": "ars", "mission": "prevention", "name": None},
    {"text": "Et l'an prochain ?", "name": "Chêne", "id": "7", "asked_at": object()},
]


def test_a_question_several_tables_ask_is_parked_once_the_dearest_first_the_unknown_last():
    rows = sheets.parked(CASE, QUESTIONS)
    assert rows["question"].tolist() == [QUESTIONS[2]["text"], QUESTIONS[0]["text"], QUESTIONS[3]["text"]]
    assert rows["euros"].tolist()[:2] == [17_500, 3000]  # the mission's variable part, the line's amount
    assert math.isnan(rows["euros"].iloc[2])
    assert (rows["name"].iloc[1], rows["addressee"].iloc[1]) == ("Chêne, Hêtre", "cpam")


def test_the_euros_of_a_question_come_from_the_case_whatever_the_store_says():
    rows = sheets.parked(CASE, [{**QUESTIONS[0], "euros": 10**9}])
    assert rows["euros"].tolist() == [3000]


def test_suspended_euros_are_counted_once():
    # A question on the whole of prévention (17 500) holds the one on its line (2 000); ateliers 3 000.
    more = [*QUESTIONS, {"text": "Comment compter le dépistage ?", "objective": "o3"}]
    assert suspended(CASE, more) == 17_500 + 3000
    assert math.isnan(suspended(CASE, QUESTIONS[3:]))
    assert math.isnan(suspended(CASE, []))


def test_parked_questions_enter_the_register_of_the_negotiation_page():
    rows = sheets.register_rows(CASE, QUESTIONS, community="CPTS inventée")
    entries = register(rows, rows.iloc[:0]).entries
    assert entries["closed"].tolist() == [False] * 3
    assert entries["addressee"].tolist()[:2] == ["ars", "cpam"]
    assert entries["label"].tolist()[1] == "Ateliers"


def test_a_question_takes_its_mission_and_its_euros_from_its_line():
    told = sheets.question_of(CASE, {"text": " Pourquoi ?\n ", "objective": "o3", "addressee": "cpts"})
    assert told == {
        "text": "Pourquoi ?",
        "addressee": "cpts",
        "objective": "o3",
        "mission": "prevention",
        "euros": 2000.0,
    }


@pytest.mark.parametrize(
    "record",
    [{}, {"text": "  "}, {"text": "x" * 10_000}, {"text": "?", "addressee": "dieu"}, {"text": "?", "objective": "o99"},
     {"text": "?", "mission": ["x"]}, {"text": "?", "more": 1}],
)  # fmt: skip
def test_a_question_nobody_can_ask_is_refused_in_words(record):
    with pytest.raises(ScenarioError, match=r"\.$"):
        sheets.question_of(CASE, record)
