"""What the years ahead need from a workbook: account, chances by step, proofs, payments, candidates."""

import datetime as dt
import io

import pandas as pd
import pytest

from aci_model import reading
from tests.reading_files import MISSIONS, PARTS, book, read, read_csv, said

HEADER = "mission;indicateur;type;nature;sens;unité;palier 1;montant 1;palier 2;montant 2"
ROW = "acces;Ligne;paliers;quantitatif;hausse;patients;10;1000;20;2500"
LINE = ["mission", "indicateur", "type", "nature", "sens", "palier 1", "montant 1"]
CELLS = ["acces", "A", "compte", "quantitatif", "hausse", 8, 100]
SIGNED = dt.date(2024, 4, 15)


def line(columns, values):
    return read_csv(f"{HEADER};{columns}", f"{ROW};{values}")


def community(**columns):
    sheets = {
        "Communauté": [["communauté", *columns], ["CPTS inventée", *columns.values()]],
        "Indicateurs": [LINE, CELLS],
    }
    return read(("c.xlsx", book(sheets)))


def sheet(title, header, *rows, signed=None):
    described = [["communauté", "date de signature"], ["CPTS inventée", signed]]
    sheets = {"Communauté": described, "Indicateurs": [LINE, CELLS], title: [header, *rows]}
    return read(("c.xlsx", book(sheets)))


def heard(dossier, *severities):
    problems = dossier.problems[dossier.problems["severity"].isin(severities or ["error", "warning"])]
    return list(zip(problems["sheet"], problems["cell"], problems["severity"], strict=True))


# --- the account and the team ---


def test_the_account_and_the_team_are_read():
    dossier = community(
        **{
            "date de signature": SIGNED,
            "solde du compte": -1_200.5,
            "date du solde": dt.date(2026, 4, 15),
            "capacité (jours par an)": "160 jours",
            "coût d'une journée (€)": "310,50 €",
            "délai du solde (mois)": 4,
            "avance sur la part variable": "50 %",
            "trop-perçu": "remboursé",
        }
    )
    found = dossier.communities.iloc[0]
    assert found["balance"] == -1_200.5  # an account may be overdrawn
    assert found["daily_cost"] == 310.5
    assert found["balance_on"] == pd.Timestamp("2026-04-15")
    assert found[["capacity", "balance_delay", "variable_advance", "overpayment"]].tolist() == [
        160,
        4,
        0.5,
        "rembourse",
    ]
    assert not heard(dossier)


def test_a_balance_without_a_day_is_placed_and_said():
    dossier = community(**{"solde du compte": 5_000})
    assert heard(dossier, "info") == [("Communauté", "B2", "info")]
    assert "premier jour" in dossier.problems["done"][0]


@pytest.mark.parametrize("day", [dt.date(2006, 4, 15), dt.date(2206, 4, 15)])
def test_a_balance_dated_far_from_the_contract_has_no_day(day):
    dossier = community(
        **{"date de signature": SIGNED, "solde du compte": 5_000, "date du solde": day, "taille": 3}
    )
    assert heard(dossier) == [("Communauté", "D2", "error")]
    assert dossier.communities["balance_on"].isna().all()
    assert dossier.communities["balance"].tolist() == [5_000]
    assert dossier.communities["size_class"].tolist() == [3]


def test_a_mission_that_starts_before_the_signature_is_said():
    starts = {"date de signature": SIGNED, "début Prévention": dt.date(2024, 4, 14)}
    dossier = community(**starts, **{"début Crise sanitaire": SIGNED})
    assert heard(dossier) == [("Communauté", "C2", "warning")]
    assert "avant la signature du contrat (15 avril 2024)" in dossier.problems["message"][0]
    assert len(dossier.starts) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("capacité (jours par an)", -3),
        ("coût d'une journée (€)", -300),
        ("délai du solde (mois)", -1),
        ("avance sur la part variable", "120 %"),
        ("trop-perçu", "gardé"),
    ],
)
def test_what_the_account_cannot_be_is_an_error_and_missing(column, value):
    dossier = community(**{column: value})
    assert heard(dossier) == [("Communauté", "B2", "error")]
    names = ["capacity", "daily_cost", "balance_delay", "variable_advance", "overpayment"]
    assert dossier.communities[names].isna().all(axis=None)


# --- the lines ---


def test_the_chance_of_each_step_is_read_beside_that_of_the_line():
    dossier = line("chance palier 1;chance palier 2;chance d'atteinte", "90 %;0,4;40 %")
    assert dossier.tiers["chance"].tolist() == [0.9, 0.4]
    assert dossier.results["chance"].tolist() == [0.4]
    assert dossier.problems.empty


def test_the_single_chance_is_not_spread_over_the_steps():
    dossier = line("chance d'atteinte", "40 %")
    assert dossier.tiers["chance"].isna().all()
    assert dossier.results["chance"].tolist() == [0.4]


def test_a_later_step_more_likely_than_an_earlier_one_is_to_check():
    dossier = line("chance palier 1;chance palier 2", "40 %;60 %")
    assert said(dossier, "warning") == [
        ("L2", "La chance du palier 2 (60\u00a0%) dépasse celle d'un palier précédent (40\u00a0%).")
    ]
    assert dossier.tiers["chance"].tolist() == [0.4, 0.6]


def test_equal_chances_are_no_contradiction():
    assert line("chance palier 1;chance palier 2", "40 %;40 %").problems.empty


def test_two_chances_for_the_last_step_are_to_check():
    dossier = line("chance palier 2;chance d'atteinte", "40 %;70 %")
    assert [cell for cell, _ in said(dossier, "warning")] == ["K2"]


@pytest.mark.parametrize("typed", ["150 %", "-10 %", "1,5", "-0,1"])
@pytest.mark.parametrize("column", ["chance palier 1", "chance d'atteinte"])
def test_a_chance_out_of_0_to_100_is_an_error_and_the_rest_is_kept(column, typed):
    dossier = line(f"{column};effort (jours)", f"{typed};3")
    assert [cell for cell, _ in said(dossier, "error")] == ["K2"]
    assert dossier.tiers["chance"].isna().all()
    assert dossier.results["chance"].isna().all()
    assert dossier.lines["effort"].tolist() == [3]
    assert dossier.tiers["amount"].tolist() == [1_000, 2_500]


def test_the_chance_of_a_step_the_line_does_not_have_is_not_used():
    dossier = line("chance palier 3", "20 %")
    assert said(dossier, "error") == [
        ("K2", "Cette chance est celle d'un palier 3, que la ligne n'a pas."),
    ]
    assert len(dossier.tiers) == 2


def test_a_negative_effort_is_an_error_and_unknown():
    dossier = line("effort (jours)", "-2")
    assert said(dossier, "error") == [("K2", "−2 est négatif.")]
    assert dossier.lines["effort"].isna().all()


def test_decisions_on_a_line_are_read():
    dossier = line(
        "date limite;force de la preuve;choix;abandon;abandonné le",
        "31/12/2026;2;écarté;données;01/10/2026",
    )
    found = dossier.lines.iloc[0]
    assert found[["strength", "choice", "abandon"]].tolist() == [2, "ecarte", "donnees"]
    assert found["deadline"] == pd.Timestamp("2026-12-31")
    assert found["abandoned_on"] == pd.Timestamp("2026-10-01")
    assert dossier.problems.empty


@pytest.mark.parametrize("typed", ["4", "-1", "2,5", "forte"])
def test_a_strength_out_of_0_to_3_is_an_error_that_lists_the_scale(typed):
    dossier = line("force de la preuve", typed)
    assert [cell for cell, _ in said(dossier, "error")] == ["K2"]
    assert "0, 1, 2 ou 3" in dossier.problems["done"][0]
    assert dossier.lines["strength"].isna().all()


def test_an_unknown_choice_or_cause_is_an_error_that_lists_the_words():
    dossier = line("choix;abandon", "peut-être;fatigue")
    assert [cell for cell, _ in said(dossier, "error")] == ["K2", "L2"]
    assert "retenu ou écarté" in dossier.problems["done"][0]
    assert "taille, données, extérieur ou mission" in dossier.problems["done"][1]


def test_a_day_of_abandon_without_a_cause_abandons_nothing_and_is_said():
    dossier = line("abandonné le", "01/10/2026")
    assert [cell for cell, _ in said(dossier, "warning")] == ["K2"]
    assert dossier.lines["abandon"].isna().all()


@pytest.mark.parametrize(
    ("day", "outside"),
    # Signed on 15/04/2024: the contract year 2026 runs from 15/04/2026 to 14/04/2027.
    [("14/04/2026", True), ("15/04/2026", False), ("14/04/2027", False), ("15/04/2027", True)],
)
@pytest.mark.parametrize("column", ["date limite", "abandonné le"])
def test_a_day_outside_the_contract_year_of_its_line_is_to_check(column, day, outside):
    header, row = [*LINE, "année", "abandon", column], [*CELLS, 2026, "taille", day]
    described = [["communauté", "date de signature"], ["CPTS inventée", SIGNED]]
    dossier = read(("c.xlsx", book({"Communauté": described, "Indicateurs": [header, row]})))
    assert heard(dossier) == ([("Indicateurs", "J2", "warning")] if outside else [])
    column_read = {"date limite": "deadline", "abandonné le": "abandoned_on"}[column]
    assert dossier.lines[column_read].notna().all()


def test_without_a_signature_no_day_is_outside_its_year():
    assert line("année;date limite", "2026;01/01/2031").problems.empty


# --- expenses ---

EXPENSES = ["poste", "montant", "rythme", "engagement", "début", "fin"]


def test_expenses_without_an_end_are_said_once_a_sheet():
    rows = [
        ["Loyer", 900, "mensuel", "ferme", None, None],
        ["Outil", 900, "annuel", "ferme", None, dt.date(2027, 1, 1)],
        ["Soirée", 900, "ponctuel", "souple", None, None],
        ["Salaire", 4_000, "mensuel", "ferme", None, None],
    ]
    dossier = sheet("Dépenses", EXPENSES, *rows)
    assert said(dossier, "info") == [("F2", "2\u00a0dépenses n'ont pas de fin (F2 et F5).")]
    assert not heard(dossier)
    assert len(dossier.expenses) == 4


def test_without_a_column_for_the_end_the_amount_is_shown():
    dossier = sheet("Dépenses", EXPENSES[:4], ["Loyer", 900, "mensuel", "ferme"])
    assert said(dossier, "info") == [("B2", "1\u00a0dépense n'a pas de fin (B2).")]
    assert "fin du contrat" in dossier.problems["done"][0]


# --- the workbook ---


def test_the_workbook_only_has_the_columns_that_are_used():
    header = "chance palier 1;force de la preuve;abandon"
    dossier = line(header, "90 %;3;extérieur")
    content = reading.workbook(dossier, MISSIONS, PARTS)
    again = read(("c.xlsx", content))
    assert again.tiers["chance"].tolist()[0] == 0.9
    assert again.lines["abandon"].tolist() == ["exterieur"]
    raw = pd.read_excel(io.BytesIO(content), sheet_name="Indicateurs", engine="openpyxl")
    assert {"chance palier 1", "force de la preuve", "abandon"} <= set(raw.columns)
    assert not {"chance palier 2", "choix", "date limite", "abandonné le"} & set(raw.columns)
    assert raw["abandon"].tolist() == ["extérieur"]
