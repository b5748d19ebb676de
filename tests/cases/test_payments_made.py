"""What was really paid, and what was paid too much, worked by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from aci_model.funding.payments import SETTLEMENTS, payments, settlements, unplaced
from tests.building import COMMUNITY
from tests.paying import calendar, due, inputs, rows


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
    given = inputs([due(2023, fixed=10_000.0, variable=5_000.0)], [BALANCE, RESULT], {})
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
    dues, given, *rest = inputs([due(2023, fixed=10_000.0)], [{**BALANCE, **row}], {})
    told = unplaced(given, dues).iloc[0]
    assert words in told
    assert bool(told) == bool(words)
    changed = (payments(dues, given, *rest)["basis"] == "versé").any()
    assert changed == (not words)


def test_a_payment_of_a_year_whose_missions_are_all_corrected_says_that_nothing_is_left_for_it():
    dues, given, *rest = inputs([due(2023, fixed=10_000.0)], [BALANCE, {**BALANCE, "mission": None}])
    assert unplaced(given, dues).iloc[0] == ""
    assert "déjà sa propre correction" in unplaced(given, dues).iloc[1]
    assert payments(dues, given, *rest)["amount"].tolist() == [7_500, 2_000]


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
