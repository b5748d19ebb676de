"""Négociation: each view on the example and on poor files, what is typed there, and the papers."""

from __future__ import annotations

import plotly.graph_objects as go_figures
import pytest

from aci_model import bargaining, law, reading
from aci_model.wording import euros
from tests import contract_a
from tests.pages import library, screen
from tests.pages.app import go, run
from tests.pages.test_every_page import BREAKABLE, MACHINE

PAGE = "pages/5_Negociation.py"
VIEWS = ["Clauses", "Échanges", "Preuves et questions", "Mémoire", "Dossier"]
PARTS = ["Accords", "Reprise en une page", "Comparer deux contrats"]
HEAD = "mission;indicateur;type;nature;sens;valeur initiale;palier 1;montant 1;palier 2;montant 2;résultat;unité\n"
DONE = "prevention;{};livrable;qualitatif;;;;1000;;;oui;\n"


@pytest.fixture
def page(app):
    """Négociation on the example."""
    return go(screen.sample(app), PAGE)


def opened(app, *rows):
    """Négociation on a csv of one contract."""
    screen.drop(app, ("contrat.csv", (HEAD + "".join(rows)).encode()))
    return go(app, PAGE)


def view(app, name, part=None):
    screen.choose(app, "Vue", name)
    return screen.choose(app, "Partie", part) if part else app


def read(app):
    """The dossier as the person sees it: what was loaded, with what was typed since."""
    held, rules = app.session_state["loaded"], law.load()
    whole = reading.read(list(held.files.items()), rules.missions, rules.parts, held.answers)
    if "typed" not in app.session_state:  # nothing was typed yet; this state has no `get`
        return whole
    return reading.edited(whole, app.session_state["typed"].edits(whole, held))


def saved(app):
    """The same, once saved in a workbook and read back."""
    rules = law.load()
    content = reading.workbook(read(app), rules.missions, rules.parts)
    return reading.read([("classeur.xlsx", content)], rules.missions, rules.parts)


def tables(app):
    """The tables on the page: what each is -> its rows."""
    return {element.proto.alt: element.value.map(screen.said) for element in app.table}


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


# --- the register ---


def test_a_question_of_a_clause_is_put_on_the_register_once(page):
    before = len(read(page).questions)
    screen.press(page, "Poser la question")
    kept = read(page).questions
    assert len(kept) == before + 1
    # The clause is worth 6 869,82 € between its readings.
    assert kept.iloc[-1][["addressee", "status", "label", "euros"]].tolist() == [
        "cpam",
        "posee",
        "Patients en ALD sans médecin traitant",
        6_869.82,
    ]
    assert "Au registre" in screen.words(page)
    assert not [button for button in page.button if button.label == "Poser la question"]


def test_a_question_is_added_then_closed_only_with_an_answer_and_its_source(page):
    view(page, "Preuves et questions")
    closed = screen.words(page).count("close")
    screen.labelled(page.text_area, "Question").set_value("Le prorata vaut-il cette année ?")
    screen.labelled(page.number_input, "Euros en jeu").set_value(1_000_000.0)
    screen.press(page, "Ajouter au registre")
    assert len(read(page).questions["question"].dropna()) >= 1
    assert f"suspendent au moins {euros(1_000_000)}" in screen.answer(page)  # the dearest of all

    screen.labelled(page.text_area, "Réponse").set_value("Non, au palier atteint")
    answered = [one for one in page.selectbox if one.label == "État"]
    answered[0].set_value("repondue")
    screen.press(page, "Enregistrer la réponse")
    assert f"suspendent au moins {euros(1_000_000)}" in screen.answer(page)  # no source: still open
    assert "sans source" in "".join(tables(page)["Registre des questions"]["Question"])

    screen.labelled(page.text_input, "Source").set_value("Courriel de la CPAM du 12 novembre 2026")
    screen.press(page, "Enregistrer la réponse")
    assert f"{euros(1_000_000)}" not in screen.answer(page)
    assert screen.words(page).count("close") >= closed
    kept = saved(page).questions.set_index("question").loc["Le prorata vaut-il cette année ?"]
    assert (kept["status"], kept["source"]) == ("repondue", "Courriel de la CPAM du 12 novembre 2026")


def test_an_empty_question_is_not_kept(page):
    view(page, "Preuves et questions")
    before = len(read(page).questions)
    screen.press(page, "Ajouter au registre")
    assert len(read(page).questions) == before


def test_proofs_are_sorted_by_euros_or_by_deadline(page):
    view(page, "Preuves et questions")
    by_euros = tables(page)["Ce qui manque avant le dialogue"]["En jeu"].tolist()
    assert by_euros[0] == euros(5_000)
    screen.choose(page, "Ordre", "Par échéance")
    assert len(tables(page)["Ce qui manque avant le dialogue"]) == len(by_euros)


# --- the memory ---


def test_an_agreement_is_sealed_after_those_before_it_and_saved_with_its_chain(page):
    view(page, "Mémoire", "Accords")
    before = len(read(page).agreements)
    screen.labelled(page.text_area, "Ce qui a été convenu").set_value(
        "Lecture au palier atteint, « sans prorata »"
    )
    screen.labelled(page.text_input, "Chiffre").set_value("6 000 €")
    screen.labelled(page.text_input, "Version").set_value("annexe 2026, v2")
    screen.labelled(page.selectbox, "Rôle de la personne, jamais son nom").set_value("CPAM – direction")
    screen.press(page, "Sceller l’accord")
    assert screen.answer(page) == f"{before + 1}\u00a0accords notés\u00a0: {before + 1} cartes intactes."
    kept = saved(page).agreements
    assert len(kept) == before + 1
    assert bargaining.verify(kept)["state"].eq("intacte").all()
    screen.press(page, "Annuler la dernière")
    assert len(read(page).agreements) == before


def test_an_agreement_without_a_role_is_refused_and_says_what_lacks(page):
    view(page, "Mémoire", "Accords")
    before = len(read(page).agreements)
    screen.labelled(page.text_area, "Ce qui a été convenu").set_value("Au palier atteint")
    screen.press(page, "Sceller l’accord")
    assert len(read(page).agreements) == before
    told = [screen.said(toast.value) for toast in page.toast]
    assert any("le rôle de qui l’a donné" in one for one in told)
    assert any("la version du contrat" in one for one in told)


def test_another_file_is_compared_and_only_its_edits_are_found(page):
    rules = law.load()
    whole = reading.read(
        [(contract_a.WORKBOOK.name, contract_a.WORKBOOK.read_bytes())], rules.missions, rules.parts
    )
    row = whole.lines.index[
        (whole.lines["year"] == 2026) & (whole.lines["label"] == "Taux de dépistage du cancer du sein")
    ][0]
    tier = whole.tiers.index[whole.tiers["line"] == whole.lines["line"][row]][-1]
    changed = reading.edited(whole, reading.Edits().with_cell("tiers", int(tier), "amount", 3_000.0))
    other = reading.workbook(changed, rules.missions, rules.parts)
    view(page, "Mémoire", "Comparer deux contrats")
    screen.choose(page, "Comparer ce contrat avec", "un autre fichier")
    page.file_uploader[0].upload("l_an_dernier.xlsx", other)
    run(page)
    assert screen.answer(page).startswith("1\u00a0changement sur 1\u00a0ligne")
    (row,) = tables(page)["Ce qui change"].to_numpy().tolist()
    assert row[1:3] == [euros(3_000), euros(3_500)]  # the other file is last year's: before, then ours


def test_a_reworded_line_is_shown_paired_and_the_pair_can_be_corrected(app):
    old = "prevention;Ateliers de prévention des chutes;compte;quantitatif;hausse;;8;4000;;;;ateliers\n"
    new = "prevention;Ateliers collectifs de prévention des chutes;compte;quantitatif;hausse;;8;4000;;;;ateliers\n"
    opened(app, new)
    view(app, "Mémoire", "Comparer deux contrats")
    app.file_uploader[0].upload("avant.csv", (HEAD + old).encode())
    run(app)
    assert screen.answer(app).startswith("1\u00a0changement sur 1\u00a0ligne")  # its label
    (pair,) = tables(app)["Lignes rapprochées"].to_numpy().tolist()
    assert pair[-1] == "ressemblance"
    screen.choose(app, "Corriger le rapprochement de", 0)
    screen.choose(app, "Elle reprend l’ancienne ligne", -1)
    # One line added and one dropped: 4 000 € each way, whatever the chance, of which nothing is known.
    assert screen.answer(app).startswith("2\u00a0changements sur 2\u00a0lignes")
    assert sorted(tables(app)["Ce qui change"]["Ligne"].str.contains("ligne ajoutée")) == [False, True]


def test_a_file_that_holds_no_contract_says_why_and_the_page_stays(page):
    view(page, "Mémoire", "Comparer deux contrats")
    screen.choose(page, "Comparer ce contrat avec", "un autre fichier")
    page.file_uploader[0].upload("photo.xlsx", b"not a workbook")
    run(page)
    assert "Aucune ligne de contrat n’a pu être lue dans ce fichier." in screen.words(page)
    assert screen.answer(page)


# --- the dossier ---


def test_a_line_taken_into_the_dossier_stays_there_from_view_to_view(page):
    run(screen.labelled(page.toggle, "Au dossier").set_value(True))
    view(page, "Dossier")
    assert screen.answer(page) == "Votre dossier tient en 1\u00a0fiche choisie."
    screen.choose(page, "Patients en ALD sans médecin traitant", False)
    assert screen.answer(page).startswith("Vous n’avez choisi aucune ligne")


def test_papers_are_made_only_when_asked_and_again_once_something_changed(page):
    view(page, "Dossier")
    assert not downloads(page)
    for part in ("Ce que valent les clauses", "Une fiche par ligne", "Échanges possibles"):
        run(screen.labelled(page.checkbox, part).uncheck())
    screen.press(page, "Préparer les documents")
    assert downloads(page) == [
        "Le dossier\u00a0(docx)",
        "Ses tableaux\u00a0(xlsx)",
        "Cinq diapositives\u00a0(pptx)",
        "Une page à partager\u00a0(docx)",
        "La même page en image\u00a0(png)",
    ]
    run(page)
    assert len(downloads(page)) == 5
    run(screen.labelled(page.text_input, "Version").set_value("2"))
    assert not downloads(page)


def downloads(app):
    labels = [screen.said(one.label) for one in app.get("download_button")]
    return [
        label for label in labels if label.endswith(("(docx)", "(pptx)", "(png)", "Ses tableaux\u00a0(xlsx)"))
    ]


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
