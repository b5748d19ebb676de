"""Which columns each table shows, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages._shared.tables import Column

if TYPE_CHECKING:
    import pandas as pd

STATES = (
    Column("earned", "Acquis", "euros"),
    Column("to_prove", "À prouver", "euros"),
    Column("pending", "En attente", "euros"),
    Column("lost", "Perdu", "euros"),
)
MISSIONS = (
    Column("mission_label", "Mission"),
    Column("ceiling", "Plafond", "euros"),
    *STATES,
    Column("attainment", "Atteinte", "percent", blank="–"),
    Column("origin_words", "Origine du plafond"),
)
LINES = (
    Column("label", "Indicateur"),
    Column("mission_label", "Mission"),
    Column("result_words", "Résultat"),
    Column("status_words", "État"),
    Column("ceiling", "Plafond", "euros"),
    *STATES,
    Column("contrat", "Au contrat", "euros", blank="–"),
    Column("tout-ou-rien", "Tout ou rien", "euros", blank="–"),
    Column("lineaire", "Linéaire", "euros", blank="–"),
    Column("gap", "Écart", "euros", blank="–"),
)
STEPS = (
    Column("mission_label", "Mission"),
    Column("label", "Indicateur"),
    Column("result_words", "Résultat"),
    Column("next_words", "Prochain palier"),
    Column("next_gain", "Il apporte", "euros"),
)
GIVEN_UP = Column("given_up", "Abandonné", "euros")
DEADLINE = Column("deadline", "Compte jusqu’au", "day", blank="fin de l’année du contrat")
PROGRESS = (
    Column("mission_label", "Mission"),
    Column("action", "Action", blank=""),
    Column("label", "Indicateur"),
    Column("baseline", "Valeur initiale", "number", blank="–"),
    Column("target", "Objectif", "number", blank="–"),
    Column("result_words", "Résultat"),
    Column("status_words", "État"),
    Column("next_words", "Prochain palier", blank=""),
    Column("next_gain", "Il apporte", "euros", blank="–"),
    Column("expected_proof", "Preuves attendues", blank=""),
)
HISTORY = (
    Column("year", "Année", "text"),
    Column("result_words", "Résultat"),
    Column("ceiling", "Plafond", "euros"),
    Column("earned", "Acquis", "euros"),
)
OWN_PATH = (
    Column("label", "Indicateur"),
    Column("year", "Année", "text", blank="non précisée"),
    Column("result_words", "Valeur"),
    Column("low_words", "Le hasard seul, de", blank="–"),
    Column("high_words", "à", blank="–"),
    Column("basis_words", "La marge vient de"),
    Column("verdict", "Ce que l’on peut dire"),
)
READINGS = (
    Column("mission_label", "Mission"),
    Column("contrat", "Au contrat", "euros"),
    Column("tout-ou-rien", "Tout ou rien", "euros"),
    Column("lineaire", "Linéaire", "euros"),
    Column("gap", "Écart", "euros"),
)
YEARS = (
    Column("label", "Année"),
    Column("scenario_words", "Scénario"),
    Column("basis_words", "Base"),
    Column("fixed", "Part fixe", "euros"),
    Column("variable", "Part variable", "euros"),
    Column("total", "Total", "euros"),
)
YEARS_IN_CRISIS = (*YEARS[:-1], Column("crisis", "Crise reconnue", "euros"), YEARS[-1])
POSTS = (
    Column("post", "Poste"),
    Column("firm_words", "Engagement"),
    Column("cost", "Coût de l’année", "euros"),
    Column("state", "Scénario choisi"),
    Column("state_without", "Sans part variable"),
)
PROBLEMS = (
    Column("gravity", "Gravité"),
    Column("file", "Fichier", blank=""),
    Column("sheet", "Feuille", blank=""),
    Column("cell", "Cellule", blank=""),
    Column("message", "Constat"),
    Column("done", "Ce qui a été fait, ce qu’il faut faire", blank=""),
)


def progress(lines: pd.DataFrame) -> tuple[Column, ...]:
    """Choose the columns of a table of lines: a deadline and euros given up only where there are some."""
    told = (
        *([GIVEN_UP] if lines["abandon"].notna().any() else []),
        *([DEADLINE] if lines["deadline"].notna().any() else []),
    )
    return (*PROGRESS[:-1], *told, PROGRESS[-1])
