"""Gestures of a federation's staff on Comparaison, and the workbooks they load."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from sample_data.federation import REGIONS, workbooks
from tests.pages import screen
from tests.pages.app import go, run

PAGE = "pages/7_Comparaison.py"
BAD = ("abime.xlsx", b"PK\x03\x04 coupe")


def some(communities):
    """The workbooks of the first communities of the invented federation, in order."""
    return list(islice(workbooks(), communities))


def even(text):
    """A text whose no-break spaces are spaces, to be compared with what is typed here."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def answer(app):
    return even(screen.answer(app))


def findings(app):
    return [even(finding) for finding in screen.findings(app)]


def words(app):
    return even(screen.words(app))


def at_the_door(app):
    """Come to the federation's side, with no campaign."""
    go(app, PAGE)
    return screen.choose(app, "Vue", "Fédération")


def field(app, label):
    """The one field of this label."""
    return screen.labelled([*app.text_input, *app.text_area, *app.number_input, *app.checkbox], label)


def opened(app, title="Essai 2026", regions=REGIONS):
    """Open a campaign; the page then shows its key. Gives its id and its key."""
    field(app, "Titre, montré aux communautés").set_value(title)
    field(app, "Régions ou territoires, un par ligne").set_value("\n".join(regions))
    screen.press(app, "Ouvrir la campagne")
    identifier, key = (element.value for element in app.code)
    return identifier, key


def kept(app):
    """Say that the key is kept."""
    run(field(app, "J’ai gardé la clé en lieu sûr").check())
    return screen.press(app, "Continuer")


def entered(app, campaign, key):
    """Try a key."""
    field(app, "Identifiant de la campagne").set_value(campaign)
    field(app, "Clé d’administration").set_value(key)
    return screen.press(app, "Reprendre")


def step(app, name):
    """Go to a step of the campaign."""
    return screen.choose(app, "Étape", name)


def zone(app, label):
    """The one drop zone of this label."""
    return screen.labelled(app.file_uploader, label)


def dropped(app, *files, codes=None):
    """Drop workbooks, and the list of codes if there is one; consent to all."""
    step(app, "Charger un dossier")
    workbooks_zone = zone(app, "Les classeurs des communautés")
    for name, content in files:
        workbooks_zone = workbooks_zone.upload(name, content)
    if codes is not None:
        zone(app, "La liste de vos codes (facultatif)").upload("codes.xlsx", codes)
    run(app)
    return run(field(app, "Chaque communauté a donné son accord, indicateur par indicateur").check())


def loaded(app, *files, codes=None):
    """Drop workbooks and load them."""
    dropped(app, *files, codes=codes)
    return screen.press(app, "Charger les classeurs")


def frozen(app):
    """Freeze the campaign."""
    step(app, "Geler")
    run(
        field(app, "J’ai compris : après le gel, rien ne revient en arrière".replace(" :", "\u00a0:")).check()
    )
    return screen.press(app, "Geler la campagne")


def codes_shown(app):
    """The rows of the table of codes on the page."""
    return next(
        screen.rows(element.value.map(screen.said))
        for element in app.table
        if any("Code" in str(column) for column in element.value.columns)
    )


def secrets_in(app, key):
    """Where a key still is: what the session keeps, and what the page shows."""
    held = {name: repr(app.session_state[name]) for name in app.session_state}
    shown = screen.words(app) + " ".join(element.value for element in app.code)
    return [name for name, value in held.items() if key in value] + re.findall(re.escape(key), shown)


@pytest.fixture
def door(app):
    """The federation's side, with no campaign."""
    return at_the_door(app)


@pytest.fixture
def campaign(door):
    """A campaign just opened, its key kept; the page, its id, its key."""
    identifier, key = opened(door)
    kept(door)
    return door, identifier, key
