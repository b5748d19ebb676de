"""A table's phone in the workshop, each in a session of its own, and the facilitator who leads the room."""

from __future__ import annotations

import datetime as dt
import re

from aci_model import law
from aci_model.workshop import answers, cases, doors, rooms
from pages._shared import database
from tests.building import done, dossier
from tests.pages import screen
from tests.pages.app import enter, go, run

PAGE = "pages/6_Atelier.py"
SIZE_CLASS = 2
_BREAKABLE = re.compile(r"[\w%€)»] [:;!?»](?=[\s.,]|$)|« |\d [%€]")
HOSTILE = "<script>alert(1)</script> ![x](http://exemple.fr/x.png) =1+1 \u202egnal"


def listed_case():
    """A contract of two lines: 1 000 € in access to care, 500 € in prevention."""
    lines = (done("acces_aux_soins", 1000, label="Ligne A"), done("prevention", 500, label=HOSTILE))
    return cases.of_contract(dossier(*lines, size_class=3), law.load(), "Contrat")


def now():
    return dt.datetime.now(dt.UTC)


class Room:
    """An open workshop and its facilitator."""

    def __init__(self, case=None):
        self.case = case or cases.of_size(SIZE_CLASS, law.load())
        self.workshop, key = doors.open_workshop(
            self.store, "Atelier d'essai", cases.to_record(self.case), now()
        )
        self.code = self.workshop.code
        self.facilitator = doors.facilitator(self.store, self.code, key, now())

    @property
    def store(self):
        return database.store()

    def go(self, round_, **how):
        rooms.go(self.store, self.facilitator, round_, now(), **how)

    def close(self):
        rooms.close(self.store, self.facilitator, now())

    def tables(self):
        return rooms.present(self.store, self.facilitator)

    def sit(self, name):
        """Another table, whose phones are not looked at: its seat."""
        visitor = doors.visitor(self.store, self.code, now(), name)
        return doors.join(self.store, visitor, name, now(), name)[0]

    def own(self, app):
        """What the store has of a phone's table."""
        seat = doors.seat(self.store, self.code, token(app), now())
        return answers.own(self.store, seat)


def opened(**asked):
    """A browser of its own on an address of the page."""
    app = enter()
    for name, value in asked.items():
        app.query_params[name] = value
    return go(app, PAGE)


def joined(room, name=""):
    """A phone that joined with the code, at a table of this name."""
    app = opened(atelier=room.code)
    screen.labelled(app.text_input, "Nom de votre table").set_value(name)
    return screen.press(app, "Entrer")


def token(app):
    """The secret of its table's link; Streamlit's tester gives what was set as a list, and what the page set as it is."""
    found = app.query_params["table"]
    return found if isinstance(found, str) else found[0]


def second(room, app):
    """Another phone at the same table, by its link."""
    return opened(atelier=room.code, table=token(app))


def field(app, label):
    return screen.labelled([*app.text_input, *app.text_area], label)


def typed(app, label, text):
    """Type in a field and leave it."""
    return run(field(app, label).set_value(text))


def labels(app):
    return [screen.said(button.label) for button in app.button]


def next_step(app, times=1):
    for _ in range(times):
        screen.press(app, "Suivant")
    return app


def french(app):
    """Assert that no line of a screen may break before a French sign."""
    widgets = [*app.button, *app.toggle, *app.button_group, *app.slider, *app.text_input, *app.text_area]
    told = [
        screen.words(app),
        *(screen.said(one.label) for one in widgets),
        *(fold.label for fold in app.expander),
    ]
    assert _BREAKABLE.findall("\n".join(told)) == []
    return app


def even(text):
    """A text whose no-break spaces are spaces, to be compared with what is typed here."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def words(app):
    """All that a person reads, drawn tables and the line of euros with it."""
    drawn = [element.proto.body for element in app.get("html")]
    return even("\n".join([screen.words(app), *(screen.said(one.value) for one in app.info), *drawn]))
