"""Tables as people read them: French headers, one row per line, mission, year or post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight import NOW, PAST, WITHOUT
from aci_model.funding import ABANDONED, READINGS, SPLIT, side_by_side
from aci_model.report.words import ABANDONS, BASIS, ORIGINS, SEVERITIES, STATUSES
from aci_model.wording import measure, missing, percent, typeset

if TYPE_CHECKING:
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier


@dataclass(frozen=True, slots=True)
class YearsDrawn:
    """The frames a picture of the years is drawn from.

    Attributes:
        chosen: year_label, is_projected, fixed, variable: the chosen scenario, in time order.
        without: year_label, fixed, variable: without variable part, years to come only.
        commitments: year_label, amount, years to come only; None when the file has no expenses.
    """

    chosen: pd.DataFrame
    without: pd.DataFrame
    commitments: pd.DataFrame | None


def missions(case: Assessment, law: Law) -> pd.DataFrame:
    """List the missions paid on results, in the accord's order.

    Args:
        case: one community-year (`funding.of_year`).
        law: labels and order.

    Returns:
        mission, mission_label (short), rank, attainment, ceiling, earned, to_prove, pending, lost in euros,
        origin of the ceiling (contrat | texte | lignes) and its words.
    """
    parts = case.parts[(case.parts["paid"] == "attained") & (case.parts["ceiling"] != 0)]
    labels = _labels(law)
    table = parts.merge(case.missions[["mission", "attainment"]], on="mission").merge(labels, on="mission")
    table = table.assign(origin_words=table["origin"].map(ORIGINS))
    columns = ["mission", "mission_label", "rank", "attainment", "ceiling", *SPLIT, "origin", "origin_words"]
    return table[columns].reset_index(drop=True)


def lines(case: Assessment, dossier: Dossier, law: Law) -> pd.DataFrame:
    """List the lines with everything a screen shows of them.

    Returns:
        The columns of `attain`, mission_label, rank, tiers (list of thresholds, best last), target (last
        threshold), status_words (with its cause for a line given up), stake (what it can still bring: to
        prove or pending; 0 once abandoned), result_words, next_words, and a column of euros per reading with
        lowest, highest and gap.
    """
    readings = side_by_side(case.lines, dossier.tiers)
    ordered = dossier.tiers.merge(case.lines[["line", "direction"]], on="line").dropna(subset="threshold")
    ordered = ordered.assign(turned=ordered["threshold"] * ordered["direction"].fillna(1).astype("float64"))
    tiers = ordered.sort_values(["line", "turned"]).groupby("line")["threshold"].agg(list)
    table = pd.concat([case.lines, readings], axis=1).merge(_labels(law), on="mission")
    thresholds: list[list[float]] = [tiers.get(line, []) for line in table["line"]]
    return table.assign(
        mission_rank=table["rank"],
        tiers=pd.Series(thresholds, index=table.index, dtype=object),
        target=[steps[-1] if steps else np.nan for steps in thresholds],
        status_words=_status_words(table),
        stake=table[["to_prove", "pending"]].sum(axis=1),
        result_words=_result_words(table),
        next_words=_next_words(table),
    ).sort_values(["rank", "line"], kind="stable", ignore_index=True)


def most_at_stake(table: pd.DataFrame) -> str:
    """Name the mission whose lines can still bring most.

    Args:
        table: from `lines`, at least one row.
    """
    return str(table.groupby("mission_label", sort=False)["stake"].sum().idxmax())


def names(table: pd.DataFrame) -> pd.Series:
    """Name each line so that a list of choices tells them apart: a label that comes twice says its row.

    Args:
        table: from `lines`, or some of its rows.

    Returns:
        Labels, aligned with `table`, no two alike.
    """
    place = table["file"] + ", " + table["sheet"] + ", ligne " + table["row"].astype("str")
    twice = table["label"].duplicated(keep=False)
    return table["label"].where(~twice, table["label"] + " (" + place + ")")


def line_history(assessment: Assessment, line: int) -> pd.DataFrame:
    """List what became of the same line (community, mission, indicator) in the years before.

    Args:
        assessment: every year of the dossier.
        line: number of the line in the dossier.

    Returns:
        year, result_words, ceiling, earned; the latest year first.
    """
    every = assessment.lines
    here = every[every["line"] == line].iloc[0]
    same = (every["community"] == here["community"]) & (every["mission"] == here["mission"])
    before = (every["year"] < here["year"]).fillna(value=False)
    past: pd.DataFrame = every.loc[same & before & (every["label"] == here["label"])]
    told = past.assign(result_words=_result_words(past)).sort_values("year", ascending=False)
    return told[["year", "result_words", "ceiling", "earned"]].reset_index(drop=True)


def proofs(row: pd.Series) -> list[str]:
    """List the proofs a line expects, one by one."""
    expected = row["expected_proof"]
    return [] if missing(expected) else [part.strip() for part in str(expected).split(";") if part.strip()]


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
    readable = groups[columns].count().eq(groups.size(), axis=0)
    return groups[columns].sum().where(readable).reset_index()


def problems(dossier: Dossier, case: Assessment | None = None) -> pd.DataFrame:
    """List what to check: cells that were not understood, then what is odd in the contract.

    Returns:
        severity, file, sheet, cell, message, done, gravity in French, and correctable (a cell that was not
        understood may be typed again; what is odd in a contract may not); the gravest first, in the file's order.
    """
    columns = ["severity", "file", "sheet", "cell", "message", "done"]
    found = [dossier.problems[columns].assign(correctable=dossier.problems["cell"].notna())]
    if case is not None:
        found.append(case.notices[columns].assign(correctable=False))
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


def next_steps(table: pd.DataFrame, most: int = 10) -> pd.DataFrame:
    """Keep the missing steps that bring most, the largest first.

    Args:
        table: from `lines`.
        most: how many.
    """
    return table[table["next_gain"] > 0].nlargest(most, "next_gain").reset_index(drop=True)


def years_drawn(years: pd.DataFrame, posts: pd.DataFrame) -> YearsDrawn:
    """Lay the years of one community out for a picture.

    Args:
        years: from `foresight.yearly` with `label`, the chosen scenario and WITHOUT.
        posts: from `foresight.coverage` over the same years.
    """
    named = years.rename(columns={"label": "year_label"}).assign(is_projected=years["period"] != PAST)
    chosen = named[named["scenario"] != WITHOUT].reset_index(drop=True)
    without = named[named["scenario"] == WITHOUT].reset_index(drop=True)
    to_come = without[without["is_projected"]].reset_index(drop=True)
    if posts.empty:
        return YearsDrawn(chosen, to_come, None)
    mine = (
        posts[posts["scenario"] == WITHOUT]
        .groupby("span", sort=False)["cost"]
        .agg(lambda cost: cost.sum(skipna=False))
    )
    committed = to_come[["span", "year_label"]].merge(mine.rename("amount").reset_index(), on="span")
    return YearsDrawn(chosen, to_come, committed[["year_label", "amount"]])


def years_told(years: pd.DataFrame, share: float) -> pd.DataFrame:
    """Add the words of scenario and basis to `foresight.yearly` with `label`; a past year is told once."""
    told = years[(years["period"] != PAST) | (years["scenario"] != WITHOUT)]
    chosen = f"{percent(share, 0)} de part variable"
    words = np.select(
        [told["period"] == PAST, told["scenario"] == WITHOUT], ["constaté", "sans part variable"], chosen
    )
    return told.assign(scenario_words=words, basis_words=told["basis"].map(BASIS)).reset_index(drop=True)


def in_crisis(years: pd.DataFrame) -> bool:
    """Tell whether a crisis is counted in some year; its amount may be unknown, it is not zero then.

    Args:
        years: from `foresight.yearly`.
    """
    return bool((years["crisis"] != 0).any())


def posts_now(posts: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """List this year's posts: what each costs, and whether it is covered with and without variable part.

    Args:
        posts: from `foresight.coverage`.
        years: the years they were covered over.

    Returns:
        post, firm_words, cost, state (under the chosen scenario), state_without, in the order in which they are paid.
    """
    now = set(years.loc[years["period"] == NOW, "span"])
    mine = posts[posts["span"].isin(now) & (posts["cost"] != 0)]
    chosen = mine[mine["scenario"] != WITHOUT]
    without = mine.loc[mine["scenario"] == WITHOUT, ["span", "rank", "state"]]
    both = chosen.merge(without, on=["span", "rank"], suffixes=("", "_without")).sort_values("rank")
    return both.assign(firm_words=np.where(both["firm"], "ferme", "souple")).reset_index(drop=True)


def _labels(law: Law) -> pd.DataFrame:
    ranked = law.missions[["mission", "short"]].rename(columns={"short": "mission_label"})
    return ranked.assign(rank=range(len(ranked)))


def _status_words(table: pd.DataFrame) -> pd.Series:
    """The status; a line given up tells its cause too, whatever it reached before."""
    cause = table["abandon"].map(ABANDONS)
    given_up = STATUSES[ABANDONED] + " : " + cause
    reached = table["status"].map(STATUSES)
    told = given_up.where(table["status"] == ABANDONED, reached + ", puis " + given_up)
    return told.where(table["abandon"].notna(), reached).map(typeset)


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
