"""What each contract line has earned: from results to the four parts of its ceiling."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.funding.readings import read
from aci_model.funding.schedules import schedules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.funding.schedules import Flags, Floats, Schedules
    from aci_model.reading.dossier import Dossier

EARNED, PARTIAL, TO_PROVE, PENDING, LOST, ABANDONED = STATUSES = (
    "earned",
    "partial",
    "to_prove",
    "pending",
    "lost",
    "abandoned",  # given up before anything was reached
)
SPLIT = [EARNED, TO_PROVE, PENDING, LOST]  # the four parts that always add up to a ceiling


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose without touching the contract."""

    reading: str = "contrat"  # key of readings.READINGS
    intensity: Mapping[str, float] = field(default_factory=dict)  # mission -> 0–1; 1 when absent
    crisis: bool = False  # the ARS recognises a crisis

    def __post_init__(self) -> None:
        outside = {mission: value for mission, value in self.intensity.items() if not 0 <= value <= 1}
        if outside:
            raise ValueError(f"intensity is a share from 0 to 1, got {outside}")


def attain(dossier: Dossier, choices: Choices) -> pd.DataFrame:
    """Work out every line under one reading.

    Args:
        dossier: lines, tiers and results as read.
        choices: reading and intensity per mission.

    Returns:
        The lines with their result and proof, and the columns
        ceiling (euros of the last step), reached (euros under the reading, before intensity),
        attainment (reached / ceiling, 0–1), earned, to_prove, pending, lost (they add up to the ceiling),
        given_up (those of the lost euros that nobody waits for any more, because the line was abandoned),
        status (one of STATUSES), next_threshold and next_gain (the next step as signed: where it lies,
        what it adds in euros; missing once the line is abandoned). Missing stays NaN: a line without a
        result has no attainment and its euros are pending, or given up when it was abandoned; a line whose
        amounts are unknown has no euros at all. What an abandoned line has reached stays earned or to prove.
    """
    lines = dossier.lines.merge(dossier.results, on="line", how="left", validate="1:1")
    plan = schedules(lines, dossier.tiers)
    results = plan.turned(lines["result"])
    reached = read(plan, results, choices.reading)
    intensity = np.array([choices.intensity.get(mission, 1.0) for mission in lines["mission"]])
    untracked = ~lines["proof_tracked"].fillna(value=False).to_numpy(dtype=np.bool_)
    proven = untracked | lines["proof"].fillna(value=False).to_numpy(dtype=np.bool_)
    abandoned = lines["abandon"].notna().to_numpy(dtype=np.bool_)
    split, given_up = _given_up(_split(plan.ceiling, reached, intensity, proven), abandoned)
    threshold, gain = (np.where(abandoned, np.nan, step) for step in _next_step(plan, results, intensity))
    attainment = _attainment(plan, results, reached)
    return lines.assign(
        ceiling=plan.ceiling,
        reached=reached,
        attainment=attainment,
        **split,
        given_up=given_up,
        status=_status(attainment, proven, abandoned),
        next_threshold=threshold,
        next_gain=gain,
    )


def _split(ceiling: Floats, reached: Floats, intensity: Floats, proven: Flags) -> dict[str, Floats]:
    """Share a ceiling out; what intensity takes away is lost, result or no result."""
    payable = np.where(np.isnan(reached), 0.0, reached) * intensity
    earned = np.where(proven, payable, 0.0)
    to_prove = payable - earned
    pending = np.where(np.isnan(reached), ceiling * intensity, 0.0)
    unknown = np.isnan(ceiling)
    parts = {EARNED: earned, TO_PROVE: to_prove, PENDING: pending, LOST: ceiling - payable - pending}
    return {name: np.where(unknown, np.nan, euros) for name, euros in parts.items()}


def _given_up(split: dict[str, Floats], abandoned: Flags) -> tuple[dict[str, Floats], Floats]:
    """Count what an abandoned line was still waiting for as lost; also tell how many euros that is."""
    given_up = np.where(abandoned, split[PENDING], 0.0)
    return {**split, PENDING: split[PENDING] - given_up, LOST: split[LOST] + given_up}, given_up


def _attainment(plan: Schedules, results: Floats, reached: Floats) -> Floats:
    """Reached / ceiling; a line that pays nothing is attained once its last step is reached."""
    free = plan.ceiling == 0
    whole = (plan.reached(results) >= plan.steps).astype(np.float64)
    share = np.divide(reached, plan.ceiling, out=np.full(len(reached), np.nan), where=~free)
    return np.where(free & ~np.isnan(reached), whole, share)


def _status(attainment: Floats, proven: Flags, abandoned: Flags) -> pd.Series:
    nothing = np.isnan(attainment) | (attainment <= 0)
    names = np.select(
        [abandoned & nothing, np.isnan(attainment), nothing, ~proven, attainment < 1],
        [ABANDONED, PENDING, LOST, TO_PROVE, PARTIAL],
        EARNED,
    )
    return pd.Series(names, dtype="str")


def _next_step(plan: Schedules, results: Floats, intensity: Floats) -> tuple[Floats, Floats]:
    """The first step not reached (from the start when there is no result), in the file's own direction."""
    rows = np.arange(len(results))
    count = plan.reached(results)
    open_ = (count < plan.steps) & plan.complete
    if plan.thresholds.shape[1] == 0:
        return np.full(len(results), np.nan), np.full(len(results), np.nan)
    index = np.minimum(count, plan.thresholds.shape[1] - 1)
    before = np.where(count > 0, plan.amounts[rows, np.maximum(count - 1, 0)], 0.0)
    threshold = np.where(open_, plan.thresholds[rows, index] * plan.direction, np.nan)
    gain = np.where(open_, (plan.amounts[rows, index] - before) * intensity, np.nan)
    return threshold, gain
