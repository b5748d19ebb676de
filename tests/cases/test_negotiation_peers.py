"""Where comparable communities stand on the scale of a line, once a comparison is published."""

import pytest

from aci_model import bargaining
from aci_model.report.negotiation_peers import practice
from aci_model.report.negotiation_targets import targets
from aci_model.wording import euros
from tests.building import done, line
from tests.dialogues import worked
from tests.published import LINE, MISSION, published

SCREENING = line(
    "prevention",
    (65, 1_000),
    (70, 3_000),
    result=68,
    baseline=60,
    unit="%",
    label="Dépistage",
    nature="quantitatif",
)


def row(given=SCREENING):
    _, _, _, lines = worked(given)
    return lines.iloc[0].to_dict()


def test_two_published_deciles_are_put_on_the_scale_of_the_line():
    told = practice(row(), published((LINE, "groupe", 0.2, 0.9)))
    # 60 + 0,2 × (70 − 60) = 62 ; 60 + 0,9 × 10 = 69
    assert told.quantiles == pytest.approx((62, 69))
    assert "Sur cet indicateur, 30\u00a0% des communautés comparables (taille 3 ou 4, Nord)" in told.sentence


def test_a_line_where_lower_is_better_walks_down():
    ald = line(
        "prevention",
        (219, 3_000),
        (50, 9_000),
        baseline=219,
        direction=-1,
        unit="patients",
        label="Dépistage",
    )
    # 219 + 0,4 × (50 − 219) = 151,4, and patients are counted in ones
    assert practice(row(ald), published((LINE, "groupe", 0.0, 0.4))).quantiles == (219, 151)


def test_the_nearest_group_that_has_both_deciles_is_the_one_compared_with():
    told = practice(row(), published((LINE, "groupe", 0.2, None), (LINE, "ensemble", 0.1, 0.5)))
    assert told.quantiles == pytest.approx((61, 65))
    assert "Toutes les communautés" in told.sentence


def test_without_figures_of_the_line_those_of_its_mission_are_taken_and_it_says_so():
    told = practice(row(), published((MISSION, "groupe", 0.3, 0.8), asked_lines=()))
    assert told.quantiles == pytest.approx((63, 68))
    assert told.sentence.startswith("Pour sa mission, faute de chiffre sur cette ligne")


@pytest.mark.parametrize(
    ("given", "seen", "words"),
    [
        (SCREENING, None, "pas encore publiés"),
        (SCREENING, published(), "ne dit pas ces deux seuils"),
        (SCREENING, published((LINE, "groupe", 0.2, None)), "ne dit pas ces deux seuils"),
        (SCREENING, published((LINE, "groupe", 1.0, 1.0)), "Les deux seuils se confondent"),
        (SCREENING | {"baseline": 70}, published((LINE, "groupe", 0.2, 0.9)), "Il manque la valeur initiale"),
        (done("prevention", 500, label="Dépistage"), published((LINE, "groupe", 0.2, 0.9)), "Un livrable"),
    ],
)
def test_where_nothing_can_be_told_it_says_why_and_no_threshold_is_made_up(given, seen, words):
    told = practice(row(given), seen)
    assert told.quantiles is None
    assert words in told.sentence


def test_the_preset_pays_nothing_at_the_first_decile_and_all_at_the_second():
    _, _, rests, lines = worked(SCREENING)
    one = lines.iloc[0].to_dict()
    ways = targets(
        bargaining.sheet(0, rests.on), one, None, practice(one, published((LINE, "groupe", 0.2, 1.0)))
    )
    ways = ways.set_index("Façon")
    # From 62 to 70 in four steps of 2 points and 750 €.
    assert ways.loc["À la manière de la ROSP", "Paliers proposés"] == " · ".join(
        f"{threshold}\u00a0%\u00a0: {euros(amount)}"
        for threshold, amount in ((64, 750), (66, 1_500), (68, 2_250), (70, 3_000))
    )
    assert "Sur cet indicateur" in ways.loc["À la manière de la ROSP", "Ce que cela veut dire"]


def test_missing_amounts_leave_the_preset_without_steps():
    _, _, rests, lines = worked(SCREENING | {"steps": ((65, None), (70, None))})
    one = lines.iloc[0].to_dict()
    ways = targets(
        bargaining.sheet(0, rests.on), one, None, practice(one, published((LINE, "groupe", 0.2, 1.0)))
    )
    assert ways["Paliers proposés"].iloc[1] == ""
