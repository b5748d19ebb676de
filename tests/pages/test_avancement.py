"""Avancement: each filter keeps what it says, each line says where it stands."""

from __future__ import annotations

import math

import plotly.graph_objects as go_figures
import pytest

from aci_model.wording import euros, measure
from tests import contract_a
from tests.pages import library, screen
from tests.pages.app import go

STATUSES = {
    "atteint": "earned",
    "atteint en partie": "partial",
    "atteint, à prouver": "to_prove",
    "sans résultat": "pending",
    "non atteint": "lost",
}
PARCOURS = "Parcours"


@pytest.fixture
def progress(app):
    """The page, with contract A dropped."""
    return go(screen.contract(app), screen.PROGRESS)


@pytest.fixture(scope="module")
def lines():
    """The lines of this year, as the library has them."""
    return library.contract().of_year(2026).lines


def blank_or_euros(amount):
    return "–" if math.isnan(amount) else euros(amount)


def drawn(app):
    """Labels of the lines on the chart, as its alternative text tells them."""
    (chart,) = screen.charts(app)
    return chart.alt


def listed(app):
    """Labels in the table under the chart."""
    return screen.table(app, "avancement")["Indicateur"].tolist()


def test_the_answer_counts_the_lines_as_the_library_does(progress, lines):
    whole = (lines["attainment"] == 1).sum()
    partial = ((lines["attainment"] > 0) & (lines["attainment"] < 1)).sum()
    silent = lines["result"].isna().sum()
    assert (whole, partial, silent) == (16, 2, 16)
    assert screen.answer(progress) == (
        "Sur 41\u00a0lignes\u00a0: 16\u00a0objectifs atteints, 2\u00a0en partie et 16\u00a0lignes sans résultat."
    )


def test_the_table_tells_every_line_with_its_result_and_its_next_step(progress, lines):
    told = screen.table(progress, "avancement").set_index("Indicateur")
    assert set(told.index) == set(lines["label"])
    ald = told.loc[contract_a.ALD]
    assert (ald["Valeur initiale"], ald["Objectif"], ald["Résultat"]) == ("219", "50", "90\u00a0patients")
    assert ald["État"] == "atteint en partie"
    # 90 is between 51 and 100: 6 000; 50 and fewer would bring 9 000 − 6 000 more.
    assert (ald["Prochain palier"], ald["Il apporte"]) == ("≤ 50\u00a0patients", euros(3_000))
    brings = {
        label: blank_or_euros(gain) for label, gain in zip(lines["label"], lines["next_gain"], strict=True)
    }
    assert told["Il apporte"].to_dict() == brings


def test_the_mission_with_most_at_stake_comes_first_and_any_other_can_be_chosen(progress, lines):
    assert screen.labelled(progress.button_group, "Mission").value == PARCOURS
    for mission, label in (("parcours", PARCOURS), ("qualite", "Qualité"), ("prevention", "Prévention")):
        screen.choose(progress, "Mission", label)
        mine = lines.loc[lines["mission"] == mission, "label"]
        alt = drawn(progress)
        assert all(name.replace("'", "’") in alt for name in mine)
        others = lines.loc[lines["mission"] != mission, "label"]
        assert not any(name.replace("'", "’") in alt for name in others)
        assert screen.findings(progress)[0].startswith(f"{label}\u00a0: ")


@pytest.mark.parametrize(("word", "status"), STATUSES.items())
def test_a_state_keeps_the_lines_of_that_state(progress, lines, word, status):
    screen.choose(progress, "État", [status])
    assert sorted(listed(progress)) == sorted(lines.loc[lines["status"] == status, "label"])
    assert set(screen.table(progress, "avancement")["État"]) == {word}


@pytest.mark.parametrize("nature", ["quantitatif", "qualitatif"])
def test_a_nature_keeps_the_lines_of_that_nature(progress, lines, nature):
    screen.choose(progress, "Nature", [nature])
    assert sorted(listed(progress)) == sorted(lines.loc[lines["nature"] == nature, "label"])


def test_two_states_and_a_nature_together_keep_what_fits_all_of_them(progress, lines):
    screen.choose(progress, "État", ["earned", "to_prove"])
    screen.choose(progress, "Nature", ["qualitatif"])
    fits = lines["status"].isin(["earned", "to_prove"]) & (lines["nature"] == "qualitatif")
    assert sorted(listed(progress)) == sorted(lines.loc[fits, "label"])


def test_taking_the_filters_off_shows_every_line_again(progress, lines):
    screen.choose(progress, "État", ["lost"])
    screen.choose(progress, "État", [])
    assert sorted(listed(progress)) == sorted(lines["label"])


def test_filters_that_no_line_fits_say_so_and_what_to_do(progress):
    screen.choose(progress, "Nature", ["qualitatif"])
    screen.choose(progress, "État", ["partial"])  # only measured lines are reached in part
    assert "Aucune ligne ne correspond à ces filtres. Retirez-en un" in screen.words(progress)
    assert not screen.charts(progress)


def test_a_mission_without_a_line_left_gives_way_to_one_that_has(progress):
    screen.choose(progress, "Mission", "Qualité")
    screen.choose(progress, "État", ["lost"])  # no line of Qualité is lost
    group = screen.labelled(progress.button_group, "Mission")
    assert group.options == ["Accès aux soins", PARCOURS]
    assert group.value in group.options
    assert screen.charts(progress)


def test_a_line_opens_with_its_next_step_its_proofs_and_its_past(progress):
    screen.choose(progress, "Mission", "Accès aux soins")
    labels = screen.labelled(progress.selectbox, "Ligne").options
    assert len(labels) == 8
    screen.choose(progress, "Ligne", 82)  # the first line of 2026: 2 × 41 come before it
    told = screen.words(progress)
    assert "Résultat\u00a0: 90\u00a0patients." in told
    assert f"atteindre ≤ 50\u00a0patients apporte {euros(3_000)}" in told
    assert "Preuve fournie" in told
    assert "Requête locale CPAM" in told
    past = progress.table[-1].value.map(screen.said)
    of_past = library.contract().whole.lines
    mine = of_past[(of_past["label"] == contract_a.ALD) & (of_past["year"] < 2026)]
    assert past["Année"].tolist() == ["2025", "2024"]
    assert past["Acquis"].tolist() == [
        euros(amount) for amount in mine.sort_values("year", ascending=False)["earned"]
    ]


def test_the_line_chosen_is_still_chosen_after_a_round_of_the_pages(progress):
    screen.choose(progress, "Mission", "Prévention")
    chosen = screen.labelled(progress.selectbox, "Ligne").value
    other = next(line for line in range(82, 123) if line != chosen and _in_prevention(line))
    screen.choose(progress, "Ligne", other)
    screen.choose(progress, "État", ["pending", "earned", "partial", "to_prove", "lost"])
    for page in (screen.EUROS, screen.YEARS, screen.HOME, screen.PROGRESS):
        go(progress, page)
    assert screen.labelled(progress.selectbox, "Ligne").value == other
    assert screen.labelled(progress.button_group, "Mission").value == "Prévention"
    assert len(screen.labelled(progress.button_group, "État").value) == 5


def _in_prevention(line):
    return 82 + 8 + 15 <= line < 82 + 8 + 15 + 12  # after 8 lines of accès and 15 of parcours


def test_another_file_while_a_line_is_chosen_shows_a_line_of_that_file(progress):
    screen.choose(progress, "Mission", "Prévention")
    screen.drop(progress, ("contrat_a.xlsx", contract_a.with_results(contract_a.reached)))
    go(progress, screen.PROGRESS)
    assert screen.charts(progress)


def test_lines_without_any_result_say_so(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    go(app, screen.PROGRESS)
    assert screen.answer(app) == "Aucun résultat n’est encore renseigné sur 41\u00a0lignes."
    assert "Preuve non suivie dans le fichier" in screen.words(app)


def test_two_lines_of_one_label_can_each_be_opened(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    go(app, screen.PROGRESS)
    options = screen.labelled(app.selectbox, "Ligne").options
    assert len(options) == len(set(options))
    assert [name for name in options if name.startswith("Écrite deux fois")] == [
        f"Écrite deux fois (fichier_sale.xlsx, Indicateurs, ligne {row})" for row in (15, 16)
    ]


# --- contre soi-même ---


def test_against_oneself_shows_only_ones_own_path(progress):
    screen.choose(progress, "Contre soi-même", True)
    screen.choose(progress, "Mission", "Prévention")
    assert screen.answer(progress).startswith("Contre soi-même, sur 41\u00a0lignes\u00a0: ")
    assert screen.findings(progress)[0].startswith("Prévention, sur 12\u00a0lignes\u00a0: ")
    told = screen.table(progress, "contre_soi_meme")
    breast = told[told["Indicateur"] == "Taux de dépistage du cancer du sein"]
    whole = library.contract().whole.lines
    known = whole[(whole["label"] == "Taux de dépistage du cancer du sein") & whole["result"].notna()]
    assert [measure(value, "%") for value in known.sort_values("year")["result"]] == breast[
        "Valeur"
    ].tolist()[-3:]
    go_figures.Figure(
        screen.charts(progress)[0].drawn
    )  # raises on any key or value that Plotly does not know
    # no target, no euros, no attainment, and nothing that filters by them
    assert "€" not in screen.words(progress) + " ".join(told.to_numpy().ravel())
    assert "palier" not in screen.words(progress)
    assert [group.label for group in progress.button_group] == ["Mission"]
    assert not [box for box in progress.selectbox if box.label == "Ligne"]


def test_the_band_of_chance_is_seen_on_both_sides_of_its_mark(progress):
    screen.choose(progress, "Contre soi-même", True)
    bands, _, marks, *_ = screen.charts(progress)[0].drawn["data"]
    assert bands["line"]["width"] >= 2 * (marks["marker"]["size"] + marks["marker"]["line"]["width"])


def test_the_switch_is_remembered_across_pages_and_turned_off_shows_the_targets_again(progress):
    screen.choose(progress, "Contre soi-même", True)
    for page in (screen.HOME, screen.YEARS, screen.PROGRESS):
        go(progress, page)
    assert screen.answer(progress).startswith("Contre soi-même")
    screen.choose(progress, "Contre soi-même", False)
    assert "objectifs atteints" in screen.answer(progress)


def test_a_first_year_says_that_a_progress_cannot_be_told_from_chance(app):
    screen.drop(
        app, ("net.csv", b"mission;indicateur;type;montant 1;r\xc3\xa9sultat\nqualite;A;livrable;100;fait\n")
    )
    go(app, screen.PROGRESS)
    screen.choose(app, "Contre soi-même", True)
    assert screen.answer(app) == "Qualité\u00a0: trop peu d’années pour distinguer un progrès du hasard."
    assert screen.charts(app)


def test_a_mission_without_any_value_says_so(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    go(app, screen.PROGRESS)
    screen.choose(app, "Contre soi-même", True)
    assert "Aucune ligne de cette mission n’a encore de valeur" in screen.words(app)
    assert not screen.charts(app)


def test_a_deadline_typed_is_said_of_its_line(app):
    head = "mission;indicateur;type;montant 1;résultat;date limite\n"
    screen.drop(
        app, ("net.csv", f"{head}qualite;A;livrable;100;;31/12/2026\nqualite;B;livrable;50;;\n".encode())
    )
    go(app, screen.PROGRESS)
    assert "Un résultat compte jusqu’au 31 décembre 2026." in screen.words(app)
    told = screen.table(app, "avancement")
    assert told["Compte jusqu’au"].tolist() == ["31 décembre 2026", "fin de l’année du contrat"]


def test_what_remains_to_win_is_the_same_on_both_pages(progress):
    # parcours: 16 000 wait and nothing is to prove (test_accueil)
    screen.choose(progress, "Mission", PARCOURS)
    assert screen.findings(progress)[0].endswith(f"il reste {euros(16_000)} à gagner.")
    go(progress, screen.HOME)
    assert f"{PARCOURS}\u00a0: " in screen.findings(progress)[0]
    assert f"soit {euros(16_000)} sur" in screen.findings(progress)[0]
