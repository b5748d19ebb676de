"""Two communities of one campaign, in two real browsers: nothing of one can be read in the other's traffic."""

from __future__ import annotations

import struct
import zipfile

import pytest

from aci_model.peers import doors
from aci_model.store import open_store
from aci_model.wording import percent
from tests import comparing
from tests.browser import journey
from tests.browser.driver import open_app, settled

NAME, HERE, SENDING = "Comparaison", "Nous situer", "Contribuer"
VIEWS = [HERE, SENDING, "Fédération", "Ce qui est promis"]
RATES = {
    "A": (0.37, 0.83, 0.59, 0.73, 0.91),
    "B": (0.41, 0.67, 0.79, 0.53, 0.89),
}  # no rounding gives any of them
LETTER = "Télécharger notre lettre\u00a0(docx)"


@pytest.fixture
def base(server):
    """The database of the server, as its keeper could open it."""
    opened = open_store(f"sqlite:///{server.data / 'aci.sqlite3'}")
    yield opened
    opened.close()


def heard(page):
    """Keep every frame of the page's websockets, each way apart."""
    received, sent = [], []

    def keep(into):
        return lambda payload: into.append(payload if isinstance(payload, bytes) else payload.encode())

    def listen(socket):
        socket.on("framereceived", keep(received))
        socket.on("framesent", keep(sent))

    page.on("websocket", listen)
    return received, sent


def view(page, name):
    page.get_by_role("radio", name=name, exact=True).click()
    return settled(page)


def enter(page, code):
    """Give a code, as it was received: pasted."""
    page.get_by_label("Code de contribution", exact=True).fill(code)
    return journey.press(page, "Ouvrir la campagne")


def arrived(page, name):
    """Open the app with a workbook of one's own, at the page of the comparison."""
    open_app(page)
    journey.drop(page, ("contrat.csv", comparing.workbook(RATES[name], f"CPTS {name}4417")))
    return journey.go(page, NAME)


def tokens(base, code, name):
    """What would betray somebody, however it is written: rates as text and as numbers, code, name, ids."""
    who = doors.contributor(base, code, comparing.NOW)
    rates = RATES[name]
    return {
        "as read": [percent(rate).encode() for rate in rates],
        "as json": [str(rate).encode() for rate in rates],
        "as a double": [struct.pack("<d", rate) for rate in rates],
        "code": [code.encode()],
        "id": [who.invitation.encode()],
        "name": [f"CPTS {name}4417".encode()],
    }


def found(frames, looked_for):
    """Which kinds of tokens the frames hold."""
    return {
        kind for kind, some in looked_for.items() if any(one in frame for one in some for frame in frames)
    }


def letter(page):
    """The words of the letter one downloads."""
    with page.expect_download() as download:
        page.get_by_role("button", name=LETTER, exact=True).click()
    with zipfile.ZipFile(download.value.path()) as docx:
        return b"".join(docx.read(part) for part in docx.namelist())


def test_nothing_of_one_community_reaches_another_before_or_after_the_publication(visitor, base):
    campaign = comparing.made(base, others=14)
    codes = dict(zip(RATES, campaign.codes, strict=True))
    pages = {"A": visitor(), "B": visitor(360, 740, has_touch=True, is_mobile=True)}
    traffic = {name: heard(page) for name, page in pages.items()}
    for name, page in pages.items():
        view(arrived(page, name), SENDING)
        journey.stands(enter(page, codes[name]))
        journey.press(page, "Tout accepter")
        page.locator(".st-key-comparaison_envoyer button").click()
        page.get_by_text("Conservé le").wait_for()
        journey.stands(settled(page))
    assert comparing.held(base, codes["A"])["atteinte/prevention"] == RATES["A"][2]

    comparing.freeze(base, campaign)
    for page in pages.values():
        view(view(page, HERE), SENDING)
        assert journey.answer(page).startswith("La campagne est gelée")
    comparing.publish_frozen(base, campaign)
    letters = {}
    for name, page in pages.items():
        assert journey.answer(view(page, HERE)).startswith("Sur 7\u00a0résultats comparés")
        journey.stands(journey.unfold(page))
        assert [trace for trace in journey.chart(page) if RATES[name][0] in trace["x"]]
        letters[name] = letter(page)
        for told in VIEWS[1:]:
            journey.stands(view(page, told))
        assert codes[name] not in page.url
        assert campaign.ruler.campaign not in page.url

    known = {name: tokens(base, codes[name], name) for name in pages}
    for name, other in (("A", "B"), ("B", "A")):
        received, sent = traffic[name]
        # What is looked for can be found: one's own is there, as it is written on the wire.
        assert found(received, known[name]) >= {"as read", "as json", "name"}
        assert "code" in found(sent, known[name])
        assert found([letters[name]], known[name]) >= {"as read", "name"}
        assert found([*received, *sent], known[other]) == set()
        assert found([letters[name]], known[other]) == set()
        # On the page itself, bare decimals also are in the drawings of a style sheet.
        assert found([pages[name].content().encode()], known[other]) <= {"as json"}
        # Nor does the server tell back the code, nor the id behind it, nor at whose door a key would be tried.
        assert found(received, known[name]).isdisjoint({"code", "id"})
        assert found([*received, *sent], {"campaign": [campaign.ruler.campaign.encode()]}) == set()


def test_against_oneself_nothing_of_the_others_is_left_on_the_screen_nor_sent(visitor, base):
    campaign = comparing.made(base, others=14)
    comparing.publish(base, campaign)
    page = visitor()
    received, _ = heard(page)
    enter(arrived(page, "A"), campaign.codes[0])
    assert "médiane" in page.inner_text("body")
    page.get_by_text("Contre soi-même", exact=True).click()
    settled(page)
    before = len(received)
    for name in ("Avancement", NAME):
        journey.go(page, name)
        journey.stands(page)
    assert "médiane" not in page.inner_text("body")
    assert not [frame for frame in received[before:] if "médiane".encode() in frame]
    assert not page.get_by_role("button", name=LETTER, exact=True).count()
