"""`projeter`: the years, with and without the variable part."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from aci_model import foresight, law, reading
from aci_model.funding import assess
from aci_model.wording import NBSP, NNBSP
from tests import contract_a
from tests.command_line import answered, refused


def projected(capsys, *words):
    return json.loads(answered(capsys, "projeter", *words, "--format", "json"))


def test_projeter_tells_past_present_and_future_with_and_without_the_variable_part(capsys):
    told = projected(capsys, contract_a.WORKBOOK, "--part-variable", "60")
    assert told["variable_share"] == 0.6
    (community,) = told["communities"]
    seen = {
        (year["year"], year["scenario"]): (year["fixed"], year["variable"], year["total"], year["basis"])
        for year in community["years"]
    }
    assert seen[2024, "choisi"] == (275_000, 69_600, 344_600, "versé")
    # This year: 122 500 − 27 000 lost = 95 500 still possible; 60 % of it = 57 300.
    assert seen[2026, "choisi"] == (275_000, 57_300, 332_300, "projeté")
    # Later years: 60 % of 122 500 = 73 500; signed in 2022 for five years, so 2027 supposes a renewal.
    assert seen[2027, "choisi"] == (275_000, 73_500, 348_500, "reconduit")
    assert seen[2026, "sans_part_variable"] == (275_000, 0, 275_000, "projeté")
    assert seen[2027, "sans_part_variable"] == (275_000, 0, 275_000, "reconduit")


def test_projeter_takes_the_number_of_years_to_come(capsys):
    (community,) = projected(capsys, contract_a.WORKBOOK, "--annees", "1")["communities"]
    assert sorted({year["year"] for year in community["years"]}) == [2024, 2025, 2026, 2027]
    (community,) = projected(capsys, contract_a.WORKBOOK, "--annees", "0")["communities"]
    assert sorted({year["year"] for year in community["years"]}) == [2024, 2025, 2026]


def test_projeter_at_zero_is_the_fixed_part_exactly(capsys):
    (community,) = projected(capsys, contract_a.WORKBOOK, "--part-variable", "0")["communities"]
    to_come = [year for year in community["years"] if year["year"] >= 2026]
    assert {(year["variable"], year["total"]) for year in to_come} == {(0, 275_000)}


@pytest.mark.parametrize("typed", ["60", "60%", f"60{NBSP}%", "60,0"])
def test_a_share_is_taken_as_people_type_it(capsys, typed):
    assert projected(capsys, contract_a.WORKBOOK, "--part-variable", typed)["variable_share"] == 0.6


def test_projeter_reads_the_clauses_as_asked(capsys):
    (community,) = projected(capsys, contract_a.WORKBOOK, "--lecture", "tout-ou-rien")["communities"]
    now = next(year for year in community["years"] if (year["year"], year["scenario"]) == (2026, "choisi"))
    # The sample loses 6 000 more on ALD and 2 500 more on breast screening: 95 500 − 8 500.
    assert now["variable"] == 87_000


def test_projeter_tells_which_commitments_stay_covered(capsys):
    (community,) = projected(capsys, contract_a.WORKBOOK)["communities"]
    now = [post for post in community["commitments"] if post["year"] == 2026]
    without = [post for post in now if post["scenario"] == "sans_part_variable"]
    # Firm posts cost (4 600 + 2 300 + 1 250 + 2 500) × 12 + 32 000 × 4 + 9 800 = 265 600 ≤ 275 000.
    assert {post["state"] for post in without if post["firm"]} == {"couvert"}
    assert sum(post["cost"] for post in without if post["firm"]) == 265_600
    # The first flexible post gets what is left, 275 000 − 265 600 = 9 400, of its 3 400 × 12 = 40 800.
    nurse = next(post for post in without if post["post"] == "Infirmière de parcours")
    assert (nurse["cost"], nurse["covered"], nurse["state"]) == (40_800, 9_400, "en partie")


def test_an_unknown_fixed_part_is_null_in_json_and_inconnu_in_text(capsys):
    (community,) = projected(capsys, contract_a.LINES)["communities"]
    assert {year["fixed"] for year in community["years"]} == {None}
    assert {year["total"] for year in community["years"]} == {None}
    assert "inconnu" in answered(capsys, "projeter", contract_a.LINES)


def test_the_csv_of_projeter_has_a_row_for_each_year_and_scenario(capsys):
    printed = answered(capsys, "projeter", contract_a.WORKBOOK, "--annees", "1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed), delimiter=";"))
    assert len(rows) == 8  # 2024, 2025, 2026, 2027 under two scenarios
    assert {row["total"] for row in rows if row["scenario"] == "sans_part_variable" and row["year"] > "2025"}


# --- month by month ---

KINDS = ("signature", "avance", "demarrage", "solde", "avance_variable", "variable", "retenue")


def only(capsys, *words):
    (community,) = projected(capsys, contract_a.WORKBOOK, *words)["communities"]
    return community


def by_month(community, scenario="choisi"):
    return {row["month"]: row for row in community["months"] if row["scenario"] == scenario}


def reached(community, scenario):
    return next(row for row in community["milestones"] if row["scenario"] == scenario)


def test_the_first_months_of_contract_a_are_what_a_hand_finds(capsys):
    community = only(capsys)
    assert community["opening"] == {
        "balance": 41_200,
        "assumed": False,
        "since": "2026-04-15",
        "until": "2030-04-14",
    }
    months = by_month(community)
    april, may, july = (months[f"2026-{month}-01"] for month in ("04", "05", "07"))
    # 75 % of 275 000, less prevention's 75 % of 17 500, which came in May: 206 250 − 13 125.
    assert (april["avance"], april["inflow"]) == (193_125, 193_125)
    assert (may["avance"], may["inflow"]) == (11_125, 11_125)
    # 41 200 + 193 125 − 52 450 − 17 400
    assert (april["firm"], april["soft"], april["balance"]) == (52_450, 17_400, 164_475)
    # Three months after the anniversary: 25 % of last year's 275 000, and the 71 100 of variable part it earned.
    assert (july["solde"], july["variable"]) == (68_750, 71_100)


def test_without_variable_part_what_last_year_earned_still_comes(capsys):
    months = by_month(only(capsys), "sans_part_variable")
    assert months["2026-07-01"]["variable"] == 71_100
    assert {row["variable"] for month, row in months.items() if month > "2026-07-01"} == {0}


def test_kinds_of_payment_add_up_to_what_comes_in_each_month(capsys):
    for row in only(capsys)["months"]:
        assert sum(row[kind] for kind in KINDS) == pytest.approx(row["inflow"])


def test_months_and_milestones_are_those_of_the_library(capsys):
    rules = law.load()
    dossier = reading.read([("a.xlsx", contract_a.WORKBOOK.read_bytes())], rules.missions, rules.parts)
    ahead = foresight.outlook(assess(dossier, rules), dossier, rules)
    scenarios = [law.scenario(0.5), rules.scenarios[foresight.WITHOUT]]
    spent = foresight.spending(ahead, dossier, rules)
    found = foresight.treasury(ahead, scenarios, dossier, rules, spent)
    community = only(capsys, "--part-variable", "50")
    assert [row["balance"] for row in community["months"]] == found.cash["balance"].tolist()
    assert [row["trough"] for row in community["milestones"]] == found.milestones["trough"].tolist()
    assert len(community["payments"]) == len(found.flows)
    assert len(community["stops"]) == len(found.stops)


def test_the_last_covered_month_closes_at_zero_or_above_and_the_next_one_below(capsys):
    community = only(capsys)
    months = by_month(community, "sans_part_variable")
    mark = reached(community, "sans_part_variable")
    for suffix in ("", "_firm"):
        names = sorted(months)
        last = names.index(mark[f"last_covered_month{suffix}"])
        assert months[names[last]][f"balance{suffix}"] >= 0 > months[names[last + 1]][f"balance{suffix}"]
        assert mark[f"trough{suffix}"] == min(row[f"balance{suffix}"] for row in months.values())
        assert not mark[f"covered_to_end{suffix}"]
    assert reached(community, "choisi")["covered_to_end"]


def test_a_balance_typed_moves_every_month_by_as_much(capsys):
    before, after = by_month(only(capsys)), by_month(only(capsys, "--solde", "-1 000,50 €"))
    # 41 200 − (−1 000,50) = 42 200,50
    assert {before[month]["balance"] - after[month]["balance"] for month in before} == {42_200.5}


def test_payment_rules_typed_change_the_calendar_and_say_who_said_so(capsys):
    words = ["--delai-solde", "6 mois", "--avance-variable", "75 %", "--trop-percu", "rembourse"]
    community = only(capsys, "--annees", "0", *words)
    months = by_month(community)
    assert months["2026-07-01"]["solde"] == 0
    assert months["2026-10-01"]["solde"] == 68_750
    assert months["2026-04-01"]["avance_variable"] == 91_875  # 75 % of 122 500
    told = {rule: (row["value"], row["origin"]) for rule, row in community["payment_rules"].items()}
    assert told == {
        "balance_delay": (6, "votre CPAM"),
        "variable_advance": (0.75, "votre CPAM"),
        "overpayment": ("rembourse", "votre CPAM"),
    }
    default = only(capsys)["payment_rules"]
    assert {row["origin"] for row in default.values()} == {"valeur de départ"}


def test_a_balance_nobody_told_starts_at_0_and_is_said_to_be_assumed(capsys, tmp_path):
    path = tmp_path / "sans_solde.xlsx"
    book = openpyxl.load_workbook(contract_a.WORKBOOK)
    sheet = book["Communauté"]
    column = next(cell.column for cell in sheet[1] if cell.value == "solde du compte")
    sheet.cell(2, column).value = None
    book.save(path)
    (community,) = projected(capsys, path)["communities"]
    assert (community["opening"]["balance"], community["opening"]["assumed"]) == (0, True)
    assert "Solde inconnu" in answered(capsys, "projeter", path)
    (community,) = projected(capsys, path, "--solde", "41200")["communities"]
    assert (community["opening"]["balance"], community["opening"]["assumed"]) == (41_200, False)


def test_a_correction_that_speaks_of_no_payment_is_a_point_to_check(capsys, tmp_path):
    path = tmp_path / "ailleurs.xlsx"
    book = openpyxl.load_workbook(contract_a.WORKBOOK)
    book["Versements"].cell(2, 1).value = 2019
    book.save(path)
    told = [row for row in projected(capsys, path)["problems"] if row["cell"] == "E2"]
    assert [(row["severity"], row["sheet"]) for row in told] == [("warning", "Versements")]
    assert told[0]["message"] in answered(capsys, "projeter", path)


def test_without_dates_there_are_no_months_and_the_text_says_what_to_add(capsys):
    (community,) = projected(capsys, contract_a.LINES)["communities"]
    assert (community["opening"], community["months"], community["milestones"]) == (None, [], [])
    assert "date de signature" in answered(capsys, "projeter", contract_a.LINES)


def test_the_csv_of_projeter_gives_the_months_or_the_payments_when_asked(capsys):
    def rows(table):
        words = [contract_a.WORKBOOK, "--annees", "0", "--format", "csv", "--table", table]
        return list(csv.DictReader(io.StringIO(answered(capsys, "projeter", *words)), delimiter=";"))

    months = rows("mois")
    # April 2026 to April 2027: 13 months under two scenarios.
    assert len(months) == 26
    assert (months[0]["month"], months[0]["balance"]) == ("01/04/2026", "164475")
    assert {row["flow"] for row in rows("versements")} == {"avance", "solde", "variable"}


@pytest.mark.parametrize(
    "words", [[], ["--avance-variable", "75", "--delai-solde", "6", "--part-variable", "0"]]
)
def test_the_text_of_projeter_reads_in_a_hundred_columns(capsys, words):
    printed = answered(capsys, "projeter", contract_a.WORKBOOK, *words)
    assert max(len(line) for line in printed.splitlines()) <= 100


def test_the_text_of_projeter_says_until_when_the_money_is_enough(capsys):
    printed = answered(capsys, "projeter", contract_a.WORKBOOK).replace(NBSP, " ").replace(NNBSP, " ")
    assert "Dernier mois couvert, postes fermes" in printed
    assert "4 600 € en mars 2028" in printed  # its lowest point, at 100 %
    assert "avr. 2026" in printed


@pytest.mark.parametrize(
    "words",
    [
        ["--solde", "beaucoup"],
        ["--solde", "1.234"],  # 1 234 or 1,234: nobody guesses
        ["--delai-solde", "-1"],
        ["--delai-solde", "2,5"],
        ["--avance-variable", "120"],
        ["--trop-percu", "oublié"],
        ["--table", "jours"],
    ],
)
def test_an_option_of_the_treasury_that_makes_no_sense_is_refused(capsys, words):
    assert "--help" in refused(capsys, "projeter", contract_a.WORKBOOK, *words)
