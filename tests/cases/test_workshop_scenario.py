"""What a table may say, and what is refused in words."""

import json

import pytest

from aci_model import law
from aci_model.workshop import cases
from aci_model.workshop import scenario as said
from aci_model.workshop.scenario import Count, Guess, ScenarioError
from tests.building import done, dossier

RULES = law.load()
OPEN = cases.of_size(2, RULES)
LISTED = cases.of_contract(
    dossier(done("parcours", 1000), done("qualite", 500), size_class=3), RULES, "Contrat"
)


def test_every_table_starts_with_the_mandatory_missions_and_nothing_counted_on():
    start = said.empty(OPEN)
    assert start.missions == ("acces_aux_soins", "parcours", "prevention", "crise")
    assert (start.counts, start.objectives, start.share) == ({}, {}, 0)


def test_two_phones_that_touch_two_things_do_not_erase_each_other():
    # The store merges key by key, as `dict` does.
    one = said.chosen("o1", chance=0.7) | said.counted_on(0.4)
    other = said.chosen("o2") | said.kept("qualite", keep=True)
    both = said.scenario_of(LISTED, {**one, **other})
    assert dict(both.objectives) == {"o1": 0.7, "o2": None}
    assert "qualite" in both.missions
    assert both.share == 0.4


def test_what_is_left_again_is_no_longer_there():
    record = {**said.chosen("o1", chance=0.7), **said.chosen("o1", choose=False)}
    assert said.scenario_of(LISTED, record).objectives == {}


def test_an_objective_of_a_mission_set_aside_is_kept_in_mind():
    record = {**said.chosen("o2"), **said.kept("qualite", keep=False)}
    assert "o2" in said.scenario_of(LISTED, record).objectives


def test_a_chance_of_one_is_not_an_objective_without_a_chance():
    told = json.loads(
        json.dumps(said.scenario_of(LISTED, {"objective/o1": 1, "objective/o2": True}).record())
    )
    assert dict(said.scenario_of(LISTED, told).objectives) == {"o1": 1.0, "o2": None}


@pytest.mark.parametrize(
    "made",
    [
        said.scenario_of(
            LISTED, {"objective/o1": 0.35, "objective/o2": True, "mission/qualite": True, "share": 0.25}
        ),
        said.scenario_of(
            OPEN, {**said.counts("parcours", quanti=2, quali=1, chance=0.6), "mission/qualite": True}
        ),
        said.scenario_of(OPEN, said.counts("parcours", quali=3)),
    ],
)
def test_a_scenario_comes_back_from_json_exactly(made):
    case = LISTED if made.objectives else OPEN
    assert said.scenario_of(case, json.loads(json.dumps(made.record()))) == made


def test_counts_say_both_natures_and_a_chance():
    made = said.scenario_of(OPEN, said.counts("parcours", quanti=2, quali=1, chance=0.6))
    assert made.counts == {"parcours": Count(2, 1, 0.6)}
    assert made.counts["parcours"].number == 3


@pytest.mark.parametrize(
    ("case", "record"),
    [
        (LISTED, []),
        (LISTED, "x"),
        (LISTED, {"objective/o9": True}),
        (LISTED, {"objective/o1": 1.2}),
        (LISTED, {"objective/o1": -0.1}),
        (LISTED, {"objective/o1": None}),
        (LISTED, {"objective/o1": "0,5"}),
        (LISTED, {"objective/o1": {}}),
        (LISTED, {"share": 2}),
        (LISTED, {"share": float("nan")}),
        (LISTED, {"share": True}),
        (LISTED, {"mission/parcours": False}),
        (LISTED, {"mission/qualite": 1}),
        (LISTED, {"mission/nulle": True}),
        (LISTED, {"quanti/parcours": 2}),
        (LISTED, {"<b>": 1}),
        (LISTED, {"": 1}),
        (LISTED, {7: 1}),
        (OPEN, {"quanti/parcours": 2.5}),
        (OPEN, {"quanti/parcours": -1}),
        (OPEN, {"quali/parcours": 10**9}),
        (OPEN, {"chance/parcours": 3}),
        (OPEN, {"objective/o1": True}),
    ],
)
def test_what_a_case_does_not_know_is_refused_in_words(case, record):
    with pytest.raises(ScenarioError, match=r"\.$"):
        said.scenario_of(case, record)


def test_a_long_hostile_key_is_quoted_short():
    with pytest.raises(ScenarioError) as refused:
        said.scenario_of(LISTED, {"=HYPERLINK(" * 2000: 1})
    assert len(str(refused.value)) < 200


def test_an_estimate_is_read_and_written():
    assert said.guess_of({"minimal": 100, "ambitious": 250.5}) == Guess(100.0, 250.5)
    assert said.guess_of(None) == Guess()
    assert said.guess_of(Guess(7.0).record()) == Guess(7.0)


@pytest.mark.parametrize(
    "record",
    [
        {"minimal": 2, "ambitious": 1},
        {"minimal": -1},
        {"minimal": "x"},
        {"other": 1},
        [],
        {"minimal": 10**30},
    ],
)
def test_an_estimate_that_makes_no_sense_is_refused_in_words(record):
    with pytest.raises(ScenarioError, match=r"\.$"):
        said.guess_of(record)
