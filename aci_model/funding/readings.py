"""How a clause may be read: from a result and a schedule to the euros reached.

No text found prescribes one reading (ACI.md §3), so the same line has several; what separates the
lowest from the highest is what a question to the CPAM is worth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.funding.schedules import schedules as lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from aci_model.funding.schedules import Floats, Schedules


def as_signed(schedules: Schedules, results: Floats) -> Floats:
    """Pay the amount of the best step reached, nothing between two steps.

    Args:
        schedules: n lines.
        results: (n,) turned results (`Schedules.turned`), NaN when missing.

    Returns:
        (n,) euros reached; NaN where the result, a threshold or the amount reached is unknown.
    """
    count = schedules.reached(results)
    with_zero = np.column_stack([np.zeros(len(results)), schedules.amounts])
    euros = with_zero[np.arange(len(results)), count]
    return _where_known(schedules, results, euros)


def all_or_nothing(schedules: Schedules, results: Floats) -> Floats:
    """Pay the last amount at the last threshold, else nothing. Same shapes as `as_signed`."""
    whole = schedules.reached(results) >= schedules.steps
    return _where_known(schedules, results, np.where(whole, schedules.ceiling, 0.0))


def linear(schedules: Schedules, results: Floats) -> Floats:
    """Pay straight from the baseline to the last threshold: clip((r - b) / (last - b), 0, 1) x last amount.

    Without a baseline it is taken as 0 for « hausse »; for « baisse » the amount stays missing. Where the
    last threshold is no better than the baseline there is no way to go: reached pays all, else nothing.
    Same shapes as `as_signed`.
    """
    rising = schedules.direction > 0
    baseline = np.where(np.isnan(schedules.baseline) & rising, 0.0, schedules.baseline)
    way = schedules.last - baseline
    whole = (schedules.reached(results) >= schedules.steps).astype(np.float64)
    share = np.divide(results - baseline, way, out=whole.copy(), where=way > 0)
    share = np.where(np.isnan(baseline), np.nan, np.where(whole > 0, 1.0, np.clip(share, 0.0, 1.0)))
    return _where_known(schedules, results, share * schedules.ceiling)


READINGS: dict[str, Callable[[Schedules, Floats], Floats]] = {
    "contrat": as_signed,
    "tout-ou-rien": all_or_nothing,
    "lineaire": linear,
}


def read(schedules: Schedules, results: Floats, reading: str) -> Floats:
    """Walk the schedules under one reading; a deliverable, done or not done, reads as signed in each.

    Args:
        schedules: n lines.
        results: (n,) turned results, NaN when missing.
        reading: a key of READINGS.

    Returns:
        (n,) euros reached, NaN where something needed is unknown.

    Raises:
        KeyError: no such reading.
    """
    signed = as_signed(schedules, results)
    return np.where(schedules.deliverable, signed, READINGS[reading](schedules, results))


def side_by_side(lines: pd.DataFrame, tiers: pd.DataFrame) -> pd.DataFrame:
    """Work the same lines out under every reading, before intensity and proof.

    Args:
        lines: line, direction, baseline, kind, result.
        tiers: line, threshold, amount.

    Returns:
        Indexed like `lines`: a column of euros per reading, and lowest, highest, gap over the readings
        that can be computed. Missing where none can.
    """
    plan = lay_out(lines, tiers)
    results = plan.turned(lines["result"])
    table = pd.DataFrame({name: read(plan, results, name) for name in READINGS}, index=lines.index)
    lowest, highest = table.min(axis=1), table.max(axis=1)
    return table.assign(lowest=lowest, highest=highest, gap=highest - lowest)


def _where_known(schedules: Schedules, results: Floats, euros: Floats) -> Floats:
    known = schedules.complete & ~np.isnan(results) & ~np.isnan(schedules.ceiling)
    return np.where(known, euros, np.nan)
