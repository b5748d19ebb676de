"""How far the lines of a contract are, in one French sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.funding import ABANDONED, PENDING
from aci_model.report.sentences import CENT, typeset_words
from aci_model.report.words import ABANDONS, STATUSES
from aci_model.wording import count, day, enumeration, euros, missing

if TYPE_CHECKING:
    import pandas as pd


@typeset_words
def progress(lines: pd.DataFrame) -> str:
    """Say how far the lines of one contract year are: reported, attained.

    Args:
        lines: from `attain`.
    """
    if lines.empty:
        return "Ce contrat n'a aucune ligne pour cette année."
    silent = int((lines["status"] == PENDING).sum())
    whole = int((lines["attainment"] >= 1 - 1e-9).sum())
    partial = int(((lines["attainment"] > 0) & (lines["attainment"] < 1 - 1e-9)).sum())
    if silent == len(lines):
        return f"Aucun résultat n'est encore renseigné sur {count(len(lines), 'ligne')}."
    words = [f"{count(whole, 'objectif atteint', 'objectifs atteints')}"]
    if partial:
        words.append(f"{count(partial, 'en partie', 'en partie')}")
    if silent:
        words.append(f"{count(silent, 'ligne sans résultat', 'lignes sans résultat')}")
    words += _abandoned(lines)
    return f"Sur {count(len(lines), 'ligne')} : {enumeration(words)}."


@typeset_words
def mission_progress(lines: pd.DataFrame) -> str:
    """Say how far the lines of one mission are, and what they can still bring.

    Args:
        lines: from `tables.lines`, of one mission, at least one.
    """
    whole = int((lines["attainment"] >= 1 - 1e-9).sum())
    silent = int((lines["status"] == PENDING).sum())
    told = f"{lines['mission_label'].iloc[0]} : {count(whole, 'objectif atteint', 'objectifs atteints')} sur {count(len(lines), 'ligne')}"
    if silent:
        told += f", {silent} sans résultat"
    told = ", ".join([told, *_abandoned(lines)])
    stake = lines["stake"].sum()
    return f"{told} ; il reste {euros(stake)} à gagner." if stake > CENT else f"{told}."


def _abandoned(lines: pd.DataFrame) -> list[str]:
    """Count the lines given up before anything was reached; nothing when there are none."""
    left = int((lines["status"] == ABANDONED).sum())
    return [count(left, "abandonnée")] if left else []


@typeset_words
def line_progress(row: pd.Series) -> str:
    """Say where one line stands, until when, and what its next step takes and brings.

    Args:
        row: of `tables.lines`.
    """
    here = (
        "Aucun résultat n'est renseigné." if missing(row["result"]) else f"Résultat : {row['result_words']}."
    )
    if not missing(row["deadline"]):
        here += f" Un résultat compte jusqu'au {day(row['deadline'])}."
    if not missing(row["abandon"]):
        return f"{here} {_given_up(row)}"
    if missing(row["next_gain"]):
        return f"{here} Le dernier palier est atteint." if not missing(row["result"]) else here
    step = "la faire" if row["kind"] == "livrable" else f"atteindre {row['next_words']}"
    effort = (
        "" if missing(row["effort"]) else f", pour {count(round(row['effort']), 'jour')} d'effort estimés"
    )
    return f"{here} Prochain palier : {step} apporte {euros(row['next_gain'])}{effort}."


def _given_up(row: pd.Series) -> str:
    """Say that a line was given up, when, why, and what nobody waits for any more."""
    since = "" if missing(row["abandoned_on"]) else f" le {day(row['abandoned_on'])}"
    said = f"Ligne {STATUSES[ABANDONED]}{since} : {ABANDONS.get(row['abandon'], row['abandon'])}"
    if missing(row["given_up"]):
        return f"{said} ; les euros laissés sont inconnus."
    return f"{said} ; {euros(row['given_up'])} laissés." if row["given_up"] > CENT else f"{said}."


@typeset_words
def lines_aloud(lines: pd.DataFrame) -> str:
    """Tell the chart of the lines to someone who does not see it."""
    told = [
        f"{row['label']} : {row['result_words']}, {row['status_words']}" for row in lines.to_dict("records")
    ]
    return "Avancement de chaque ligne. " + " ; ".join(told) + "."
