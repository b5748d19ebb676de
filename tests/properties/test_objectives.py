"""What must hold of the choice of objectives whatever the list."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import law
from aci_model.foresight.objectives import best_set, candidates
from tests.building import dossier

NO_LINE = pd.DataFrame({"line": [], "tier": [], "chance": []}).astype(
    {"line": "Int64", "tier": "Int64", "chance": "float64"}
)
KNOWN = law.fold(law.load(), None).ceilings
MISSIONS = KNOWN.loc[KNOWN["paid"] == "attained", "mission"].drop_duplicates().tolist()
ENVELOPES = dict(zip(MISSIONS, (35_000.0, 45_000.0, 17_500.0, 15_000.0, 10_000.0), strict=True))

objectives = st.fixed_dictionaries(
    {
        "mission": st.sampled_from(MISSIONS[:3]),
        "amount": st.integers(0, 20).map(lambda n: n * 500.0),
        "chance": st.integers(0, 20).map(lambda n: n / 20),
        "effort": st.integers(0, 20).map(lambda n: n / 2),
        "weight": st.sampled_from([None, 0.5, 1.0, 2.0, 3.3]),
        "choice": st.sampled_from([None, None, None, "retenu", "ecarte"]),
    }
)
lists = st.lists(objectives, max_size=8)
capacities = st.integers(0, 60).map(lambda n: n / 2)
quick = settings(max_examples=40)


def listed(rows):
    return candidates(dossier(objectives=rows), NO_LINE, law.load(), 2026).candidates


def income(rows, chosen, *, split):
    """The slow way: each objective's euros on average, its share of the envelope worked out one by one."""
    total = 0.0
    for at in chosen:
        row = rows[at]
        amount = row["amount"]
        if split:
            weight = [
                rows[other]["weight"] or 1 for other in chosen if rows[other]["mission"] == row["mission"]
            ]
            amount = ENVELOPES[row["mission"]] * (row["weight"] or 1) / sum(weight)
        total += amount * row["chance"]
    return total


def brute(rows, capacity, *, split):
    """Every subset that respects what is kept, set aside and the capacity: the most euros, then the fewest days."""
    kept = [at for at, row in enumerate(rows) if row["choice"] == "retenu"]
    free = [at for at, row in enumerate(rows) if row["choice"] is None]
    best = (-1.0, math.inf)
    for size in range(len(free) + 1):
        for more in itertools.combinations(free, size):
            days = sum(rows[at]["effort"] for at in (*kept, *more))
            room = max(capacity - sum(rows[at]["effort"] for at in kept), 0)
            if days - sum(rows[at]["effort"] for at in kept) > room:
                continue
            euros = round(income(rows, (*kept, *more), split=split), 4)
            if euros > best[0] or (euros == best[0] and days < best[1]):
                best = (euros, days)
    return best


@given(lists, capacities, st.booleans())
@quick
def test_the_best_set_is_the_one_found_by_trying_them_all(rows, capacity, split):
    best = best_set(listed(rows), capacity, split=split, envelopes=ENVELOPES)
    euros, days = brute(rows, capacity, split=split)
    assert best.exact
    assert best.expected == pytest.approx(euros, abs=1e-3)
    assert best.days == pytest.approx(days)
    assert income(rows, best.chosen, split=split) == pytest.approx(best.expected)


@given(lists, capacities, st.booleans())
@quick
def test_what_is_kept_is_in_what_is_set_aside_is_out_and_the_days_fit(rows, capacity, split):
    best = best_set(listed(rows), capacity, split=split, envelopes=ENVELOPES)
    kept = {at for at, row in enumerate(rows) if row["choice"] == "retenu"}
    aside = {at for at, row in enumerate(rows) if row["choice"] == "ecarte"}
    assert kept <= set(best.chosen)
    assert not aside & set(best.chosen)
    assert best.days <= capacity + best.excess + 1e-9
    assert best.excess == pytest.approx(max(sum(rows[at]["effort"] for at in kept) - capacity, 0))


@given(lists, capacities, capacities, st.booleans())
@quick
def test_more_days_never_lower_the_best_expected_income(rows, one, other, split):
    less, more = sorted((one, other))
    table = listed(rows)
    below = best_set(table, less, split=split, envelopes=ENVELOPES)
    above = best_set(table, more, split=split, envelopes=ENVELOPES)
    assert above.expected >= below.expected - 1e-6


@given(st.lists(st.floats(0.001, 20), min_size=1, max_size=8), st.floats(0, 60))
@quick
def test_efforts_without_a_common_step_still_fit_the_capacity(efforts, capacity):
    rows = [
        {"mission": MISSIONS[0], "amount": 1_000.0, "chance": 0.5, "effort": effort} for effort in efforts
    ]
    best = best_set(listed(rows), capacity, split=False)
    assert best.days <= capacity + 1e-9
