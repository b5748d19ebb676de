"""`calculer`: what is printed, in which shape."""

from __future__ import annotations

import csv
import io
import re

import pytest

from aci_model.wording import NBSP, NNBSP
from tests import contract_a
from tests.command_line import answered, computed

PART_SOURCE = {"origin", "text", "confidence"}  # where a ceiling comes from, beside its euros


@pytest.fixture
def all_reached(written):
    """Contract A, every line at its last step."""
    return written("tout_atteint.csv", contract_a.with_results(contract_a.reached))


@pytest.fixture
def two_known(written):
    """Contract A, two results only: 80 patients en ALD, 72,5 % of women screened."""
    known = {contract_a.ALD: "80", contract_a.BREAST: "72,5 %"}
    return written("deux.csv", contract_a.with_results(lambda row: known.get(row["indicateur"], "")))


def euros(amount):
    return f"{amount:,}".replace(",", NNBSP) + f"{NBSP}€"


# --- calculer: euros ---


@pytest.mark.parametrize("reading", ["contrat", "tout-ou-rien", "lineaire"])
def test_everything_achieved_pays_the_whole_variable_part_in_every_reading(capsys, all_reached, reading):
    (case,) = computed(capsys, all_reached, "--lecture", reading)["communities"]
    # 35 000 + 45 000 + 17 500 + 15 000 + 10 000 = 122 500
    assert case["totals"]["variable_earned"] == 122_500
    assert [m["parts"]["variable"]["earned"] for m in case["missions"]] == [
        35_000,
        45_000,
        17_500,
        15_000,
        10_000,
    ]
    assert all(line["attainment"] == 1 for m in case["missions"] for line in m["lines"])


def test_nothing_achieved_still_pays_the_lowest_step_of_one_line_and_it_is_pointed_out(capsys, written):
    path = written("rien.csv", contract_a.with_results(contract_a.not_done))
    told = computed(capsys, path)
    totals = told["communities"][0]["totals"]
    assert totals["variable_earned"] == 3_000  # 101–219 patients en ALD: 3 000, without any progress
    assert totals["variable_lost"] == 119_500  # 122 500 − 3 000
    assert totals["variable_pending"] == 0
    (odd,) = [problem for problem in told["problems"] if "sans progrès" in problem["message"]]
    assert odd["cell"] == "Q2"  # résultat is the 17th column; the line is the first under the header
    assert contract_a.ALD in odd["message"]
    assert euros(3_000) in odd["message"]


@pytest.mark.parametrize(
    ("reading", "earned"),
    [
        ("contrat", 8_500),  # 6 000 for 51–100 patients + 2 500 for 72,40 % and more
        ("tout-ou-rien", 0),  # neither ≤ 50 patients nor ≥ 75 %
        # (219 − 80) / (219 − 50) × 9 000 = 7 402,37; (72,5 − 66,26) / (75 − 66,26) × 3 500 = 2 498,86
        ("lineaire", 7_402.37 + 2_498.86),
    ],
)
def test_two_results_alone_pay_what_each_reading_says(capsys, two_known, reading, earned):
    totals = computed(capsys, two_known, "--lecture", reading)["communities"][0]["totals"]
    assert totals["variable_earned"] == pytest.approx(earned, abs=0.01)
    assert totals["variable_pending"] == 110_000  # 122 500 − 9 000 − 3 500: nobody reported the rest
    assert totals["variable_lost"] == pytest.approx(12_500 - earned, abs=0.01)


def test_a_proof_column_leaves_what_is_not_proven_to_prove(capsys, written):
    proofs = {contract_a.ALD: "oui", contract_a.BREAST: ""}
    content = contract_a.with_results(
        lambda row: {contract_a.ALD: "80", contract_a.BREAST: "72,5"}.get(row["indicateur"], ""),
        **{"preuve fournie": lambda row: proofs.get(row["indicateur"], "")},
    )
    totals = computed(capsys, written("preuves.csv", content))["communities"][0]["totals"]
    assert (totals["variable_earned"], totals["variable_to_prove"]) == (6_000, 2_500)


def test_the_envelopes_of_the_contract_give_its_fixed_part(capsys):
    year = computed(capsys, contract_a.WORKBOOK)["communities"][-1]
    # 75 000 + 90 000 + 45 000 + 17 500 + 22 500 + 15 000 + 10 000 = 275 000
    assert year["totals"]["fixed_due"] == 275_000
    crisis = next(mission for mission in year["missions"] if mission["mission"] == "crise")
    assert crisis["parts"]["variable_si_crise"] | dict.fromkeys(PART_SOURCE) == {
        "ceiling": 67_500,
        "due": 0,
        **dict.fromkeys(PART_SOURCE),
    }


def test_lines_alone_have_the_sum_of_their_lines_for_ceiling_and_no_fixed_part(capsys):
    (case,) = computed(capsys, contract_a.LINES)["communities"]
    assert (case["community"], case["year"], case["size_class"]) == ("contrat_a_lignes", None, None)
    assert case["totals"]["fixed_due"] is None
    for mission in case["missions"]:
        assert mission["attainment"] is None
        assert mission["parts"]["fixe"]["due"] is None
        assert mission["parts"]["fixe"]["ceiling"] is None
        variable = mission["parts"]["variable"]
        assert variable["ceiling"] == sum(line["ceiling"] for line in mission["lines"])
        assert variable["pending"] == variable["ceiling"]
        assert variable["origin"] == "lignes"


def test_two_files_are_two_communities_and_neither_changes_the_other(capsys, all_reached, two_known):
    apart = [computed(capsys, path)["communities"][0] for path in (all_reached, two_known)]
    assert computed(capsys, all_reached, two_known)["communities"] == apart


# --- calculer: shapes ---


def test_the_json_of_calculer_has_the_keys_its_readers_count_on(capsys):
    told = computed(capsys, contract_a.WORKBOOK)
    assert set(told) == {"communities", "problems"}
    assert [case["year"] for case in told["communities"]] == [2024, 2025, 2026]
    split = {"earned", "to_prove", "pending", "lost"}
    for case in told["communities"]:
        assert set(case) == {"community", "year", "size_class", "missions", "totals"}
        assert set(case["totals"]) == {
            *("fixed_due", "variable_ceiling", "variable_earned", "variable_to_prove"),
            *("variable_pending", "variable_lost", "fixed_known", "unknown"),
        }
        for mission in case["missions"]:
            assert set(mission) == {"mission", "attainment", "parts", "lines"}
            for name, part in mission["parts"].items():
                euros_of = {"ceiling"} | (split if name == "variable" else {"due"})
                assert set(part) == euros_of | PART_SOURCE
            for line in mission["lines"]:
                assert set(line) == {"label", "ceiling", "result", "attainment", "status", "cell"} | split
    for problem in told["problems"]:
        assert set(problem) == {"file", "sheet", "cell", "severity", "message"}


def test_each_line_stands_once_under_its_own_mission(capsys):
    year = computed(capsys, contract_a.WORKBOOK)["communities"][-1]
    counted = {mission["mission"]: len(mission["lines"]) for mission in year["missions"]}
    assert counted == {
        "fonctionnement": 0,
        "acces_aux_soins": 8,
        "parcours": 15,
        "prevention": 12,
        "crise": 0,
        "qualite": 3,
        "accompagnement": 3,
    }
    cells = [line["cell"] for mission in year["missions"] for line in mission["lines"]]
    assert cells == [f"Indicateurs!P{row}" for row in range(84, 125)]  # 41 lines, after 2 × 41 of past years


def test_a_missing_result_is_null_in_json_and_empty_in_csv(capsys, two_known):
    lines = [
        line
        for mission in computed(capsys, two_known)["communities"][0]["missions"]
        for line in mission["lines"]
    ]
    silent = [line for line in lines if line["result"] is None]
    assert len(silent) == 39
    assert {(line["attainment"], line["status"]) for line in silent} == {(None, "pending")}
    printed = answered(capsys, "calculer", two_known, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed), delimiter=";"))
    assert sum(row["result"] == "" for row in rows) == 39
    assert {row["attainment"] for row in rows if row["result"] == ""} == {""}
    assert [row["result"] for row in rows if row["result"]] == ["80", "72,5"]


def test_the_csv_of_calculer_has_a_row_for_each_line_with_decimal_commas(capsys, two_known):
    printed = answered(capsys, "calculer", two_known, "--lecture", "lineaire", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed), delimiter=";"))
    assert len(rows) == 41
    breast = next(row for row in rows if row["label"] == contract_a.BREAST)
    assert breast["ceiling"] == "3500"
    assert float(breast["attainment"].replace(",", ".")) == pytest.approx(6.24 / 8.74)


def test_a_label_that_looks_like_a_formula_stays_a_text_in_the_csv(capsys, written):
    path = written("formule.csv", b"mission;indicateur;type;montant 1\nqualite;=1+1;livrable;1000\n")
    printed = answered(capsys, "calculer", path, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(printed), delimiter=";")
    assert row["label"] == "'=1+1"


def test_the_text_of_calculer_is_a_table_of_missions_in_french(capsys, all_reached):
    printed = answered(capsys, "calculer", all_reached)
    cells = [re.split(r" {2,}", line.strip()) for line in printed.splitlines()]
    headers = ["Mission", "Fixe dû", "Variable", "Acquis", "À prouver", "En attente", "Perdu", "Atteinte"]
    assert headers in cells
    assert ["Parcours", "inconnu", euros(45_000), euros(45_000), *[euros(0)] * 3, f"100{NBSP}%"] in cells
    assert ["Total", "inconnu", euros(122_500), euros(122_500), *[euros(0)] * 3] in cells
    assert "nan" not in printed.lower()
