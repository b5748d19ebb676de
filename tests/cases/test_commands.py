"""The command line: what a person types, what is printed, and with which status it ends."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import openpyxl
import pytest

from aci_model.commands.line import main
from aci_model.wording import NBSP, NNBSP
from tests import contract_a

PART_SOURCE = {"origin", "text", "confidence"}  # where a ceiling comes from, beside its euros


def answered(capsys, *words):
    """What a command that ends well prints; nothing may go to the error output."""
    assert main([str(word) for word in words]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def computed(capsys, *words):
    return json.loads(answered(capsys, "calculer", *words, "--format", "json"))


def refused(capsys, *words):
    """The one sentence with which a command refuses; it prints nothing else and ends with 2."""
    try:
        status = main([str(word) for word in words])
    except SystemExit as leaving:
        status = leaving.code
    printed = capsys.readouterr()
    assert status == 2
    assert printed.out == ""
    (sentence,) = printed.err.splitlines()
    assert "Traceback" not in sentence
    return sentence


@pytest.fixture
def written(tmp_path):
    """Write a file of this name, and give its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


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


# --- projeter ---


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


# --- verifier ---


def test_verifier_lists_every_doubt_of_a_dirty_file_with_its_cell(capsys):
    told = json.loads(answered(capsys, "verifier", contract_a.DIRTY, "--format", "json"))["problems"]
    at = {(problem["sheet"], problem["cell"]): problem for problem in told}
    assert "1.234" in at["Indicateurs", "M5"]["message"]
    assert "62,5 %%" in at["Indicateurs", "M6"]["message"]
    assert at["Indicateurs", "B10"]["severity"] == "error"
    assert "de temps en temps" in at["Dépenses", "C3"]["message"]


def test_verifier_says_the_same_in_text_and_csv(capsys):
    told = json.loads(answered(capsys, "verifier", contract_a.DIRTY, "--format", "json"))["problems"]
    printed = answered(capsys, "verifier", contract_a.DIRTY)
    assert printed.startswith(f"{len(told)}{NBSP}points à vérifier")
    assert all(problem["message"] in printed for problem in told)
    rows = list(
        csv.DictReader(
            io.StringIO(answered(capsys, "verifier", contract_a.DIRTY, "--format", "csv")), delimiter=";"
        )
    )
    assert [row["message"] for row in rows] == [problem["message"] for problem in told]


def test_verifier_says_when_there_is_nothing_to_check(capsys, written):
    path = written(
        "net.csv",
        "mission;indicateur;type;nature;montant 1;résultat\nqualite;RCP;livrable;qualitatif;1000;fait\n".encode(),
    )
    assert answered(capsys, "verifier", path) == "Aucun point à vérifier.\n"


# --- modele ---


def test_modele_writes_the_template_and_says_what_to_fill_in(capsys, tmp_path):
    path = tmp_path / "modele.xlsx"
    assert "Indicateurs" in answered(capsys, "modele", path)
    sheets = openpyxl.load_workbook(path).sheetnames
    needed = {"Communauté", "Enveloppes", "Indicateurs", "Dépenses", "Historique", "Territoire"}
    assert needed <= set(sheets)


def test_modele_never_overwrites(capsys, written):
    path = written("mien.xlsx", b"mon travail")
    assert "n'a pas été touché" in refused(capsys, "modele", path)
    assert path.read_bytes() == b"mon travail"


def test_modele_refuses_another_ending_and_a_folder_that_is_not_there(capsys, tmp_path):
    assert ".xlsx" in refused(capsys, "modele", tmp_path / "modele.ods")
    assert "dossier" in refused(capsys, "modele", tmp_path / "absent" / "modele.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["calculer", "projeter", "verifier"])
def test_the_template_not_filled_in_yet_is_read_without_failing(capsys, tmp_path, command):
    path = tmp_path / "modele.xlsx"
    answered(capsys, "modele", path)
    answered(capsys, command, path)


# --- refusals ---


@pytest.mark.parametrize("command", ["calculer", "projeter", "verifier"])
def test_a_file_that_is_not_there_is_refused_in_one_sentence(capsys, tmp_path, command):
    sentence = refused(capsys, command, tmp_path / "absent.xlsx")
    assert "absent.xlsx" in sentence
    assert "introuvable" in sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("texte.xlsx", b"ceci n'est pas un classeur"),
        ("vide.csv", b""),
        ("autre.csv", b"nom;ville\nA;B\n"),
        ("photo.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
@pytest.mark.parametrize("command", ["calculer", "projeter", "verifier"])
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(capsys, written, command, name, content):
    sentence = refused(capsys, command, written(name, content))
    assert sentence.startswith(f"{name} : ")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["calculer"],
        ["inventer", "x.csv"],
        ["calculer", contract_a.WORKBOOK, "--lecture", "au-hasard"],
        ["calculer", contract_a.WORKBOOK, "--format", "pdf"],
        ["calculer", contract_a.WORKBOOK, "--couleur"],
        ["projeter", contract_a.WORKBOOK, "--part-variable", "120"],
        ["projeter", contract_a.WORKBOOK, "--part-variable", "-1"],
        ["projeter", contract_a.WORKBOOK, "--part-variable", "nan"],
        ["projeter", contract_a.WORKBOOK, "--part-variable", "beaucoup"],
        ["projeter", contract_a.WORKBOOK, "--annees", "-1"],
        ["projeter", contract_a.WORKBOOK, "--annees", "deux"],
        ["projeter", contract_a.WORKBOOK, contract_a.WORKBOOK],
        ["modele"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused_in_one_french_sentence(capsys, words):
    sentence = refused(capsys, *words)
    assert "--help" in sentence
    assert "La commande" in sentence
    assert "argument" not in sentence
    assert "invalid" not in sentence


# --- as a process ---


def command(*words):
    return [sys.executable, "-m", "aci_model", *(str(word) for word in words)]


def test_the_module_runs_as_a_command_and_ends_with_two_when_it_refuses():
    done = subprocess.run(
        command("calculer", "absent.csv"), cwd=contract_a.FOLDER.parent, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("absent.csv : ")


def test_a_reader_that_leaves_early_gets_no_traceback():
    with subprocess.Popen(
        command("calculer", contract_a.WORKBOOK, "--format", "json"),
        cwd=contract_a.FOLDER.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()  # `| head` that has seen enough
        said = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert said == b""
