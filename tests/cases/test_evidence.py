"""Proofs: what is expected, what is there, what is left to gather, by euros and by deadline."""

import datetime as dt

import pandas as pd
import pytest

from aci_model import law
from aci_model.bargaining.evidence import evidence
from aci_model.frames import frame
from aci_model.funding import assess
from aci_model.reading.dossier import COMMUNITIES
from tests.building import done, dossier, line

MISSION = law.load().missions["mission"].iloc[1]


def worked(*lines, proposed=None, signed=dt.date(2026, 4, 15)):
    held = dossier(*lines, signed=signed)
    return evidence(assess(held, law.load()).lines, held.communities, proposed)


def one(**more):
    return worked(done(MISSION, 1000, **more)).lines.loc[0]


@pytest.mark.parametrize(
    ("at_hand", "proof", "state", "held", "todo"),
    [
        (None, False, "absente", 0, "Réunir\u00a0: Émargement, compte rendu et bilan."),
        ("émargements du 3 mai", False, "partielle", 1, "Réunir\u00a0: compte rendu et bilan."),
        ("Émargement ; Comptes rendus\nBilan final", False, "reunie", 3, "Transmettre les pièces réunies."),
        (None, True, "fournie", 3, None),
    ],
)
def test_what_is_there_is_compared_with_what_is_expected(at_hand, proof, state, held, todo):
    row = one(
        expected_proof="Émargement ; compte rendu ; bilan", proof_at_hand=at_hand, proof=proof, result=True
    )
    assert row[["state", "expected", "held"]].tolist() == [state, 3, held]
    assert pd.isna(row["todo"]) if todo is None else row["todo"] == todo


def test_a_contract_that_names_no_proof_leaves_a_question_to_ask():
    row = one(result=True, proof=False)
    assert row["state"] == "inconnue"
    assert pd.isna(row["expected"])
    assert row["todo"].startswith("Demander à la CPAM")


def test_a_piece_nobody_asks_for_is_shown_apart():
    found = worked(done(MISSION, 1, expected_proof="Bilan", proof_at_hand="Photo ; bilan"))
    assert found.pieces[["piece", "expected", "held"]].to_numpy().tolist() == [
        ["Bilan", True, True],
        ["Photo", False, True],
    ]


def test_euros_at_stake_are_those_to_prove_and_those_waiting_for_a_result():
    # Line 0 reached without proof: 1 000 to prove. Line 1 without result: 3 500 pending. Line 2 proven: nothing.
    # Line 3: first step reached without proof, 1 000 to prove; the other 2 500 are lost.
    found = worked(
        done(MISSION, 1000, result=True, proof=False, expected_proof="Bilan"),
        line(MISSION, (70, 1000), (75, 3500), proof=False, expected_proof="Bilan"),
        done(MISSION, 800, result=True, proof=True, expected_proof="Bilan"),
        line(MISSION, (70, 1000), (75, 3500), result=72, proof=False, expected_proof="Bilan"),
    )
    assert found.lines["at_stake"].tolist() == [1000, 3500, 0, 1000]
    assert found.to_gather()["line"].tolist() == [1, 0, 3]


def test_what_is_left_is_sorted_by_euros_then_deadline_or_the_reverse():
    late, soon = dt.date(2027, 3, 1), dt.date(2026, 9, 1)
    found = worked(
        done(MISSION, 1000, expected_proof="Bilan", deadline=late),
        done(MISSION, 1000, expected_proof="Bilan", deadline=soon),
        done(MISSION, 3000, expected_proof="Bilan"),
        done(MISSION, float("nan"), expected_proof="Bilan", deadline=soon),
    )
    assert found.to_gather()["line"].tolist() == [2, 1, 0, 3]
    # By deadline, that of line 2 is the end of the contract year, 14/04/2027.
    assert found.to_gather(by="deadline")["line"].tolist() == [1, 3, 0, 2]


def test_without_a_deadline_the_contract_year_ends_the_wait():
    assert one().loc["deadline"] == pd.Timestamp(2027, 4, 14)
    assert pd.isna(worked(done(MISSION, 1), signed=None).lines.loc[0, "deadline"])


def test_a_typed_strength_wins_over_a_proposed_one_and_each_says_where_it_comes_from():
    lines = [done(MISSION, 1, strength=0), done(MISSION, 1), done(MISSION, 1)]
    found = worked(*lines, proposed=pd.Series([3, 2], index=[0, 1]))
    assert found.lines["strength"].fillna(-1).tolist() == [0, 2, -1]
    assert found.lines["strength_origin"].fillna("").tolist() == ["saisie", "proposée", ""]


def test_where_proofs_are_not_tracked_none_is_to_prove():
    found = worked(done(MISSION, 1000, result=True, expected_proof="Bilan"))
    assert found.lines.loc[0, "to_prove"] == 0
    assert found.lines.loc[0, "state"] == "absente"
    assert found.to_gather().empty


def test_no_line_at_all_is_no_trouble():
    held = dossier()
    found = evidence(assess(held, law.load()).lines, frame(COMMUNITIES))
    assert found.lines.empty
    assert found.pieces.empty
    assert found.to_gather().empty
