"""Red lines, prices of « no », tenable targets, counter-offers and presets, worked by hand."""

import math

import pandas as pd
import pytest

from aci_model.bargaining.offers import offers
from aci_model.bargaining.presets import Cut, linear, own_target, rosp
from aci_model.bargaining.stakes import stakes
from aci_model.bargaining.tenable import tenable
from aci_model.foresight.bands import bands, bounds
from aci_model.foresight.chances import chances
from aci_model.foresight.own_path import own_values
from aci_model.funding import Choices
from tests.building import done, dossier, line

BREAST = ((69.7, 1_000), (72.4, 2_500), (75, 3_500))  # dépistage du cancer du sein, initial 66,26 %
ALD = ((219, 3_000), (100, 6_000), (50, 9_000))  # ALD sans médecin traitant, lower is better


def screening(**more):
    return line("prevention", *BREAST, baseline=66.26, unit="%", label="Taux", **more)


def staked(one, daily_cost=150.0, choices=None):
    read = dossier(one)
    return stakes(read.lines, read.tiers, chances(read), choices or Choices(), daily_cost).iloc[0]


def held(one, past=(), **more):
    history = [
        {"year": 2021 + n, "mission": one["mission"], "label": one["label"], "result": v}
        for n, v in enumerate(past)
    ]
    read = dossier(one, history=history)
    projected = bands(bounds(own_values(read)), 1)
    return tenable(read.lines, read.tiers, chances(read), projected, **more).iloc[0]


def countered(one, past=(), **more):
    history = [
        {"year": 2021 + n, "mission": one["mission"], "label": one["label"], "result": v}
        for n, v in enumerate(past)
    ]
    read = dossier(one, history=history)
    told = chances(read)
    can = tenable(read.lines, read.tiers, told, bands(bounds(own_values(read)), 1))
    worth = stakes(read.lines, read.tiers, told, Choices(), None)
    return offers(can, worth, **more).iloc[0]


def plain(text):
    """A sentence with ordinary spaces and apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_the_red_line_is_the_first_step_that_pays_the_effort():
    # 10 days × 150 € = 1 500 €: 1 000 at 69,7 does not pay it, 2 500 at 72,4 does
    row = staked(screening(effort=10))
    assert row["cost"] == 1_500
    assert row["red_line"] == 72.4


def test_under_all_or_nothing_only_the_target_pays():
    assert staked(screening(effort=10), choices=Choices(reading="tout-ou-rien"))["red_line"] == 75


def test_under_the_linear_reading_the_red_line_lies_on_the_way():
    # 1 500 / 3 500 of 8,74 points = 3,7457; 66,26 + 3,7457 = 70,0057, to the next hundredth 70,01
    assert staked(screening(effort=10), choices=Choices(reading="lineaire"))["red_line"] == pytest.approx(
        70.01
    )


def test_the_red_line_goes_down_where_lower_is_better():
    ald = line("acces_aux_soins", *ALD, baseline=219, direction=-1, effort=40)
    # 40 × 150 = 6 000: paid at 100 patients
    assert staked(ald)["red_line"] == 100
    # linear: 6 000 / 9 000 of 169 = 112,67; 219 − 112,67 = 106,33, the next whole patient is 106
    assert staked(ald, choices=Choices(reading="lineaire"))["red_line"] == 106


def test_an_effort_dearer_than_the_line_is_never_paid():
    row = staked(screening(effort=24))  # 24 × 150 = 3 600 over 3 500
    assert row["state"] == "never"
    assert math.isnan(row["red_line"])


def test_an_intensity_of_means_raises_the_red_line():
    # 1 500 of 2 500 × 0,5 = 1 250 is not paid at 72,4; 3 500 × 0,5 = 1 750 is at 75
    row = staked(screening(effort=10), choices=Choices(intensity={"prevention": 0.5}))
    assert row["red_line"] == 75
    assert row["ceiling"] == 1_750


@pytest.mark.parametrize(
    ("effort", "daily_cost", "state"), [(None, 150, "unknown"), (10, None, "unknown"), (0, 150, "free")]
)
def test_without_a_cost_there_is_no_red_line(effort, daily_cost, state):
    row = staked(screening(effort=effort), daily_cost)
    assert row["state"] == state
    assert math.isnan(row["red_line"])


def test_the_price_of_no_is_what_was_expected_less_the_effort():
    # 0,8 × 1 000 + 0,5 × 1 500 + 0,3 × 1 000 = 1 850; less 1 500 of effort = 350; 185 € a day
    row = staked(screening(effort=10, chances=(0.8, 0.5, 0.3)))
    assert row["expected"] == pytest.approx(1_850)
    assert row["net"] == pytest.approx(350)
    assert row["per_day"] == pytest.approx(185)


def test_a_refusal_may_save_money():
    # 0,1 × 3 500 = 350 − 1 500
    row = staked(line("prevention", (75, 3_500), effort=10, chances=(0.1,)))
    assert row["net"] == pytest.approx(-1_150)


def test_the_price_of_no_is_unknown_without_a_chance():
    row = staked(screening(effort=10))
    assert math.isnan(row["expected"])
    assert row["red_line"] == 72.4  # the red line needs none


def test_the_tenable_target_is_a_quantile_of_the_projection():
    # 60, 62, 61, 63: changes +2, −1, +2; naive: variance (4 + 1 + 4) / 3 = 3, Student with 3 degrees of freedom,
    # quantile at 80 % 0,9785: 63 − 0,9785 × √3 = 61,305, to the easier hundredth 61,30
    row = held(screening(), past=(60, 62, 61, 63), method="naive")
    assert row["target"] == pytest.approx(61.30)
    assert (row["basis"], row["chance"], row["values"]) == ("projection", 0.8, 4)
    assert not row["held"]


def test_the_tenable_target_lies_above_the_projection_where_lower_is_better():
    ald = line("acces_aux_soins", *ALD, direction=-1, label="ALD", unit="patients")
    # 70, 72, 71, 73 patients, naive: 73 + 0,9785 × √3 = 74,69, the next easier whole patient is 75
    row = held(ald, past=(70, 72, 71, 73), method="naive")
    assert row["target"] == 75


def test_a_target_the_projection_passes_is_held():
    assert held(line("prevention", (60, 500), unit="%", label="Taux"), past=(70, 72, 71, 73))["held"]


def test_a_higher_chance_asks_for_an_easier_target():
    assert (
        held(screening(), past=(60, 62, 61, 63), level=0.9)["target"]
        < held(screening(), past=(60, 62, 61, 63))["target"]
    )


def test_without_a_past_the_hardest_likely_step_is_tenable():
    row = held(screening(chances=(0.9, 0.8, 0.3)))
    assert (row["target"], row["chance"], row["basis"]) == (72.4, 0.8, "steps")


def test_no_step_may_be_tenable():
    row = held(screening(chances=(0.7, 0.5, 0.3)))
    assert math.isnan(row["target"])
    assert row["basis"] == "none"
    assert not row["held"]


@pytest.mark.parametrize(("chance", "is_held"), [(0.8, True), (0.79, False)])
def test_a_deliverable_is_held_by_its_chance(chance, is_held):
    assert bool(held(done("qualite", 500, label="L", chances=(chance,)))["held"]) is is_held


def test_without_a_past_nor_a_chance_nobody_can_conclude():
    row = held(screening())
    assert row["basis"] == "unknown"
    assert pd.isna(row["held"])
    assert math.isnan(row["target"])


def test_three_values_carry_no_projection():
    # three past results give the steps a chance, not the result a band
    assert held(screening(), past=(70, 72, 71))["basis"] in {"steps", "none"}


def test_the_counter_offer_keeps_the_expected_euros():
    # expected 1 850 (see above); the step at 69,7 is tenable with 80 %: 1 850 / 0,8 = 2 312,50, to 2 300
    row = countered(screening(chances=(0.8, 0.5, 0.3)))
    assert (row["state"], row["target"], row["amount"]) == ("offer", 69.7, 2_300)
    assert row["expected_before"] == pytest.approx(1_850)
    assert row["expected_after"] == pytest.approx(1_840)


def test_an_easier_target_is_never_worth_more_than_the_line():
    # 0,9 × 3 500 up to the second step, 0,5 on the last: 0,9 × 3 400 + 0,5 × 100 = 3 110; / 0,8 = 3 887,50 > 3 500
    steps = line("prevention", (70, 3_400), (75, 3_500), unit="%", label="Taux", chances=(0.9, 0.5))
    row = countered(steps, past=(60, 62, 61, 63))
    assert row["capped"]
    assert row["amount"] == 3_500


def test_a_target_that_is_tenable_is_not_bargained():
    row = countered(screening(chances=(0.9, 0.9, 0.9)))
    assert row["state"] == "hold"
    assert math.isnan(row["target"])


def test_the_amount_of_an_offer_is_unknown_without_a_chance():
    # four regular years say where the result goes, a missing amount leaves the euros unknown
    row = countered(
        line("prevention", (70, None), (75, 3_500), unit="%", label="Taux"), past=(60, 62, 61, 63)
    )
    assert row["state"] == "offer"
    assert math.isnan(row["amount"])


def test_a_straight_line_between_two_thresholds_is_paid_in_equal_steps():
    tiers = linear(60, 80, 3_500).tiers
    # 65, 70, 75, 80; 875 → 900, 1 750, 2 625 → 2 600, 3 500 (to 50)
    assert tiers["threshold"].tolist() == [65, 70, 75, 80]
    assert tiers["amount"].tolist() == [900, 1_750, 2_600, 3_500]


def test_a_straight_line_may_go_down():
    tiers = linear(219, 50, 9_000, Cut(steps=2)).tiers
    assert tiers["threshold"].tolist() == [134, 50]  # 219 − 84,5 = 134,5
    assert tiers["amount"].tolist() == [4_500, 9_000]


def test_steps_rounded_onto_one_threshold_are_one_step():
    # 1, 2 and nothing between: 0,5 → 0 is the start itself, 1,5 → 2 and 2 are one
    tiers = linear(0, 2, 1_000).tiers
    assert tiers["threshold"].tolist() == [1, 2]
    assert tiers["tier"].tolist() == [1, 2]
    assert tiers["amount"].tolist() == [500, 1_000]


def test_a_straight_line_needs_two_thresholds():
    with pytest.raises(ValueError, match="deux seuils différents"):
        linear(60, 60, 1_000)


def test_thresholds_in_the_manner_of_the_rosp_wait_for_a_comparison():
    proposal = rosp(None, 1_000)
    assert proposal.tiers.empty
    assert "pas encore publiés" in proposal.sentence


def test_thresholds_in_the_manner_of_the_rosp_run_from_one_percentile_to_the_other():
    proposal = rosp((60, 70), 1_000, Cut(steps=2, unit="%"))
    assert proposal.tiers[["threshold", "amount"]].to_numpy().tolist() == [[65, 500], [70, 1_000]]
    assert "rien jusqu'à 60 % (30 % des communautés comparables font moins bien)" in plain(proposal.sentence)


def test_ones_own_target_is_one_step_and_says_its_chance():
    proposal = own_target(61.3, 2_300, 0.8, unit="%")
    assert proposal.tiers[["threshold", "amount"]].to_numpy().tolist() == [[61.3, 2_300]]
    assert plain(proposal.sentence) == "61,3 %, que vous atteindriez avec 80 % de chances : 2 300 €."


def test_ones_own_target_is_not_invented():
    assert own_target(None, 2_300, None).tiers.empty
