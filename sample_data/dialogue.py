"""The dialogue of contract A with its CPAM, all invented: facts, understandings, proofs at hand, questions, cards."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from aci_model import bargaining, frames
from aci_model.reading.dossier import AGREEMENTS, LINES

if TYPE_CHECKING:
    import pandas as pd

INVENTED = "Chiffre inventé pour l'exemple"
ALD = "Patients en ALD sans médecin traitant"
SEVENTY = "Patients de 70 ans et plus sans médecin traitant"
SIXTEEN = "Patients de 16 ans et plus ayant un médecin traitant"
WORKSHOPS = "Ateliers obésité, bilans individuels et général"
BREAST = "Taux de dépistage du cancer du sein"
EVENING = "Soirée thématique alimentation"

_FACT = ("fact", "label", "value", "unit", "as_of", "source")
TERRITORY = [
    dict(zip(_FACT, fact, strict=True))
    for fact in (
        (ALD, ALD, 219, "patients", dt.date(2026, 4, 15), "Contrat A, valeur initiale"),
        (SEVENTY, SEVENTY, 303, "patients", dt.date(2026, 4, 15), "Contrat A, valeur initiale"),
        ("Médecins généralistes en exercice", None, 74, "professionnels", dt.date(2026, 1, 1), INVENTED),
        # 68 811 are asked for: more than there are.
        ("Habitants de 16 ans et plus", SIXTEEN, 68_100, "habitants", dt.date(2026, 1, 1), INVENTED),
        # 8 are asked for: every one that can be held.
        (
            "Ateliers que la diététicienne peut animer dans l'année",
            WORKSHOPS,
            8,
            "ateliers",
            dt.date(2026, 4, 1),
            INVENTED,
        ),
    )
]
UNDERSTOOD = {  # indicateur -> ce que la CPTS comprend, ce que la CPAM comprend
    BREAST: (
        "Les 2 500 € sont acquis dès 72,4 %, même sans atteindre 75 %.",
        "Les 2 500 € ne sont payés qu'à 75 %.",
    ),
    SIXTEEN: (
        "Il faut 700 patients de plus avec un médecin traitant.",
        "Il faut atteindre 68 811 patients, soit 2 700 de plus.",
    ),
    WORKSHOPS: (
        "8 ateliers dans l'année, quel que soit le nombre de participants.",
        "8 ateliers dans l'année, d'au moins 6 participants chacun.",
    ),
}
AT_HAND = {  # indicateur -> preuves réunies
    ALD: "Requête locale CPAM",
    "Médecins volontaires recensés et suivis": "Recensement",
    "Réunions de concertation pluriprofessionnelles": "Compte rendu",
    WORKSHOPS: "Calendrier",
    "Évaluation et préparation du déploiement": "Calendrier ; supports",
}
QUESTIONS = (
    {
        "question": "Une soirée reportée après l'anniversaire du contrat compte-t-elle pour l'année où elle était prévue ?",
        "addressee": "cpam",
        "status": "repondue",
        "mission": "parcours",
        "label": EVENING,
        "euros": 3_000.0,
        "due": dt.date(2026, 6, 30),
        "answer": "Non : elle compte pour l'année où elle se tient.",
        "source": "Exemple inventé : courriel de la CPAM du 12/05/2026",
    },
    {
        # Word for word what the software asks: the register makes one of the two.
        "question": f"« {SIXTEEN} » : le texte annonce +700, alors que l'objectif (68 811 patients) est à 2 700 de la "
        "valeur initiale (66 111 patients). Lequel des deux objectifs fait foi ?",
        "addressee": "cpam",
        "status": "posee",
        "mission": "acces_aux_soins",
        "label": SIXTEEN,
        "euros": 5_000.0,
        "due": dt.date(2026, 11, 30),
    },
    {
        "question": "Les autres CPTS sont-elles payées dès 72,4 % pour ce dépistage, sans attendre 75 % ?",
        "addressee": "federation",
        "status": "ouverte",
        "mission": "prevention",
        "label": BREAST,
        "euros": 2_500.0,
        "due": dt.date(2027, 1, 31),
    },
)
VERSION = "Annexe 2026, version 1 (accord inventé)"
CARDS = (
    {
        "agreed_on": dt.date(2026, 4, 28),
        "role": "CPAM – chargé de CPTS",
        "mission": "acces_aux_soins",
        "label": ALD,
        "clause": "Le premier palier est payé tant que l'on ne dépasse pas la valeur initiale.",
        "figure": "219 patients",
        "version": VERSION,
    },
    {
        "agreed_on": dt.date(2026, 6, 16),
        "role": "ARS – délégation départementale",
        "mission": "qualite",
        "label": "Soirées thématiques sur deux thèmes différents",
        "clause": "Deux soirées la même année suffisent, l'une d'elles peut se tenir à distance.",
        "figure": "2 soirées",
        "version": VERSION,
    },
)


def told(lines: pd.DataFrame, year: int) -> pd.DataFrame:
    """Write beside the lines of one year what each side understands, and the proofs at hand."""
    now = lines["year"] == year
    more = {
        "ours": {label: ours for label, (ours, _) in UNDERSTOOD.items()},
        "theirs": {label: theirs for label, (_, theirs) in UNDERSTOOD.items()},
        "proof_at_hand": AT_HAND,
    }
    written = {name: lines["label"].map(said).where(now).astype(LINES[name]) for name, said in more.items()}
    return lines.assign(**written)


def cards(community: str) -> pd.DataFrame:
    """Seal the agreements, each after the one before."""
    chain = frames.frame(AGREEMENTS)
    for card in CARDS:
        chain = bargaining.append(chain, {"community": community, **card})
    return chain
