"""What a federation reads of its campaign: how far it is, what the gate decided and why, what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model.frames import NUMBER, TEXT
from aci_model.peers.campaigns import FROZEN, OPEN, PUBLISHED
from aci_model.peers.publication import EVERYBODY, GROUP, SHOWN, SIZE
from aci_model.peers.rules import rules
from aci_model.report.comparison import STATISTICS, band_of, read
from aci_model.report.sentences import typeset_words
from aci_model.wording import count, enumeration, missing, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.peers.campaigns import Campaign
    from aci_model.peers.campaigns_published import Published
    from aci_model.peers.contributions import Indicator

STATES = {OPEN: "ouverte", FROZEN: "gelée", PUBLISHED: "publiée"}
LEVELS = {GROUP: "groupe", SIZE: "taille", EVERYBODY: "ensemble"}
JOINED, KEPT, WITHHELD = "réuni", "gardé", "retenu"
_DECIDED = {  # step of the gate -> what it did
    "bloc": JOINED,
    "indicateur": JOINED,
    "reunion": JOINED,
    "reunion_somme": JOINED,
    "fige": KEPT,
    "fige_recoupement": KEPT,
}
_ALL = "Tous les résultats"


@typeset_words
def state(campaign: Campaign, invited: int, contributed: int) -> str:
    """Say in one sentence how far a campaign is.

    Args:
        campaign: its state.
        invited: invitations made.
        contributed: contributions that stand.
    """
    least = rules().least
    came = f"{count(contributed, 'contribution')} pour {count(invited, 'invitation')}"
    few = f" ; sous {number(least)} contributions, rien ne sera publié" if contributed < least else ""
    if campaign.state == OPEN:
        if not invited:
            return "Campagne ouverte : personne n'est encore invité."
        return f"Campagne ouverte : {came}{few}."
    if campaign.state == FROZEN:
        return f"Campagne gelée : {came}, plus rien ne change{few} ; elle peut être publiée."
    return f"Campagne publiée : {came}."


def decisions(found: pd.DataFrame, asked: Sequence[Indicator]) -> pd.DataFrame:
    """Give what the gate decided as people read it: Résultat, Groupe, Décision, Pourquoi.

    Args:
        found: DECISIONS, from `peers.decisions`.
        asked: by the campaign.
    """
    labels = {one.id: one.label for one in asked}
    rows = [
        (
            _ALL if missing(row["indicator"]) else labels.get(row["indicator"], row["indicator"]),
            "" if missing(row["label"]) else row["label"],
            _DECIDED.get(row["step"], WITHHELD),
            row["reason"],
        )
        for row in found.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["Résultat", "Groupe", "Décision", "Pourquoi"], dtype=TEXT)


@typeset_words
def decided(found: pd.DataFrame) -> str:
    """Say in one sentence what the gate decided.

    Args:
        found: DECISIONS.
    """
    if found.empty:
        return "Aucun groupe n'a dû être réuni, gardé ou retenu : tout est publié comme demandé."
    did = found["step"].map(lambda step: _DECIDED.get(step, WITHHELD))
    words = {
        JOINED: ("réunion de groupes", "réunions de groupes"),
        KEPT: ("groupe gardé tel qu'il avait paru", "groupes gardés tels qu'ils avaient paru"),
        WITHHELD: ("résultat retenu en entier", "résultats retenus en entier"),
    }
    parts = [count(int((did == name).sum()), *words[name]) for name in words if (did == name).any()]
    return f"Avant de publier : {enumeration(parts)}."


def aggregates(published: Published, asked: Sequence[Indicator]) -> pd.DataFrame:
    """Give everything published as one table, for a workbook; what is withheld has no number, and its reason.

    Args:
        published: by the campaign.
        asked: by it.

    Returns:
        Résultat, Niveau, Groupe, Communautés, Statistique, Lu, Valeur, Au moins, Moins de (numbers on the scale of
        the indicator, missing when open or withheld), État, Raison.
    """
    known = {one.id: one for one in asked}
    rows = [
        (
            known[row["indicator"]].label,
            LEVELS[row["level"]],
            row["label"],
            band_of(row["count_low"], row["count_high"]),
            STATISTICS[row["statistic"]],
            read(row["value"], row["end"], known[row["indicator"]]) if row["state"] == SHOWN else "",
            row["value"],
            row["low"],
            row["high"],
            "publié" if row["state"] == SHOWN else "retenu",
            row["reason"],
        )
        for row in published.aggregates.to_dict("records")
        if row["indicator"] in known
    ]
    numbers = ("Valeur", "Au moins", "Moins de")
    headers = (
        *("Résultat", "Niveau", "Groupe", "Communautés", "Statistique", "Lu"),
        *numbers,
        *("État", "Raison"),
    )
    made = pd.DataFrame(rows, columns=list(headers))
    return made.astype({name: NUMBER if name in numbers else TEXT for name in headers})
