"""A table's sheet as its own choices write it, before the reporter's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.reading.text import clean
from aci_model.wording import count, enumeration, euros, missing, percent, typeset
from aci_model.workshop.outcome import FIXED, HISTORY, VARIABLE, used_chances
from aci_model.workshop.shape import LISTED, QUANTITATIVE
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.outcome import Outcome
    from aci_model.workshop.scenario import Scenario
    from aci_model.workshop.shape import Case

_LONGEST_LABEL = 90  # letters of a line's label in a sentence
_NAMED = 5  # lines named in a mission; of more, the count
_RARE = 0.01
_TO_SAY = "À compléter par le rapporteur : ce qui a décidé la table."


def draft(case: Case, scenario: Scenario, outcome: Outcome, name: str, *, ask: bool = True) -> dict[str, str]:
    """Write a table's sheet from what it chose, for its reporter to correct.

    Args:
        case: what it worked on.
        scenario: what it composed.
        outcome: what that brings.
        name: the table's.
        ask: False leaves out what only asks the reporter to go on, for papers nobody will correct.

    Returns:
        The record of a sheet: choices, arguments, refused, why, in French.
    """
    refused, why = _refused(case, scenario)
    why = f"{why} {_TO_SAY}".strip() if ask else why
    told = {
        "choices": f"La table « {clean(name)} » se fixe {_choices(case, scenario, outcome)}",
        "arguments": _arguments(case, scenario, outcome),
        "refused": refused,
        "why": why,
    }
    longest = settings().limits.answer
    return {field: typeset(text)[:longest] for field, text in told.items()}


def _choices(case: Case, scenario: Scenario, outcome: Outcome) -> str:
    """Say how many objectives, then mission by mission which ones."""
    total = count(outcome.objectives, "objectif")
    if outcome.quantitative_share is not None:
        quanti = round(outcome.quantitative_share * outcome.objectives)
        total += f", dont {count(quanti, 'quantitatif')}"
    most = _at_least(outcome.variable_ceiling, outcome, VARIABLE)
    missions = case.missions
    own = missions[missions["mission"].isin(scenario.missions) & (missions["variable"] != 0)]
    pairs = zip(own["mission"].tolist(), own["short"].tolist(), strict=True)
    told = [f"{short} : {_inside(case, scenario, mission)}." for mission, short in pairs]
    return "\n".join([f"{total} ; part variable de {most} au plus.", *told])


def _inside(case: Case, scenario: Scenario, mission: str) -> str:
    if case.kind != LISTED:
        found = scenario.counts.get(mission)
        if found is None or not found.number:
            return "aucun objectif"
        return f"{count(found.quanti, 'quantitatif')}, {count(found.quali, 'qualitatif')}"
    rows = case.objectives[case.objectives["mission"] == mission]
    labels = rows.loc[rows["objective"].isin(list(scenario.objectives)), "label"].tolist()
    if not labels:
        return "aucun objectif"
    named = [_quoted(label) for label in labels[:_NAMED]]
    left = len(labels) - len(named)
    return enumeration([*named, *([count(left, "autre")] if left else [])])


def _arguments(case: Case, scenario: Scenario, outcome: Outcome) -> str:
    """Say what the choice brings, what it holds without the variable part, what the table counts on."""
    expected = _at_least(outcome.expected, outcome, FIXED, VARIABLE)
    lines = [
        f"Attendu dans l'année : {expected}, de {euros(outcome.low)} à {euros(outcome.high)} huit fois sur dix."
    ]
    without = f"Sans part variable : {_at_least(outcome.without_variable, outcome, FIXED)}"
    if outcome.gap is not None and outcome.gap < 0:
        without += f" ; il manque {euros(-outcome.gap)} pour les engagements fermes"
    lines.append(without + ".")
    if outcome.cover is not None:
        held = outcome.counted - outcome.without_variable
        lines.append(
            f"Nous comptons sur {percent(scenario.share, 0)} de la part variable, soit {euros(held)} : "
            f"{_odds(outcome.cover)} de chances d'y arriver."
        )
    chances = used_chances(case, scenario)
    taken = chances[chances["chosen"]]
    if taken["chance"].max() > taken["chance"].min():
        ordered = taken.sort_values("chance", kind="stable")
        lines.append(
            f"Le plus sûr : {_what(case, ordered.iloc[-1])} ; le plus risqué : {_what(case, ordered.iloc[0])}."
        )
    return "\n".join([*lines, *outcome.unknown])


def _what(case: Case, row: pd.Series) -> str:
    chance = f"({_odds(row['chance'])})"
    if missing(row["objective"]):
        return f"« {case.missions.set_index('mission')['short'][row['mission']]} » {chance}"
    return f"{_quoted(case.objectives.set_index('objective')['label'][row['objective']])} {chance}"


def _refused(case: Case, scenario: Scenario) -> tuple[str, str]:
    """Name the dearest thing the table left aside, and what is known of it."""
    chances = used_chances(case, scenario)
    if case.kind == LISTED:
        here = case.objectives.assign(chance=chances["chance"], origin=chances["origin"])
        left = here[~chances["chosen"] & here["mission"].isin(scenario.missions)]
        if len(left):
            row = left.sort_values("euros", ascending=False, kind="stable").iloc[0]
            nature = "quantitatif" if row["nature"] == QUANTITATIVE else "qualitatif"
            told = f"{_quoted(row['label'])}" + ("" if missing(row["nature"]) else f", {nature}")
            past = f", {_odds(row['chance'])} de chances d'après les années passées" * (
                row["origin"] == HISTORY
            )
            return f"{told}.", f"{euros(row['euros'])} en jeu{past}."
    aside = case.missions[~case.missions["mission"].isin(scenario.missions)]
    if len(aside):
        row = aside.sort_values("variable", ascending=False, kind="stable").iloc[0]
        amounts = (
            f"{euros(row['fixe'])} de part fixe et {euros(row['variable'])} de part variable laissés de côté"
        )
        return f"La mission « {row['short']} ».", f"{amounts}."
    empty = [
        short
        for mission, short, variable in zip(
            case.missions["mission"], case.missions["short"], case.missions["variable"], strict=True
        )
        if case.kind != LISTED
        and variable != 0
        and not chances.loc[chances["mission"] == mission, "chosen"].any()
    ]
    if empty:
        return f"Tout objectif dans « {empty[0]} ».", ""
    return "Rien : la table garde tout ce que le cas propose.", ""


def _at_least(amount: float, outcome: Outcome, *sums: str) -> str:
    return ("au moins " if outcome.at_least & set(sums) else "") + euros(amount)


def _odds(chance: float) -> str:
    """Write a chance without claiming more than a hundredth: under 1 %, over 99 %."""
    if 0 < chance < _RARE:
        return f"moins de {percent(_RARE, 0)}"
    return f"plus de {percent(1 - _RARE, 0)}" if 1 - _RARE < chance < 1 else percent(chance, 0)


def _quoted(label: str) -> str:
    short = label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"
    return f"« {short} »"
