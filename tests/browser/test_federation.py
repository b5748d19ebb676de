"""A federation's staff in a real browser, from the opening of a campaign to its decisions; and who else sees of it."""

from __future__ import annotations

import io
import re
from itertools import islice

import openpyxl
import pytest

from sample_data.federation import REGIONS, workbooks
from tests.browser.driver import open_app, settled
from tests.browser.journey import drop, press, stands

COMMUNITIES = 5  # as few as may be published
TITLE = "Campagnezx7qinventée"  # one word: nothing of it is said elsewhere
BAD = ("abime.xlsx", b"PK\x03\x04 coupe")
SIDE = "/Comparaison"


class Frames:
    """What a page's websocket carried, both ways."""

    def __init__(self, page):
        self.carried: list[bytes] = []
        page.on("websocket", self._listen)

    def hold(self, text: str) -> bool:
        """Whether a text passed; a table writes a dash escaped, so its longest run of letters is looked for too."""
        run = max(re.findall(r"[^\W_]+", text), key=len)
        return any(word.encode() in frame for frame in self.carried for word in (text, run))

    def _listen(self, socket):
        for event in ("framereceived", "framesent"):
            socket.on(event, self._keep)

    def _keep(self, payload):
        self.carried.append(payload if isinstance(payload, bytes) else payload.encode())


def side(page):
    """Open the federation's side."""
    open_app(page, SIDE)
    return choose(page, "Fédération")


def choose(page, label):
    """Choose in a row of choices."""
    page.get_by_role("radio", name=label, exact=True).click()
    return settled(page)


def tick(page, words):
    page.get_by_text(words).click()
    return settled(page)


def fill(page, label, text):
    page.get_by_role("textbox", name=label, exact=True).fill(text)


def downloaded(page, label):
    with page.expect_download() as download:
        page.get_by_role("button", name=label).first.click()
    with open(download.value.path(), "rb") as file:  # noqa: PTH123  Playwright keeps it without an ending
        return file.read()


def opened(page):
    """Open a campaign and keep its key; gives its id and its key, as the file to keep has them."""
    fill(page, "Titre, montré aux communautés", TITLE)
    fill(page, "Régions ou territoires, un par ligne", "\n".join(REGIONS))
    press(page, "Ouvrir la campagne")
    stands(page)
    written = downloaded(page, "Télécharger la clé (txt)").decode("utf-8-sig")
    identifier, key = re.search(r"Identifiant\s:\s(\S+)\s+Clé[^:]*:\s(\S+)", written).groups()
    tick(page, "J’ai gardé la clé en lieu sûr")
    press(page, "Continuer")
    return identifier, key


@pytest.fixture
def staff(visitor):
    """The federation's side, on a coordinator's laptop, its frames kept."""
    page = visitor()
    frames = Frames(page)
    return side(page), frames


def test_from_the_opening_to_the_decisions_and_nobody_else_sees_any_of_it(staff, visitor):
    page, frames = staff
    stranger = visitor()
    others = Frames(stranger)
    identifier, key = opened(page)
    assert key not in page.url
    assert identifier not in page.url

    press(page, "Créer les codes")
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Télécharger le tableau (xlsx)")))
    codes = [row[-1] for row in book.active.iter_rows(min_row=4, values_only=True)]
    assert len(codes) == 5
    stands(page)
    side(stranger)
    choose(stranger, "Ce qui est promis")

    choose(page, "Charger un dossier")
    drop(page, *islice(workbooks(), COMMUNITIES), BAD)
    tick(page, "Chaque communauté a donné son accord")
    press(page, "Charger les classeurs")
    assert page.get_by_text(
        "5 classeurs sont chargés, 1 fichier est refusé".replace(" ", "\u00a0", 1)
    ).count()
    stands(page)

    choose(page, "Geler")
    tick(page, "J’ai compris")
    press(page, "Geler la campagne")
    press(page, "Publier")
    assert page.get_by_role("heading", name="Campagne publiée").count()
    digest = re.search(r"Empreinte\s:\s(\w{12})", page.get_by_test_id("stMain").inner_text())[1]
    stands(page)
    figures = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Télécharger le tableau (xlsx)"))).active
    assert "Toutes les communautés" in {cell.value for cell in figures["C"]}
    withheld = [row for row in figures.iter_rows(values_only=True) if row[9] == "retenu"]
    assert withheld
    assert all(row[6] is None and row[10] for row in withheld)  # no number, and why; never 0
    choose(page, "Ce que le contrôle a décidé")
    assert page.get_by_role("heading", name="Avant de publier").count()
    stands(page)

    side(stranger)
    fill(stranger, "Identifiant de la campagne", "une autre")
    fill(stranger, "Clé d’administration", "A" * 22)
    press(stranger, "Reprendre")
    assert stranger.get_by_text("n’est pas celle de cette campagne").count()
    told = [identifier, key, TITLE, digest, *codes, "invente-001"]
    assert [one for one in told if frames.hold(one)] == told  # what is searched for can be found
    assert [one for one in told if others.hold(one)] == []


def test_on_a_phone_the_door_and_the_key_hold_in_the_window(phone):
    side(phone)
    stands(phone)
    opened(phone)
    stands(phone)
