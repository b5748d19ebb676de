"""All that one page says, made in one call: its tables, its sentences, what its pictures are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model import foresight
from aci_model.report import findings, standing, tables

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.foresight import Outlook
    from aci_model.funding import Assessment
    from aci_model.law import Law, Scenario
    from aci_model.reading.dossier import Dossier
    from aci_model.report.tables import YearsDrawn


@dataclass(frozen=True, eq=False, slots=True)
class Overview:
    """What the home page says of one contract year; the tables are those of `report.tables`."""

    headline: str
    unknown: str  # empty when every amount is known
    split: dict[str, str]  # euros per state, written: « au moins » where some are unknown
    missions: pd.DataFrame
    missions_say: str
    missions_aloud: str
    problems: pd.DataFrame


@dataclass(frozen=True, eq=False, slots=True)
class Worth:
    """What the page of the variable part says of one contract year."""

    headline: str
    unknown: str
    missions: pd.DataFrame
    missions_say: str
    missions_aloud: str
    lines: pd.DataFrame
    names: dict[int, str]  # line -> its mission and its words, unlike any other line's
    readings: pd.DataFrame
    readings_say: str
    readings_aloud: str
    steps: pd.DataFrame
    steps_say: str


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """What is said of the lines of one mission that the filters keep."""

    say: str
    aloud: str
    names: dict[int, str]  # line -> its words, unlike any other line's


@dataclass(frozen=True, eq=False, slots=True)
class Ahead:
    """What the page of the years says of one community, under one scenario and without variable part."""

    without_say: str
    unknown: str
    drawn: YearsDrawn
    years: pd.DataFrame
    years_say: str
    years_aloud: str
    posts: pd.DataFrame
    posts_say: str


def overview(case: Assessment, dossier: Dossier, law: Law) -> Overview:
    """Say where one contract year stands.

    Args:
        case: one community-year (`funding.of_year`).
        dossier: its problems.
        law: labels and order of missions.
    """
    missions = tables.missions(case, law)
    return Overview(
        headline=findings.headline(case),
        unknown=findings.unknown(case),
        split=findings.split(case),
        missions=missions,
        missions_say=findings.remaining(missions),
        missions_aloud=findings.states_aloud(missions),
        problems=tables.problems(dossier, case),
    )


def worth(case: Assessment, dossier: Dossier, law: Law) -> Worth:
    """Say what each mission and line of one contract year is worth, under each reading.

    Args:
        case: one community-year (`funding.of_year`).
        dossier: its tiers.
        law: labels and order of missions.
    """
    missions, lines = tables.missions(case, law), tables.lines(case, dossier, law)
    readings = tables.readings(lines)
    return Worth(
        headline=findings.headline(case),
        unknown=findings.unknown(case),
        missions=missions,
        missions_say=findings.remaining(missions),
        missions_aloud=findings.states_aloud(missions),
        lines=lines,
        names=dict(zip(lines["line"], lines["mission_label"] + " · " + tables.names(lines), strict=True)),
        readings=readings,
        readings_say=findings.disagreement(lines),
        readings_aloud=findings.readings_aloud(readings),
        steps=tables.next_steps(lines),
        steps_say=findings.next_step(lines),
    )


def shown(lines: pd.DataFrame) -> Shown:
    """Say how far some lines of one mission are.

    Args:
        lines: from `tables.lines`, of one mission, at least one.
    """
    return Shown(
        say=standing.mission_progress(lines),
        aloud=standing.lines_aloud(lines),
        names=dict(zip(lines["line"], tables.names(lines), strict=True)),
    )


def ahead(
    case: Assessment,
    outlook: Outlook,
    dossier: Dossier,
    chosen: Scenario,
    law: Law,
    *,
    priced: pd.DataFrame | None = None,
) -> Ahead:
    """Say what the years of one community bring, under one scenario and without variable part.

    Args:
        case: one community-year; its community is told.
        outlook: `foresight.outlook` of the dossier.
        dossier: its expenses.
        chosen: the scenario, one share for every mission.
        law: the scenario without variable part.
        priced: `foresight.costs` over the outlook's years, which no scenario moves; worked out here without it.
    """
    share = chosen.shares[0].share
    summed = foresight.yearly(foresight.project(outlook, [chosen, law.scenarios[foresight.WITHOUT]]))
    years = summed[summed["community"] == case.totals["community"].iloc[0]].reset_index(drop=True)
    years = years.assign(label=tables.year_labels(years))
    if priced is None:
        priced = foresight.costs(dossier.expenses, outlook.spans)
    posts = foresight.coverage(priced, years)
    now = tables.posts_now(posts, years)
    return Ahead(
        without_say=findings.without_variable(years, posts),
        unknown=findings.unknown(case),
        drawn=tables.years_drawn(years, posts),
        years=tables.years_told(years, share),
        years_say=findings.years_ahead(years, share),
        years_aloud=findings.years_aloud(years),
        posts=now,
        posts_say=findings.commitments(now, share),
    )
