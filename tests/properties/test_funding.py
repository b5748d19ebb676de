"""What must hold of the funding model whatever the contract."""

import math

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aci_model import law
from aci_model.foresight import outlook, project, yearly
from aci_model.funding import READINGS, Choices, assess, attain, fund_grid
from tests.building import dossier, line, together

SPLIT = ["earned", "to_prove", "pending", "lost"]
MISSIONS = law.load().missions["mission"].tolist()
PAID_ON_RESULTS = [
    mission
    for mission, paid in law.fold(law.load(), None).ceilings[["mission", "paid"]].drop_duplicates().to_numpy()
    if paid == "attained"
]
figures = st.integers(-200, 200).map(float)
maybe = st.none() | figures
euros = st.integers(0, 20_000).map(float)


@st.composite
def lines(draw):
    kind = draw(st.sampled_from(["paliers", "livrable"]))
    steps = draw(st.lists(st.tuples(figures, euros), min_size=1, max_size=5))
    return line(
        draw(st.sampled_from(PAID_ON_RESULTS)),
        *(steps if kind == "paliers" else [(1, steps[0][1])]),
        result=draw(maybe if kind == "paliers" else st.sampled_from([None, 0.0, 1.0])),
        baseline=draw(maybe),
        direction=draw(st.sampled_from([1, -1])),
        kind=kind,
        proof=draw(st.sampled_from([None, True, False])),
        abandon=draw(st.sampled_from([None, None, "taille", "exterieur"])),
    )


contracts = st.lists(lines(), min_size=1, max_size=6)
readings = st.sampled_from(list(READINGS))
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def by_the_text(row, steps, reading):
    """The slow loop: one line at a time, as ACI.md §3 says it. Returns euros reached, or None."""
    if row["result"] is None:
        return None
    rising = row["direction"] == 1 or row["kind"] == "livrable"
    ordered = sorted(steps, key=lambda step: step[0] if rising else -step[0])

    def reaches(threshold):
        return row["result"] >= threshold if rising else row["result"] <= threshold

    top = max(amount for _, amount in steps)
    whole = all(reaches(threshold) for threshold, _ in steps)
    if reading == "contrat" or row["kind"] == "livrable":
        return max((amount for threshold, amount in steps if reaches(threshold)), default=0.0)
    if reading == "tout-ou-rien":
        return top if whole else 0.0
    if row["baseline"] is None and not rising:
        return None
    if whole:
        return top
    start = row["baseline"] or 0.0
    way = (ordered[-1][0] - start) * (1 if rising else -1)
    walked = (row["result"] - start) * (1 if rising else -1)
    return min(max(walked / way, 0.0), 1.0) * top if way > 0 else 0.0


@given(contracts, readings)
@quick
def test_the_vectorised_funding_equals_a_slow_loop_written_from_the_text(contract, reading):
    reached = attain(dossier(*contract), Choices(reading=reading))["reached"]
    for got, row in zip(reached, contract, strict=True):
        expected = by_the_text(row, row["steps"], reading)
        assert math.isnan(got) if expected is None else math.isclose(got, expected, abs_tol=1e-6)


@given(contracts, readings, st.floats(0, 1), st.dictionaries(st.sampled_from(PAID_ON_RESULTS), euros))
@quick
def test_the_four_parts_add_up_to_every_ceiling(contract, reading, intensity, envelopes):
    choices = Choices(reading=reading, intensity=dict.fromkeys(MISSIONS, intensity))
    owned = {(mission, "variable"): ceiling for mission, ceiling in envelopes.items()}
    assessed = assess(dossier(*contract, envelopes=owned), law.load(), choices)
    by_result = assessed.parts.dropna(subset="earned")
    for frame in (assessed.lines, by_result):
        assert np.allclose(frame[SPLIT].sum(axis=1), frame["ceiling"])
        assert (frame[SPLIT] >= -1e-6).all(axis=None)
        assert (frame[SPLIT].le(frame["ceiling"] + 1e-6, axis=0)).all(axis=None)


@given(lines(), figures, st.integers(0, 50), readings)
@quick
def test_a_better_result_never_pays_less(one, result, better, reading):
    step = better if one["direction"] == 1 or one["kind"] == "livrable" else -better
    worse, improved = ({**one, "result": value} for value in (result, result + step))
    before, after = attain(dossier(worse, improved), Choices(reading=reading))["reached"]
    assert math.isnan(before) == math.isnan(after)
    assert math.isnan(before) or after >= before - 1e-9


@given(contracts, readings)
@quick
def test_a_missing_result_stays_missing_and_leaves_its_whole_ceiling_pending(contract, reading):
    silent = [{**row, "result": None, "abandon": None} for row in contract]
    assessed = assess(dossier(*silent), law.load(), Choices(reading=reading))
    assert assessed.lines[["reached", "attainment"]].isna().all(axis=None)
    assert np.allclose(assessed.lines["pending"], assessed.lines["ceiling"])
    assert assessed.missions["attainment"].isna().all()


@given(contracts, readings)
@quick
def test_giving_every_line_up_takes_nothing_that_was_reached_and_leaves_nothing_pending(contract, reading):
    kept, left = (
        attain(dossier(*({**row, "abandon": cause} for row in contract)), Choices(reading=reading))
        for cause in (None, "taille")
    )
    pd.testing.assert_frame_equal(kept[["earned", "to_prove"]], left[["earned", "to_prove"]])
    assert (left["pending"] == 0).all()
    assert np.allclose(left["given_up"], kept["pending"])
    assert np.allclose(left["lost"], kept["lost"] + kept["pending"])


@given(st.lists(contracts, min_size=2, max_size=4), st.randoms(use_true_random=False))
@settings(quick, max_examples=8)
def test_adding_or_shuffling_communities_changes_nobody_elses_euros(several, random):
    alone = [dossier(*contract, community=f"CPTS {n}", size_class=3) for n, contract in enumerate(several)]
    apart = pd.concat([assess(one, law.load()).parts for one in alone])
    shuffled = random.sample(alone, len(alone))
    mixed = assess(together(*shuffled), law.load()).parts
    keys = ["community", "mission", "part"]
    columns = [*keys, "ceiling", "due", *SPLIT]
    left, right = (frame[columns].sort_values(keys, ignore_index=True) for frame in (apart, mixed))
    pd.testing.assert_frame_equal(left, right)


@given(contracts, st.floats(0, 1))
@settings(quick, max_examples=8)
def test_a_scenario_at_zero_is_the_fixe_exactly_and_more_share_never_pays_less(contract, share):
    read = dossier(*contract, size_class=3)
    ahead = outlook(assess(read, law.load()), read, law.load())

    def totals(at):
        return yearly(project(ahead, [law.scenario(at)]))

    nothing = totals(0.0)
    assert (nothing["variable"] == 0).all()
    assert (nothing["total"] == nothing["fixed"]).all()
    assert (totals(share)["total"] >= nothing["total"]).all()
    assert (totals(1.0)["total"] >= totals(share)["total"] - 1e-6).all()


@given(st.integers(0, 10_000), st.integers(1, 6), st.floats(0, 1), st.integers(0, 2**32 - 1))
@settings(quick, max_examples=20)
def test_the_blocked_grid_equals_the_plain_formula(n, missions, share, seed):
    draw = np.random.default_rng(seed)
    fixed, variable = draw.random((2, 4, missions)) * 1e5
    row = draw.integers(0, 4, n)
    attainment = np.where(draw.random((n, missions)) < 0.1, np.nan, draw.random((n, missions)))
    plain = fixed[row] + share * variable[row] * attainment if share else fixed[row]
    np.testing.assert_allclose(fund_grid(fixed, variable, row, attainment, share=share), plain)
