"""`verifier`, `modele`, and how every command refuses."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import openpyxl
import pytest

from aci_model.commands.line import main
from aci_model.wording import NBSP, NNBSP
from tests import contract_a
from tests.command_line import answered, refused

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


READERS = ["calculer", "projeter", "objectifs", "chances", "verifier"]


@pytest.mark.parametrize("form", ["texte", "json", "csv"])
@pytest.mark.parametrize("command", READERS)
def test_the_template_not_filled_in_yet_is_read_without_failing(capsys, tmp_path, command, form):
    path = tmp_path / "modele.xlsx"
    answered(capsys, "modele", path)
    assert answered(capsys, command, path, "--format", form).strip()


# --- refusals ---


@pytest.mark.parametrize("command", READERS)
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
@pytest.mark.parametrize("command", READERS)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(capsys, written, command, name, content):
    sentence = refused(capsys, command, written(name, content))
    assert sentence.startswith(f"{name} : ")


GOOD = b"mission;indicateur;type;montant 1\nqualite;RCP;livrable;1000\n"


def all_sentences(capsys, *words):
    assert main([str(word) for word in words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err.replace(NBSP, " ").replace(NNBSP, " ").splitlines()


def test_when_every_file_is_refused_none_is_said_to_be_read(capsys, written):
    sentences = all_sentences(capsys, "calculer", written("un.csv", b""), written("deux.csv", b""))
    assert [sentence.partition(" : ")[0] for sentence in sentences] == ["un.csv", "deux.csv"]
    assert all(sentence.endswith("Ce fichier n'est pas lu.") for sentence in sentences)


@pytest.mark.parametrize(
    ("others", "told"), [(["a.csv"], "un autre l'est"), (["a.csv", "b.csv"], "2 autres le sont")]
)
def test_a_refused_file_says_how_many_others_are_read_and_that_nothing_is_computed(
    capsys, written, others, told
):
    files = [written("vide.csv", b""), *(written(name, GOOD) for name in others)]
    about, last = all_sentences(capsys, "calculer", *files)
    assert about.startswith("vide.csv : ")
    assert about.endswith(f"Ce fichier n'est pas lu ; {told}.")
    assert last.startswith("Rien n'est calculé")


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


# --- text is text ---

FORMULA = "=HYPERLINK(1)"
HOSTILE = (
    "communauté;mission;indicateur;type;montant 1;chance;effort\n"
    f"+CPTS;qualite;{FORMULA};livrable;1000;50 %;2\n"
    "+CPTS;qualite;@SUM(A1);livrable;1000;50 %;2\n"
)
CSV = [
    *(("calculer", []), ("projeter", [])),
    *(("objectifs", ["--table", table]) for table in ("courbe", "candidats", "choix")),
    *(("chances", ["--table", table]) for table in ("paliers", "missions", "loi")),
]


@pytest.mark.parametrize(("command", "words"), CSV)
def test_no_cell_of_any_csv_runs_as_a_formula(capsys, written, command, words):
    path = written("hostile.csv", HOSTILE.encode())
    printed = answered(capsys, command, path, *words, "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(printed), delimiter=";") for cell in row]
    assert "'+CPTS" in cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t", "\r"}]


# --- several communities ---

COLUMNS = "communauté;mission;indicateur;type;montant 1;chance;effort;année;résultat\n"
ONE = "Une;qualite;A;livrable;1000;50 %;2;2025;fait\nUne;qualite;A;livrable;1000;60 %;2;2026;\n"
TWO = "Deux;qualite;A;livrable;3000;20 %;1;2025;\nDeux;qualite;B;livrable;1000;;1;2025;non fait\n"


def without_cells(answer):
    if isinstance(answer, dict):
        return {key: without_cells(value) for key, value in answer.items() if key != "cell"}
    return [without_cells(value) for value in answer] if isinstance(answer, list) else answer


@pytest.mark.parametrize("command", ["calculer", "projeter", "objectifs", "chances"])
def test_a_community_gets_the_same_answer_alone_and_beside_another(capsys, written, command):
    def told(name, rows):
        path = written(name, (COLUMNS + rows).encode())
        return without_cells(json.loads(answered(capsys, command, path, "--format", "json"))["communities"])

    assert told("deux.csv", ONE + TWO) == told("a.csv", ONE) + told("b.csv", TWO)


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
