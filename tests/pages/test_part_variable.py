"""Part variable: the euros of missions and lines, the three readings, the next steps, and why."""

from __future__ import annotations

import math

import pytest

from aci_model import funding
from aci_model.wording import euros
from tests import contract_a
from tests.pages import library, screen
from tests.pages.app import go

SPLIT = ["ceiling", "earned", "to_prove", "pending", "lost"]
READINGS = {"contrat": "Au contrat", "tout-ou-rien": "Tout ou rien", "lineaire": "Linéaire"}


@pytest.fixture
def page(app):
    """The page, with contract A dropped."""
    return go(screen.contract(app), screen.EUROS)


def same(left, right):
    """Whether a column shows these figures in whole euros, what is missing in one being missing in the other."""
    return all((math.isnan(a) and math.isnan(b)) or a == round(b) for a, b in zip(left, right, strict=True))


def why(app):
    """« Pourquoi ce montant ? »: heading -> sentence."""
    told = [screen.said(element.value) for element in app.main.markdown if element.value.startswith("**")]
    steps = [line.removeprefix("**").split("** — ", 1) for line in told if "** — " in line]
    return dict(steps)


def test_the_table_of_missions_is_what_the_library_computed(page):
    parts = library.contract().of_year(2026).parts
    parts = parts[parts["paid"] == "attained"]
    shown = screen.table(page, "part_variable_missions")
    assert [row[1:6] for row in screen.rows(shown)] == [
        [euros(row[name]) for name in SPLIT] for row in parts.to_dict("records")
    ]


def test_the_grid_holds_the_euros_of_every_line_as_the_library_computed_them(page):
    lines = library.contract().of_year(2026).lines
    shown = page.dataframe[0].value.set_index("label")
    assert len(shown) == 41
    for name in SPLIT:
        assert same(shown.loc[lines["label"], name], lines[name])


def test_the_grid_puts_the_three_readings_side_by_side(page):
    worked = library.contract()
    lines = worked.of_year(2026).lines
    shown = page.dataframe[0].value.set_index("label")
    sides = funding.side_by_side(lines, worked.dossier.tiers)
    for name in [*funding.READINGS, "gap"]:
        assert same(shown.loc[lines["label"], name], sides[name])
    ald = shown.loc[contract_a.ALD]
    # 90 patients: 6 000 at the contract's step; not ≤ 50; (219 − 90) / (219 − 50) × 9 000 = 6 869,82
    assert ald[["contrat", "tout-ou-rien", "lineaire", "gap"]].tolist() == [6_000, 0, 6_870, 6_870]


def test_the_readings_of_a_mission_are_the_sums_of_its_lines_that_have_a_result(page):
    shown = screen.table(page, "lectures").set_index("Mission")
    # Accès: ALD 6 000 / 0 / 6 869,82; C2S 0 / 0 / (16 − 10) / 10 × 3 000 = 1 800;
    # 70 ans et plus 0 / 0 / (303 − 268) / 100 × 5 000 = 1 750; annuaire 5 000 in all three; SAS 0.
    acces = shown.loc["Accès aux soins"]
    assert acces["Au contrat"] == euros(11_000)
    assert acces["Tout ou rien"] == euros(5_000)
    assert acces["Linéaire"] == euros(6_869.82 + 1_800 + 1_750 + 5_000)


def test_the_title_says_how_much_hangs_on_the_reading_and_from_where_to_where(page):
    (title,) = [found for found in screen.findings(page) if "façon de lire" in found]
    # gaps: 6 869,82 + 1 800 + 1 750 + 2 975,40 (dépistage du sein, 7,43 / 8,74 × 3 500) = 13 395,22
    assert title.startswith(f"{euros(13_395)} dépendent de la façon de lire 4\u00a0lignes")


@pytest.mark.parametrize("reading", READINGS)
def test_the_reading_in_force_gives_its_own_euros_on_the_whole_page(page, reading):
    screen.choose(page, "Lecture des paliers", reading)
    worked = library.contract(reading=reading).of_year(2026)
    total = worked.totals.iloc[0]
    assert f"{euros(total['variable_earned'])} acquis" in screen.answer(page)
    shown = page.dataframe[0].value.set_index("label")
    assert same(shown.loc[worked.lines["label"], "earned"], worked.lines["earned"])
    assert screen.table(page, "part_variable_missions")["Acquis"].tolist() == [
        euros(value) for value in worked.parts.loc[worked.parts["paid"] == "attained", "earned"]
    ]


def test_the_next_steps_are_those_that_bring_most(page):
    shown = page.table[-1].value.map(screen.said)
    lines = library.contract().of_year(2026).lines
    best = sorted(lines["next_gain"].dropna(), reverse=True)[:10]
    assert shown["Il apporte"].tolist() == [euros(gain) for gain in best]
    assert best[0] == 5_000
    assert screen.findings(page)[-1].endswith(f"{euros(5_000)}.")


def test_why_walks_from_the_cell_to_the_euros(page):
    screen.choose(page, "Ligne du contrat", 82)
    told = why(page)
    assert list(told) == ["Cellule", "Ligne", "Paliers", "Lecture", "Preuve", "Texte", "Montant"]
    assert told["Cellule"] == "contrat_a.xlsx, Indicateurs!P84\u00a0: 90\u00a0patients."
    assert f"≤ 100\u00a0patients\u00a0: {euros(6_000)}" in told["Paliers"]
    assert "2\u00a0paliers atteints sur 3" in told["Paliers"]
    assert told["Lecture"].endswith(f"{euros(6_000)}.")
    assert "montant de votre contrat" in told["Texte"]
    assert told["Montant"] == f"Sur {euros(9_000)}\u00a0: {euros(6_000)} acquis, {euros(3_000)} perdu."


def test_why_shows_the_arithmetic_of_the_linear_reading(page):
    screen.choose(page, "Ligne du contrat", 82)
    screen.choose(page, "Lecture des paliers", "lineaire")
    # (90 − 219) ÷ (50 − 219) = 129 / 169 = 76,3 %; × 9 000 = 6 869,82
    assert "(90 − 219) ÷ (50 − 219)" in why(page)["Lecture"]
    assert "76,3\u00a0%" in why(page)["Lecture"]
    assert euros(6_869.822, cents=True) in why(page)["Lecture"]


def test_every_line_can_say_why_and_its_amounts_are_its_own(page):
    lines = library.contract().of_year(2026).lines.set_index("line")
    for line in (84, 88, 90, 105, 106, 116, 117, 122):  # lost, waiting, done, stepped, to prove
        screen.choose(page, "Ligne du contrat", line)
        row = lines.loc[line]
        told = why(page)["Montant"]
        assert told.startswith(f"Sur {euros(row['ceiling'])}")
        for name, word in (("earned", "acquis"), ("to_prove", "à prouver"), ("pending", "en attente")):
            assert (f"{euros(row[name])} {word}" in told) == (row[name] > 0)


def test_lines_alone_are_told_without_a_fixed_part_or_an_envelope(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    go(app, screen.EUROS)
    assert f"{euros(122_500)} en attente" in screen.answer(app)
    assert "somme de vos lignes" in why(app)["Texte"]
    assert "aucun résultat" in why(app)["Cellule"]


def test_two_lines_of_one_label_each_say_why(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    go(app, screen.EUROS)
    lines = library.worked((contract_a.DIRTY.name, contract_a.DIRTY.read_bytes())).whole.lines
    cells = []
    for line in lines.loc[lines["label"] == "Écrite deux fois", "line"]:
        screen.choose(app, "Ligne du contrat", int(line))
        cells.append(why(app)["Cellule"].split("!")[1].split("\u00a0")[0])
    assert cells == ["M15", "M16"]


def test_a_line_whose_amount_is_unknown_says_so(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    go(app, screen.EUROS)
    shown = app.dataframe[0].value.set_index("label")
    assert math.isnan(shown.loc["Montant négatif", "ceiling"])
    line = library.worked((contract_a.DIRTY.name, contract_a.DIRTY.read_bytes())).whole.lines
    number = int(line.loc[line["label"] == "Montant négatif", "line"].iloc[0])
    screen.choose(app, "Ligne du contrat", number)
    assert why(app)["Montant"] == "Le montant de la ligne est inconnu."
