"""Comparaison as a person goes through it, and what the library says of the same workbook and campaign."""

from __future__ import annotations

from aci_model import funding, law, peers, reading
from aci_model.peers import campaigns, doors
from aci_model.report import comparison
from pages._shared import database
from tests import comparing
from tests.pages import screen
from tests.pages.app import go, run
from tests.pages.screen import PEERS, labelled

HERE, SENDING, PROMISED = "Nous situer", "Contribuer", "Ce qui est promis"


def opened(app, code, view=SENDING):
    """The page, a code given."""
    go(app, PEERS)
    screen.choose(app, "Vue", view)
    labelled(app.text_input, "Code de contribution").set_value(code)
    return screen.press(app, "Ouvrir la campagne")


def consents(app):
    """What may be ticked, as people read it."""
    return [box for box in app.checkbox if "comparaison" in (box.key or "")]


def send(app):
    """Press the button that sends."""
    (button,) = [one for one in app.button if one.key == "comparaison_envoyer"]
    return run(button.click())


def asks(app, code):
    """What the library says the workbook would send."""
    held, rules = app.session_state["loaded"], law.load()
    dossier = reading.read(list(held.files.items()), rules.missions, rules.parts)
    asked = campaigns.campaign(
        database.store(), doors.contributor(database.store(), code, comparing.NOW)
    ).asked
    return asked, peers.contribution_of(dossier, funding.assess(dossier, rules), asked)


def placed(app, code):
    """What the library says of the workbook's place."""
    asked, values = asks(app, code)
    who = doors.contributor(database.store(), code, comparing.NOW)
    told = peers.published(database.store(), who)
    position = peers.own_position(values, peers.attributes(database.store(), who), asked, told)
    return told, comparison.strips(position, told, asked, law.load(), comparison.levels(position)[0])
