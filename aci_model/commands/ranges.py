"""The range of one contract year's variable part, as the command line sums it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model import foresight

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.commands.exercises import Exercise
    from aci_model.foresight import Within

STEP = ["tier", "threshold", "amount", "chance", "low", "high", "origin", "observations"]
WORST = 0.1  # share of the cases the shortfall is the mean of
MISSION = {  # column of `distribution.summary` -> key of the answer
    "mission": "mission",
    "envelope": "envelope",
    "lines": "lines",
    "unknown": "unknown",
    "unknown_euros": "unknown_euros",
    "expected": "expected",
    "sd": "sd",
    "low": "p10",
    "median": "p50",
    "high": "p90",
    "exact": "exact",
}


@dataclass(frozen=True, eq=False, slots=True)
class Range:
    """One contract year's chances, and what they make of its variable part.

    Attributes:
        exercise: which.
        steps: one row per step: community, year, line, mission, label, counted (its mission pays on results), kind,
            unit, direction, cell and STEP.
        within: the distributions.
        cover: euros to cover.
        cover_words: which posts they are what lacks for; empty when a person chose them.
    """

    exercise: Exercise
    steps: pd.DataFrame
    within: Within
    cover: float
    cover_words: str


def summed(told: Range) -> dict[str, Any]:
    """Sum the whole variable part up: its middle, its range, and what covering the sum takes; see README.md."""
    found, euros = told.within.total, told.cover
    (row,) = known(foresight.summary([found])).to_dict("records")
    nothing = not found.lines and found.unknown
    return {
        **{name: row[key] for key, name in MISSION.items() if key in row},
        "sum": euros,
        "cover": None if nothing else found.cover(euros),
        "lack": None if nothing else found.lack(euros),
        "shortfall": None if nothing else found.shortfall(WORST),
    }


def known(summary: pd.DataFrame) -> pd.DataFrame:
    """Leave the sums of distributions missing where no line is known: nothing known is not 0 €.

    Args:
        summary: columns of `foresight.summary`, among others.
    """
    nothing = (summary["lines"] == 0) & (summary["unknown"] > 0)
    sums = ["expected", "sd", "low", "median", "high"]
    return summary.assign(**summary[sums].mask(nothing))
