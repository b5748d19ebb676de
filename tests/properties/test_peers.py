"""What holds for any campaign, and for the gate against every world there is."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model.peers.aggregates import bands, dominated, masked
from aci_model.peers.attack import Told, brackets, narrow
from aci_model.peers.blocks import blocks
from aci_model.peers.gate import exposed, isolated
from aci_model.peers.publication import Scope, publish
from aci_model.peers.rules import rules

RULES = rules()
RATES = st.sampled_from([0.0, 0.1, 0.33, 0.5, 0.62, 0.64, 0.65, 0.9, 1.0]) | st.floats(0, 1).map(
    lambda x: round(x, 3)
)
CELLS = st.tuples(st.sampled_from(["1-2", "3-4"]), st.sampled_from("NSEO"), st.sampled_from("ab"))


@st.composite
def campaigns(draw):
    """Up to 40 communities, a rate that nearly all give, and one that a few give."""
    cells = draw(st.lists(CELLS, min_size=1, max_size=40))
    names = [f"c{at:02d}" for at in range(len(cells))]
    attributes = pd.DataFrame(cells, columns=["size_group", "region", "seniority"]).assign(contributor=names)
    rows = [
        (name, indicator, draw(RATES))
        for indicator, share in (("a", 9), ("b", 3))
        for name in names
        if draw(st.integers(0, 9)) < share
    ]
    contributions = pd.DataFrame(rows, columns=["contributor", "indicator", "value"]).astype({"value": float})
    indicators = pd.DataFrame({"indicator": ["a", "b"], "kind": "taux", "low": 0.0, "high": 1.0})
    return contributions, Scope(attributes, indicators)


def told_of(groups):
    """What publishing the bands of each group, then of everybody, says."""
    unions = [*([at] for at in range(len(groups))), list(range(len(groups)))]
    said = [
        (union, rank, figure, sum(len(groups[at]) for at in union))
        for union in unions
        for _, rank, figure in bands(np.sort(np.concatenate([groups[at] for at in union])), RULES)
    ]
    inside = np.zeros((len(said), len(groups)), dtype=bool)
    for row, (union, *_) in enumerate(said):
        inside[row, union] = True
    return Told(
        inside=inside,
        rank=np.array([rank for _, rank, _, _ in said]),
        size=np.array([size for *_, size in said]),
        low=np.array([figure.low for _, _, figure, _ in said]),
        high=np.array([figure.high for _, _, figure, _ in said]),
    )


def every_world(told, groups):
    """All ways to place each group's people in the intervals that satisfy what is told, and the truth's own."""
    finite = np.concatenate([told.low, told.high])
    edges = np.unique([0.0, 1.0, *finite[np.isfinite(finite)]])
    cells = len(edges) - 1
    ways = []
    for values in groups:
        places = combinations_with_replacement(range(cells), len(values))
        ways.append(np.array([np.bincount(place, minlength=cells) for place in places]))
    under = edges[:-1] < told.low[:, None]
    over = edges[:-1] >= told.high[:, None]
    first, second = np.meshgrid(*(range(len(way)) for way in ways), indexing="ij")
    kept = np.ones(first.shape, dtype=bool)
    for row in range(len(told.rank)):
        low, high = (
            sum(
                told.inside[row, at] * (ways[at] @ ends[row])[index]
                for at, index in enumerate((first, second))
            )
            for ends in (under, over)
        )
        kept &= (low <= told.rank[row] - 1) & (high <= told.size[row] - told.rank[row])
    true = [np.clip(np.searchsorted(edges, values, side="right") - 1, 0, cells - 1) for values in groups]
    return edges, ways[0][first[kept]], ways[1][second[kept]], true


@settings(max_examples=25)
@given(st.lists(st.lists(RATES, min_size=5, max_size=6), min_size=2, max_size=2))
def test_the_gate_never_sees_more_freedom_than_all_the_worlds_leave(values):
    groups = [np.sort(np.array(one)) for one in values]
    told = told_of(groups)
    seen = brackets(told, groups, RULES.insiders, RULES.bracket)
    # Sooner told, and the same.
    hurried = narrow(told, groups, np.arange(len(groups)), RULES)
    assert hurried == set(np.flatnonzero(seen < RULES.bracket - 1e-9).tolist())
    edges, *worlds, true = every_world(told, groups)
    people = [(at, cell) for at in (0, 1) for cell in true[at]]
    for target in (0, 1):
        narrowest = 1.0
        for known in combinations(range(len(people)), RULES.insiders):
            if sum(people[one][0] == target for one in known) >= len(groups[target]):
                continue
            taken = [np.zeros(len(edges) - 1, dtype=int) for _ in groups]
            for one in known:
                taken[people[one][0]][people[one][1]] += 1
            fits = (worlds[0] >= taken[0]).all(axis=1) & (worlds[1] >= taken[1]).all(axis=1)
            free = np.flatnonzero((worlds[target][fits] - taken[target] > 0).any(axis=0))
            narrowest = min(narrowest, edges[free[-1] + 1] - edges[free[0]])
        assert seen[target] <= narrowest + 1e-9 or seen[target] >= RULES.bracket <= narrowest + 1e-9


@given(st.lists(RATES, min_size=5, max_size=40))
def test_the_figures_of_one_group_alone_expose_nobody_whatever_the_values(values):
    group = np.sort(np.array(values))
    said = bands(group, RULES)
    told = Told(
        inside=np.ones((len(said), 1), dtype=bool),
        rank=np.array([rank for _, rank, _ in said]),
        size=np.full(len(said), len(group)),
        low=np.array([figure.low for *_, figure in said]),
        high=np.array([figure.high for *_, figure in said]),
    )
    assert not exposed(told, [group], np.zeros(1, dtype=np.int64), RULES)


@settings(max_examples=30)
@given(campaigns(), st.randoms(use_true_random=False))
def test_the_order_of_contributions_changes_nothing(campaign, random):
    contributions, scope = campaign
    order = list(range(len(contributions)))
    random.shuffle(order)
    shuffled = Scope(scope.attributes.iloc[::-1], scope.indicators.iloc[::-1])
    one, other = publish(contributions, scope), publish(contributions.iloc[order], shuffled)
    for name in ("aggregates", "decisions", "groups"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@settings(max_examples=30)
@given(campaigns())
def test_unchanged_data_gives_the_identical_publication(campaign):
    contributions, scope = campaign
    first = publish(contributions, scope)
    again = publish(contributions, scope, first)
    pd.testing.assert_frame_equal(first.aggregates, again.aggregates)
    pd.testing.assert_frame_equal(publish(contributions, scope, again).aggregates, first.aggregates)


@settings(max_examples=30)
@given(campaigns())
def test_a_figure_is_shown_with_its_value_or_withheld_without_one_and_always_says_why(campaign):
    found = publish(*campaign).aggregates
    assert (found["value"].notna() == (found["state"] == "publie")).all()
    assert found["reason"].str.len().gt(0).all()
    assert found.loc[found["state"] == "retenu", ["value", "low", "high"]].isna().all(axis=None)
    assert found["value"].dropna().between(RULES.open_end, 1 - RULES.open_end).all()


@given(st.lists(CELLS, min_size=1, max_size=60))
def test_blocks_hold_everybody_once_and_five_at_least(cells):
    found = blocks(cells, RULES.least)
    assert sorted(cell for group in found for cell in group.cells) == sorted(set(cells))
    assert sum(group.count for group in found) == len(cells)
    assert len(found) == 1 or min(group.count for group in found) >= RULES.least
    assert blocks(reversed(cells), RULES.least) == found


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=1, max_size=5)
    ),
    st.data(),
)
def test_isolation_by_atoms_is_isolation_person_by_person(rows, data):
    inside = np.array(rows)
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=inside.shape[1], max_size=inside.shape[1]))
    home = np.repeat(np.arange(len(sizes)), sizes)
    persons = inside[:, home].astype(float)
    found = np.zeros(len(sizes), dtype=bool)
    for number in range(RULES.insiders + 1):
        for known in combinations(range(len(home)), number):
            matrix = np.vstack([persons, np.eye(len(home))[list(known)]])
            rank = np.linalg.matrix_rank(matrix)
            for one in set(range(len(home))) - set(known):
                if np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(home))[one]])) == rank:
                    found[home[one]] = True
    assert isolated(inside, sizes, RULES.insiders).tolist() == found.tolist()


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_masked_numbers_of_people_cannot_be_had_by_subtraction(numbers):
    hidden = masked(numbers, RULES)
    own = np.array(numbers)
    assert hidden[own <= RULES.people].all()
    assert not hidden.any() or hidden.all() or (hidden.sum() >= 2 and own[hidden].sum() > RULES.people)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_a_sum_is_published_only_if_nobody_can_guess_its_largest_part(values):
    own = np.array(values)
    if dominated(own, RULES):
        return
    largest, second = np.sort(own)[::-1][:2]
    # The second takes its own part off; all the rest would be an upper guess at the largest.
    assert own.sum() - second >= (1 + RULES.p_percent) * largest * (1 - 1e-9)
    assert largest <= RULES.dominance * own.sum() * (1 + 1e-9)
