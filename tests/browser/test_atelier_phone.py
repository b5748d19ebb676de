"""Atelier on the smallest phone, in a real browser: a round that comes, a double press, a hand that is typing."""

from __future__ import annotations

import contextlib

import pytest

from aci_model import law
from aci_model.store import open_store
from aci_model.workshop import answers, cases, doors, rooms
from aci_model.workshop.scenario import counts
from pages._shared import workshop_state
from tests.browser import journey
from tests.browser.driver import open_app, settled

MINIMAL, AMBITIOUS = "Un contrat minimal, en euros par an", "Un contrat ambitieux, en euros par an"
HOSTILE = "<script>document.title='pris'</script> ![x](http://exemple.fr/x.png) =1+1"
_TOP = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
_DOWN = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTo(0, 10000)"


class Room:
    """A workshop of the served app, led from here."""

    def __init__(self, store):
        self.store = store
        record = cases.to_record(cases.of_size(2, law.load()))
        self.workshop, key = doors.open_workshop(store, "Atelier d'essai", record, workshop_state.now())
        self.facilitator = doors.facilitator(store, self.workshop.code, key, workshop_state.now())
        self.path = f"/Atelier?atelier={self.workshop.code}"

    def go(self, round_):
        rooms.go(self.store, self.facilitator, round_, workshop_state.now())

    def tables(self):
        return rooms.present(self.store, self.facilitator)["name"].tolist()

    def own(self, page):
        token = page.url.partition("table=")[2]
        seat = doors.seat(self.store, self.workshop.code, token, workshop_state.now())
        return answers.own(self.store, seat)


@pytest.fixture
def room(server):
    with contextlib.closing(open_store(f"sqlite:///{server.data / 'aci.sqlite3'}")) as store:
        yield Room(store)


def small(visitor):
    """The smallest phone."""
    return visitor(320, 568, has_touch=True, is_mobile=True, device_scale_factor=2)


def comes(page, words):
    """Wait for words the screen brings by itself."""
    page.get_by_text(words).first.wait_for()
    return settled(page)


def tap(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    return settled(page)


def test_a_small_phone_goes_through_every_round_without_being_touched_by_the_others(visitor, room):
    page = open_app(small(visitor), room.path)
    page.get_by_label("Nom de votre table").fill(HOSTILE[:40])
    page.get_by_role("button", name="Entrer").dblclick()
    comes(page, "Vous êtes la table")
    assert room.tables() == [HOSTILE[:40]]  # pressed twice, one table
    assert page.title().startswith("Atelier")
    journey.stands(page)
    room.go("estimer")
    comes(page, "À vue de nez")
    page.get_by_label(MINIMAL).fill("184 500")
    page.get_by_label(AMBITIOUS).fill("240 0")  # half typed when a timer starts, then when the room moves on
    rooms.timer(room.store, room.facilitator, "lancer", workshop_state.now(), 600)
    comes(page, "Jusqu’à")
    assert page.get_by_role("button", name="L’animateur est passé à la suite").count() == 0
    room.go("composer")
    page.get_by_role("button", name="L’animateur est passé à la suite").wait_for()
    assert page.get_by_label(AMBITIOUS).input_value() == "240 0"
    page.get_by_label(AMBITIOUS).fill("240 000")
    page.get_by_role("button", name="L’animateur est passé à la suite").click()
    comes(page, "Mission 1 sur 5")
    assert room.own(page)["guess"] == {"minimal": 184_500, "ambitious": 240_000}
    compose(page, room)
    room.go("reveler")
    comes(page, "Votre estimation et le calcul")
    journey.stands(page)
    room.go("discuter")
    report(comes(page, "Qu’avons-nous choisi"), room)
    rooms.close(room.store, room.facilitator, workshop_state.now())
    page.get_by_role("button", name="L’animateur est passé à la suite").click()
    comes(page, "Cet atelier est terminé")
    journey.stands(page)
    assert page.title().startswith("Atelier")


def compose(page, room):
    """Compose and seal; each step begins at its top, within the width of the phone."""
    page.get_by_role("radio", name="2", exact=True).first.click()
    settled(page).get_by_text("attendu").first.wait_for()
    assert room.own(page)["scenario"] == counts("acces_aux_soins", quanti=2)
    for _ in range(6):
        journey.stands(page)
        page.evaluate(_DOWN)
        tap(page, "Suivant")
        page.wait_for_function(f"({_TOP})() === 0")
    page.get_by_role("button", name="Sceller").click()
    page.get_by_role("button", name="Oui, sceller").dblclick()
    comes(page, "ne change plus")
    assert room.own(page)["sealed_at"] is not None
    journey.stands(page)


def report(page, room):
    """Write too much, then less: nothing is lost and nothing is run."""
    sheet = page.get_by_label("Nos choix")
    sheet.fill("x" * 10_000)
    sheet.blur()
    comes(page, "Raccourcissez")
    assert len(sheet.input_value()) == 10_000
    sheet.fill(HOSTILE)
    sheet.blur()
    comes(page, "Enregistré.")
    assert room.own(page)["sheet"] == {"choices": HOSTILE}
    for _ in range(4):
        tap(page, "Suivant")
    page.get_by_label("Votre question").fill(HOSTILE)
    page.get_by_role("button", name="Ajouter la question").dblclick()
    comes(page, "enregistrée")
    assert page.get_by_text("enregistrée", exact=True).count() == 1
    journey.stands(page)


def test_a_second_phone_of_the_table_sees_what_the_first_chose_and_finds_it_after_a_sleep(visitor, room):
    first = open_app(small(visitor), room.path)
    first.get_by_role("button", name="Entrer").click()
    comes(first, "Vous êtes la table")
    room.go("composer")
    comes(first, "Mission 1 sur 5")
    second = open_app(small(visitor), first.url)
    comes(second, "Mission 1 sur 5")
    first.get_by_role("radio", name="3", exact=True).first.click()
    comes(second, "enregistré")
    assert second.get_by_role("radio", name="3", exact=True).first.is_checked()
    second.get_by_role("radio", name="1", exact=True).nth(1).click()
    first.get_by_text("201 000").first.wait_for(state="detached")
    settled(second).context.set_offline(offline=True)
    settled(first).reload()
    comes(first, "Mission 2 sur 5")
    assert room.own(first)["scenario"] == counts("acces_aux_soins", quanti=3, quali=1)
    second.context.set_offline(offline=False)
    comes(second, "Mission 1 sur 5")
