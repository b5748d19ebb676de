"""The treasury of one community, month by month, worked by hand."""

import datetime as dt

import pandas as pd
import pytest

from aci_model import frames
from aci_model.foresight.cash import cash, milestones, openings
from aci_model.foresight.commitments import outlays
from aci_model.reading import dossier as shapes
from tests.building import COMMUNITY, dossier

# Contract years 15/04/2026 – 14/04/2027 and 15/04/2027 – 14/04/2028.
YEARS = pd.DataFrame(
    {
        "span": [0, 1],
        "community": COMMUNITY,
        "year": [2026, 2027],
        "ahead": [0, 1],
        "starts": pd.to_datetime(["2026-04-15", "2027-04-15"]),
        "ends": pd.to_datetime(["2027-04-14", "2028-04-14"]),
    }
)


def post(name="Poste", amount=1_000.0, rhythm="mensuel", **given):
    return {"community": COMMUNITY, "post": name, "amount": amount, "rhythm": rhythm, "firm": True, **given}


def paid(*posts, years=YEARS, **more):
    return outlays(frames.frame(shapes.EXPENSES, posts), years, **more)


def flows(*received, scenario="reference", community=COMMUNITY):
    days = pd.to_datetime([day for day, _ in received]).astype("datetime64[s]")
    euros = pd.Series([amount for _, amount in received], dtype="float64")
    return pd.DataFrame({"scenario": scenario, "community": community, "day": days, "amount": euros})


def opened(balance=0.0, on=dt.date(2026, 4, 15), assumed=None, years=YEARS):
    return openings(dossier(balance=balance, balance_on=on), years, assumed)


def by_month(table):
    return table.set_index(table["month"].dt.strftime("%Y-%m"))


def test_each_payment_of_a_quarterly_post_falls_on_its_own_month():
    # from 31 January 2026, every three months: 30 April, 31 July, 31 October, 31 January…; last one 31/01/2028
    dated = paid(post(rhythm="trimestriel", start=dt.date(2026, 1, 31)))
    assert dated["day"].dt.strftime("%d/%m/%Y").tolist() == [
        *("30/04/2026", "31/07/2026", "31/10/2026", "31/01/2027"),
        *("30/04/2027", "31/07/2027", "31/10/2027", "31/01/2028"),
    ]
    assert dated["month"].iloc[0] == pd.Timestamp("2026-04-01")


def test_a_post_without_days_runs_from_the_first_year_shown_to_the_end_of_the_last():
    # 15/04/2026 to 15/03/2028: 24 payments
    dated = paid(post())
    assert len(dated) == 24
    assert (dated["day"].min(), dated["day"].max()) == (
        pd.Timestamp("2026-04-15"),
        pd.Timestamp("2028-03-15"),
    )


def test_a_single_payment_without_a_day_falls_at_the_start_of_this_year_and_once_only():
    years = YEARS.assign(ahead=[-1, 0])
    assert paid(post(rhythm="ponctuel"), years=years)["day"].tolist() == [pd.Timestamp("2027-04-15")]


def test_a_post_ends_on_its_last_day():
    # 15/04, 15/05, 15/06/2026
    assert len(paid(post(end=dt.date(2026, 6, 15)))) == 3
    assert len(paid(post(end=dt.date(2026, 6, 14)))) == 2


def test_an_unknown_amount_or_rhythm_stays_unknown_each_month():
    dated = paid(post(amount=None), post(rhythm=None, end=dt.date(2026, 6, 30)))
    assert dated["amount"].isna().all()
    assert len(dated) == 24 + 3


def test_posts_are_paid_from_the_opening_when_it_comes_before_the_years_shown():
    # opening 01/02/2026: 15/02 and 15/03/2026 come before the 24 payments of the years shown
    opening = opened(0.0, dt.date(2026, 2, 1))
    dated = paid(post(), since=opening)
    assert len(dated) == 26
    assert dated["day"].min() == pd.Timestamp("2026-02-15")


def test_the_money_of_each_month_is_what_was_there_plus_what_came_in_less_what_was_paid():
    # 10 000 on 15/04/2026, 12 000 in on 15/07/2026; 1 000 a month to a firm post, 500 to a flexible one
    posts = [post("Ferme"), post("Souple", 500.0, firm=False)]
    followed = by_month(cash(flows(("2026-07-15", 12_000.0)), paid(*posts), opened(10_000.0)))
    assert len(followed) == 25  # April 2026 to April 2028
    assert followed.loc["2026-04", "balance"] == 8_500  # 10 000 − 1 000 − 500
    assert followed.loc["2026-06", "balance"] == 5_500  # 10 000 − 3 × 1 500
    assert followed.loc["2026-07", ["inflow", "firm", "soft", "balance"]].tolist() == [
        12_000,
        1_000,
        500,
        16_000,
    ]
    assert followed.loc["2026-07", "balance_firm"] == 18_000  # 10 000 + 12 000 − 4 × 1 000
    # 15/04/2026 to 15/03/2027 are 12 payments: 10 000 + 12 000 − 18 000 = 4 000 on 14/04/2027, one more on the 15th
    assert followed.loc["2027-04", ["at_end", "balance"]].tolist() == [4_000, 2_500]
    assert followed.loc["2027-04", "year_ends"] == pd.Timestamp("2027-04-14")
    assert followed.loc["2028-04", ["at_end", "balance"]].tolist() == [
        -14_000,
        -14_000,
    ]  # 22 000 − 24 × 1 500


def test_the_last_covered_month_is_the_last_before_the_money_runs_out():
    # as above: 22 000 lasts 14 payments of 1 500 (21 000), the 15th of 15/06/2027 brings −500
    posts = [post("Ferme"), post("Souple", 500.0, firm=False)]
    told = milestones(cash(flows(("2026-07-15", 12_000.0)), paid(*posts), opened(10_000.0))).iloc[0]
    assert told["last_covered_month"] == pd.Timestamp("2027-05-01")
    assert not told["covered_to_end"]
    assert (told["trough"], told["trough_month"]) == (-14_000, pd.Timestamp("2028-03-01"))
    # it runs out in the contract year that ends on 14/04/2028: 22 000 − 24 × 1 500 = −14 000
    assert (told["lacking"], told["lacking_on"]) == (14_000, pd.Timestamp("2028-04-14"))
    # firm posts alone: 22 payments of 1 000, the 23rd of 15/02/2028 brings −1 000; 22 000 − 24 000 = −2 000
    assert told["last_covered_month_firm"] == pd.Timestamp("2028-01-01")
    assert told["lacking_firm"] == 2_000


def test_money_that_comes_back_before_the_year_ends_lacks_nothing_at_its_end():
    # 1 500 − 1 000 − 1 000 = −500 in May 2026; 30 000 in June: nothing lacks on 14/04/2027
    told = milestones(cash(flows(("2026-06-01", 30_000.0)), paid(post()), opened(1_500.0))).iloc[0]
    assert told["last_covered_month"] == pd.Timestamp("2026-04-01")
    assert (told["trough"], told["trough_month"]) == (-500, pd.Timestamp("2026-05-01"))
    assert told["lacking"] == 0


def test_a_year_short_of_money_from_its_first_month_has_no_covered_month():
    told = milestones(cash(flows(("2027-04-15", 1.0)), paid(post()), opened(500.0))).iloc[0]
    assert pd.isna(told["last_covered_month"])
    assert told["lacking"] == 11_500  # 500 − 12 × 1 000


def test_a_new_year_s_first_payment_does_not_hide_what_lacked_at_the_end_of_the_one_before():
    # 11 000 for 12 payments: −1 000 from March 2027; 20 000 on 15/04/2027, after the end on the 14th
    told = milestones(cash(flows(("2027-04-15", 20_000.0)), paid(post()), opened(11_000.0))).iloc[0]
    assert told["last_covered_month"] == pd.Timestamp("2027-02-01")
    assert (told["lacking"], told["lacking_on"]) == (1_000, pd.Timestamp("2027-04-14"))


def test_a_curve_that_runs_out_on_its_very_last_day_lacks_money_on_that_day():
    # 24 000 for 24 payments, then a last bill of 300 on 14/04/2028
    posts = [post(), post("Facture", 300.0, "ponctuel", start=dt.date(2028, 4, 14))]
    told = milestones(cash(flows(("2026-05-01", 0.0)), paid(*posts), opened(24_000.0))).iloc[0]
    assert told["last_covered_month"] == pd.Timestamp("2028-03-01")
    assert told["lacking"] == 300


def test_money_enough_to_the_end_says_so():
    told = milestones(cash(flows(("2026-05-01", 0.0)), paid(post()), opened(24_000.0))).iloc[0]
    assert told["covered_to_end"]
    assert told["last_covered_month"] == pd.Timestamp("2028-04-01")
    assert (told["lacking"], told["trough"]) == (0, 0)


def test_what_is_paid_before_the_opening_is_already_in_it():
    # opening on 01/10/2026: out go the flow of July and the payments of April to September
    opening = opened(5_000.0, dt.date(2026, 10, 1))
    followed = by_month(cash(flows(("2026-07-15", 12_000.0), ("2026-10-01", 700.0)), paid(post()), opening))
    assert followed.index[0] == "2026-10"
    assert followed.loc["2026-10", "balance"] == 4_700  # 5 000 + 700 − 1 000


def test_an_unknown_balance_is_zero_only_when_asked_for_and_says_so():
    untold, supposed = opened(None, None), opened(None, None, assumed=0.0)
    followed = cash(flows(("2026-05-01", 5_000.0)), paid(post()), untold)
    assert followed["balance"].isna().all()
    assert followed["inflow"].sum() == 5_000
    told = milestones(followed).iloc[0]
    assert told[["last_covered_month", "covered_to_end", "lacking", "trough"]].isna().all()
    followed = cash(flows(("2026-05-01", 5_000.0)), paid(post()), supposed)
    assert followed["assumed"].all()
    assert by_month(followed).loc["2026-05", "balance"] == 3_000  # 0 + 5 000 − 2 × 1 000
    assert supposed["since"].tolist() == [pd.Timestamp("2026-04-15")]  # the start of this contract year
    assert not supposed["dated"].any()


def test_a_balance_that_was_told_is_never_replaced():
    assert opened(7_000.0, assumed=0.0)[["balance", "assumed"]].iloc[0].tolist() == [7_000, False]


@pytest.mark.parametrize("day", ["2026-07-15", None])
def test_an_unknown_receipt_is_not_zero_it_leaves_the_balance_a_floor_from_its_month_on(day):
    followed = by_month(cash(flows((day, float("nan")), ("2026-05-01", 9.0)), paid(post()), opened(1_000.0)))
    known = ["2026-04", "2026-05", "2026-06"] if day else []
    assert followed.index[~followed["unknown"]].tolist() == known
    assert followed.loc["2026-05", "balance"] == -991  # 1 000 + 9 − 2 000: what is known


def test_milestones_say_when_an_unknown_decides():
    posts = paid(post(), post("Devis", None, "ponctuel", start=dt.date(2027, 1, 1)))
    later = milestones(cash(flows(("2026-07-15", float("nan"))), posts, opened(1_000.0))).iloc[0]
    assert not later["unknown"]  # short in May 2026, whatever July brings
    assert not later["unknown_out"]
    both = milestones(cash(flows(("2026-07-15", float("nan"))), posts, opened(9_000.0))).iloc[0]
    assert both["unknown"]  # 9 months covered at least, to December 2026
    assert both["unknown_out"]


def test_scenarios_and_communities_are_followed_apart():
    other = "CPTS voisine"
    years = pd.concat([YEARS, YEARS.assign(community=other)])
    opening = pd.concat([opened(1_000.0), opened(1_000.0).assign(community=other, balance=0.0)])
    received = pd.concat(
        [flows(("2026-05-01", 10.0)), flows(("2026-05-01", 20.0), scenario="sans", community=other)]
    )
    followed = by_month(cash(received, paid(post(), years=years), opening)).loc["2026-05"]
    euros = followed.set_index(["scenario", "community"])["balance"].to_dict()
    assert euros == {
        ("reference", COMMUNITY): -990,  # 1 000 + 10 − 2 000
        ("reference", other): 0,  # no post of its own, nothing received
        ("sans", COMMUNITY): -1_000,
        ("sans", other): 20,
    }


def test_a_contract_year_that_is_the_calendar_year_ends_with_its_month():
    years = YEARS.assign(
        starts=pd.to_datetime(["2026-01-01", "2027-01-01"]), ends=pd.to_datetime(["2026-12-31", "2027-12-31"])
    )
    opening = opened(11_500.0, dt.date(2026, 1, 1), years=years)
    followed = cash(flows(("2027-01-01", 90_000.0)), paid(post(), years=years), opening)
    ends = followed["year_ends"].dropna()
    assert ends.tolist() == [pd.Timestamp("2026-12-31"), pd.Timestamp("2027-12-31")]
    told = milestones(followed).iloc[0]
    assert (told["last_covered_month"], told["lacking"]) == (
        pd.Timestamp("2026-11-01"),
        500,
    )  # 11 500 − 12 000


def test_years_without_dates_have_no_curve_and_break_nothing():
    years = YEARS.assign(starts=pd.NaT, ends=pd.NaT)
    opening = opened(years=years)
    assert opening.empty
    assert milestones(cash(flows(("2026-05-01", 1.0)), paid(post(), years=years), opening)).empty
