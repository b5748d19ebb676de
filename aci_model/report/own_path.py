"""« Contre soi-même »: each line beside its own past, without target, without euros."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aci_model.foresight.own_path import (
    ALIKE,
    BETTER,
    CHANGES,
    COUNT,
    DONE,
    UNKNOWN,
    WORSE,
    own_path,
    own_values,
    own_verdict,
)
from aci_model.report.sentences import typeset_words
from aci_model.wording import count, enumeration, measure, missing

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.reading.dossier import Dossier

BASES = {  # what the band around a value rests on
    COUNT: "le hasard des petits nombres",
    CHANGES: "ses variations passées",
    DONE: "fait ou non : pas de marge",
    UNKNOWN: "trop peu d’années pour la dire",
}


@dataclass(frozen=True, eq=False, slots=True)
class Own:
    """What is said of some lines against their own past.

    Attributes:
        say: what can be concluded, in one sentence.
        aloud: the picture for someone who does not see it.
        path: line, label, mission_rank, kind, unit, verdict, year, result, low, high, result_words, low_words,
            high_words, basis_words: one row per known value, in the order of the lines, then in time order.
    """

    say: str
    aloud: str
    path: pd.DataFrame


def own(lines: pd.DataFrame, dossier: Dossier, year: int | None) -> Own:
    """Put lines beside their own past.

    Args:
        lines: from `tables.lines`, of one contract year.
        dossier: results of every year, and its history.
        year: the contract year of `lines`; later years are left out.
    """
    values = own_values(until(dossier, year))
    values = values[values["line"].isin(lines["line"])].reset_index(drop=True)
    order = lines[["line", "label", "mission_rank"]].assign(place=range(len(lines)))
    verdict = own_verdict(values)
    path = own_path(values).assign(kind=values["kind"], unit=values["unit"])
    path = path.merge(order, on="line").merge(verdict[["line", "verdict"]], on="line")
    path = path.sort_values(["place", "year"], kind="stable", ignore_index=True).drop(columns="place")
    path = path.assign(
        basis_words=path["basis"].map(BASES),
        **{f"{name}_words": _words(path, name) for name in ("result", "low", "high")},
    )
    missions = lines["mission_label"].unique()
    about = missions[0] if len(missions) == 1 else "Contre soi-même"
    return Own(conclusion(verdict, about, len(lines)), _aloud(path), path)


@typeset_words
def conclusion(verdict: pd.DataFrame, about: str, shown: int) -> str:
    """Say what can be concluded of lines against their own past.

    Args:
        verdict: from `foresight.own_path.own_verdict`.
        about: what they are lines of.
        shown: how many lines, with or without a value.
    """
    known = verdict["verdict"].isin([BETTER, WORSE, ALIKE])
    few = shown - int(known.sum())
    if not known.any():
        return f"{about} : trop peu d'années pour distinguer un progrès du hasard."
    found = [
        f"{quantity} {word}"
        for word, quantity in (
            ("en progrès", int((verdict["verdict"] == BETTER).sum())),
            ("en recul", int((verdict["verdict"] == WORSE).sum())),
            ("sans différence visible", int((verdict["verdict"] == ALIKE).sum())),
        )
        if quantity
    ]
    told = f"{about}, sur {count(shown, 'ligne')} : {enumeration(found)}"
    if few:
        told += f" ; pour {few}, trop peu d'années pour distinguer un progrès du hasard"
    return f"{told}."


@typeset_words
def _aloud(path: pd.DataFrame) -> str:
    told = []
    for _, values in path.groupby("line", sort=False):
        years = [
            f"{year} {words}" for year, words in zip(values["year"], values["result_words"], strict=True)
        ]
        told.append(f"{values['label'].iloc[0]} : {enumeration(years)}, {values['verdict'].iloc[0]}")
    return "Chaque ligne contre son propre passé. " + " ; ".join(told) + "."


def until(dossier: Dossier, year: int | None) -> Dossier:
    """Leave out what came after a contract year; None leaves nothing out."""
    if year is None:
        return dossier
    lines, history = (
        frame[(frame["year"] <= year).fillna(value=False)] for frame in (dossier.lines, dossier.history)
    )
    return replace(dossier, lines=lines.reset_index(drop=True), history=history.reset_index(drop=True))


def _words(path: pd.DataFrame, column: str) -> list[str]:
    """Write a column of values with their units; a bound that is not known is blank."""
    return [
        ""
        if missing(value)
        else ("fait" if value >= 1 else "non fait")
        if kind == "livrable"
        else measure(round(value, 1) if column != "result" else value, unit)
        for value, kind, unit in zip(path[column], path["kind"], path["unit"], strict=True)
    ]
