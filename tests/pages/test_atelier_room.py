"""Atelier for who leads it and for the wall: rounds, timer, tables, reveal, questions, end."""

from __future__ import annotations

import pytest

from aci_model.workshop import answers, rooms
from pages._shared import database, workshop_room_timer
from tests.pages import screen
from tests.pages.app import go, run
from tests.pages.leading import Led
from tests.pages.phones import HOSTILE, PAGE, even, labels, now, words
from tests.pages.screen import press

pytestmark = pytest.mark.usefixtures("campaigns_store")


@pytest.fixture
def room(campaigns_store):
    assert database.store() is campaigns_store  # of this test, empty
    return Led()


# --- before the reveal ---

VALUES = ("123 457", "234 569", "123457", "234569", "31 %", "73 %", "0.73", "0.31")


def test_nothing_of_a_tables_values_is_on_any_of_these_screens_before_the_reveal(room):
    room.sealed("Chêne", "o1", "o2")
    answers.ask(room.store, room.sit("Saule"), "Question gardée", now(), addressee="cpam")
    for app in (room.lead(), room.wall()):
        for _ in range(2):
            seen = words(app) + repr({name: app.session_state[name] for name in app.session_state})
            assert "Chêne" in seen
            assert [value for value in (*VALUES, "Question gardée") if value in even(seen)] == []
            run(app)


def test_the_page_tells_how_many_are_there_and_how_far(room):
    app = room.lead()
    assert "Aucune table n’est encore là" in words(app)
    room.sit("Saule")
    room.sealed("Chêne", "o1")
    run(app)
    assert "2 tables présentes, 1 a scellé." in words(app)
    assert "Une table n’a pas scellé : elle pourra encore le faire après la révélation" in words(app)
    assert "1 table sur 2 a scellé" in words(room.wall())
    answers.save_scenario(room.store, room.sit("Orme"), {}, now())
    rooms.remove(room.store, room.facilitator, room.tables()["table"][0], now())
    rooms.remove(room.store, room.facilitator, room.tables()["table"][1], now())
    run(app)
    assert "Tout le monde a scellé : vous pouvez révéler." in words(app)
    assert "Tout le monde a scellé" in words(room.wall())


def test_one_button_leads_from_each_round_to_the_next(room):
    app = room.lead()
    for button, round_ in (
        ("Lancer l’estimation", "estimer"),
        ("Passer à la composition", "composer"),
        ("Révéler à tous", "reveler"),
        ("Ouvrir la discussion", "discuter"),
    ):
        press(app, button)
        assert room.now().round == round_
    assert room.now().revealed


def test_rounds_are_skipped_repeated_and_gone_back_to(room):
    app = room.lead()
    press(app, "Sauter à «\u00a0Composer\u00a0»")
    assert room.now().round == "composer"
    press(app, "Revenir à «\u00a0Estimer\u00a0»")
    assert (room.now().round, room.now().round_number) == ("estimer", 1)
    press(app, "Reprendre «\u00a0Estimer\u00a0»")
    assert (room.now().round, room.now().round_number) == ("estimer", 2)


def test_a_gesture_from_a_screen_that_is_late_changes_nothing(room):
    late = room.lead()
    press(late, "Lancer l’estimation")
    room.go("composer")
    press(late, "Passer à la composition")
    assert (room.now().round, room.now().round_number) == ("composer", 1)


def test_the_timer_starts_pauses_goes_on_and_stops(room):
    app = room.lead()
    press(app, "5\u00a0min")
    assert 290 <= room.now().timer.left(now()) <= 300
    press(app, "Suspendre")
    left = room.now().timer.left_s
    assert "en pause" in words(app)
    press(app, "+ 1\u00a0min")
    assert room.now().timer.left_s == left + 60
    press(app, "Reprendre")
    assert room.now().timer.runs
    assert 'role="timer"' in words(room.wall())
    press(app, "Arrêter")
    assert room.now().timer == rooms.Timer()


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "0:00"), (59, "0:59"), (60, "1:00"), (3_725, "1:02:05")]
)
def test_a_duration_is_written_as_a_clock(seconds, written):
    assert workshop_room_timer.words(seconds) == written


def test_a_table_is_renamed_and_removed(room):
    room.sit("Chêne")
    room.sit("Saule")
    app = room.lead()
    run(screen.labelled(app.text_input, "Nouveau nom").set_value("Saule"))
    press(app, "Renommer")
    assert "Une autre table porte déjà ce nom" in words(app)
    assert screen.labelled(app.text_input, "Nouveau nom").value == "Saule"  # what was typed stays
    run(screen.labelled(app.text_input, "Nouveau nom").set_value("Le Tilleul"))
    press(app, "Renommer")
    assert "déjà ce nom" not in words(app)
    assert room.tables()["name"].tolist() == ["Le Tilleul", "Saule"]
    press(app, "Retirer cette table")
    assert room.tables()["name"].tolist() == ["Saule"]


# --- the reveal and after ---


@pytest.fixture
def revealed(room):
    """Two tables revealed, one with a question."""
    seat = room.sealed("Chêne", "o1", "o2")
    room.sealed(HOSTILE[:30], "o1", guess={"minimal": 200_000.0})
    answers.ask(room.store, seat, "Qui compte les patients ?", now(), addressee="cpam", objective="o1")
    room.go("reveler")
    return room


def test_the_wall_shows_one_finding_a_screen_and_the_questions_in_the_end(revealed):
    wall = revealed.wall()
    seen = [even(screen.said(wall.title[0].value))]
    for _ in range(3):
        press(wall, "Suivant")
        seen.append(even(screen.said(wall.title[0].value)))
    assert seen[0] == "De 1 à 2 objectifs selon les tables"
    assert seen[2].startswith("Contrat minimal")
    assert seen[3] == "Une ligne sur deux partage les tables"  # the second: one table of two
    assert screen.labelled(wall.button, "Suivant").disabled
    revealed.go("discuter")
    run(wall)
    assert "1 question en suspens, 1 000 € suspendus" in words(wall)
    press(wall, "Précédent")
    assert even(screen.said(wall.title[0].value)) == seen[3]


def test_the_facilitator_sees_the_same_pictures(revealed):
    app = revealed.lead()
    titles = [even(one) for one in screen.findings(app)]
    assert "De 1 à 2 objectifs selon les tables" in titles
    assert 'class="at-colonnes"' in words(app)
    assert "123 457 €" in words(app)


def test_sheets_are_grouped_under_the_questions_of_the_workshop(revealed):
    app = revealed.lead()
    screen.choose(app, "Vue", "Fiches")
    folds = [screen.said(fold.label) for fold in app.expander]
    assert any(fold.startswith("Être minimaliste ou en profiter") for fold in folds)
    assert "Chêne" in folds
    assert "Nos choix" not in words(app)  # written once it is asked for
    screen.unfold(app)
    assert "Nos choix" in words(app)


def test_a_question_changes_addressee_and_another_is_added(revealed):
    app = revealed.lead()
    screen.choose(app, "Vue", "Questions")
    found = [box for box in app.selectbox if box.label == "À qui"]
    run(found[-1].set_value("ars"))
    press(app, "Enregistrer")
    assert [one["addressee"] for one in answers.questions(revealed.store, revealed.facilitator)] == ["ars"]
    screen.labelled(app.text_area, "Question").set_value(HOSTILE)
    press(app, "Ajouter à la liste")
    texts = [one["text"] for one in answers.questions(revealed.store, revealed.facilitator)]
    assert texts[1].startswith("<script>")
    assert "2 questions en suspens" in words(app)
    press(app, "Ajouter à la liste")
    assert len(app.error) == 1  # nothing is typed: nothing is asked, and that is said
    assert len(answers.questions(revealed.store, revealed.facilitator)) == 2


def test_questions_enter_the_register_once(revealed, app):
    screen.sample(app)
    app.query_params["atelier"], app.query_params["cle"] = revealed.code, revealed.key
    go(app, PAGE)
    screen.choose(app, "Vue", "Questions")
    press(app, "Ajouter au registre de ma négociation")
    press(app, "Ajouter au registre de ma négociation")
    app.query_params.clear()
    go(app, screen.DIALOGUE)
    screen.choose(app, "Vue", "Preuves et questions")
    screen.unfold(app)
    kept = [
        row
        for element in app.table
        for row in screen.rows(element.value.map(screen.said))
        if any("Qui compte les patients" in str(cell) for cell in row)
    ]
    assert len(kept) == 1


def test_without_a_contract_the_page_says_where_the_questions_are(revealed):
    app = revealed.lead()
    screen.choose(app, "Vue", "Questions")
    assert "Ajouter au registre de ma négociation" not in labels(app)
    assert "Aucun contrat n’est ouvert" in words(app)


def test_a_closed_workshop_takes_nothing_and_keeps_its_documents(revealed):
    app, wall = revealed.lead(), revealed.wall()
    press(app, "Clore maintenant")
    assert revealed.now().state == "clos"
    run(wall)
    assert "L’atelier est terminé" in words(wall)
    assert "L’atelier est clos : tout est effacé le" in words(app)
    assert not {"Révéler à tous", "Ouvrir la discussion", "Clore maintenant", "5\u00a0min"} & set(labels(app))
    screen.choose(app, "Vue", "Documents")
    assert [screen.said(one.proto.label) for one in app.get("download_button")][:2] == [
        "Compte rendu (docx)",
        "Données (xlsx)",
    ]


def test_when_nobody_sealed_the_reveal_says_so_everywhere(room):
    room.sit("Chêne")
    room.go("reveler")
    said = "Aucune table n’a scellé"
    assert said in words(room.wall())
    assert said in words(room.lead())
