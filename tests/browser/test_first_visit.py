"""The first ten seconds: what this is, what to do, by mouse, by keyboard, or from someone's link."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import journey
from tests.browser.driver import open_app, settled


def test_an_empty_app_says_what_to_do_and_a_page_opened_by_its_address_leads_there(page):
    open_app(page)
    assert page.get_by_text("Déposez le classeur de votre contrat").is_visible()
    assert page.get_by_text("il n’est envoyé nulle part").is_visible()
    journey.stands(page)
    nonsense = "/Projection?part_variable=-7&lecture=%3Cscript%3E&intensite_lune=3&crise=peut-%C3%AAtre"
    for path in ("/Avancement", "/Part_variable", nonsense):
        open_app(page, path)
        assert page.get_by_text("Aucun contrat n’est ouvert").is_visible()
        journey.stands(page)
    page.get_by_role("link", name="Ouvrir un contrat").click()
    settled(page)
    assert page.get_by_role("button", name=journey.SAMPLE).is_visible()


def test_the_keyboard_reaches_the_menu_the_drop_zone_and_the_example_and_opens_it(page):
    open_app(page)
    reached = []
    example = page.get_by_role("button", name=journey.SAMPLE)
    while not example.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
        assert len(reached) < 30, f"the keyboard never came to the example: {reached}"
    for name in journey.PAGES:
        assert any(name in words for words in reached)
    expect(example).not_to_have_css("box-shadow", "none")  # a ring says where the keyboard is
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('[data-testid=\"stFileUploader\"]') !== null")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page)
    assert journey.answer(page).startswith("Sur ")
