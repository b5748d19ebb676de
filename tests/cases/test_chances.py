"""The chance of each step: typed, settled by a result, or proposed from what was seen, redone by hand."""

import numpy as np
import pandas as pd
import pytest

from aci_model import law
from aci_model.foresight.chances import chances
from aci_model.foresight.distribution import income
from tests.building import done, dossier, line, together

MISSION, OTHER = law.load().missions["mission"].tolist()[1:3]


def of(table, place):
    """The rows of one line."""
    return table[table["line"] == place].reset_index(drop=True)


def years(*results, label="Ateliers", **more):
    """The same deliverable, year after year up to 2026: done, not done, or nobody said."""
    first = 2026 - len(results) + 1
    return [
        done(MISSION, 1000, result=result, label=label, year=first + place, **more)
        for place, result in enumerate(results)
    ]


def proposal(hits, tries, other_hits=0, other_tries=0):
    """(s + 2q) / (n + 2), q = (S + ½) / (N + 1)."""
    start = (other_hits + 0.5) / (other_tries + 1)
    return (hits + 2 * start) / (tries + 2)


def test_nothing_typed_and_nothing_seen_is_missing_and_never_one_half():
    found = chances(dossier(done(MISSION, 1000)))
    assert found["origin"].tolist() == ["inconnue"]
    assert found[["chance", "low", "high"]].isna().all(axis=None)
    assert found["observations"].tolist() == [0]


def test_what_was_typed_wins_over_what_was_seen():
    found = of(chances(dossier(*years(True, True, None, chance=0.35))), 2)
    assert found.loc[0, ["chance", "low", "high"]].tolist() == [0.35, 0.35, 0.35]
    assert (found.loc[0, "origin"], found.loc[0, "observations"]) == ("saisie", 0)


def test_past_years_of_the_line_are_shrunk_towards_one_half():
    # Done two years of three, nothing else of its kind: q = ½, (2 + 2 × ½) / (3 + 2) = 0,6.
    found = of(chances(dossier(*years(True, False, True, None))), 3)
    assert found.loc[0, "chance"] == pytest.approx(0.6)
    assert (found.loc[0, "origin"], found.loc[0, "observations"]) == ("historique", 3)


def test_one_good_year_promises_less_than_ten():
    # (1 + 1) / (1 + 2) = 0,667 and (10 + 1) / (10 + 2) = 0,917; the band of one year is the wider one.
    one = of(chances(dossier(*years(True, None))), 1).loc[0]
    ten = of(chances(dossier(*years(*[True] * 10, None))), 10).loc[0]
    assert [one["chance"], ten["chance"]] == pytest.approx([2 / 3, 11 / 12])
    assert one["high"] - one["low"] > 2 * (ten["high"] - ten["low"])
    assert one["low"] < one["chance"] < one["high"]


def test_the_band_holds_the_middle_eighty_percent():
    # One good year: a Beta(2, 1) law, of which a share x² lies below x: √0,1 = 0,316 and √0,9 = 0,949.
    one = of(chances(dossier(*years(True, None))), 1).loc[0]
    assert [one["low"], one["high"]] == pytest.approx([np.sqrt(0.1), np.sqrt(0.9)])


def test_a_line_never_seen_takes_after_its_kind():
    # Three others of its kind, done twice: q = 2,5 / 4 = 0,625, which is the proposal, resting on three results.
    past = [done(MISSION, 500, result=result, label=f"Autre {result}{place}", year=2025)
            for place, result in enumerate([True, True, False])]  # fmt: skip
    found = of(chances(dossier(*past, done(OTHER, 1000, label="Nouvelle", year=2026))), 3).loc[0]
    assert found["chance"] == pytest.approx(0.625)
    assert (found["origin"], found["observations"]) == ("type", 3)
    # As wide as two observations: less than nothing known, more than three results of its own.
    assert found["high"] - found["low"] > 0.5


def test_own_years_and_kind_add_up_without_counting_a_year_twice():
    # Own: 1 of 2. Others: 3 of 3, q = 3,5 / 4 = 0,875. (1 + 2 × 0,875) / (2 + 2) = 0,6875.
    others = [done(MISSION, 500, result=True, label=f"Autre {place}", year=2025) for place in range(3)]
    found = of(chances(dossier(*years(True, False, None), *others)), 2).loc[0]
    assert found["chance"] == pytest.approx(0.6875)
    assert found["chance"] == pytest.approx(proposal(1, 2, 3, 3))


def test_another_kind_another_nature_or_another_community_teaches_nothing():
    other_kind = line(MISSION, (5, 900), result=6, kind="compte", year=2025, label="A")
    other_nature = done(MISSION, 900, result=True, nature="qualitatif", year=2025, label="B")
    mine = done(MISSION, 1000, year=2026, nature="quantitatif", label="C")
    both = together(
        dossier(other_kind, other_nature, mine),
        dossier(*years(True, True, nature="quantitatif"), community="Une autre CPTS"),
    )
    assert of(chances(both), 2).loc[0, "origin"] == "inconnue"


def test_a_past_year_is_walked_against_its_own_thresholds():
    # 12 reached its last step in 2025 (10), though it would not reach this year's (20): (1 + 1) / (1 + 2).
    past = line(MISSION, (10, 1000), result=12, kind="compte", year=2025, label="Ateliers")
    mine = line(MISSION, (20, 1000), kind="compte", year=2026, label="Ateliers")
    assert of(chances(dossier(past, mine)), 1).loc[0, "chance"] == pytest.approx(2 / 3)


def test_lower_is_better_is_walked_downwards():
    steps = ((219, 3000), (100, 6000), (50, 9000))
    past = line(MISSION, *steps, result=90, direction=-1, year=2025, label="ALD")
    found = of(chances(dossier(past, line(MISSION, *steps, direction=-1, year=2026, label="ALD"))), 1)
    # 90 reaches 219 and 100, not 50.
    assert found["chance"].tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3])


def test_steps_compare_by_rank_when_their_number_changed():
    # One step of two is half of the way: it reaches the second of four, not the third.
    past = line(MISSION, (10, 500), (20, 1000), result=15, year=2025, label="Taux")
    mine = line(MISSION, (5, 1), (9, 2), (30, 3), (40, 4), year=2026, label="Taux")
    found = of(chances(dossier(past, mine)), 1)
    assert found["chance"].tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1 / 3])


def test_the_history_sheet_is_walked_against_this_years_thresholds():
    mine = line(MISSION, (60, 1000), (70, 2000), year=2026, label="Dépistage")
    told = [
        {"year": year, "mission": MISSION, "label": label, "result": result}
        for year, label, result in [(2023, "dépistage ", 61.0), (2024, "Dépistage", 72.0), (2025, "Dépistage", None)]
    ]  # fmt: skip
    found = chances(dossier(mine, history=told))
    # 61 reaches the first step, 72 both: (2 + 1) / (2 + 2) and (1 + 1) / (2 + 2).
    assert found["chance"].tolist() == pytest.approx([0.75, 0.5])
    assert found["observations"].tolist() == [2, 2]


def test_a_year_told_by_a_line_and_by_the_history_counts_once():
    told = [{"year": 2025, "mission": MISSION, "label": "Ateliers", "result": 0.0}]
    found = of(chances(dossier(*years(True, None), history=told)), 1).loc[0]
    assert (found["chance"], found["observations"]) == (pytest.approx(2 / 3), 1)


def test_a_known_result_settles_the_year_as_it_stands():
    stands = line(MISSION, (10, 1000), (20, 2000), result=12, chances=(0.9, 0.5))
    found = chances(dossier(stands))
    assert found["chance"].tolist() == [1, 0]
    assert found["origin"].tolist() == ["resultat", "resultat"]
    assert found[["low", "high"]].to_numpy().tolist() == [[1, 1], [0, 0]]


def test_the_year_to_come_leaves_every_line_open_and_learns_from_this_one():
    found = chances(dossier(done(MISSION, 1000, result=True, label="Ateliers")), settled=False)
    assert found["chance"].tolist() == pytest.approx([2 / 3])
    assert (found.loc[0, "origin"], found.loc[0, "observations"]) == ("historique", 1)


@pytest.mark.parametrize("label", ["Ateliers", None])
def test_without_a_year_or_a_label_this_years_own_result_is_still_learnt_from(label):
    found = chances(dossier(done(MISSION, 1000, result=True, label=label, year=None)), settled=False)
    assert found["chance"].tolist() == pytest.approx([2 / 3])
    assert found["observations"].tolist() == [1]


def test_an_abandoned_line_has_no_chance_left_for_the_steps_it_has_not_reached():
    steps = ((10, 1000), (20, 2000))
    reached = line(MISSION, *steps, result=12, abandon="taille", chances=(0.9, 0.5))
    open_ = line(MISSION, *steps, abandon="donnees", chances=(0.9, 0.5))
    found = chances(dossier(reached, open_))
    assert found["chance"].tolist() == [1, 0, 0, 0]
    assert found["origin"].tolist() == ["resultat", "abandon", "abandon", "abandon"]
    assert chances(dossier(open_), given_up=False)["chance"].tolist() == [0.9, 0.5]


def test_the_chance_of_the_line_is_that_of_its_last_step():
    past = [line(MISSION, (1, 1), (2, 2), (3, 3), result=3, label="Taux", year=2025)]
    mine = line(MISSION, (1, 1), (2, 2), (3, 3), label="Taux", year=2026, chance=0.5)
    found = of(chances(dossier(*past, mine)), 1)
    assert found["chance"].tolist() == pytest.approx([2 / 3, 2 / 3, 0.5])
    assert found["origin"].tolist() == ["historique", "historique", "saisie"]


def test_an_easier_step_has_at_least_the_chance_typed_for_the_last_one():
    found = chances(dossier(line(MISSION, (1, 1), (2, 2), (3, 3), chance=0.5)))
    assert found["chance"].tolist() == [0.5, 0.5, 0.5]
    assert found["low"].tolist() == [0.5, 0.5, 0.5]
    assert found["high"].tolist() == [1, 1, 0.5]


def test_a_harder_step_of_which_nothing_is_known_stays_unknown():
    found = chances(dossier(line(MISSION, (1, 1), (2, 2), chances=(0.7, None))))
    assert found["chance"].tolist() == pytest.approx([0.7, np.nan], nan_ok=True)


def test_a_typed_chance_that_rises_with_the_step_is_brought_down_to_the_easier_one():
    found = chances(dossier(line(MISSION, (1, 1), (2, 2), (3, 3), chances=(0.6, 0.8, 0.2))))
    assert found["chance"].tolist() == [0.6, 0.6, 0.2]


def test_a_proposal_gives_way_to_what_was_typed_around_it():
    # Never reached last year, so (0 + 1) / 3 for both; but the last step was typed at 60 %.
    past = line(MISSION, (10, 1), (20, 2), result=1, label="Taux", year=2025)
    mine = line(MISSION, (10, 1), (20, 2), label="Taux", year=2026, chances=(None, 0.6))
    found = of(chances(dossier(past, mine)), 1)
    assert found["chance"].tolist() == [0.6, 0.6]
    assert found["origin"].tolist() == ["saisie", "saisie"]


def test_steps_written_in_any_order_keep_their_own_chance():
    # Written hardest first: 20 typed at 30 %, 10 at 80 %; a result of 12 reaches 10 only.
    backwards = line(MISSION, (20, 2000), (10, 1000), chances=(0.3, 0.8))
    assert chances(dossier(backwards))["chance"].tolist() == [0.3, 0.8]
    assert chances(dossier({**backwards, "result": 12}))["chance"].tolist() == [0, 1]


def test_rows_follow_the_tiers_and_feed_the_distribution():
    two = dossier(done(MISSION, 3000, chance=0.5), done(MISSION, 5000, chance=0.8))
    found = chances(two)
    pd.testing.assert_index_equal(found.index, two.tiers.index)
    # 3 000 × 0,5 + 5 000 × 0,8 = 5 500
    assert income(two.lines, two.tiers.assign(chance=found["chance"])).mean == pytest.approx(5500)


def test_a_dossier_without_a_line_has_no_chance():
    assert chances(dossier()).empty


@pytest.mark.parametrize("settled", [True, False])
def test_neighbours_change_nobodys_chances(settled):
    mine = dossier(*years(True, False, None), line(MISSION, (1, 1), (2, 2), result=1, year=2025, label="T"))
    alone = chances(mine, settled=settled)
    beside = chances(together(mine, dossier(*years(True, True), community="Voisine")), settled=settled)
    pd.testing.assert_frame_equal(beside.iloc[: len(alone)], alone)
