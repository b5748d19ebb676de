"""Server time of a rerun of every page on the sample, warm: the same page asked again by its own menu link.

Chromium plays the person and is not timed; the server writes how long each run took (see timed_server).
The thread's own work is told beside: on a busy machine the difference is waiting.
"""

from __future__ import annotations

import re
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from aci_model.store import open_store
from aci_model.store.addresses import FILE
from benchmarks.measure import goal, spread, table
from tests import chromium, comparing
from tests.browser.driver import FLAGS, open_app, settled
from tests.browser.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.serving import Server

TIMES = 15
WARM = 3  # first runs of a page, left out: they fill the caches
PAGES = ("Accueil", "Avancement", "Part variable", "Projection", "Objectifs", "Négociation", "Barème")
DIALOGUE = "Négociation"
VIEWS = ("Clauses", "Échanges", "Preuves et questions", "Mémoire", "Dossier")
PEERS = "Comparaison"
PLACED = ("Nous situer", "Contribuer", "Ce qui est promis")
OTHERS = 40  # communities of the campaign one is placed in: deciles are published
GOALS = {"Projection": 80, "Objectifs": 80, DIALOGUE: 80, PEERS: 80}  # milliseconds; 40 elsewhere


def load_sample(page: Page) -> None:
    """Open the app and have it load the sample; fails when that shows no euro."""
    open_app(page)
    page.get_by_role("button", name=re.compile("contrat réel")).click()
    settled(page).get_by_text(re.compile(r"122\s500")).first.wait_for()


def reruns(page: Page, name: str, log: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of the runs of one page, asked TIMES times: on the wall, and of the thread's own work."""
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=name)
    for _ in range(WARM):
        link.click()
        settled(page)
    before = len(log.read_text(encoding="ascii").splitlines())
    for _ in range(TIMES):
        link.click()
        settled(page)
    lines = [line.split() for line in log.read_text(encoding="ascii").splitlines()[before:]]
    if len(lines) != TIMES:
        raise RuntimeError(f"{name}: {TIMES} reruns asked, {len(lines)} seen")
    return [float(wall) for wall, _ in lines], [float(work) for _, work in lines]


def enter_campaign(page: Page, server: Server) -> None:
    """Have a campaign published on the server, and come in with one of its codes; fails when no band shows."""
    store = open_store(f"sqlite:///{server.data / FILE}")
    campaign = comparing.made(store, others=OTHERS)
    comparing.publish(store, campaign)
    store.close()
    page.get_by_test_id("stSidebar").get_by_role("link", name=PEERS).click()
    settled(page).get_by_label("Code de contribution", exact=True).fill(campaign.codes[0])
    page.get_by_role("button", name="Ouvrir la campagne").click()
    settled(page).get_by_text(re.compile("résultats comparés")).first.wait_for()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        log = Path(folder, "runs.txt")
        command = (sys.executable, "-m", "benchmarks.timed_server", str(log), "run", "dashboard.py")
        path = chromium.installed() or playwright.chromium.executable_path
        with (
            served(Path(folder), command) as server,
            closing(playwright.chromium.launch(executable_path=path, args=FLAGS)) as browser,
        ):
            page = browser.new_page(base_url=server.url, locale="fr-FR")
            load_sample(page)
            taken = {name: reruns(page, name, log) for name in PAGES}
            page.get_by_test_id("stSidebar").get_by_role("link", name=DIALOGUE).click()
            for view in VIEWS:
                settled(page).get_by_role("radio", name=view, exact=True).click()
                taken[f"{DIALOGUE}, {view}"] = reruns(page, DIALOGUE, log)
            enter_campaign(page, server)
            for view in PLACED:
                page.get_by_role("radio", name=view, exact=True).click()
                taken[f"{PEERS}, {view}"] = reruns(settled(page), PEERS, log)
    table(
        f"Temps serveur d'une relance sur l'exemple, médiane de {TIMES}",
        [
            (
                name,
                f"{spread(wall)}  {goal(wall, GOALS.get(name.split(',')[0], 40))} ; calcul seul {spread(work)}",
            )
            for name, (wall, work) in taken.items()
        ],
    )


if __name__ == "__main__":
    main()
