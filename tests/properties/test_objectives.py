"""What must hold of the choice of objectives whatever the list."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import law
from aci_model.foresight.objectives import additions, best_set, candidates, choices, curve
from aci_model.foresight.objectives.ranges import of_sets
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
    room = max(capacity - sum(rows[at]["effort"] for at in kept), 0)
    taken = np.zeros((2 ** len(free), len(rows)), dtype=bool)
    taken[:, kept] = True
    taken[:, free] = np.arange(len(taken))[:, None] >> np.arange(len(free)) & 1
    effort, amount, chance = (
        np.array([row[name] for row in rows]) for name in ("effort", "amount", "chance")
    )
    days = taken @ effort
    euros = taken @ (amount * chance)
    if split:
        weight = np.array([row["weight"] or 1.0 for row in rows])
        euros = np.zeros(len(taken))
        for mission in {row["mission"] for row in rows}:
            here = taken & np.array([row["mission"] == mission for row in rows])
            whole = here @ weight
            euros += ENVELOPES[mission] * (here @ (weight * chance)) / np.where(whole > 0, whole, 1)
    euros = np.where(days <= room + effort[kept].sum() + 1e-9, euros.round(4), -1)
    return euros.max(), days[euros == euros.max()].min()


@given(st.lists(objectives, min_size=1, max_size=12), capacities, st.booleans())
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


@given(lists, st.booleans(), st.sampled_from([0.0, 0.3]))
@settings(max_examples=25)
def test_the_curve_ends_on_the_whole_list_and_its_marginal_euros_add_up(rows, split, common):
    table, steps = candidates(dossier(objectives=rows), NO_LINE, law.load(), 2026)
    told = curve(table, steps, split=split, envelopes=ENVELOPES, common=common)
    everyone = [at for at, row in enumerate(rows) if row["choice"] != "ecarte"]
    assert told["k"].tolist() == list(range(len(everyone) + 1))
    assert sorted(told["candidate"].dropna()) == everyone
    assert told["expected"].iloc[-1] == pytest.approx(income(rows, everyone, split=split))
    assert told["marginal"].sum() == pytest.approx(told["expected"].iloc[-1])
    assert told["days"].iloc[-1] == pytest.approx(sum(rows[at]["effort"] for at in everyone))
    assert (told["low"] <= told["median"]).all()
    assert (told["median"] <= told["high"]).all()


@given(st.lists(objectives, min_size=1, max_size=14), st.sampled_from([0.0, 0.3, 1.0]))
@settings(max_examples=40)
def test_a_split_envelope_never_pays_more_than_the_envelope(rows, common):
    table, steps = candidates(dossier(objectives=rows), NO_LINE, law.load(), 2026)
    members = [at for at, row in enumerate(rows) if row["choice"] != "ecarte"]
    shared = table.assign(envelope=table["mission"].map(ENVELOPES))
    told = of_sets(shared, steps, [members], split=True, common=common).iloc[0]
    whole = sum(ENVELOPES[mission] for mission in {rows[at]["mission"] for at in members})
    found = told["distribution"]
    assert found.euros[found.mass > 0].max() <= whole + 1e-6
    assert curve(table, steps, split=True, envelopes=ENVELOPES, common=common)["high"].max() <= whole + 1e-6
    # Each share is paid in whole cents, rounded down.
    assert told["expected"] - 0.01 * len(rows) <= found.mean <= told["expected"] + 1e-6


@given(lists.filter(bool), st.sampled_from([0.0, 0.3]))
@settings(max_examples=20)
def test_a_point_of_the_curve_is_the_set_it_stands_for(rows, common):
    table, steps = candidates(dossier(objectives=rows), NO_LINE, law.load(), 2026)
    told = curve(table, steps, split=False, common=common)
    middle = len(told) // 2
    members = told["candidate"].iloc[1 : middle + 1].astype("int64").tolist()
    alone = of_sets(table, steps, [members], split=False, common=common)
    columns = ["expected", "low", "median", "high", "sd"]
    assert told.loc[middle, columns].tolist() == pytest.approx(alone.loc[0, columns].tolist(), abs=1e-6)


@given(lists, st.booleans())
@settings(max_examples=25)
def test_the_next_objective_brings_what_the_whole_gains(rows, split):
    table, steps = candidates(dossier(objectives=rows), NO_LINE, law.load(), 2026)
    chosen = [at for at, row in enumerate(rows) if row["choice"] == "retenu"]
    told = additions(table, steps, chosen, split=split, envelopes=ENVELOPES)
    before = income(rows, chosen, split=split)
    for candidate, brings in zip(told["candidate"], told["brings"], strict=True):
        after = income(rows, [*chosen, candidate], split=split)
        assert brings == pytest.approx(after - before, abs=1e-6)


@given(lists, capacities, st.booleans(), st.integers(0, 60_000).map(float))
@settings(max_examples=25)
def test_the_three_choices_respect_what_is_kept_and_set_aside(rows, capacity, split, cover):
    table, steps = candidates(dossier(objectives=rows), NO_LINE, law.load(), 2026)
    told = choices(table, steps, capacity, split=split, envelopes=ENVELOPES, cover=cover)
    kept = {at for at, row in enumerate(rows) if row["choice"] == "retenu"}
    aside = {at for at, row in enumerate(rows) if row["choice"] == "ecarte"}
    for chosen in told["chosen"]:
        assert kept <= set(chosen)
        assert not aside & set(chosen)
    assert told["without"].iloc[0] == ()  # the least still has an objective in every mission in play
    assert told["risk"].between(0, 1).all()
