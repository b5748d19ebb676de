"""The payment calendar as planned, worked by hand from ACI.md §4."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from aci_model import law
from aci_model.funding.payments import FLOWS, default_terms, payments, terms
from tests.building import COMMUNITY, dossier, together
from tests.paying import calendar, due, inputs, rows


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
    dues, given, *rest = inputs([due(2023)], [], {})
    flows = payments(dues.iloc[:0], given, *rest)
    assert flows.empty
    assert flows.dtypes.astype(str).to_dict() == FLOWS
