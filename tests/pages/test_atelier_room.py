"""Atelier for who leads it and for the wall: opening, rounds, timer, tables, reveal, questions, end."""

from __future__ import annotations

import json

import pytest

from aci_model import law
from aci_model.store import StoreError
from aci_model.workshop import answers, cases, doors, rooms
from aci_model.workshop.scenario import chosen, counted_on
from pages._shared import database, workshop_room, workshop_room_timer, workshop_state
from tests.building import done, dossier
from tests.pages import screen
from tests.pages.app import go, run
from tests.pages.phones import HOSTILE, PAGE, Room, even, labels, now, opened, words
from tests.pages.screen import press

pytestmark = pytest.mark.usefixtures("campaigns_store")

GUESSES = {"minimal": 123_457.0, "ambitious": 234_569.0}  # amounts no screen has any other reason to show
LINES = (
    done("acces_aux_soins", 1000, label="Ligne A", nature="quantitatif"),
    done("prevention", 537, label=HOSTILE, nature="qualitatif"),
)


def contract():
    """A contract of two lines: 1 000 € in access to care, 537 € in prevention."""
    return cases.of_contract(dossier(*LINES, size_class=3), law.load(), "Contrat")


class Led(Room):
    """A room and the key of who leads it."""

    def __init__(self):
        self.case = contract()
        self.workshop, self.key = doors.open_workshop(
            self.store, "Atelier d'essai", cases.to_record(self.case), now()
        )
        self.code = self.workshop.code
        self.facilitator = doors.facilitator(self.store, self.code, self.key, now())

    def lead(self):
        """The facilitator's page."""
        return opened(atelier=self.code, cle=self.key)

    def wall(self):
        return opened(atelier=self.code, ecran="1")

    def now(self):
        return rooms.workshop(self.store, self.facilitator)

    def sealed(self, name, *lines, share=0.31, guess=GUESSES):
        """A table that guessed, composed and sealed."""
        seat = self.sit(name)
        if self.now().round == "attente":
            self.go("estimer")
        answers.save_guess(self.store, seat, guess, now())
        if self.now().round == "estimer":
            self.go("composer")
        record = counted_on(share)
        for line in lines:
            record |= chosen(line, chance=0.73)
        answers.save_scenario(self.store, seat, record, now())
        answers.seal(self.store, seat, now())
        return seat


@pytest.fixture
def room(campaigns_store):
    assert database.store() is campaigns_store  # of this test, empty
    return Led()


def asked(app, name):
    """What the page's address carries; Streamlit's tester gives a list."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


# --- opening ---


def at_the_opening():
    return press(opened(), "Préparer un atelier")


def test_opening_on_the_example_leads_to_the_facilitators_own_page():
    app = at_the_opening()
    assert "Ce que chaque table verra, et rien d’autre" in words(app)
    press(app, "Ouvrir l’atelier")
    code, key = asked(app, "atelier"), asked(app, "cle")
    facilitator = doors.facilitator(database.store(), code, key, now())
    workshop = rooms.workshop(database.store(), facilitator)
    assert (workshop.expires_at - workshop.opened_at).days == 30
    assert len(cases.of_record(workshop.case).objectives) == 41  # the lines of contract A
    assert code in words(app)
    (link,) = {element.value for element in app.code}
    assert link.endswith(f"/Atelier?atelier={code}&cle={key}")
    press(app, "C’est gardé")
    assert "Gardez ce lien" not in words(app)


def test_a_size_is_opened_with_the_amounts_of_the_texts():
    app = at_the_opening()
    screen.choose(app, "Cas", "Les montants d’une taille")
    screen.choose(app, "Taille", 2)
    press(app, "Ouvrir l’atelier")
    facilitator = doors.facilitator(database.store(), asked(app, "atelier"), asked(app, "cle"), now())
    record = rooms.workshop(database.store(), facilitator).case
    expected = cases.to_record(cases.of_size(2, law.load()))
    assert record["missions"] == expected["missions"]
    assert record["kind"] == "open"


def test_nobodys_name_leaves_a_contract_and_it_is_read_over_before_it_is_shown(app):
    screen.sample(app)
    community = screen.bar(go(app, "pages/1_Avancement.py")).split(" · ")[0].strip("*")
    go(app, PAGE)
    press(app, "Préparer un atelier")
    assert screen.labelled(app.button, "Ouvrir l’atelier").disabled
    run(
        screen.labelled(
            app.checkbox, "J’ai relu ces libellés : aucun ne nomme quelqu’un".replace(" :", "\u00a0:")
        ).check()
    )
    press(app, "Ouvrir l’atelier")
    facilitator = doors.facilitator(database.store(), asked(app, "atelier"), asked(app, "cle"), now())
    shown = json.dumps(rooms.workshop(database.store(), facilitator).case, ensure_ascii=False)
    assert community
    assert community not in shown
    assert "contrat_a.xlsx" not in shown


@pytest.mark.parametrize(("title", "said"), [("   ", "titre"), (HOSTILE, None)])
def test_a_title_is_text_or_is_refused_in_a_sentence(title, said):
    app = at_the_opening()
    run(screen.labelled(app.text_input, "Titre, montré aux tables").set_value(title))
    if said:
        assert said in words(app).lower()
        assert "Ouvrir l’atelier" not in labels(app)
        return
    press(app, "Ouvrir l’atelier")
    assert "<script>" in screen.said(app.title[0].value)  # as text: a title is Markdown, escaped


def test_a_store_that_does_not_answer_opens_nothing_and_says_so(monkeypatch):
    app = at_the_opening()

    def silent(_about=None):
        raise StoreError("La base ne répond pas. Réessayez dans un instant.")

    monkeypatch.setattr(database.store(), "begin", silent)
    press(app, "Ouvrir l’atelier")
    assert "La base ne répond pas" in words(app)
    monkeypatch.undo()


def test_who_opened_a_workshop_finds_it_again_from_the_menu():
    app = at_the_opening()
    press(app, "Ouvrir l’atelier")
    code = asked(app, "atelier")
    app.query_params.clear()
    go(app, "dashboard.py")
    go(app, PAGE)
    press(app, f"Reprendre l’atelier {code}")
    assert asked(app, "atelier") == code
    assert "montrez le code à la salle" in words(app)


@pytest.mark.parametrize("key", ["", "fausse", "A" * 22])
def test_a_wrong_key_opens_nothing(room, key):
    app = opened(atelier=room.code, cle=key or "x")
    assert "n’ouvre aucun atelier" in words(app)
    assert not app.code


def test_a_wrong_code_shows_no_wall_and_counts_once(room):
    app = opened(atelier="ZZZZZZ", ecran="1")
    for _ in range(8):  # more than the free tries: drawing again is not trying again
        run(app)
    assert "n’ouvre aucun atelier" in words(app)
    assert "En attente des tables" in words(room.wall())


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
    app = revealed.lead()
    press(app, "Clore maintenant")
    assert revealed.now().state == "clos"
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


def test_every_round_has_its_name_and_its_words():
    assert list(workshop_room.ROUNDS) == ["attente", "estimer", "composer", "reveler", "discuter"]
    assert workshop_state.SCREEN == "ecran"
