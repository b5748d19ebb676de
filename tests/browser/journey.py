"""What a coordinator does with the app, and what they then read on the screen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl

from tests import contract_a
from tests.browser.driver import open_app, settled

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from playwright.sync_api import Locator, Page

PAGES = [
    "Accueil",
    "Avancement",
    "Part variable",
    "Projection",
    "Objectifs",
    "Négociation",
    "Comparaison",
    "Barème",
]
SAMPLE = "Essayer avec un contrat réel"
DOWNLOAD = "Télécharger le tableau (xlsx)"

# Every row of every table on the page, as lists of texts.
_TABLES = """
tables => tables.map(table => [...table.querySelectorAll("tr")].map(
  row => [...row.querySelectorAll("th, td")].map(cell => cell.innerText.trim())))
"""
# What sticks out of the window to the right, the page's own scrolling area included.
_OVERFLOW = """
() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map(area => area.scrollWidth - area.clientWidth)
"""


def open_with_sample(page: Page, path: str = "/") -> Page:
    """Open the app and its example."""
    open_app(page, path)
    return press(page, SAMPLE)


def press(page: Page, label: str) -> Page:
    """Press the one button of this label."""
    page.get_by_role("button", name=label, exact=True).click()
    return settled(page)


def drop(page: Page, *files: tuple[str, bytes]) -> Page:
    """Drop files together on the drop zone, and wait until the last has arrived and all are read."""
    arrived: list[str] = []
    page.on("requestfinished", lambda request: arrived.append(request.method))
    page.locator('input[type="file"]').first.set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    )
    while arrived.count("PUT") < len(files):
        page.wait_for_event("requestfinished")
    return settled(page)


def drop_contract(page: Page) -> Page:
    """Drop the workbook of contract A."""
    return drop(page, (contract_a.WORKBOOK.name, contract_a.WORKBOOK.read_bytes()))


def go(page: Page, name: str) -> Page:
    """Follow the menu; on a phone it is a row above the title."""
    links = page.get_by_role("link", name=name, exact=True)
    next(link for link in links.all() if link.is_visible()).click()
    settled(page)
    assert not page.get_by_text("n’a pas pu aller au bout").count()
    return page


def choose_reading(page: Page, word: str) -> Page:
    """Choose a reading in « Changer », then close it."""
    page.get_by_role("button", name="Changer").click()
    page.get_by_role("radiogroup", name="Lecture des paliers").get_by_text(word, exact=True).click()
    settled(page)
    page.keyboard.press("Escape")
    return page


def bar(page: Page) -> str:
    """The line that says what is in view."""
    return page.locator(".st-key-context p").first.inner_text()


def answer(page: Page) -> str:
    """The page's answer, under its question."""
    return page.locator("h2").first.inner_text()


def findings(page: Page) -> list[str]:
    """The headings over charts and tables."""
    return page.locator("h3").all_inner_texts()


def figures(page: Page) -> dict[str, str]:
    """The four figures of Accueil."""
    told = [metric.split("\n") for metric in page.get_by_test_id("stMetric").all_inner_texts()]
    return {words[0]: words[-1] for words in told}


def unfold(page: Page, label: str = "Voir le tableau") -> Page:
    """Open whatever is folded under this label, all of it."""
    for fold in page.get_by_test_id("stExpander").filter(has_text=label).all():
        if fold.locator("details").get_attribute("open") is None:
            fold.locator("summary").click()
            settled(page)
    return page


def tables(page: Page) -> list[list[list[str]]]:
    """The rows of each table on the page, headers first."""
    read: list[list[list[str]]] = page.locator('[data-testid="stTable"] table').evaluate_all(_TABLES)
    return read


def chart(page: Page, rank: int = 0) -> list[dict[str, Any]]:
    """The traces Plotly draws in a chart of the page."""
    drawn = page.locator(".js-plotly-plot").nth(rank)
    traces: list[dict[str, Any]] = drawn.evaluate(
        "plot => plot.data.map(({type, name, x, y}) => ({type, name: name ?? null, x: [...x], y: [...y]}))"
    )
    return traces


def look_up(page: Page, label: str, words: str) -> Page:
    """Type words in a list, and wait until it shows what holds them, the first one ready to be taken."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(words)
    page.get_by_role("option").first.wait_for()
    return page


def slider(page: Page) -> Locator:
    """The slider of the variable part."""
    return page.get_by_role("slider", name="Part variable comptée")


def sheets(page: Page) -> list[tuple[str, Worksheet]]:
    """Download every table the page offers: its file name and its sheet."""
    kept = []
    for button in page.get_by_role("button", name=DOWNLOAD).all():
        with page.expect_download() as download:
            button.click()
        with open(download.value.path(), "rb") as file:  # noqa: PTH123  Playwright keeps it without an ending
            book = openpyxl.load_workbook(io.BytesIO(file.read()))
        kept.append((download.value.suggested_filename, book.active))
    return kept


def stands(page: Page) -> None:
    """Assert what holds for every page a person looks at: language, one question, charts told, nothing cut."""
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1
    for figure in page.get_by_test_id("stPlotlyChart").all():
        assert len((figure.get_attribute("aria-label") or "").split()) > 5
    assert page.evaluate(_OVERFLOW) == [0, 0]
