"""A coordinator drops their own annex: the app shows what it understood, they confirm, the euros are right."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.driver import open_app, settled, upload
from tests.contract_a import FOLDER
from tests.reading_files import book

ANNEX = FOLDER / "annexe_brute.xlsx"
VAGUE = [
    ["Mission", "Indicateur", "Objectif", "Montant", "Colonne X"],
    ["Prévention", "Ateliers nutrition en milieu scolaire", "≥ 8", "4 000 €", "1 500 €"],
    ["Volet local", "Soirées thématiques ouvertes à tous", "≥ 2", "1 000 €", "200 €"],
]


def spaced(text):
    """A text of the page with plain spaces."""
    return re.sub(r"\s", " ", text)


def understood(page):
    return page.get_by_text("Ce que nous avons compris")


@pytest.fixture(scope="module")
def annex(guest):
    """The raw annex dropped, for the tests that keep what it becomes; the one that confirms it comes last."""
    page = open_app(guest())
    return upload(page, ANNEX.name, ANNEX.read_bytes())


def test_the_cleaned_annex_downloads_as_the_template_with_its_41_lines(annex):
    with annex.expect_download() as waited:
        annex.get_by_role("button", name="Télécharger au format du modèle").click()
    content = waited.value.path().read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Indicateurs"]
    titles = [cell.value for cell in sheet[1]]
    amounts = [titles.index(f"montant {rank}") for rank in (1, 2, 3)]
    rows = [
        [row[at] or 0 for at in amounts] for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)
    ]
    assert len(rows) == 41
    assert sum(max(row) for row in rows) == 122_500


def test_the_layout_downloads_as_a_small_toml(annex):
    with annex.expect_download() as waited:
        annex.get_by_role("button", name="Télécharger la correspondance").click()
    text = waited.value.path().read_text(encoding="utf-8")
    assert 'titre = "Objectif socle"\ncontient = "palier 1"' in text


def test_the_raw_annex_is_shown_as_understood_and_confirmed_in_one_click(annex):
    expect(understood(annex).first).to_be_visible()
    expect(annex.get_by_text("12 colonnes comprises sur 12.")).to_be_visible()
    annex.get_by_role("button", name="Confirmer").click()
    settled(annex)
    expect(annex.get_by_text("Correspondance confirmée")).to_be_visible()
    expect(understood(annex)).to_have_count(0)
    # 35 000 + 45 000 + 17 500 + 15 000 + 10 000, nothing reported yet.
    assert "122 500 €" in spaced(annex.locator("h2").first.inner_text())


def test_what_is_not_understood_is_asked_and_corrected_in_place(page):
    open_app(page)
    upload(page, "vague.xlsx", book({"Annexe": VAGUE}))
    expect(page.get_by_text("1 colonne à préciser")).to_be_visible()
    choose(page, "Mission de Volet local", "Qualité")
    page.get_by_role("button", name="Confirmer").click()
    settled(page)
    expect(page.get_by_text("Correspondance confirmée")).to_be_visible()
    # The line of « Volet local » now counts: 4 000 + 1 000.
    assert "5 000 €" in spaced(page.locator("h2").first.inner_text())


def test_two_columns_read_as_one_thing_are_refused_in_place(page):
    open_app(page)
    upload(page, "vague.xlsx", book({"Annexe": VAGUE}))
    choose(page, "Colonne E, lue comme", "montant 1")
    page.get_by_role("button", name="Confirmer").click()
    settled(page)
    expect(page.get_by_text("Plusieurs colonnes sont lues comme")).to_be_visible()
    expect(understood(page).first).to_be_visible()
    assert page.get_by_text("Correspondance confirmée").count() == 0


def choose(page, label, option):
    """Pick an option of a list, as a person does."""
    field = page.get_by_role("combobox", name=label)
    field.click()
    field.press_sequentially(option)
    page.get_by_role("option", name=option).first.click()
    settled(page)
