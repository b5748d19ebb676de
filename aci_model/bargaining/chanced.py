"""Schedules with the chance of each step: what a line brings on average, and how far it strays from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.funding.schedules import schedules

if TYPE_CHECKING:
    from aci_model.funding.schedules import Floats, Schedules


@dataclass(frozen=True, slots=True)
class Chanced:
    """The schedules of n lines with at most k steps, and the chance of reaching each step."""

    plan: Schedules
    chance: Floats  # (n, k), 0–1, never rising from a step to a harder one, NaN where nobody knows

    @property
    def expected(self) -> Floats:
        """(n,) expected euros, before intensity; NaN where an amount or a chance is unknown."""
        return expected_euros(self.plan.amounts, self.chance, self.plan.steps)

    @property
    def variance(self) -> Floats:
        """(n,) variance of the euros (euros²); NaN where an amount or a chance is unknown."""
        return euro_variance(self.plan.amounts, self.chance, self.plan.steps)


def chanced(lines: pd.DataFrame, tiers: pd.DataFrame, chances: pd.DataFrame) -> Chanced:
    """Lay schedules and chances out side by side.

    Args:
        lines: line, direction, baseline, kind; the arrays follow its order.
        tiers: line, tier, threshold, amount.
        chances: line, tier, chance (`foresight.chances`); a step without a row has an unknown chance.

    Returns:
        Chanced. A chance that would rise with the difficulty is brought down to that of the easier step.
    """
    plan = schedules(lines, tiers)
    known = tiers.merge(
        chances[["line", "tier", "chance"]].dropna(subset="tier"),
        on=["line", "tier"],
        how="left",
        suffixes=("_typed", ""),
        validate="m:1",
    )
    owner = np.asarray(pd.Index(lines["line"]).get_indexer(pd.Index(known["line"])), dtype=np.intp)
    known, owner = known[owner >= 0], owner[owner >= 0]
    turned = known["threshold"].to_numpy(dtype=np.float64) * plan.direction[owner]
    amount = known["amount"].to_numpy(dtype=np.float64)
    # The order of `schedules`: two tables of the same steps must agree cell by cell.
    order = np.lexsort((amount, turned, owner))
    owner = owner[order]
    rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
    chance = np.full(plan.thresholds.shape, np.nan)
    chance[owner, rank] = known["chance"].to_numpy(dtype=np.float64)[order]
    unknown = np.isnan(chance)
    falling = np.minimum.accumulate(np.where(unknown, np.inf, chance), axis=1)
    return Chanced(plan, np.where(unknown, np.nan, falling))


def expected_euros(
    amounts: Floats, chance: Floats, steps: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Floats:
    """Sum, per line, chance of each step × euros it adds.

    Args:
        amounts: (n, k) cumulative euros.
        chance: (n, k) chance of reaching each step, 0–1.
        steps: (n,) number of steps; what lies after them is not looked at.

    Returns:
        (n,) euros; NaN where a step's amount or chance is unknown, or without any step.
    """
    return _where_told(steps, chance * _added(amounts, power=1))


def euro_variance(
    amounts: Floats, chance: Floats, steps: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Floats:
    """Work out, per line, the variance of its euros (euros²); same shapes as `expected_euros`."""
    mean = expected_euros(amounts, chance, steps)
    square = _where_told(steps, chance * _added(amounts, power=2))
    return np.asarray(np.maximum(square - mean**2, 0.0), dtype=np.float64)


def _added(amounts: Floats, *, power: int) -> Floats:
    """What each step adds to the amount, or to its square."""
    raised = amounts**power
    return np.asarray(np.diff(raised, axis=1, prepend=0.0), dtype=np.float64)


def _where_told(steps: np.ndarray[tuple[int], np.dtype[np.intp]], terms: Floats) -> Floats:
    within = np.arange(terms.shape[1]) < steps[:, None]
    total = np.where(within, terms, 0.0).sum(axis=1)
    return np.where(steps > 0, total, np.nan)
