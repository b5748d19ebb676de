"""`objectifs`: the candidates, the curve, three choices, and the next objective."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from aci_model import foresight, law, reading
from aci_model.funding import assess, of_year
from aci_model.report.objectives import ground, how_many
from tests import contract_a
from tests.command_line import answered, refused

# On average 0,5 × 1 000 = 500 € for 1 day, 0,5 × 3 000 = 1 500 € for 5 days, 0,9 × 2 000 = 1 800 € for 2 days.
THREE = (
    "mission;indicateur;type;montant 1;chance;effort\n"
    "qualite;Petit;livrable;1000;50 %;1\n"
    "qualite;Long;livrable;3000;50 %;5\n"
    "qualite;Sûr;livrable;2000;90 %;2\n"
)


@pytest.fixture
def three(written):
    return written("trois.csv", THREE.encode())


def told(capsys, *words):
    return json.loads(answered(capsys, "objectifs", *words, "--format", "json"))


def only(capsys, *words):
    (community,) = told(capsys, *words)["communities"]
    return community


def rows(capsys, *words):
    printed = answered(capsys, "objectifs", *words, "--format", "csv")
    return list(csv.DictReader(io.StringIO(printed), delimiter=";"))


def choice(community, name):
    return next(row for row in community["choices"] if row["choice"] == name)


def test_the_curve_adds_the_most_euros_a_day_first(capsys, three):
    curve = only(capsys, three)["curve"]
    # 1 800 ÷ 2 = 900 € a day, then 500 ÷ 1 = 500, then 1 500 ÷ 5 = 300.
    assert [step["label"] for step in curve] == [None, "Sûr", "Petit", "Long"]
    assert [step["expected"] for step in curve] == [0, 1800, 2300, 3800]
    assert [step["per_day"] for step in curve] == [None, 900, 500, 300]
    assert [step["days"] for step in curve] == [0, 2, 3, 8]


@pytest.mark.parametrize(
    ("capacity", "chosen", "expected"),
    [
        ("3", {"Petit", "Sûr"}, 2300),
        ("7", {"Long", "Sûr"}, 3300),  # 5 + 2 days bring 1 500 + 1 800; the first two of the curve only 2 300
        ("8 jours", {"Petit", "Long", "Sûr"}, 3800),
        ("0", set(), 0),
    ],
)
def test_the_best_choice_is_the_best_for_the_days_there_are(capsys, three, capacity, chosen, expected):
    community = only(capsys, three, "--capacite", capacity)
    best = choice(community, "en_profiter")
    labels = {row["candidate"]: row["label"] for row in community["candidates"]}
    assert {labels[one] for one in best["chosen"]} == chosen
    assert (best["expected"], best["exact_choice"]) == (expected, True)


def test_the_next_objective_says_what_it_brings_costs_and_risks(capsys, three):
    community = only(capsys, three, "--capacite", "3")
    following = community["next"]
    assert (following["label"], following["brings"], following["days"]) == ("Long", 1500, 5)
    assert (following["nothing"], following["fits"]) == (0.5, False)
    assert "Long" in community["sentence"]
    assert community["sentence"].endswith(".")


def test_a_shared_envelope_is_diluted_by_each_objective_more(capsys, three):
    # Nobody gave an envelope: it is the sum of the lines, 6 000 €. The surest alone is worth 0,9 × 6 000 = 5 400 €.
    curve = only(capsys, three, "--partage")["curve"]
    assert (curve[1]["label"], curve[1]["expected"]) == ("Sûr", 5400)
    # All three share it by their amounts, as the contract wrote them: 3 800 €.
    assert curve[-1]["expected"] == pytest.approx(3800)
    assert curve[2]["diluted"] > 0


def test_the_sum_to_cover_tells_the_chance_of_each_choice(capsys, three):
    # « Le vôtre »: all three. At least 3 000 € without « Long » is 1 000 + 2 000, 0,5 × 0,5 × 0,9 = 0,225; with it, 0,5.
    own = choice(only(capsys, three, "--somme", "3000"), "le_votre")
    assert own["cover"] == pytest.approx(0.725)


def test_what_lacks_days_or_chance_is_told_and_never_counted_as_0(capsys, written):
    path = written("flou.csv", (THREE + "qualite;Flou;livrable;4000;;\n").encode())
    community = only(capsys, path)
    vague = next(row for row in community["candidates"] if row["label"] == "Flou")
    assert (vague["standing"], vague["lacks"]) == ("a_renseigner", "chance, jours")
    assert (vague["expected"], vague["days"]) == (None, None)
    assert "Flou" not in [step["label"] for step in community["curve"]]
    assert choice(community, "le_votre")["unpriced"] == 1
    assert "« Flou »" in answered(capsys, "objectifs", path).replace("\u00a0", " ")


def test_contract_a_gets_the_figures_of_the_library(capsys):
    rules = law.load()
    dossier = reading.read([("a.xlsx", contract_a.WORKBOOK.read_bytes())], rules.missions, rules.parts)
    assessment = assess(dossier, rules)
    case = of_year(assessment, dossier.communities["community"].iloc[0], 2026)
    on = ground(case, dossier, foresight.spans(assessment, dossier, rules), rules)
    answer = how_many(on, split=False, common=0.2, cover=40_000.0)
    words = ["--cause-commune", "20", "--somme", "40000"]
    community = only(capsys, contract_a.WORKBOOK, *words)
    assert community["capacity"] == on.capacity == 165
    assert community["sentence"] == answer.headline
    assert [step["expected"] for step in community["curve"]] == pytest.approx(
        answer.curve["expected"].tolist()
    )
    assert [step["p10"] for step in community["curve"]] == pytest.approx(answer.curve["low"].tolist())
    assert [row["cover"] for row in community["choices"]] == pytest.approx(
        answer.choices["covers"].tolist(), abs=1e-6
    )
    assert {row["cell"].partition("!")[0] for row in community["candidates"]} == {"Indicateurs", "Objectifs"}


def test_the_json_of_objectifs_has_the_keys_its_readers_count_on(capsys, three):
    answer = told(capsys, three)
    assert set(answer) == {"split", "common_cause", "communities", "problems"}
    (community,) = answer["communities"]
    assert set(community) == {
        *("community", "year", "capacity", "sum", "sentence", "next", "candidates", "curve", "choices")
    }
    assert [row["choice"] for row in community["choices"]] == ["minimaliste", "en_profiter", "le_votre"]
    spread = {"expected", "p10", "p50", "p90", "sd", "exact"}
    assert all(spread <= set(row) for row in (*community["curve"], *community["choices"]))


def test_the_csv_of_objectifs_is_the_curve_the_candidates_or_the_choices(capsys, three):
    assert [row["k"] for row in rows(capsys, three)] == ["0", "1", "2", "3"]
    assert [row["label"] for row in rows(capsys, three, "--table", "candidats")] == ["Petit", "Long", "Sûr"]
    choices = rows(capsys, three, "--table", "choix")
    assert [row["choice"] for row in choices] == ["minimaliste", "en_profiter", "le_votre"]
    assert choices[2]["chosen"] == "Petit ; Long ; Sûr"


@pytest.mark.parametrize("words", [[], ["--capacite", "60", "--somme", "40000"], ["--partage"]])
def test_the_text_of_objectifs_reads_in_a_hundred_columns(capsys, words):
    printed = answered(capsys, "objectifs", contract_a.WORKBOOK, *words)
    assert max(len(line) for line in printed.splitlines()) <= 100
    assert not re.search(r"\bnan\b", printed.lower())


@pytest.mark.parametrize("words", [["--capacite", "-1"], ["--capacite", "peu"], ["--cause-commune", "-5"]])
def test_an_option_of_objectifs_that_makes_no_sense_is_refused(capsys, three, words):
    assert "--help" in refused(capsys, "objectifs", three, *words)
