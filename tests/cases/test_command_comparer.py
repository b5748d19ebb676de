"""`comparer`: which line is which, what changed, and what it does to the expected euros."""

from __future__ import annotations

import csv
import io
import json

import pytest

from aci_model import bargaining, foresight, law, reading
from tests import contract_a
from tests.command_line import answered, refused

BACK = contract_a.FOLDER / "contrat_a_modifie.xlsx"
RAW = contract_a.FOLDER / "annexe_brute.xlsx"
HEADER = "mission;indicateur;type;montant 1;chance\n"
OLD = HEADER + "qualite;Réunions de concertation;livrable;1000;50 %\nqualite;Annuaire;livrable;400;\n"
NEW = HEADER + "qualite;Réunions de concertation;livrable;1500;50 %\nqualite;Annuaire;livrable;400;\n"
EDITS = [  # as sample_data/LISEZMOI.md lists them: line, what, step, before, after
    ("Patients recrutés dans le projet obésité, bilans initiaux", "seuil", 1, 10, 12),
    ("Soirée grand public sur l'alimentation", "libellé", None, None, None),
    ("Taux de dépistage du cancer du sein", "seuil", 2, 72.4, 73),
    ("Taux de dépistage du cancer du sein", "montant", 3, 3_500, 3_000),
    ("Taux de dépistage du cancer colorectal", "montant", 3, 3_500, 4_000),
    ("Réunions de concertation pluriprofessionnelles", "preuve", None, None, None),
    ("Semaine de la vaccination au collège", "ligne ajoutée", None, None, 500),
    ("Projet pédagogique coconstruit", "ligne supprimée", None, 500, None),
]


@pytest.fixture
def two(written):
    return written("ancien.csv", OLD.encode()), written("nouveau.csv", NEW.encode())


def told(capsys, *words):
    return json.loads(answered(capsys, "comparer", *words, "--format", "json"))


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def rows(printed):
    return list(csv.DictReader(io.StringIO(printed), delimiter=";"))


def test_contract_a_and_its_edited_copy_differ_by_exactly_the_edits(capsys):
    answer = told(capsys, contract_a.WORKBOOK, BACK)
    names = ("label", "what", "tier", "before_value", "after_value")
    assert [tuple(row[name] for name in names) for row in answer["changes"]] == EDITS
    assert len(answer["lines"]) == 42  # the 41 of the new one, and the one that was dropped
    assert answer["not_compared"] == []


def test_every_edit_is_told_in_words(capsys):
    printed = plain(answered(capsys, "comparer", contract_a.WORKBOOK, BACK))
    assert "8 changements sur 7 lignes" in printed
    for sentence in (
        "- seuil 2 : 72,4 % → 73 %",
        "- montant 3 : 3 500 € → 3 000 €",
        "- ligne supprimée ; effet attendu : −450 €",
        "- Soirée thématique alimentation → Soirée grand public sur l’alimentation (ressemblance, 55 %, lignes 102 et 20)",
        "Après : CPTS du contrat A, 2026-2027 (contrat_a_modifie.xlsx)",
    ):
        assert sentence in " ".join(printed.split())


def test_the_figures_are_those_of_the_library(capsys):
    rules = law.load()
    old, new = (
        reading.read([(path.name, path.read_bytes())], rules.missions, rules.parts)
        for path in (contract_a.WORKBOOK, BACK)
    )
    found = bargaining.diff(
        reading.contract(old, "CPTS du contrat A", 2026),
        new,
        rules.missions,
        chances=foresight.chances(new, settled=False),
        old_chances=foresight.chances(old, settled=False),
    )
    answer = told(capsys, contract_a.WORKBOOK, BACK)
    assert [row["low"] for row in answer["changes"]] == pytest.approx(found.changes["low"].tolist())
    assert answer["totals"] == pytest.approx(
        {name: found.totals[name].iloc[0] for name in answer["totals"] if name != "effect"} | {"effect": None}
    )
    paired = found.pairs.dropna(subset="score")
    assert [row["score"] for row in answer["lines"] if row["score"] is not None] == pytest.approx(
        paired["score"].tolist(), abs=1e-6
    )


def test_a_new_amount_weighs_what_its_chance_makes_of_it(capsys, two):
    answer = told(capsys, *two)
    (change,) = answer["changes"]
    # 0,5 × (1 500 − 1 000) = 250; the other line has no chance and did not change.
    assert (change["what"], change["effect"]) == ("montant", 250)
    assert answer["sentence"].replace("\u00a0", " ").endswith("+250 €.")
    back = told(capsys, *reversed(two))
    assert back["changes"][0]["effect"] == -250


def test_each_line_leads_to_its_cell_in_both_contracts(capsys, two):
    # A csv is one sheet, named after its file.
    assert [(row["old_cell"], row["new_cell"]) for row in told(capsys, *two)["lines"]] == [
        ("ancien!B2", "nouveau!B2"),
        ("ancien!B3", "nouveau!B3"),
    ]


def test_a_person_who_knows_better_pairs_the_lines_by_their_rows(capsys, two):
    # « Annuaire » (row 3) becomes « Réunions » (row 2): 400 € without a chance become 1 500 € at 50 %.
    lines = told(capsys, *two, "--rapprocher", "3=2", "--rapprocher", "=3")["lines"]
    assert [(row["old_label"], row["new_label"], row["how"]) for row in lines] == [
        ("Annuaire", "Réunions de concertation", "personne"),
        (None, "Annuaire", "personne"),
        ("Réunions de concertation", None, None),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["9=2"], "ancien.csv : la ligne 9 n’est pas une ligne de ce contrat. Les siennes vont de 2 à 3."),
        (["2=9"], "nouveau.csv : la ligne 9 n’est pas"),
        (["2=2", "2=3"], "deux lignes"),
        (["2=2", "3=2"], "deux lignes"),
        (["2-2"], "--help"),
        (["2="], "--help"),
    ],
)
def test_a_pair_that_cannot_be_is_refused(capsys, two, words, said):
    asked = [word for pair in words for word in ("--rapprocher", pair)]
    assert said in plain(refused(capsys, "comparer", *two, *asked))


def test_two_contracts_that_say_the_same_end_with_0_and_say_so(capsys, two):
    printed = answered(capsys, "comparer", two[0], two[0])
    assert "Les deux contrats disent la même chose." in printed
    assert "Lignes rapprochées" not in printed


def test_the_annex_as_the_cpam_sent_it_is_read_as_elsewhere(capsys):
    answer = told(capsys, contract_a.WORKBOOK, RAW)
    assert answer["changes"] == []
    assert answer["not_compared"] == ["source"]
    assert any(problem["file"] == RAW.name for problem in answer["problems"])


def test_the_layout_given_by_a_person_is_used(capsys, tmp_path):
    layout = tmp_path / "correspondance.toml"
    answered(capsys, "correspondance", RAW, "--sortie", layout)
    assert told(capsys, RAW, contract_a.WORKBOOK, "--correspondance", layout)["changes"] == []
    assert "inconnu.toml" in refused(
        capsys, "comparer", RAW, RAW, "--correspondance", tmp_path / "inconnu.toml"
    )


def test_the_latest_year_is_compared_unless_another_is_asked_for(capsys):
    words = [contract_a.WORKBOOK, contract_a.WORKBOOK]
    assert told(capsys, *words)["changes"] == []
    answer = told(capsys, *words, "--annee-ancien", "2025")
    assert (answer["old"]["year"], answer["new"]["year"]) == (2025, 2026)
    breast = [
        row for row in answer["changes"] if row["label"] == contract_a.BREAST and row["what"] == "seuil"
    ]
    assert [row["after_value"] for row in breast] == [69.7, 72.4, 75]
    back = told(capsys, *words, "--annee-nouveau", "2025")
    assert [row["before_value"] for row in back["changes"] if row["label"] == contract_a.BREAST][1:] == [
        *(69.7, 72.4, 75)
    ]


@pytest.mark.parametrize("option", ["--annee-ancien", "--annee-nouveau"])
def test_a_year_that_is_not_there_is_refused_with_those_that_are(capsys, option):
    sentence = refused(capsys, "comparer", contract_a.WORKBOOK, contract_a.WORKBOOK, option, "2020")
    assert "2026, 2025 et 2024" in sentence
    assert option in sentence


FEDERATION = (
    "communauté;mission;indicateur;type;montant 1\n"
    "Rives;qualite;Annuaire;livrable;700\nMonts;qualite;Annuaire;livrable;900\n"
)


def test_a_file_of_several_communities_is_compared_for_the_one_that_is_meant(capsys, written, two):
    many = written("federation.csv", FEDERATION.encode())
    assert "« Rives » et « Monts »" in plain(refused(capsys, "comparer", many, many))
    asked = told(capsys, many, two[0], "--communaute", "monts")
    assert asked["old"]["community"] == "Monts"
    # A file of one community says which one is meant in the other.
    one = written("monts.csv", FEDERATION.replace("Rives;qualite;Annuaire;livrable;700\n", "").encode())
    assert told(capsys, many, one)["changes"] == []
    assert told(capsys, one, many)["old"]["community"] == "Monts"
    assert "ne contient pas" in refused(capsys, "comparer", many, one, "--communaute", "Plaines")


def test_the_json_of_comparer_has_the_keys_its_readers_count_on(capsys):
    answer = told(capsys, contract_a.WORKBOOK, BACK)
    assert set(answer) == {
        *("old", "new", "sentence", "totals", "changes", "changed_lines", "lines", "not_compared", "problems")
    }
    assert set(answer["old"]) == {"file", "community", "year"}
    places = {"old_cell", "new_cell"}
    effect = {"effect", "low", "high"}
    named = {"mission", "label", "what", "tier", "before", "after", "before_value", "after_value"}
    assert set(answer["changes"][0]) == named | effect | places
    assert set(answer["changed_lines"][0]) == {"mission", "label", "changes", "interaction"} | effect | places
    assert set(answer["lines"][0]) == {"old_label", "new_label", "score", "how"} | places
    assert set(answer["totals"]) == {"before_low", "before_high", "after_low", "after_high"} | effect


def test_the_csv_of_comparer_is_the_changes_or_the_lines(capsys):
    words = ["comparer", contract_a.WORKBOOK, BACK, "--format", "csv"]
    assert [row["label"] for row in rows(answered(capsys, *words))] == [edit[0] for edit in EDITS]
    lines = rows(answered(capsys, *words, "--table", "lignes"))
    assert [row["how"] for row in lines].count("libelle") == 39
    assert [row["old_label"] for row in lines if row["how"] == "ressemblance"] == [
        "Soirée thématique alimentation"
    ]


@pytest.mark.parametrize("words", [[], ["--annee-ancien", "2025"]])
def test_the_text_of_comparer_reads_in_a_hundred_columns(capsys, words):
    printed = answered(capsys, "comparer", contract_a.WORKBOOK, BACK, *words)
    assert max(len(line) for line in printed.splitlines()) <= 100
    assert "nan" not in printed.lower().split()


HOSTILE = ["=1+1", "@SUM(A1)", "![](http://example.invalid)", "<script>x</script>", "rouge\x1b[31m\u202e"]


@pytest.mark.parametrize("form", ["texte", "json", "csv"])
def test_a_label_of_either_contract_stays_a_text(capsys, written, two, form):
    lines = "".join(f"qualite;{text};livrable;100;\n" for text in HOSTILE)
    path = written("\x1b[31mnouveau.csv", (HEADER + lines).encode())
    for words in ([two[0], path], [path, two[0]]):
        printed = answered(capsys, "comparer", *words, "--format", form)
        assert not any(sign in printed for sign in "\x1b\u202e")
        assert all(text in printed for text in HOSTILE[:4])
        if form == "csv":
            cells = [cell for row in csv.reader(io.StringIO(printed), delimiter=";") for cell in row]
            assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t"}]


def test_a_file_that_cannot_be_compared_is_refused_in_one_sentence(capsys, written, tmp_path, two):
    assert "introuvable" in refused(capsys, "comparer", two[0], tmp_path / "absent.xlsx")
    assert refused(capsys, "comparer", written("texte.xlsx", b"non"), two[0]).startswith("texte.xlsx : ")
    answered(capsys, "modele", tmp_path / "modele.xlsx")
    sentence = plain(refused(capsys, "comparer", two[0], tmp_path / "modele.xlsx"))
    assert sentence.startswith("modele.xlsx : aucune ligne de contrat")


@pytest.mark.parametrize("words", [[], ["--annee-ancien", "hier"], ["--table", "tout"], ["trois.csv"]])
def test_an_option_of_comparer_that_makes_no_sense_is_refused(capsys, two, words):
    files = [two[0]] if not words else list(two)
    assert "--help" in refused(capsys, "comparer", *files, *words)
