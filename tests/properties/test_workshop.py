"""What holds of every workshop, whatever its tables say."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import law
from aci_model.foresight import within_envelopes
from aci_model.workshop import cases, scenario, sheets
from aci_model.workshop.outcome import outcome
from aci_model.workshop.reveal import revealed
from tests.building import done, dossier

RULES = law.load()
AMOUNTS = (500, 1200, 700, 3000, 900, 250.5)
MISSIONS = ("parcours", "parcours", "prevention", "qualite", "acces_aux_soins", "qualite")
LISTED = cases.of_contract(
    dossier(
        *(done(mission, amount) for mission, amount in zip(MISSIONS, AMOUNTS, strict=True)),
        size_class=3,
        envelopes={("parcours", "variable"): 1500, ("qualite", "variable"): 3100},
    ),
    RULES,
    "Contrat",
)
OPEN = cases.of_size(2, RULES)
CASES = st.sampled_from([LISTED, OPEN])
rates = st.floats(0, 1)
ids = LISTED.objectives["objective"].tolist()


@st.composite
def records(draw, case):
    made = {"share": draw(rates)}
    for mission, must in zip(case.missions["mission"], case.missions["mandatory"], strict=True):
        if not must:
            made |= scenario.kept(mission, keep=draw(st.booleans()))
        if case is OPEN:
            quanti, quali = draw(st.integers(0, 4)), draw(st.integers(0, 4))
            made |= scenario.counts(mission, quanti=quanti, quali=quali, chance=draw(st.none() | rates))
    for name in case.objectives["objective"]:
        made |= scenario.chosen(name, choose=draw(st.booleans()), chance=draw(st.none() | rates))
    return made


both = CASES.flatmap(lambda case: st.tuples(st.just(case), records(case)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["share", "objective/o1", "mission/parcours", "quanti/parcours", "chance/parcours", "title"]
)


@settings(max_examples=40, deadline=None)
@given(both)
def test_a_scenario_comes_back_exactly(pair):
    case, record = pair
    made = scenario.scenario_of(case, record)
    assert scenario.scenario_of(case, json.loads(json.dumps(made.record()))) == made


def refusal(read, garbage):
    """What a reader says of garbage; None when it understands it."""
    try:
        read(garbage)
    except cases.ScenarioError as refused:
        return str(refused)
    return None


@settings(max_examples=60, deadline=None)
@given(CASES, st.one_of(JSON, st.dictionaries(KEYS, JSON, max_size=4)))
def test_garbage_is_refused_in_words_or_understood_and_never_anything_else(case, garbage):
    for read in (
        cases.of_record,
        scenario.guess_of,
        lambda record: scenario.scenario_of(case, record),
        sheets.sheet_of,
        lambda record: sheets.question_of(case, record),
    ):
        told = refusal(read, garbage)
        assert told is None or told.endswith(".")


@settings(max_examples=40, deadline=None)
@given(both)
def test_the_range_holds_between_nothing_and_everything(pair):
    case, record = pair
    found = outcome(case, scenario.scenario_of(case, record))
    most = found.without_variable + found.variable_ceiling
    assert found.without_variable - 0.01 <= found.low <= found.high <= most + 0.01
    assert found.without_variable - 0.01 <= found.expected <= most + 0.01
    assert found.counted == pytest.approx(found.without_variable + record["share"] * found.variable_ceiling)
    assert found.without_variable == found.operating + found.fixe


@settings(max_examples=30, deadline=None)
@given(both)
def test_a_share_of_nothing_or_a_chance_of_nothing_leaves_what_is_assured(pair):
    case, record = pair
    without = outcome(case, scenario.scenario_of(case, {**record, "share": 0.0}))
    assert without.counted == without.without_variable
    never = {
        key: 0.0 if key.startswith("chance/") or value is True else value for key, value in record.items()
    }
    never |= {
        key: 0.0 for key, value in record.items() if key.startswith("objective/") and value is not False
    }
    never |= {key: value for key, value in record.items() if key.startswith("mission/")}
    never |= {f"chance/{name}": 0.0 for name in OPEN.missions["mission"] if case is OPEN}
    found = outcome(case, scenario.scenario_of(case, never))
    assert found.expected == found.without_variable
    assert found.variable == 0


@settings(max_examples=30, deadline=None)
@given(records(LISTED), st.sampled_from(ids), rates)
def test_one_more_objective_never_lowers_the_best_case_nor_the_average(record, name, chance):
    less = outcome(LISTED, scenario.scenario_of(LISTED, {**record, **scenario.chosen(name, choose=False)}))
    more = outcome(LISTED, scenario.scenario_of(LISTED, {**record, **scenario.chosen(name, chance=chance)}))
    assert more.variable_ceiling >= less.variable_ceiling
    assert more.variable >= less.variable - 1e-6
    # On a coarser grid of euros (`exact` says so) a quantile is near what it is, within a step of the grid.
    step = 0.0 if more.exact and less.exact else more.variable_ceiling / 100
    assert more.high >= less.high - step - 1e-6


@settings(max_examples=20, deadline=None)
@given(records(OPEN), st.sampled_from(["parcours", "prevention"]))
def test_one_more_objective_never_lowers_the_best_case_of_an_open_mission(record, mission):
    found = [
        outcome(
            OPEN, scenario.scenario_of(OPEN, {**record, **scenario.counts(mission, quanti=number, quali=0)})
        )
        for number in (0, 1, 5)
    ]
    ceilings = [one.variable_ceiling for one in found]
    assert ceilings == sorted(ceilings)


@settings(max_examples=25, deadline=None)
@given(st.lists(rates, min_size=6, max_size=6))
def test_missions_are_cut_at_their_envelopes_as_everywhere_else(chances):
    record = {f"mission/{name}": True for name in LISTED.missions["mission"]}
    for name, chance in zip(ids, chances, strict=True):
        record |= scenario.chosen(name, chance=chance)
    found = outcome(LISTED, scenario.scenario_of(LISTED, record))
    lines = pd.DataFrame({"line": range(6), "mission": MISSIONS})
    tiers = pd.DataFrame({"line": range(6), "amount": AMOUNTS, "chance": chances})
    envelopes = LISTED.missions.set_index("mission")["variable"]
    same = within_envelopes(lines, tiers, envelopes).total
    assert found.variable == pytest.approx(same.mean)
    cell = 1e-6 if found.exact and same.exact else same.step  # off the grid, each is right to a cell
    assert found.low - found.without_variable == pytest.approx(same.quantile(0.1), abs=cell)
    assert found.high - found.without_variable == pytest.approx(same.quantile(0.9), abs=cell)


@st.composite
def rooms(draw):
    case = draw(CASES)
    made = []
    for place in range(draw(st.integers(0, 5))):
        low, high = sorted((draw(st.integers(0, 400_000)), draw(st.integers(0, 400_000))))
        made.append(
            {
                "table": str(place),
                "name": draw(st.sampled_from(["Chêne", "Érable", "Hêtre"])),
                "guess": {"minimal": low, "ambitious": high} if draw(st.booleans()) else None,
                "scenario": draw(records(case)),
                "sealed": draw(st.booleans()),
                "late": draw(st.booleans()),
            }
        )
    return case, made


@settings(max_examples=12, deadline=None)
@given(rooms(), st.randoms(use_true_random=False))
def test_a_reveal_does_not_depend_on_the_order_of_the_tables(room, random):
    case, tables = room
    shuffled = list(tables)
    random.shuffle(shuffled)
    one, other = revealed(case, tables), revealed(case, shuffled)
    for name in ("outcomes", "agreements", "spread"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@settings(max_examples=12, deadline=None)
@given(rooms())
def test_a_median_lies_within_its_spread_and_a_share_within_0_and_1(room):
    found = revealed(*room)
    spread = found.spread.dropna()
    assert (spread["low"] <= spread["median"]).all()
    assert (spread["median"] <= spread["high"]).all()
    share = found.agreements["share"].dropna()
    assert share.between(0, 1).all()
    compared = int(found.outcomes["counts"].sum())
    assert found.agreements["of"].eq(compared).all()
    assert all(len(said) <= compared for said in found.spread["values"])
    errors = found.outcomes["guess_minimal"] - found.outcomes["error_minimal"]
    assert np.allclose(errors.dropna(), found.minimal.without_variable)
    assert all(low <= high for values in spread["values"] for low, high in itertools.pairwise(values))
