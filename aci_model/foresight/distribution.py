"""The variable income of a year as an honest range: the exact chance of every sum, without sampling.

A line brings the euros of the best step it reaches. Lines are independent, or share a common cause
(`common_cause`). A line whose chance or amount is unknown is left out and counted: never taken for 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.common_cause import in_each_state, states
from aci_model.foresight.convolution import CENTS, Grid, ladders, moves, roundness, sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aci_model.foresight.convolution import Ladders, Moves
    from aci_model.foresight.tails import Floats

LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
_ROUNDING = 1e-10  # chances add up to 1 within binary rounding: F(x) = 0,5 must count as reaching 0,5


@dataclass(frozen=True, slots=True)
class Distribution:
    """The chance of every sum, on a grid of euros.

    Attributes:
        step: euros between two cells.
        start: euros of the first cell: what the lines surely bring.
        mass: chance of each cell, adding up to 1.
        exact: False when amounts had to be shared between the cells of a coarser grid (the mean stays exact).
        lines: lines counted.
        unknown: lines left out, because a chance or an amount is unknown.
        unknown_euros: what these could bring at most; missing when an amount is unknown.
    """

    step: float
    start: float
    mass: Floats
    exact: bool
    lines: int
    unknown: int
    unknown_euros: float

    @property
    def euros(self) -> Floats:
        """Euros of each cell."""
        return self.start + self.step * np.arange(len(self.mass), dtype=np.float64)

    @property
    def mean(self) -> float:
        """Expected euros."""
        return self.start + self.step * float(self.mass @ np.arange(len(self.mass)))

    @property
    def sd(self) -> float:
        """Standard deviation, in euros."""
        away = self.euros - self.mean
        return float(np.sqrt(self.mass @ (away * away)))

    def quantile(self, share: float) -> float:
        """Give the smallest sum that is not exceeded with at least this chance (0–1), in euros."""
        place = int(np.searchsorted(np.cumsum(self.mass), share - _ROUNDING))
        return self.start + self.step * min(place, len(self.mass) - 1)

    def cover(self, euros: float) -> float:
        """Give the chance (0–1) that the income is at least this sum."""
        return min(float(self.mass[self._first_from(euros) :].sum()), 1.0)

    def lack(self, euros: float) -> float:
        """Give what is expected to lack to reach this sum, in euros: nothing in the cases that reach it."""
        under = self._first_from(euros)
        return float(self.mass[:under] @ (euros - self.euros[:under]))

    def shortfall(self, level: float) -> float:
        """Give the mean income of the worst cases, in euros.

        Args:
            level: their share of all cases, above 0 and at most 1.
        """
        before = np.concatenate([[0.0], np.cumsum(self.mass)[:-1]])
        worst = np.clip(level - before, 0.0, self.mass)
        return float(worst @ self.euros / worst.sum())

    def capped(self, euros: float) -> Distribution:
        """Bring every sum above an envelope down to it: lines may add up to more than is paid.

        An envelope between two cells is shared between them; the mean stays exact, `exact` tells.
        """
        beyond = self._first_from(euros)
        if beyond >= len(self.mass):
            return self
        place = max((euros - self.start) / self.step, 0.0)
        low = int(np.floor(place + 1e-9))
        rest = max(place - low, 0.0) if beyond > low else 0.0
        mass = np.append(self.mass[:beyond], np.zeros(max(low + 2 - beyond, 0)))
        over = float(self.mass[beyond:].sum())
        mass[low] += over * (1.0 - rest)
        mass[low + 1] += over * rest
        start = min(self.start, euros)
        return replace(self, start=start, mass=mass, exact=self.exact and rest == 0)

    def _first_from(self, euros: float) -> int:
        return int(np.clip(np.ceil((euros - self.start) / self.step - 1e-9), 0, len(self.mass)))


def income(lines: pd.DataFrame, tiers: pd.DataFrame, *, common: float = 0.0) -> Distribution:
    """Work out what some lines bring together.

    Args:
        lines: column line, each id once.
        tiers: line, amount (cumulative euros), chance (0–1, of reaching the step; from `chances`).
        common: how much the lines hang together: the correlation of their lucks, from 0 (independent) to 1
            (one luck for all).

    Raises:
        ValueError: a chance or `common` is not within 0–1, or an amount is below 0.
    """
    ladder = ladders(lines["line"], tiers)
    places = np.arange(len(lines), dtype=np.intp)
    return _together(ladder, places, slice(0, len(ladder.owner)), _Cause.of(ladder, common))


def income_by_count(lines: pd.DataFrame, tiers: pd.DataFrame, *, common: float = 0.0) -> list[Distribution]:
    """Work out what the first k lines bring together, for k = 0 to all, adding each line once.

    Args:
        lines: column line, in the order in which they are added.
        tiers: as for `income`.
        common: as for `income`.
    """
    ladder = ladders(lines["line"], tiers)
    cause = _Cause.of(ladder, common)
    order = np.arange(len(lines), dtype=np.intp)
    if cause.whole:
        ends = np.searchsorted(ladder.owner, np.arange(len(lines) + 1))
        return [_one_luck(ladder, order[:count], slice(0, end)) for count, end in enumerate(ends)]
    plan = moves(ladder.owner, ladder.value, cause.chance, len(lines))
    return [
        _distribution(ladder, order[:0], (plan.grid.step, True), np.ones(1)),
        *(
            _summed(ladder, order[:count], plan, (apart, cause.mixed(state), most))
            for count, ((apart, state), most) in enumerate(
                zip(sums(plan, order), np.cumsum(plan.top).tolist(), strict=True), 1
            )
        ),
    ]


def incomes(
    lines: pd.DataFrame, tiers: pd.DataFrame, by: Sequence[str], *, common: float = 0.0
) -> pd.DataFrame:
    """Work out what the lines of many groups bring, group by group.

    Args:
        lines: line, and the columns named by `by`, such as community, year, mission.
        tiers: as for `income`.
        by: what makes a group; a missing value is a group of its own.
        common: as for `income`.

    Returns:
        One row per group, in the order of their first line: the columns `by`, lines, unknown, unknown_euros,
        expected, sd, low (P10), median, high (P90), exact, and distribution (the object itself).
    """
    group = lines.groupby(list(by), sort=False, dropna=False).ngroup().to_numpy()
    order = np.argsort(group, kind="stable")
    placed = lines.iloc[order]
    ladder = ladders(placed["line"], tiers)
    cause = _Cause.of(ladder, common)
    bounds = np.searchsorted(group[order], np.arange(group.max(initial=-1) + 2))
    cuts = np.searchsorted(ladder.owner, bounds)
    # Groups differ in grid and in lines: each is small array work of its own.
    found = [
        _together(ladder, np.arange(start, end), slice(cut, until), cause)
        for start, end, cut, until in zip(bounds[:-1], bounds[1:], cuts[:-1], cuts[1:], strict=True)
    ]
    keys = placed.iloc[bounds[:-1]][list(by)].reset_index(drop=True)
    return pd.concat([keys, summary(found)], axis=1)


def summary(distributions: Sequence[Distribution]) -> pd.DataFrame:
    """Put distributions side by side: the columns of `incomes` without its keys."""
    return pd.DataFrame(
        {
            "lines": [one.lines for one in distributions],
            "unknown": [one.unknown for one in distributions],
            "unknown_euros": [one.unknown_euros for one in distributions],
            "expected": [one.mean for one in distributions],
            "sd": [one.sd for one in distributions],
            "low": [one.quantile(LOW) for one in distributions],
            "median": [one.quantile(MEDIAN) for one in distributions],
            "high": [one.quantile(HIGH) for one in distributions],
            "exact": [one.exact for one in distributions],
            "distribution": distributions,
        }
    )


@dataclass(frozen=True, slots=True)
class _Cause:
    """The chances of all steps in each state of the common cause."""

    chance: Floats  # (s, t)
    weights: Floats  # (s,)
    whole: bool  # one luck for all

    @classmethod
    def of(cls, ladder: Ladders, common: float) -> _Cause:
        """Read a correlation (0–1) into states of luck; ValueError outside."""
        if not 0 <= common <= 1:
            raise ValueError(f"common is a correlation from 0 to 1, got {common}")
        if common in {0, 1}:
            return cls(ladder.chance[None, :], np.ones(1), common == 1)
        factor, weights = states()
        return cls(in_each_state(ladder.chance, common, factor, weights).T, weights, False)

    def mixed(self, state: Floats) -> Floats:
        """Average what each state gives, by weight."""
        # Not `@`: it wakes other threads for a product this small, and waits for them on a busy machine.
        return np.asarray(np.einsum("s,sc->c", self.weights, state), dtype=np.float64)


def _together(ladder: Ladders, places: NDArray[np.intp], part: slice, cause: _Cause) -> Distribution:
    """Add up the lines at these places, whose steps are this part of the ladder."""
    if cause.whole:
        return _one_luck(ladder, places, part)
    owner = ladder.owner[part] - (places[0] if len(places) else 0)
    plan = moves(owner, ladder.value[part], cause.chance[:, part], len(places))
    apart, state = 1, np.ones((len(cause.weights), 1))
    for apart, state in sums(plan, roundness(plan)):  # noqa: B007 - the last one is the whole
        pass
    return _summed(ladder, places, plan, (apart, cause.mixed(state), int(plan.top.sum())))


def _summed(
    ladder: Ladders, places: NDArray[np.intp], plan: Moves, told: tuple[int, Floats, int]
) -> Distribution:
    apart, mass, most = told
    whole = plan.grid.bounded(mass, most)
    return _distribution(ladder, places, (plan.grid.step * apart, plan.grid.exact), whole)


def _one_luck(ladder: Ladders, places: NDArray[np.intp], part: slice) -> Distribution:
    """Add up lines that share one luck: with a luck of u, every step of chance u or more is reached."""
    owner, value, chance = ladder.owner[part], ladder.value[part], ladder.chance[part]
    follows = np.concatenate([[False], owner[1:] == owner[:-1]])[: len(owner)]
    gain = value - np.where(follows, np.roll(value, 1), 0)
    order = np.argsort(-chance, kind="stable")
    total = np.concatenate([[0], np.cumsum(gain[order])])
    bounds = np.concatenate([[1.0], chance[order], [0.0]])
    grid = Grid.of(value, int(gain.sum()))
    low, rest = grid.place(total)
    share = bounds[:-1] - bounds[1:]
    mass = np.zeros(int(low[-1]) + 2)
    np.add.at(mass, low, share * (1.0 - rest))
    np.add.at(mass, low + 1, share * rest)
    return _distribution(ladder, places, (grid.step, grid.exact), mass[:-1])


def _distribution(
    ladder: Ladders, places: NDArray[np.intp], cells: tuple[float, bool], mass: Floats
) -> Distribution:
    known = ladder.known[places]
    step, exact = cells
    return Distribution(
        step=step / CENTS,
        start=float(ladder.sure[places].sum()) / CENTS,
        mass=mass,
        exact=exact,
        lines=int(known.sum()),
        unknown=int((~known).sum()),
        unknown_euros=float(ladder.stake[places][~known].sum()),
    )
