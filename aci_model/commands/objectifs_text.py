"""What `objectifs` says to a person: the next objective, three choices, the curve, and what could be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model.commands import outputs
from aci_model.commands.exercises import title
from aci_model.commands.outputs import cut, wrapped
from aci_model.report.objectives_say import odds
from aci_model.report.sentences import CENT
from aci_model.wording import change, count, euros, missing, number, percent, typeset

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.commands.objectifs import Told

STANDINGS = {
    "retenu": "retenu",
    "libre": "libre",
    "ecarte": "écarté",
    "abandonne": "abandonné",
    "hors_resultats": "non payé",
    "a_renseigner": "à renseigner",
}
_LABEL = 36  # characters of the widest column
_NAMED = 5  # names a sentence can hold


def text(told: Told) -> str:
    """Write one contract year's objectives for a person.

    Args:
        told: from the command.
    """
    answer = told.answer
    counted = len(answer.curve) > 1
    found = [answer.finding + ".", answer.exactness] if counted else []
    sentences = [answer.headline, *found, *_left_out(told)]
    blocks = [
        title(told.exercise),
        "\n".join(wrapped(sentence) for sentence in sentences),
        _choices(told),
        *([_curve(told)] if counted else []),
        *_candidates(told),
    ]
    return "\n\n".join(blocks) + "\n"


def _left_out(told: Told) -> list[str]:
    """What cannot be counted or is not in play: nothing is hidden, nothing is taken for 0."""
    lacking = [f"« {row['label']} » ({row['lacks']})" for row in told.answer.to_fill.to_dict("records")]
    gone = [f"« {row['label']} » ({row['cause']})" for row in told.answer.given_up.to_dict("records")]
    unpaid = [f"« {label} »" for label in told.answer.unpaid]
    heads = {"À renseigner": lacking, "Abandonnés": gone, "Leur mission ne paie pas sur résultats": unpaid}
    return [typeset(f"{head} : {_first(names)}.") for head, names in heads.items() if names]


def _first(names: list[str]) -> str:
    """The first of many names: all of them stand in the lists below."""
    others = len(names) - _NAMED
    return " ; ".join(names[:_NAMED]) + (f" ; et {count(others, 'autre')}" if others > 0 else "")


def _choices(told: Told) -> str:
    """The three choices side by side."""
    choices = told.answer.choices.to_dict("records")
    rows = [
        ["Objectifs", *(number(row["number"], 0) for row in choices)],
        ["Jours", *(_days(row) for row in choices)],
        ["Attendu", *(euros(row["expected"]) for row in choices)],
        ["8 fois sur 10, entre", *(euros(row["low"]) for row in choices)],
        ["et", *(euros(row["high"]) for row in choices)],
        ["Risque de moins de la moitié", *(odds(row["risk"]) for row in choices)],
    ]
    if any(row["unpriced"] for row in choices):
        rows.insert(1, ["Non comptés", *(number(row["unpriced"], 0) for row in choices)])
    if told.cover > CENT:
        rows.insert(-1, [f"Chance de couvrir {euros(told.cover)}", *(odds(row["covers"]) for row in choices)])
    table = outputs.as_table(["", *(row["name"].capitalize() for row in choices)], rows)
    return table + _beyond(told, told.answer.choices["beyond_capacity"])


def _curve(told: Told) -> str:
    """What each objective adds, the best first."""
    rows = [
        [
            cut(str(row["label"]), _LABEL),
            number(row["k"], 0),
            _days(row),
            euros(row["expected"]),
            euros(row["low"]),
            euros(row["high"]),
            change(row["marginal"]),
            "" if missing(row["per_day"]) else euros(row["per_day"]),
        ]
        for row in told.answer.curve.iloc[1:].to_dict("records")
    ]
    headers = ["Objectif ajouté", "Nº", "Jours", "Attendu", "P10", "P90", "Gain", "Par jour"]
    table = f"{outputs.as_table(headers, rows)}\n{outputs.RANGE}"
    return table + _beyond(told, told.answer.curve["beyond_capacity"])


def _candidates(told: Told) -> list[str]:
    """What could be chosen, mission by mission."""
    blocks = []
    for mission, mine in told.listed.groupby("mission_label", sort=False):
        rows = [
            [
                cut(str(row["label"]), _LABEL) + (" (nouveau)" if row["origin"] == "nouveau" else ""),
                euros(row["amount"]),
                percent(row["chance"], 0),
                number(row["effort"]),
                euros(row["expected"]),
                STANDINGS[row["standing"]],
            ]
            for row in mine.to_dict("records")
        ]
        headers = ["Objectif", "Montant", "Chance", "Jours", "En moyenne", "État"]
        blocks.append(f"{mission}\n{outputs.as_table(headers, rows)}")
    return blocks


def _days(row: dict[Any, Any]) -> str:
    beyond = not missing(row["beyond_capacity"]) and row["beyond_capacity"]
    return number(row["days"]) + ("*" if beyond else "")


def _beyond(told: Told, which: pd.Series) -> str:
    if told.ground.capacity is None or not which.fillna(value=False).any():
        return ""
    return typeset(f"\n* plus que les {number(told.ground.capacity)} jours de l'équipe.")
