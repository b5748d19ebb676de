"""The first wrong file: told in French, cell by cell, and put right on the spot."""

from __future__ import annotations

import re

from aci_model.wording import euros
from tests import contract_a
from tests.browser import journey
from tests.browser.driver import open_app, settled

ENGLISH = re.compile(
    r"\b(error|invalid|failed|exception|traceback|column|sheet|unexpected|could not)\b", re.IGNORECASE
)


def grid(page):
    """The grid of the quality report."""
    return page.get_by_test_id("stExpander").filter(has_text="valeurs écartées").get_by_test_id("stDataFrame")


def report(page):
    """The places of the quality report, in the order of its rows; a grid draws what is in sight."""
    grid(page).scroll_into_view_if_needed()
    cells = grid(page).locator('[data-testid^="glide-cell-1-"]')
    cells.first.wait_for(state="attached")
    return [cell.rsplit(", ", 1)[-1] for cell in cells.all_inner_texts()]


def correct(page, cell, text):
    """Type a correction in the last column of the row that speaks of a cell, and have the files read again."""
    row = report(page).index(cell)
    corner = grid(page).bounding_box()
    page.mouse.click(corner["x"] + 20, corner["y"] + 55)  # the first cell of the first row
    for key in ["ArrowRight"] * 4 + ["ArrowDown"] * row:
        page.keyboard.press(key)
    page.keyboard.press("Enter")  # opens the cell
    page.locator("textarea.gdg-input").fill(text)
    page.keyboard.press("Enter")
    settled(page)
    journey.press(page, "Relire avec mes corrections")


def said(page):
    return page.get_by_test_id("stMain").inner_text()


# What is known without the amount of J13; the sums are worked in tests/pages/test_accueil.py.
AT_LEAST = [f"au moins {euros(n)}" for n in (10_000, 0, 5_000, 500)]


def test_a_dirty_file_is_told_cell_by_cell_and_corrected_without_touching_it(page):
    open_app(page)
    journey.drop(page, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    assert "n’est pas connue" in journey.answer(page)
    assert list(journey.figures(page).values()) == AT_LEAST
    assert {"M5", "M6", "B10", "J13"} <= set(report(page))

    correct(page, "J13", "2000")
    # 28 500 = 4 000 + 6 000 + 13 000 + 5 500: the sum is worked in tests/pages/test_accueil.py
    assert list(journey.figures(page).values()) == [euros(n) for n in (16_000, 0, 12_000, 500)]
    assert "J13 se lit «\u00a02000\u00a0»" in said(page)
    assert "J13" not in report(page)

    journey.press(page, "Annuler")
    assert list(journey.figures(page).values()) == AT_LEAST
    assert "J13" in report(page)
    journey.stands(page)


def test_files_that_cannot_be_read_are_refused_in_french_and_the_app_goes_on(page):
    open_app(page)
    journey.drop(page, ("texte.xlsx", b"bonjour, ceci est un texte"))
    assert "Aucune ligne de contrat n’a pu être lue" in journey.answer(page)
    assert "fichier refusé" in said(page)
    journey.unfold(page, "Fichiers ouverts")
    journey.drop(page, ("vide.csv", b""))
    assert "2 fichiers refusés" in said(page).replace("\u00a0", " ")
    assert not ENGLISH.search(page.get_by_test_id("stMain").inner_text().replace("upload", ""))
    for name in journey.PAGES[1:]:
        journey.go(page, name)
        assert not ENGLISH.search(said(page))
    journey.go(page, "Accueil")
    journey.unfold(page, "Fichiers ouverts")
    journey.drop_contract(page)  # beside them, a good one is read
    assert journey.figures(page)["Acquis"] == euros(46_200)
