"""The sentences of « Combien d'objectifs se fixer ? »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model.report.sentences import CENT, typeset_words
from aci_model.wording import UNKNOWN, count, enumeration, euros, missing, number, percent, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

CHOICES = {"minimaliste": "minimaliste", "en_profiter": "en profiter", "le_votre": "le vôtre"}
LONGEST = 70  # characters of a person's label within a sentence
IN_HEADLINE = 46  # and within the headline, which holds in two lines
_HALF = 0.5
_RARE = 0.01


@typeset_words
def next_one(base: pd.Series, following: pd.DataFrame, capacity: float | None, lacking: int) -> str:
    """Say what the next objective brings, costs and risks, beyond a choice.

    Args:
        base: the choice one starts from, a row of `objectives.choices`.
        following: from `objectives.additions` over that choice.
        capacity: days; None when unknown.
        lacking: how many candidates have no known amount, chance or days.
    """
    if following.empty and not base["number"]:
        if lacking:
            return (
                f"Impossible encore de dire combien : il manque une chance ou des jours à "
                f"{count(lacking, 'objectif')}. Saisissez-les dans la liste."
            )
        return "Il n'y a encore aucun objectif à mettre en balance : ajoutez-en un."
    if following.empty:
        return f"{_whole(base)} : il n'en reste aucun à ajouter."
    first = following.iloc[0]
    subject = f"le suivant, « {shortened(first['label'], IN_HEADLINE)} »,"
    risk = f"avec {percent(first['nothing'], 0)} de risque de ne rien rapporter"
    if first["brings"] < -CENT:
        return f"{_after(base, capacity)}, {subject} en ferait perdre {euros(-first['brings'])} : l'enveloppe se partagerait entre plus d'objectifs."
    if first["brings"] <= CENT:
        return f"{_after(base, capacity)}, {subject} n'ajouterait rien{_price(first)} : l'enveloppe se partagerait entre plus d'objectifs."
    told = f"{_after(base, capacity)}, {subject} apporterait {euros(first['brings'])} en moyenne{_price(first)}{_excess(base, first, capacity)}, {risk}"
    if first["diluted"] > CENT:
        told += f" ; il prend {euros(first['diluted'])} aux autres"
    return told + "."


@typeset_words
def curve(drawn: pd.DataFrame) -> str:
    """Say what the curve shows, without a full stop.

    Args:
        drawn: from `objectives.curve`.
    """
    last = len(drawn) - 1
    if not last:
        return "Aucun objectif dont les euros soient connus"
    expected = drawn["expected"]
    if last == 1:
        return f"Un seul objectif, {euros(expected[last])} attendus"
    top = int(expected.to_numpy().argmax())
    if top < last and expected[top] - expected[last] > CENT:
        return f"Au-delà de {count(top, 'objectif')}, chacun de plus fait baisser ce que l'on peut attendre"
    half = int((expected >= expected[last] * _HALF).to_numpy().argmax())
    return f"La moitié des {euros(expected[last])} attendus tient dans {half} des {count(last, 'objectif')}"


@typeset_words
def curve_aloud(drawn: pd.DataFrame, told: pd.DataFrame, capacity: float | None) -> str:
    """Say the curve for someone who does not see it."""
    ends = drawn.iloc[-1]
    room = "" if capacity is None else f" La capacité est de {count_days(capacity)}."
    marks = [
        f"{name}, {count(number_, 'objectif')} pour {euros(expected)} attendus"
        for name, number_, expected in zip(told["name"], told["number"], told["expected"], strict=True)
    ]
    return (
        f"Courbe de ce que rapportent 0 à {count(int(ends['k']), 'objectif')} : {euros(ends['expected'])} attendus "
        f"avec tous, entre {euros(ends['low'])} et {euros(ends['high'])} quatre fois sur cinq.{room} "
        f"Trois choix : {enumeration(marks)}."
    )


@typeset_words
def exactness(told: pd.DataFrame, capacity: float | None) -> str:
    """Say whether « en profiter » is the best choice there is."""
    best = told.set_index("choice").loc["en_profiter"]
    where = "sans limite de jours" if capacity is None else f"pour {count_days(capacity)}"
    if best["exact_choice"]:
        return f"« En profiter » est le meilleur choix possible {where}, calculé exactement."
    return f"« En profiter » est un très bon choix {where} : les jours ont dû être arrondis, un meilleur peut exister."


def choice_facts(row: Mapping[str, Any], capacity: float | None, cover: float) -> tuple[str, str, str]:
    """Say a choice in three short lines: its size, its range, its risks.

    Args:
        row: of `objectives.choices`.
        capacity: days; None when unknown.
        cover: euros the variable part has to cover; 0: nothing is said of them.
    """
    size = f"{count(int(row['number']), 'objectif')}, {count_days(row['days'])}"
    if not missing(row["beyond_capacity"]) and row["beyond_capacity"]:
        size += f", {number(row['days'] - (capacity or 0.0))} de trop"
    spread = f"de {euros(row['low'])} à {euros(row['high'])}"
    risks = [f"risque d'avoir moins de la moitié : {odds(row['risk'])}"]
    if cover > CENT:
        risks.insert(0, f"couvre {euros(cover)} : {odds(row['covers'])}")
    if row["unpriced"]:
        size += f", plus {count(row['unpriced'], 'non compté', 'non comptés')}"
    return typeset(size), typeset(spread), typeset(" · ".join(risks))


@typeset_words
def choice_euros(row: Mapping[str, Any]) -> str:
    """Write what a choice is expected to bring: « au moins » when some of its objectives could not be counted.

    Args:
        row: of `objectives.choices`.
    """
    if row["unpriced"]:
        return f"au moins {euros(row['expected'])}" if row["number"] else "euros inconnus"
    return euros(row["expected"])


def odds(chance: float) -> str:
    """Write a chance without claiming what a model cannot: under 1 %, over 99 %."""
    if missing(chance):
        return UNKNOWN
    if 0 < chance < _RARE:
        return f"moins de {percent(_RARE, 0)}"
    if 1 - _RARE < chance < 1:
        return f"plus de {percent(1 - _RARE, 0)}"
    return percent(chance, 0)


def count_days(days: float) -> str:
    """Write a number of days: 1 jour, 2,5 jours; missing reads « jours inconnus »."""
    if missing(days):
        return "jours inconnus"
    return f"{number(days)}\u00a0{'jour' if days < 2 else 'jours'}"


def shortened(label: str, longest: int = LONGEST) -> str:
    """Cut a person's label for a sentence, between two words where there are some."""
    told = " ".join(str(label).split())
    if len(told) <= longest:
        return told
    cut = told[:longest]
    return cut[: max(cut.rfind(" "), longest // 2)].rstrip(" ,;:") + "…"


def _whole(base: pd.Series) -> str:
    size = count(int(base["number"]), "objectif")
    owned = f"Vous retenez {size}" if base["choice"] == "le_votre" else f"Le meilleur choix prend {size}"
    return f"{owned} ({_extent(base)})"


def _after(base: pd.Series, capacity: float | None) -> str:
    """Say what comes before the next objective."""
    if not base["number"]:
        return "Pour commencer" if capacity is None or capacity > 0 else "Sans aucun jour disponible"
    number_, own = int(base["number"]), base["choice"] == "le_votre"
    which = ("votre" if number_ < 2 else "vos") if own else ("le" if number_ < 2 else "les")
    noun = ("objectif", "objectifs") if own else ("meilleur objectif", "meilleurs objectifs")
    which += f" {noun[0]}" if number_ < 2 else f" {count(number_, *noun)}"
    return f"Après {which} ({_extent(base)})"


def _excess(base: pd.Series, first: pd.Series, capacity: float | None) -> str:
    """Say by how many days the next objective passes the capacity; nothing when it does not, or nobody knows."""
    if capacity is None or missing(base["days"]) or missing(first["days"]):
        return ""
    over = base["days"] + first["days"] - capacity
    return f", {number(over)} de trop" if over > CENT else ""


def _extent(base: pd.Series) -> str:
    return f"{count_days(base['days'])}, {euros(base['expected'])} attendus"


def _price(first: pd.Series) -> str:
    if missing(first["days"]):
        return ", en un nombre de jours inconnu"
    return f" pour {count_days(first['days'])}" if first["days"] else " sans un jour de plus"
