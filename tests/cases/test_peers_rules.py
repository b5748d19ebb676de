"""What may be published of a comparison, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from aci_model import peers
from aci_model.peers.aggregates import Quantile, bands, count_band, dominated, masked, rounded
from aci_model.peers.attack import Told, brackets
from aci_model.peers.blocks import Group, blocks, label, merged
from aci_model.peers.capacity import squeezed
from aci_model.peers.gate import isolated
from aci_model.peers.publication import Scope, publish
from aci_model.peers.rules import grounds, reason, rules

RULES = rules()


@pytest.mark.parametrize(
    ("part", "parts", "size", "rank"),
    [
        (1, 2, 5, 3),  # the middle of five
        (1, 2, 6, 3),  # the lower of the two in the middle
        (1, 4, 12, 4),  # three below it
        (3, 4, 12, 9),  # three above it
        (1, 10, 30, 4),
        (9, 10, 30, 27),
        (2, 10, 35, 8),  # ⌊35 × 2 / 10⌋ + 1
        (8, 10, 35, 28),  # its mirror: 35 − 7
    ],
)
def test_a_quantile_is_the_value_of_one_rank(part, parts, size, rank):
    assert Quantile("x", part, parts, 5, "").rank(size) == rank


@pytest.mark.parametrize(
    ("value", "shown", "low", "high", "end"),
    [
        (0.62, 0.60, 0.575, 0.625, ""),
        (0.625, 0.65, 0.625, 0.675, ""),  # on the edge: upwards
        (0.30, 0.30, 0.275, 0.325, ""),
        (0.0, 0.10, -np.inf, 0.125, "bas"),
        (0.12, 0.10, -np.inf, 0.125, "bas"),
        (1.0, 0.90, 0.875, np.inf, "haut"),
        (0.88, 0.90, 0.875, np.inf, "haut"),
        (0.87, 0.85, 0.825, 0.875, ""),
    ],
)
def test_a_rate_is_rounded_to_five_points_and_its_ends_are_open(value, shown, low, high, end):
    figure = rounded(value, beyond=3, rules=RULES)
    assert (figure.value, figure.low, figure.high, figure.end) == (shown, low, high, end)


def test_the_median_of_five_has_ends_of_thirty_points():
    # Two beyond it on each side: two insiders on one side would put all others on the other.
    assert rounded(0.95, beyond=2, rules=RULES).value == 0.70
    assert rounded(0.65, beyond=2, rules=RULES).value == 0.65


@pytest.mark.parametrize(
    ("size", "families"),
    [
        (4, set()),
        (5, {"mediane"}),
        (11, {"mediane"}),
        (12, {"mediane", "quartile"}),
        (29, {"mediane", "quartile"}),
        (30, {"mediane", "quartile", "decile"}),
    ],
)
def test_each_statistic_asks_for_its_number_of_contributors(size, families):
    found = bands(np.linspace(0, 1, size), RULES)
    assert {quantile.name.split("_")[0] for quantile, *_ in found} == families


@pytest.mark.parametrize(
    ("count", "band"),
    [(3, (0, 4)), (5, (5, 11)), (12, (12, 29)), (99, (30, 99)), (100, (100, None)), (457, (400, None))],
)
def test_contributors_are_counted_in_bands(count, band):
    assert count_band(count, RULES) == band


@pytest.mark.parametrize(
    ("values", "withheld"),
    [
        ([10, 10, 10, 10], True),  # four
        ([10, 10, 10, 10, 10], False),  # what is left beside the largest and two insiders: 20, over 1,5
        ([100, 40, 30, 8, 6], True),  # left: 8 + 6 = 14, under 15 % of 100
        ([100, 40, 30, 8, 7], False),  # left: 15, just 15 % of 100
        ([0, 0, 0, 0, 0], True),
    ],
)
def test_a_sum_hides_its_largest_part_or_is_withheld(values, withheld):
    assert dominated(np.array(values, dtype=float), RULES) == withheld


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ([40, 25, 30], [False, False, False]),
        ([40, 4, 30], [False, True, True]),  # 4 alone would be total − 70; the next smallest goes with it
        ([40, 0, 3, 30], [False, True, True, True]),  # 0 + 3 would be told by the total: 30 goes too
        ([40, 8, 9, 30], [False, True, True, False]),  # 17 in all
        ([10], [True]),
    ],
)
def test_ten_people_or_fewer_are_masked_and_another_number_with_them(numbers, hidden):
    assert masked(numbers, RULES).tolist() == hidden


def test_small_cells_join_another_seniority_then_another_region_then_another_size():
    cells = [("1-2", "N", "a")] * 3 + [("1-2", "N", "b")] * 4 + [("1-2", "S", "a")] * 5
    cells += [("3-4", "N", "a")] * 6 + [("3-4", "S", "a")] * 2
    found = blocks(cells, 5)
    assert [(group.count, label(group)) for group in found] == [
        (7, "Tailles 1-2, N"),  # 3 + 4
        (5, "Tailles 1-2, S, a"),
        (8, "Tailles 3-4, N et S, a"),  # 6 + 2
    ]


def test_an_only_size_too_small_joins_the_other():
    found = merged([Group((("1-2", "N", "a"),), 2), Group((("3-4", "N", "a"),), 9)], 5)
    assert [group.count for group in found] == [11]


def test_with_two_insiders_one_in_three_is_isolated_and_one_in_four_is_not():
    # One sum over three people: two of them subtract their own values, and the third is left.
    one_sum = np.ones((1, 1), dtype=bool)
    assert isolated(one_sum, [3], 2).tolist() == [True]
    assert isolated(one_sum, [4], 2).tolist() == [False]


def test_two_sums_that_differ_by_one_person_isolate_that_person():
    # Everybody (5 + 1) and the five.
    figures = np.array([[True, True], [True, False]])
    assert isolated(figures, [5, 1], 0).tolist() == [False, True]


def median_of_five(low, high):
    return Told(np.ones((1, 1), dtype=bool), np.array([3]), np.array([5]), np.array([low]), np.array([high]))


def test_two_insiders_under_the_median_of_five_put_everybody_else_above_it():
    values = np.array([0.1, 0.2, 0.92, 0.93, 0.94])
    # [0,90, 1]: 10 points. Had the class begun at 0,675: 32,5 points.
    assert brackets(median_of_five(0.90, np.inf), [values], 2, 0.3)[0] == pytest.approx(0.10)
    assert brackets(median_of_five(0.675, np.inf), [values], 2, 0.3)[0] == pytest.approx(0.325)


def test_one_insider_leaves_the_others_of_five_free():
    values = np.array([0.1, 0.2, 0.92, 0.93, 0.94])
    assert brackets(median_of_five(0.90, np.inf), [values], 1, 0.3)[0] >= 0.3


def test_hypothetical_insiders_count_whoever_the_real_ones_are():
    # Two groups of five: the median of the first under 32,5 %, of the second over 67,5 %, of all ten over 87,5 %.
    # Four of ten at most are under 87,5 %, and three of the first are: one of the second may be. Were it the insider,
    # the four others would be known to stand over 87,5 %, 12,5 points. Of the first, three are under 32,5 points.
    told = Told(
        inside=np.array([[True, False], [False, True], [True, True]]),
        rank=np.array([3, 3, 5]),
        size=np.array([5, 5, 10]),
        low=np.array([-np.inf, 0.675, 0.875]),
        high=np.array([0.325, np.inf, np.inf]),
    )
    assert squeezed(told, 2, 0.30).tolist() == [False, True]
    assert squeezed(told, 1, 0.30).tolist() == [False, True]
    assert squeezed(told, 0, 0.30).tolist() == [False, False]  # nobody knows which of the five it is


def campaign(values, kind="taux", high=1.0, size="3-4"):
    names = [f"c{at:02d}" for at in range(len(values))]
    attributes = pd.DataFrame(
        {"contributor": names, "size_group": size, "region": "Nord", "seniority": "3 ans et plus"}
    )
    given = pd.DataFrame({"contributor": names, "indicator": "x", "value": values})
    asked = pd.DataFrame({"indicator": ["x"], "kind": [kind], "low": [0.0], "high": [high]})
    return given, Scope(attributes, asked)


def figure(publication, statistic):
    own = publication.aggregates.set_index("statistic").loc[statistic]
    return own["value"]


def test_a_publication_of_twelve_worked_by_hand():
    # Ranks 4, 6 and 9 of 0,05 0,10 … 0,60: 0,20, 0,30 and 0,45.
    found = publish(*campaign(np.arange(1, 13) * 0.05))
    assert [figure(found, name) for name in ("quartile_1", "mediane", "quartile_3")] == [0.2, 0.3, 0.45]
    assert pd.isna(figure(found, "decile_1"))
    assert found.aggregates["count_low"].unique().tolist() == [12]
    reasons = found.aggregates.set_index("statistic")["reason"]
    assert (
        reasons["mediane"]
        == "au moins 5 communautés\u202f; aucune ne peut être située à mieux que ±\u00a015 points"
    )
    assert reasons["decile_1"] == "retenu\u00a0: les déciles demandent au moins 30 communautés"


def test_a_number_with_public_bounds_is_published_on_its_own_scale():
    # Five numbers of objectives between 0 and 60; the middle one, 27, is 45 % of 60: 0,45 × 60 = 27, ± 1,5.
    found = publish(*campaign([10.0, 20.0, 27.0, 40.0, 50.0], high=60.0)).aggregates.iloc[0]
    assert (found["value"], found["low"], found["high"]) == (27.0, 25.5, 28.5)


def test_a_sum_is_told_with_two_digits_and_a_dominated_one_is_not():
    # 1 210 + 1 330 + 1 150 + 1 480 + 1 190 = 6 360, told as 6 400.
    assert (
        figure(publish(*campaign([1210.0, 1330.0, 1150.0, 1480.0, 1190.0], kind="somme")), "somme") == 6_400
    )
    dominated_one = publish(*campaign([90_001.0, 30.0, 20.0, 10.0, 5.0], kind="somme"))
    assert pd.isna(figure(dominated_one, "somme"))
    assert dominated_one.decisions["step"].tolist() == ["domination"]


def test_people_are_counted_when_they_are_more_than_ten():
    assert figure(publish(*campaign([3.0, 4.0, 5.0, 6.0, 7.0], kind="personnes")), "personnes") == 25
    few = publish(*campaign([1.0, 2.0, 2.0, 3.0, 2.0], kind="personnes"))
    assert pd.isna(figure(few, "personnes"))
    assert "10 personnes ou moins" in few.aggregates["reason"].iloc[0]


def test_a_missing_value_is_not_a_zero_and_counts_for_nobody():
    values = [0.3, 0.4, 0.5, 0.6, np.nan]
    assert pd.isna(figure(publish(*campaign(values)), "mediane"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda own: own.assign(value=1.2), "bounds"),
        (lambda own: own.assign(contributor="c00"), "twice"),
        (lambda own: own.assign(contributor=own["contributor"] + "?"), "scope"),
        (lambda own: own.assign(indicator="y"), "scope"),
    ],
)
def test_what_does_not_belong_to_the_campaign_is_refused(change, words):
    given, scope = campaign([0.3, 0.4, 0.5, 0.6, 0.7])
    with pytest.raises(ValueError, match=words):
        publish(change(given), scope)


def test_an_indicator_cannot_change_its_bounds_between_two_campaigns():
    given, scope = campaign([0.3, 0.4, 0.5, 0.6, 0.7])
    first = publish(given, scope)
    wider = Scope(scope.attributes, scope.indicators.assign(high=1.5))
    with pytest.raises(ValueError, match="meaning"):
        publish(given, wider, first)


def test_every_rule_says_where_it_comes_from_and_why():
    assert all(source and why for source, why in grounds().values())
    assert reason("domination").startswith("retenu")


def test_inputs_are_left_as_they_were():
    given, scope = campaign([0.3, 0.4, 0.5, 0.6, 0.7])
    before = given.copy(), scope.attributes.copy(), scope.indicators.copy()
    publish(given, scope)
    for was, now in zip(before, (given, scope.attributes, scope.indicators), strict=True):
        pd.testing.assert_frame_equal(was, now)


def test_every_name_of_the_public_face_stands_for_something():
    assert all(callable(getattr(peers, name)) for name in peers.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        peers.rankings  # noqa: B018 (asking for it is the test)
