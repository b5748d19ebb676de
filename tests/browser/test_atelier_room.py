"""Atelier as it is led, in a real browser: what the wall and the facilitator show, hear, and take away."""

from __future__ import annotations

import contextlib
import io

import docx
import openpyxl
import pytest

from aci_model import law
from aci_model.store import open_store
from aci_model.workshop import answers, cases, doors, rooms
from aci_model.workshop.scenario import counted_on, counts
from pages._shared.workshop_state import now
from tests.browser import journey
from tests.browser.atelier import Line, forms
from tests.browser.driver import open_app, settled

MINIMAL, AMBITIOUS = 123_457, 234_569  # amounts no screen has any other reason to show
HOSTILE = "<img src=x onerror=alert(1)> =1+1"
TALL = '() => [...document.querySelectorAll(".at-rangs, .at-colonnes, .at-deux")].every(one => one.clientHeight > 60)'


class Room:
    """A workshop of the served app, whose tables answer from here."""

    def __init__(self, store):
        self.store = store
        record = cases.to_record(cases.of_size(2, law.load()))
        self.workshop, self.key = doors.open_workshop(store, "Atelier d'essai", record, now())
        self.facilitator = doors.facilitator(store, self.workshop.code, self.key, now())
        self.code = self.workshop.code

    @property
    def round(self):
        return rooms.workshop(self.store, self.facilitator).round

    def sit(self, name):
        visitor = doors.visitor(self.store, self.code, now(), name)
        return doors.join(self.store, visitor, name, now(), name)[0]

    def guess(self, seat):
        answers.save_guess(self.store, seat, {"minimal": MINIMAL, "ambitious": AMBITIOUS}, now())

    def seal(self, seat, objectives):
        record = counted_on(0.5) | counts("acces_aux_soins", quanti=objectives, chance=0.5)
        answers.save_scenario(self.store, seat, record, now())
        answers.seal(self.store, seat, now())


@pytest.fixture
def room(server):
    with contextlib.closing(open_store(f"sqlite:///{server.data / 'aci.sqlite3'}")) as store:
        yield Room(store)


def comes(page, words):
    """Wait for words the screen brings by itself."""
    page.get_by_text(words).first.wait_for()
    return settled(page)


def press(page, name):
    page.get_by_role("button", name=name).first.click()
    return settled(page)


def fetched(page, name):
    """Take a document away."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    with open(download.value.path(), "rb") as file:  # noqa: PTH123  Playwright keeps it without an ending
        return io.BytesIO(file.read())


def test_the_wall_and_the_facilitator_hear_nothing_before_the_reveal_and_everything_after(visitor, room):
    wall, lead = visitor(1920, 1080), visitor()
    heard = {"wall": Line(), "lead": Line()}
    heard["wall"].on(wall)
    heard["lead"].on(lead)
    open_app(wall, f"/Atelier?atelier={room.code}&ecran=1")
    open_app(lead, f"/Atelier?atelier={room.code}&cle={room.key}")
    journey.stands(wall)
    journey.stands(lead)
    code = wall.get_by_role("img", name=f"Code QR de l’atelier {room.code}")
    assert code.bounding_box()["width"] > 400  # read across a room
    seats = [room.sit("Chêne"), room.sit(HOSTILE)]
    comes(wall, "2 tables présentes")
    press(lead, "Lancer l’estimation")
    for seat in seats:
        room.guess(seat)
    comes(wall, "Tout le monde a répondu")
    lead.get_by_role("button", name="Passer à la composition").dblclick()
    comes(wall, "Composez votre contrat")
    assert room.round == "composer"  # pressed twice, one round further
    for place, seat in enumerate(seats):
        room.seal(seat, 2 + place)
    comes(wall, "Tout le monde a scellé")
    comes(lead, "Tout le monde a scellé : vous pouvez révéler".replace(" :", "\u00a0:"))
    secrets = [one for amount in (MINIMAL, AMBITIOUS) for one in forms(amount)]
    assert {who: line.holds(secrets) for who, line in heard.items()} == {"wall": [], "lead": []}

    press(lead, "Révéler à tous")
    comes(wall, "De 2 à 3 objectifs selon les tables".replace("3 ", "3\u00a0"))
    for _ in range(3):
        journey.stands(wall)
        assert wall.evaluate(TALL)
        wall.keyboard.press("PageDown")  # a clicker's key
        settled(wall)
    comes(wall, "4 sur 4")
    assert all(line.holds(secrets) for line in heard.values())  # what was searched for can be found
    journey.stands(lead)
    assert lead.locator("img[src='x']").count() == 0


def test_the_documents_of_a_workshop_are_taken_away_from_a_phone(visitor, room):
    phone = visitor(360, 740, has_touch=True, is_mobile=True, device_scale_factor=2)
    open_app(phone, f"/Atelier?atelier={room.code}&cle={room.key}")
    journey.stands(phone)
    press(phone, "C’est gardé")
    press(phone, "Lancer l’estimation")
    press(phone, "Passer à la composition")
    for place, name in enumerate(("Chêne", HOSTILE)):
        room.seal(room.sit(name), 1 + place)
    comes(phone, "Tout le monde a scellé")
    journey.stands(phone)
    press(phone, "Révéler à tous")
    comes(phone, "objectifs selon les tables")
    journey.stands(phone)
    for view in ("Fiches", "Questions", "Documents"):
        phone.get_by_role("radio", name=view, exact=True).click()
        settled(phone)
        journey.stands(phone)
    report = docx.Document(fetched(phone, "Compte rendu (docx)"))
    assert HOSTILE in "\n".join(paragraph.text for paragraph in report.paragraphs)
    book = openpyxl.load_workbook(fetched(phone, "Données (xlsx)"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}  # a text, never a formula


def test_a_press_made_twice_opens_one_workshop(page):
    open_app(page, "/Atelier")
    press(page, "Préparer un atelier")
    page.get_by_role("button", name="Ouvrir l’atelier").dblclick()
    comes(page, "Gardez ce lien")
    address = page.url
    page.reload()
    comes(page, "Aucune table n’est encore là")
    assert page.url == address
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Ouvrir le grand écran").click()
    comes(opened.value, "Visez ce code")
    assert "cle=" not in opened.value.url
    journey.stands(opened.value)
