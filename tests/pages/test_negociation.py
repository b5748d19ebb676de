"""Négociation: each view on the example and on poor files, what is typed there, and the papers."""

from __future__ import annotations

import plotly.graph_objects as go_figures
import pytest

from aci_model.wording import euros
from tests.pages import library, screen
from tests.pages.app import go, run
from tests.pages.dialogue import DONE, PAGE, PARTS, VIEWS, opened, read, saved, tables, view
from tests.pages.test_every_page import BREAKABLE, MACHINE


@pytest.fixture
def page(app):
    """Négociation on the example."""
    return go(screen.sample(app), PAGE)


# --- the views ---


def test_without_files_the_page_says_what_to_do(app):
    go(app, PAGE)
    assert "Aucun contrat n’est ouvert" in screen.words(app)
    assert not app.exception


def test_clauses_come_first_and_say_what_ambiguity_is_worth(page):
    lines = library.contract().of_year(2026).lines
    assert len(lines) == 41
    # The gaps of contract A, line by line: tests/cases/test_bargaining_worth.py
    answer = screen.answer(page)
    assert answer.startswith("L’ambiguïté de vos clauses vaut jusqu’à")
    assert "Patients en ALD sans médecin traitant" in answer
    gaps, _ = screen.charts(page)
    go_figures.Figure(gaps.drawn)  # raises on any key or value that Plotly does not know
    bars = gaps.drawn["data"][0]
    assert bars["x"] == sorted(bars["x"], reverse=True)
    # At 90: linear 9 000 × (219 − 90) / (219 − 50) = 6 869,82; all or nothing 0.
    assert bars["x"][0] == pytest.approx(9_000 * 129 / 169)
    assert tables(page)["Ce que paie chaque lecture"]["Montant"].tolist() == [
        euros(6_000),
        euros(0),
        euros(6_870),
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_answers_once_on_the_example(page, name):
    view(page, name)
    assert screen.answer(page)
    assert screen.bar(page)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_memory_answers_once(page, part):
    view(page, "Mémoire", part)
    assert screen.answer(page)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(
    "rows",
    [
        [DONE.format("Charte")],
        ["prevention;Sans montant;compte;quantitatif;hausse;;8;;;;3;ateliers\n"],
        ["prevention;Seule;paliers;quantitatif;hausse;60;65;1000;70;3000;;%\n"],
    ],
    ids=["nothing ambiguous", "nothing known", "one line, no result"],
)
def test_each_view_stands_on_a_poor_contract(app, rows, name):
    opened(app, *rows)
    view(app, name)
    assert screen.answer(app)
    if name == "Mémoire":
        for part in PARTS:
            view(app, name, part)
            assert screen.answer(app)


def test_the_view_is_remembered(page):
    view(page, "Échanges")
    go(page, screen.EUROS)
    screen.visit(page, PAGE)
    assert screen.labelled(page.button_group, "Vue").value == "Échanges"


# --- the sheet ---


def test_a_line_opens_its_sheet_and_a_daily_cost_gives_its_red_line(page):
    labels = library.contract().of_year(2026).lines.set_index("label")["line"]
    screen.choose(page, "Ligne", int(labels["Taux de dépistage du cancer du sein"]))
    assert "**à chiffrer**" in screen.words(page)
    run(screen.labelled(page.number_input, "Coût d’une journée de travail (€)").set_value(300.0))
    words = screen.words(page)
    assert "**à chiffrer**" not in words
    # 12 days × 300 = 3 600 €, and the whole line pays 3 500 €.
    assert f"Même atteint, il paie {euros(3_500)}, moins que l’effort (12 jours, {euros(3_600)})." in words


def test_the_daily_cost_is_found_again_in_the_workbook_and_taken_back(page):
    run(screen.labelled(page.number_input, "Coût d’une journée de travail (€)").set_value(300.0))
    assert saved(page).communities["daily_cost"].tolist() == [300.0]
    screen.press(page, "Annuler la dernière")
    assert screen.labelled(page.number_input, "Coût d’une journée de travail (€)").value is None
    assert "**à chiffrer**" in screen.words(page)


def test_what_is_typed_on_a_sheet_changes_it_is_undone_and_comes_back_from_the_workbook(page):
    screen.labelled(page.text_area, "Ce que nous comprenons").set_value("Payé dès 100 patients")
    run(page)
    screen.labelled(page.text_area, "Ce que la CPAM ou l’ARS comprend").set_value("Payé dès 50 patients")
    run(page)
    assert tables(page)["Ce qui diffère"].to_numpy().tolist() == [["un chiffre", "100", "50"]]
    again = (
        saved(page).lines.set_index(["year", "label"]).loc[(2026, "Patients en ALD sans médecin traitant")]
    )
    assert (again["ours"], again["theirs"]) == ("Payé dès 100 patients", "Payé dès 50 patients")
    screen.press(page, "Annuler la dernière")
    assert "Ce qui diffère" not in tables(page)
    assert not screen.labelled(page.text_area, "Ce que la CPAM ou l’ARS comprend").value


def test_the_strength_of_a_proof_is_typed_on_the_scale(page):
    lines = library.contract().of_year(2026).lines
    silent = lines[lines["strength"].isna()].iloc[0]
    screen.choose(page, "Ligne", int(silent["line"]))
    screen.choose(page, "Force de la preuve attendue", 2)
    kept = read(page).lines.set_index("line")["strength"]
    assert kept[int(silent["line"])] == 2


# --- words ---


def pieces(app):
    """Every piece of text of the page that is ours: sentences, labels, helps, placeholders, figures' words."""
    widgets = [*app.button, *app.selectbox, *app.toggle, *app.checkbox, *app.button_group, *app.text_area]
    widgets += [*app.text_input, *app.number_input, *app.date_input]
    found = screen.words(app).splitlines()
    for widget in widgets:
        found += [widget.label, widget.help, getattr(widget, "placeholder", "")]
    found += [fold.label for fold in app.expander]
    return [screen.said(piece) for piece in found if piece]


@pytest.mark.parametrize("name", VIEWS)
def test_every_word_is_french_and_every_picture_and_table_is_told(page, name):
    view(page, name)
    for part in PARTS if name == "Mémoire" else [None]:
        if part:
            view(page, name, part)
        said = pieces(page)
        assert [piece for piece in said if BREAKABLE.search(piece)] == []
        cells = [str(cell) for rows in tables(page).values() for cell in rows.to_numpy().ravel()]
        assert [piece for piece in [*said, *cells] if MACHINE.search(piece)] == []
        aloud = [*[chart.alt for chart in screen.charts(page)], *tables(page)]
        assert all(len(words.split()) > 1 for words in aloud)


# --- texts ---


@pytest.mark.parametrize(
    "text", ["![](http://example.invalid/x.png)", "**gras** <script>", "=1+1", ":red[x] $a$"]
)
def test_a_text_of_the_file_is_shown_as_it_was_typed_in_each_view(app, text):
    quoted = text.replace('"', '""')
    opened(
        app,
        f'prevention;"{quoted}";paliers;quantitatif;hausse;60;65;1000;70;3000;68;%\n',
        f'prevention;"{quoted} bis";paliers;quantitatif;hausse;60;65;1000;70;3000;;%\n',
    )
    for name in VIEWS:
        view(app, name)
        shown = [element.value for element in [*app.markdown, *app.header, *app.subheader, *app.caption]]
        assert not [one for one in shown if text in one and text != "=1+1"], name
        if name == "Clauses":
            assert text in screen.words(app)


def test_exchanges_are_drawn_as_bands_round_the_same_income_with_their_table_under(page):
    view(page, "Échanges")
    proposed, own = screen.charts(page)
    go_figures.Figure(proposed.drawn)  # raises on any key or value that Plotly does not know
    go_figures.Figure(own.drawn)
    today, after = (trace for trace in proposed.drawn["data"] if trace["type"] == "bar")
    # Each band is as wide on both sides of what is expected, and narrower after.
    assert [base * -2 for base in today["base"]] == today["x"]
    assert all(new < old for new, old in zip(after["x"], today["x"], strict=True))
    table = screen.table(page, "echanges_fourchettes")
    assert table["Sur quoi"].tolist() == ["Toute la part variable", "Échange 1", "Échange 2", "Échange 3"]
