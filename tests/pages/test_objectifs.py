"""Objectifs: how many objectives, what the curve and the three choices say, and what one does to them."""

from __future__ import annotations

import json

import pandas as pd
import plotly.graph_objects as go_figures
import pytest

from aci_model import law, reading
from tests.pages import library, screen
from tests.pages.app import go, run

OBJECTIVES = "pages/4_Objectifs.py"
VIEWS = ("combien", "renoncer", "natures")
HEAD = "mission;indicateur;type;nature;montant 1;effort (jours);chance\n"
BEST = "Après les 29\u00a0meilleurs objectifs (164\u00a0jours, 77\u202f985\u00a0€ attendus)"
MARKUP = "![i](http://e.invalid) <b>gras</b> :red[y] $z$"


def a_file(*rows):
    return ("cas.csv", (HEAD + "".join(f"{row}\n" for row in rows)).encode())


def opened(app, *rows):
    """A file of these lines, on Objectifs."""
    return go(screen.drop(app, a_file(*rows)), OBJECTIVES)


def view(app, name):
    return screen.choose(app, "Vue", name)


def listed(app):
    """The list as it stands, by objective."""
    (element,) = [one for one in app.dataframe if "kept" in one.value.columns]
    return element.value.set_index("label")


def kept(app):
    rows = listed(app)
    return rows.index[rows["kept"]].tolist()


def click(app, key):
    return run(app.button(key=key).click())


def written(app, frame, values):
    """Write cells of the dossier in view, as the list does."""
    desk, held, rules = app.session_state["typed"], app.session_state["loaded"], law.load()
    read = reading.read(list(held.files.items()), rules.missions, rules.parts, held.answers)
    desk.write(read, held, frame, values)
    return run(app)


def drawn(app):
    """The only chart of the page, checked by Plotly."""
    (chart,) = screen.charts(app)
    go_figures.Figure(chart.drawn)
    return chart


@pytest.fixture
def page(app):
    """The sample on Objectifs."""
    return go(screen.sample(app), OBJECTIVES)


# « Combien »


def test_the_page_opens_with_the_next_objective_its_cost_and_its_risk(page):
    said = screen.answer(page)
    assert said.startswith(f"{BEST}, le suivant, «\u00a0")
    assert said.endswith("20\u00a0% de risque de ne rien rapporter.")


def test_the_list_and_the_curve_hold_every_candidate(page):
    rows = listed(page)
    assert len(rows) == 43  # 41 lines and two objectives the contract does not have
    assert sorted(rows["place"]) == list(range(1, 44))
    chart = drawn(page)
    assert "0 à 43\u00a0objectifs" in chart.alt
    table = screen.table(page, "objectifs_courbe")
    assert len(table) == 44
    assert rows["brings"].sum() == pytest.approx(92_682)  # what all of them bring: the end of the curve


def test_three_choices_stand_side_by_side_and_the_best_says_that_it_is_exact(page):
    words = screen.words(page)
    for size in ("29\u00a0objectifs, 164\u00a0jours", "41\u00a0objectifs, 276\u00a0jours, 111 de trop"):
        assert size in words
    assert "meilleur choix possible pour 165\u00a0jours, calculé exactement" in words


def test_a_choice_taken_locks_its_objectives_and_one_undo_frees_them_all(page):
    click(page, "prendre_en_profiter")
    assert len(kept(page)) == 29
    assert screen.answer(page).startswith("Après vos 29\u00a0objectifs (164\u00a0jours")
    screen.press(page, "Annuler la dernière")
    assert kept(page) == []
    assert screen.answer(page).startswith(BEST)


def test_everything_can_be_freed_again(page):
    click(page, "prendre_minimaliste")
    assert len(kept(page)) == 5
    screen.press(page, "Tout libérer")
    assert kept(page) == []


def test_a_line_locked_in_is_in_the_best_choice_and_one_set_aside_is_not(page):
    before = listed(page)
    dear = before.index[before["place"] == 43][
        0
    ]  # the least worth its days: never in the best choice by itself
    cheap = before.index[before["place"] == 1][0]
    lines = library.contract().dossier.lines
    row = {label: int(lines.index[lines["label"] == label][-1]) for label in (dear, cheap)}
    written(page, "lines", {(row[dear], "choice"): "retenu", (row[cheap], "choice"): "ecarte"})
    click(page, "prendre_en_profiter")
    assert dear in kept(page)
    assert cheap not in kept(page)
    assert listed(page).loc[cheap, "aside"]
    assert listed(page)["days"][listed(page)["kept"]].sum() <= 165
    screen.press(page, "Annuler la dernière")
    screen.press(page, "Annuler la dernière")
    assert screen.answer(page).startswith(BEST)


def test_fewer_days_leave_fewer_objectives_and_can_be_taken_back(page):
    run(screen.labelled(page.number_input, "Capacité (jours)").set_value(40.0))
    assert screen.answer(page).startswith("Après les 14\u00a0meilleurs objectifs (40\u00a0jours")
    assert screen.labelled(page.number_input, "Capacité (jours)").value == 40
    screen.press(page, "Annuler la dernière")
    assert screen.answer(page).startswith(BEST)


def test_a_shared_envelope_is_diluted_and_says_so(page):
    screen.choose(page, "Montants", True)
    assert "fait baisser ce que l’on peut attendre" in screen.findings(page)[0]
    assert "l’enveloppe se partagerait" in screen.answer(page)
    drawn(page)


def test_a_common_cause_widens_the_band_and_leaves_what_is_expected(page):
    alone = screen.table(page, "objectifs_courbe").iloc[-1]
    screen.choose(page, "Cause commune", 50)
    together = screen.table(page, "objectifs_courbe").iloc[-1]
    assert together["Attendu en tout"] == alone["Attendu en tout"]
    low, high = "Neuf fois sur dix, au moins", "Une fois sur dix, au moins"
    assert figure(together[low]) < figure(alone[low])
    assert figure(together[high]) > figure(alone[high])


def figure(words):
    return float("".join(sign for sign in words if sign.isdigit()))


def test_a_sum_to_cover_is_told_with_its_chance(page):
    run(screen.labelled(page.number_input, "Somme à couvrir (€)").set_value(70_000.0))
    assert "couvre 70\u202f000\u00a0€\u00a0: " in screen.words(page)


def test_an_objective_is_added_and_taken_away(page):
    page.text_input(key="nouvel_objectif").input("Maraude dentaire")
    page.selectbox(key="nouvelle_mission").select("prevention")
    for key, value in {"nouveau_montant": 2_000.0, "nouvelle_chance": 90.0, "nouveaux_jours": 1.0}.items():
        page.number_input(key=key).set_value(value)
    screen.press(page, "Ajouter")
    row = listed(page).loc["Maraude dentaire"]
    assert (row["percent"], row["days"], row["brings"]) == (90, 1, 1_800)  # 2 000 × 90 %
    run(page.selectbox(key="objectif_a_retirer").select_index(2))
    screen.press(page, "Retirer cet objectif")
    assert "Maraude dentaire" not in listed(page).index


def test_an_objective_without_a_name_or_a_mission_is_not_added(page):
    screen.press(page, "Ajouter")
    assert len(listed(page)) == 43
    assert "modification" not in screen.words(page)


def test_what_lacks_a_chance_or_days_is_to_be_filled_never_zero(app):
    opened(
        app,
        "parcours;Charte;livrable;qualitatif;1000;2;",
        "parcours;Bilans;livrable;qualitatif;2000;;80 %",
        "parcours;Réunions;livrable;qualitatif;3000;1;50 %",
    )
    words = screen.words(app)
    assert "«\u00a0Charte\u00a0» (chance)" in words
    assert "«\u00a0Bilans\u00a0» (jours)" in words
    # one's own choice is the contract: two counted, 1 600 + 1 500 €, Charte beside
    assert "au moins 3\u202f100\u00a0€" in words
    assert "2\u00a0objectifs, jours inconnus, plus 1\u00a0non compté" in words
    assert pd.isna(listed(app).loc["Charte", "brings"])
    assert listed(app).loc["Bilans", "brings"] == 1_600  # its euros are known, its days are not


@pytest.mark.parametrize(
    "rows",
    [
        ["parcours;Charte;livrable;qualitatif;1000;;", "parcours;Bilans;livrable;qualitatif;2000;;"],
        ["parcours;Charte;livrable;qualitatif;1000;2;"],
        ["parcours;Charte;livrable;qualitatif;1000;;80 %"],
        ["parcours;Charte;livrable;qualitatif;1000;2;80 %"],
        ["parcours;Charte;livrable;qualitatif;;2;80 %"],
    ],
    ids=["nothing typed", "no chance", "no days", "one line", "no amount"],
)
def test_each_view_stands_on_little(app, rows):
    opened(app, *rows)
    for name in VIEWS:
        view(app, name)
        assert screen.answer(app)
        for chart in screen.charts(app):
            go_figures.Figure(chart.drawn)
            assert len(chart.alt.split()) > 5
        assert "nan" not in screen.words(app).lower().split()


def test_without_a_chance_no_empty_curve_is_drawn_but_what_it_waits_for_is_said(app):
    opened(app, "parcours;Charte;livrable;qualitatif;1000;2;")
    assert screen.charts(app) == []
    assert screen.findings(app) == ["Aucun objectif dont les euros soient connus"]
    assert "la courbe se dessinera aussitôt" in screen.words(app)
    assert "0\u00a0€ attendus" not in screen.words(app)  # what nobody knows is no choice worth nothing


def test_without_a_capacity_the_field_asks_for_one_and_everything_fits(app):
    opened(app, "parcours;Charte;livrable;qualitatif;1000;2;80 %")
    field = screen.labelled(app.number_input, "Capacité (jours)")
    assert (field.value, field.placeholder) == (None, "?")
    assert "sans limite de jours" in screen.words(app)
    run(field.set_value(1.0))
    assert "1\u00a0objectif, 2\u00a0jours, 1 de trop" in screen.words(app)  # one's own choice: the contract


def test_the_view_is_remembered(page):
    view(page, "natures")
    go(page, screen.PROGRESS)
    screen.visit(page, OBJECTIVES)
    assert "porte" in screen.answer(page)


def test_what_a_person_wrote_stays_text(app):
    opened(
        app, f"parcours;{MARKUP};livrable;qualitatif;1000;2;80 %", "parcours;Autre;livrable;qualitatif;1;1;"
    )
    run(screen.labelled(app.number_input, "Capacité (jours)").set_value(1.0))
    for name in VIEWS:
        view(app, name)
        raw = [element.value for element in [*app.header, *app.subheader, *app.markdown, *app.caption]]
        assert not [text for text in raw if "![i]" in text or "<b>" in text or ":red[" in text]
        for chart in screen.charts(app):
            assert "<b>gras" not in json.dumps(chart.drawn, ensure_ascii=False)
    view(app, "combien")
    assert MARKUP in screen.answer(app)  # every sign of it is shown


# « Renoncer »


def test_a_line_is_given_up_stays_told_and_is_taken_back(page):
    view(page, "renoncer")
    assert screen.answer(page).startswith("Aucun objectif du contrat n’est abandonné.")
    dots = drawn(page).drawn["data"][1]["marker"]["symbol"]
    assert dots.count("circle") == 41
    label = screen.labelled(page.selectbox, "Ligne à laquelle renoncer").options[0].split(" · ")[0]
    screen.choose(page, "Pourquoi", "donnees")
    screen.press(page, "Renoncer à cette ligne")
    assert screen.answer(page).startswith("1\u00a0objectif abandonné laisse")
    assert "données indisponibles" in screen.words(page)
    assert drawn(page).drawn["data"][1]["marker"]["symbol"].count("x-thin") == 1
    view(page, "combien")
    assert label not in listed(page).index
    assert f"«\u00a0{label}\u00a0» (données indisponibles)" in screen.words(page)
    view(page, "renoncer")
    screen.press(page, "Reprendre")
    assert screen.answer(page).startswith("Aucun objectif du contrat n’est abandonné.")
    assert "modification" not in screen.words(page)


def test_the_first_days_of_no_return_are_listed(page):
    view(page, "renoncer")
    # 12 days × 365 ÷ 165 = 26,5, so 27 days before 14/04/2027: 18/03/2027
    assert "18 mars 2027 · Médecins volontaires recensés et suivis (12\u00a0jours)" in screen.words(page)


# « Quanti / quali »


def test_the_contract_is_weighed_by_nature(page):
    view(page, "natures")
    # 66 500 of 122 500 euros, 127 of 276 days
    assert (
        screen.answer(page)
        == "Le quantitatif porte 54\u00a0% des euros et 56\u00a0% de l’incertitude, pour 46\u00a0% des jours."
    )
    drawn(page)
    told = screen.table(page, "objectifs_natures").set_index("Nature")
    assert told.loc["quantitatif", "Euros"] == "66\u202f500\u00a0€"
    words = screen.words(page)
    assert "Donnée d’un tiers" in words
    assert "24\u00a0valeurs proposées" in words


def test_another_swap_says_something_else(page):
    view(page, "natures")
    before = [said for said in screen.words(page).splitlines() if said.startswith("Reporter")]
    run(screen.labelled(page.selectbox, "Ligne quantitative à alléger").select_index(3))
    after = [said for said in screen.words(page).splitlines() if said.startswith("Reporter")]
    assert len(before) == len(after) == 1
    assert before != after
