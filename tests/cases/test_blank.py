"""From a dossier to its treasury, blank years in shades beside the reference, worked by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from aci_model import law
from aci_model.foresight import outlook, project
from aci_model.foresight.blank import ALIKE, KEPT, LATER, SOONER, STOPPED, blank, compare
from aci_model.foresight.dues import dues
from aci_model.foresight.treasury import spending, treasury
from aci_model.funding import assess
from aci_model.reading.dossier import Dossier
from tests.building import done, dossier

LAW = law.load()
REFERENCE = LAW.scenarios["reference"]
MONEY = {("prevention", "fixe"): 20_000.0, ("prevention", "variable"): 12_000.0}


def post(name="Coordination", amount=1_500.0, *, firm=True, **given):
    return {"post": name, "amount": amount, "rhythm": "mensuel", "firm": firm, **given}


POSTS = [post(), post("Agenda", 500.0, firm=False, priority=1)]


def contract(**more):
    """One mission, 20 000 of fixe and 12 000 of variable a year, signed on 01/01/2026: years are calendar years."""
    given = {"envelopes": MONEY, "signed": dt.date(2026, 1, 1), "expenses": POSTS, "balance": 10_000.0}
    given |= {"balance_on": dt.date(2026, 1, 1), **more}
    return dossier(done("prevention", 12_000), **given)


def worked(read, *scenarios, years=1, opening=None):
    ahead = outlook(assess(read, LAW), read, LAW, years)
    return treasury(ahead, [REFERENCE, *scenarios], read, LAW, spending(ahead, read, LAW, opening))


def left(found, scenario="reference", column="balance"):
    mine = found.cash[found.cash["scenario"] == scenario]
    return mine.set_index(mine["month"].dt.strftime("%Y-%m"))[column]


def owed(read, years=1):
    ahead = outlook(assess(read, LAW), read, LAW, years)
    return dues(ahead, project(ahead, [REFERENCE]), read, LAW)


def test_a_dossier_lives_on_its_advances_then_on_the_balance_and_the_variable_of_the_year_before():
    # 10 000 + 15 000 (75 % of 20 000 at the start) − 12 × 2 000 = 1 000 at the end of 2026
    found = left(worked(contract()))
    assert len(found) == 24
    assert found["2026-01"] == 23_000
    assert found["2026-12"] == 1_000
    # 15 000 on 01/01/2027; balance 5 000 and variable 12 000 of 2026 three months after the anniversary, 01/04/2027
    assert found["2027-01"] == 14_000
    assert found["2027-03"] == 10_000
    assert found["2027-04"] == 25_000  # 10 000 − 2 000 + 5 000 + 12 000
    assert found["2027-12"] == 9_000  # 25 000 − 8 × 2 000


def test_a_blank_year_hurts_in_the_next_one():
    chosen = blank(0.0, LAW, years=(2026, 2026))
    found = worked(contract(), chosen)
    assert left(found, chosen.id)["2027-03"] == left(found)["2027-03"]
    # April 2027: 10 000 − 2 000 + 5 000 = 13 000; then 2 000 a month: 1 000 in October, −1 000 in November
    assert left(found, chosen.id)[["2027-04", "2027-10", "2027-11", "2027-12"]].tolist() == [
        13_000,
        1_000,
        -1_000,
        -3_000,
    ]
    told = compare(found, REFERENCE, chosen)
    total = told.totals.iloc[0]
    assert (total["removed"], total["removed_in_curve"]) == (12_000, 12_000)
    assert total["felt_from"] == pd.Timestamp("2027-04-01")
    assert total["months_lost"] == 2  # November and December 2027
    assert total["months_lost_firm"] == 0  # firm alone: 10 000 + 35 000 − 24 × 1 500 = 9 000
    reached = found.milestones.set_index("scenario").loc[chosen.id]
    assert reached["last_covered_month"] == pd.Timestamp("2027-10-01")
    assert (reached["lacking"], reached["lacking_on"]) == (3_000, pd.Timestamp("2027-12-31"))


def test_what_stands_is_said_beside_what_is_removed():
    # fixe 2 × 20 000; variable of 2027 alone, 12 000; the reference has 64 000 in all
    chosen = blank(0.0, LAW, years=(2026, 2026))
    total = compare(worked(contract(), chosen), REFERENCE, chosen).totals.iloc[0]
    assert (total["fixed"], total["variable"]) == (40_000, 12_000)
    assert (total["stands_known"], total["reference_known"]) == (52_000, 64_000)
    assert (total["posts_stopped"], total["posts_kept"]) == (1, 1)


def test_a_blank_year_at_the_end_of_the_curve_removes_euros_that_would_come_after_it():
    chosen = blank(0.0, LAW, years=(2027, 2027))
    found = worked(contract(), chosen)
    assert left(found, chosen.id).equals(left(found))
    total = compare(found, REFERENCE, chosen).totals.iloc[0]
    assert (total["removed"], total["removed_in_curve"], total["months_lost"]) == (12_000, 0, 0)
    assert total["felt_from"] == pd.Timestamp("2028-04-01")


@pytest.mark.parametrize(("share", "removed"), [(1.0, 0.0), (0.75, 3_000.0), (0.4, 7_200.0), (0.0, 12_000.0)])
def test_each_shade_removes_its_share_of_the_variable_part(share, removed):
    chosen = blank(share, LAW, years=(2026, 2026))
    total = compare(worked(contract(), chosen), REFERENCE, chosen).totals.iloc[0]
    assert total["removed"] == pytest.approx(removed)


def test_a_mission_may_have_a_shade_of_its_own():
    read = dossier(
        done("prevention", 12_000),
        done("parcours", 8_000),
        envelopes={("prevention", "variable"): 12_000, ("parcours", "variable"): 8_000},
        signed=dt.date(2026, 1, 1),
    )
    # 2026 and 2027: prévention at 0 %, parcours at 50 %
    chosen = blank(0.0, LAW, years=(2026, 2027), missions={"parcours": 0.5})
    removed = compare(worked(read, chosen, years=2), REFERENCE, chosen).missions.set_index(
        ["mission", "year"]
    )["removed"]
    assert removed["prevention"].to_dict() == {2026: 12_000, 2027: 12_000, 2028: 0}
    assert removed["parcours"].to_dict() == {2026: 4_000, 2027: 4_000, 2028: 0}


def test_a_blank_for_every_year_to_come_is_the_slider():
    assert blank(0.3, LAW).shares[-1].share == 0.3
    read = contract()
    ahead = outlook(assess(read, LAW), read, LAW)
    euros = [project(ahead, [chosen])["variable"].tolist() for chosen in (blank(0.3, LAW), law.scenario(0.3))]
    assert euros[0] == euros[1]


def test_a_shade_the_law_cannot_read_is_refused():
    with pytest.raises(law.LawError, match="entre 0 et 1"):
        blank(1.2, LAW)
    with pytest.raises(law.LawError, match="jardinage"):
        blank(0.5, LAW, missions={"jardinage": 0.1})
    with pytest.raises(law.LawError, match="from_year"):
        blank(0.5, LAW, years=(2028, 2027))


def test_a_post_that_stops_whatever_the_variable_part_is_told_apart_from_one_that_goes_on():
    posts = [
        post(amount=500.0),
        post("Gros", 2_900.0, firm=False, priority=2),
        post("Petit", 200.0, firm=False, priority=1),
    ]
    # 25 000 + 15 000 on 01/01/2026; 3 600 a month: 400 in November, December is 3 200 short under both.
    # Without Gros: −300; without Petit: −100: nothing the blank year does, since it is felt in 2027.
    chosen = blank(0.0, LAW, years=(2026, 2026))
    found = worked(contract(expenses=posts, balance=25_000.0), chosen)
    told = compare(found, REFERENCE, chosen).posts.set_index("post")
    assert told["state"].to_dict() == {"Coordination": KEPT, "Petit": ALIKE, "Gros": ALIKE}
    assert told["firm"].to_dict() == {"Coordination": True, "Petit": False, "Gros": False}
    assert told.loc["Gros", "chosen_stops_on"] == pd.Timestamp("2026-12-01")


def test_a_post_that_stops_sooner_or_later_says_so():
    # with 12 000 more in April 2027 Agenda runs on; without them it stops in November 2027 (see above)
    chosen = blank(0.0, LAW, years=(2026, 2026))
    found = worked(contract(), chosen)
    assert compare(found, REFERENCE, chosen).posts.set_index("post").loc["Agenda", "state"] == STOPPED
    # over three years at 2 400 a month: reference short in 2028, the blank already in 2027
    read = contract(expenses=[post(amount=2_300.0), POSTS[1]], balance=20_000.0)
    found = worked(read, chosen, years=2)
    told = compare(found, REFERENCE, chosen).posts.set_index("post").loc["Agenda"]
    # 2026: 20 000 + 15 000 − 12 × 2 800 = 1 400; January 2027 13 600; March 8 000; April 22 200 (blank: 10 200);
    # reference: − 2 800 a month, 2 600 in November, −200 in December; blank: 1 800 in July, −1 000 in August
    assert (told["reference_stops_on"], told["chosen_stops_on"]) == (
        pd.Timestamp("2027-12-01"),
        pd.Timestamp("2027-08-01"),
    )
    assert told["state"] == SOONER
    back = compare(found, chosen, REFERENCE).posts.set_index("post").loc["Agenda"]
    assert back["state"] == LATER


def test_a_scenario_beside_itself_removes_nothing_even_where_amounts_are_unknown():
    read = dossier(done("prevention", 12_000), size_class=1, signed=dt.date(2026, 1, 1))
    told = compare(worked(read), REFERENCE, REFERENCE)
    assert told.missions["reference"].isna().any()  # accès aux soins of taille 1 is unknown since avenant 2
    assert told.missions["removed"].tolist() == [0] * len(told.missions)
    assert told.totals["felt_from"].isna().all()


def test_an_unknown_envelope_leaves_what_is_removed_unknown_and_the_known_part_told():
    read = dossier(
        done("prevention", 12_000),
        size_class=1,
        signed=dt.date(2026, 1, 1),
        envelopes={("prevention", "variable"): 12_000},
    )
    chosen = blank(0.0, LAW, years=(2026, 2026))
    told = compare(worked(read, chosen), REFERENCE, chosen)
    removed = told.missions.set_index(["mission", "year"])["removed"]
    assert np.isnan(removed["acces_aux_soins", 2026])
    assert removed["prevention", 2026] == 12_000
    assert removed["acces_aux_soins", 2027] == 0
    total = told.totals.iloc[0]
    assert np.isnan(total["removed"])
    assert total["removed_known"] == removed.sum()
    assert total["felt_from"] == pd.Timestamp("2027-04-01")
    assert pd.isna(total["months_lost"])  # nobody told the balance


def test_the_year_before_the_first_one_shown_pays_its_balance_and_an_unknown_variable():
    # signed on 01/01/2024, shown from 2026: the fixe of 2025 leaves 5 000 on 01/04/2026, its variable is unknown
    table = owed(contract(signed=dt.date(2024, 1, 1)))
    assert table["year"].tolist() == [2025, 2026, 2027]
    before = table.iloc[0]
    assert (before["fixed"], before["period"], before["starts"]) == (
        20_000,
        "past",
        pd.Timestamp("2025-01-01"),
    )
    assert np.isnan(before["variable"])
    assert before["span"] < 0
    found = worked(contract(signed=dt.date(2024, 1, 1)))
    flow = found.flows[found.flows["day"] == pd.Timestamp("2026-04-01")].set_index("flow")["amount"]
    assert flow["solde"] == 5_000
    assert np.isnan(flow["variable"])
    told = found.cash[found.cash["scenario"] == "reference"].set_index("month")["unknown"]
    assert not told[pd.Timestamp("2026-03-01")]
    assert told[pd.Timestamp("2026-04-01")]


def test_a_contract_in_its_first_year_has_no_year_before():
    table = owed(contract())
    assert table["year"].tolist() == [2026, 2027]
    assert table["first"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("began", "fixed"),
    [
        (dt.date(2025, 7, 1), 20_000 * 184 / 365),  # 1 July to 31 December 2025: 184 days of 365
        (dt.date(2026, 1, 1), 0),
        (dt.date(2024, 3, 1), 20_000),
    ],
)
def test_the_year_before_owes_a_mission_for_the_days_it_was_deployed(began, fixed):
    before = owed(contract(signed=dt.date(2024, 1, 1), starts={"prevention": began})).iloc[0]
    assert before["fixed"] == pytest.approx(fixed)
    assert before["variable"] == 0 if fixed == 0 else np.isnan(before["variable"])


def test_what_was_really_paid_for_a_past_year_arrives_in_this_one():
    history = [{"year": 2025, "mission": "prevention", "paid": 9_000.0}]
    found = worked(contract(signed=dt.date(2025, 1, 1), history=history))
    # 10 000 + 15 000 − 3 × 2 000 = 19 000 in March; April: − 2 000 + 5 000 + 9 000 = 31 000
    assert left(found)["2026-04"] == 31_000
    assert not found.cash["unknown"].any()


def test_one_sum_told_for_a_year_is_shared_to_the_cent_as_its_missions_earned_it():
    missions = ["acces_aux_soins", "parcours", "prevention"]
    lines = [
        done(mission, 1_000.0, year=year, result=True if year == 2025 else None)
        for mission in missions
        for year in (2025, 2026)
    ]
    read = dossier(
        *lines,
        envelopes={(mission, "variable"): 1_000 for mission in missions},
        signed=dt.date(2025, 1, 1),
        history=[{"year": 2025, "mission": None, "paid": 100.0}],
    )
    paid = owed(read).query("year == 2025")["variable"]
    assert paid.tolist() == [33.33, 33.34, 33.33]


def test_a_correction_moves_the_money_it_corrects_and_what_follows():
    # 14 000 received on 10/02/2026 in place of 15 000 on 01/01/2026; the balance becomes 6 000 on 01/04/2027
    correction = {
        "year": 2026,
        "mission": "prevention",
        "flow": "avance",
        "paid_on": dt.date(2026, 2, 10),
        "amount": 14_000.0,
    }
    found = left(worked(contract(payments=[correction])))
    assert found[["2026-01", "2026-02", "2027-03"]].tolist() == [8_000, 20_000, 9_000]
    assert found["2027-04"] == 25_000  # 9 000 − 2 000 + 6 000 + 12 000: as before


def test_posts_that_stop_leave_their_euros_in_the_treasury():
    # Agenda stops in November 2027: −1 000 + 500 and −3 000 + 2 × 500
    chosen = blank(0.0, LAW, years=(2026, 2026))
    relieved = left(worked(contract(), chosen), chosen.id, "balance_relieved")
    assert relieved[["2027-10", "2027-11", "2027-12"]].tolist() == [1_000, -500, -2_000]


def test_a_contract_without_dates_is_compared_without_a_curve():
    # 12 000 removed this year and the next; nobody knows when, nor how many months of cover it costs
    chosen = blank(0.0, LAW, title="Blanche")
    found = worked(contract(signed=None, year=None, balance_on=None), chosen)
    assert found.cash.empty
    assert found.stops.empty
    totals = compare(found, REFERENCE, chosen).totals.iloc[0]
    assert totals["removed"] == 24_000  # 2 × 12 000
    assert totals[["removed_in_curve", "months_lost", "months_lost_firm"]].isna().all()


def test_a_dossier_of_nobody_has_an_empty_treasury():
    nobody = Dossier(**{name: getattr(contract(), name).iloc[:0] for name in Dossier.__slots__})
    found = worked(nobody)
    assert all(getattr(found, name).empty for name in ("dues", "flows", "cash", "milestones", "stops"))


def test_a_balance_nobody_told_is_supposed_only_when_asked_for():
    read = contract(balance=None, balance_on=None)
    assert worked(read).cash["balance"].isna().all()
    supposed = worked(read, opening=10_000.0)
    assert left(supposed).equals(left(worked(contract())))
    assert supposed.milestones["assumed"].all()
