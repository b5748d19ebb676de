"""The whole of contract A through the choice of objectives, with chances and days made up for the test."""

import numpy as np
import pytest

from aci_model import law, reading
from aci_model.foresight.chances import chances
from aci_model.foresight.objectives import (
    additions,
    best_set,
    candidates,
    choices,
    curve,
    envelopes,
    nature_balance,
    proposed_strength,
    standing,
)
from aci_model.funding import assess, of_year
from tests import contract_a

EVERYTHING = 122_500  # Σ variable of the contract
YEAR = 2026


@pytest.fixture(scope="module")
def read():
    rules = law.load()
    content = contract_a.WORKBOOK.read_bytes()
    return reading.read([(contract_a.WORKBOOK.name, content)], rules.missions, rules.parts)


@pytest.fixture(scope="module")
def shared(read):
    community = read.communities["community"].iloc[0]
    return envelopes(of_year(assess(read, law.load()), community, YEAR).missions)


@pytest.fixture(scope="module")
def listed(read):
    """Its own lines, every step at 60 % of the one before, two days a line, nothing kept nor given up."""
    rank = read.tiers.groupby("line").cumcount()
    known = read.tiers[["line", "tier"]].assign(chance=0.6 ** (rank + 1.0))
    rows, steps = candidates(read, known, law.load(), YEAR)
    signed = rows[rows["origin"] == "contrat"].assign(effort=2.0, choice=None, abandon=None)
    return signed.astype({"choice": "str", "abandon": "str"}), steps


def test_its_41_lines_are_worth_122_500_euros(listed):
    rows, _ = listed
    assert (len(rows), rows["amount"].sum()) == (41, EVERYTHING)


def test_all_of_it_split_by_weight_is_the_contract_as_written(listed, shared):
    # Lines weigh by their amounts, so splitting each envelope over all of them gives each its own amount again.
    rows, steps = listed
    written = curve(rows, steps, split=False, envelopes=shared).iloc[-1]
    split = curve(rows, steps, split=True, envelopes=shared).iloc[-1]
    columns = ["expected", "low", "median", "high", "sd"]
    assert written[columns].tolist() == pytest.approx(split[columns].tolist())
    assert written["over_envelope"] == 0


def test_the_best_set_of_30_days_is_the_15_lines_that_bring_most(listed):
    # two days each: 15 lines, those of highest expected euros
    rows, _ = listed
    best = best_set(rows, 30, split=False)
    assert len(best.chosen) == 15
    assert best.expected == pytest.approx(rows["expected"].nlargest(15).sum())


def test_the_three_choices_answer_at_once(listed, shared):
    told = choices(*listed, 30, split=False, envelopes=shared, cover=20_000.0).set_index("choice")
    assert told.loc["le_votre", ["number", "days"]].tolist() == [41, 82]
    assert told.loc["en_profiter", "number"] == 15
    assert told.loc["minimaliste", "covers"] >= 0.8
    assert (told["low"] <= told["expected"]).all()
    following = additions(*listed, told.loc["minimaliste", "chosen"], split=False, capacity=82)
    assert len(following) == 41 - told.loc["minimaliste", "number"]


def test_every_expected_proof_of_a_real_contract_lets_a_strength_be_proposed(listed):
    rows, _ = listed
    proposed = proposed_strength(rows)
    assert proposed.notna().all()
    assert (proposed[rows["source"] == "CPAM"] == 3).all()


def test_its_natures_share_the_whole_of_its_euros_and_variance(listed):
    told = nature_balance(*listed)
    assert told["amount"].sum() == EVERYTHING
    assert told["variance_share"].sum() == pytest.approx(1)


def test_without_days_nothing_is_chosen_and_the_days_are_asked_for(read):
    bare = read.lines.assign(effort=np.nan)
    told = type(read)(**{name: getattr(read, name) for name in read.__slots__} | {"lines": bare})
    rows, _ = candidates(told, chances(told, settled=False, given_up=False), law.load(), YEAR)
    rows = rows[rows["origin"] == "contrat"]
    stand = standing(rows, split=False)
    assert stand["lacks"].str.contains("jours").all()
    assert not stand["playable"].any()
    assert best_set(rows, 30, split=False).chosen == ()
