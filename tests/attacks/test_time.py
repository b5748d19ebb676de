"""Two campaigns of the same federation, compared by an attacker who knows who changed."""

from __future__ import annotations

import numpy as np
import pytest

from sample_data.federation import federation
from tests.attacks.attacker import narrowest, smallest_difference, solved
from tests.attacks.publishers import figures, naive, ours
from tests.attacks.test_attacks import WANTED, communities

SEEDS = 40


def a_year_later(values, seed):
    """A few communities change, leave or enter, in places; and in some federations nearly all."""
    rng = np.random.default_rng(seed)
    moved = (0.04, 0.7, 0.95)[seed % 3]
    later = {}
    for one, value in values.items():
        draw = rng.random()
        if draw >= 0.05:  # the others leave
            later[one] = float(rng.random().__round__(3)) if rng.random() < moved else value
    return later


def both(values, later, attributes, first):
    """The figures of two campaigns in a row, whose values they are, and both publications."""
    second = ours(later, attributes, first)
    told = [*figures(first, values, attributes), *figures(second, later, attributes, values)]
    truth = {(one, value): value for given in (values, later) for one, value in given.items()}
    return told, truth, first, second


@pytest.fixture(scope="module")
def two_campaigns(federations):
    return [
        both(values, a_year_later(values, seed), attributes, first)
        for seed, (values, attributes, first) in enumerate(federations[:SEEDS])
    ]


def test_no_combination_over_time_gives_a_value(two_campaigns):
    assert not any(solved(told, insiders) for told, *_ in two_campaigns for insiders in (0, 2))


@pytest.mark.parametrize("insiders", [1, 2])
def test_nobody_is_bracketed_tighter_over_time(two_campaigns, insiders):
    worst = [narrowest(told, truth, insiders, WANTED) for told, truth, *_ in two_campaigns]
    assert min(worst) >= WANTED - 1e-6, f"federation {int(np.argmin(worst))}: {min(worst)}"


def test_some_groups_are_published_again_and_some_are_not(two_campaigns):
    # Else a publisher that never moves would pass.
    steps = [set(second.decisions["step"]) for *_, second in two_campaigns]
    again = [not first.aggregates.equals(second.aggregates) for *_, first, second in two_campaigns]
    assert sum("fige" in own for own in steps) >= 10
    assert sum(again) >= 10


def one_group(size):
    return communities([("3-4", "Nord", "x")] * size)


def test_four_changes_leave_the_publication_as_it_was():
    attributes = one_group(12)
    values = dict(zip(attributes["contributor"], np.linspace(0.1, 0.9, 12), strict=True))
    later = {**values, "c00": 0.99, "c01": 0.98, "c02": 0.97, "c03": 0.96}
    first = ours(values, attributes)
    second = ours(later, attributes, first)
    assert second.aggregates.equals(first.aggregates)
    assert second.decisions["step"].tolist() == ["fige"]


def test_a_naive_publisher_gives_away_the_one_who_changed():
    attributes = one_group(12)
    values = dict(zip(attributes["contributor"], np.linspace(0.1, 0.9, 12), strict=True))
    told = [*naive(values, attributes), *naive({**values, "c00": 0.99}, attributes)]
    # The mean moved by (0,99 − 0,10) / 12, and only c00 moved: the two differ by one person's two values.
    assert smallest_difference(told) == 1
    assert (
        narrowest(told, {**{(one, v): v for one, v in values.items()}, ("c00", 0.99): 0.99}, 0, WANTED) < 0.01
    )


def test_five_changes_in_one_group_do_not_uncover_the_sixth_elsewhere():
    # Five change in the north, one in the south: everybody is told again, but with the south as it was.
    attributes = communities([("3-4", "Nord", "x")] * 10 + [("3-4", "Sud", "x")] * 10)
    names = attributes["contributor"].tolist()
    values = dict(zip(names, [*np.linspace(0.1, 0.9, 10), *np.linspace(0.2, 0.8, 10)], strict=True))
    north = {one: 1 - value for one, value in list(values.items())[:5]}
    first = ours(values, attributes)
    second = ours({**values, **north, "c19": 0.0}, attributes, first)
    without = ours({**values, **north}, attributes, first)
    assert second.aggregates.equals(without.aggregates)


def test_the_sum_of_changes_counts_values_not_codes():
    # A federation that hands out new codes: everybody seems new, and nothing has changed.
    contributions, attributes, _ = federation(30, 1, 7)
    values = dict(zip(contributions["contributor"], contributions["value"], strict=True))
    first = ours(values, attributes)
    renamed = attributes.assign(contributor="bis-" + attributes["contributor"])
    second = ours({f"bis-{one}": value for one, value in values.items()}, renamed, first)
    assert second.aggregates.equals(first.aggregates)
