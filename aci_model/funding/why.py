"""« Pourquoi ce montant ? »: from the spreadsheet's cell to the euros, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model.funding.schedules import schedules
from aci_model.wording import count, day, euros, measure, missing, number, percent, typeset

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.funding.assessment import Assessment
    from aci_model.funding.schedules import Schedules
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

Step = tuple[str, str]


def why(line: int, assessment: Assessment, dossier: Dossier, law: Law) -> list[Step]:
    """Tell how one line came to its euros.

    Args:
        line: number of the line in the dossier.
        assessment: the figures to explain.
        dossier: the tiers.
        law: labels of missions and parts.

    Returns:
        (heading, French sentence) pairs: Cellule, Ligne, Paliers, Lecture, Intensité (if chosen), Preuve, Texte,
        Démarrage (if the mission began within the year or after it), Montant.

    Raises:
        KeyError: no such line.
    """
    rows = assessment.lines[assessment.lines["line"] == line]
    if rows.empty:
        raise KeyError(line)
    row = rows.iloc[0]
    plan = schedules(rows, dossier.tiers)
    reading = assessment.choices.reading
    steps = [
        ("Cellule", _cell(row)),
        ("Ligne", _line(row, law)),
        ("Paliers", _tiers(row, plan)),
        ("Lecture", _reading(row, plan, reading)),
        *_intensity(row, assessment),
        ("Preuve", _proof(row)),
        ("Texte", _text(row, assessment.parts, law)),
        *_deployment(row, assessment.parts),
        ("Montant", _amount(row)),
    ]
    return [(heading, typeset(sentence)) for heading, sentence in steps]


def _cell(row: pd.Series) -> str:
    place = (
        f"{row['file']}, {row['sheet']}!{row['cell']}" if row["sheet"] else f"{row['file']}, {row['cell']}"
    )
    if missing(row["result"]):
        return f"{place} : aucun résultat n'est renseigné."
    return f"{place} : {_result(row)}."


def _result(row: pd.Series) -> str:
    if row["kind"] == "livrable":
        return "fait" if row["result"] >= 1 else "non fait"
    return measure(row["result"], row["unit"])


def _line(row: pd.Series, law: Law) -> str:
    mission = law.missions.set_index("mission")["label"][row["mission"]]
    if row["kind"] == "livrable":
        return f"« {row['label']} » ({mission}) : livrable, fait ou non fait."
    way = "la hausse" if row["direction"] > 0 else "la baisse"
    start = (
        "sans valeur initiale"
        if missing(row["baseline"])
        else f"valeur initiale {measure(row['baseline'], row['unit'])}"
    )
    return f"« {row['label']} » ({mission}) : vise {way}, {start}."


def _tiers(row: pd.Series, plan: Schedules) -> str:
    steps = int(plan.steps[0])
    if steps == 0:
        return "Aucun palier n'est renseigné : la ligne ne peut rien valoir."
    if row["kind"] == "livrable":
        return f"Fait et prouvé : {euros(plan.ceiling[0])} ; sinon rien."
    sign = "≥" if row["direction"] > 0 else "≤"
    told = [
        f"{sign} {measure(threshold * plan.direction[0], row['unit'])} : {euros(amount)}"
        for threshold, amount in zip(plan.thresholds[0, :steps], plan.amounts[0, :steps], strict=True)
    ]
    reached = int(plan.reached(plan.turned(row.to_frame().T["result"].astype("float64")))[0])
    if missing(row["result"]):
        return " · ".join(told) + "."
    return f"{' · '.join(told)}. {count(reached, 'palier atteint', 'paliers atteints')} sur {steps}."


def _reading(row: pd.Series, plan: Schedules, reading: str) -> str:
    if missing(row["result"]):
        end = "la ligne reste en attente" if missing(row["abandon"]) else "la ligne est abandonnée"
        return f"Sans résultat, aucun euro n'est compté : {end}."
    if missing(row["reached"]):
        return (
            "Cette lecture ne peut pas se calculer : il manque une valeur initiale, un palier ou un montant."
        )
    if row["kind"] == "livrable":
        sentence = "Un livrable se lit de la même façon dans toutes les lectures"
    else:
        sentence = {"lineaire": _straight(row, plan)}.get(reading, _SENTENCES[reading])
    return f"{sentence} : {euros(row['reached'], cents=not float(row['reached']).is_integer())}."


_SENTENCES = {
    "contrat": "Au contrat, le meilleur palier atteint est payé, sans rien entre deux paliers",
    "tout-ou-rien": "Tout ou rien : le dernier palier est atteint et paie tout, sinon rien n'est dû",
    "lineaire": "Linéaire : l'objectif ne demande aucun progrès ; atteint, il paie tout, sinon rien",
}


def _straight(row: pd.Series, plan: Schedules) -> str:
    last = plan.last[0] * plan.direction[0]
    start = 0.0 if np.isnan(plan.baseline[0]) else plan.baseline[0] * plan.direction[0]
    if (last - start) * plan.direction[0] <= 0:
        return _SENTENCES["lineaire"]
    return (
        f"Linéaire : ({number(row['result'])} − {number(start)}) ÷ ({number(last)} − {number(start)}), "
        f"ramené entre 0 et 100 %, fait {percent(row['attainment'])} de {euros(row['ceiling'])}"
    )


def _intensity(row: pd.Series, assessment: Assessment) -> list[Step]:
    intensity = assessment.choices.intensity.get(row["mission"], 1.0)
    if intensity == 1.0:
        return []
    return [
        (
            "Intensité",
            f"L'intensité des moyens de cette mission est fixée à {percent(intensity)} : les euros sont multipliés d'autant.",
        )
    ]


def _proof(row: pd.Series) -> str:
    if not row["proof_tracked"]:
        return "Le fichier ne suit pas les preuves : ce qui est atteint est compté comme acquis."
    return (
        "La preuve est fournie."
        if row["proof"]
        else "La preuve n'est pas encore fournie : l'atteint reste à prouver."
    )


def deployment(parts: pd.DataFrame) -> str:
    """Tell in a sentence what a mission's first day does to its fixe.

    Args:
        parts: rows of `Assessment.parts` of one mission in one contract year.

    Returns:
        French; empty when the fixe is due for the whole year.
    """
    concerned = parts[(parts["paid"] == "deployed") & (parts["deployed"] < 1)]
    if concerned.empty:
        return ""
    began, share = concerned[["deployed_from", "deployed"]].iloc[0]
    if share == 0:
        return typeset(
            f"La mission commence le {day(began)}, après cette année : sa part fixe n'est pas due."
        )
    due, whole = (concerned[name].sum(skipna=False) for name in ("due", "ceiling"))
    return typeset(
        f"La mission a commencé le {day(began)} : sa part fixe est due pour le reste de l'année "
        f"({percent(share)}), soit {euros(due)} sur {euros(whole)}. Les montants des lignes n'en sont pas réduits."
    )


def _deployment(row: pd.Series, parts: pd.DataFrame) -> list[Step]:
    sentence = deployment(_own(row, parts))
    return [("Démarrage", sentence)] if sentence else []


def _own(row: pd.Series, parts: pd.DataFrame) -> pd.DataFrame:
    """Parts of the mission and year of a line."""
    here = (parts["community"] == row["community"]) & (parts["mission"] == row["mission"])
    same_year = (
        parts["year"].isna() if missing(row["year"]) else (parts["year"] == row["year"]).fillna(value=False)
    )
    mine: pd.DataFrame = parts[here & same_year]
    return mine


def _text(row: pd.Series, parts: pd.DataFrame, law: Law) -> str:
    mine = _own(row, parts)
    mine = mine[mine["lines_total"].notna()]
    if mine.empty:
        return "Aucun texte ne fixe l'enveloppe de cette mission."
    part = mine.iloc[0]
    label = law.parts.set_index("part")["label"][part["part"]].lower()
    origin = {
        "contrat": "montant de votre contrat",
        "lignes": "somme de vos lignes, faute d'enveloppe",
    }.get(part["origin"], part["text_label"])
    return f"Enveloppe ({label}) : {euros(part['ceiling'])}, {origin}. Source : {part['source']}."


def _amount(row: pd.Series) -> str:
    if missing(row["ceiling"]):
        return "Le montant de la ligne est inconnu."
    words = {"earned": "acquis", "to_prove": "à prouver", "pending": "en attente", "lost": "perdu"}
    told = [f"{euros(row[name])} {word}" for name, word in words.items() if abs(row[name]) > 0.005]
    return f"Sur {euros(row['ceiling'])} : {', '.join(told) or '0 €'}."
