"""« Sceller » under impatient fingers: pressed twice, and by two phones of a table at once."""

from __future__ import annotations

import contextlib

import pytest

from aci_model import law
from aci_model.store import open_store
from aci_model.workshop import answers, cases, doors, rooms
from aci_model.workshop.scenario import counted_on, counts
from pages._shared.workshop_state import now
from tests.browser.atelier_gestures import button, comes, tap
from tests.browser.driver import settled

WHOLE = counted_on(0.5) | counts("acces_aux_soins", quanti=2)
_AT = "([x, y]) => document.elementFromPoint(x, y)?.closest('button')?.innerText ?? ''"


@pytest.fixture
def table(server):
    """A table that has composed all of its contract: its link, and what the store has of it."""
    with contextlib.closing(open_store(f"sqlite:///{server.data / 'aci.sqlite3'}")) as store:
        case = cases.of_size(2, law.load())
        workshop, key = doors.open_workshop(store, "Essai", cases.to_record(case), now())
        rooms.go(store, doors.facilitator(store, workshop.code, key, now()), "composer", now())
        visitor = doors.visitor(store, workshop.code, now(), workshop.code)
        seat, token = doors.join(store, visitor, None, now(), workshop.code)
        untouched = {f"mission/{name}": True for name in case.missions.query("not mandatory")["mission"]}
        for mission in case.missions.query("mandatory")["mission"]:
            untouched |= counts(mission, quanti=1)
        answers.save_scenario(store, seat, {**untouched, **WHOLE}, now())
        yield f"/Atelier?atelier={workshop.code}&table={token}", lambda: answers.own(store, seat)


def arrives(visitor, link):
    page = visitor(320, 568, has_touch=True, is_mobile=True)
    page.goto(link)
    return comes(page, "Tout est là")


def test_a_finger_that_presses_twice_does_not_seal_before_it_was_asked(visitor, table):
    link, own = table
    page = arrives(visitor, link)
    button(page, "Sceller").scroll_into_view_if_needed()
    box = settled(page).locator(".st-key-atelier_sceller button").bounding_box()
    spot = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    page.mouse.click(*spot)
    comes(page, "Une fois scellé")
    assert "Oui, sceller" not in settled(page).evaluate(_AT, spot)  # the second press meets something else
    page.mouse.click(*spot)
    assert own()["sealed_at"] is None
    page.locator(".st-key-atelier_sceller_oui button").dblclick()
    comes(page, "est enregistré et ne change plus")
    assert own()["sealed_at"] is not None


def test_two_phones_of_a_table_that_seal_at_once_seal_once(visitor, table):
    link, own = table
    phones = [arrives(visitor, link) for _ in range(2)]
    for page in phones:
        tap(page, "Sceller", "Une fois scellé")
    for page in phones:
        page.locator(".st-key-atelier_sceller_oui button").click(no_wait_after=True)
    for page in phones:
        comes(page, "est enregistré et ne change plus")
        assert page.get_by_test_id("stAlert").count() == 0  # the second is no mistake of anybody's
    assert own()["sealed_at"] is not None
    assert own()["scenario"].items() >= WHOLE.items()
