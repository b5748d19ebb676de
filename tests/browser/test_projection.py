"""Projection in a real browser: from the slider to zero to a payment that was different, on a laptop and a phone."""

from __future__ import annotations

import re

from aci_model.wording import euros
from tests.browser import journey
from tests.browser.driver import open_app, settled
from tests.reading_files import book

REASON = "=1+1 <b>gras</b> ![i](http://example.invalid/i.png) $z$"
NAMES = ["Trésorerie", "Année blanche", "Fourchette", "Vos taux"]
# How much of a laptop's window the last chart of the view overflows, in pixels.
_BELOW = """
() => { const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
  return Math.max(...charts.map(chart => chart.getBoundingClientRect().bottom)) - innerHeight; }
"""


def view(page, name):
    page.get_by_role("radio", name=name, exact=True).click()
    return settled(page)


def fold(page, label):
    page.get_by_test_id("stExpander").filter(has_text=label).locator("summary").click()
    return settled(page)


def said(page):
    """Words of the page as a person reads them: any space is a space."""
    return re.sub(r"\s", " ", page.get_by_test_id("stMain").inner_text())


def number(page, label, typed):
    field = page.get_by_role("spinbutton", name=label)
    field.fill(typed)
    field.press("Enter")
    return settled(page)


def curve(page):
    """What is left at the end of each of the 49 months from April 2026 to April 2030, the opening first."""
    return next(trace["y"] for trace in journey.chart(page, 1) if len(trace["y"]) == 50)


def test_a_coordinator_follows_the_treasury_corrects_it_and_blanks_a_year(page):
    journey.go(journey.open_with_sample(page), "Projection")
    journey.stands(page)
    journey.slider(page).focus()
    page.keyboard.press("Home")
    settled(page)
    assert journey.answer(page).startswith(
        "Sans part variable, vos engagements fermes sont couverts jusqu’en février 2030"
    )
    assert f"il manque {euros(12_100)}" in journey.answer(page)
    assert "s’arrêteraient dans cet ordre : Communication (janvier 2028)" in said(page)

    number(page, "Solde du compte, en euros", "61200")
    assert curve(page)[0] == 61_200
    assert "jusqu’au bout des années montrées" in journey.answer(page)
    assert "1 modification non enregistrée" in said(page)

    fold(page, "Un versement a été différent")
    number(page, "Montant versé (€)", "40000")
    assert "1 modification non enregistrée" in said(
        page
    )  # a key pressed in one field does not send the others
    page.get_by_role("textbox", name="Motif").fill(REASON)
    page.get_by_role("button", name="Ajouter ce versement").click()
    settled(page)
    assert "2 modifications non enregistrées" in said(page)
    assert f"Motif : {REASON}" in said(page).replace("\u2060", "")
    assert not page.locator('[data-testid="stMain"] img').count()
    assert page.get_by_role("button", name="Retirer").count() == 2  # the fold stayed open; the sample has one
    journey.stands(page)

    view(page, "Année blanche")
    assert page.get_by_test_id("stMetric").first.inner_text().split("\n")[-1] == euros(
        0
    )  # the slider is at 0
    journey.slider(page).focus()
    page.keyboard.press("End")
    settled(page)
    assert page.get_by_test_id("stMetric").first.inner_text().split("\n")[-1] == euros(95_500)
    journey.stands(page)


def test_each_view_answers_on_one_laptop_screen_and_fits_a_phone(visitor):
    laptop, phone = (
        visitor(1366, 768),
        visitor(360, 740, has_touch=True, is_mobile=True, device_scale_factor=2),
    )
    for page, most in ((laptop, 20), (phone, None)):
        journey.go(journey.open_with_sample(page), "Projection")
        for name in NAMES:
            view(page, name)
            assert len(journey.answer(page)) > 20
            journey.stands(page)
            if most is not None:
                assert page.evaluate(_BELOW) <= most, name


def test_the_order_of_the_posts_is_typed_in_the_grid_and_taken_back(page):
    journey.go(journey.open_with_sample(page), "Projection")
    journey.slider(page).focus()
    page.keyboard.press("Home")
    settled(page)
    first = "s’arrêteraient dans cet ordre : Communication"
    assert first in said(page)
    fold(page, "Changer l’ordre des postes")
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    grid.locator(".dvn-scroller").click(position={"x": 40, "y": 36 + 17 + 2 * 35})  # third row, its number
    page.keyboard.type("1")
    page.locator("#portal input").first.wait_for()  # the grid opens a field over the cell
    page.keyboard.press("Enter")
    page.get_by_text("s’arrêteraient dans cet ordre\u00a0: Ateliers").wait_for()
    assert first not in said(page)
    assert "1 modification non enregistrée" in said(page)
    journey.press(page, "Annuler la dernière")
    assert first in said(page)


def test_a_post_named_in_markup_is_shown_as_words(page):
    name = "**Journal** [lien](http://example.invalid) <b>x</b>"
    head = ["Poste", "Montant", "Rythme", "Engagement", "Priorité"]
    content = book(
        {
            "Communauté": [["Nom", "Taille", "Date de signature"], ["Petite", 3, "15/04/2024"]],
            "Indicateurs": [
                ["Année", "Mission", "Indicateur", "Type", "Montant 1", "Résultat"],
                [2026, "qualite", "Réunions", "livrable", 1000, "fait"],
            ],
            "Dépenses": [
                head,
                ["Salaire", 30000, "mensuel", "ferme", 1],
                [name, 9000, "mensuel", "souple", 1],
            ],
        }
    )
    open_app(page)
    journey.drop(page, ("petite.xlsx", content))
    journey.go(page, "Projection")
    assert name in said(page).replace("\u2060", "")
    assert not page.locator('a[href*="example.invalid"]').count()
