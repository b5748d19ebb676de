"""The register of open questions: once each, sorted by what they suspend, closed only with an answer and its source."""

import datetime as dt

import pandas as pd
import pytest

from aci_model.bargaining.register import register
from aci_model.frames import frame
from aci_model.reading.dossier import QUESTIONS

NAME = "CPTS inventée"


def asked(question="Prorata ?", **more):
    return {
        "community": NAME,
        "question": question,
        "addressee": "cpam",
        "mission": "a",
        "label": "Sein",
        **more,
    }


def registered(typed=(), raised=()):
    columns = {
        name: QUESTIONS[name] for name in ("community", "question", "addressee", "mission", "label", "euros")
    }
    return register(frame(QUESTIONS, typed), frame(columns, raised))


def total(found, addressee=None):
    rows = found.totals
    mine = rows["addressee"].isna() if addressee is None else rows["addressee"] == addressee
    return rows[mine].iloc[0]


def test_questions_are_sorted_by_euros_then_by_due_date_and_unknown_euros_come_last():
    found = registered([
        asked("A ?", euros=500, due=dt.date(2026, 9, 1)),
        asked("B ?", euros=500, due=dt.date(2026, 6, 1)),
        asked("C ?"),
        asked("D ?", euros=2500),
        asked("E ?", euros=500),
    ])  # fmt: skip
    assert found.entries["question"].tolist() == ["D ?", "B ?", "A ?", "E ?", "C ?"]
    assert found.entries["row"].tolist() == [3, 1, 0, 4, 2]


@pytest.mark.parametrize(
    ("answer", "source", "closed", "note"),
    [
        ("Oui", "Courriel du 3 mai", True, None),
        ("Oui", None, False, "sans source"),
        (None, "Courriel du 3 mai", False, "sans réponse"),
        (" ", None, False, "sans réponse ni source"),
    ],
)
def test_a_question_is_closed_only_with_an_answer_and_its_source(answer, source, closed, note):
    found = registered([asked(status="repondue", euros=1000, answer=answer, source=source)])
    entry = found.entries.loc[0]
    assert entry["closed"] == closed
    assert entry["suspended"] == (0 if closed else 1000)
    assert pd.isna(entry["note"]) if note is None else note in entry["note"]


def test_a_contradicted_question_stays_open_with_both_answers():
    found = registered([
        asked("Prorata ?", status="repondue", answer="Oui", source="Courriel du 3 mai", euros=1000),
        asked("PRORATA ?", status="repondue", answer="Non", source="Dialogue du 9 juin", euros=1500),
    ])  # fmt: skip
    entry = found.entries.loc[0]
    assert len(found.entries) == 1
    assert entry[["status", "answer", "source"]].tolist() == [
        "contredite",
        "Oui / Non",
        "Courriel du 3 mai / Dialogue du 9 juin",
    ]
    assert not entry["closed"]
    assert entry["suspended"] == 1500
    assert "se contredisent" in entry["note"]


def test_an_answer_nobody_confirmed_leaves_the_question_open_and_says_so():
    entry = registered([asked(status="posee", answer="Oui, au téléphone")]).entries.loc[0]
    assert not entry["closed"]
    assert "n’est pas déclarée répondue" in entry["note"]


def test_a_raised_question_typed_before_keeps_what_the_person_typed():
    found = registered(
        [asked("À 70 %, paie-t-elle 1 000 € ?", status="posee", due=dt.date(2026, 6, 1))],
        [asked("À 72 %, paie-t-elle 2 500 € ?", euros=1500)],
    )
    entry = found.entries.loc[0]
    assert len(found.entries) == 1
    assert entry[["question", "status", "euros", "origin"]].tolist() == [
        "À 70 %, paie-t-elle 1 000 € ?",
        "posee",
        1500,
        "les deux",
    ]


def test_an_amount_a_person_typed_is_not_replaced():
    found = registered([asked(euros=900)], [asked(euros=1500)])
    assert found.entries["euros"].tolist() == [900]


def test_questions_that_differ_by_their_figures_stay_apart_when_several_could_be_meant():
    raised = [asked("Entre les paliers 1 et 2 ?", euros=100), asked("Entre les paliers 2 et 3 ?", euros=200)]
    found = registered([asked("Entre les paliers 2 et 3 ?")], raised)
    assert found.entries[["question", "euros", "origin"]].to_numpy().tolist() == [
        ["Entre les paliers 2 et 3 ?", 200, "les deux"],
        ["Entre les paliers 1 et 2 ?", 100, "calcul"],
    ]


def test_the_same_words_about_another_line_are_another_question():
    found = registered([asked()], [asked(label="Côlon", euros=5)])
    assert len(found.entries) == 2


def test_a_euro_asked_twice_counts_once():
    # Line Sein: the dearer of 1 000 and 1 500; line Côlon: 700. Their mission asked as a whole for 2 000 holds
    # them: max(1 500 + 700, 2 000) = 2 200. Mission b: 300, so 2 500. The contract as a whole, at 1 000, is less.
    found = registered([
        asked("A ?", euros=1000),
        asked("B ?", euros=1500, addressee="ars"),
        asked("C ?", euros=700, label="Côlon"),
        asked("D ?", euros=2000, label=None),
        asked("E ?", euros=300, mission="b"),
        asked("F ?", euros=1000, mission=None, label=None),
        asked("G ?", label="Autre"),
    ])  # fmt: skip
    assert total(found)[["open", "closed", "suspended", "unpriced"]].tolist() == [7, 0, 2500, 1]
    assert total(found, "ars")["suspended"] == 1500
    # To the CPAM alone: max(1 000 + 700, 2 000) + 300.
    assert total(found, "cpam")["suspended"] == 2300


def test_a_closed_question_suspends_nothing_and_comes_after_the_open_ones():
    closed = asked("A ?", euros=9000, status="repondue", answer="Oui", source="Avenant")
    found = registered([closed, asked("B ?")])
    assert found.entries["question"].tolist() == ["B ?", "A ?"]
    assert total(found)[["open", "closed", "suspended"]].tolist() == [1, 1, 0]


def test_communities_are_counted_apart():
    found = registered([asked(euros=100), asked(euros=300, community="Autre")])
    sums = found.totals[found.totals["addressee"].isna()].set_index("community")["suspended"]
    assert sums.to_dict() == {NAME: 100, "Autre": 300}


def test_an_empty_register_has_no_total():
    found = registered([asked(" ")])
    assert found.entries.empty
    assert found.totals.empty
