"""One line under each reading, worked by hand from ACI.md §3."""

import math

import pytest

from aci_model import law
from aci_model.funding import READINGS, Choices, assess, side_by_side
from tests.building import done, dossier, line

BREAST = ((69.7, 1_000), (72.4, 2_500), (75, 3_500))  # dépistage du cancer du sein, initial 66,26 %
ALD = ((219, 3_000), (100, 6_000), (50, 9_000))  # ALD sans médecin traitant, initial 219, lower is better


def euros(one_line, reading):
    read = dossier(one_line)
    return side_by_side(read.lines.merge(read.results, on="line"), read.tiers)[reading].iloc[0]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (69.69, 0),  # just under the first step
        (69.7, 1_000),  # the first step itself
        (72.39, 1_000),
        (72.4, 2_500),
        (72.5, 2_500),  # ACI.md §7
        (74.99, 2_500),
        (75, 3_500),
        (99, 3_500),  # nothing above the target
    ],
)
def test_as_signed_the_best_step_reached_is_paid_and_nothing_between_two(result, expected):
    assert euros(line("prevention", *BREAST, result=result, baseline=66.26), "contrat") == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (220, 0),  # worse than the start
        (219, 3_000),  # « 101–219 → 3 000 € »
        (101, 3_000),
        (100, 6_000),  # « 51–100 → 6 000 € »
        (80, 6_000),  # ACI.md §7
        (51, 6_000),
        (50, 9_000),  # « ≤ 50 → 9 000 € »
        (0, 9_000),
    ],
)
def test_where_lower_is_better_steps_are_reached_going_down(result, expected):
    assert (
        euros(line("acces_aux_soins", *ALD, result=result, baseline=219, direction=-1), "contrat") == expected
    )


@pytest.mark.parametrize(("result", "expected"), [(74.99, 0), (75, 3_500)])
def test_all_or_nothing_looks_at_the_last_threshold_only(result, expected):
    assert euros(line("prevention", *BREAST, result=result, baseline=66.26), "tout-ou-rien") == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (66.26, 0),  # the start
        (60, 0),  # floor
        (70.63, 1_750),  # (70,63 − 66,26) / (75 − 66,26) = 4,37 / 8,74 = 1/2 of 3 500
        (75, 3_500),
        (80, 3_500),  # cap
    ],
)
def test_linear_goes_straight_from_the_baseline_to_the_last_threshold(result, expected):
    assert euros(line("prevention", *BREAST, result=result, baseline=66.26), "lineaire") == pytest.approx(
        expected
    )


def test_linear_goes_straight_down_where_lower_is_better():
    # (134,5 − 219) / (50 − 219) = −84,5 / −169 = 1/2 of 9 000
    half = line("acces_aux_soins", *ALD, result=134.5, baseline=219, direction=-1)
    assert euros(half, "lineaire") == pytest.approx(4_500)


def test_linear_takes_a_missing_baseline_as_zero_where_higher_is_better():
    # 2 ateliers sur 8, 4 000 € : 2 / 8 × 4 000 = 1 000
    assert euros(line("parcours", (8, 4_000), result=2, kind="compte"), "lineaire") == pytest.approx(1_000)


def test_linear_is_unknown_without_a_baseline_where_lower_is_better_and_a_notice_says_so():
    blind = dossier(line("acces_aux_soins", *ALD, result=80, direction=-1))
    assessed = assess(blind, law.load(), Choices(reading="lineaire"))
    assert math.isnan(assessed.lines["reached"].iloc[0])
    assert assessed.lines["pending"].iloc[0] == 9_000
    assert "no_baseline" in set(assessed.notices["kind"])


def test_linear_pays_all_or_nothing_where_the_target_asks_for_no_progress():
    # initial 70, target 68 on « hausse »: no way to go, so reached pays all and one point less pays nothing
    assert euros(line("prevention", (68, 500), result=68, baseline=70), "lineaire") == 500
    assert euros(line("prevention", (68, 500), result=67, baseline=70), "lineaire") == 0


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(("result", "expected"), [(True, 2_000), (False, 0)])
def test_a_deliverable_reads_the_same_in_every_reading(reading, result, expected):
    assert euros(done("acces_aux_soins", 2_000, result=result), reading) == expected


@pytest.mark.parametrize("reading", READINGS)
def test_a_missing_result_is_missing_in_every_reading(reading):
    assert math.isnan(euros(line("prevention", *BREAST, baseline=66.26), reading))


def test_steps_may_be_typed_in_any_order():
    backwards = line("prevention", *reversed(BREAST), result=72.5, baseline=66.26)
    assert euros(backwards, "contrat") == 2_500


def test_a_rate_read_from_a_percent_cell_reaches_the_threshold_it_shows():
    # 0,697 × 100 is 69,69999999999999 in binary
    assert euros(line("prevention", *BREAST, result=0.697 * 100, baseline=66.26), "contrat") == 1_000


def test_an_amount_that_falls_keeps_the_best_one_already_reached():
    # ≥ 70 → 3 000, ≥ 75 → 1 000: at 76 the 3 000 already reached are kept
    odd = line("prevention", (70, 3_000), (75, 1_000), result=76, baseline=66)
    assert euros(odd, "contrat") == 3_000


def test_the_gap_of_a_line_is_its_highest_reading_less_its_lowest():
    # 72,5 %: contrat 2 500, tout ou rien 0, linéaire (72,5 − 66,26) / 8,74 × 3 500 = 2 498,86
    read = dossier(line("prevention", *BREAST, result=72.5, baseline=66.26))
    table = side_by_side(read.lines.merge(read.results, on="line"), read.tiers)
    assert table["gap"].iloc[0] == pytest.approx(2_500)
    assert table["lineaire"].iloc[0] == pytest.approx(6.24 / 8.74 * 3_500)
