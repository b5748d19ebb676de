"""Atelier refuses on the facilitator's page: in a sentence, what was typed stays, and nothing is lost nor run."""

from __future__ import annotations

import pytest

from aci_model.workshop import answers
from pages._shared import database
from tests.pages import screen
from tests.pages.app import run
from tests.pages.leading import Led
from tests.pages.phones import HOSTILE, now, opened, words
from tests.pages.screen import press

pytestmark = pytest.mark.usefixtures("campaigns_store")


@pytest.fixture
def room(campaigns_store):
    assert database.store() is campaigns_store  # of this test, empty
    return Led()


@pytest.mark.parametrize(
    ("typed", "told"), [("x" * 400, "trop long"), ("   ", "Donnez un nom"), ("\u202e", "Donnez un nom")]
)
def test_a_new_name_that_will_not_do_is_refused_and_stays_in_its_field(room, typed, told):
    room.sit("Chêne")
    app = room.lead()
    run(screen.labelled(app.text_input, "Nouveau nom").set_value(typed))
    press(app, "Renommer")
    assert told in words(app)
    assert screen.labelled(app.text_input, "Nouveau nom").value == typed
    assert room.tables()["name"].tolist() == ["Chêne"]


def test_a_hostile_new_name_is_text_for_the_facilitator_and_on_the_wall(room):
    room.sit("Chêne")
    app = room.lead()
    run(screen.labelled(app.text_input, "Nouveau nom").set_value(HOSTILE[:36]))
    press(app, "Renommer")
    assert room.tables()["name"].tolist() == [HOSTILE[:36].strip()]
    for one in (app, room.wall()):
        drawn = [element.proto.body for element in one.get("html")]
        assert any("&lt;script&gt;" in body for body in drawn)
        assert not any("<script" in body for body in drawn)


def test_too_long_a_question_of_the_facilitator_is_refused_and_stays_in_its_field(room):
    seat = room.sealed("Chêne", "o1", "o2")
    answers.ask(room.store, seat, "Qui compte ?", now())
    room.go("reveler")
    app = room.lead()
    screen.choose(app, "Vue", "Questions")
    screen.labelled(app.text_area, "Question").set_value("x" * 5_000)
    press(app, "Ajouter à la liste")
    assert "5 000 caractères" in words(app)
    assert screen.labelled(app.text_area, "Question").value == "x" * 5_000
    assert [one["text"] for one in answers.questions(room.store, room.facilitator)] == ["Qui compte ?"]


@pytest.mark.parametrize("face", [{"ecran": "1"}, {}])
def test_the_code_of_an_ended_workshop_is_told_on_every_face(room, face):
    room.close()
    app = opened(atelier=room.code, **face)
    assert "terminé" in words(app)
    assert not app.exception
