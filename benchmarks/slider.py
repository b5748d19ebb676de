"""One move of page 3's slider to the changed chart in Chromium, beside the same move in a Dash app, in one run.

Both serve the same figure from the same library calls; moves alternate, so that a slow moment falls on both.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.dash_app import LABEL
from benchmarks.gesture import press
from benchmarks.measure import ratio, spread, table
from benchmarks.reruns import load_sample
from tests import chromium
from tests.browser.driver import FLAGS, settled
from tests.browser.serving import ROOT, free_port, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

TIMES = 15
WARM = 2  # both make fewer than the 20 steps of the slider


@contextmanager
def dash() -> Iterator[str]:
    """Start the Dash app; give its address once it listens; stop it on the way out."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.dash_app", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = []
            for line in process.stdout or []:
                said.append(line)
                if "Running on" in line:
                    break
            else:
                raise RuntimeError(f"the Dash app did not start:\n{''.join(said)}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def ours(page: Page) -> Page:
    """The app on page 3, the sample loaded."""
    load_sample(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Projection").click()
    settled(page).get_by_role("slider", name=LABEL).wait_for()
    page.locator(".js-plotly-plot .bars").first.wait_for(state="attached")
    return page


def theirs(page: Page, url: str) -> Page:
    """The Dash app, its figure drawn."""
    page.goto(url)
    page.locator(".js-plotly-plot .bars").first.wait_for(state="attached")
    return page


def moves(pages: dict[str, Page]) -> dict[str, list[float]]:
    """Milliseconds of each page's moves, in turn: always down, to a place where nothing was computed yet."""
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(WARM + TIMES):
        for name, page in pages.items():
            page.bring_to_front()
            slider = (
                page.get_by_role("slider", name=LABEL)
                if name == "cette application"
                else page.get_by_role("slider")
            )
            spent = press(page, slider.first, "ArrowLeft")
            if turn >= WARM:
                taken[name].append(spent)
    return taken


def heights(page: Page) -> str:
    """What the first chart shows now: the values of its bars and lines."""
    shown: str = page.evaluate(
        "JSON.stringify(document.querySelector('.js-plotly-plot').data.map((trace) => Array.from(trace.y ?? [])))"
    )
    return shown


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = chromium.installed() or playwright.chromium.executable_path
        with (
            served(Path(folder)) as server,
            dash() as url,
            closing(playwright.chromium.launch(executable_path=path, args=FLAGS)) as browser,
        ):
            size = {"width": 1366, "height": 850}
            pages = {
                "cette application": ours(
                    browser.new_page(base_url=server.url, locale="fr-FR", viewport=size)
                ),
                "Dash": theirs(browser.new_page(locale="fr-FR", viewport=size), url),
            }
            before = {heights(page) for page in pages.values()}
            taken = moves(pages)
            after = {heights(page) for page in pages.values()}
            if not len(before) == len(after) == 1 or before == after:
                raise RuntimeError("the two apps do not show the same figure, or the moves did not change it")
    table(
        f"Un cran du curseur jusqu'au graphique changé, médiane de {TIMES}",
        [(name, f"{spread(times)}  {ratio(times, taken['Dash'])}") for name, times in taken.items()],
    )


if __name__ == "__main__":
    main()
