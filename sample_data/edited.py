"""An edited copy of contract A's year, as an institution might send it back: every edit is listed here, all invented."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from aci_model import frames, reading
from aci_model.reading.dossier import LINES, RESULTS, TIERS

if TYPE_CHECKING:
    from aci_model.reading import Dossier

THRESHOLDS = {  # indicateur, palier -> niveau demandé
    ("Taux de dépistage du cancer du sein", 2): 73.0,  # 72,4
    ("Patients recrutés dans le projet obésité, bilans initiaux", 1): 12.0,  # 10
}
AMOUNTS = {  # indicateur, palier -> euros ; la somme de la prévention ne bouge pas
    ("Taux de dépistage du cancer du sein", 3): 3_000.0,  # 3 500
    ("Taux de dépistage du cancer colorectal", 3): 4_000.0,  # 3 500
}
PROOFS = {
    "Réunions de concertation pluriprofessionnelles": "Compte rendu ; émargement ; liste des participants signée",
}
LABELS = {"Soirée thématique alimentation": "Soirée grand public sur l'alimentation"}
DROPPED = "Projet pédagogique coconstruit"
ADDED = {
    "mission": "prevention",
    "action": "Vaccination",
    "label": "Semaine de la vaccination au collège",
    "kind": "livrable",
    "nature": "qualitatif",
    "direction": 1,
    "expected_proof": "Calendrier ; bilan",
    "source": "CPTS",
}
ADDED_EUROS = 500.0  # those of the dropped line
_EMPTIED = ("expenses", "history", "payments", "objectives", "territory", "questions", "agreements", "pairs")


def edited_copy(dossier: Dossier, community: str, year: int) -> Dossier:
    """Give the contract of one year with the edits of this module, and nothing of what the community alone knows."""
    one = reading.contract(dossier, community, year)
    dropped = one.lines.loc[one.lines["label"] == DROPPED, "line"]
    labels = one.tiers["line"].map(one.lines.set_index("line")["label"])
    steps = pd.MultiIndex.from_arrays([labels, one.tiers["tier"]])
    new = int(one.lines["line"].max()) + 1
    said = one.lines.assign(
        expected_proof=one.lines["expected_proof"].mask(
            one.lines["label"].isin(PROOFS), one.lines["label"].map(PROOFS)
        ),
        label=one.lines["label"].replace(LABELS),
        **dict.fromkeys(["ours", "theirs", "proof_at_hand", "effort", "strength", "in_papers"]),
    )
    tiers = one.tiers.assign(
        threshold=_changed(one.tiers["threshold"], steps, THRESHOLDS),
        amount=_changed(one.tiers["amount"], steps, AMOUNTS),
        chance=float("nan"),
    )
    results = one.results.assign(result=float("nan"), proof_tracked=False, proof=pd.NA, chance=float("nan"))
    place = {"line": new, "community": community, "year": year}
    return replace(
        one,
        lines=_with(said, dropped, LINES, {**place, **ADDED}),
        tiers=_with(tiers, dropped, TIERS, {"line": new, "tier": 1, "threshold": 1.0, "amount": ADDED_EUROS}),
        results=_with(results, dropped, RESULTS, {"line": new, "proof_tracked": False}),
        **{name: getattr(one, name).iloc[:0] for name in _EMPTIED},
    )


def _changed(
    column: pd.Series[float], steps: pd.MultiIndex, edits: dict[tuple[str, int], float]
) -> pd.Series[float]:
    asked = pd.Series(edits).reindex(steps).set_axis(column.index)
    return asked.fillna(column)


def _with(
    frame: pd.DataFrame, dropped: pd.Series[int], columns: frames.Columns, record: dict[str, object]
) -> pd.DataFrame:
    kept = frame[~frame["line"].isin(dropped)]
    return pd.concat([kept, frames.frame(columns, [record])], ignore_index=True).astype(columns)
