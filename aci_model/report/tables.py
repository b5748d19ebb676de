"""Tables as people read them: French headers, one row per line, mission, year or post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.funding import READINGS, SPLIT, side_by_side
from aci_model.report.findings import statuses
from aci_model.wording import measure, missing

if TYPE_CHECKING:
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

SEVERITIES = {"refused": "refusé", "error": "erreur", "warning": "à vérifier", "info": "pour information"}
STATES = {"earned": "Acquis", "to_prove": "À prouver", "pending": "En attente", "lost": "Perdu"}
READING_WORDS = {"contrat": "Au contrat", "tout-ou-rien": "Tout ou rien", "lineaire": "Linéaire"}


def missions(case: Assessment, law: Law) -> pd.DataFrame:
    """List the missions paid on results, in the accord's order.

    Args:
        case: one community-year (`funding.of_year`).
        law: labels and order.

    Returns:
        mission, mission_label (short), rank, attainment, ceiling, earned, to_prove, pending, lost in euros,
        origin of the ceiling (contrat | texte | lignes), confidence.
    """
    parts = case.parts[(case.parts["paid"] == "attained") & (case.parts["ceiling"] != 0)]
    labels = _labels(law)
    table = parts.merge(case.missions[["mission", "attainment"]], on="mission").merge(labels, on="mission")
    columns = ["mission", "mission_label", "rank", "attainment", "ceiling", *SPLIT, "origin", "confidence"]
    return table[columns].reset_index(drop=True)


def lines(case: Assessment, dossier: Dossier, law: Law) -> pd.DataFrame:
    """List the lines with everything a screen shows of them.

    Returns:
        The columns of `attain`, mission_label, rank, tiers (list of thresholds, best last), status_word, stake
        (euros still open: to prove, pending or in a next step), result_words, next_words, and a column of
        euros per reading with lowest, highest and gap.
    """
    readings = side_by_side(case.lines, dossier.tiers)
    ordered = dossier.tiers.merge(case.lines[["line", "direction"]], on="line").dropna(subset="threshold")
    ordered = ordered.assign(turned=ordered["threshold"] * ordered["direction"].fillna(1).astype("float64"))
    tiers = ordered.sort_values(["line", "turned"]).groupby("line")["threshold"].agg(list)
    table = pd.concat([case.lines, readings], axis=1).merge(_labels(law), on="mission")
    open_ = table[["to_prove", "pending"]].sum(axis=1)
    return table.assign(
        tiers=[tiers.get(line, []) for line in table["line"]],
        status_word=table["status"].map(statuses()),
        stake=np.maximum(open_, table["next_gain"].fillna(0.0)),
        result_words=_result_words(table),
        next_words=_next_words(table),
    ).sort_values(["rank", "line"], kind="stable", ignore_index=True)


def readings(table: pd.DataFrame) -> pd.DataFrame:
    """Sum each reading per mission, over the lines that have a result.

    Args:
        table: from `lines`.

    Returns:
        mission_label, rank, a column of euros per reading, gap; missing where a line cannot be read that way.
    """
    told = table[table["result"].notna()]
    columns = [*READINGS, "gap"]
    groups = told.groupby(["mission_label", "rank"], sort=False)
    sums = groups[columns].sum()
    return sums.where(groups[columns].count().eq(groups.size(), axis=0)).reset_index()


def problems(dossier: Dossier, case: Assessment | None = None) -> pd.DataFrame:
    """List what to check: cells that were not understood, then what is odd in the contract.

    Returns:
        severity, file, sheet, cell, message, done, and gravity in French; the gravest first, in the file's order.
    """
    columns = ["severity", "file", "sheet", "cell", "message", "done"]
    found = [dossier.problems[columns]]
    if case is not None:
        found.append(case.notices[columns])
    table = pd.concat(found, ignore_index=True)
    order = {name: place for place, name in enumerate(SEVERITIES)}
    table = table.assign(gravity=table["severity"].map(SEVERITIES), place=table["severity"].map(order))
    return table.sort_values("place", kind="stable", ignore_index=True).drop(columns="place")


def year_labels(years: pd.DataFrame) -> pd.Series:
    """Name contract years: « 2026-2027 » when they straddle two calendar years, « cette année » when unknown."""
    straddles = years["ends"].dt.year != years["starts"].dt.year
    plain = years["year"].astype("str")
    crossed = plain + "-" + (years["year"] + 1).astype("str")
    named = plain.where(~straddles, crossed)
    relative = years["ahead"].map(
        lambda ahead: "cette année" if ahead == 0 else f"dans {ahead} an{'s' if ahead > 1 else ''}"
    )
    return named.where(years["year"].notna(), relative)


def _labels(law: Law) -> pd.DataFrame:
    ranked = law.missions[["mission", "short"]].rename(columns={"short": "mission_label"})
    return ranked.assign(rank=range(len(ranked)))


def _result_words(table: pd.DataFrame) -> list[str]:
    return [
        "sans résultat"
        if missing(result)
        else ("fait" if result >= 1 else "non fait")
        if kind == "livrable"
        else measure(result, unit)
        for kind, result, unit in zip(table["kind"], table["result"], table["unit"], strict=True)
    ]


def _next_words(table: pd.DataFrame) -> list[str]:
    return [
        ""
        if missing(threshold)
        else "à faire"
        if kind == "livrable"
        else f"{'≥' if direction > 0 else '≤'} {measure(threshold, unit)}"
        for kind, threshold, unit, direction in zip(
            table["kind"], table["next_threshold"], table["unit"], table["direction"].fillna(1), strict=True
        )
    ]
