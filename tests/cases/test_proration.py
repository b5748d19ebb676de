"""A fixe is due from its mission's first day to the end of the contract year, worked by hand."""

import datetime as dt

import pandas as pd
import pytest

from aci_model import law
from aci_model.foresight import outlook, project, spans
from aci_model.funding import assess, why
from aci_model.wording import euros
from tests.building import done, dossier

SIGNED = dt.date(2024, 4, 15)  # contract year 2026: 15/04/2026 – 14/04/2027, 365 days
NB = "\u00a0"


def contract(start, *, mission="prevention", signed=SIGNED, year=2026, **more):
    starts = {} if start is None else {mission: start}
    return dossier(done("prevention", 500, year=year), size_class=3, signed=signed, starts=starts, **more)


def due(read, mission="prevention", part="fixe"):
    parts = assess(read, law.load()).parts.set_index(["mission", "part"])
    return parts.loc[(mission, part), "due"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (None, 17_500),  # nobody said: the whole year
        (dt.date(2024, 4, 15), 17_500),  # years before
        (dt.date(2026, 4, 14), 17_500),  # the day before the anniversary
        (dt.date(2026, 4, 15), 17_500),  # the anniversary
        (dt.date(2026, 4, 16), 17_500 * 364 / 365),  # the day after
        (
            dt.date(2026, 10, 1),
            17_500 * 196 / 365,
        ),  # Oct 31 + Nov 30 + Dec 31 + Jan 31 + Feb 28 + Mar 31 + 14
        (dt.date(2027, 4, 14), 17_500 * 1 / 365),  # the last day
        (dt.date(2027, 4, 15), 0),  # the next anniversary
        (dt.date(2030, 1, 1), 0),
    ],
)
def test_a_fixe_is_due_for_the_days_left_of_the_contract_year(start, expected):
    assert due(contract(start)) == pytest.approx(expected, abs=1e-9)


def test_a_leap_year_counts_its_366_days():
    # 15/04/2027 – 14/04/2028 holds 29/02/2028: 366 days; from 01/10/2027, 197 of them
    assert due(contract(dt.date(2027, 10, 1), year=2027)) == pytest.approx(17_500 * 197 / 366)


def test_a_contract_signed_on_a_leap_day_leaves_no_day_between_two_years():
    read = contract(None, signed=dt.date(2024, 2, 29), year=2024)
    shown = spans(assess(read, law.load()), read, law.load())
    assert shown["ends"].dt.date.iloc[0] == dt.date(2025, 2, 28)
    following = shown["starts"].iloc[1:].reset_index(drop=True)
    assert (shown["ends"].iloc[:-1] + pd.Timedelta(days=1)).tolist() == following.tolist()


def test_without_a_signature_the_share_is_of_the_calendar_year():
    # 1 July to 31 December: 31 + 31 + 30 + 31 + 30 + 31 = 184 days of 365
    assert due(contract(dt.date(2026, 7, 1), signed=None)) == pytest.approx(17_500 * 184 / 365)


def test_without_a_year_the_whole_fixe_is_due():
    assert due(contract(dt.date(2026, 7, 1), year=None)) == 17_500


def test_the_ceiling_and_the_variable_envelope_stay_whole():
    parts = assess(contract(dt.date(2026, 10, 1)), law.load()).parts.set_index(["mission", "part"])
    assert parts.loc[("prevention", "fixe"), "ceiling"] == 17_500
    assert parts.loc[("prevention", "variable"), ["ceiling", "pending"]].tolist() == [17_500, 17_500]


def test_what_the_accord_owes_at_the_signature_is_never_prorated():
    assert due(contract(dt.date(2026, 10, 1), mission="fonctionnement"), "fonctionnement") == 75_000


def test_totals_add_up_what_is_due_and_not_the_ceilings():
    # the socle of taille 3 is 250 000; prévention misses 365 − 196 = 169 days of its 17 500
    totals = assess(contract(dt.date(2026, 10, 1)), law.load()).totals.iloc[0]
    assert totals["fixed_due"] == pytest.approx(250_000 - 17_500 * 169 / 365)


def test_an_unknown_fixe_of_a_mission_that_begins_after_the_year_is_nothing_due_and_not_unknown():
    # taille 1 after avenant 2: the fixe of accès and of crise are unknown
    read = dossier(size_class=1, signed=SIGNED, starts={"crise": dt.date(2027, 6, 1)}, envelopes={})
    lines = dossier(
        done("prevention", 500), size_class=1, signed=SIGNED, starts={"crise": dt.date(2027, 6, 1)}
    )
    assert due(lines, "crise") == 0
    told = assess(lines, law.load()).totals.iloc[0]["unknown"]
    assert "Accès aux soins (part fixe)" in told
    assert "Crise sanitaire (part fixe)" not in told
    assert pd.isna(due(read, "crise"))  # a file that names no year says nothing of its days


def test_an_unknown_fixe_of_a_mission_begun_within_the_year_stays_unknown():
    lines = dossier(
        done("prevention", 500), size_class=1, signed=SIGNED, starts={"crise": dt.date(2026, 6, 1)}
    )
    assert pd.isna(due(lines, "crise"))


def test_years_to_come_are_prorated_by_their_own_days():
    # qualité begins on 01/10/2027: nothing in 2026, 197 of 366 days in 2027, the whole year after
    read = contract(dt.date(2027, 10, 1), mission="qualite")
    ahead = outlook(assess(read, law.load()), read, law.load())
    table = project(ahead, [law.scenario(1.0)])
    fixed = table[table["mission"] == "qualite"].set_index("year")["fixed"]
    assert fixed.tolist() == pytest.approx([0, 15_000 * 197 / 366, 15_000, 15_000])


def test_adding_a_date_changes_no_other_mission():
    before, after = (assess(contract(start), law.load()).parts for start in (None, dt.date(2026, 10, 1)))
    columns = ["mission", "part", "ceiling", "due"]
    same = before["mission"] != "prevention"
    pd.testing.assert_frame_equal(before.loc[same, columns], after.loc[same, columns])


def test_the_reason_of_a_line_tells_since_when_its_mission_is_paid_and_for_how_much():
    read = contract(dt.date(2026, 10, 1))
    told = dict(why(0, assess(read, law.load()), read, law.load()))["Démarrage"]
    assert "1er octobre 2026" in told
    assert f"53,7{NB}%" in told  # 196 / 365
    assert f"{euros(17_500 * 196 / 365)} sur {euros(17_500)}" in told  # 9 397 €


def test_the_reason_of_a_line_of_a_whole_year_speaks_of_no_date():
    read = contract(SIGNED)
    assert "Démarrage" not in dict(why(0, assess(read, law.load()), read, law.load()))


def test_the_reason_of_a_line_whose_mission_begins_later_says_that_nothing_is_due():
    read = contract(dt.date(2027, 6, 1))
    told = dict(why(0, assess(read, law.load()), read, law.load()))["Démarrage"]
    assert "1er juin 2027" in told
    assert "n’est pas due" in told
