"""What is said of chance: between what and what, how likely a sum, what is left out; where a rate may go."""

import datetime as dt

import numpy as np
import pytest

from aci_model import foresight, law
from aci_model.funding import assess, of_year
from aci_model.report import cash, chance, rates, tables
from aci_model.wording import euros
from tests.building import COMMUNITY, done, dossier, line

RULES = law.load()
MISSION = "qualite"


def ranged(*lines, to_come=True, common=0.0, **more):
    told = dossier(*lines, **more)
    case = of_year(assess(told, RULES), COMMUNITY, 2026)
    return chance.expected_range(case, told, RULES, to_come=to_come, common=common)


def half(amount, sure=0.5, **more):
    return done(MISSION, amount, chances=(sure,), **more)


def test_two_even_lines_give_four_equal_cases():
    told = ranged(half(1_000), half(3_000))
    # 0, 1 000, 3 000 and 4 000 with a chance of a quarter each: mean 2 000; P10 is 0, P90 is 4 000
    assert told.bars.set_index("euros")["chance"].loc[lambda chance_: chance_ > 0].to_dict() == {
        0: 0.25, 1_000: 0.25, 3_000: 0.25, 4_000: 0.25,
    }  # fmt: skip
    assert told.say == (
        f"L’an prochain, huit fois sur dix, la part variable rapporte entre {euros(0)} et {euros(4_000)}\u202f; "
        f"{euros(2_000)} en moyenne."
    )
    (mission,) = told.missions.to_dict("records")
    assert [mission[name] for name in ("low", "median", "high", "most")] == [0, 1_000, 4_000, 4_000]


def test_a_common_cause_makes_all_or_nothing_of_two_even_lines():
    told = ranged(half(1_000), half(3_000), common=1.0)
    assert told.bars.set_index("euros")["chance"].loc[lambda chance_: chance_ > 0].to_dict() == {
        0: 0.5,
        4_000: 0.5,
    }


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (1_000, f"{euros(1_000)} à couvrir\u00a0: 75 chances sur 100 d’y arriver"),
        (3_500, f"{euros(3_500)} à couvrir\u00a0: 25 chances sur 100 d’y arriver"),
        (4_001, f"{euros(4_001)} à couvrir\u00a0: aucune chance d’y arriver"),
        (0, "Rien n’est à couvrir par la part variable"),
    ],
)
def test_a_sum_says_its_chance(wanted, expected):
    assert chance.covering(ranged(half(1_000), half(3_000)).total, wanted, "") == expected


def test_a_sum_the_variable_part_cannot_miss_is_said_to_be_sure():
    sure = chance.covering(ranged(half(1_000, 1.0)).total, 1_000, "")
    assert sure == f"{euros(1_000)} à couvrir\u00a0: la part variable y suffit à coup sûr"


def test_where_the_fixed_part_covers_everything_nothing_is_said_to_lack():
    total = ranged(half(1_000)).total
    assert chance.covering(total, 0.0, "fermes") == "La part fixe suffit à vos postes fermes"
    # One line at one chance in two: the worst tenth of the cases brings nothing.
    assert chance.otherwise(total, 0.0) == (
        f"Dans les 10\u00a0% de cas les plus mauvais, la part variable est de {euros(0)}."
    )


def test_what_lacks_on_average_and_in_the_worst_cases_is_told():
    # 2 000 wanted: 2 000, 1 000, 0 and 0 lack, 750 on average; the worst tenth of the cases brings 0
    told = chance.otherwise(ranged(half(1_000), half(3_000)).total, 2_000)
    assert told == (
        f"En moyenne, il manquerait {euros(750)}. Dans les 10\u00a0% de cas les plus mauvais, la part variable est de {euros(0)}."
    )


def test_a_chance_is_never_rounded_to_certainty():
    assert "99 chances sur 100" in chance.covering(ranged(half(1_000, 0.999)).total, 1_000, "")
    assert "1 chance sur 100" in chance.covering(ranged(half(1_000, 0.001)).total, 1_000, "")


def test_a_line_without_chance_is_left_out_with_its_euros_and_never_counted_as_nothing():
    told = ranged(half(1_000), line("prevention", (10, 2_000), kind="seuil"))
    assert told.unknown_say.startswith(f"1\u00a0ligne n’a pas de chance connue\u00a0: jusqu’à {euros(2_000)}")
    assert told.missions.set_index("mission_label")["low"].isna().tolist() == [True, False]
    assert told.total.lines == 1


def test_without_any_chance_nothing_is_drawn_and_it_says_what_to_do():
    told = ranged(line("prevention", (10, 2_000), kind="seuil"))
    assert told.total is None
    assert told.say.startswith("Aucune chance n’est connue")


def test_this_year_counts_what_is_known_and_next_year_opens_it_again():
    lines = [half(1_000, result=True), half(3_000, result=False)]
    assert (
        ranged(*lines, to_come=False).say
        == f"Cette année, la part variable rapporte {euros(1_000)}\u00a0: tout est connu."
    )
    assert "huit fois sur dix" in ranged(*lines, to_come=True).say


def test_an_envelope_smaller_than_its_lines_cuts_the_range_and_says_so():
    told = ranged(half(1_000), half(3_000), envelopes={(MISSION, "variable"): 2_500.0})
    assert told.missions["high"].tolist() == told.missions["most"].tolist() == [2_500]
    assert "Qualité" in told.capped_say
    # 0, 1 000, 3 000, and 4 000 brought down to 3 000
    told = ranged(half(1_000), half(3_000), envelopes={(MISSION, "variable"): 3_000.0})
    assert told.bars.set_index("euros")["chance"].loc[lambda found: found > 0].to_dict() == {
        0: 0.25,
        1_000: 0.25,
        3_000: 0.5,
    }


def test_an_envelope_cuts_its_own_mission_before_missions_are_added():
    told = ranged(
        half(1_000), half(3_000), done("prevention", 500, chances=(0.5,)),
        envelopes={(MISSION, "variable"): 2_500.0, ("prevention", "variable"): 2_000.0},
    )  # fmt: skip
    # Qualité brings 0, 1 000, 2 500 or 2 500, Prévention 0 or 500: 1 500 + 250 on average, never more than 3 000
    assert told.bars.set_index("euros")["chance"].loc[lambda found: found > 0].to_dict() == {
        0: 0.125, 500: 0.125, 1_000: 0.125, 1_500: 0.125, 2_500: 0.25, 3_000: 0.25,
    }  # fmt: skip
    assert told.total.mean == pytest.approx(1_750)


def test_the_title_over_the_missions_names_the_least_sure():
    told = ranged(half(1_000), half(3_000), done("prevention", 500, chances=(0.5,)))
    # Qualité: 0 to 4 000; Prévention: 0 to 500
    assert told.missions_say == f"La moins sûre\u00a0: Qualité, 0 à {euros(4_000)}"
    sure = ranged(half(1_000, result=True), to_come=False)
    assert sure.missions_say == "Mission par mission, tout est connu"


def test_lines_paid_in_a_crisis_only_are_counted_in_a_crisis_only():
    lines = [half(1_000), done("crise", 5_000, chances=(0.5,))]
    calm = ranged(*lines, size_class=3, signed=dt.date(2026, 4, 15), crisis=False)
    assert calm.total.mean == pytest.approx(500)
    assert calm.missions["mission"].tolist() == [MISSION]
    assert calm.apart_say == (
        "1\u00a0ligne n’est pas comptée\u00a0: les résultats de sa mission ne sont pas payés."
    )


def test_a_total_that_is_approximate_says_so():
    lines = [half(1_000), half(3_000)]
    exact = ranged(*lines)
    approximate = ranged(*lines, common=0.5, envelopes={(MISSION, "variable"): 2_500.0})
    assert exact.inexact_say == ""
    assert approximate.inexact_say.startswith("Calcul approché")


@pytest.mark.parametrize(("count", "most"), [(1, 7), (12, 77_777), (30, 200_000)])
def test_bars_hold_every_chance_once_and_have_a_round_width(count, most):
    rng = np.random.default_rng(count)
    lines = [half(float(amount), 0.3) for amount in rng.integers(1, most, count)]
    told = ranged(*lines)
    assert told.bars["chance"].sum() == pytest.approx(1)
    assert len(told.bars) <= chance.BARS + 2
    width = told.bars["width"].iloc[0]
    assert f"{width:.0e}"[0] in "1235"
    assert (told.bars["euros"] % width == 0).all()


@pytest.mark.parametrize(
    ("firm", "soft", "expected"),
    [
        (1_500.0, 100.0, (6_000.0, "fermes")),  # 12 × 1 500 − 12 000
        (900.0, 200.0, (1_200.0, "fermes et souples")),  # 12 × 1 100 − 12 000
        (500.0, 100.0, (0.0, "")),
    ],
)
def test_the_sum_to_cover_is_what_posts_cost_above_the_fixe(firm, soft, expected):
    posts = [
        {"post": "Salaire", "amount": firm, "rhythm": "mensuel", "firm": True},
        {"post": "Journal", "amount": soft, "rhythm": "mensuel", "firm": False},
    ]
    told = dossier(half(1_000), envelopes={(MISSION, "fixe"): 12_000.0}, expenses=posts)
    ahead = foresight.outlook(assess(told, RULES), told, RULES)
    mine = cash.alone(ahead, told, COMMUNITY, RULES)
    years = foresight.yearly(foresight.project(ahead, [RULES.scenarios[foresight.WITHOUT]]))
    assert chance.default_sum(mine, years, to_come=False) == expected


def test_each_chance_says_where_it_comes_from():
    told = ranged(half(1_000), done(MISSION, 500, result=True), to_come=False)
    assert told.chances["origin_words"].tolist() == ["saisie", "résultat connu"]
    assert told.chances["chance"].tolist() == [50, 100]
    assert told.chances["row"].tolist() == [0, 1]


# --- rates ---


def measured(*results, method="naive", **more):
    """A rate measured once a year up to 2026."""
    years = range(2027 - len(results), 2027)
    told = dossier(
        *[
            line(MISSION, (80, 1_000), result=result, label="Dépistage", unit="%", kind="seuil", year=year)
            for year, result in zip(years, results, strict=True)
        ],
        **more,
    )
    case = of_year(assess(told, RULES), COMMUNITY, 2026)
    return rates.rates(tables.lines(case, told, RULES), told, 2026, method)


def test_three_values_carry_no_conclusion_and_four_carry_a_band():
    few, enough = measured(60, 62, 61), measured(60, 62, 61, 64)
    assert few.rates[0].say == "On ne peut pas conclure\u00a0: 3\u00a0valeurs, il en faut quatre."
    assert few.rates[0].ahead.empty
    (rate,) = enough.rates
    assert rate.say.startswith("Si rien ne change, 64\u00a0% en 2027, entre ")
    assert (rate.ahead["low"] < 64).all()
    assert (rate.ahead["high"] > 64).all()


def test_the_trend_goes_on_or_fades():
    # 60 → 66 in three years: 2 a year; damped: half of it, 1, then half again
    trend, faded = measured(60, 63, 63, 66, method="drift"), measured(60, 63, 63, 66, method="damped")
    assert trend.rates[0].ahead["value"].round(6).tolist() == [68, 70, 72]
    assert faded.rates[0].ahead["value"].round(6).tolist() == [67, 67.5, 67.75]


def test_values_in_a_straight_line_get_no_band_and_say_why():
    (rate,) = measured(60, 62, 64, 66, method="drift").rates
    assert rate.ahead["low"].isna().all()
    assert "trop régulièrement" in rate.say


def test_a_rate_of_one_year_is_not_listed_and_the_page_says_what_to_add():
    told = measured(60)
    assert told.rates == []
    assert "feuille Historique" in told.say


def test_a_deliverable_is_no_rate():
    told = dossier(
        *[done(MISSION, 500, result=True, label="Charte", year=year) for year in range(2022, 2027)]
    )
    case = of_year(assess(told, RULES), COMMUNITY, 2026)
    assert rates.rates(tables.lines(case, told, RULES), told, 2026, "naive").rates == []


def test_an_earlier_year_in_view_does_not_know_what_came_after():
    told = dossier(
        *[
            line(MISSION, (80, 1_000), result=result, label="Dépistage", unit="%", kind="seuil", year=year)
            for year, result in zip(range(2021, 2027), (60, 62, 61, 64, 63, 90), strict=True)
        ]
    )
    case = of_year(assess(told, RULES), COMMUNITY, 2025)
    (rate,) = rates.rates(tables.lines(case, told, RULES), told, 2025, "naive").rates
    assert rate.past["result"].max() == 64
