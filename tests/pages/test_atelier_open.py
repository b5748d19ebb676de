"""Opening a workshop: which case, exactly what of it is shown, for how long; and who may lead it."""

from __future__ import annotations

import json

import pytest

from aci_model import law
from aci_model.store import StoreError
from aci_model.workshop import cases, doors, rooms
from pages._shared import database
from tests.pages import screen
from tests.pages.app import go, run
from tests.pages.leading import Led
from tests.pages.phones import HOSTILE, PAGE, labels, now, opened, words
from tests.pages.screen import press

pytestmark = pytest.mark.usefixtures("campaigns_store")


@pytest.fixture
def room(campaigns_store):
    assert database.store() is campaigns_store  # of this test, empty
    return Led()


def asked(app, name):
    """What the page's address carries; Streamlit's tester gives a list."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


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
