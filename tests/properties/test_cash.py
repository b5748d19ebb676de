"""What must hold of the treasury whatever the contract."""

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aci_model import frames, law
from aci_model.foresight import costs, outlook
from aci_model.foresight.blank import blank, compare
from aci_model.foresight.cash import cash, milestones
from aci_model.foresight.commitments import outlays
from aci_model.foresight.stops import relieved, stops
from aci_model.foresight.treasury import spending, treasury
from aci_model.funding import assess
from aci_model.law import contract_starts
from aci_model.reading import dossier as shapes
from tests.building import done, dossier, together

COMMUNITY = "CPTS inventée"
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # whole dossiers
days = st.dates(dt.date(2024, 1, 1), dt.date(2031, 12, 31))
cents = st.integers(0, 2_000_000).map(lambda amount: amount / 100)

posts = st.fixed_dictionaries(
    {
        "community": st.just(COMMUNITY),
        "post": st.sampled_from(["Coordination", "Local", "Agenda"]),
        "amount": st.none() | cents,
        "rhythm": st.sampled_from(["mensuel", "trimestriel", "annuel", "ponctuel", None]),
        "start": st.none() | days,
        "end": st.none() | days,
        "firm": st.sampled_from([True, False, None]),
        "priority": st.none() | st.integers(1, 5).map(float),
    }
)


def contract(signed, count=4):
    """The contract years of one community, one after the other."""
    described = frames.frame(shapes.COMMUNITIES, [{"community": COMMUNITY, "signed": signed}])
    years = pd.DataFrame({"community": COMMUNITY, "year": range(signed.year, signed.year + count + 1)})
    starts = contract_starts(described, years)
    shown = years.iloc[:-1].assign(
        starts=starts[:-1], ends=starts.shift(-1)[:-1] - pd.Timedelta(days=1), ahead=np.arange(count) - 1
    )
    return shown.assign(span=range(count))


@given(st.lists(posts, min_size=1, max_size=5), st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)))
@quick
def test_the_payments_of_a_contract_year_add_up_to_its_cost(given_, signed):
    expenses, years = frames.frame(shapes.EXPENSES, given_), contract(signed)
    dated = outlays(expenses, years)
    for row in costs(expenses, years).itertuples():
        year = years[years["span"] == row.span].iloc[0]
        mine = dated[(dated["rank"] == row.rank) & dated["day"].between(year["starts"], year["ends"])]
        if np.isnan(row.cost):
            assert mine["amount"].isna().any()
        else:
            assert not mine["amount"].isna().any()
            assert round(mine["amount"].sum() - row.cost, 6) == 0


received = st.lists(
    st.tuples(days, st.none() | st.integers(-500_000, 5_000_000).map(lambda euros: euros / 100)), max_size=12
)
balances = st.integers(-500_000, 9_000_000).map(lambda euros: euros / 100)


def flows(paid, scenario="reference"):
    dated = pd.Series([day for day, _ in paid], dtype="datetime64[s]")
    euros = pd.Series([amount for _, amount in paid], dtype="float64")
    return pd.DataFrame(
        {
            "scenario": [scenario] * len(paid),
            "community": [COMMUNITY] * len(paid),
            "day": dated,
            "amount": euros,
        }
    )


def opening(balance, since, years):
    return pd.DataFrame(
        {
            "community": [COMMUNITY],
            "balance": [balance],
            "since": pd.Series([since], dtype="datetime64[s]"),
            "until": [years["ends"].max()],
            "assumed": [False],
            "dated": [True],
        }
    )


@st.composite
def treasuries(draw):
    """Flows, outlays and opening of one community over four contract years, the opening within them."""
    years = contract(draw(st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))))
    since = draw(st.dates(years["starts"].min().date(), years["ends"].max().date()))
    expenses = frames.frame(shapes.EXPENSES, draw(st.lists(posts, max_size=5)))
    start = opening(draw(balances), since, years)
    paid = [(since, 0.0), *draw(received)]
    return flows(paid), outlays(expenses, years, start), start


def in_cents(euros):
    return round(euros * 100)


@given(treasuries())
@quick
def test_a_balance_is_the_opening_plus_what_came_in_less_what_was_paid(given_):
    came, paid, start = given_
    since, until = start["since"].iloc[0], start["until"].iloc[0]
    for row in cash(came, paid, start).to_dict("records"):
        last = min(row["month"] + pd.offsets.MonthEnd(1), until)
        into, out = (
            sum(in_cents(euros) for euros in table.loc[table["day"].between(since, last), "amount"].dropna())
            for table in (came, paid)
        )
        assert in_cents(row["balance"]) == in_cents(start["balance"].iloc[0]) + into - out
        if not pd.isna(row["year_ends"]):
            into, out = (
                sum(
                    in_cents(euros)
                    for euros in table.loc[table["day"].between(since, row["year_ends"]), "amount"].dropna()
                )
                for table in (came, paid)
            )
            assert in_cents(row["at_end"]) == in_cents(start["balance"].iloc[0]) + into - out


@given(treasuries())
@quick
def test_stops_save_what_they_say_and_spare_firm_posts(given_):
    came, paid, start = given_
    found = stops(came, paid, start)
    followed = relieved(came, paid, start)
    saved = found["saved"]
    if not saved.isna().any():
        last = followed.iloc[-1]
        assert in_cents(last["balance_relieved"] - last["balance"]) == in_cents(saved.sum())
    assert (saved.isna() | (saved >= 0)).all()
    assert ((saved == 0) | found["stops_on"].notna()).all()
    assert not set(found["rank"]) & set(paid.loc[paid["firm"], "rank"])


@given(treasuries())
@quick
def test_the_stops_equal_a_slow_walk_through_the_months(given_):
    came, paid, start = given_
    followed = cash(came, paid, start)
    since, until = start["since"].iloc[0], start["until"].iloc[0]
    soft = paid[~paid["firm"] & paid["day"].between(since, until)]
    waiting, stopped = sorted(soft["rank"].unique(), reverse=True), {}
    for row in followed.to_dict("records"):
        while waiting:
            unpaid = sum(
                in_cents(bill["amount"])
                for bill in soft.to_dict("records")
                if bill["rank"] in stopped
                and stopped[bill["rank"]] <= bill["month"] <= row["month"]
                and not pd.isna(bill["amount"])
            )
            if in_cents(row["balance"]) + unpaid >= 0:
                break
            post = waiting.pop(0)
            if (soft.loc[soft["rank"] == post, "month"] >= row["month"]).any():
                stopped[post] = row["month"]
    found = stops(came, paid, start).set_index("rank")["stops_on"].dropna()
    assert found.to_dict() == stopped


@given(treasuries(), st.integers(0, 2_000_000))
@quick
def test_a_higher_opening_never_stops_a_post_earlier_nor_shortens_the_cover(given_, more):
    came, paid, start = given_
    richer = start.assign(balance=start["balance"] + more / 100)
    far = pd.Timestamp("2100-01-01")
    before, after = (stops(came, paid, each)["stops_on"].fillna(far) for each in (start, richer))
    assert (after >= before).all()
    told = [milestones(cash(came, paid, each)).iloc[0] for each in (start, richer)]
    long_ago = pd.Timestamp("1900-01-01")
    covered = [long_ago if pd.isna(one["last_covered_month"]) else one["last_covered_month"] for one in told]
    assert covered[1] >= covered[0]
    assert told[1]["lacking"] <= told[0]["lacking"] or covered[1] > covered[0]


LAW = law.load()
shares = st.integers(0, 100).map(lambda share: share / 100)


def simple(community=COMMUNITY, amount=12_000.0, monthly=1_500.0, **more):
    return dossier(
        done("prevention", amount),
        done("parcours", 8_000.0),
        size_class=3,
        signed=dt.date(2025, 4, 15),
        community=community,
        balance=more.pop("balance", 30_000.0),
        balance_on=more.pop("balance_on", dt.date(2026, 4, 15)),
        expenses=[
            {"post": "Coordination", "amount": monthly, "rhythm": "mensuel", "firm": True},
            {"post": "Agenda", "amount": 3 * monthly, "rhythm": "trimestriel", "firm": False},
        ],
        **more,
    )


def worked(read, *scenarios):
    ahead = outlook(assess(read, LAW), read, LAW)
    return treasury(ahead, list(scenarios), read, LAW, spending(ahead, read, LAW))


terms = st.fixed_dictionaries(
    {
        "variable_advance": st.sampled_from([0.0, 0.3, 1.0]),
        "balance_delay": st.integers(0, 12).map(float),
        "overpayment": st.sampled_from(["retenu", "rembourse"]),
    }
)


@given(st.tuples(shares, shares), st.integers(2026, 2029), st.integers(0, 3), terms)
@few
def test_a_higher_share_never_lowers_the_balance_of_any_month(pair, first, length, agreed):
    years = (first, min(first + length, 2029))
    read = simple(monthly=26_000.0, **agreed)
    curves = [worked(read, blank(share, LAW, years=years)).cash["balance"] for share in sorted(pair)]
    assert (curves[1] >= curves[0]).all()


@given(shares, st.integers(2026, 2029))
@few
def test_a_scenario_beside_itself_removes_nothing(share, year):
    chosen = blank(share, LAW, years=(year, year))
    told = compare(worked(simple(), chosen), chosen, chosen)
    assert (told.missions["removed"] == 0).all()
    total = told.totals.iloc[0]
    assert total[["removed_in_curve", "months_lost", "months_lost_firm", "posts_stopped"]].tolist() == [0] * 4
    assert pd.isna(total["felt_from"])


@given(st.permutations(["Aulne", "Bouleau", "Charme"]), shares)
@few
def test_neighbours_change_nobody_s_treasury(order, share):
    scenario = blank(share, LAW)
    each = {
        name: simple(name, 10_000.0 + 1_000 * place, 20_000.0 + 500 * place, balance=5_000.0 * place)
        for place, name in enumerate(sorted(order))
    }
    whole = worked(together(*(each[name] for name in order)), scenario)
    for name, read in each.items():
        alone = worked(read, scenario)
        for table in ("cash", "milestones", "stops"):
            mine = getattr(whole, table)
            pd.testing.assert_frame_equal(
                mine[mine["community"] == name].reset_index(drop=True), getattr(alone, table)
            )
