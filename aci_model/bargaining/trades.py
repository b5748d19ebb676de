"""The arithmetic of an exchange between two lines: what one loses, the other makes up for, on average.

Amounts are rounded as a contract shows them. Only one of the two lines carries the rounding, so the
expected euros of the pair never move by more than half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aci_model.bargaining.chanced import euro_variance, expected_euros

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.bargaining.chanced import Chanced
    from aci_model.funding.schedules import Floats

    Places = NDArray[np.intp]

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Trades:
    """m exchanges between a line that gives (euros) and a line that takes (euros, or an easier target)."""

    give: Places  # (m,) places of the lines
    take: Places
    given: Floats  # (m, k) cumulative euros of the giving line after the exchange
    taken: Floats  # (m, k) those of the taking line
    eased: Places  # (m,) step that becomes the target of the taking line; -1 when its target stays
    residue: Floats  # (m,) expected euros after − before
    drop: Floats  # (m,) variance before − after (euros²)

    def pick(self, places: Places) -> Trades:
        """Keep some of the exchanges, in this order."""
        return Trades(*(getattr(self, name)[places] for name in self.__slots__))


def amounts(lines: Chanced, give: Places, take: Places, euros: Floats, rounding: float) -> Trades:
    """Move euros of the last step from one line to another.

    Args:
        lines: schedules and chances, all known on the lines that trade.
        give: (m,) places of the lines that give.
        take: (m,) places of the lines that take.
        euros: (m,) what the last step of the giving line loses.
        rounding: what the new amounts are multiples of, on the steps below the last of the giving line and on
            every step of the taking line.
    """
    ceiling = lines.plan.ceiling
    given = _scaled(lines, give, (ceiling[give] - euros) / ceiling[give], rounding)
    given[np.arange(len(give)), lines.plan.steps[give] - 1] = ceiling[give] - euros
    given = np.minimum(given, (ceiling[give] - euros)[:, None])
    before = lines.expected
    lost = before[give] - expected_euros(given, lines.chance[give], lines.plan.steps[give])
    taken = _scaled(lines, take, (before[take] + lost) / before[take], rounding)
    return _weighed(lines, (give, given), (take, taken), np.full(len(give), -1))


def targets(lines: Chanced, give: Places, take: Places, step: Places, rounding: float) -> Trades:
    """Pay all of a line from an easier step on, and lower another line's amounts in return.

    Args:
        lines: schedules and chances, all known on the lines that trade.
        give: (m,) places of the lines that give euros.
        take: (m,) places of the lines whose target is eased.
        step: (m,) the step (0, 1…) that becomes their target.
        rounding: what the new amounts of the giving line are multiples of.
    """
    ceiling = lines.plan.ceiling
    later = np.arange(lines.plan.amounts.shape[1]) >= step[:, None]
    taken = np.where(later, ceiling[take][:, None], lines.plan.amounts[take])
    before = lines.expected
    won = expected_euros(taken, lines.chance[take], lines.plan.steps[take]) - before[take]
    given = _scaled(lines, give, (before[give] - won) / before[give], rounding)
    return _weighed(lines, (give, given), (take, taken), step)


def steadiest(lines: Chanced, give: Places, take: Places, most: float, rounding: float) -> Floats:
    """Find how many euros to move so that the pair strays least from what it brings on average.

    The pair's variance is v·(c − x)² + w·(d + r·x)²: v and w the variances of one euro of each line, c and d
    their amounts, r what the taking line gains for each euro given. It is least where its slope is 0.

    Args:
        lines: schedules and chances.
        give: (m,) places of the lines that give.
        take: (m,) places of the lines that take.
        most: 0–1, the share of its amount a line may lose or gain.
        rounding: the euros are a multiple of it.

    Returns:
        (m,) euros, 0 where moving none is best.
    """
    ceiling = lines.plan.ceiling
    rate, spread = lines.expected / ceiling, lines.variance / ceiling**2
    gain = rate[give] / rate[take]
    slope = spread[give] * ceiling[give] - spread[take] * ceiling[take] * gain
    curve = spread[give] + spread[take] * gain**2
    best = np.divide(slope, curve, out=np.zeros(len(give)), where=curve > 0)
    limit = most * np.minimum(ceiling[give], ceiling[take] / gain)
    whole = np.minimum(np.round(best / rounding), np.floor(limit / rounding + _SLACK))
    return np.asarray(np.maximum(whole, 0.0) * rounding, dtype=np.float64)


def _scaled(lines: Chanced, rows: Places, factor: Floats, rounding: float) -> Floats:
    """The cumulative amounts of some lines times a factor, to the nearest multiple of the rounding."""
    scaled = lines.plan.amounts[rows] * np.maximum(factor, 0.0)[:, None]
    return np.asarray(np.round(scaled / rounding) * rounding, dtype=np.float64)


def _weighed(
    lines: Chanced, giving: tuple[Places, Floats], taking: tuple[Places, Floats], eased: Places
) -> Trades:
    sides = [giving, taking]
    (give, given), (take, taken) = sides
    steps = lines.plan.steps
    after = sum(expected_euros(euros, lines.chance[rows], steps[rows]) for rows, euros in sides)
    strays = sum(euro_variance(euros, lines.chance[rows], steps[rows]) for rows, euros in sides)
    before, strayed = lines.expected, lines.variance
    return Trades(
        give,
        take,
        given,
        taken,
        eased.astype(np.intp),
        residue=np.asarray(after - before[give] - before[take], dtype=np.float64),
        drop=np.asarray(strayed[give] + strayed[take] - strays, dtype=np.float64),
    )
