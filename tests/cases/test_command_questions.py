"""`questions`: what people typed and what the software asks, once each, the most euros first."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest

from aci_model import law, reading
from aci_model.funding import assess, of_year
from aci_model.report.negotiation_gathering import worked
from tests import contract_a
from tests.building import done, dossier
from tests.command_line import answered, refused
from tests.reading_files import book

LINES = [
    ["communauté", "mission", "indicateur", "type", "valeur initiale", "palier 1", "montant 1", "résultat"],
    # At 4 of 10 from 0: 0 € as signed, 0 € all or nothing, 4 ÷ 10 × 1 000 = 400 € linear. Worth asking: 400 €.
    ["Rives", "qualite", "Réunions", "compte", 0, 10, 1_000, 4],
    ["Monts", "qualite", "Fiches", "compte", 0, 10, 2_000, 4],
]
TYPED = [
    [
        *("communauté", "question", "destinataire", "état", "échéance", "euros", "mission", "indicateur"),
        *("réponse", "source"),
    ],
    ["Rives", "Qui signe ?", "ARS", "posée", "30/11/2026", 700, None, None, None, None],
    ["Rives", "Qui valide ?", None, None, None, None, None, None, None, None],
    ["Rives", "Le report compte ?", "CPAM", "répondue", None, 900, None, None, "Oui.", "Courriel"],
]


@pytest.fixture
def asked(written):
    return written("questions.xlsx", book({"Indicateurs": LINES, "Questions": TYPED}))


def told(capsys, *words):
    return json.loads(answered(capsys, "questions", *words, "--format", "json"))


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_open_questions_come_by_euros_then_unknown_ones_then_closed_ones(capsys, asked):
    rives, monts = told(capsys, asked)["communities"]
    # Nobody knows what « Qui valide ? » moves, nor the intensity of means.
    asked_of = [(one["suspended"], one["addressee"], one["origin"]) for one in rives["questions"]]
    assert asked_of == [
        (700, "ars", "saisie"),
        (400, "cpam", "calcul"),
        (None, None, "saisie"),
        (None, "cpam", "calcul"),
        (0, "cpam", "saisie"),
    ]
    assert [one["closed"] for one in rives["questions"]] == [False, False, False, False, True]
    assert monts["questions"][0]["euros"] == 800  # 4 ÷ 10 × 2 000
    # 700 € of the whole contract hold the 400 € of its line: counted once.
    assert [rives[name] for name in ("suspended", "open", "closed", "unpriced")] == [700, 4, 1, 2]


def test_each_typed_question_leads_back_to_its_cell(capsys, asked):
    rives = told(capsys, asked)["communities"][0]
    cells = {one["question"].partition("\u202f")[0]: one["cell"] for one in rives["questions"]}
    assert [cells[name] for name in ("Qui signe ?", "Qui valide ?")] == ["Questions!B2", "Questions!B3"]
    assert [one["cell"] for one in rives["questions"] if one["origin"] == "calcul"] == [None, None]


def test_the_text_says_how_much_waits_and_what_is_left_out(capsys, asked):
    printed = plain(answered(capsys, "questions", asked))
    assert "4 questions ouvertes suspendent jusqu’à 700 €, chaque euro compté une fois ; 1 close." in printed
    assert "2 questions ouvertes n’ont pas de montant connu" in printed
    assert "1. 700 €, à l’ARS, posée, à trancher avant le 30 novembre 2026\n   Qui signe ?" in printed
    assert "3. montant inconnu, à dire, ouverte\n   Qui valide ?" in printed
    assert "5. 900 €, à la CPAM, répondue\n   Le report compte ?\n   Réponse : Oui. (Courriel)" in printed


def test_a_question_answered_without_a_source_stays_open_and_says_why(capsys, written):
    row = ["Rives", "Le report compte ?", "CPAM", "répondue", None, 900, None, None, "Oui.", None]
    path = written("q.xlsx", book({"Indicateurs": LINES, "Questions": [TYPED[0], row]}))
    first = told(capsys, path)["communities"][0]["questions"][0]
    assert (first["suspended"], first["closed"]) == (900, False)
    assert "sans source" in first["note"]
    assert first["note"] in " ".join(answered(capsys, "questions", path).split("\n   "))


def test_contract_a_has_the_register_of_the_page(capsys):
    rules = law.load()
    read = reading.read([("a.xlsx", contract_a.WORKBOOK.read_bytes())], rules.missions, rules.parts)
    case = of_year(assess(read, rules), read.communities["community"].iloc[0], 2026)
    register = worked(case, read, rules).register
    (community,) = told(capsys, contract_a.WORKBOOK)["communities"]
    assert [one["question"] for one in community["questions"]] == register.entries["question"].tolist()
    assert [one["suspended"] for one in community["questions"]] == pytest.approx(
        [None if math.isnan(euros) else euros for euros in register.entries["suspended"]], abs=1e-6
    )
    # Of each line its dearest question: 129 ÷ 169 × 9 000 for ALD, then 5 000 + 3 500 + 3 491,50 + 3 400 + 2 975,40
    # + 1 800 + 1 750. The intensity of means has no amount: no text gives its formula.
    assert community["suspended"] == pytest.approx(register.totals["suspended"].iloc[0], abs=1e-6)
    assert community["suspended"] == pytest.approx(129 / 169 * 9_000 + 21_916.905312, abs=1e-5)
    assert community["unpriced"] == 1
    # The sample's own question about the +700 and the software's are one.
    assert sum("+700" in one["question"] for one in community["questions"]) == 1
    assert [one["addressee"] for one in community["addressees"]] == ["cpam", "federation"]


def test_the_json_of_questions_has_the_keys_its_readers_count_on(capsys, asked):
    answer = told(capsys, asked)
    assert set(answer) == {"communities", "problems"}
    assert set(answer["communities"][0]) == {
        *("community", "year", "open", "closed", "suspended", "unpriced", "addressees", "questions")
    }
    assert set(answer["communities"][0]["questions"][0]) == {
        *("question", "addressee", "status", "closed", "origin", "mission", "label", "euros", "suspended"),
        *("due", "answer", "source", "note", "cell"),
    }


def test_the_csv_of_questions_has_every_question_of_every_community(capsys, asked):
    printed = answered(capsys, "questions", asked, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed), delimiter=";"))
    assert [row["community"] for row in rows] == ["Rives"] * 5 + ["Monts"] * 2
    assert [row["suspended"] for row in rows][:4] == ["700", "400", "", ""]


def test_a_community_asks_what_its_latest_year_leaves_open(capsys, written):
    header = "mission;indicateur;type;année;valeur initiale;palier 1;montant 1;résultat\n"
    rows = "qualite;Avant;compte;2025;0;10;1000;4\nqualite;Après;compte;2026;0;10;1000;4\n"
    (community,) = told(capsys, written("deux.csv", (header + rows).encode()))["communities"]
    assert community["year"] == 2026
    assert [one["label"] for one in community["questions"]] == ["Après", None]


def test_the_text_of_questions_reads_in_a_hundred_columns(capsys):
    printed = answered(capsys, "questions", contract_a.WORKBOOK)
    assert max(len(line) for line in printed.splitlines()) <= 100
    assert "nan" not in printed.lower().split()


HOSTILE = ["=1+1", "@SUM(A1)", "![](http://example.invalid)", "<script>x</script>", "rouge\x9b[31m\u202e"]


@pytest.mark.parametrize("form", ["texte", "json", "csv"])
def test_a_question_somebody_typed_stays_a_text(capsys, written, form):
    rules = law.load()
    typed = dossier(done("qualite", 500), questions=[{"question": text, "euros": 5} for text in HOSTILE])
    path = written("q.xlsx", reading.workbook(typed, rules.missions, rules.parts))
    printed = answered(capsys, "questions", path, "--format", form)
    assert not any(sign in printed for sign in "\x9b\u202e\x1b")
    assert all(text in printed for text in HOSTILE[:4])
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(printed), delimiter=";") for cell in row]
        assert "'=1+1" in cells
        assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t"}]


def test_a_template_nobody_filled_in_asks_nothing(capsys, tmp_path):
    answered(capsys, "modele", tmp_path / "modele.xlsx")
    assert "Aucune communauté" in answered(capsys, "questions", tmp_path / "modele.xlsx")
    assert told(capsys, tmp_path / "modele.xlsx")["communities"] == []
    assert answered(capsys, "questions", tmp_path / "modele.xlsx", "--format", "csv").count("\n") == 1


def test_a_file_that_is_not_there_is_refused_in_one_sentence(capsys, tmp_path):
    assert "introuvable" in refused(capsys, "questions", tmp_path / "absent.xlsx")
