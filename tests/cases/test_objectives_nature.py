"""Counted or told: euros, spread, evidence, and what a swap does."""

import math

import pandas as pd
import pytest

from aci_model import law
from aci_model.foresight.chances import chances
from aci_model.foresight.objectives import (
    candidates,
    nature_balance,
    proposed_strength,
    swap,
    swaps,
    vocabulary,
)
from tests.building import done, dossier, line


def listed(*lines, objectives=None):
    read = dossier(*lines, objectives=objectives)
    return candidates(read, chances(read, settled=False, given_up=False), law.load(), 2026)


def contract():
    """One counted line, 4 000 € at 50 %; one told line of its mission, 1 000 € at 90 %; one of another, 2 000 €.

    Variances: 4 000² × 0,25 = 4 000 000 ; 1 000² × 0,09 = 90 000 ; 2 000² × 0,16 = 640 000 ; together 4 730 000.
    """
    return [
        done("parcours", 4_000.0, chances=(0.5,), effort=4.0, nature="quantitatif", strength=3, expected_proof="Requête CPAM"),
        done("parcours", 1_000.0, chances=(0.9,), effort=1.0, nature="qualitatif", strength=1, expected_proof="Bilan ; émargement\nphotos"),
        done("prevention", 2_000.0, chances=(0.8,), effort=2.0, nature="qualitatif", expected_proof="Compte rendu"),
    ]  # fmt: skip


def balance(*lines):
    return nature_balance(*listed(*lines)).set_index("nature")


def test_the_balance_counts_euros_days_and_pieces_of_each_nature():
    told = balance(*contract())
    assert told.index.tolist() == ["quantitatif", "qualitatif", "non précisée"]
    assert told["lines"].tolist() == [1, 2, 0]
    assert told["amount"].tolist() == [4_000, 3_000, 0]
    assert told["expected"].tolist() == pytest.approx([2_000, 2_500, 0])  # 900 + 1 600
    assert told["days"].tolist() == [4, 3, 0]
    assert told["proofs"].tolist() == [1, 4, 0]  # three for the second line, one for the third


def test_the_variance_of_the_payment_is_shared_between_the_natures():
    told = balance(*contract())
    assert told["variance"].tolist() == pytest.approx([4_000_000, 730_000, 0])
    assert told["variance_share"].tolist() == pytest.approx([4_000 / 4_730, 730 / 4_730, 0])
    assert told.loc["quantitatif", "spread"] == pytest.approx(2_000)


def test_a_line_of_several_steps_varies_between_all_its_outcomes():
    # 0 at 20 %, 1 000 at 50 %, 3 000 at 30 %: mean 1 400, mean of squares 500 000 + 2 700 000, variance 1 240 000
    told = balance(line("parcours", (1, 1_000), (2, 3_000), chances=(0.8, 0.3), nature="quantitatif"))
    assert told.loc["quantitatif", "variance"] == pytest.approx(1_240_000)


def test_the_strength_of_the_evidence_is_weighed_by_euros_over_the_lines_that_say_it():
    # told lines: only the first says 1; with words, the third is a dated document (2): (1 × 1 000 + 2 × 2 000) ÷ 3 000
    told = balance(*contract())
    assert told["strength"].fillna(-1).tolist() == [3, 1, -1]
    assert told["strength_said"].tolist() == [1, 1, 0]
    assert told.loc["qualitatif", "strength_proposed"] == pytest.approx(5 / 3)
    assert told["strength_proposed_for"].tolist() == [1, 2, 0]


def test_what_is_unknown_leaves_its_sum_unknown_and_the_known_part_told():
    lacking = done("parcours", 500.0, nature="qualitatif")
    told = balance(*contract(), lacking)
    assert math.isnan(told.loc["qualitatif", "expected"])
    assert told.loc["qualitatif", "expected_known"] == pytest.approx(2_500)
    assert told.loc["qualitatif", ["amount", "unpriced", "without_days", "without_proof"]].tolist() == [
        3_500,
        1,
        1,
        1,
    ]


def test_a_line_that_names_no_nature_is_neither_of_the_two():
    assert balance(done("parcours", 500.0, chances=(0.5,)))["lines"].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("proof", "source", "strength"),
    [
        ("Requête locale", None, 3),
        ("Bilan", "CPAM", 3),
        ("Compte-rendu de réunion", "CPTS", 2),
        ("Feuilles d'ÉMARGEMENT ; photos", "CPTS", 2),
        ("Mention dans le rapport d’activité", "CPTS", 1),
        ("Aucune preuve demandée", None, 0),
        ("Ce que la communauté voudra", "CPTS", None),
        ("Escargots", None, None),  # « cr » and « ars » are words of their own, not letters of another
        (None, None, None),
    ],
)
def test_a_strength_is_proposed_from_whole_words_and_only_from_words_it_knows(proof, source, strength):
    rows, _ = listed(done("parcours", 500.0, expected_proof=proof, source=source))
    found = proposed_strength(rows)[0]
    assert pd.isna(found) if strength is None else found == strength


def test_the_scale_of_evidence_has_four_steps_explained():
    assert list(vocabulary().strengths) == [0, 1, 2, 3]
    assert all(vocabulary().strengths.values())


def test_a_swap_moves_euros_within_a_mission_and_tells_what_it_changes():
    # 4 000 moved from 50 % to 90 %: +1 600 on average. Told line at 5 000: 5 000² × 0,09 = 2 250 000 instead of
    # 90 000; 4 730 000 − 4 000 000 − 90 000 + 2 250 000 = 2 890 000, whose root is 1 700. The 4 days are freed.
    told = swap(*listed(*contract()), 0, 1)
    assert told.loc[0, ["euros", "expected_change", "spread_after", "days_change"]].tolist() == pytest.approx(
        [4_000, 1_600, 1_700, -4]
    )
    assert told.loc[0, "spread_before"] == pytest.approx(math.sqrt(4_730_000))
    assert swap(*listed(*contract()), 0, 2).empty  # another mission, another envelope


def test_a_new_told_objective_takes_the_euros_alone_and_costs_its_days():
    # new at 100 %: no spread of its own; 4 730 000 − 4 000 000 = 730 000; 3 days more, 4 less
    new = {
        "mission": "parcours",
        "label": "Nouveau",
        "nature": "qualitatif",
        "amount": 100.0,
        "chance": 1.0,
        "effort": 3.0,
    }
    told = swap(*listed(*contract(), objectives=[new]), 0, 3)
    assert told.loc[0, ["expected_change", "days_change"]].tolist() == pytest.approx([2_000, -1])
    assert told.loc[0, "spread_after"] == pytest.approx(math.sqrt(730_000))


def test_the_swaps_that_cost_nothing_come_first_then_the_cheapest_then_those_that_lower_nothing():
    new = [
        {"mission": "parcours", "nature": "qualitatif", "chance": chance, "effort": 1.0}
        for chance in (0.4, 0.05, 0.5, 1.0)
    ]
    told = swaps(*listed(contract()[0], objectives=new))
    # from 50 %: 1 → +2 000, spread 0 ; 0,5 → 0, spread the same 2 000 ; 0,4 → −400, √0,24 × 4 000 = 1 960 ;
    # 0,05 → −1 800, √0,0475 × 4 000 = 872. Per euro lost: 40 ÷ 400 = 0,10 ; 1 128 ÷ 1 800 = 0,63
    assert told["into"].tolist() == [4, 2, 1, 3]
    assert told["spread_change"].round().tolist() == [-2_000, -1_128, -40, 0]


def test_a_line_given_up_takes_no_part_in_a_swap():
    counted, told, other = contract()
    assert swaps(*listed({**counted, "abandon": "taille"}, told, other)).empty
