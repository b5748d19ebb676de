"""`projeter`: the years, with and without the variable part."""

from __future__ import annotations

import csv
import io
import json

import pytest

from aci_model.wording import NBSP
from tests import contract_a
from tests.command_line import answered


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
