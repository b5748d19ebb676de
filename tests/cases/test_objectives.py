"""How many objectives: lists, curves and best sets worked by hand."""

import pandas as pd
import pytest

from aci_model import law
from aci_model.foresight.chances import chances
from aci_model.foresight.objectives import additions, best_set, candidates, choices, curve, lacking, standing
from tests.building import done, dossier, line


def listed(read, **more):
    known = chances(read, settled=False, given_up=False)
    return candidates(read, known, law.load(), 2026, **more)


def new(mission, amount, chance, effort, **more):
    given = {"amount": amount, "chance": chance, "effort": effort, **more}
    return {"mission": mission, "label": "Nouveau", "nature": "qualitatif", **given}


def three():
    """A: 4 000 € at 50 % for 4 days; B: 3 000 € at 90 % for 6 days; C: 1 000 € at 80 % for 1 day.

    Expected 2 000, 2 700 and 800 €; 500, 450 and 800 € a day.
    """
    return listed(
        dossier(
            objectives=[
                new("parcours", 4_000.0, 0.5, 4.0),
                new("parcours", 3_000.0, 0.9, 6.0),
                new("prevention", 1_000.0, 0.8, 1.0),
            ]
        )
    )


# What a candidate is


def test_a_line_brings_each_step_with_its_own_chance():
    # 1 000 × 0,9 + (2 500 − 1 000) × 0,5 + (3 500 − 2 500) × 0,2 = 900 + 750 + 200 = 1 850 ; 1 850 ÷ 3 500 of it
    steps = ((69.7, 1_000), (72.4, 2_500), (75.0, 3_500))
    rows, laid = listed(dossier(line("prevention", *steps, chances=(0.9, 0.5, 0.2), effort=3.0)))
    assert rows.loc[0, ["amount", "expected", "chance", "effort"]].tolist() == [3_500, 1_850, 0.2, 3]
    assert rows.loc[0, "rate"] == pytest.approx(1_850 / 3_500)
    assert laid["share"].tolist() == pytest.approx([1_000 / 3_500, 2_500 / 3_500, 1.0])


def test_the_easiest_step_of_a_line_where_lower_is_better_is_the_highest_one():
    # ALD: 219 → 3 000, 100 → 6 000, 50 → 9 000, written in any order: 3 000 × 1 + 3 000 × 0,5 + 3 000 × 0,1 = 4 800
    steps = ((50, 9_000), (219, 3_000), (100, 6_000))
    rows, laid = listed(
        dossier(line("acces_aux_soins", *steps, direction=-1, chances=(0.1, 1.0, 0.5), effort=1.0))
    )
    assert laid["amount"].tolist() == [3_000, 6_000, 9_000]
    assert rows.loc[0, "expected"] == 4_800


def test_every_line_is_open_again_whatever_its_result():
    rows, _ = listed(dossier(done("parcours", 2_000.0, result=False, chances=(0.6,), effort=1.0)))
    assert rows.loc[0, "expected"] == 1_200  # 2 000 × 0,6


def test_the_contracts_lines_come_first_then_the_new_objectives_of_that_community():
    read = dossier(
        done("parcours", 2_000.0, chances=(0.6,)),
        done("parcours", 9_000.0, chances=(0.6,), year=2025),
        objectives=[new("prevention", 1_000.0, 0.8, 1.0)],
    )
    rows, _ = listed(read)
    assert rows["origin"].tolist() == ["contrat", "nouveau"]
    assert rows["amount"].tolist() == [2_000, 1_000]  # the line of 2025 is no candidate
    assert rows["line"].isna().tolist() == [False, True]
    assert listed(read, community="Une autre").candidates.empty


def test_the_lines_of_a_contract_weigh_by_their_amounts_and_an_average_one_weighs_1():
    # 3 000 and 1 000: mean 2 000, so 1,5 and 0,5; the new one, which nobody weighed, 1; the last one as typed
    rows, _ = listed(
        dossier(
            done("parcours", 3_000.0),
            done("parcours", 1_000.0),
            objectives=[new("parcours", 500.0, 0.5, 1.0), new("parcours", 500.0, 0.5, 1.0, weight=2.5)],
        )
    )
    assert rows["weight"].tolist() == [1.5, 0.5, 1.0, 2.5]


def test_what_is_not_known_is_asked_for_and_never_counted_as_nothing():
    rows, _ = listed(
        dossier(
            done("parcours", 3_000.0, effort=2.0),
            objectives=[
                new("parcours", None, 0.5, 1.0),
                new("parcours", 900.0, 0.5, None),
                new("parcours", 900.0, 0.5, 2.0),
            ],
        )
    )
    told = standing(rows, split=False)
    assert told["standing"].tolist() == ["a_renseigner"] * 3 + ["libre"]
    assert told["lacks"].fillna("").tolist() == ["chance", "montant", "jours", ""]
    assert rows["expected"].isna().tolist() == [True, True, False, False]
    assert best_set(rows, 100, split=False).chosen == (3,)


def test_an_envelope_to_split_needs_no_amount_but_needs_the_envelope():
    rows, _ = listed(
        dossier(objectives=[new("parcours", None, 0.5, 1.0), new("prevention", 900.0, 0.5, 1.0)])
    )
    told = standing(rows, split=True, envelopes={"parcours": 45_000.0})
    assert told["standing"].tolist() == ["libre", "a_renseigner"]
    assert told["lacks"].fillna("").tolist() == ["", "enveloppe de la mission"]


def test_a_line_given_up_stays_in_the_list_and_is_never_chosen_not_even_when_kept():
    rows, _ = listed(
        dossier(done("parcours", 3_000.0, chances=(0.9,), effort=1.0, abandon="taille", choice="retenu"))
    )
    assert rows.loc[0, "expected"] == 2_700  # what it could have brought
    assert standing(rows, split=False)["standing"].tolist() == ["abandonne"]
    assert best_set(rows, 100, split=False).chosen == ()


def test_a_line_of_a_mission_that_pays_only_in_a_crisis_is_no_objective():
    rows, _ = listed(dossier(done("crise", 3_000.0, chances=(0.9,), effort=1.0)))
    assert standing(rows, split=False)["standing"].tolist() == ["hors_resultats"]


# The best set


def test_the_best_set_is_not_the_best_per_day_when_the_days_are_few():
    # 7 days: C + B = 3 500 for 7; C + A = 2 800 for 5. Taking C then A, the best per day, would leave B out.
    best = best_set(three().candidates, 7, split=False)
    assert (best.chosen, best.expected, best.days, best.exact) == ((1, 2), 3_500, 7, True)


def test_of_two_equal_sets_the_one_of_fewest_days_wins_then_the_first_of_the_file():
    rows, _ = listed(
        dossier(
            objectives=[
                new("parcours", 1_000.0, 0.5, 3.0),
                new("parcours", 1_000.0, 0.5, 2.0),
                new("parcours", 1_000.0, 0.5, 2.0),
            ]
        )
    )
    assert best_set(rows, 3, split=False).chosen == (1,)


def test_what_is_kept_beyond_the_capacity_is_said_not_dropped():
    # B kept: 6 days for a capacity of 4, 2 too many, and no room for anything else
    rows = three().candidates
    rows.loc[1, "choice"] = "retenu"
    best = best_set(rows, 4, split=False)
    assert (best.chosen, best.days, best.excess) == ((1,), 6, 2)


def test_without_a_capacity_everything_that_brings_something_is_taken():
    assert best_set(three().candidates, None, split=False).chosen == (0, 1, 2)


def test_thirds_of_a_day_are_counted_exactly():
    rows, _ = listed(dossier(objectives=[new("parcours", 900.0, 0.5, 1 / 3)] * 3))
    best = best_set(rows, 1, split=False)
    assert (best.chosen, best.exact) == ((0, 1, 2), True)


def test_a_split_envelope_is_best_left_to_the_surest_objective_alone():
    # parcours 45 000: A alone 22 500, B alone 40 500, both (same weight) (0,5 + 0,9) ÷ 2 × 45 000 = 31 500
    rows = three().candidates
    best = best_set(rows, 10, split=True, envelopes={"parcours": 45_000.0, "prevention": 17_500.0})
    assert (best.chosen, best.days) == ((1, 2), 7)
    assert best.expected == pytest.approx(40_500 + 14_000)  # 17 500 × 0,8 = 14 000


def test_with_one_objective_kept_a_split_envelope_takes_what_lifts_its_mean():
    # A kept at 50 %; with B the mean is 70 %: 45 000 × 0,7 = 31 500, for 10 days; with 9 days A stays alone: 22 500
    rows = three().candidates
    rows.loc[0, "choice"] = "retenu"
    envelopes = {"parcours": 45_000.0}
    assert best_set(rows, 10, split=True, envelopes=envelopes).expected == pytest.approx(31_500)
    assert best_set(rows, 9, split=True, envelopes=envelopes).chosen == (0,)


def test_negative_days_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        best_set(three().candidates, -1, split=False)


# The curve


def test_the_curve_adds_the_most_euros_a_day_first():
    # C 800 a day, A 500, B 450: expected 0, 800, 2 800, 5 500; days 0, 1, 5, 11
    told = curve(*three(), split=False, capacity=6)
    assert told["candidate"].fillna(-1).tolist() == [-1, 2, 0, 1]
    assert told["expected"].tolist() == pytest.approx([0, 800, 2_800, 5_500])
    assert told["marginal"].fillna(0).tolist() == pytest.approx([0, 800, 2_000, 2_700])
    assert told["per_day"].iloc[1:].tolist() == pytest.approx([800, 500, 450])
    assert told["days"].tolist() == [0, 1, 5, 11]
    assert told["beyond_capacity"].tolist() == [False, False, False, True]
    assert told["diluted"].fillna(0).tolist() == [0, 0, 0, 0]


def test_the_band_of_the_curve_is_exact():
    # k = 2: C 1 000 at 80 %, A 4 000 at 50 %. P(0) = 0,2 × 0,5 = 0,1 ; P(1 000) = 0,4 ; P(4 000) = 0,1 ; P(5 000) = 0,4
    # F(0) = 0,1 reaches 10 %: P10 = 0 ; F(1 000) = 0,5: P50 = 1 000 ; F(5 000) = 1: P90 = 5 000
    told = curve(*three(), split=False)
    assert told.loc[2, ["low", "median", "high"]].tolist() == [0, 1_000, 5_000]
    assert told["exact"].all()


def test_what_a_person_keeps_comes_first():
    rows, steps = three()
    rows.loc[1, "choice"] = "retenu"
    told = curve(rows, steps, split=False)
    assert told["candidate"].fillna(-1).tolist() == [-1, 1, 2, 0]
    assert told["standing"].fillna("").tolist() == ["", "retenu", "libre", "libre"]


def test_splitting_an_envelope_dilutes_those_already_there():
    # 45 000 and 17 500. k = 1: B alone, 45 000 × 0,9 = 40 500. k = 2: C, 17 500 × 0,8 = 14 000.
    # k = 3: A halves B: A brings 22 500 × 0,5 = 11 250, B loses 20 250, marginal −9 000.
    envelopes = {"parcours": 45_000.0, "prevention": 17_500.0}
    told = curve(*three(), split=True, envelopes=envelopes)
    assert told["candidate"].fillna(-1).tolist() == [-1, 1, 2, 0]
    assert told["expected"].tolist() == pytest.approx([0, 40_500, 54_500, 45_500])
    assert told["amount"].iloc[1:].tolist() == pytest.approx([45_000, 17_500, 22_500])
    assert told["diluted"].iloc[1:].tolist() == pytest.approx([0, 0, 20_250])


def test_an_objective_written_beyond_the_envelope_of_its_mission_is_told():
    # 3 000 + 4 000 = 7 000 for an envelope of 5 000: 2 000 that no contract pays. A comes before B: 500 a day, 450
    told = curve(*three(), split=False, envelopes={"parcours": 5_000.0})
    assert told["candidate"].tolist()[2:] == [0, 1]
    assert told["over_envelope"].iloc[2:].tolist() == [0, 2_000]
    assert pd.isna(told["over_envelope"].iloc[1])  # nobody said what prévention has


def test_an_objective_of_unknown_days_is_drawn_last_and_its_days_stay_unknown():
    rows, steps = listed(
        dossier(objectives=[new("parcours", 9_000.0, 0.9, None), new("parcours", 1_000.0, 0.5, 5.0)])
    )
    told = curve(rows, steps, split=False)
    assert told["candidate"].fillna(-1).tolist() == [-1, 1, 0]
    assert told["days"].isna().tolist() == [False, False, True]
    assert told["expected"].tolist() == pytest.approx([0, 500, 8_600])


# The next one


def test_the_next_objective_says_what_it_brings_costs_and_risks():
    # C is chosen (1 day); 5 days left: A fits (500 a day, 50 % chance of nothing), B (6 days) does not
    told = additions(*three(), [2], split=False, capacity=6)
    assert told["candidate"].tolist() == [0, 1]
    assert told.loc[0, ["brings", "days", "per_day", "nothing", "diluted"]].tolist() == pytest.approx(
        [2_000, 4, 500, 0.5, 0]
    )
    assert told["fits"].tolist() == [True, False]


def test_the_next_objective_of_a_split_envelope_says_what_the_others_lose():
    told = additions(*three(), [1], split=True, envelopes={"parcours": 45_000.0, "prevention": 17_500.0})
    assert told["candidate"].tolist() == [2, 0]
    assert told["brings"].tolist() == pytest.approx([14_000, -9_000])
    assert told["diluted"].tolist() == pytest.approx([0, 20_250])


# Three choices


def test_the_least_is_one_objective_a_mission_when_nothing_has_to_be_covered():
    # parcours: A, 500 a day, before B, 450; prévention: C
    told = choices(*three(), 7, split=False).set_index("choice")
    assert told["chosen"].tolist() == [(0, 2), (1, 2), ()]
    assert told["expected"].tolist() == pytest.approx([2_800, 3_500, 0])
    assert told["without"].tolist() == [(), (), ("parcours", "prevention")]
    assert told["covers"].tolist() == [1, 1, 1]


def test_the_least_grows_until_the_sum_is_covered_at_80_percent():
    # 3 000: A + C reach it at 50 %; with B, it takes A or B (4 000, 3 000): 1 − 0,5 × 0,1 = 95 %
    told = choices(*three(), 7, split=False, cover=3_000.0).set_index("choice")
    assert told.loc["minimaliste", "chosen"] == (0, 1, 2)
    assert told.loc["minimaliste", "covers"] == pytest.approx(0.95)
    assert told.loc["minimaliste", "beyond_capacity"]  # 11 days for 7


def test_a_sum_out_of_reach_leaves_the_smallest_choice_that_comes_closest():
    told = choices(*three(), 7, split=False, cover=1_000_000.0).set_index("choice")
    assert told.loc["minimaliste", ["number", "covers"]].tolist() == [2, 0]


def test_the_risk_is_the_chance_of_less_than_half_of_what_is_expected():
    # B + C: expected 3 500, half 1 750; under it: 0 or 1 000, when B fails: 10 %
    told = choices(*three(), 7, split=False).set_index("choice")
    assert told.loc["en_profiter", "risk"] == pytest.approx(0.1)


def test_ones_own_choice_is_what_one_keeps_else_the_contract():
    read = dossier(
        done("parcours", 2_000.0, chances=(0.5,), effort=1.0),
        done("parcours", 3_000.0, chances=(0.5,), effort=2.0, choice="ecarte"),
        done("parcours", 5_000.0, effort=2.0),
        objectives=[new("prevention", 1_000.0, 0.8, 1.0)],
    )
    told = choices(*listed(read), 7, split=False).set_index("choice")
    # the third has no chance: two wanted, one priced
    assert told.loc["le_votre", ["chosen", "unpriced"]].tolist() == [(0,), 1]
    kept = read.objectives.assign(choice="retenu")
    rows, steps = listed(dossier(objectives=kept.drop(columns="community").to_dict("records")))
    assert choices(rows, steps, 7, split=False).set_index("choice").loc["le_votre", "chosen"] == (0,)


def test_nothing_to_choose_from_is_three_empty_choices():
    told = choices(*listed(dossier()), 7, split=False)
    assert told["number"].tolist() == [0, 0, 0]
    assert curve(*listed(dossier()), split=False)["expected"].tolist() == [0]
    assert curve(*listed(dossier()), split=True, envelopes={})["expected"].tolist() == [0]
    assert additions(*listed(dossier()), [], split=False).empty


def test_what_lacks_is_what_firm_posts_cost_beyond_the_fixe():
    # firm 200 000 + 60 000 for a fixe of 250 000: 10 000; the flexible post does not count; unknown lacks nothing known
    costs = pd.DataFrame({"firm": [True, True, False], "cost": [200_000.0, 60_000.0, 50_000.0]})
    assert lacking(costs, 250_000.0) == 10_000
    assert lacking(costs, 300_000.0) == 0
    assert lacking(costs, float("nan")) == 0
