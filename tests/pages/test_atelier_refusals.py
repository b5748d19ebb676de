"""Atelier refuses on a table's phone: in a sentence, where it was typed, and nothing is lost nor run."""

from __future__ import annotations

import pytest

from aci_model.store import StoreError
from aci_model.workshop import doors
from aci_model.workshop.cases import ScenarioError
from pages._shared import database, workshop_table_guess
from tests.pages import phones, screen
from tests.pages.app import run
from tests.pages.phones import Room, field, joined, next_step, opened, second, typed, words
from tests.pages.screen import press

MINIMAL, AMBITIOUS = workshop_table_guess.LABELS.values()


pytestmark = pytest.mark.usefixtures("campaigns_store")


@pytest.fixture
def room(campaigns_store):
    assert database.store() is campaigns_store  # of this test, empty
    return Room()


def silent(monkeypatch, store):
    """The store answers nothing any more, to who writes."""

    def begin(_about=None):
        raise StoreError("La base ne répond pas. Réessayez dans un instant.")

    monkeypatch.setattr(store, "begin", begin)


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("12 500", 12_500),
        ("12\u202f500,50 €", 12_500.5),
        ("12,5 k€", 12_500),
        ("80 K", 80_000),
        ("0", 0),
        (" ", None),
    ],
)
def test_an_amount_is_read_as_people_type_it(text, euros):
    assert workshop_table_guess.typed(text) == euros


@pytest.mark.parametrize(
    "text", ["=1+1", "douze", "12.500", "> 50", "60 %", "12 patients", "<b>1</b>", "1e999"]
)
def test_what_is_no_amount_is_refused_with_what_to_type(text):
    with pytest.raises(ScenarioError, match="Saisissez"):
        workshop_table_guess.typed(text)


def test_a_refused_estimate_stays_in_its_field_and_the_other_is_kept(room):
    phone = joined(room)
    room.go("estimer")
    run(phone)
    typed(phone, MINIMAL, "=1+1")
    assert "« =1+1 »" in words(phone)
    typed(phone, AMBITIOUS, "100 000")
    assert field(phone, MINIMAL).value == "=1+1"
    assert room.own(phone)["guess"] == {"ambitious": 100_000}
    assert "Sceller l’estimation" not in phones.labels(phone)
    typed(phone, MINIMAL, "150 000")
    assert "rapporterait plus que" in words(phone)
    typed(phone, AMBITIOUS, "200 000")  # what was wrong with the first is mended by the second
    assert room.own(phone)["guess"] == {"minimal": 150_000, "ambitious": 200_000}


@pytest.mark.parametrize("code", ["ZZZZZZ", phones.HOSTILE])
def test_a_wrong_code_is_told_and_asks_for_another(room, code):
    app = opened(atelier=code)
    assert "Ce code n’ouvre aucun atelier" in words(app)
    field(app, "Code de l’atelier").set_value(room.code.lower())
    press(app, "Rejoindre")
    assert "Atelier d’essai" in words(app).replace("'", "’")


def test_a_page_drawn_again_does_not_count_a_wrong_code_twice(monkeypatch):
    tries = []
    asked = doors.visitor
    monkeypatch.setattr(doors, "visitor", lambda *told: tries.append(told[1]) or asked(*told))
    app = opened(atelier="ABCDEF")
    run(run(app))
    assert tries == ["ABCDEF"]


def test_the_code_of_an_ended_workshop_says_so_and_its_tables_too(room):
    phone = joined(room)
    room.close()
    assert "Cet atelier est terminé" in words(opened(atelier=room.code))
    assert "Cet atelier est terminé" in words(run(phone))


@pytest.mark.parametrize(
    ("name", "told"),
    [("x" * 10_000, "trop long"), ("Mésange", "porte déjà ce nom"), ("\u202e", "Donnez un nom")],
)
def test_a_name_that_will_not_do_is_refused_and_stays_in_its_field(room, name, told):
    room.sit("Mésange")
    phone = joined(room, name)
    assert told in words(phone)
    assert field(phone, "Nom de votre table").value == name
    assert len(room.tables()) == 1


def test_a_hostile_name_is_text(room):
    phone = joined(room, "<b>x</b> ![](http://a.fr) =1+1")
    assert "Vous êtes la table <b>x</b> ![](http://a.fr) =1+1" in screen.words(phone)
    assert not any("<b>x</b>" in element.value for element in [*phone.title, *phone.markdown, *phone.caption])


@pytest.mark.parametrize("link", ["a" * 22, phones.HOSTILE])
def test_a_link_that_leads_nowhere_says_so(room, link):
    assert "Ce lien ne mène à aucune table" in words(opened(atelier=room.code, table=link))


def test_two_estimates_that_do_not_go_together_are_told_and_not_sealed(room):
    first = joined(room)
    room.go("estimer")
    run(first)
    other = second(room, first)
    typed(other, MINIMAL, "150 000")
    typed(first, AMBITIOUS, "20")  # before its screen shows what the other phone answered
    assert "rapporterait plus que l’ambitieux" in words(first)
    assert "Sceller l’estimation" not in phones.labels(first)
    typed(first, AMBITIOUS, "200 000")
    assert "Sceller l’estimation" in phones.labels(first)
    assert room.own(first)["guess"] == {"minimal": 150_000, "ambitious": 200_000}


def test_a_store_that_does_not_answer_loses_no_gesture(room, campaigns_store, monkeypatch):
    phone = joined(room)
    room.go("composer")
    run(phone)
    with monkeypatch.context() as patch:
        silent(patch, campaigns_store)
        screen.choose(phone, "Objectifs quantitatifs", 2)
        assert "La base ne répond pas" in words(phone)
        assert "pas enregistré" in words(phone)
        assert screen.labelled(phone.button_group, "Objectifs quantitatifs").value == 2
        press(phone, "Enregistrer à nouveau")
        assert "pas enregistré" in words(phone)
    assert room.own(phone)["scenario"] is None
    press(phone, "Enregistrer à nouveau")
    assert room.own(phone)["scenario"] == {"quanti/acces_aux_soins": 2}
    assert "pas enregistré" not in words(phone)


def test_a_gesture_that_was_not_written_goes_with_the_next_one(room, campaigns_store, monkeypatch):
    phone = joined(room)
    room.go("composer")
    run(phone)
    with monkeypatch.context() as patch:
        silent(patch, campaigns_store)
        screen.choose(phone, "Objectifs quantitatifs", 2)
    screen.choose(phone, "Objectifs qualitatifs", 1)
    assert room.own(phone)["scenario"] == {"quanti/acces_aux_soins": 2, "quali/acces_aux_soins": 1}


def test_too_long_a_text_is_refused_whole_and_nothing_is_lost(room):
    phone = joined(room)
    room.go("discuter")
    run(phone)
    typed(phone, "Nos choix", "Bref.")
    typed(phone, "Nos choix", "x" * 10_000)
    assert "10 000 caractères" in words(phone)
    assert field(phone, "Nos choix").value == "x" * 10_000
    assert room.own(phone)["sheet"] == {"choices": "Bref."}
    next_step(phone)
    typed(phone, "Nos arguments", "Le territoire.")
    press(phone, "Précédent")
    assert field(phone, "Nos choix").value == "x" * 10_000
    typed(phone, "Nos choix", "Plus court.")
    assert room.own(phone)["sheet"] == {"choices": "Plus court.", "arguments": "Le territoire."}


def test_too_long_a_question_is_refused_and_stays_in_its_field(room):
    phone = joined(room)
    room.go("discuter")
    next_step(run(phone), 4)
    field(phone, "Votre question").set_value("x" * 10_000)
    press(phone, "Ajouter la question")
    assert "10 000 caractères" in words(phone)
    assert field(phone, "Votre question").value == "x" * 10_000
    press(phone, "Ajouter la question")
    field(phone, "Votre question").set_value(phones.HOSTILE)
    press(press(phone, "Ajouter la question"), "Retirer")
    assert "enregistrée" not in words(phone)


def test_hostile_words_of_a_case_and_a_question_are_text():
    room = Room(phones.listed_case())
    phone = joined(room)
    room.go("composer")
    next_step(run(phone))
    switch = next(one for one in phone.toggle if "alert" in one.label)
    assert not any(sign in switch.label for sign in ("<script>", "![x](", "http://", "\u202e"))
    room.go("discuter")
    next_step(run(phone), 4)
    field(phone, "Votre question").set_value(phones.HOSTILE)
    press(phone, "Ajouter la question")
    (asked,) = [one.value for one in phone.markdown if "alert" in one.value]
    assert not any(sign in asked for sign in ("<script>", "![x](", "http://", "\u202e"))
