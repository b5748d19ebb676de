"""The sheets Versements and Objectifs: what was really paid, and what could still be agreed."""

import datetime as dt

import pandas as pd
import pytest

from tests.reading_files import book, read, said

LINE = ["mission", "indicateur", "type", "nature", "sens", "palier 1", "montant 1"]
CELLS = ["acces", "A", "compte", "quantitatif", "hausse", 8, 100]
SIGNED = dt.date(2024, 4, 15)


def sheet(title, header, *rows, signed=None):
    described = [["communauté", "date de signature"], ["CPTS inventée", signed]]
    sheets = {"Communauté": described, "Indicateurs": [LINE, CELLS], title: [header, *rows]}
    return read(("c.xlsx", book(sheets)))


def heard(dossier):
    problems = dossier.problems[dossier.problems["severity"].isin(["error", "warning"])]
    return list(zip(problems["sheet"], problems["cell"], problems["severity"], strict=True))


# --- payments ---

PAYMENTS = ["année", "mission", "versement", "versé le", "montant", "motif"]


def test_payments_are_read():
    dossier = sheet(
        "Versements",
        PAYMENTS,
        [2026, "prevention", "avance variable", dt.date(2026, 5, 12), "11 125 €", "retenue"],
        [2025, None, "part variable", None, 0, None],
    )
    assert dossier.payments[["year", "flow", "amount"]].to_numpy().tolist() == [
        [2026, "avance_variable", 11_125],
        [2025, "variable", 0],
    ]
    assert dossier.payments["mission"].isna().tolist() == [False, True]
    assert dossier.payments["cell"].tolist() == ["E2", "E3"]
    assert not heard(dossier)


def test_a_payment_without_a_reason_counts_and_is_asked_why():
    dossier = sheet(
        "Versements",
        PAYMENTS,
        [2026, "prevention", "avance", None, 100, "trop-perçu"],
        [2025, None, "solde", None, 200, None],
    )
    (asked,) = dossier.problems[dossier.problems["message"].str.contains("motif")].to_dict("records")
    assert (asked["cell"], asked["severity"]) == ("F3", "info")
    assert dossier.payments["amount"].tolist() == [100, 200]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ([None, "prevention", "avance", None, 100, "a"], "A2"),
        ([2026, "voirie", "avance", None, 100, "a"], "B2"),
        ([2026, "prevention", None, None, 100, "a"], "C2"),
        ([2026, "prevention", "cadeau", None, 100, "a"], "C2"),
        ([2026, "prevention", "avance", None, None, "a"], "E2"),
        ([2026, "prevention", "avance", None, -100, "a"], "E2"),
    ],
)
def test_a_payment_that_corrects_nothing_is_said_once_and_kept_aside(row, cell):
    dossier = sheet("Versements", PAYMENTS, row, [2026, "prevention", "solde", None, 100, "b"])
    assert heard(dossier) == [("Versements", cell, "error")]
    assert dossier.payments["reason"].tolist() == ["b"]
    assert "a" in dossier.kept["text"].tolist()


@pytest.mark.parametrize("day", [dt.date(2025, 12, 31), dt.date(2031, 1, 1)])
def test_a_payment_dated_out_of_reach_of_its_year_has_no_day(day):
    dossier = sheet("Versements", PAYMENTS, [2026, "prevention", "avance", day, 100, "a"])
    assert heard(dossier) == [("Versements", "D2", "error")]
    assert dossier.payments["paid_on"].isna().all()
    assert dossier.payments["amount"].tolist() == [100]


def test_a_payment_typed_twice_counts_once_and_another_day_is_an_instalment():
    day = dt.date(2026, 5, 12)
    rows = [
        [2026, "prevention", "avance", day, 100, "a"],
        [2026, "prevention", "avance", day, 100, "a"],
        [2026, "prevention", "avance", dt.date(2026, 6, 12), 50, "b"],
    ]
    dossier = sheet("Versements", PAYMENTS, *rows)
    assert dossier.payments["amount"].tolist() == [100, 50]
    assert [message for _, message in said(dossier, "info")] == ["Déjà lu ailleurs, à l'identique\u00a0: E3."]
    assert not heard(dossier)


def test_two_amounts_for_one_payment_on_one_day_are_an_error():
    day = dt.date(2026, 5, 12)
    rows = [[2026, "prevention", "avance", day, amount, "a"] for amount in (100, 120)]
    dossier = sheet("Versements", PAYMENTS, *rows)
    assert heard(dossier) == [("Versements", "E3", "error")]
    assert dossier.payments["amount"].tolist() == [100]


def test_a_payment_of_a_mission_beside_one_of_the_whole_year_is_to_check():
    rows = [
        [2026, None, "avance", None, 100, "a"],
        [2026, "prevention", "avance", None, 50, "b"],
        [2026, "prevention", "solde", None, 50, "c"],
        [2025, "prevention", "avance", None, 50, "d"],
    ]
    dossier = sheet("Versements", PAYMENTS, *rows)
    assert heard(dossier) == [("Versements", "B3", "warning")]
    assert len(dossier.payments) == 4


def test_a_year_given_as_a_rank_needs_the_signature():
    row = [3, "prevention", "avance", dt.date(2026, 5, 12), 100, "a"]
    assert sheet("Versements", PAYMENTS, row, signed=SIGNED).payments["year"].tolist() == [2026]
    dossier = sheet("Versements", PAYMENTS, row)
    assert dossier.payments["year"].tolist() == [3]
    assert heard(dossier) == [("Versements", "A2", "warning")]


def test_a_sheet_of_sums_paid_each_year_is_still_the_history():
    dossier = sheet("Versements", ["année", "mission", "montant versé"], [2025, "prevention", 9_000])
    assert dossier.history["paid"].tolist() == [9_000]
    assert dossier.payments.empty


# --- candidate objectives ---

OBJECTIVES = [
    *("mission", "objectif possible", "nature", "montant", "poids", "chance d'atteinte", "effort (jours)"),
    *("force de la preuve", "choix"),
]


def test_candidate_objectives_are_read():
    dossier = sheet(
        "Objectifs",
        OBJECTIVES,
        ["prevention", "Journée du rein", "quali", "3 000 €", 2, "70 %", 6, "document daté", "retenu"],
    )
    found = dossier.objectives.iloc[0]
    assert found[["label", "nature", "choice"]].tolist() == ["Journée du rein", "qualitatif", "retenu"]
    assert found[["amount", "weight", "chance", "effort", "strength"]].tolist() == [3_000, 2, 0.7, 6, 2]
    assert not heard(dossier)
    assert len(dossier.lines) == 1


@pytest.mark.parametrize(
    ("at", "value", "column"),
    [
        (3, -1, "amount"),
        (4, -1, "weight"),
        (5, "120 %", "chance"),
        (6, -2, "effort"),
        (7, 4, "strength"),
        (8, "bof", "choice"),
    ],
)
def test_a_bad_cell_of_a_candidate_is_missing_and_the_rest_is_kept(at, value, column):
    row = ["prevention", "Journée du rein", "qualitatif", 3_000, 2, 0.7, 6, 2, "retenu"]
    row[at] = value
    dossier = sheet("Objectifs", OBJECTIVES, row)
    assert heard(dossier) == [("Objectifs", f"{'ABCDEFGHI'[at]}2", "error")]
    assert pd.isna(dossier.objectives.loc[0, column])
    assert dossier.objectives.loc[0, "label"] == "Journée du rein"


def test_a_candidate_without_a_mission_is_kept_aside_and_said():
    rows = [[None, "Journée du rein", None, 3_000], ["acces", "Annuaire", None, 500]]
    dossier = sheet("Objectifs", OBJECTIVES[:4], *rows)
    assert heard(dossier) == [("Objectifs", "A2", "error")]
    assert dossier.objectives["label"].tolist() == ["Annuaire"]
    assert "Journée du rein" in dossier.kept["text"].tolist()


def test_a_sheet_called_objectifs_that_holds_indicators_is_still_read_as_such():
    dossier = read(("c.xlsx", book({"Objectifs": [LINE, CELLS]})))
    assert dossier.lines["label"].tolist() == ["A"]
    assert dossier.objectives.empty
