"""Atelier on a table's phone: one question a screen, everything kept before it is said to be, nothing of the others."""

from __future__ import annotations

import pytest

from aci_model import law
from aci_model.store import StoreError, open_store
from aci_model.workshop import answers, cases, doors, rooms
from aci_model.workshop.cases import ScenarioError
from aci_model.workshop.scenario import chosen, counts
from pages._shared import database, workshop_table_guess
from tests.building import done, dossier
from tests.pages import phones, screen
from tests.pages.app import run
from tests.pages.phones import Room, even, field, joined, next_step, opened, second, typed, words
from tests.pages.screen import press

MINIMAL, AMBITIOUS = workshop_table_guess.LABELS.values()


pytestmark = pytest.mark.usefixtures("campaigns_store")


@pytest.fixture
def room(campaigns_store):
    assert database.store() is campaigns_store  # of this test, empty
    return Room()


def listed_case():
    """A contract of two lines: 1 000 € in access to care, 500 € in prevention."""
    lines = (done("acces_aux_soins", 1000, label="Ligne A"), done("prevention", 500, label=phones.HOSTILE))
    return cases.of_contract(dossier(*lines, size_class=3), law.load(), "Contrat")


def silent(monkeypatch, store):
    """The store answers nothing any more, to who writes."""

    def begin(_about=None):
        raise StoreError("La base ne répond pas. Réessayez dans un instant.")

    monkeypatch.setattr(store, "begin", begin)


def test_a_table_goes_through_a_whole_workshop_and_each_gesture_is_kept(room):
    phone = joined(room)
    assert "Vous êtes la table" in words(phone)
    room.go("estimer")
    run(phone)
    typed(phone, MINIMAL, "184,5 k€")
    typed(phone, AMBITIOUS, "240 000 €")
    assert room.own(phone)["guess"] == {"minimal": 184_500, "ambitious": 240_000}
    room.go("composer")
    run(phone)
    assert "Mission 1 sur 5" in words(phone)
    screen.choose(phone, "Objectifs quantitatifs", 2)
    # Half of 17 500 € is expected of one chance in two: 184 500 (60 000 + 74 500 + 35 000 + 15 000) + 8 750.
    assert "attendu <b>au moins 193 250 €</b>" in words(phone)
    assert room.own(phone)["scenario"] == {"quanti/acces_aux_soins": 2}
    next_step(phone, 5)
    screen.choose(phone, "Part variable comptée", 40)
    next_step(phone)
    press(phone, "Sceller")
    assert room.own(phone)["sealed_at"] is None  # it asks back first
    press(phone, "Oui, sceller")
    assert "Votre scénario est enregistré et ne change plus" in words(phone)
    room.go("reveler")
    run(phone)
    assert "Minimal : le calcul" in words(phone)
    room.go("discuter")
    run(phone)
    typed(phone, "Nos choix", "Deux objectifs suffisent.")
    assert "Enregistré." in words(phone)
    next_step(phone, 4)
    field(phone, "Votre question").set_value("Qui compte les patients ?")
    screen.labelled(phone.button_group, "À qui la poser").set_value("cpam")
    screen.labelled(phone.selectbox, "À propos de").set_value("mission/parcours")
    press(phone, "Ajouter la question")
    assert "enregistrée · à la CPAM · 35 000 € suspendus" in words(phone)
    room.close()
    run(phone)
    assert "Cet atelier est terminé" in words(phone)
    assert room.own(phone)["sheet"] == {"choices": "Deux objectifs suffisent."}


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


@pytest.mark.parametrize("link", ["a" * 22, phones.HOSTILE])
def test_a_link_that_leads_nowhere_says_so(room, link):
    assert "Ce lien ne mène à aucune table" in words(opened(atelier=room.code, table=link))


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
    room = Room(listed_case())
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


def test_a_line_of_the_contract_is_chosen_given_a_chance_and_left():
    room = Room(listed_case())
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
