"""What must hold of the chance of every sum, whatever the lines."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model.foresight.distribution import income, income_by_count
from tests.cases.test_distribution import contract, listed

quick = settings(max_examples=60, deadline=None)
shares = [0.05, 0.1, 0.5, 0.9, 1.0]
chance = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1).map(lambda share: round(share, 4)))
commons = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.01, 0.97))
# Round amounts share a grid; any cents do not, and fall back on a coarser one.
round_euros = st.integers(0, 60).map(lambda hundreds: hundreds * 100.0)
any_euros = st.integers(0, 1_000_000).map(lambda cents: cents / 100)


@st.composite
def ladders(draw, euros=round_euros, most=6):
    made = []
    for _ in range(draw(st.integers(0, most))):
        steps = draw(st.integers(1, 3))
        amounts = sorted(draw(st.lists(euros, min_size=steps, max_size=steps)))
        falling = sorted(draw(st.lists(chance, min_size=steps, max_size=steps)), reverse=True)
        made.append(list(zip(amounts, falling, strict=True)))
    return made


def expected(made):
    """Σ chance × what each step adds."""
    return sum(
        reached * (amount - before)
        for ladder in made
        for (amount, reached), (before, _) in zip(ladder, [(0, 0), *ladder], strict=False)
    )


either = st.one_of(ladders(), ladders(any_euros))


@quick
@given(either, commons)
def test_chances_add_up_to_one_and_the_mean_is_what_each_step_adds_times_its_chance(made, common):
    found = income(*contract(*made), common=common)
    assert found.mass.min() >= 0
    assert found.mass.sum() == pytest.approx(1, abs=1e-9)
    assert found.mean == pytest.approx(expected(made), rel=1e-9, abs=1e-6)


@quick
@given(either, commons)
def test_no_sum_is_larger_than_all_lines_bring_together_at_most(made, common):
    found = income(*contract(*made), common=common)
    most = sum(max((amount for amount, reached in ladder if reached > 0), default=0.0) for ladder in made)
    assert found.euros[found.mass > 0].max() <= most + 1e-6


@quick
@given(ladders(any_euros), st.floats(0.01, 0.97))
def test_the_first_lines_bring_at_most_what_they_add_up_to_within_one_cell(made, common):
    lines, tiers = contract(*made)
    found = income_by_count(lines, tiers, common=common)
    most = 0.0
    for one, ladder in zip(found, [[], *made], strict=True):
        most += max((amount for amount, reached in ladder if reached > 0), default=0.0)
        assert one.euros[one.mass > 0].max() < most + one.step
    assert found[-1].mean == pytest.approx(expected(made), rel=1e-9, abs=1e-6)


@quick
@given(either, commons, st.data())
def test_more_chance_never_lowers_any_quantile(made, common, data):
    raised = [
        [
            (amount, max(reached, better))
            for (amount, reached), better in zip(
                ladder,
                sorted(data.draw(st.lists(chance, min_size=len(ladder), max_size=len(ladder))), reverse=True),
                strict=True,
            )
        ]
        for ladder in made
    ]
    before, after = (income(*contract(*one), common=common) for one in (made, raised))
    for share in shares:
        # A sum that became sure may let a finer grid replace a coarser one: then within a cell of either.
        coarse = 0 if before.exact and after.exact else before.step * len(made) + after.step * len(made)
        assert after.quantile(share) >= before.quantile(share) - coarse - 1e-6


@quick
@given(ladders(), st.tuples(commons, commons).map(sorted))
def test_hanging_together_more_never_changes_the_mean_nor_lowers_the_spread(made, two):
    loose, tight = (income(*contract(*made), common=common) for common in two)
    assert tight.mean == pytest.approx(loose.mean, rel=1e-9, abs=1e-6)
    assert tight.sd >= loose.sd - 1e-3


@quick
@given(ladders(most=5))
def test_the_band_holds_what_listing_every_outcome_holds(made):
    found, sums = income(*contract(*made)), listed(*made)
    values = np.array(sorted(sums))
    below = np.cumsum([sums[value] for value in values])
    for share in shares:
        by_hand = values[np.flatnonzero(below >= share - 1e-10)[0]]
        assert found.quantile(share) == pytest.approx(by_hand)


@quick
@given(either, commons, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_tiers_changes_nothing(made, common, chooser):
    lines, tiers = contract(*made)
    mixed = [*range(len(lines))]
    chooser.shuffle(mixed)
    rows = [*range(len(tiers))]
    chooser.shuffle(rows)
    one, other = (
        income(lines, tiers, common=common),
        income(lines.iloc[mixed], tiers.iloc[rows], common=common),
    )
    assert one.mass == pytest.approx(other.mass, abs=1e-12)
    assert (one.step, one.start) == (other.step, other.start)


@quick
@given(either, commons, st.integers(-100, 40_000))
def test_covering_lacking_and_falling_short_agree_with_the_chances(made, common, euros):
    found = income(*contract(*made), common=common)
    over = found.euros >= euros - 1e-6
    assert found.cover(euros) == pytest.approx(found.mass[over].sum(), abs=1e-9)
    assert found.lack(euros) == pytest.approx(found.mass @ np.maximum(euros - found.euros, 0), abs=1e-3)
    assert found.shortfall(1.0) == pytest.approx(found.mean, rel=1e-9, abs=1e-6)
    assert found.shortfall(0.1) <= found.quantile(0.1) + 1e-6


@quick
@given(ladders(most=5), commons)
def test_one_line_more_never_lowers_any_quantile(made, common):
    path = income_by_count(*contract(*made), common=common)
    for share in shares:
        reached = [found.quantile(share) for found in path]
        assert np.all(np.diff(reached) >= -1e-6)


@quick
@given(either, commons)
def test_nothing_given_is_changed(made, common):
    lines, tiers = contract(*made)
    kept = lines.copy(), tiers.copy()
    income(lines, tiers, common=common)
    pd.testing.assert_frame_equal(lines, kept[0])
    pd.testing.assert_frame_equal(tiers, kept[1])
