"""What lines bring within the envelopes of their missions, worked by hand."""

import pandas as pd
import pytest

from aci_model.foresight.distribution import income
from aci_model.foresight.within import within_envelopes


def contract(*lines):
    """Lines and their single step, from (mission, euros, chance)."""
    every = pd.DataFrame(
        {"line": range(len(lines)), "mission": pd.Series([mission for mission, _, _ in lines], dtype="str")}
    )
    tiers = pd.DataFrame(
        {
            "line": range(len(lines)),
            "amount": [float(euros) for _, euros, _ in lines],
            "chance": [chance for _, _, chance in lines],
        }
    )
    return every, tiers


def law(found):
    return {euros: mass for euros, mass in zip(found.euros, found.mass, strict=True) if mass > 1e-12}


def within(lines, envelopes, **more):
    return within_envelopes(*contract(*lines), pd.Series(envelopes, dtype="float64"), **more)


TWO = [("a", 1000, 0.5), ("a", 1000, 0.5), ("b", 500, 0.5)]


def test_lines_that_pass_their_envelope_are_cut_at_it():
    # Mission a: nothing one time in four, else its envelope of 1 000 €. Mission b: nothing or 500 €.
    found = within(TWO, {"a": 1000, "b": 500})
    assert found.missions["expected"].tolist() == [750, 250]
    assert law(found.total) == pytest.approx({0: 0.125, 500: 0.125, 1000: 0.375, 1500: 0.375})
    assert (found.total.lines, found.total.unknown, found.total.exact) == (3, 0, True)


def test_an_envelope_off_the_grid_of_its_lines_is_counted_exactly():
    # Mission a: 0, 1 000 € half the time, else its envelope of 1 300 €. Mission b: nothing or 500 €.
    found = within(TWO, {"a": 1300, "b": 500})
    assert found.missions["high"].tolist() == [1300, 500]
    assert law(found.total) == pytest.approx(
        {0: 0.125, 500: 0.125, 1000: 0.25, 1500: 0.25, 1300: 0.125, 1800: 0.125}
    )
    assert found.total.exact


@pytest.mark.parametrize("envelopes", [{}, {"a": None, "b": None}, {"a": 2000, "b": 500}])
def test_an_envelope_that_cuts_nothing_or_is_unknown_changes_nothing(envelopes):
    free = income(*contract(*TWO))
    assert law(within(TWO, envelopes).total) == pytest.approx(law(free))


def test_a_cut_mission_under_a_common_cause_says_that_its_total_is_not_exact():
    found = within(TWO, {"a": 1000, "b": 500}, common=0.4)
    assert not found.total.exact
    assert found.total.mean == pytest.approx(found.missions["expected"].sum(), abs=1e-6)
    assert within(TWO, {"a": 2000, "b": 500}, common=0.4).total.exact


def test_unknown_lines_stay_counted_when_their_mission_is_cut():
    found = within([*TWO, ("a", 700, float("nan"))], {"a": 1500, "b": 500})
    assert (found.total.lines, found.total.unknown, found.total.unknown_euros) == (3, 1, 700)


def test_no_line_brings_nothing_for_sure():
    found = within([], {})
    assert found.missions.empty
    assert law(found.total) == {0: 1}
