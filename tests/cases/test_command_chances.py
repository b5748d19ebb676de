"""`chances`: the chance of each step, and the exact range of the variable part."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from aci_model import foresight, law, reading
from aci_model.foresight.distribution import income
from aci_model.wording import NBSP, NNBSP
from tests import contract_a
from tests.command_line import answered, refused

HEAD = "mission;indicateur;type;année;montant 1;chance;résultat\n"
# 1 000 € one time in two, 2 000 € one time in five, each for itself:
# 0 € 0,5 × 0,8 = 0,4 · 1 000 € 0,5 × 0,8 = 0,4 · 2 000 € 0,5 × 0,2 = 0,1 · 3 000 € 0,5 × 0,2 = 0,1
TWO = HEAD + "qualite;Une;livrable;2026;1000;50 %;\nqualite;Deux;livrable;2026;2000;20 %;\n"


@pytest.fixture
def two(written):
    return written("deux.csv", TWO.encode())


def told(capsys, *words):
    return json.loads(answered(capsys, "chances", *words, "--format", "json"))


def only(capsys, *words):
    (community,) = told(capsys, *words)["communities"]
    return community


def rows(capsys, *words):
    printed = answered(capsys, "chances", *words, "--format", "csv")
    return list(csv.DictReader(io.StringIO(printed), delimiter=";"))


def plain(text):
    return text.replace(NBSP, " ").replace(NNBSP, " ")


def test_the_range_of_two_lines_is_what_a_hand_finds(capsys, two):
    total = only(capsys, two, "--somme", "1 500 €")["total"]
    assert total["expected"] == 900  # 0,4 × 1 000 + 0,1 × 2 000 + 0,1 × 3 000
    # 0 € in four cases of ten, at most 1 000 € in eight, at most 2 000 € in nine.
    assert (total["p10"], total["p50"], total["p90"]) == (0, 1000, 2000)
    assert (total["sum"], total["cover"]) == (1500, 0.2)  # 2 000 or 3 000 €
    assert total["lack"] == 800  # 0,4 × 1 500 + 0,4 × 500
    assert total["shortfall"] == 0  # the worst tenth of the cases bring nothing
    assert (total["lines"], total["unknown"], total["exact"]) == (2, 0, True)


def test_under_one_luck_for_all_the_rarest_line_comes_only_with_the_other(capsys, two):
    # A luck under 0,2 reaches both (3 000 €), under 0,5 the first (1 000 €).
    total = only(capsys, two, "--somme", "2000", "--cause-commune", "100")["total"]
    assert (total["expected"], total["cover"]) == (900, 0.2)
    assert (total["p50"], total["p90"]) == (0, 3000)


def test_the_law_written_as_csv_adds_up_to_one(capsys, two):
    law_ = {
        float(row["euros"]): float(row["chance"].replace(",", "."))
        for row in rows(capsys, two, "--table", "loi")
    }
    assert law_ == pytest.approx({0: 0.4, 1000: 0.4, 2000: 0.1, 3000: 0.1})


def test_a_proposal_says_on_how_many_past_results_it_rests(capsys, written):
    past = "".join(f"qualite;Une;livrable;{year};1000;;fait\n" for year in (2023, 2024, 2025))
    path = written("passé.csv", (HEAD + past + "qualite;Une;livrable;2026;1000;;\n").encode())
    (line,) = only(capsys, path)["lines"]
    (step,) = line["steps"]
    # Done three years of three, nothing else of its kind: (3 + 2 × ½) / (3 + 2) = 0,8.
    assert (step["chance"], step["origin"], step["observations"]) == (0.8, "historique", 3)
    assert step["low"] < 0.8 < step["high"]
    assert "3 résultats passés" in plain(answered(capsys, "chances", path))


def test_a_known_result_settles_this_year_and_leaves_the_next_one_open(capsys, written):
    path = written("fait.csv", (HEAD + "qualite;Une;livrable;2026;1000;40 %;fait\n").encode())
    settled, open_ = (
        only(capsys, path, "--exercice", which)["lines"][0]["steps"][0] for which in ("en-cours", "suivant")
    )
    assert (settled["chance"], settled["origin"]) == (1, "resultat")
    assert (open_["chance"], open_["origin"]) == (0.4, "saisie")


def test_what_nobody_knows_is_null_in_json_and_inconnu_in_text_never_0(capsys):
    community = only(capsys, contract_a.LINES)
    total = community["total"]
    assert (total["lines"], total["unknown"], total["unknown_euros"]) == (0, 41, 122_500)
    assert {total[key] for key in ("expected", "sd", "p10", "p50", "p90", "cover", "lack", "shortfall")} == {
        None
    }
    assert {mission["expected"] for mission in community["missions"]} == {None}
    assert {step["chance"] for line in community["lines"] for step in line["steps"]} == {None}
    printed = plain(answered(capsys, "chances", contract_a.LINES))
    assert "Aucune chance n’est connue" in printed
    assert "41 lignes laissées de côté" in printed


def test_one_line_left_aside_is_told_in_the_singular(capsys, written):
    path = written(
        "une.csv",
        (HEAD + "qualite;Une;livrable;2026;1000;40 %;\nqualite;Deux;livrable;2026;500;;\n").encode(),
    )
    printed = plain(answered(capsys, "chances", path))
    assert (
        "1 ligne laissée de côté, faute de chance ou de montant : elle pourrait rapporter au plus" in printed
    )
    assert "1 + 1 inconnue " in printed


def test_contract_a_gets_the_figures_of_the_library(capsys):
    rules = law.load()
    dossier = reading.read([("a.xlsx", contract_a.WORKBOOK.read_bytes())], rules.missions, rules.parts)
    known = foresight.chances(dossier)
    now = dossier.lines[dossier.lines["year"] == 2026]
    found = income(now, dossier.tiers.assign(chance=known["chance"]), common=0.3)
    community = only(capsys, contract_a.WORKBOOK, "--cause-commune", "30", "--somme", "80000")
    total = community["total"]
    assert total["expected"] == pytest.approx(found.mean, abs=1e-4)
    assert [total[key] for key in ("p10", "p50", "p90")] == [found.quantile(q) for q in (0.1, 0.5, 0.9)]
    assert total["cover"] == pytest.approx(found.cover(80_000), abs=1e-6)
    assert total["lack"] == pytest.approx(found.lack(80_000), abs=1e-4)
    assert total["shortfall"] == pytest.approx(found.shortfall(0.1), abs=1e-4)
    assert sum(mission["lines"] for mission in community["missions"]) == len(community["lines"]) == 41
    assert [line["cell"] for line in community["lines"]] == [f"Indicateurs!P{row}" for row in range(84, 125)]


@pytest.mark.parametrize(
    ("exercise", "lacking"),
    [
        # This year's posts cost 355 000 €, firm ones 265 600 €, and the fixe is 275 000 €: all posts lack 80 000 €.
        ("en-cours", 80_000),
        # Next year firm posts alone cost 319 600 €: they lack 44 600 €.
        ("suivant", 44_600),
    ],
)
def test_without_a_sum_the_one_to_cover_is_what_the_posts_lack(capsys, exercise, lacking):
    assert only(capsys, contract_a.WORKBOOK, "--exercice", exercise)["total"]["sum"] == lacking


def test_the_json_of_chances_has_the_keys_its_readers_count_on(capsys):
    answer = told(capsys, contract_a.WORKBOOK)
    assert set(answer) == {"common_cause", "communities", "problems"}
    (community,) = answer["communities"]
    assert set(community) == {"community", "year", "lines", "missions", "total"}
    sums = frozenset({"lines", "unknown", "unknown_euros", "expected", "sd", "p10", "p50", "p90", "exact"})
    assert set(community["total"]) == sums | {"sum", "cover", "lack", "shortfall"}
    assert {frozenset(mission) for mission in community["missions"]} == {sums | {"mission", "envelope"}}
    step = frozenset({"tier", "threshold", "amount", "chance", "low", "high", "origin", "observations"})
    for line in community["lines"]:
        assert set(line) == {"mission", "label", "cell", "counted", "steps"}
        assert {frozenset(one) for one in line["steps"]} == {step}


def test_the_csv_of_chances_has_a_row_for_each_step_or_each_mission(capsys):
    steps = rows(capsys, contract_a.WORKBOOK)
    community = only(capsys, contract_a.WORKBOOK)
    assert len(steps) == sum(len(line["steps"]) for line in community["lines"])
    missions = rows(capsys, contract_a.WORKBOOK, "--table", "missions")
    assert [row["mission"] for row in missions] == [mission["mission"] for mission in community["missions"]]


@pytest.mark.parametrize(
    "words", [[], ["--exercice", "suivant", "--somme", "90000", "--cause-commune", "25"]]
)
def test_the_text_of_chances_reads_in_a_hundred_columns(capsys, words):
    printed = answered(capsys, "chances", contract_a.WORKBOOK, *words)
    assert max(len(line) for line in printed.splitlines()) <= 100
    assert not re.search(r"\bnan\b", printed.lower())


@pytest.mark.parametrize(
    "words", [["--somme", "-5"], ["--somme", "beaucoup"], ["--cause-commune", "101"], ["--exercice", "passé"]]
)
def test_an_option_of_chances_that_makes_no_sense_is_refused(capsys, two, words):
    assert "--help" in refused(capsys, "chances", two, *words)
