"""Adding lines up exactly: from steps and their chances to the chance of every sum, on a grid of euros."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from aci_model.foresight.tails import Floats

    Whole = NDArray[np.int64]

CENTS = 100
CELLS = 4_000  # a finer grid is replaced by a coarser one: beyond this a page would wait for it
COARSE = 1_500  # cells of that one: each line then adds at most (step / 2)² to the variance, a step being total / 1 500
_ROUNDING = 1e-9  # cells: what a mean passes a cell by less is binary rounding


@dataclass(frozen=True, slots=True)
class Ladders:
    """The steps of n lines that are left to chance, in cents, those of one line together and rising.

    What a line surely brings stands apart in `sure`; a step nobody can reach, or that adds nothing, is gone.
    """

    owner: NDArray[np.intp]  # (t,) place of the line, rising
    value: Whole  # (t,) cents beyond the line's sure ones, rising within the line, above 0
    chance: Floats  # (t,) above 0 and below 1, falling within the line
    sure: Whole  # (n,) cents
    known: NDArray[np.bool_]  # (n,) every amount and every chance is known, and there is a step
    stake: Floats  # (n,) euros of the last step, NaN when unknown


def ladders(lines: pd.Series, tiers: pd.DataFrame) -> Ladders:
    """Lay out the steps of lines.

    Args:
        lines: ids of the lines, each once; places follow their order.
        tiers: line, amount (cumulative euros), chance (0–1) of reaching the step; any order. A step harder to
            reach has a chance no higher, which is how the steps of a line are put in order. Where the amount
            falls on the way up, the best amount already reached is kept, as in `funding.schedules`.

    Raises:
        ValueError: a chance is below 0 or above 1, an amount is below 0.
    """
    count = len(lines)
    owner = np.asarray(pd.Index(lines).get_indexer(pd.Index(tiers["line"])), dtype=np.intp)
    mine = owner >= 0
    owner = owner[mine]
    amount = tiers["amount"].to_numpy(dtype=np.float64)[mine]
    chance = tiers["chance"].to_numpy(dtype=np.float64)[mine]
    if np.any((chance < 0) | (chance > 1)) or np.any(amount < 0):
        raise ValueError("a chance lies between 0 and 1, and an amount is not below 0")
    order = np.lexsort((amount, -chance, owner))
    owner, amount, chance = owner[order], amount[order], chance[order]
    missing = np.isnan(amount) | np.isnan(chance)
    holes = np.bincount(owner, weights=missing, minlength=count)
    steps = np.bincount(owner, minlength=count)
    unpriced = np.bincount(owner, weights=np.isnan(amount), minlength=count)
    cents = np.rint(np.where(np.isnan(amount), 0.0, amount) * CENTS).astype(np.int64)
    best = _rising(cents, owner)
    top = _highest(best, owner, count)
    known = (steps > 0) & (holes == 0)
    stake = np.where((steps > 0) & (unpriced == 0), top / CENTS, np.nan)
    sure = np.where(known, _highest(np.where(chance >= 1, best, 0), owner, count), 0)
    value = best - sure[owner]
    repeated = np.zeros(len(owner), dtype=np.bool_)
    repeated[1:] = (owner[1:] == owner[:-1]) & (best[1:] == best[:-1])
    open_ = known[owner] & (value > 0) & ~repeated & (chance > 0) & (chance < 1)
    return Ladders(owner[open_], value[open_], chance[open_], sure, known, stake)


def _rising(values: Whole, owner: NDArray[np.intp]) -> Whole:
    """Keep within each owner the best value so far; owners stand together, rising."""
    apart = owner * (np.int64(1) + values.max(initial=0))
    return np.asarray(np.maximum.accumulate(values + apart) - apart, dtype=np.int64)


def _highest(values: Whole, owner: NDArray[np.intp], count: int) -> Whole:
    highest = np.zeros(count, dtype=np.int64)
    np.maximum.at(highest, owner, values)
    return highest


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of equal width; a sum of cents lies at cents × `cells` ÷ `cents` of them."""

    cells: int
    cents: int
    exact: bool  # every value lies on a cell

    @classmethod
    def of(cls, value: Whole, total: int) -> Grid:
        """Choose a grid for values and their sums.

        Args:
            value: (t,) cents of the steps.
            total: cents of all lines together.

        Its step is the greatest common divisor of the values; when that makes CELLS cells or more, COARSE cells
        share the total out evenly, so that the largest sum still lies on the last one.
        """
        step = int(np.gcd.reduce(value)) if len(value) else CENTS
        return cls(1, step, True) if total // step < CELLS else cls(COARSE, total, False)

    @property
    def step(self) -> float:
        """Cents between two cells."""
        return self.cents / self.cells

    def place(self, value: Whole) -> tuple[Whole, Floats]:
        """Give the cell at or below each value, and how far it lies from there to the next one (0–1)."""
        low, rest = np.divmod(value * self.cells, self.cents)
        return low, rest / self.cents

    def bounded(self, mass: Floats, most: int) -> Floats:
        """Take back what sharing values between cells put above the largest sum, their mean kept.

        A sum that lies on the bound was spread over both its sides: what lies above comes down to it, and as
        many euros of the nearest sums below come up to it.

        Args:
            mass: chance of each cell.
            most: cents of the largest sum.

        A largest sum between two cells bounds at the lower one, or at the upper one where the mean itself lies
        beyond the lower one.
        """
        bound = most * self.cells // self.cents
        if self.exact or len(mass) <= bound + 1:
            return mass
        if float(mass @ np.arange(len(mass))) > bound + _ROUNDING:
            bound += 1
        away = np.arange(bound, 0, -1)
        over = float(mass[bound + 1 :] @ np.arange(1, len(mass) - bound))
        euros = mass[:bound] * away
        nearer = euros[::-1].cumsum()[::-1] - euros
        moved = np.clip(over - nearer, 0.0, euros) / away
        kept = mass[: bound + 1].copy()
        kept[:bound] -= moved
        kept[bound] += mass[bound + 1 :].sum() + moved.sum()
        return kept


@dataclass(frozen=True, slots=True)
class Moves:
    """What each line does to a sum on a grid: by how many cells it moves it, and how likely.

    Line i has the moves from first[i] to first[i + 1]; staying put is the chance left.
    """

    grid: Grid
    top: Whole  # (n,) cents of the last step
    first: NDArray[np.intp]  # (n + 1,)
    cells: Whole  # (m,)
    share: Floats  # (s, m), in each state of the common cause
    reach: Whole  # (n,) most cells the line can move


def moves(owner: NDArray[np.intp], value: Whole, chance: Floats, lines: int) -> Moves:
    """Lay the steps of the lines of one sum on their common grid.

    Args:
        owner: (t,) place of the line, from 0 and rising.
        value: (t,) cents, rising within a line.
        chance: (s, t) of reaching each step, in each state of the common cause, falling within a line.
        lines: how many lines, those without a step included.

    A value between two cells of a coarse grid is shared between them so that its mean stays what it was.
    """
    kept = chance.copy()  # of reaching this step and no further
    kept[:, :-1] -= np.where(owner[1:] == owner[:-1], chance[:, 1:], 0.0)
    first = np.asarray(np.searchsorted(owner, np.arange(lines + 1)), dtype=np.intp)
    last = np.where(first[1:] > first[:-1], first[1:] - 1, -1)
    top = np.where(last >= 0, value[last], 0) if len(value) else np.zeros(lines, dtype=np.int64)
    grid = Grid.of(value, int(top.sum()))
    low, rest = grid.place(value)
    if grid.exact:
        return Moves(grid, top, first, low, kept, top // grid.cents)
    upper = kept * rest
    share = np.stack([kept - upper, upper], axis=2).reshape(len(kept), -1)
    cells = np.stack([low, low + 1], axis=1).ravel()
    return Moves(grid, top, 2 * first, cells, share, np.where(last >= 0, grid.place(top)[0] + 1, 0))


def sums(plan: Moves, order: NDArray[np.intp]) -> Iterator[tuple[int, Floats]]:
    """Add lines one after the other; give the chance of every sum after each.

    Args:
        plan: what each line does.
        order: the lines to add, in order.

    Yields:
        Cells between two sums, and (s, sums) chances in each state, to be read before the next is asked for.
        Sums stay far apart for as long as every line moves by multiples: round amounts first is fastest.
    """
    share = plan.share[:, :, None]
    stay = np.ones((len(share), len(plan.reach), 1))
    moving = np.flatnonzero(np.diff(plan.first))
    if len(moving):
        left = 1.0 - np.add.reduceat(share, plan.first[moving], axis=1)
        stay[:, moving] = np.maximum(left, 0.0)
    # Three places for sums, made once: asking for memory at every line would take longer than the sums.
    room, spare, product = np.empty((3, len(share) * (int(plan.reach[order].sum()) + 1)))
    now = _place(room, len(share), 1)
    now[:] = 1.0
    cells, first = plan.cells.tolist(), plan.first.tolist()
    apart = 0  # 0: one sum so far
    for line in order.tolist():
        start, end = first[line], first[line + 1]
        if end > start:
            closer = gcd(apart, *cells[start:end])
            if apart > closer:
                now, room, spare = _spread(now, apart // closer, spare), spare, room
            apart, size = closer, now.shape[1]
            then = _place(spare, len(now), size + max(cells[start:end]) // apart)
            np.multiply(now, stay[:, line], out=then[:, :size])
            then[:, size:] = 0.0
            added = _place(product, len(now), size)
            for place in range(start, end):
                cell = cells[place] // apart
                np.multiply(now, share[:, place], out=added)
                then[:, cell : cell + size] += added
            now, room, spare = then, spare, room
        yield max(apart, 1), now


def _place(room: Floats, states: int, sums_: int) -> Floats:
    return room[: states * sums_].reshape(states, sums_)


def _spread(mass: Floats, times: int, room: Floats) -> Floats:
    """Put empty cells between sums, so that they lie `times` as many cells apart."""
    wide = _place(room, len(mass), (mass.shape[1] - 1) * times + 1)
    wide[:] = 0.0
    wide[:, ::times] = mass
    return wide


def roundness(plan: Moves) -> NDArray[np.intp]:
    """Order lines so that adding them is fast: the roundest moves first, then the shortest."""
    moving = np.flatnonzero(np.diff(plan.first))
    common = np.zeros(len(plan.reach), dtype=np.int64)
    if len(moving):
        common[moving] = np.gcd.reduceat(plan.cells, plan.first[moving])
    return np.lexsort((plan.reach, -common))
