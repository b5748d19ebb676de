"""What a table, a facilitator and a room do in a workshop; each gesture returns once its screen shows what it did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.driver import settled

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MINIMAL, AMBITIOUS = "Un contrat minimal, en euros par an", "Un contrat ambitieux, en euros par an"
STEP = 5  # percent, of the slider
GO_ON = "L’animateur est passé à la suite : continuer"


def comes(page: Page, words: str | re.Pattern[str]) -> Page:
    """Wait for words that the screen brings, by itself or after a gesture."""
    page.get_by_text(words).first.wait_for()
    return page


def button(page: Page, name: str) -> Locator:
    """The button of this name; an icon's own name may come before it."""
    words = r"\s+".join(map(re.escape, name.split()))  # whatever the spaces between them
    return page.get_by_role("button", name=re.compile(rf"(^|\s){words}$"))


def tap(page: Page, name: str, then: str | re.Pattern[str]) -> Page:
    """Press a button, and wait for what it brings."""
    button(page, name).first.click()
    return comes(page, then)


# --- the facilitator ---


def opened(page: Page, title: str) -> str:
    """Open a workshop on the example contract; give its code."""
    page.goto("/Atelier")
    tap(page, "Préparer un atelier", "Choisissez le cas")
    page.get_by_label("Titre, montré aux tables").fill(title)
    page.get_by_label("Titre, montré aux tables").press("Enter")
    comes(page, "Combien de temps le garder")
    settled(page)
    tap(page, "Ouvrir l’atelier", "Gardez ce lien")
    return page.locator(".at-code").first.inner_text()


def goes(page: Page, name: str, then: str) -> Page:
    """Lead the room to its next round."""
    button(page, name).click()
    page.locator(f'.at-manches [aria-current="step"]:text-is("{then}")').wait_for()
    return page


# --- a table ---


def joins(page: Page, name: str = "") -> Page:
    """Sit down, where the room's code has led."""
    field = page.get_by_label("Nom de votre table")
    field.wait_for()
    if name:
        field.fill(name)
    return tap(page, "Entrer", "Vous êtes la table")


def guesses(page: Page, minimal: str, ambitious: str) -> Page:
    """Type both estimates and seal them."""
    page.get_by_label(MINIMAL).fill(minimal)
    page.get_by_label(AMBITIOUS).fill(ambitious)
    page.get_by_label(AMBITIOUS).press("Tab")
    tap(page, "Sceller l’estimation", "Estimation scellée")
    return page


def at_mission(page: Page, place: int) -> Page:
    """Walk on to this mission of the contract, counted from 1."""
    here = int(
        comes(page, re.compile(r"^Mission \d"))
        .get_by_text(re.compile(r"^Mission \d"))
        .inner_text()
        .split()[1]
    )
    for step in range(here + 1, place + 1):
        tap(page, "Suivant", f"Mission {step} sur")
    return page


def takes(page: Page, objective: str, chance: str = "") -> Page:
    """Choose a line of the contract, and say its chance."""
    page.locator(f".st-key-atelier_objectif_{objective} label").click()
    odds = page.locator(f".st-key-atelier_chance_{objective}")
    odds.get_by_text("Chance d’y arriver").wait_for()
    if chance:
        odds.get_by_text(re.compile(rf"^{chance}\s%$")).click()
        odds.get_by_text(re.compile(rf"Chance d’y arriver.*{chance}\s%")).wait_for()
    return page


def keeps(page: Page, keep: bool = True) -> Page:
    """Keep the optional mission on the screen, or set it aside again."""
    aside = page.get_by_text("Mise de côté")
    aside.wait_for(state="visible" if keep else "hidden")
    page.get_by_text("Nous gardons cette mission").click()
    aside.wait_for(state="hidden" if keep else "visible")
    return page


def counts_on(page: Page, percent: int) -> Page:
    """Walk on to the share of variable part counted on, and move it from nothing to there with the keyboard."""
    here = page.locator(".ou span").first
    while (where := here.inner_text()) != "Pour finir":
        button(page, "Suivant").click()
        page.locator(f'.ou span:first-child:not(:text-is("{where}"))').wait_for()
    handle = page.get_by_role("slider")
    for _ in range(0, percent, STEP):
        handle.press("ArrowRight")
    settled(page)  # a slider speaks a moment after its key
    return comes(page, re.compile("vous (ne )?comptez sur"))


def seals(page: Page) -> Page:
    """Look at the whole, and seal it."""
    tap(page, "Suivant", "Tout est là")
    tap(page, "Sceller", "Une fois scellé")
    return tap(page, "Oui, sceller", "est enregistré et ne change plus")


def writes(page: Page, label: str, text: str) -> Page:
    """Write a field of the sheet, and wait until it is said to be kept."""
    field = page.get_by_label(label)
    field.wait_for()
    field.fill(text)
    field.blur()
    page.get_by_text("Enregistré.", exact=True).wait_for()
    return page


def asks(page: Page, question: str, whom: str) -> Page:
    """Walk on to the questions and leave one open."""
    while not page.get_by_label("Votre question").count():
        settled(page)
        button(page, "Suivant").click()
        settled(page)
    page.get_by_label("Votre question").fill(question)
    page.get_by_role("radio", name=whom, exact=True).click()
    return tap(page, "Ajouter la question", re.compile("^enregistrée"))


# --- everybody ---


def starts_timer(page: Page) -> Page:
    """Give the room five minutes."""
    button(page, "5 min").click()
    page.get_by_role("timer").wait_for()
    return page


def reconnected(page: Page) -> Page:
    """Wait until a screen has found its server again, by itself."""
    page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]').wait_for()
    return settled(page)


def views(page: Page, name: str, then: str) -> Page:
    """Choose what the facilitator looks at after the reveal."""
    page.get_by_role("radiogroup", name="Vue").get_by_text(name, exact=True).click()
    return comes(page, then)


def taken(page: Page, label: str) -> bytes:
    """Take a document away; give what was saved."""
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(label)).click()
    with open(download.value.path(), "rb") as file:  # noqa: PTH123  Playwright keeps it without an ending
        return file.read()
