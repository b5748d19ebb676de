"""Objectifs in a real browser: the list is typed in, a choice is taken, a line is given up and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import journey
from tests.browser.driver import settled
from tests.browser.test_phone import _IN_SIGHT as IN_SIGHT

BEST = "Après les 29\u00a0meilleurs objectifs (164\u00a0jours, 77\u202f985\u00a0€ attendus)"
HEAD, ROW = 36, 35  # pixels of the list
RETAINED, CHANCE = 215, 385  # pixels from its left edge
SCROLLED = "() => document.querySelector('[data-testid=\"stDataFrame\"] .dvn-scroller').scrollTop"
MARKUP = "<img src=x onerror=alert(1)> ![i](http://exemple.invalid/i.png)"


@pytest.fixture(scope="module")
def laptop(guest):
    """A laptop of 1366 × 768, for all tests of this file."""
    return guest(1366, 768)


@pytest.fixture
def objectives(laptop):
    """The sample on Objectifs, nothing chosen: as the last test left it, else opened anew."""
    if not untouched(laptop):
        journey.go(journey.open_with_sample(laptop), "Objectifs")
    return laptop


def untouched(page):
    there = page.get_by_test_id("stDataFrame").count() and view_of(page) == "Combien"
    return bool(there) and journey.answer(page).startswith(BEST)


def view_of(page):
    views = page.get_by_role("radiogroup", name="Vue")
    return views.get_by_role("radio", checked=True).inner_text()


def cell(page, rank, across):
    """Where a cell of the list stands on the screen; the first row in sight is 0."""
    box = page.get_by_test_id("stDataFrame").bounding_box()
    return box["x"] + across, box["y"] + HEAD + ROW * rank + ROW / 2


def view(page, name):
    page.get_by_role("radiogroup", name="Vue").get_by_text(name, exact=True).click()
    return settled(page)


def in_sight(locator):
    box = locator.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= 768


def test_a_chance_typed_changes_the_answer_and_is_taken_back(objectives):
    page = objectives
    page.mouse.dblclick(*cell(page, 0, CHANCE))
    field = page.get_by_test_id("number-cell").or_(page.locator("#portal input"))
    field.first.wait_for()
    field.first.fill("0")
    page.keyboard.press("Enter")
    head = page.locator("h2").first
    expect(head).not_to_contain_text(BEST)
    journey.press(page, "Annuler la dernière")
    expect(head).to_contain_text(BEST)


def test_a_choice_is_taken_and_taken_back(objectives):
    objectives.get_by_role("button", name="Prendre ce choix").nth(1).click()
    head = objectives.locator("h2").first
    expect(head).to_contain_text("Après vos 29\u00a0objectifs (164\u00a0jours")
    journey.press(objectives, "Annuler la dernière")
    expect(head).to_contain_text(BEST)


def test_the_list_keeps_its_place_while_one_locks_line_after_line(objectives):
    page = objectives
    page.mouse.move(*cell(page, 2, RETAINED))
    page.mouse.wheel(0, 10 * ROW)
    page.wait_for_function(f"() => ({SCROLLED})() === {10 * ROW}")
    for rank in (2, 3):
        page.mouse.click(*cell(page, rank, RETAINED))
        settled(page)
        assert page.evaluate(SCROLLED) == 10 * ROW
    assert journey.answer(page).startswith("Après vos 2\u00a0objectifs")
    journey.press(page, "Annuler la dernière")
    assert journey.answer(page).startswith("Après votre objectif")
    journey.press(page, "Annuler la dernière")
    assert journey.answer(page).startswith(BEST)


def test_each_view_answers_in_one_screen_of_a_laptop(objectives):
    assert journey.answer(objectives).startswith(BEST)
    journey.stands(objectives)
    assert in_sight(objectives.get_by_test_id("stPlotlyChart"))
    assert in_sight(objectives.get_by_test_id("stDataFrame"))
    assert in_sight(objectives.get_by_text("calculé exactement"))
    view(objectives, "Renoncer")
    assert in_sight(objectives.get_by_test_id("stPlotlyChart"))
    assert in_sight(objectives.get_by_role("button", name="Renoncer à cette ligne"))
    view(objectives, "Quanti / quali")
    assert in_sight(objectives.get_by_test_id("stPlotlyChart"))
    assert in_sight(objectives.locator('[data-testid="stTable"]'))
    journey.stands(objectives)
    view(objectives, "Combien")


def test_a_line_is_given_up_and_taken_back(objectives):
    view(objectives, "Renoncer")
    journey.press(objectives, "Renoncer à cette ligne")
    assert journey.answer(objectives).startswith("1\u00a0objectif abandonné laisse")
    view(objectives, "Combien")
    assert objectives.get_by_text("Abandonnés").is_visible()
    view(objectives, "Renoncer")
    journey.press(objectives, "Reprendre")
    assert journey.answer(objectives).startswith("Aucun objectif du contrat n’est abandonné")
    view(objectives, "Combien")


def test_fewer_days_and_a_shared_envelope_change_the_answer(objectives):
    field = objectives.get_by_role("spinbutton", name="Capacité (jours)")
    field.fill("40")
    field.press("Enter")
    settled(objectives)
    assert journey.answer(objectives).startswith("Après les 14\u00a0meilleurs objectifs (40\u00a0jours")
    objectives.get_by_text("enveloppe partagée", exact=True).click()
    settled(objectives)
    assert "l’enveloppe se partagerait" in journey.answer(objectives)


def test_markup_in_the_name_of_an_objective_stays_text(objectives):
    page = objectives
    page.get_by_role("button", name="Ajouter un objectif").click()
    page.get_by_role("textbox", name="Objectif", exact=True).fill(MARKUP)
    journey.look_up(page, "Mission", "Prévention")
    page.keyboard.press("Enter")
    for label, value in {"Montant (€)": "9000", "Chance (%)": "90", "Jours": "170"}.items():
        page.get_by_role("spinbutton", name=label, exact=True).fill(value)
    page.get_by_role("button", name="Ajouter", exact=True).click()
    settled(page)
    page.keyboard.press("Escape")
    for name in ("Combien", "Renoncer", "Quanti / quali"):
        view(page, name)
        assert not page.locator('[data-testid="stMain"] img').count()
        journey.stands(page)


def test_every_view_fits_a_small_phone(phone):
    journey.go(journey.open_with_sample(phone), "Objectifs")
    for name in ("Combien", "Renoncer", "Quanti / quali"):
        view(phone, name)
        assert phone.locator("h1").evaluate(IN_SIGHT)
        journey.stands(phone)
        journey.unfold(phone)
        journey.stands(phone)
