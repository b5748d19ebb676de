"""The contract year each community is in, as several commands look at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import foresight
from aci_model.funding import of_year
from aci_model.wording import missing

if TYPE_CHECKING:
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

KEYS = ["community", "year"]


@dataclass(frozen=True, eq=False, slots=True)
class Exercise:
    """One community's latest contract year.

    Attributes:
        community: its name.
        year: missing when the file names none.
        case: its assessment.
        span: its row of `foresight.spans`, as a frame.
    """

    community: str
    year: int | None
    case: Assessment
    span: pd.DataFrame


def latest(assessment: Assessment, dossier: Dossier, law: Law) -> list[Exercise]:
    """Give each community's latest contract year, in the order of the dossier."""
    spans = foresight.spans(assessment, dossier, law, 0)
    now = spans[spans["ahead"] == 0]
    return [_exercise(row, now[now["span"] == row["span"]], assessment) for row in now.to_dict("records")]


def latest_years(assessment: Assessment, dossier: Dossier, law: Law) -> dict[str, int | None]:
    """Give each community's latest contract year, in the order of the dossier; None when no line names one."""
    spans = foresight.spans(assessment, dossier, law, 0)
    now = spans[spans["ahead"] == 0]
    return {
        str(community): None if missing(year) else int(year)
        for community, year in zip(now["community"], now["year"], strict=True)
    }


def _exercise(row: dict[Any, Any], span: pd.DataFrame, assessment: Assessment) -> Exercise:
    community = str(row["community"])
    year = None if missing(row["year"]) else int(row["year"])
    case = of_year(assessment, community, year)
    return Exercise(community, year, case, span)


def of_community(dossier: Dossier, community: str) -> Dossier:
    """Keep what a dossier says of one community, its lines under their own numbers."""
    about = {name: getattr(dossier, name) for name in dossier.__slots__}
    own = {
        name: frame[frame["community"] == community].reset_index(drop=True)
        for name, frame in about.items()
        if "community" in frame
    }
    lines = {
        name: about[name][about[name]["line"].isin(own["lines"]["line"])].reset_index(drop=True)
        for name in ("tiers", "results")
    }
    return replace(dossier, **own, **lines)


def title(exercise: Exercise) -> str:
    """Name a contract year: « CPTS des Lilas, 2026 »."""
    return f"{exercise.community}, {exercise.year or 'année non renseignée'}"


def named(exercise: Exercise, table: pd.DataFrame) -> pd.DataFrame:
    """Put the community and the year before the columns of a table."""
    year = pd.Series(exercise.year, index=table.index, dtype="Int64")
    return pd.concat([table.assign(community=exercise.community, year=year)[KEYS], table], axis=1)


def stacked(tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Put named tables one under the other; without any, their head alone."""
    return pd.concat(tables) if tables else pd.DataFrame(columns=[*KEYS, *columns])
