"""What is typed on Négociation is kept: questions, answers, agreements; contracts compared, papers made when asked."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from aci_model import bargaining, funding, law, peers, reading
from aci_model.wording import euros
from pages._shared import comparison_door, session, sheet
from tests import contract_a
from tests.pages import screen
from tests.pages.app import go, run
from tests.pages.dialogue import HEAD, PAGE, opened, read, saved, tables, view
from tests.published import MISSION, published


@pytest.fixture
def page(app):
    """Négociation on the example."""
    return go(screen.sample(app), PAGE)


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
    assert f"suspendent jusqu’à {euros(1_000_000)}" in screen.answer(page)  # the dearest of all

    screen.labelled(page.text_area, "Réponse").set_value("Non, au palier atteint")
    answered = [one for one in page.selectbox if one.label == "État"]
    answered[0].set_value("repondue")
    screen.press(page, "Enregistrer la réponse")
    assert f"suspendent jusqu’à {euros(1_000_000)}" in screen.answer(page)  # no source: still open
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


# --- all of it lives in the workbook ---


def test_what_goes_into_the_papers_is_saved_in_the_workbook_and_read_back_from_it(app, page):
    run(screen.labelled(page.toggle, "Au dossier").set_value(True))
    view(page, "Dossier")
    run(screen.labelled(page.checkbox, "Accords notés").uncheck())
    run(screen.labelled(page.text_input, "Version").set_value(" 2 bis "))
    run(screen.labelled(page.date_input, "Date").set_value(dt.date(2026, 10, 3)))
    run(screen.labelled(page.toggle, "Montrer les euros sur la page à partager").set_value(True))
    rules = law.load()
    book = reading.workbook(read(page), rules.missions, rules.parts)

    screen.drop(app, ("classeur.xlsx", book))
    again = view(go(app, PAGE), "Dossier")
    assert screen.answer(again) == "Votre dossier tient en 1\u00a0fiche choisie."
    assert screen.labelled(again.toggle, "Patients en ALD sans médecin traitant").value
    assert not screen.labelled(again.checkbox, "Accords notés").value
    assert screen.labelled(again.checkbox, "Échanges possibles").value
    assert screen.labelled(again.text_input, "Version").value == "2 bis"
    assert screen.labelled(again.date_input, "Date").value == dt.date(2026, 10, 3)
    assert screen.labelled(again.toggle, "Montrer les euros sur la page à partager").value
    assert "modification" not in screen.words(again)  # nothing to save: it is all in the file


def test_a_choice_for_the_papers_or_a_question_works_out_no_euro_again(page, monkeypatch):
    asked = []
    assess = funding.assess
    monkeypatch.setattr(funding, "assess", lambda *given: asked.append(given) or assess(*given))
    run(screen.labelled(page.toggle, "Au dossier").set_value(True))
    screen.press(page, "Poser la question")
    assert "2\u00a0modifications non enregistrées" in screen.words(page)
    assert not asked
    screen.labelled(page.selectbox, "Force de la preuve attendue").set_value(
        0
    )  # another column of the same frame
    run(page)
    assert len(asked) == 1


def test_a_line_taken_into_the_dossier_can_be_taken_back_with_the_last_change(page):
    run(screen.labelled(page.toggle, "Au dossier").set_value(True))
    screen.press(page, "Annuler la dernière")
    assert not screen.labelled(page.toggle, "Au dossier").value
    assert read(page).lines["in_papers"].isna().all()


def test_a_corrected_pair_is_saved_in_the_workbook_and_read_back_from_it(app):
    old = "prevention;Ateliers de prévention des chutes;compte;quantitatif;hausse;;8;4000;;;;ateliers\n"
    new = "prevention;Ateliers collectifs de prévention des chutes;compte;quantitatif;hausse;;8;4000;;;;ateliers\n"
    opened(app, new)

    def compare():
        view(app, "Mémoire", "Comparer deux contrats")
        app.file_uploader[0].upload("avant.csv", (HEAD + old).encode())
        return run(app)

    compare()
    screen.choose(app, "Corriger le rapprochement de", 0)
    screen.choose(app, "Elle reprend l’ancienne ligne", -1)
    rules = law.load()
    book = reading.workbook(read(app), rules.missions, rules.parts)
    screen.drop(app, ("classeur.xlsx", book))
    go(app, PAGE)
    compare()
    # One line added and one dropped, as corrected before the workbook was saved.
    assert screen.answer(app).startswith("2\u00a0changements sur 2\u00a0lignes")
    screen.choose(app, "Corriger le rapprochement de", 0)
    screen.choose(app, "Elle reprend l’ancienne ligne", None)
    assert screen.answer(app).startswith("1\u00a0changement sur 1\u00a0ligne")
    assert read(app).pairs.empty


# --- comparable communities ---


def test_the_manner_of_the_rosp_takes_what_the_comparison_published_and_nothing_of_others_against_oneself(
    page,
):
    assert sheet.COMPARED == comparison_door.PUBLISHED_KEY

    def told():
        ways = tables(page)["Façons de fixer la cible"].set_index("Façon")
        return ways.loc["À la manière de la ROSP"]

    assert "pas encore publiés" in told()["Ce que cela veut dire"]
    seen = published((MISSION.replace("prevention", "acces_aux_soins"), "ensemble", 0.2, 0.9), asked_lines=())
    seen = dataclasses.replace(seen, asked=peers.asked_of(law.load(), missions=["acces_aux_soins"]))
    page.session_state[sheet.COMPARED] = {
        "published": seen.published,
        "attributes": seen.attributes,
        "asked": seen.asked,
    }
    run(page)
    # Patients en ALD sans médecin traitant, from 219 down to 50: at 90 %, 219 − 0,9 × 169 = 66,9.
    assert "67\u00a0patients" in told()["Paliers proposés"]
    assert "Pour sa mission" in told()["Ce que cela veut dire"]
    page.session_state[session.OWN_PATH] = True
    run(page)
    assert told()["Paliers proposés"] == ""
    assert "qu’à vous-même" in told()["Ce que cela veut dire"]
