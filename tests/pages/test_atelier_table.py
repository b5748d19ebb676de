"""Atelier on a table's phone: one question a screen, everything kept before it is said to be, nothing of the others."""

from __future__ import annotations

import pytest

from aci_model.store import open_store
from aci_model.workshop import answers, rooms
from aci_model.workshop.doors import Seat
from aci_model.workshop.scenario import chosen, counts
from pages._shared import database, workshop_table_compose, workshop_table_guess, workshop_table_kept
from tests.pages import phones, screen
from tests.pages.app import run
from tests.pages.phones import Room, even, field, joined, next_step, second, typed, words
from tests.pages.screen import press

MINIMAL, AMBITIOUS = workshop_table_guess.LABELS.values()


pytestmark = pytest.mark.usefixtures("campaigns_store")


@pytest.fixture
def room(campaigns_store):
    assert database.store() is campaigns_store  # of this test, empty
    return Room()


def test_a_table_goes_through_a_whole_workshop_and_each_gesture_is_kept(room):
    phone = joined(room)
    assert "Vous êtes la table" in words(phones.french(phone))
    room.go("estimer")
    run(phone)
    typed(phone, MINIMAL, "184,5 k€")
    typed(phone, AMBITIOUS, "240 000 €")
    assert room.own(phone)["guess"] == {"minimal": 184_500, "ambitious": 240_000}
    room.go("composer")
    run(phone)
    assert "Mission 1 sur 5" in words(phones.french(phone))
    screen.choose(phone, "Objectifs quantitatifs", 2)
    # Half of 17 500 € is expected of one chance in two: 184 500 (60 000 + 74 500 + 35 000 + 15 000) + 8 750.
    assert "attendu <b>au moins 193 250 €</b>" in words(phone)
    assert room.own(phone)["scenario"] == {"quanti/acces_aux_soins": 2}
    for _ in range(5):
        phones.french(next_step(phone))
    screen.choose(phone, "Part variable comptée", 40)
    next_step(phone)
    press(phones.french(phone), "Sceller")
    assert room.own(phone)["sealed_at"] is None  # it asks back first
    press(phone, "Oui, sceller")
    assert "Votre scénario est enregistré et ne change plus" in words(phones.french(phone))
    room.go("reveler")
    run(phone)
    assert "Minimal : le calcul" in words(phones.french(phone))
    room.go("discuter")
    run(phone)
    typed(phone, "Nos choix", "Deux objectifs suffisent.")
    assert "Enregistré." in words(phones.french(phone))
    next_step(phone, 4)
    field(phone, "Votre question").set_value("Qui compte les patients ?")
    screen.labelled(phone.button_group, "À qui la poser").set_value("cpam")
    screen.labelled(phone.selectbox, "À propos de").set_value("mission/parcours")
    press(phone, "Ajouter la question")
    assert "enregistrée · à la CPAM · 35 000 € suspendus" in words(phones.french(phone))
    room.close()
    run(phone)
    assert "Cet atelier est terminé" in words(phones.french(phone))
    assert room.own(phone)["sheet"] == {"choices": "Deux objectifs suffisent."}


def test_a_link_finds_its_table_again_in_another_session_and_another_process(
    room, campaigns_store, monkeypatch
):
    phone = joined(room, "Loriot")
    room.go("composer")
    run(phone)
    screen.choose(phone, "Objectifs qualitatifs", 3)
    again = open_store(campaigns_store._engine.url.render_as_string(hide_password=False))  # noqa: SLF001
    monkeypatch.setattr(database, "store", lambda: again)
    other = second(room, phone)
    assert "Mission 2 sur 5" in words(other)  # where the table had come
    press(other, "Précédent")
    assert screen.labelled(other.button_group, "Objectifs qualitatifs").value == 3
    again.close()


def test_a_table_taken_away_is_told(room):
    phone = joined(room, "Loriot")
    rooms.remove(room.store, room.facilitator, room.tables()["table"].iloc[0], phones.now())
    assert "n’existe plus" in words(run(phone))


def test_two_phones_of_one_table_compose_together(room):
    first = joined(room)
    room.go("composer")
    run(first)
    other = second(room, first)
    screen.choose(first, "Objectifs quantitatifs", 2)
    screen.choose(other, "Objectifs qualitatifs", 1)
    assert room.own(first)["scenario"] == {"quanti/acces_aux_soins": 2, "quali/acces_aux_soins": 1}
    run(first)
    assert screen.labelled(first.button_group, "Objectifs qualitatifs").value == 1
    assert screen.labelled(other.button_group, "Objectifs quantitatifs").value == 2


def test_two_phones_that_write_the_same_field_lose_neither_text(room):
    first = joined(room)
    room.go("discuter")
    other = second(room, run(first))
    typed(other, "Nos choix", "Texte du second.")
    # the first phone still shows the draft, and writes its own words over it
    seat_text = "Texte du premier."
    first.session_state["atelier_main"].fresh = False
    typed(first, "Nos choix", seat_text)
    assert room.own(first)["sheet"]["choices"] == "Texte du premier.\n\nTexte du second."


def test_sealed_by_one_phone_the_other_can_change_nothing(room):
    first = joined(room)
    room.go("composer")
    other = second(room, run(first))
    next_step(first, 6)
    press(press(first, "Sceller"), "Oui, sceller")
    assert room.own(first)["scenario"] == {"share": 0}  # nothing chosen is an answer too
    answers_before = room.own(first)
    screen.labelled(other.button_group, "Objectifs quantitatifs").set_value(4)
    run(other)
    assert room.own(first) == answers_before
    assert "ne change plus" in words(other)
    room.go("reveler")
    assert not run(other).error  # what was refused then is not said again


def test_no_phone_shows_a_figure_of_another_table_before_the_reveal(room):
    seat = room.sit("Loriot")
    phone = joined(room, "Merle")
    room.go("estimer")
    answers.save_guess(room.store, seat, {"minimal": 123_457.0}, phones.now())
    seen = [words(run(phone))]
    room.go("composer")
    answers.save_scenario(room.store, seat, counts("parcours", quanti=7), phones.now())
    answers.seal(room.store, seat, phones.now())
    run(phone)
    seen.append(words(phone))
    seen += [words(next_step(phone)) for _ in range(6)]
    seen.append(words(press(press(phone, "Sceller"), "Oui, sceller")))
    assert not any("123 457" in one or "Loriot" in one for one in seen)
    room.go("reveler")
    assert "Loriot" in words(run(phone))


def test_a_table_that_had_not_sealed_may_do_so_late(room):
    phone = joined(room)
    room.go("composer")
    run(phone)
    screen.choose(phone, "Objectifs quantitatifs", 1)
    room.go("reveler")
    run(phone)
    assert "n’est pas dans la comparaison" in words(phone)
    press(phone, "Sceller quand même")
    assert room.own(phone)["late"]


def test_a_round_taken_again_gives_the_answers_back_to_change(room):
    phone = joined(room)
    room.go("composer")
    run(phone)
    screen.choose(phone, "Objectifs quantitatifs", 2)
    next_step(phone, 6)
    press(press(phone, "Sceller"), "Oui, sceller")
    room.go("composer", repeat=True)
    run(phone)
    assert "passage 2" in words(phone)
    assert room.own(phone)["scenario"]["quanti/acces_aux_soins"] == 2
    assert room.own(phone)["sealed_at"] is None


def test_a_line_of_the_contract_is_chosen_given_a_chance_and_left():
    room = Room(phones.listed_case())
    phone = joined(room)
    room.go("composer")
    run(phone)
    label = next(one.label for one in phone.toggle)
    assert even(screen.said(label)).startswith("Ligne A · **1 000 €**")
    run(phone.toggle[0].set_value(True))
    assert room.own(phone)["scenario"] == chosen("o1")
    run(phone.button_group[0].set_value(0.75))
    assert room.own(phone)["scenario"] == chosen("o1", chance=0.75)
    assert "probable, 75 %" in even(phone.button_group[0].label)
    run(phone.button_group[0].set_value(None))
    assert room.own(phone)["scenario"] == chosen("o1")  # past years' chance again
    run(phone.toggle[0].set_value(False))
    assert room.own(phone)["scenario"] == chosen("o1", choose=False)


def test_what_a_returning_phone_repeats_of_its_screen_is_no_gesture(monkeypatch):
    sent = []
    monkeypatch.setattr(workshop_table_kept, "send", lambda _hand, _what, changes: sent.append(changes))
    hand = workshop_table_kept.Hand(Seat("w", "t"), own={"scenario": {"objective/o1": True}})
    touch = workshop_table_compose._touch  # noqa: SLF001 (a browser that comes back cannot be played here)
    for changes in (chosen("o1"), chosen("o2", choose=False), chosen("o2")):
        touch(hand, phones.listed_case(), changes)
    assert sent == [chosen("o2")]
