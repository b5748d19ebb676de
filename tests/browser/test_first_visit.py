"""The first ten seconds: what this is, what to do, by mouse, by keyboard, or from someone's link."""

from __future__ import annotations

from playwright.sync_api import expect

from aci_model.store import open_store
from benchmarks.load import COMPOSES
from benchmarks.room import Room
from tests.browser import journey
from tests.browser.driver import open_app, settled

FIRST_VISIT = 2_500_000  # bytes, for a phone on a slow line


class Line:
    """What comes over a page's line, as the browser counts it: headers and compressed bodies, and the websocket."""

    def __init__(self, page):
        self.asked, self.came, self.said = {}, {}, 0
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.on("Network.responseReceived", self._answered)
        tools.on("Network.loadingFinished", self._loaded)
        tools.on("Network.webSocketFrameReceived", self._told)

    def _answered(self, event):
        self.asked[event["requestId"]] = event["response"]

    def _loaded(self, event):
        self.came[event["requestId"]] = event["encodedDataLength"]

    def _told(self, event):
        self.said += len(event["response"]["payloadData"]) * 3 // 4  # base64

    def total(self):
        return sum(self.came.values()) + self.said

    def urls(self):
        return [answer["url"] for answer in self.asked.values()]

    def plain(self):
        """Addresses of the scripts and styles that came uncompressed."""
        texts = [answer for answer in self.asked.values() if answer["url"].endswith((".js", ".css"))]
        assert len(texts) > 20
        return [
            answer["url"]
            for answer in texts
            if {key.lower(): text for key, text in answer["headers"].items()}.get("content-encoding")
            != "gzip"
        ]


def held_light(line, name):
    """Say what came, and hold it: under the limit, compressed, nothing a phone does not draw."""
    told = f"{name}: {line.total()} bytes in {len(line.came)} answers, {line.said} of them by websocket"
    print(told)  # noqa: T201  a measure one may want to see (pytest -s)
    assert 300_000 < line.total() < FIRST_VISIT, told
    assert line.said > 5_000
    assert line.plain() == []
    assert not [url for url in line.urls() if "Plotly" in url or "DataFrame" in url]


def test_the_first_visit_of_a_phone_is_light(phone):
    line = Line(phone)
    settled(open_app(phone, "/Bareme"), quiet_ms=1000)
    held_light(line, "Barème")


def test_a_table_s_phone_comes_joins_and_composes_on_a_slow_line(phone, server):
    store = open_store(f"sqlite:///{server.data / 'aci.sqlite3'}")
    try:
        room, line = Room(store), Line(phone)
        open_app(phone, f"/Atelier?atelier={room.code}")
        phone.get_by_role("button", name="Entrer").click()
        expect(phone.get_by_text("Vous êtes la table")).to_be_visible()
        room.go("composer")
        expect(phone.get_by_text(COMPOSES)).to_be_visible()
        settled(phone)
    finally:
        store.close()
    held_light(line, "Atelier")


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
