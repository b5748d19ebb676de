"""Which posts stop, when, and what it saves, worked by hand."""

import datetime as dt

import pandas as pd
import pytest

from aci_model import frames
from aci_model.foresight.cash import milestones, openings
from aci_model.foresight.commitments import outlays
from aci_model.foresight.stops import relieved, stops
from aci_model.reading import dossier as shapes
from tests.building import COMMUNITY, dossier

# One contract year, the calendar year 2026: twelve monthly payments, on the first of each month.
YEAR = pd.DataFrame(
    {
        "community": COMMUNITY,
        "ahead": [0],
        "starts": pd.to_datetime(["2026-01-01"]),
        "ends": pd.to_datetime(["2026-12-31"]),
    }
)
NOTHING = pd.DataFrame(
    {"scenario": "sans", "community": COMMUNITY, "day": pd.to_datetime(["2026-01-01"]), "amount": [0.0]}
)


def post(name, amount, priority=None, *, firm=False, rhythm="mensuel", **given):
    return {
        "community": COMMUNITY,
        "post": name,
        "amount": amount,
        "rhythm": rhythm,
        "firm": firm,
        "priority": priority,
        **given,
    }


def worked(*posts, balance, flows=NOTHING, on=dt.date(2026, 1, 1)):
    """The stops, indexed by post, and what is left month by month without and with them."""
    paid = outlays(frames.frame(shapes.EXPENSES, posts), YEAR)
    opening = openings(dossier(balance=balance, balance_on=on), YEAR)
    return stops(flows, paid, opening).set_index("post"), relieved(flows, paid, opening)


def month(number):
    return pd.Timestamp(2026, number, 1)


SALARY = post("Coordination", 1_000.0, firm=True)
AGENDA, WEBSITE, EVENTS = post("Agenda", 300.0, 1), post("Site", 200.0, 2), post("Soirées", 100.0, 3)


def test_posts_stop_one_after_the_other_the_least_kept_first():
    # 1 600 a month out of 10 000: 10 000 − 6 × 1 600 = 400, July is 1 200 short.
    # Stopping Soirées leaves July −1 100, then Site −900, then Agenda −600: all three stop in July.
    found, _ = worked(AGENDA, WEBSITE, EVENTS, SALARY, balance=10_000.0)
    assert found.index.tolist() == ["Soirées", "Site", "Agenda"]
    assert found["order"].tolist() == [1, 2, 3]
    assert found["stops_on"].tolist() == [month(7)] * 3
    assert found["saved"].tolist() == [600, 1_200, 1_800]  # six payments left, July to December


def test_a_post_runs_as_long_as_stopping_the_one_before_is_enough():
    # 1 600 a month out of 15 500: 15 500 − 9 × 1 600 = 1 100, October is 500 short.
    # Without Soirées and Site: −500 + 100 + 200 = −200; Agenda too: 100. November: 100 − 1 000 < 0, none left.
    found, after = worked(AGENDA, WEBSITE, EVENTS, SALARY, balance=15_500.0)
    assert found["stops_on"].tolist() == [month(10)] * 3
    assert found["gained"].tolist() == [0, 0, 1]
    by_month = after.set_index("month")["balance_relieved"]
    assert by_month[month(10)] == 100  # 1 100 − 1 000
    assert by_month[month(11)] == -900


def test_stops_come_at_different_months_when_the_money_runs_short_twice():
    # 17 100 − 10 × 1 600 = 1 100; November is 500 short; Soirées, Site and Agenda all stop: 100.
    # 18 400: November 18 400 − 11 × 1 600 = 800; December is 800 short: −700, −500, −200. None is enough.
    # 19 050: 19 050 − 12 × 1 600 = −150 in December; Soirées −50; Site 150: Agenda is kept.
    found, _ = worked(AGENDA, WEBSITE, EVENTS, SALARY, balance=19_050.0)
    assert found["stops_on"].tolist() == [month(12), month(12), pd.NaT]
    assert found.loc["Agenda", ["saved", "gained"]].tolist() == [0, 0]
    assert pd.isna(found.loc["Agenda", "order"])
    # Large, least kept post: 600 a month beside 100; 700 a month out of 4 300: July is 600 short.
    # Without it from July: 4 300 − 4 200 − 100 = 0 in July, August −100: the other stops there.
    found, _ = worked(post("Petit", 100.0, 1), post("Grand", 600.0, 2), balance=4_300.0)
    assert found["stops_on"].to_dict() == {"Grand": month(7), "Petit": month(8)}
    assert found["saved"].to_dict() == {"Grand": 3_600, "Petit": 500}  # 6 × 600; 5 × 100
    assert found["gained"].to_dict() == {"Grand": 1, "Petit": 5}  # July; then August to December


def test_a_stopped_post_stays_stopped_when_money_comes_back():
    # 600 a month out of 600: February is short; 9 000 come in on 1 March and the post does not start again
    received = NOTHING.assign(day=pd.to_datetime(["2026-03-01"]), amount=9_000.0)
    found, after = worked(post("Local", 600.0, 1), balance=600.0, flows=received)
    assert found.loc["Local", ["stops_on", "saved"]].tolist() == [month(2), 6_600]  # 11 × 600
    assert after["balance_relieved"].iloc[-1] == 9_000  # 600 − 600 + 9 000


def test_what_was_paid_before_the_balance_was_read_is_not_saved():
    # 600 a month on the first, 500 left on 20 February: nothing more falls in February; March is 100 short, Local
    # stops with its ten payments from March on, and the 500 stay.
    found, after = worked(post("Local", 600.0, 1), balance=500.0, on=dt.date(2026, 2, 20))
    assert found.loc["Local", ["stops_on", "saved"]].tolist() == [month(3), 6_000]
    assert after["balance_relieved"].tolist() == [500] * 11
    # Already 100 short on 20 February: 300 still due on the 25th can be stopped, the 600 of the 1st cannot.
    late = post("Agenda", 300.0, 1, rhythm="ponctuel", start=dt.date(2026, 2, 25))
    early = post("Agenda bis", 600.0, 2, start=dt.date(2026, 1, 1), end=dt.date(2026, 2, 28))
    found, after = worked(late, early, balance=-100.0, on=dt.date(2026, 2, 20))
    assert found["stops_on"].to_dict() == {"Agenda": month(2)}
    assert after["balance_relieved"].tolist() == [-100] * 11


def test_firm_posts_never_stop():
    found, after = worked(SALARY, balance=500.0)
    assert found.empty
    assert after["balance_relieved"].tolist() == after["balance"].tolist()
    assert after["balance"].iloc[-1] == -11_500  # 500 − 12 × 1 000


def test_a_post_with_nothing_left_to_pay_has_nothing_to_stop():
    # short in June: the survey was paid in February; Agenda stops instead
    survey = post("Enquête", 500.0, 9, rhythm="ponctuel", start=dt.date(2026, 2, 1))
    found, _ = worked(survey, AGENDA, balance=2_000.0)  # 2 000 − 500 − 5 × 300 = 0 in May
    assert pd.isna(found.loc["Enquête", "stops_on"])
    assert found.loc["Agenda", ["stops_on", "order"]].tolist() == [month(6), 1]


def test_a_post_without_priority_stops_before_those_that_have_one():
    found, _ = worked(post("Sans rang", 300.0), post("Rang 1", 300.0, 1), balance=7_000.0)
    assert found["order"].to_dict()["Sans rang"] == 1


def test_one_cent_is_enough_to_stop_and_one_cent_is_enough_not_to():
    # 12 payments of 0,10 € : 1,20 € is enough, 1,19 € is not
    assert worked(post("Timbres", 0.1, 1), balance=1.2)[0]["stops_on"].isna().all()
    assert worked(post("Timbres", 0.1, 1), balance=1.19)[0]["stops_on"].tolist() == [month(12)]


def test_a_post_of_unknown_cost_may_stop_and_saves_an_unknown_sum():
    found, _ = worked(post("Devis", None, 2), SALARY, balance=500.0)
    assert found.loc["Devis", "stops_on"] == month(1)
    assert pd.isna(found.loc["Devis", "saved"])


def test_an_unknown_balance_stops_nothing_and_says_nothing_of_savings():
    found, _ = worked(AGENDA, balance=None)
    assert found[["stops_on", "saved", "gained"]].isna().all(axis=None)


def test_a_post_stops_before_those_kept_longer_even_when_its_next_payment_comes_later():
    # short in June with 300 a month out of 1 500; the autumn event (least kept) goes first, then Agenda
    autumn = post("Journée", 800.0, 9, rhythm="ponctuel", start=dt.date(2026, 10, 1))
    found, _ = worked(autumn, AGENDA, balance=1_500.0)
    assert found["stops_on"].to_dict() == {"Journée": month(6), "Agenda": month(6)}
    assert found["saved"].to_dict() == {"Journée": 800, "Agenda": 2_100}  # 7 × 300, June to December


@pytest.mark.parametrize(
    ("balance", "before", "after"),
    [
        (10_000.0, 6, 6),  # 400 left in June; July −600 with the firm post alone
        (15_500.0, 9, 10),  # 1 100 left in September; October 100 with the firm post alone
        (19_050.0, 11, 12),  # 1 450 left in November; December −150, 150 without two of the three
        (19_200.0, 12, 12),  # 12 × 1 600
    ],
)
def test_months_gained_add_up_to_the_months_the_stops_add(balance, before, after):
    found, followed = worked(AGENDA, WEBSITE, EVENTS, SALARY, balance=balance)
    relief = followed.assign(balance=followed["balance_relieved"])
    last = [milestones(curve)["last_covered_month"].iloc[0] for curve in (followed, relief)]
    assert last == [month(before), month(after)]
    assert found["gained"].sum() == after - before
