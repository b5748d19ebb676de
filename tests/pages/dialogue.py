"""Négociation as a person goes through it: its views, what they typed there, what the workbook keeps of it."""

from __future__ import annotations

from aci_model import law, reading
from tests.pages import screen
from tests.pages.app import go

PAGE = "pages/5_Negociation.py"
VIEWS = ["Clauses", "Échanges", "Preuves et questions", "Mémoire", "Dossier"]
PARTS = ["Accords", "Reprise en une page", "Comparer deux contrats"]
HEAD = "mission;indicateur;type;nature;sens;valeur initiale;palier 1;montant 1;palier 2;montant 2;résultat;unité\n"
DONE = "prevention;{};livrable;qualitatif;;;;1000;;;oui;\n"


def opened(app, *rows):
    """Négociation on a csv of one contract."""
    screen.drop(app, ("contrat.csv", (HEAD + "".join(rows)).encode()))
    return go(app, PAGE)


def view(app, name, part=None):
    screen.choose(app, "Vue", name)
    return screen.choose(app, "Partie", part) if part else app


def read(app):
    """The dossier as the person sees it: what was loaded, with what was typed since."""
    held, rules = app.session_state["loaded"], law.load()
    whole = reading.read(list(held.files.items()), rules.missions, rules.parts, held.answers)
    if "typed" not in app.session_state:  # nothing was typed yet; this state has no `get`
        return whole
    return reading.edited(whole, app.session_state["typed"].edits(whole, held))


def saved(app):
    """The same, once saved in a workbook and read back."""
    rules = law.load()
    content = reading.workbook(read(app), rules.missions, rules.parts)
    return reading.read([("classeur.xlsx", content)], rules.missions, rules.parts)


def tables(app):
    """The tables on the page: what each is -> its rows."""
    return {element.proto.alt: element.value.map(screen.said) for element in app.table}
