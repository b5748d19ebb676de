"""Scenarios: texts nobody signed, read by the same loader as the law."""

from __future__ import annotations

import pytest

from aci_model import law
from aci_model.law.scenarios import parse_scenario

FILE = """
kind = "scenario"
id = "essai"
title = "Essai"
statement = "Inventé pour les tests."
crisis = false
"""


def read(text):
    return parse_scenario(text, "essai.toml", law.load().vocabulary)


def share_of(scenario, year=None):
    frame = law.shares(scenario, law.load(), year)
    return frame.set_index(["mission", "part"])["share"]


def test_without_the_variable_part_only_what_follows_results_is_lost():
    frame = law.shares(law.load().scenarios["sans_part_variable"], law.load())
    assert set(frame.loc[frame["paid"] == "attained", "share"]) == {0.0}
    assert set(frame.loc[frame["paid"] == "deployed", "share"]) == {1.0}
    assert len(frame) == 7 * 5  # missions × parts


def test_the_reference_pays_everything_but_the_crisis():
    frame = law.shares(law.load().scenarios["reference"], law.load())
    assert set(frame.loc[frame["paid"] != "crisis", "share"]) == {1.0}
    assert set(frame.loc[frame["paid"] == "crisis", "share"]) == {0.0}


def test_a_slider_at_zero_is_the_file_without_variable_part():
    built, read_from_file = law.scenario(0.0), law.load().scenarios["sans_part_variable"]
    assert built.shares == read_from_file.shares
    assert built.crisis == read_from_file.crisis
    assert law.shares(built, law.load()).equals(law.shares(read_from_file, law.load()))


def test_a_slider_at_one_is_the_reference():
    built = law.shares(law.scenario(), law.load())
    assert built.equals(law.shares(law.load().scenarios["reference"], law.load()))


def test_a_share_may_bear_on_one_mission():
    found = share_of(law.scenario(0.4, mission="parcours"))
    assert found["parcours", "variable"] == 0.4
    assert found["prevention", "variable"] == 1.0


def test_a_recognised_crisis_owes_the_crisis_parts():
    assert share_of(law.scenario(0.5, crisis=True))["crise", "variable_si_crise"] == 1.0
    assert share_of(law.scenario(0.5))["crise", "variable_si_crise"] == 0.0


def test_a_clause_bound_to_years_applies_in_those_years_only():
    clause = '[[share]]\npaid = "attained"\nshare = 0.5\nfrom_year = 2027\nuntil_year = 2028\n'
    scenario = read(FILE + clause)
    by_year = {
        year: share_of(scenario, year)["parcours", "variable"] for year in (2026, 2027, 2028, 2029, None)
    }
    assert by_year == {2026: 1.0, 2027: 0.5, 2028: 0.5, 2029: 1.0, None: 1.0}


def test_a_later_clause_patches_an_earlier_one():
    clauses = (
        '[[share]]\npaid = "attained"\nshare = 0\n'
        '[[share]]\npaid = "attained"\nshare = 0.8\nmission = "qualite"\nfrom_year = 2027\n'
    )
    found = share_of(read(FILE + clauses), 2030)
    assert found["qualite", "variable"] == 0.8
    assert found["parcours", "variable"] == 0.0


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_share_outside_0_to_1_is_refused(share):
    with pytest.raises(law.LawError, match="entre 0 et 1"):
        law.scenario(share)


def test_a_mission_the_law_does_not_know_is_refused():
    with pytest.raises(law.LawError, match="jardinage"):
        law.scenario(0.5, mission="jardinage")


def test_a_scenario_file_tells_all_its_faults_at_once():
    text = FILE.replace("crisis = false", "crisis = 0\ncolour = 1") + (
        '[[share]]\npaid = "parfois"\nshare = 2\nmission = "jardinage"\n'
        '[[share]]\npaid = "attained"\nshare = 0.5\nfrom_year = 2028\nuntil_year = 2027\n'
    )
    with pytest.raises(law.LawError) as caught:
        read(text)
    told = "\n".join(caught.value.faults)
    for words in (
        "colour",
        "crisis = 0",
        "paid = parfois",
        "share = 2",
        "mission = jardinage",
        "from_year (2028)",
    ):
        assert words in told, words
    assert len(caught.value.faults) == 6
