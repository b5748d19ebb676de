"""What must hold of the payment calendar whatever the contract, its dates and what was really paid."""

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aci_model import frames, law
from aci_model.funding.payments import payments, settlements, terms, unplaced
from aci_model.reading import dossier as shapes
from tests.building import dossier, together

quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MISSIONS = law.load().missions["mission"].tolist()
KEYS = ["scenario", "community", "span", "mission"]
euros = st.integers(0, 100_000).map(lambda cents: cents / 7)  # sums that binary fractions cannot hold
maybe = st.one_of(euros, st.just(float("nan")))
days = st.dates(pd.Timestamp(2020, 1, 1).date(), pd.Timestamp(2030, 12, 31).date())


@st.composite
def contracts(draw, name="CPTS", amounts=euros, ways=("retenu", "rembourse", None)):
    """Dues of one community, its own terms and what was really paid."""
    signed = pd.Timestamp(draw(days))
    missions = draw(st.lists(st.sampled_from(MISSIONS), min_size=1, max_size=3, unique=True))
    starts = {mission: draw(st.none() | days) for mission in missions}
    count = draw(st.integers(1, 4))
    opening = [signed + pd.DateOffset(years=rank) for rank in range(count + 1)]
    dues = [
        {
            "scenario": scenario,
            "community": name,
            "span": rank,
            "year": opening[rank].year,
            "starts": opening[rank],
            "ends": opening[rank + 1] - pd.Timedelta(days=1),
            "mission": mission,
            "deployed_from": starts[mission],
            "fixed": draw(amounts),
            "variable": draw(amounts),
            "crisis": draw(st.sampled_from([0.0, 300.0])),
            "ceiling": draw(amounts),
            "first": rank == 0,
        }
        for scenario in ("a", "b")
        for rank in range(count)
        for mission in missions
    ]
    paid = [
        {
            "community": name,
            "year": draw(st.sampled_from([first.year for first in opening])),
            "mission": draw(st.none() | st.sampled_from(missions)),
            "flow": draw(st.sampled_from(["avance", "solde", "variable", "avance_variable"])),
            "paid_on": draw(st.none() | days),
            "amount": draw(st.none() | euros),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    own = dossier(
        community=name,
        balance_delay=draw(st.none() | st.integers(0, 15).map(float)),
        variable_advance=draw(st.none() | st.floats(0, 1)),
        overpayment=draw(st.sampled_from(ways)),
    )
    frame = pd.DataFrame(dues).astype({"year": "Int64", "deployed_from": "datetime64[s]"})
    return frame, frames.frame(shapes.PAYMENTS, paid), own


def calendar(contract):
    dues, paid, own = contract
    return payments(dues, paid, terms(own, law.load()), law.load())


def settled(contract):
    """What each year is due once settled: what was computed, moved by what closing payments differ by."""
    dues, paid, own = contract
    told = settlements(dues, paid, terms(own, law.load()), law.load())
    moved = told.groupby(KEYS)["difference"].sum(skipna=False)
    computed = dues.set_index(KEYS)[["fixed", "variable", "crisis"]].sum(axis=1, skipna=False)
    return computed.add(moved.reindex(computed.index, fill_value=0.0))


def summed(flows, index):
    return flows.groupby(KEYS)["amount"].sum(skipna=False).reindex(index, fill_value=0.0)


@given(contracts())
@quick
def test_the_payments_of_a_year_add_up_to_what_is_due_for_that_year(contract):
    expected = settled(contract)
    np.testing.assert_allclose(summed(calendar(contract), expected.index), expected, atol=1e-5)


@given(contracts(amounts=maybe))
@quick
def test_an_unknown_due_stays_unknown_and_a_known_one_stays_known(contract):
    dues, paid, own = contract
    untouched = (dues, paid.iloc[:0], own)
    expected = settled(untouched)
    got = summed(calendar(untouched), expected.index)
    assert (got.isna() == expected.isna()).all()
    np.testing.assert_allclose(got.dropna(), expected.dropna(), atol=1e-5)


@given(contracts())
@quick
def test_no_planned_payment_of_a_year_comes_before_the_year_or_before_its_mission(contract):
    flows = calendar(contract)
    planned = flows[flows["basis"] == "prévu"].merge(contract[0], on=KEYS)
    assert (planned["day"] >= planned["starts"]).all()
    at_signature = planned["mission"] == MISSIONS[0]
    begins = planned["deployed_from"].where(planned["deployed_from"] <= planned["ends"])
    begun = begins.isna() | at_signature | (planned["day"] >= begins)
    assert begun.all()


@given(contracts())
@quick
def test_what_was_really_paid_stands_as_it_was_paid(contract):
    dues, paid, _ = contract
    flows = calendar(contract)
    usable = paid[unplaced(paid, dues) == ""]
    for _, real in flows[flows["basis"] == "versé"].groupby("scenario"):
        assert np.isclose(real["amount"].sum(), usable["amount"].sum(), atol=1e-6)
    assert flows["basis"].eq("versé").any() == bool(len(usable))
    real = flows[(flows["basis"] == "versé") & (flows["scenario"] == "a")]
    named = usable[usable["mission"].notna()]
    as_told = real[["of_year", "mission", "day", "amount"]].to_numpy().tolist()
    dated = named.dropna(subset="paid_on")[["year", "mission", "paid_on", "amount"]].to_numpy().tolist()
    assert all(row in as_told for row in dated)


@given(contracts())
@quick
def test_nothing_is_withheld_beyond_what_was_paid_too_much_nor_out_of_what_was_already_paid(contract):
    flows = calendar(contract)
    held = flows[flows["flow"] == "retenue"]
    assert (held["amount"] < 0).all()
    assert (held["basis"] == "prévu").all()
    planned = flows[(flows["basis"] == "prévu") & (flows["flow"] != "retenue")]
    assert (planned["amount"] >= 0).all()
    withheld = held[held["reason"].str.contains("retenu sur")].groupby(["scenario", "day"])["amount"].sum()
    to_come = planned.groupby(["scenario", "day"])["amount"].sum()
    assert (withheld.add(to_come.reindex(withheld.index)) >= -1e-5).all()


@given(contracts("Une"), contracts("Deux"), st.booleans())
@settings(quick, max_examples=15)
def test_adding_communities_changes_nobodys_payments(one, two, swapped):
    both = [two, one] if swapped else [one, two]
    dues, paid = (pd.concat([contract[at] for contract in both], ignore_index=True) for at in (0, 1))
    mixed = calendar((dues, paid, together(*(contract[2] for contract in both))))
    for contract, name in ((one, "Une"), (two, "Deux")):
        mine = mixed[mixed["community"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, calendar(contract), rtol=0, atol=1e-9)


@given(contracts())
@quick
def test_a_known_result_never_moves_the_payments_that_come_before_it(contract):
    dues, paid, own = contract
    richer = dues.assign(variable=dues["variable"] + 1_000.0)
    before, after = (calendar((frame, paid.iloc[:0], own)) for frame in (dues, richer))
    ahead = ["signature", "avance", "demarrage", "avance_variable"]
    columns = [*KEYS, "flow", "day", "amount"]
    left, right = (
        frame.loc[frame["flow"].isin(ahead), columns].sort_values(columns, ignore_index=True)
        for frame in (before, after)
    )
    pd.testing.assert_frame_equal(left, right)


@given(contracts())
@quick
def test_inputs_are_left_as_they_were(contract):
    copies = [frame.copy() for frame in contract[:2]]
    calendar(contract)
    for frame, copy in zip(contract[:2], copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
