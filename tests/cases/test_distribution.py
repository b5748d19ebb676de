"""The chance of every sum, against sums worked by hand, every outcome listed, and a simulation."""

import itertools
from math import erf

import numpy as np
import pandas as pd
import pytest

from aci_model.foresight.common_cause import in_each_state, states
from aci_model.foresight.convolution import CELLS, COARSE
from aci_model.foresight.distribution import income, income_by_count, incomes
from aci_model.foresight.tails import normal_quantile


def contract(*ladders):
    """Lines and tiers from ladders of (cumulative euros, chance)."""
    lines = pd.DataFrame({"line": range(len(ladders))})
    rows = [
        {"line": line, "tier": rank, "amount": amount, "chance": chance}
        for line, ladder in enumerate(ladders)
        for rank, (amount, chance) in enumerate(ladder, 1)
    ]
    return lines, pd.DataFrame(rows, columns=["line", "tier", "amount", "chance"]).astype(
        {"amount": "float64", "chance": "float64"}
    )


def outcomes(ladder):
    """What a line may bring, with its chance: reaching a step and no further, or none."""
    amounts = [0.0, *(amount for amount, _ in ladder)]
    reached = [1.0, *(chance for _, chance in ladder), 0.0]
    return [(amounts[k], reached[k] - reached[k + 1]) for k in range(len(amounts))]


def listed(*ladders):
    """Every outcome of every line, one by one: sum -> chance."""
    found = {}
    for drawn in itertools.product(*map(outcomes, ladders)):
        total = round(sum(euros for euros, _ in drawn), 2)
        found[total] = found.get(total, 0.0) + float(np.prod([chance for _, chance in drawn]))
    return {total: chance for total, chance in found.items() if chance > 0}


def told(distribution):
    return {
        round(float(value), 2): float(mass)
        for value, mass in zip(distribution.euros, distribution.mass, strict=True)
        if mass > 0
    }


def some(count, seed, amounts=(900, 1000, 2000, 2500, 3000, 5000)):
    """Ladders of one to three steps, drawn once and for all."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        steps = int(rng.integers(1, 4))
        euros = np.cumsum(rng.choice(amounts, steps)).tolist()
        falling = np.sort(rng.uniform(0.05, 0.95, steps))[::-1].tolist()
        made.append(list(zip(euros, falling, strict=True)))
    return made


TWO = [[(3000, 0.5)], [(5000, 0.8)]]


def test_two_lines_give_four_sums():
    # 0: ½ × 0,2 = 0,1 · 3 000: ½ × 0,2 = 0,1 · 5 000: ½ × 0,8 = 0,4 · 8 000: ½ × 0,8 = 0,4
    found = income(*contract(*TWO))
    assert told(found) == pytest.approx({0: 0.1, 3000: 0.1, 5000: 0.4, 8000: 0.4})
    assert (found.step, found.exact, found.lines, found.unknown) == (1000, True, 2, 0)


def test_the_figures_of_two_lines_by_hand():
    found = income(*contract(*TWO))
    # 3 000 × 0,5 + 5 000 × 0,8 = 5 500; variance 3 000² × 0,25 + 5 000² × 0,16 = 2 250 000 + 4 000 000 = 2 500²
    assert found.mean == pytest.approx(5500)
    assert found.sd == pytest.approx(2500)
    # F: 0,1 at 0; 0,2 at 3 000; 0,6 at 5 000; 1 at 8 000. The smallest sum with F ≥ 0,1 is 0.
    assert [found.quantile(share) for share in (0.1, 0.11, 0.5, 0.6, 0.61, 0.9)] == [
        0,
        3000,
        5000,
        5000,
        8000,
        8000,
    ]
    # At least 5 000: 0,4 + 0,4. At least 5 001: 0,4. At least 0: certain. At least 8 001: never.
    assert [found.cover(euros) for euros in (5000, 5001, 0, -1, 8001)] == pytest.approx([0.8, 0.4, 1, 1, 0])
    # To reach 5 000: 5 000 lack in 0,1 of cases, 2 000 in 0,1: 500 + 200.
    assert found.lack(5000) == pytest.approx(700)
    assert found.lack(9000) == pytest.approx(9000 - 5500)
    # Worst tenth: 0. Worst fifth: (0,1 × 0 + 0,1 × 3 000) / 0,2 = 1 500. All: the mean.
    assert [found.shortfall(level) for level in (0.1, 0.2, 1)] == pytest.approx([0, 1500, 5500], abs=1e-6)


def test_an_envelope_caps_what_its_lines_add_up_to():
    found = income(*contract(*TWO))
    # 8 000 becomes 6 000: 0,1 × 3 000 + 0,4 × 5 000 + 0,4 × 6 000 = 4 700.
    capped = found.capped(6000)
    assert told(capped) == pytest.approx({0: 0.1, 3000: 0.1, 5000: 0.4, 6000: 0.4})
    assert (capped.mean, capped.exact) == (pytest.approx(4700), True)
    # 5 500 lies between two cells of 1 000: 0,4 is shared between them, 0,1 × 3 000 + 0,4 × 5 000 + 0,4 × 5 500.
    between = found.capped(5500)
    assert told(between) == pytest.approx({0: 0.1, 3000: 0.1, 5000: 0.6, 6000: 0.2})
    assert (between.mean, between.exact) == (pytest.approx(4500), False)
    assert told(found.capped(9000)) == told(found)
    assert told(income(*contract([(8000, 1)], [(1000, 0.5)])).capped(500)) == pytest.approx({500: 1})


def test_a_stepped_line_is_one_line_with_several_sums():
    # 1 000 reached at 90 %, 2 500 at 60 %, 3 500 at 20 %: 10 % nothing, 30 % 1 000, 40 % 2 500, 20 % 3 500.
    found = income(*contract([(1000, 0.9), (2500, 0.6), (3500, 0.2)]))
    assert told(found) == pytest.approx({0: 0.1, 1000: 0.3, 2500: 0.4, 3500: 0.2})
    # 1 000 × 0,9 + 1 500 × 0,6 + 1 000 × 0,2 = 2 000
    assert found.mean == pytest.approx(2000)


def test_what_is_sure_starts_the_grid_and_is_not_left_to_chance():
    # 3 000 sure, then 3 000 more at 40 %; 5 000 sure; 1 000 impossible.
    found = income(*contract([(3000, 1), (6000, 0.4)], [(5000, 1)], [(1000, 0)]))
    assert told(found) == pytest.approx({8000: 0.6, 11000: 0.4})
    assert found.start == 8000


def test_no_line_brings_nothing_for_sure():
    found = income(*contract())
    assert (found.mean, found.sd, found.quantile(0.9), found.cover(0), found.cover(1)) == (0, 0, 0, 1, 0)


def test_a_line_whose_chance_or_amount_is_unknown_is_left_out_and_counted():
    nan = np.nan
    found = income(*contract([(3000, 0.5)], [(2000, nan)], [(1000, 0.9), (4000, nan)]))
    assert told(found) == pytest.approx({0: 0.5, 3000: 0.5})
    assert (found.lines, found.unknown, found.unknown_euros) == (1, 2, 2000 + 4000)
    priceless = income(*contract([(3000, 0.5)], [(nan, 0.5)], []))
    assert (priceless.lines, priceless.unknown) == (1, 2)
    assert np.isnan(priceless.unknown_euros)


@pytest.mark.parametrize("chance", [-0.01, 1.01])
def test_a_chance_that_is_none_is_refused(chance):
    with pytest.raises(ValueError, match="between 0 and 1"):
        income(*contract([(1000, chance)]))


@pytest.mark.parametrize("common", [-0.1, 1.1])
def test_a_correlation_that_is_none_is_refused(common):
    with pytest.raises(ValueError, match="from 0 to 1"):
        income(*contract(*TWO), common=common)


@pytest.mark.parametrize("count", [1, 3, 6, 9])
def test_every_outcome_listed_one_by_one_gives_the_same_chances(count):
    ladders = some(count, seed=count)
    found = income(*contract(*ladders))
    assert found.exact
    assert told(found) == pytest.approx(listed(*ladders), abs=1e-12)


def test_twelve_lines_listed_one_by_one_give_the_same_quantiles():
    ladders = [ladder[:1] for ladder in some(12, seed=12)]
    found, sums = income(*contract(*ladders)), listed(*ladders)
    values = np.array(sorted(sums))
    below = np.cumsum([sums[value] for value in values])
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        assert found.quantile(share) == values[np.flatnonzero(below >= share - 1e-10)[0]]


@pytest.mark.parametrize("common", [0.1, 0.4, 0.9])
def test_with_a_common_cause_listing_the_outcomes_state_by_state_agrees(common):
    ladders = some(5, seed=5)
    factor, weights = states()
    asked = np.array([chance for ladder in ladders for _, chance in ladder])
    given = in_each_state(asked, common, factor, weights)
    expected = {}
    for state, weight in enumerate(weights):
        left = iter(given[:, state])
        here = [[(amount, next(left)) for amount, _ in ladder] for ladder in ladders]
        for total, chance in listed(*here).items():
            expected[total] = expected.get(total, 0.0) + weight * chance
    assert told(income(*contract(*ladders), common=common)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("common", [0.1, 0.4, 0.8, 0.95])
def test_the_states_of_a_common_cause_agree_with_a_fine_integration(common):
    # The same sums with 20 states and with 400: the chances of being under each sum differ by under 0,2 %.
    ladders = some(10, seed=3)
    lines, tiers = contract(*ladders)
    coarse = income(lines, tiers, common=common)
    factor, weights = states(400)
    asked = tiers["chance"].to_numpy()
    pulled = (normal_quantile(asked)[:, None] + np.sqrt(common) * factor) / np.sqrt(1 - common)
    given = normal_share_by_hand(pulled)
    fine = np.zeros(len(coarse.mass))
    for state, weight in enumerate(weights):
        here = tiers.assign(chance=np.clip(given[:, state], 0, 1))
        mass = income(lines, here)
        offset = round(mass.start / coarse.step)
        spread = np.zeros(len(fine))
        spread[offset + np.arange(len(mass.mass)) * round(mass.step / coarse.step)] = mass.mass
        fine += weight * spread
    assert np.abs(np.cumsum(coarse.mass) - np.cumsum(fine)).max() < 0.002


def normal_share_by_hand(values):
    """The normal law from the error function of the standard library, not from the code under test."""
    return np.vectorize(lambda z: 0.5 * (1 + erf(z / np.sqrt(2))))(values)


@pytest.mark.parametrize("common", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_common_cause_leaves_each_chance_what_it_was(common):
    asked = np.array([0.001, 0.02, 0.25, 0.5, 0.81, 0.98, 0.999])
    factor, weights = states()
    given = in_each_state(asked, common, factor, weights)
    assert given @ weights == pytest.approx(asked, abs=1e-11)
    assert np.all(np.diff(given, axis=1) >= -1e-15)
    assert np.all(np.diff(given, axis=0) >= -1e-15)


def test_one_luck_for_all_reaches_together_whatever_is_as_likely():
    # Luck under ½: both, 8 000. From 0,5 to 0,8: the second, 5 000. Beyond: nothing, 0,2.
    found = income(*contract(*TWO), common=1)
    assert told(found) == pytest.approx({8000: 0.5, 5000: 0.3, 0: 0.2})


def test_a_simulation_of_forty_lines_agrees():
    # 200 000 draws: a chance is known within 4 × √(0,25 / 200 000) = 0,45 %, and the mean within 4 × sd / √200 000.
    ladders, draws = some(40, seed=40), 200_000
    rng = np.random.default_rng(7)
    total = np.zeros(draws)
    for ladder in ladders:
        luck = rng.random(draws)
        euros = np.array([0.0, *(amount for amount, _ in ladder)])
        total += euros[(luck[:, None] < [chance for _, chance in ladder]).sum(axis=1)]
    found = income(*contract(*ladders))
    assert abs(found.mean - total.mean()) < 4 * found.sd / np.sqrt(draws)
    assert found.sd == pytest.approx(total.std(), rel=0.01)
    for euros in np.quantile(total, [0.1, 0.5, 0.9]):
        assert abs(found.cover(euros) - np.mean(total >= euros)) < 0.0045


def test_a_simulation_of_forty_lines_that_fail_together_agrees():
    ladders, draws, common = some(40, seed=41), 200_000, 0.4
    rng = np.random.default_rng(8)
    factor, total = rng.standard_normal(draws), np.zeros(draws)
    for ladder in ladders:
        luck = np.sqrt(common) * factor + np.sqrt(1 - common) * rng.standard_normal(draws)
        heights = -normal_quantile([chance for _, chance in ladder])
        total += np.array([0.0, *(amount for amount, _ in ladder)])[(luck[:, None] >= heights).sum(axis=1)]
    found = income(*contract(*ladders), common=common)
    assert abs(found.mean - total.mean()) < 4 * found.sd / np.sqrt(draws)
    # 20 states instead of a continuum: half a percent more, beside the 0,45 % of the draws.
    for euros in np.quantile(total, [0.1, 0.25, 0.5, 0.75, 0.9]):
        assert abs(found.cover(euros) - np.mean(total >= euros)) < 0.0095


def test_amounts_that_share_no_round_step_fall_back_on_a_coarser_grid_and_keep_their_mean():
    ladders = [[(round(1000 + 137.31 * k, 2), 0.3 + 0.01 * k)] for k in range(40)]
    found = income(*contract(*ladders))
    assert not found.exact
    # About 1 500 cells, and at most one more for each line.
    assert COARSE < len(found.mass) <= COARSE + 41 < CELLS
    # Σ amount × chance; each of 40 lines adds at most (step / 2)² to the variance.
    assert found.mean == pytest.approx(sum(a * c for [(a, c)] in ladders), rel=1e-12)
    spread = sum(a * a * c * (1 - c) for [(a, c)] in ladders)
    assert spread <= found.sd**2 * (1 + 1e-12) <= spread + 40 * (found.step / 2) ** 2 + 1


def test_a_grid_in_cents_is_exact_while_it_is_short():
    # 0,10 + 0,35: the common step is 5 cents.
    found = income(*contract([(0.10, 0.5)], [(0.35, 0.5)]))
    assert (found.step, found.exact) == (0.05, True)
    assert told(found) == pytest.approx({0: 0.25, 0.10: 0.25, 0.35: 0.25, 0.45: 0.25})


@pytest.mark.parametrize("common", [0.0, 0.3, 1.0])
def test_adding_lines_one_at_a_time_gives_each_sum_of_the_first_ones(common):
    ladders = [*some(6, seed=6), [(2000, np.nan)], [(4000, 1)]]
    lines, tiers = contract(*ladders)
    path = income_by_count(lines, tiers, common=common)
    assert len(path) == len(ladders) + 1
    for count, found in enumerate(path):
        alone = income(lines.iloc[:count], tiers, common=common)
        assert told(found) == pytest.approx(told(alone), abs=1e-12)
        assert (found.lines, found.unknown, found.exact) == (alone.lines, alone.unknown, alone.exact)


@pytest.mark.parametrize("common", [0.0, 0.3, 1.0])
def test_many_groups_at_once_are_each_group_alone(common):
    ladders = [[(2000, np.nan)], *some(11, seed=11)]
    lines, tiers = contract(*ladders)
    lines = lines.assign(community=list("abcabcabcabc"), year=pd.array([1, 1, None] * 4, dtype="Int64"))
    found = incomes(lines, tiers, ["community", "year"], common=common)
    assert found["community"].tolist() == ["a", "b", "c"]
    for place, name in enumerate("abc"):
        alone = income(lines[lines["community"] == name], tiers, common=common)
        row = found.iloc[place]
        assert told(row["distribution"]) == pytest.approx(told(alone), abs=1e-12)
        assert row["expected"] == pytest.approx(alone.mean)
        assert [row["low"], row["median"], row["high"]] == [alone.quantile(q) for q in (0.1, 0.5, 0.9)]
        assert row["unknown"] == alone.unknown


def test_no_group_at_all_is_an_empty_table():
    lines, tiers = contract()
    found = incomes(lines.assign(community=pd.Series(dtype="str")), tiers, ["community"])
    assert found.empty
    assert {"community", "expected", "low", "high"} <= set(found.columns)
