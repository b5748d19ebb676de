"""Contract lines as schedules of (threshold, cumulative euros), all turned so that more is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Thresholds and results are typed by people; a difference below this share of the threshold comes from
# binary fractions (0,697 × 100 is 69,69999…), never from a patient.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Schedules:
    """The schedules of n lines with at most k steps, as arrays that a reading walks.

    Thresholds, baselines and results are multiplied by the direction, so that "better" is always
    "greater" and one formula serves « hausse » and « baisse ».
    """

    thresholds: Floats  # (n, k), ascending, NaN after the last step
    amounts: Floats  # (n, k), cumulative euros, never falling, NaN where unknown or after the last step
    signed: Floats  # (n, k), the same before the best amount already reached was kept
    steps: NDArray[np.intp]  # (n,), number of steps
    baseline: Floats  # (n,), NaN when missing
    direction: Floats  # (n,), +1 or -1
    deliverable: Flags  # (n,), done or not done: every reading agrees
    complete: Flags  # (n,), at least one step, and every step has a threshold

    @property
    def last(self) -> Floats:
        """The last threshold of each line, NaN without any step."""
        return self._at_last(self.thresholds)

    @property
    def ceiling(self) -> Floats:
        """The euros of the last step of each line, NaN when unknown."""
        return self._at_last(self.amounts)

    def turned(self, values: pd.Series) -> Floats:
        """Turn values of the file (results) so that more is better; missing stays NaN."""
        return values.to_numpy(dtype=np.float64, na_value=np.nan) * self.direction

    def reached(self, results: Floats) -> NDArray[np.intp]:
        """Count the steps each turned result has reached; a missing result reaches none."""
        slack = TOLERANCE * np.maximum(1.0, np.abs(self.thresholds))
        return np.asarray((results[:, None] >= self.thresholds - slack).sum(axis=1), dtype=np.intp)

    def _at_last(self, table: Floats) -> Floats:
        if table.shape[1] == 0:
            return np.full(len(table), np.nan)
        last = np.maximum(self.steps - 1, 0)
        return np.where(self.steps > 0, table[np.arange(len(table)), last], np.nan)


def schedules(lines: pd.DataFrame, tiers: pd.DataFrame) -> Schedules:
    """Lay the tiers of a dossier out as one schedule per line.

    Args:
        lines: columns line, direction, baseline, kind; the arrays follow its order.
        tiers: columns line, threshold, amount; any order, any number of steps per line. Rows of other
            lines are left out.

    Returns:
        Schedules whose steps ascend. Where a contract's amount falls as the result improves, the best
        amount already reached is kept (`notices` says so): a better result never pays less.
    """
    n = len(lines)
    deliverable = (lines["kind"] == "livrable").to_numpy(dtype=np.bool_)
    direction = np.where(deliverable, 1.0, lines["direction"].to_numpy(dtype=np.float64, na_value=1.0))
    position = _positions(lines["line"], tiers["line"])
    known = position >= 0
    owner = position[known]
    threshold = tiers["threshold"].to_numpy(dtype=np.float64)[known] * direction[owner]
    amount = tiers["amount"].to_numpy(dtype=np.float64)[known]

    order = np.lexsort((amount, threshold, owner))  # NaN thresholds sort last within their line
    owner, threshold, amount = owner[order], threshold[order], amount[order]
    steps = np.bincount(owner, minlength=n).astype(np.intp)
    rank = np.arange(len(owner)) - np.repeat(np.cumsum(steps) - steps, steps)
    shape = (n, int(steps.max(initial=0)))
    thresholds = np.full(shape, np.nan)
    amounts = np.full(shape, np.nan)
    thresholds[owner, rank] = threshold
    amounts[owner, rank] = amount

    best = np.fmax.accumulate(amounts, axis=1) if shape[1] else amounts
    unplaced = np.bincount(owner, weights=np.isnan(threshold), minlength=n)
    return Schedules(
        thresholds=thresholds,
        amounts=np.where(np.isnan(amounts), np.nan, best),
        signed=amounts,
        steps=steps,
        baseline=lines["baseline"].to_numpy(dtype=np.float64) * direction,
        direction=direction,
        deliverable=deliverable,
        complete=(steps > 0) & (unplaced == 0),
    )


def _positions(keys: pd.Series, wanted: pd.Series) -> NDArray[np.intp]:
    """Where each wanted key stands among keys, -1 when it does not."""
    return np.asarray(pd.Index(keys).get_indexer(pd.Index(wanted)), dtype=np.intp)
