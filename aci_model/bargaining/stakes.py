"""The red line of each objective, and the price of saying no to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.bargaining.chanced import chanced
from aci_model.bargaining.worth import grain
from aci_model.frames import INTEGER, NUMBER, TEXT, Columns

if TYPE_CHECKING:
    from aci_model.bargaining.chanced import Chanced
    from aci_model.funding import Choices
    from aci_model.funding.schedules import Floats, Schedules

PAYS, NEVER, FREE, UNKNOWN = STATES = ("pays", "never", "free", "unknown")
STAKES: Columns = {
    "line": INTEGER,
    "ceiling": NUMBER,  # euros of the last step, intensity counted
    "expected": NUMBER,  # euros expected, intensity counted: what saying no gives up; missing if a chance is
    "days": NUMBER,  # effort
    "cost": NUMBER,  # euros: days × daily cost
    "net": NUMBER,  # expected − cost: the price of « no »; below 0 it saves money
    "per_day": NUMBER,  # expected euros for a day of effort; missing without effort
    "red_line": NUMBER,  # the first result whose euros pay the cost, in the line's unit
    "state": TEXT,  # pays: at the red line | never: no result pays it | free: it costs nothing | unknown
}
_SLACK = 1e-9


def stakes(
    lines: pd.DataFrame,
    tiers: pd.DataFrame,
    chances: pd.DataFrame,
    choices: Choices,
    daily_cost: float | Floats | None,
) -> pd.DataFrame:
    """Work out, for every line, the result below which the effort is not paid, and what a refusal costs.

    Args:
        lines: line, mission, direction, baseline, kind, effort.
        tiers: line, tier, threshold, amount.
        chances: line, tier, chance; expected euros are those of the schedule as signed.
        choices: the reading gives the red line; the intensity of a mission multiplies its euros.
        daily_cost: euros a day of work costs, the same for every line or (n,) one a line, NaN unknown; None: not said.

    Returns:
        A frame of STAKES, in the order of `lines`.
    """
    laid = chanced(lines, tiers, chances)
    intensity = np.array(
        [choices.intensity.get(mission, 1.0) for mission in lines["mission"]], dtype=np.float64
    )
    days = lines["effort"].to_numpy(dtype=np.float64)
    cost = days * (np.nan if daily_cost is None else daily_cost)
    ceiling, expected = laid.plan.ceiling * intensity, laid.expected * intensity
    red = _red_line(laid, lines, choices.reading, intensity, cost)
    unknown = np.isnan(cost) | np.isnan(ceiling) | ~laid.plan.complete
    states = [unknown, cost <= 0, cost > ceiling * (1 + _SLACK), np.isnan(red)]
    state = np.select(states, [UNKNOWN, FREE, NEVER, UNKNOWN], PAYS)
    return pd.DataFrame(
        {
            "line": lines["line"].to_numpy(),
            "ceiling": ceiling,
            "expected": expected,
            "days": days,
            "cost": cost,
            "net": expected - cost,
            "per_day": np.divide(expected, days, out=np.full(len(days), np.nan), where=days > 0),
            "red_line": np.where(state == PAYS, red, np.nan) * laid.plan.direction,
            "state": state,
        }
    ).astype(STAKES)


def _red_line(laid: Chanced, lines: pd.DataFrame, reading: str, intensity: Floats, cost: Floats) -> Floats:
    """The first turned result whose euros reach the cost under one reading; NaN where none can be told."""
    plan = laid.plan
    last_only = np.where(plan.ceiling * intensity >= cost * (1 - _SLACK), plan.last, np.nan)
    signed = _first_step(plan, intensity, cost)
    ways = {
        "contrat": signed,
        "tout-ou-rien": last_only,
        "lineaire": _on_the_way(plan, lines, intensity, cost),
    }
    return np.where(plan.deliverable, signed, ways[reading])


def _first_step(plan: Schedules, intensity: Floats, cost: Floats) -> Floats:
    if plan.amounts.shape[1] == 0:
        return np.full(len(cost), np.nan)
    pays = plan.amounts * intensity[:, None] >= (cost * (1 - _SLACK))[:, None]
    first = plan.thresholds[np.arange(len(cost)), pays.argmax(axis=1)]
    return np.where(pays.any(axis=1), first, np.nan)


def _on_the_way(plan: Schedules, lines: pd.DataFrame, intensity: Floats, cost: Floats) -> Floats:
    """Straight from the baseline: the share of the way the cost is of the amount, to the next figure up."""
    rising = plan.direction > 0
    start = np.where(np.isnan(plan.baseline) & rising, 0.0, plan.baseline)
    whole = plan.ceiling * intensity
    share = np.divide(cost, whole, out=np.full(len(cost), np.nan), where=whole > 0)
    step = grain(lines, plan)
    at = np.ceil((start + share * (plan.last - start)) / step - _SLACK) * step
    # Without any way to go, only the target pays.
    at = np.where(plan.last > start, np.minimum(at, plan.last), plan.last)
    return np.where(np.isnan(start), np.nan, at)
