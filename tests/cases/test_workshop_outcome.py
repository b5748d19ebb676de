"""What a table's contract brings, worked by hand."""

import math

import pytest

from aci_model import law
from aci_model.workshop import cases
from aci_model.workshop.outcome import FIXED, VARIABLE, outcome, used_chances
from aci_model.workshop.scenario import chosen, counts, empty, kept, scenario_of
from tests.building import done, dossier, line

RULES = law.load()
OPEN = cases.of_size(2, RULES)


def listed(*lines, **more):
    return cases.of_contract(dossier(*lines, size_class=3, **more), RULES, "Contrat")


TWO = listed(done("parcours", 1000, nature="quantitatif"), done("parcours", 3000, nature="qualitatif"))
# Size 3 by all texts: 75 000 fonctionnement; accès 90 000, parcours 45 000, prévention 17 500, crise 22 500 fixe.
ASSURED = 75_000 + 90_000 + 45_000 + 17_500 + 22_500


def of(case, changes):
    return outcome(case, scenario_of(case, changes))


def test_without_any_objective_a_contract_brings_its_fixe_and_its_running():
    found = outcome(TWO, empty(TWO))
    assert found.without_variable == found.expected == found.low == found.high == found.counted == ASSURED
    assert (found.objectives, found.variable_ceiling, found.cover) == (0, 0, None)


def test_two_objectives_bring_their_euros_at_their_chances():
    # 1 000 × 0,5 + 3 000 × 0,8 = 2 900. Sums: 0 (0,1), 1 000 (0,1), 3 000 (0,4), 4 000 (0,4): P10 = 0, P90 = 4 000.
    found = of(TWO, chosen("o1", chance=0.5) | chosen("o2", chance=0.8) | {"share": 0.75})
    assert found.variable == pytest.approx(2900)
    assert found.expected == pytest.approx(ASSURED + 2900)
    assert (found.low, found.high) == (ASSURED, ASSURED + 4000)
    assert found.variable_ceiling == 4000
    assert found.counted == ASSURED + 3000  # 0,75 × 4 000
    assert found.cover == pytest.approx(0.8)  # 3 000 or 4 000
    assert (found.objectives, found.quantitative_share, found.exact) == (2, 0.5, True)


def test_a_mission_never_brings_more_than_its_envelope():
    # 1 000 + 3 000 within 2 500: 0 (0,1), 1 000 (0,1), 2 500 (0,8): 100 + 2 000 = 2 100 on average.
    case = listed(done("parcours", 1000), done("parcours", 3000), envelopes={("parcours", "variable"): 2500})
    found = of(case, chosen("o1", chance=0.5) | chosen("o2", chance=0.8))
    assert found.variable_ceiling == 2500
    assert found.variable == pytest.approx(2100)
    assert found.high - found.without_variable == 2500


def test_an_objective_nobody_gives_a_chance_has_the_proposed_one_and_says_so():
    found = of(TWO, chosen("o1"))
    assert (found.variable, found.proposed) == (500, 1)  # one chance in two
    assert "proposé" in found.unknown[-1]
    assert used_chances(TWO, scenario_of(TWO, chosen("o1", chance=0.3)))["origin"].tolist() == [
        "saisie",
        "proposé",
    ]


def test_an_objective_past_years_speak_of_has_their_chance():
    past = [{"year": 2025, "mission": "parcours", "label": "Ateliers", "result": 9}]
    case = listed(line("parcours", (8, 900), kind="compte", label="Ateliers"), history=past)
    found = of(case, chosen("o1"))
    assert (found.variable, found.proposed) == (pytest.approx(600), 0)  # (1 + 2 × ½) ÷ (1 + 2) = 2/3
    assert used_chances(case, scenario_of(case, chosen("o1")))["origin"].tolist() == ["historique"]


def test_an_objective_of_unknown_amount_is_left_out_and_told():
    case = listed(done("parcours", 1000), line("parcours", (1, math.nan)))
    found = of(case, chosen("o1", chance=1.0) | chosen("o2", chance=1.0))
    assert (found.variable, found.objectives, found.at_least) == (1000, 2, {VARIABLE})
    assert "sans montant connu" in found.unknown[0]


def test_objectives_of_a_mission_set_aside_count_for_nothing_until_it_is_back():
    case = listed(done("parcours", 1000), done("qualite", 500))
    told = chosen("o2", chance=1.0)
    assert of(case, told).objectives == 0
    back = of(case, told | kept("qualite", keep=True))
    assert (back.objectives, back.variable, back.fixe) == (1, 500, ASSURED - 75_000 + 15_000)


def test_the_gap_to_the_firm_commitments_is_told_without_the_variable_part():
    posts = [{"post": "Salaires", "amount": 260_000.0, "rhythm": "annuel", "firm": True}]
    case = listed(done("parcours", 1000), expenses=posts)
    assert of(case, chosen("o1", chance=1.0)).gap == ASSURED - 260_000


def test_an_open_mission_is_shared_equally_between_the_objectives_set_there():
    # Parcours of size 2: 35 000 over 2 + 1 objectives at 60 %: 21 000 on average; P10: one in three, P90: all three.
    # None 6,4 %, one 28,8 %, two 43,2 %, three 21,6 %.
    found = of(OPEN, counts("parcours", quanti=2, quali=1, chance=0.6))
    assert found.variable == pytest.approx(21_000)
    assert found.low - found.without_variable == pytest.approx(35_000 / 3)
    assert found.high - found.without_variable == pytest.approx(35_000)
    assert (found.objectives, found.quantitative_share, found.exact) == (3, pytest.approx(2 / 3), True)


def test_thirds_and_quarters_of_envelopes_add_up_exactly():
    # Parcours 35 000 in three, prévention 15 000 in four, each surely reached: 50 000 to the cent.
    found = of(OPEN, counts("parcours", quanti=3, chance=1.0) | counts("prevention", quali=4, chance=1.0))
    assert found.variable == pytest.approx(50_000, abs=1e-6)
    assert found.exact
    assert found.cover == pytest.approx(1)


def test_in_an_open_case_how_many_objectives_moves_the_range_and_not_the_average():
    one, six = (of(OPEN, counts("parcours", quanti=number, chance=0.5)) for number in (1, 6))
    assert one.expected == pytest.approx(six.expected)
    assert six.high - six.low < one.high - one.low


def test_a_mission_that_pays_nothing_on_results_has_no_objective():
    found = of(OPEN, counts("crise", quanti=3))
    assert (found.objectives, found.variable) == (0, 0)


def test_an_unknown_fixe_is_in_no_sum_and_says_so():
    # Size 2: 60 000 + 74 500 + 35 000 + 15 000, the crisis mission's fixe unknown.
    found = outcome(OPEN, empty(OPEN))
    assert found.without_variable == 184_500
    assert found.at_least == {FIXED}
    assert "Crise sanitaire" in found.unknown[0]
