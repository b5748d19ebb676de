"""The payment calendar, worked by hand from ACI.md §4."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from aci_model import frames, law
from aci_model.funding.payments import (
    FLOWS,
    SETTLEMENTS,
    default_terms,
    payments,
    settlements,
    terms,
    unplaced,
)
from aci_model.reading import dossier as shapes
from tests.building import COMMUNITY, dossier, together

# Signed on 15/04/2022: contract years from 15 April to 14 April. Rules: 100 % at the signature, then 75 %; the balance
# comes three months after the anniversary, on 15 July, with the variable part of the year that ended.
SIGNED = dt.date(2022, 4, 15)


def due(year, mission="prevention", signed=SIGNED, **more):
    """One due; `starts` and `ends` follow the signature."""
    starts = pd.Timestamp(year, signed.month, signed.day)
    ends = pd.Timestamp(year + 1, signed.month, signed.day) - pd.Timedelta(days=1)
    given = {
        "scenario": "reference",
        "community": COMMUNITY,
        "span": year,
        "year": year,
        "starts": starts,
        "ends": ends,
        "mission": mission,
        "deployed_from": pd.Timestamp(SIGNED),
        "fixed": 0.0,
        "variable": 0.0,
        "crisis": 0.0,
        "first": year == signed.year,
    }
    return {**given, **more}


def calendar(*dues, paid=(), **told):
    """The payments of some dues, with the community's own terms and what was really paid."""
    return payments(*_inputs(dues, paid, told))


def _inputs(dues, paid, told):
    table = pd.DataFrame(dues).astype({"year": "Int64", "deployed_from": "datetime64[s]"})
    given = frames.frame(shapes.PAYMENTS, [{"community": COMMUNITY, **row} for row in paid])
    return table, given, terms(dossier(**told), law.load()), law.load()


def rows(flows, *columns):
    """The flows as plain tuples of day, flow, amount."""
    told = flows.assign(day=flows["day"].dt.strftime("%d/%m/%Y"))
    return list(told[list(columns) or ["day", "flow", "amount"]].itertuples(index=False, name=None))


def test_five_years_of_a_contract_whose_mission_starts_in_the_middle_of_the_first():
    # fonctionnement 60 000 a year; prévention 10 950 a year, that is 30 a day: from 01/10/2022 to 14/04/2023 there
    # are 31 + 30 + 31 + 31 + 28 + 31 + 14 = 196 days, 5 880 due. Variable: 3 000, 4 000, nothing, 5 000, 6 000.
    began = pd.Timestamp(2022, 10, 1)
    variable = {2022: 3_000.0, 2023: 4_000.0, 2024: 0.0, 2025: 5_000.0, 2026: 6_000.0}
    flows = calendar(
        *(due(year, "fonctionnement", fixed=60_000.0) for year in variable),
        *(
            due(year, fixed=5_880.0 if year == 2022 else 10_950.0, variable=euros, deployed_from=began)
            for year, euros in variable.items()
        ),
    )
    by_month = flows.groupby(flows["month"].dt.strftime("%m/%Y"), sort=False)["amount"].sum()
    anniversary = 45_000 + 8_212.50  # 75 % of 60 000 + 75 % of 10 950
    assert by_month.to_dict() == {
        "04/2022": 60_000,  # the first fonctionnement, whole
        "10/2022": 4_410,  # 75 % of 5 880
        "04/2023": anniversary,
        "07/2023": 1_470 + 3_000,  # 25 % of 5 880, variable of 2022; the first fonctionnement has no balance
        "04/2024": anniversary,
        "07/2024": 15_000 + 2_737.50 + 4_000,  # 25 % of 60 000, 25 % of 10 950, variable of 2023
        "04/2025": anniversary,
        "07/2025": 15_000 + 2_737.50,  # no variable in 2024
        "04/2026": anniversary,
        "07/2026": 15_000 + 2_737.50 + 5_000,
        "07/2027": 15_000 + 2_737.50 + 6_000,  # the fifth year is closed after the contract
    }
    assert flows["amount"].sum() == 5 * 60_000 + 5_880 + 4 * 10_950 + 18_000
    mission = flows[flows["mission"] == "prevention"]
    assert rows(mission)[:5] == [
        ("01/10/2022", "demarrage", 4_410.0),
        ("15/04/2023", "avance", 8_212.5),
        ("15/07/2023", "solde", 1_470.0),
        ("15/07/2023", "variable", 3_000.0),
        ("15/04/2024", "avance", 8_212.5),
    ]
    assert flows.columns.tolist() == list(FLOWS)
    assert flows.dtypes.astype(str).to_dict() == FLOWS
    assert set(flows["basis"]) == {"prévu"}
    assert flows["day"].is_monotonic_increasing


def test_a_year_without_variable_part_has_no_payment_for_it():
    flows = calendar(due(2023, fixed=1_000.0), due(2024, fixed=1_000.0, variable=500.0))
    assert rows(flows[flows["flow"] == "variable"]) == [("15/07/2025", "variable", 500.0)]


def test_a_year_of_which_nothing_is_due_has_no_payment_at_all():
    assert calendar(due(2023)).empty


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # the amounts are those of a fixe of 1 000 as due for each year: the start only moves the day and the name
        (dt.date(2024, 4, 14), ("14/04/2024", "demarrage", 750.0)),  # the last day of the year before
        (dt.date(2024, 4, 15), ("15/04/2024", "demarrage", 750.0)),  # the anniversary itself
        (dt.date(2024, 4, 16), ("16/04/2024", "demarrage", 750.0)),
    ],
)
def test_a_mission_is_first_paid_on_the_day_it_starts(start, expected):
    began = pd.Timestamp(start)
    years = [due(year, fixed=1_000.0, deployed_from=began) for year in (2023, 2024) if began <= _end(year)]
    assert rows(calendar(*years))[0] == expected


def _end(year):
    return pd.Timestamp(year + 1, 4, 14)


def test_a_mission_that_started_the_day_before_an_anniversary_is_advanced_the_next_day_for_the_new_year():
    # due for one day of 2023: 10 950 / 366 = 29,92 (15/04/2023 – 14/04/2024 has 366 days)
    began, one_day = pd.Timestamp(2024, 4, 14), 10_950 / 366
    flows = calendar(
        due(2023, fixed=one_day, deployed_from=began), due(2024, fixed=10_950.0, deployed_from=began)
    )
    assert rows(flows) == [
        ("14/04/2024", "demarrage", pytest.approx(0.75 * one_day)),
        ("15/04/2024", "avance", 8_212.5),
        ("15/07/2024", "solde", pytest.approx(0.25 * one_day)),
        ("15/07/2025", "solde", 2_737.5),
    ]


def test_a_mission_whose_first_day_nobody_knows_starts_with_the_contract():
    flows = calendar(
        due(2022, fixed=1_000.0, deployed_from=None), due(2023, fixed=1_000.0, deployed_from=None)
    )
    assert rows(flows)[:2] == [("15/04/2022", "demarrage", 750.0), ("15/04/2023", "avance", 750.0)]


def test_a_contract_signed_on_a_leap_day_is_paid_on_the_first_of_march_of_later_years():
    # years 29/02/2024 – 28/02/2025 and 01/03/2025 – 28/02/2026: balances on 01/06/2025 and 01/06/2026
    first = due(2024, fixed=1_000.0, deployed_from=None, first=True)
    first |= {"starts": pd.Timestamp(2024, 2, 29), "ends": pd.Timestamp(2025, 2, 28)}
    second = due(2025, fixed=1_000.0, deployed_from=None)
    second |= {"starts": pd.Timestamp(2025, 3, 1), "ends": pd.Timestamp(2026, 2, 28)}
    assert rows(calendar(first, second)) == [
        ("29/02/2024", "demarrage", 750.0),
        ("01/03/2025", "avance", 750.0),
        ("01/06/2025", "solde", 250.0),
        ("01/06/2026", "solde", 250.0),
    ]


@pytest.mark.parametrize(
    ("delay", "day"), [(0, "31/10/2024"), (1, "30/11/2024"), (4, "28/02/2025"), (14, "31/12/2025")]
)
def test_a_balance_that_falls_on_a_day_its_month_lacks_falls_on_its_last_day(delay, day):
    flows = calendar(due(2023, signed=dt.date(2022, 10, 31), fixed=100.0), balance_delay=float(delay))
    assert rows(flows)[-1] == (day, "solde", 25.0)


def test_what_a_crisis_brings_comes_with_the_variable_part():
    flows = calendar(due(2023, "crise", fixed=1_000.0, crisis=500.0))
    assert rows(flows)[-1] == ("15/07/2024", "variable", 500.0)


def test_an_unknown_amount_is_one_payment_of_unknown_amount():
    flows = calendar(due(2023, fixed=np.nan, variable=np.nan))
    assert rows(flows, "day", "flow") == [("15/04/2023", "avance"), ("15/07/2024", "variable")]
    assert flows["amount"].isna().all()


def test_a_corrected_advance_moves_the_difference_to_the_balance():
    # 10 000 due: 7 500 planned, 6 000 really paid on 2 May, so 4 000 at the balance
    paid = [{"year": 2023, "mission": "prevention", "flow": "avance", "paid_on": dt.date(2023, 5, 2)}]
    paid[0] |= {"amount": 6_000.0, "reason": "Effectifs contestés"}
    flows = calendar(due(2023, fixed=10_000.0), paid=paid)
    assert rows(flows, "day", "flow", "amount", "basis") == [
        ("02/05/2023", "avance", 6_000.0, "versé"),
        ("15/07/2024", "solde", 4_000.0, "prévu"),
    ]
    assert flows["reason"].tolist()[0] == "Effectifs contestés"
    assert flows["month"].tolist()[0] == pd.Timestamp(2023, 5, 1)


def test_a_correction_without_a_day_keeps_the_planned_one():
    flows = calendar(due(2023, fixed=1_000.0), paid=[{"year": 2023, "flow": "avance", "amount": 800.0}])
    assert rows(flows) == [("15/04/2023", "avance", 800.0), ("15/07/2024", "solde", 200.0)]


def test_a_signature_and_a_start_are_corrected_as_advances():
    dues = [due(2022, "fonctionnement", fixed=1_000.0), due(2022, fixed=100.0, deployed_from=None)]
    paid = [
        {"year": 2022, "mission": "fonctionnement", "flow": "avance", "amount": 900.0},
        {"year": 2022, "mission": "prevention", "flow": "demarrage", "amount": 80.0},
    ]
    assert rows(calendar(*dues, paid=paid)) == [
        ("15/04/2022", "signature", 900.0),
        ("15/04/2022", "demarrage", 80.0),
        ("15/07/2023", "solde", 100.0),
        ("15/07/2023", "solde", 20.0),
    ]


def test_two_instalments_of_one_payment_add_up():
    paid = [
        {"year": 2023, "mission": "prevention", "flow": "avance", "amount": 300.0, "paid_on": day}
        for day in (dt.date(2023, 5, 1), dt.date(2023, 6, 1))
    ]
    assert [amount for *_, amount in rows(calendar(due(2023, fixed=1_000.0), paid=paid))] == [300, 300, 400]


BALANCE = {"year": 2023, "mission": "prevention", "flow": "solde", "amount": 2_000.0, "reason": "Écrêté"}
RESULT = {"year": 2023, "mission": "prevention", "flow": "variable", "amount": 4_500.0}


def test_a_corrected_balance_settles_its_year_and_tells_the_difference():
    # 10 000 due: 7 500 + 2 500 planned, 2 000 really paid: 9 500 in all, 500 less; the variable is settled at 4 500
    given = _inputs([due(2023, fixed=10_000.0, variable=5_000.0)], [BALANCE, RESULT], {})
    flows = payments(*given)
    assert flows["amount"].tolist() == [7_500, 2_000, 4_500]
    told = settlements(*given)
    assert told.dtypes.astype(str).to_dict() == SETTLEMENTS
    columns = ["part", "due_before", "paid", "difference"]
    assert told[columns].to_numpy().tolist() == [
        ["fixe", 10_000, 9_500, -500],
        ["variable", 5_000, 4_500, -500],
    ]
    assert told["reason"].tolist()[0] == "Écrêté"
    assert pd.isna(told["reason"].iloc[1])


def test_a_real_payment_makes_an_unknown_variable_known():
    flows = calendar(due(2023, variable=np.nan), paid=[RESULT])
    assert rows(flows) == [("15/07/2024", "variable", 4_500.0)]


def test_a_known_advance_of_an_unknown_fixe_leaves_its_balance_unknown():
    paid = [{"year": 2023, "mission": "prevention", "flow": "avance", "amount": 800.0}]
    flows = calendar(due(2023, fixed=np.nan), paid=paid)
    assert rows(flows, "day", "flow") == [("15/04/2023", "avance"), ("15/07/2024", "solde")]
    assert flows["amount"].tolist()[0] == 800
    assert pd.isna(flows["amount"].iloc[1])


def test_a_payment_that_names_no_mission_is_shared_as_the_planned_one_was():
    # planned advances 750 and 2 250: of 2 000 paid, a quarter and three quarters
    dues = [due(2023, fixed=1_000.0), due(2023, "parcours", fixed=3_000.0)]
    flows = calendar(*dues, paid=[{"year": 2023, "flow": "avance", "amount": 2_000.0}])
    assert rows(flows, "mission", "flow", "amount") == [
        ("prevention", "avance", 500.0),
        ("parcours", "avance", 1_500.0),
        ("prevention", "solde", 500.0),
        ("parcours", "solde", 1_500.0),
    ]


def test_a_payment_that_names_no_mission_leaves_out_those_corrected_by_name():
    dues = [due(2023, fixed=1_000.0), due(2023, "parcours", fixed=3_000.0)]
    paid = [
        {"year": 2023, "flow": "avance", "amount": 2_000.0},
        {"year": 2023, "mission": "prevention", "flow": "avance", "amount": 100.0},
    ]
    flows = calendar(*dues, paid=paid)
    assert flows["amount"].tolist() == [100, 2_000, 900, 1_000]


def test_a_payment_of_which_nothing_was_planned_is_shared_equally():
    dues = [due(2023, variable=1_000.0), due(2023, "parcours", variable=3_000.0)]
    flows = calendar(*dues, paid=[{"year": 2023, "flow": "avance_variable", "amount": 800.0}])
    assert flows["amount"].tolist() == [400, 400, 600, 2_600]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"amount": None}, "montant"),
        ({"year": None}, "année manque"),
        ({"flow": "autre"}, "n’est pas reconnu"),
        ({"year": 2019}, "années montrées"),
        ({"mission": "qualite"}, "n’a pas cette mission"),
        ({"community": "Une autre"}, "années montrées"),
        ({}, ""),
        ({"mission": None}, ""),
    ],
)
def test_a_correction_that_finds_no_payment_says_why_and_changes_nothing(row, words):
    dues, given, *rest = _inputs([due(2023, fixed=10_000.0)], [{**BALANCE, **row}], {})
    told = unplaced(given, dues).iloc[0]
    assert words in told
    assert bool(told) == bool(words)
    changed = (payments(dues, given, *rest)["basis"] == "versé").any()
    assert changed == (not words)


def test_the_variable_part_is_advanced_from_the_second_year_and_on_its_envelope():
    # half of an envelope of 4 000 each anniversary; 3 000 due, so 1 000 with the balance; nothing ahead in year 1
    flows = calendar(
        *(due(year, variable=3_000.0, ceiling=4_000.0) for year in (2022, 2023)), variable_advance=0.5
    )
    assert rows(flows) == [
        ("15/04/2023", "avance_variable", 2_000.0),
        ("15/07/2023", "variable", 3_000.0),
        ("15/07/2024", "variable", 1_000.0),
    ]


OVERPAID = (
    due(2023, variable=500.0, ceiling=4_000.0),
    due(2024, fixed=1_000.0, variable=2_500.0, ceiling=4_000.0),
)


def test_what_was_advanced_beyond_what_is_due_is_withheld_from_the_next_payments():
    # 2 000 advanced for 2023, 500 due: 1 500 too much, known on 15/07/2024. The next payments to come are the balance
    # of 2024 (250) and its variable part (2 500 − 2 000 = 500), on 15/07/2025; 750 is left to repay that day.
    flows = calendar(*OVERPAID, variable_advance=0.5)
    assert rows(flows, "day", "of_year", "flow", "amount") == [
        ("15/04/2023", 2023, "avance_variable", 2_000.0),
        ("15/04/2024", 2024, "avance", 750.0),
        ("15/04/2024", 2024, "avance_variable", 2_000.0),
        ("15/07/2025", 2023, "retenue", -250.0),
        ("15/07/2025", 2023, "retenue", -500.0),
        ("15/07/2025", 2023, "retenue", -750.0),
        ("15/07/2025", 2024, "solde", 250.0),
        ("15/07/2025", 2024, "variable", 500.0),
    ]
    assert flows.groupby("of_year")["amount"].sum().to_dict() == {2023: 500, 2024: 3_500}
    assert "aucun versement à venir" in flows["reason"].iloc[5]


def test_a_payment_of_the_same_day_is_withheld_first():
    # 1 500 too much for prévention; parcours is due 5 000, half of it advanced: 2 500 − 1 500 that day
    flows = calendar(OVERPAID[0], due(2023, "parcours", variable=5_000.0), variable_advance=0.5)
    assert rows(flows[flows["flow"] == "retenue"]) == [("15/07/2024", "retenue", -1_500.0)]
    assert flows.loc[flows["day"] == pd.Timestamp(2024, 7, 15), "amount"].sum() == 1_000


def test_a_payment_already_made_is_not_withheld_from():
    paid = [{"year": 2024, "mission": "prevention", "flow": "solde", "amount": 250.0}]
    held = calendar(*OVERPAID, paid=paid, variable_advance=0.5).query("flow == 'retenue'")
    assert held["amount"].tolist() == [-500, -1_000]  # only the variable part of 2024 was still to come


def test_an_overpayment_is_repaid_at_once_where_the_cpam_does_so():
    flows = calendar(*OVERPAID, variable_advance=0.5, overpayment="rembourse")
    assert rows(flows[flows["flow"] == "retenue"]) == [("15/07/2024", "retenue", -1_500.0)]


def test_an_advance_really_paid_beyond_the_due_is_taken_back_like_any_other():
    # 1 000 due, 1 200 paid: 200 withheld from the advance of 2025, the first payment after 15/07/2024
    paid = [{"year": 2023, "mission": "prevention", "flow": "avance", "amount": 1_200.0}]
    flows = calendar(due(2023, fixed=1_000.0), due(2025, fixed=1_000.0), paid=paid)
    assert rows(flows[flows["of_year"] == 2023]) == [
        ("15/04/2023", "avance", 1_200.0),
        ("15/04/2025", "retenue", -200.0),
    ]


def test_the_oldest_overpayment_is_withheld_first():
    # 1 500 too much for 2023, known on 15/07/2024, and 1 000 for 2024, known on 15/07/2025. The advance of 2026, 1 800,
    # takes back the first and 300 of the second; its balance, 600, and a repayment of 100 take back the rest.
    dues = [
        due(2023, variable=500.0, ceiling=4_000.0),
        due(2024, variable=1_000.0, ceiling=4_000.0),
        due(2026, fixed=2_400.0),
    ]
    held = calendar(*dues, variable_advance=0.5).query("flow == 'retenue'")
    assert rows(held, "day", "of_year", "amount") == [
        ("15/04/2026", 2023, -1_500.0),
        ("15/04/2026", 2024, -300.0),
        ("15/07/2027", 2024, -600.0),
        ("15/07/2027", 2024, -100.0),
    ]


def test_one_communitys_overpayment_is_not_withheld_from_another():
    other = [{**row, "community": "Autre"} for row in (due(2024, fixed=50_000.0),)]
    flows = calendar(*OVERPAID[:1], *other, variable_advance=0.5)
    assert set(flows.loc[flows["flow"] == "retenue", "community"]) == {COMMUNITY}
    assert "aucun versement" in flows.loc[flows["flow"] == "retenue", "reason"].iloc[0]


def test_terms_nobody_gave_are_those_of_the_texts_and_say_so():
    told = terms(dossier(balance_delay=5.0, overpayment="rembourse"), law.load()).iloc[0]
    default = default_terms(law.load())
    assert (told["balance_delay"], told["overpayment"]) == (5, "rembourse")
    assert told["variable_advance"] == default.variable_advance
    assert told["balance_delay_origin"] == told["overpayment_origin"] == "votre CPAM"
    assert told["variable_advance_origin"] == "valeur de départ"
    assert (default.balance_delay, default.variable_advance, default.overpayment) == (3, 0, "retenu")


@pytest.mark.parametrize(
    "own",
    [{"balance_delay": -1.0}, {"variable_advance": 1.2}, {"variable_advance": -0.1}, {"overpayment": "?"}],
)
def test_terms_that_cannot_be_are_taken_as_not_given(own):
    told, default = (terms(dossier(**given), law.load()) for given in (own, {}))
    pd.testing.assert_frame_equal(told, default)


def test_each_community_is_paid_under_its_own_terms():
    both = together(dossier(balance_delay=1.0), dossier(community="Autre"))
    dues = pd.DataFrame([due(2023, fixed=100.0), due(2023, fixed=100.0, community="Autre")])
    dues = dues.astype({"year": "Int64"})
    flows = payments(dues, both.payments, terms(both, law.load()), law.load())
    last = flows[flows["flow"] == "solde"].set_index("community")["day"].dt.strftime("%d/%m").to_dict()
    assert last == {COMMUNITY: "15/05", "Autre": "15/07"}


def test_no_due_makes_no_payment():
    dues, given, *rest = _inputs([due(2023)], [], {})
    flows = payments(dues.iloc[:0], given, *rest)
    assert flows.empty
    assert flows.dtypes.astype(str).to_dict() == FLOWS
