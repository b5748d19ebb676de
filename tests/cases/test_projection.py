"""The years of a contract, worked by hand."""

import datetime as dt

import pytest

from aci_model import law
from aci_model.foresight import WITHOUT, costs, coverage, outlook, project, yearly
from aci_model.funding import assess
from tests.building import done, dossier

SIGNED = dt.date(2024, 4, 15)
# taille 3, prévention alone on results: lines 10 000 + 7 500 = 17 500, all other variable envelopes at 0
NO_OTHER = {("acces_aux_soins", "variable"): 0, ("parcours", "variable"): 0}
FIXED = 75_000 + 90_000 + 45_000 + 17_500 + 22_500  # 250 000, fixe of every mission of the socle, taille 3


def years(read, share=1.0, ahead=None):
    assessed = assess(read, law.load())
    scenarios = [law.scenario(share), law.load().scenarios[WITHOUT]]
    projected = project(outlook(assessed, read, law.load(), ahead), scenarios)
    table = yearly(projected).set_index("year")
    return table[table["scenario"] != WITHOUT], table[table["scenario"] == WITHOUT]


def contract(*lines, **more):
    return dossier(*lines, size_class=3, signed=SIGNED, envelopes=NO_OTHER, **more)


def test_the_years_go_from_the_first_known_one_to_the_end_of_a_contract_of_five_years():
    read = contract(done("prevention", 17_500, year=2025), done("prevention", 17_500, year=2026))
    chosen, _ = years(read)
    assert chosen.index.tolist() == [2025, 2026, 2027, 2028, 2029]  # signed in 2024: 2028 is its fifth year
    assert chosen["period"].tolist() == ["past", "now", "next", "next", "next"]
    assert chosen["basis"].tolist() == ["calculé", "projeté", "projeté", "projeté", "reconduit"]
    assert chosen["ends"].iloc[0].date() == dt.date(2026, 4, 14)


def test_at_full_share_this_year_counts_what_is_not_lost_and_the_next_the_whole_envelope():
    # this year 10 000 pending + 7 500 lost: 10 000 still open; next year the whole 17 500
    read = contract(done("prevention", 10_000), done("prevention", 7_500, result=False))
    chosen, without = years(read)
    assert chosen.loc[[2026, 2027], "variable"].tolist() == [10_000, 17_500]
    assert chosen.loc[[2026, 2027], "total"].tolist() == [FIXED + 10_000, FIXED + 17_500]
    assert without["variable"].tolist() == [0, 0, 0, 0]
    assert without["total"].tolist() == [FIXED] * 4


def test_a_share_counts_that_share_of_each_year():
    # 60 % of 17 500 = 10 500
    chosen, _ = years(contract(done("prevention", 17_500)), share=0.6)
    assert chosen["variable"].tolist() == pytest.approx([10_500] * 4)


def test_a_past_year_keeps_what_was_reached_whatever_the_scenario():
    read = contract(
        done("prevention", 10_000, year=2025, result=True),
        done("prevention", 7_500, year=2025, result=False),
        done("prevention", 17_500, year=2026),
    )
    chosen, without = years(read, share=0.2)
    assert chosen.loc[2025, "variable"] == without.loc[2025, "variable"] == 10_000


def test_what_was_really_paid_replaces_what_was_computed():
    read = contract(
        done("prevention", 17_500, year=2025, result=True),
        done("prevention", 17_500, year=2026),
        history=[
            {"year": 2025, "mission": "prevention", "paid": 9_000.0},
            {"year": 2024, "mission": "prevention", "paid": 4_000.0},
        ],
    )
    chosen, _ = years(read)
    assert chosen.loc[2025, ["variable", "basis"]].tolist() == [9_000, "versé"]
    assert chosen.loc[2024, ["variable", "fixed", "basis"]].tolist() == [4_000, FIXED, "versé"]


def test_an_unknown_fixe_leaves_the_total_unknown_and_the_variable_known():
    chosen, _ = years(dossier(done("prevention", 500)))
    assert chosen["total"].isna().all()
    assert chosen["variable"].tolist() == [500] * 4
    assert chosen["income"].tolist() == [500] * 4


def test_a_year_before_avenant_2_is_funded_by_the_texts_of_its_own_day():
    # taille 3 in 2020: 75 000 + (25 000 + 15 000 + 55 000) + 45 000 + 17 500 = 232 500, no crisis mission yet
    read = dossier(done("prevention", 500, year=2020), size_class=3, signed=dt.date(2020, 1, 1))
    assert assess(read, law.load()).totals["fixed_due"].tolist() == [232_500]


def test_a_chosen_number_of_years_is_kept():
    chosen, _ = years(contract(done("prevention", 17_500)), ahead=1)
    assert chosen.index.tolist() == [2026, 2027]


def post(**given):
    return {"post": "Poste", "amount": 1_000.0, "firm": True, **given}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # contract year 15/04/2026 – 14/04/2027
        ({"rhythm": "mensuel"}, 12_000),
        ({"rhythm": "trimestriel"}, 4_000),
        ({"rhythm": "annuel"}, 1_000),
        ({"rhythm": "ponctuel", "start": dt.date(2026, 9, 1)}, 1_000),
        ({"rhythm": "ponctuel", "start": dt.date(2027, 4, 15)}, 0),  # the next contract year
        ({"rhythm": "ponctuel", "start": dt.date(2026, 4, 14)}, 0),  # the one before
        ({"rhythm": "mensuel", "start": dt.date(2026, 10, 1)}, 7_000),  # 1 Oct to 1 April: 7 payments
        (
            {"rhythm": "mensuel", "start": dt.date(2025, 1, 31), "end": dt.date(2026, 6, 30)},
            3_000,
        ),  # Apr, May, June
        ({"rhythm": "trimestriel", "start": dt.date(2026, 2, 1)}, 4_000),  # May, Aug, Nov, Feb
        ({"rhythm": "annuel", "start": dt.date(2020, 4, 15)}, 1_000),
    ],
)
def test_a_post_costs_what_falls_within_the_contract_year(given, expected):
    read = contract(done("prevention", 17_500), expenses=[post(**given)])
    chosen, _ = years(read)
    priced = costs(read.expenses, chosen.reset_index())
    assert priced.set_index("year")["cost"][2026] == expected


def test_an_unknown_rhythm_has_an_unknown_cost_and_hides_what_comes_after_it():
    read = contract(
        done("prevention", 17_500),
        expenses=[post(rhythm="annuel", priority=1), post(priority=2), post(rhythm="annuel", priority=3)],
    )
    chosen, _ = years(read, ahead=0)
    priced = costs(read.expenses, chosen.reset_index())
    states = coverage(priced, chosen)["state"]
    assert states.tolist() == ["couvert", "inconnu", "inconnu"]


def test_posts_are_paid_firm_first_then_by_priority_until_the_income_is_spent():
    # income 267 500: firm 200 000, then flexible 50 000 (priority 1), then 30 000 (priority 2): 17 500 left of it
    read = contract(
        done("prevention", 17_500),
        expenses=[
            post(post="Souple 2", amount=30_000.0, rhythm="annuel", firm=False, priority=2),
            post(post="Souple 1", amount=50_000.0, rhythm="annuel", firm=False, priority=1),
            post(post="Ferme", amount=200_000.0, rhythm="annuel", priority=9),
        ],
    )
    chosen, without = years(read, ahead=0)
    for table, states, last in (
        (chosen, ["couvert", "couvert", "en partie"], 17_500),
        (without, ["couvert", "couvert", "non couvert"], 0),
    ):
        told = coverage(costs(read.expenses, table.reset_index()), table)
        assert told["post"].tolist() == ["Ferme", "Souple 1", "Souple 2"]
        assert told["state"].tolist() == states
        assert told["covered"].iloc[-1] == last


def test_a_post_not_said_to_be_flexible_is_firm():
    read = contract(
        done("prevention", 17_500),
        expenses=[
            post(rhythm="annuel", firm=False, priority=1),
            post(rhythm="annuel", firm=None, priority=2),
        ],
    )
    chosen, _ = years(read, ahead=0)
    assert costs(read.expenses, chosen.reset_index()).sort_values("rank")["firm"].tolist() == [True, False]
