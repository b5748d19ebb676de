"""Giving an objective up: what it leaves, what it frees, and the day after which effort can no longer pay."""

import datetime as dt

import pandas as pd
import pytest

from aci_model import law
from aci_model.foresight.chances import chances
from aci_model.foresight.objectives import abandonment, candidates, no_return, vocabulary
from aci_model.reading.columns import layout
from aci_model.reading.text import fold
from aci_model.report.words import ABANDONS
from tests.building import done, dossier, line

ENDS = dt.date(2027, 4, 14)


def rows(*lines):
    read = dossier(*lines)
    known = chances(read, settled=False, given_up=False)
    return candidates(read, known, law.load(), 2026).candidates


def test_a_line_given_up_says_why_what_it_leaves_and_what_it_frees():
    # 3 000 × 0,8 + 3 000 × 0,4 = 3 600 on average, 6 000 at most
    given_up = line(
        "parcours", (5, 3_000), (10, 6_000), chances=(0.8, 0.4), effort=12.0, abandon="donnees",
        abandoned_on=dt.date(2026, 9, 1),
    )  # fmt: skip
    told = abandonment(rows(done("parcours", 500.0), given_up), 120, ENDS)
    assert told["candidate"].tolist() == [1]
    assert told.loc[0, ["cause", "ceiling", "freed"]].tolist() == ["donnees", 6_000, 12]
    assert told.loc[0, "expected"] == pytest.approx(3_600)
    assert told.loc[0, "abandoned_on"] == pd.Timestamp(2026, 9, 1)


def test_a_line_one_thinks_of_giving_up_is_weighed_before_it_is():
    told = abandonment(rows(done("parcours", 500.0, chances=(0.5,))), 120, ENDS, considered=[0])
    assert told.loc[0, "expected"] == 250
    assert told[["cause", "abandoned_on"]].isna().all(axis=None)


def test_the_workbook_takes_every_cause_as_the_screens_write_it():
    taken = layout().sheets["lines"].columns["abandon"].choices
    assert all(taken[fold(words)] == cause for cause, words in vocabulary().causes.items())


def test_every_cause_the_workbook_takes_has_its_words_and_one_set_of_them():
    taken = layout().sheets["lines"].columns["abandon"].choices
    assert set(vocabulary().causes) == set(taken.values()) == {"taille", "donnees", "exterieur", "mission"}
    assert vocabulary().causes == ABANDONS


def test_the_day_of_no_return_is_the_deadline_less_the_time_the_team_needs():
    # 10 days at 100 a year: 10 × 365 ÷ 100 = 36,5, so 37 days before 14/04/2027: 08/03/2027
    told = no_return(rows(done("parcours", 500.0, effort=10.0)), 100, ENDS)
    assert told.loc[0, "takes"] == 37
    assert told.loc[0, "no_return"] == pd.Timestamp(2027, 3, 8)


def test_a_deadline_of_its_own_comes_before_the_end_of_the_year():
    # 2 × 365 ÷ 73 = 10 days exactly before 31/12/2026: 21/12/2026
    told = no_return(rows(done("parcours", 500.0, effort=2.0, deadline=dt.date(2026, 12, 31))), 73, ENDS)
    assert told.loc[0, "no_return"] == pd.Timestamp(2026, 12, 21)


def test_an_objective_of_no_effort_can_start_on_its_last_day():
    told = no_return(rows(done("parcours", 500.0, effort=0.0)), 100, ENDS)
    assert told.loc[0, "no_return"] == pd.Timestamp(ENDS)


@pytest.mark.parametrize(
    ("effort", "capacity", "ends", "word"),
    [
        (None, 100, ENDS, "jours"),
        (5.0, None, ENDS, "capacité"),
        (5.0, 0, ENDS, "capacité"),
        (5.0, 100, None, "date limite"),
    ],
)
def test_a_day_nobody_can_know_stays_unknown_and_says_what_to_fill_in(effort, capacity, ends, word):
    told = no_return(rows(done("parcours", 500.0, effort=effort)), capacity, ends)
    assert pd.isna(told.loc[0, "no_return"])
    assert word in told.loc[0, "lacks"]


def test_all_that_lacks_is_said_at_once():
    told = no_return(rows(done("parcours", 500.0)), None, None)
    assert told.loc[0, "lacks"].count(";") == 2
