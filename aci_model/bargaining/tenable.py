"""The target that can be held: the result the past lets one reach four times out of five."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.bargaining.chanced import chanced
from aci_model.bargaining.worth import grain
from aci_model.foresight.bands import BAND, CUT, DAMPED, NAIVE
from aci_model.foresight.tails import HIGH, student_quantile
from aci_model.frames import FLAG, INTEGER, NUMBER, TEXT, Columns

if TYPE_CHECKING:
    from aci_model.bargaining.chanced import Chanced
    from aci_model.funding.schedules import Floats

PROJECTION, STEPS, NONE, UNKNOWN = BASES = ("projection", "steps", "none", "unknown")
TENABLE: Columns = {
    "line": INTEGER,
    "asked": NUMBER,  # the last threshold, in the line's unit
    "target": NUMBER,  # the tenable target, in the line's unit; missing when there is none
    "chance": NUMBER,  # 0–1, of reaching it
    "basis": TEXT,  # projection: from the past | steps: hardest step likely enough | none: no step is | unknown
    "values": INTEGER,  # how many past values a projection rests on
    "held": FLAG,  # the target asked is tenable; missing when nobody can conclude
}
LEVEL = 0.8
_SLACK = 1e-9


def tenable(
    lines: pd.DataFrame,
    tiers: pd.DataFrame,
    chances: pd.DataFrame,
    bands: pd.DataFrame,
    *,
    level: float = LEVEL,
    method: str = DAMPED,
) -> pd.DataFrame:
    """Find the target each line can hold with a given chance.

    The projection of the line's own past tells it where the past carries one: the quantile a better result
    has `level` chances of passing, brought to the nearest easier figure the line is written with. Else, and
    for what is done or not, the chances of its steps tell the hardest one that is likely enough. Else nobody
    can conclude.

    Args:
        lines: line, direction, baseline, kind.
        tiers: line, tier, threshold, amount.
        chances: line, tier, chance (`foresight.chances`).
        bands: from `foresight.bands`; the nearest year of each line is used.
        level: 0–1, the chance wanted.
        method: which of the projection's methods.

    Returns:
        A frame of TENABLE, in the order of `lines`.
    """
    laid = chanced(lines, tiers, chances)
    plan = laid.plan
    projected, values = _projected(lines, laid, bands, level, method)
    step, step_chance, told = _likely_step(laid, level)
    by_past = ~np.isnan(projected) & ~plan.deliverable
    target = np.where(by_past, projected, step)
    basis = np.select([by_past, ~np.isnan(step), told], [PROJECTION, STEPS, NONE], UNKNOWN)
    held = np.where(by_past, projected >= plan.last - _SLACK * np.abs(plan.last), step >= plan.last)
    concluded = (basis != UNKNOWN) & ~np.isnan(plan.last)
    return pd.DataFrame(
        {
            "line": lines["line"].to_numpy(),
            "asked": plan.last * plan.direction,
            "target": target * plan.direction,
            "chance": np.where(by_past, level, step_chance),
            "basis": basis,
            "values": pd.array(np.where(by_past, values, np.nan), dtype="Int64"),
            "held": pd.Series(held, dtype="boolean").where(concluded),
        }
    ).astype(TENABLE)


def _projected(
    lines: pd.DataFrame, laid: Chanced, bands: pd.DataFrame, level: float, method: str
) -> tuple[Floats, Floats]:
    """The turned result one has `level` chances of passing, and how many values it rests on."""
    usable = bands[(bands["method"] == method) & bands["verdict"].isin([BAND, CUT])]
    nearest = usable.sort_values("year", kind="stable").drop_duplicates("line").set_index("line")
    row = nearest[["value", "low", "high", "n"]].reindex(lines["line"]).to_numpy(dtype=np.float64)
    value, low, high, values = row.T
    # A band cut at a bound keeps its other side: the wider of the two is the uncut one.
    half = np.fmax(value - low, high - value)
    freedom = np.where(np.isnan(values), 1.0, values - (1.0 if method == NAIVE else 2.0))
    narrowed = half * student_quantile(freedom, level) / student_quantile(freedom, HIGH)
    direction = laid.plan.direction
    safe = np.clip(value - direction * narrowed, low, high) * direction
    step = grain(lines, laid.plan)
    return np.asarray(np.floor(safe / step + _SLACK) * step, dtype=np.float64), values


def _likely_step(
    laid: Chanced, level: float
) -> tuple[Floats, Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The hardest step whose chance is high enough, its chance, and whether every chance is known."""
    steps = laid.plan.steps
    within = np.arange(laid.chance.shape[1]) < steps[:, None]
    likely = within & (np.nan_to_num(laid.chance, nan=-1.0) >= level - _SLACK)
    count = likely.sum(axis=1)
    rows = np.arange(len(steps))
    told = (steps > 0) & ~(within & np.isnan(laid.chance)).any(axis=1)
    if not laid.chance.shape[1]:
        nothing = np.full(len(steps), np.nan)
        return nothing, nothing, told
    at = np.maximum(count - 1, 0)
    return (
        np.where(count > 0, laid.plan.thresholds[rows, at], np.nan),
        np.where(count > 0, laid.chance[rows, at], np.nan),
        told,
    )
