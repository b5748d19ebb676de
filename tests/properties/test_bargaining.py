"""What must hold at the table whatever the contract: gaps, exchanges, feasible shares, offers."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from aci_model import law
from aci_model.bargaining.exchange import Priced, proposals, trade_amount
from aci_model.bargaining.feasibility import feasibility
from aci_model.bargaining.offers import offers
from aci_model.bargaining.presets import Cut, linear
from aci_model.bargaining.questions import questions
from aci_model.bargaining.stakes import stakes
from aci_model.bargaining.tenable import tenable
from aci_model.bargaining.understandings import differences
from aci_model.bargaining.worth import totals, worth
from aci_model.foresight.bands import bands, bounds
from aci_model.foresight.chances import chances
from aci_model.foresight.own_path import own_values
from aci_model.funding import READINGS, Choices, assess, side_by_side
from tests.building import dossier, line

LAW = law.load()
CENT = 0.005
whole = st.integers(0, 60)
euros = st.integers(1, 200).map(lambda n: n * 50.0)
odds = st.integers(0, 100).map(lambda n: n / 100)
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def lines(draw, result=True, known=False):
    thresholds = draw(st.lists(whole.map(float), min_size=1, max_size=4, unique=True))
    deliverable = draw(st.booleans())
    count = 1 if deliverable else len(thresholds)
    paid = sorted(draw(st.lists(euros, min_size=count, max_size=count)))
    direction = 1 if deliverable else draw(st.sampled_from([1, -1]))
    steps = list(zip(sorted(thresholds, key=lambda value: direction * value), paid, strict=False))
    chance = sorted(draw(st.lists(odds, min_size=count, max_size=count)), reverse=True)
    told = st.sampled_from([None, 0.0, 1.0]) if deliverable else st.none() | whole.map(float)
    return line(
        "prevention",
        *([(1, steps[0][1])] if deliverable else steps),
        result=draw(told) if result else None,
        baseline=draw(st.none() | whole.map(float)),
        direction=direction,
        kind="livrable" if deliverable else "paliers",
        chances=tuple(chance) if known or draw(st.booleans()) else (),
        effort=draw(st.none() | st.integers(0, 30).map(float)),
    )


contracts = st.lists(lines(), min_size=1, max_size=6)
unsettled = st.lists(lines(result=False, known=True), min_size=2, max_size=7)


@given(contracts)
@quick
def test_a_gap_is_the_highest_reading_less_the_lowest_and_totals_add_gaps_up(contract):
    read = dossier(*contract)
    table = worth(assess(read, LAW).lines, read.tiers)
    euros_ = table[list(READINGS)]
    known = table["gap"].notna()
    assert np.allclose((euros_.max(axis=1) - euros_.min(axis=1))[known], table["gap"][known])
    assert (table["gap"][known] >= 0).all()
    assert table["gap"].dropna().is_monotonic_decreasing
    assert totals(table)["gap"].sum() == pytest.approx(table["gap"].sum())


@given(lines(result=False), whole)
@quick
def test_no_result_makes_the_ambiguity_worth_more_than_what_is_told_without_one(one, result):
    assume(one["kind"] != "livrable")
    silent, told = dossier(one), dossier({**one, "result": float(result)})
    most = worth(assess(silent, LAW).lines, silent.tiers)["gap"].iloc[0]
    at = side_by_side(told.lines.merge(told.results, on="line"), told.tiers)["gap"].iloc[0]
    assert at <= most + CENT


@given(contracts)
@quick
def test_every_ambiguous_line_has_exactly_one_question_about_its_readings(contract):
    read = dossier(*contract)
    assessed = assess(read, LAW)
    table = worth(assessed.lines, read.tiers)
    asked = questions(assessed, table, read, LAW)
    about = asked[asked["kind"] == "reading"]
    assert sorted(about["line"]) == sorted(table.loc[table["gap"] > CENT, "line"])
    assert about["euros"].sum() == pytest.approx(table.loc[table["gap"] > CENT, "gap"].sum())
    assert asked["question"].str.endswith("?").all()


@given(unsettled, st.sampled_from([10.0, 50.0, 100.0]), st.sampled_from([0.2, 0.5, 1.0]))
@quick
def test_a_proposed_exchange_keeps_the_total_lowers_the_risk_and_stays_in_the_envelope(
    contract, rounding, most
):
    read = dossier(*contract)
    told = chances(read)
    found = proposals(Priced(read.lines, read.tiers, told), rounding=rounding, most=most)
    table = found.table
    assert (table["residue"].abs() <= rounding).all()
    assert (table["sd_after"] <= table["sd_before"] + CENT).all()
    assert (table["freed"] >= -CENT).all()
    partners = [*table["give"], *table["take"]]
    assert len(partners) == len(set(partners))
    # redone from the schedules it leads to: Σ chance × what each step adds, before and after
    priced = read.tiers.drop(columns="chance").merge(told, on=["line", "tier"])
    for number, give, take, residue in table[["exchange", "give", "take", "residue"]].to_numpy():
        new = found.tiers[found.tiers["exchange"] == number]
        after = new.merge(priced[["line", "threshold", "chance"]], on=["line", "threshold"])
        before = priced[priced["line"].isin([give, take])]
        assert mean(after) - mean(before) == pytest.approx(residue, abs=1e-6)


def mean(steps):
    """Expected euros of some lines; harder steps pay more and are less likely."""
    ordered = steps.sort_values(["line", "amount", "chance"], ascending=[True, True, False])
    added = ordered.groupby("line")["amount"].diff().fillna(ordered["amount"])
    return float((added * ordered["chance"]).sum())


@given(unsettled, st.sampled_from([50.0, 100.0]), st.integers(1, 40))
@quick
def test_a_chosen_exchange_keeps_the_total_too(contract, rounding, notes):
    read = dossier(*contract)
    told = chances(read)
    first, second = (max(amount for _, amount in one["steps"]) for one in contract[:2])
    moved = notes * 50.0
    assume(moved <= first and second > 0 and all(any(one["chances"]) for one in contract[:2]))
    found = trade_amount(
        Priced(read.lines, read.tiers, told), give=0, take=1, euros_=moved, rounding=rounding
    )
    row = found.table.iloc[0]
    assert row["gives"] == pytest.approx(moved)
    assert abs(row["residue"]) <= rounding
    assert found.tiers.groupby("line")["amount"].apply(lambda amounts: (amounts >= 0).all()).all()


@given(contracts, st.lists(st.tuples(whole, st.sampled_from(["Ligne 1", "ligne 2", None])), max_size=4))
@quick
def test_what_is_feasible_never_goes_over_a_hundred_percent(contract, people):
    territory = [{"fact": "Ligne 1", "label": label, "value": float(value)} for value, label in people]
    history = [{"label": "Ligne 1", "year": 2020 + n, "result": float(v)} for n, (v, _) in enumerate(people)]
    found = feasibility(dossier(*contract, territory=territory, history=history))
    share = found["share"].dropna()
    assert share.between(0, 1).all()
    judged = found[found["kind"] == "people"]
    assert ((judged["severity"] == "impossible") == (judged["asked"] > judged["limit"])).all()


@given(contracts, st.floats(10, 1_000))
@quick
def test_the_red_line_pays_its_effort_and_nothing_easier_written_does(contract, daily_cost):
    read = dossier(*contract)
    table = stakes(read.lines, read.tiers, chances(read), Choices(), daily_cost)
    paid = table[table["state"] == "pays"]
    at = read.lines.merge(read.results, on="line").merge(paid[["line", "red_line", "cost"]], on="line")
    reached = side_by_side(at.assign(result=at["red_line"]), read.tiers)["contrat"]
    assert (reached >= at["cost"] - CENT).all()
    easier = side_by_side(at.assign(result=at["red_line"] - at["direction"] * 1e-3), read.tiers)["contrat"]
    assert (easier < at["cost"]).all()


@given(contracts, st.lists(whole.map(float), min_size=0, max_size=6), st.floats(0.5, 0.95))
@quick
def test_a_counter_offer_is_easier_than_what_is_asked_and_never_dearer_than_the_line(contract, past, level):
    history = [
        {"label": "Ligne 1", "mission": "prevention", "year": 2015 + n, "result": v}
        for n, v in enumerate(past)
    ]
    read = dossier(*contract, history=history)
    told = chances(read)
    can = tenable(read.lines, read.tiers, told, bands(bounds(own_values(read)), 1), level=level)
    worth_ = stakes(read.lines, read.tiers, told, Choices(), None)
    put = offers(can, worth_)
    assert (can["chance"].dropna() >= level - 1e-9).all()
    offered = put[put["state"] == "offer"]
    sign = read.lines["direction"].astype("float64").loc[offered.index]
    assert (offered["target"] * sign < can["asked"].loc[offered.index] * sign).all()
    assert (
        offered["amount"].dropna() <= worth_["ceiling"].loc[offered["amount"].dropna().index] + CENT
    ).all()


@given(st.integers(-500, 500), st.integers(-500, 500), euros, st.integers(1, 8))
@quick
def test_a_straight_line_rises_to_its_amount_and_ends_on_its_target(first, last, amount, steps):
    assume(first != last)
    tiers = linear(float(first), float(last), amount, Cut(steps=steps)).tiers
    way = 1 if last > first else -1
    assert (tiers["threshold"] * way).is_monotonic_increasing
    assert tiers["threshold"].is_unique
    assert tiers["amount"].is_monotonic_increasing
    assert tiers.iloc[-1][["threshold", "amount"]].tolist() == [last, amount]


@given(st.text(max_size=60), st.text(max_size=60))
@quick
def test_an_understanding_never_differs_from_itself_and_any_text_can_be_compared(ours, theirs):
    assert differences(ours, ours).empty
    table = differences(ours, theirs)
    assert table[["ours", "theirs"]].notna().any(axis=1).all()
