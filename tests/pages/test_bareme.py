"""Barème: what a person reads there, by period and by size, with a contract and without."""

from __future__ import annotations

import re

import pytest

from aci_model import law
from tests.cases.test_report_scale import AVENANT
from tests.law_copy import added, copied
from tests.pages.app import enter, go, run
from tests.pages.screen import EUROS, SCALE, answer, bar, choose, contract, drop, findings, said, words

SECTIONS = ["Montants", "Doutes", "Textes", "Règles", "Votre contrat", "Méthode", "Lexique"]
PERIODS = [0, 1, 2]
# French typography: no plain space before : ; ! ? % € », none after «.
BADLY_SET = re.compile(r"[\w)»] [:;!?%€»]|« ")
SMALL = re.compile(r":gray\[:small\[([^]]*)\]\]")
LEAKS = re.compile(r"\b(nan|None|NaT|NaN|accord_2019|acces_aux_soins|taille_\d)\b|<NA>")


@pytest.fixture
def scale(app):
    """The page, just opened, with nothing loaded."""
    return go(app, SCALE)


def section(app, name):
    (control,) = [one for one in app.button_group if set(SECTIONS) == set(map(said, options(one)))]
    return run(control.set_value(name))


def options(control):
    return [option.content for option in control.proto.options]


def plain(text):
    return said(text).replace("\u202f", " ").replace("\xa0", " ")


def tables(app):
    return [element.value.map(plain) for element in app.table]


def annex(app):
    """The annex on screen: head of a line -> its cells, marks and words included."""
    table = tables(app)[0]
    return {re.sub(r"[*\u2003]|:gray.*", "", row[0]).strip(): row[1:] for row in table.to_numpy().tolist()}


def everything(app):
    """Every word of the page: sentences, headers, cells, labels."""
    cells = [text for table in app.table for text in [*table.value.columns, *table.value.to_numpy().ravel()]]
    labels = [said(element.label) for element in [*app.expander, *app.metric, *app.selectbox]]
    values = [said(element.value) for element in app.metric]
    return SMALL.sub(r"\1", "\n".join([words(app), *map(said, cells), *labels, *values]))


def unfold(app):
    """Open everything that is folded."""
    for fold in app.expander:
        key = re.search(r"fold_\w+", fold.proto.id)
        if key:
            app.session_state[key[0]] = True
    return run(app)


def test_without_a_file_the_page_answers_for_all_sizes_and_the_latest_texts(scale):
    assert plain(answer(scale)).startswith(
        "12 montants sur 52 viennent d’une source officielle, 28 sont à confirmer"
    )
    assert "Toutes les tailles. Textes en vigueur : Accord de 2019 et Avenant 2." in plain(words(scale))
    read = annex(scale)
    assert read["Fonctionnement"][3].startswith("90 000 €")
    assert read["Toutes les missions"][0].startswith("inconnu")
    assert "dont 145 000 € connus" in read["Toutes les missions"][0]


def test_each_amount_says_how_sure_it_is_by_a_mark_and_a_word(scale):
    marked = re.compile(r"[●◐◔○≠] (officiel|à confirmer|déduit|sans source|en désaccord|dont .* connus)")
    for cells in annex(scale).values():
        assert all(marked.search(cell) for cell in cells)
    legend = plain("\n".join(element.value for element in scale.caption))
    assert "◐ à confirmer avec votre contrat" in legend


def test_an_earlier_period_gives_the_published_ceilings(scale):
    choose(scale, "Règles en vigueur", 2)
    assert [cell.split("  ")[0] for cell in annex(scale)["Toutes les missions"]] == [
        "220 000 €",
        "287 000 €",
        "370 000 €",
        "450 000 €",
    ]
    assert "Textes en vigueur : Accord de 2019." in plain(words(scale))


def test_one_size_has_a_table_a_phone_can_hold(scale):
    choose(scale, "Taille de la communauté", 3)
    (table,) = tables(scale)
    assert list(table.columns) == ["Mission et part", "Montant par an", "Confiance", "Texte"]
    assert annex(scale)["Toutes les missions"][:2] == ["465 000 €", "≠ en désaccord"]


def test_a_contract_brings_its_own_size_and_its_own_amounts(app):
    go(contract(app), SCALE)
    assert "Taille 3. Textes en vigueur" in plain(words(app))
    assert annex(app)["Accès aux soins"][0] == "125 000 €"
    section(app, "Votre contrat")
    assert "13 montants sur 13 viennent de votre contrat et aucun ne diffère du texte." in plain(
        findings(app)[0]
    )
    (table,) = tables(app)
    assert table.to_numpy().tolist()[0][:4] == ["Fonctionnement, part fixe", "75 000 €", "75 000 €", "0 €"]
    assert "Montants des textes au 15 avril 2026." in plain(words(app))


def test_the_rules_of_the_contract_year_come_first(app):
    # Without a signature, the last day of 2021 decides: the accord of 2019 alone.
    lines = "année;mission;action;indicateur;type;palier 1;montant 1\n2021;Parcours;A;Fait;livrable;1;45000\n"
    go(drop(app, ("lignes.csv", lines.encode())), SCALE)
    assert "année 2021-2022" in bar(app)
    assert "Textes en vigueur : Accord de 2019." in plain(words(app))


def test_without_a_contract_its_section_says_what_to_do(scale):
    section(scale, "Votre contrat")
    assert "Aucun contrat n’est ouvert" in words(scale)
    assert not scale.table


def test_contradicting_sources_stand_side_by_side_with_the_question(scale):
    section(scale, "Doutes")
    assert [plain(metric.value) for metric in scale.metric] == ["120 000 €", "125 000 €"]
    assert "À demander à votre CPAM" in words(scale)
    assert "est-elle de 120 000 ou de 125 000 euros" in plain(words(scale))
    unknown, lacking = tables(scale)
    assert len(unknown) == 4
    assert lacking["Tailles sans montant"].eq("Taille 1, Taille 2 et Taille 4").all()


def test_a_period_without_doubts_says_so(scale):
    choose(scale, "Règles en vigueur", 2)
    section(scale, "Doutes")
    assert "Aucune source lue n’en contredit une autre" in words(scale)
    assert not scale.metric


def test_each_text_shows_its_dates_and_folds_its_amounts(scale):
    section(scale, "Textes")
    assert findings(scale)[:2] == ["Avenant 2", "Accord de 2019"]
    card = dict(tables(scale)[1].to_numpy().tolist())
    assert card["**Signé le**"] == "20 juin 2019"
    before = len(scale.table)
    unfold(scale)
    assert len(scale.table) == before + 2
    assert "supprimée" in everything(scale)


def test_rules_nobody_could_read_show_their_default(scale):
    section(scale, "Règles")
    payments = tables(scale)[2]
    defaults = payments[payments["Confiance"].str.contains("valeur par défaut")]
    assert defaults["Valeur"].tolist() == ["3 mois", "0 %", "retenu sur le prochain versement"]
    assert "80 000 habitants tout juste" in plain(words(scale))


def test_the_method_works_its_example_out(scale):
    section(scale, "Méthode")
    readings = tables(scale)[0]
    assert readings["Dans l’exemple"].tolist() == ["200 €", "0 €", "220 €"]
    unfold(scale)
    (model,) = scale.code
    assert law.load().missions["mission"].iloc[0] in model.value


def test_every_term_of_the_glossary_is_explained_in_order(scale):
    section(scale, "Lexique")
    (table,) = tables(scale)
    assert {"ACI", "À prouver", "Résultat", "Intensité des moyens"} <= set(table["Mot"])
    assert table["Définition"].str.len().gt(0).all()


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_is_well_set_and_leaks_nothing_of_the_machine(app, name, period):
    go(contract(app), SCALE)
    choose(app, "Règles en vigueur", period)
    section(app, name)
    unfold(app)
    shown = everything(app)
    assert not BADLY_SET.search(shown), BADLY_SET.search(shown)
    assert not LEAKS.search(shown), LEAKS.search(shown)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_table_can_be_downloaded(app, name):
    go(contract(app), SCALE)
    section(app, name)
    unfold(app)
    assert app.get("download_button")
    keys = [element.proto.id for element in app.get("download_button")]
    assert len(keys) == len(set(keys))


def test_what_was_chosen_is_still_there_after_another_page(app):
    go(contract(app), SCALE)
    section(app, "Doutes")
    choose(app, "Règles en vigueur", 1)
    go(app, EUROS)
    go(app, SCALE)
    assert "120 000 €" in plain(everything(app))
    assert plain(answer(app)).startswith("3 montants sur 11")


def test_a_text_dropped_into_the_law_shows_on_the_page(tmp_path, monkeypatch):
    amended = law.load_from(added(copied(tmp_path), AVENANT))
    monkeypatch.setattr(law, "load", lambda: amended)
    app = go(enter(), SCALE)
    assert "Accord de 2019, Avenant 2 et Avenant 9." in plain(words(app))
    assert annex(app)["Parcours"][0].startswith("51 000 €")
    section(app, "Textes")
    assert findings(app)[0] == "Avenant 9"
