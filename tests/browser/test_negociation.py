"""Preparing the dialogue in a real browser: from the dearest ambiguity to the dossier, kept in one's own workbook."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest

from tests.browser import journey
from tests.browser.driver import open_app, settled
from tests.browser.test_two_people import MARK, heard, told

NAME, VIEWS = "Négociation", ["Clauses", "Échanges", "Preuves et questions", "Mémoire", "Dossier"]
PARTS = ["Accords", "Reprise en une page", "Comparer deux contrats"]
HOSTILE = '![](http://example.invalid/x.png) <b>gras</b> \u202eenvers :red[x] "=1+1"'


def view(page, name):
    page.get_by_role("radio", name=name, exact=True).click()
    return settled(page)


def taken(page, label):
    """Download what a button offers."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    with open(download.value.path(), "rb") as file:  # noqa: PTH123  Playwright keeps it without an ending
        return file.read()


def typed(page, label, text):
    """Type in a field and leave it, as a person does."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Control+Enter")
    return settled(page)


def test_the_dearest_clause_goes_from_its_question_to_the_dossier_and_to_the_workbook(page):
    journey.go(journey.open_with_sample(page), NAME)
    assert journey.answer(page).startswith("L’ambiguïté de vos clauses vaut jusqu’à")
    journey.stands(page)
    journey.press(page, "Poser la question")
    page.get_by_text("Au registre").wait_for()
    page.get_by_text("Au dossier", exact=True).click()
    settled(page)
    journey.unfold(page, "Compléter la fiche")
    typed(page, "Ce que nous comprenons", "6 000 € dès 100 patients")
    # The question, the basket and the text: all three go into the workbook.
    assert "3\u00a0modifications non enregistrées" in page.locator(".st-key-desk").inner_text()

    view(page, "Dossier")
    assert journey.answer(page) == "Votre dossier tient en 1\u00a0fiche choisie."
    journey.stands(page)
    journey.press(page, "Préparer les documents")
    page.get_by_role("button", name="Le dossier\u00a0(docx)", exact=True).wait_for()
    settled(page)
    with zipfile.ZipFile(io.BytesIO(taken(page, "Le dossier\u00a0(docx)"))) as docx:
        words = docx.read("word/document.xml").decode()
    assert "Patients en ALD sans médecin traitant" in words
    assert "6\u202f000\u00a0€ dès 100\u00a0patients" in words  # shown, a figure never breaks from its unit

    book = openpyxl.load_workbook(io.BytesIO(taken(page, "Enregistrer mon classeur (xlsx)")))
    asked = [str(cell) for row in book["Questions"].iter_rows(values_only=True) for cell in row]
    assert any("90\u00a0patients" in cell for cell in asked)
    ours = [str(cell) for row in book["Indicateurs"].iter_rows(values_only=True) for cell in row]
    assert "6 000 € dès 100 patients" in ours  # kept as it was typed
    head = next(book["Indicateurs"].iter_rows(max_row=1, values_only=True))
    taken_in = [
        row[head.index("au dossier")] for row in book["Indicateurs"].iter_rows(min_row=2, values_only=True)
    ]
    assert taken_in.count("oui") == 1


def test_an_agreement_noted_in_the_room_is_sealed_and_handed_over_on_one_page(page):
    journey.go(journey.open_with_sample(page), NAME)
    view(page, "Mémoire")
    before = journey.answer(page)
    journey.unfold(page, "Noter un accord")
    page.get_by_label("Ce qui a été convenu", exact=True).fill("Une extraction suffit comme preuve")
    page.get_by_label("Version", exact=True).fill("annexe 2026, v2")
    journey.look_up(page, "Rôle de la personne, jamais son nom", "CPAM").get_by_role("option").first.click()
    journey.press(page, "Sceller l’accord")
    assert journey.answer(page) != before
    assert "cartes intactes" in journey.answer(page)
    view(page, "Reprise en une page")
    assert "Une extraction suffit comme preuve" in page.locator(".st-key-reprise").inner_text()
    journey.stands(page)


@pytest.mark.parametrize(
    ("paper", "on_it"), [("fiche", "Objectif demandé"), ("reprise", "Prochaines échéances")]
)
def test_a_sheet_and_the_page_to_hand_over_each_print_alone_on_one_a4(page, paper, on_it):
    journey.go(journey.open_with_sample(page), NAME)
    if paper == "reprise":
        view(page, "Mémoire")
        view(page, "Reprise en une page")
    else:
        journey.unfold(page, "Compléter la fiche")
        for side in ("Ce que nous comprenons", "Ce que la CPAM ou l’ARS comprend"):
            typed(page, side, "Le décompte part des patients suivis au 1er janvier. " * 37)
        page.get_by_text("la suite").first.wait_for()
    page.emulate_media(media="print")
    assert page.locator(f".st-key-{paper}").get_by_text(on_it, exact=True).is_visible()
    assert not page.get_by_role("radio", name="Échanges", exact=True).is_visible()
    assert not page.get_by_text("Une clause de près").is_visible()
    settled(page)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


@pytest.mark.parametrize("width", [1366, 360])
def test_every_view_stands_on_a_laptop_and_on_a_phone(visitor, width):
    page = visitor(width, 800)
    journey.go(journey.open_with_sample(page), NAME)
    for name in VIEWS:
        view(page, name)
        assert journey.answer(page), name
        journey.stands(page)
    view(page, "Mémoire")
    for part in PARTS:
        view(page, part)
        assert journey.answer(page), part
        journey.stands(page)


def test_a_hostile_text_stays_text_in_every_view(page):
    quoted = HOSTILE.replace('"', '""')
    head = "mission;indicateur;type;sens;valeur initiale;palier 1;montant 1;palier 2;montant 2;résultat;unité;preuves attendues\n"
    rows = [
        f'prevention;"{quoted} {rank}";paliers;hausse;60;65;1000;70;3000;{result};%;"{quoted}"\n'
        for rank, result in ((1, 68), (2, ""))
    ]
    open_app(page)
    journey.drop(page, ("contrat.csv", (head + "".join(rows)).encode()))
    journey.go(page, NAME)
    for name in VIEWS:
        view(page, name)
        assert "<b>gras</b>" in page.inner_text("body") or name in {"Échanges", "Mémoire"}, name
        assert "\u202e" not in page.inner_text("body")
        assert not page.locator("[data-testid=stMain] img[src*='example']").count()
        journey.stands(page)


def test_what_one_person_prepares_never_reaches_another(visitor):
    first, second = visitor(), visitor()
    to_first, to_second = heard(first), heard(second)
    for page in (first, second):
        journey.go(journey.open_with_sample(page), NAME)
    first.get_by_text("Au dossier", exact=True).click()
    settled(first)
    journey.unfold(first, "Compléter la fiche")
    typed(first, "Ce que nous comprenons", MARK)
    view(first, "Dossier")
    typed(first, "Version", f"version {MARK}")
    assert journey.answer(first) == "Votre dossier tient en 1\u00a0fiche choisie."
    for name in VIEWS:
        view(second, name)
        assert not second.locator(".st-key-desk").count(), name  # nothing typed here, nothing to save
    assert journey.answer(second).startswith("Vous n’avez choisi aucune ligne")
    assert told(to_first, first, MARK)  # what is looked for can be found
    assert not told(to_second, second, MARK)
