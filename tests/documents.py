"""A small document to write in every format: three clauses, one of them partly unknown."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from aci_model.report.documents import Computed, Document, Table, bars

DAY = dt.date(2026, 11, 22)
# « Écart » = largest − smallest of the three readings; « Attendu » = au contrat × chance.
READINGS = Table(
    ("Ligne", "Au contrat", "Tout ou rien", "Linéaire", "Chance"),
    (
        ("Dépistage", 2500.0, 0.0, 1800.0, 0.5),
        ("Ateliers", 3000.0, 3000.0, 3000.0, 0.9),
        ("Plan", 1000.0, 0.0, None, None),
    ),
    "Ce que vaut chaque ligne",
    {"Au contrat": "euros", "Tout ou rien": "euros", "Linéaire": "euros", "Chance": "rate", "Écart": "euros", "Attendu": "cents"},
    {
        "Écart": Computed("gap", ("Au contrat", "Tout ou rien", "Linéaire")),
        "Attendu": Computed("product", ("Au contrat", "Chance")),
    },
    ("Au contrat", "Écart"),
    note="Feuille Indicateurs, lignes 2 à 4.",
)  # fmt: skip


def document(*sections):
    return Document("Dossier", "Sous-titre", "CPTS inventée", DAY, "3", sections)


def states(note=None):
    frame = pd.DataFrame(
        {"mission_label": ["Accès"], "rank": [1], "earned": [6.0], "to_prove": [3.0], "pending": [1.0]}
    )
    return bars.states_by_mission(frame.assign(lost=0.0), "L'accès porte tout", note)
