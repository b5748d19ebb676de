"""Exact choice under a budget of days: one option out of each group, the most euros, then the fewest days."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

MOST_CELLS = 24_000  # length of the budget: two hundred and forty days counted in hundredths
_FINEST = 1000  # efforts are recognised as fractions down to thousandths of a day
_TINY = 1e-9
_GRAIN = 1e6  # euros are compared to a millionth, so that binary noise breaks no tie


@dataclass(frozen=True, slots=True)
class Option:
    """One way to play a group: what it costs in cells, what it brings in euros, whom it takes."""

    cells: int
    euros: float
    members: tuple[int, ...]


def cells(efforts: Floats, capacity: float) -> tuple[Integers, int, bool]:
    """Count efforts and a capacity in their common step (half days, tenths, thirds…).

    Args:
        efforts: days, 0 or more.
        capacity: days, 0 or more; may be infinite.

    Returns:
        Efforts and capacity as whole cells, and whether they are exact. Where no common step keeps the budget
        under MOST_CELLS, efforts are rounded up to a coarser one: a choice then still fits its capacity.
    """
    room = min(capacity, float(efforts.sum()))
    parts = [Fraction(float(effort)).limit_denominator(_FINEST) for effort in efforts]
    same = all(abs(float(part) - effort) < _TINY for part, effort in zip(parts, efforts, strict=True))
    scale = math.lcm(*(part.denominator for part in parts), 1)
    whole = [int(part * scale) for part in parts]
    step = (math.gcd(*whole) or 1) / scale
    exact = same and room / step <= MOST_CELLS
    if not exact:
        step = max(room / MOST_CELLS, _TINY)
    counted = np.rint(efforts / step) if exact else np.ceil(efforts / step - _TINY)
    return counted.astype(np.int64), math.floor(room / step + _TINY), exact


def choose(groups: Sequence[Sequence[Option]], budget: int) -> list[Option]:
    """Take one option of each group: the most euros within the budget, then the fewest cells.

    Args:
        groups: each has at least one option that costs nothing; of two equally good choices, the one that takes
            an earlier option of an earlier group wins.
        budget: cells.
    """
    best = np.zeros(budget + 1, dtype=np.int64)
    picks: list[NDArray[np.int64]] = []
    for group in reversed(groups):
        reached = np.full(budget + 1, -1, dtype=np.int64)
        picked = np.zeros(budget + 1, dtype=np.int64)
        for place, option in enumerate(group):
            if option.cells > budget:
                continue
            with_it = best[: budget + 1 - option.cells] + round(option.euros * _GRAIN)
            better = with_it > reached[option.cells :]
            reached[option.cells :][better] = with_it[better]
            picked[option.cells :][better] = place
        best = reached
        picks.append(picked)
    left = int(np.argmax(best == best[-1]))  # the fewest cells that bring the most
    chosen = []
    for group, picked in zip(groups, reversed(picks), strict=True):
        option = group[int(picked[left])]
        chosen.append(option)
        left -= option.cells
    return chosen


def single_options(rates: Floats, efforts: Integers, envelope: float) -> list[Option]:
    """List the ways to split an envelope nobody has a share of yet.

    What a split envelope brings is the weighted mean of the chosen rates: no set beats its own best member. So
    the best is always one objective alone, the surest one the budget allows.

    Returns:
        Options whose members are positions in `rates`, each dearer and better than the one before.
    """
    found = [Option(0, 0.0, ())]
    for place in np.lexsort((-rates, efforts)).tolist():
        euros = envelope * float(rates[place])
        if euros <= found[-1].euros:
            continue
        if efforts[place] == found[-1].cells:
            found.pop()
        found.append(Option(int(efforts[place]), euros, (place,)))
    return found


def shared_options(
    rates: Floats,
    weights: Floats,
    efforts: Integers,
    *,
    kept: tuple[float, float],
    envelope: float,
    budget: int,
) -> list[Option]:
    """List the ways to split an envelope in which some objectives are kept already.

    The rate of a set is Σ weight × rate ÷ Σ weight, those kept included. For a guess of the best rate, the best set is
    a knapsack of weight × (rate − guess), whose own rate is the next guess until it stays (Dinkelbach's method,
    exact in a few rounds). The whole budget is solved first, then one cell less than the best set needs, and so on.

    Args:
        rates: 0–1, of the free objectives.
        weights: above 0.
        efforts: cells.
        kept: Σ weight × rate and Σ weight of those kept.
        envelope: euros.
        budget: cells.

    Returns:
        Options whose members are positions in `rates`, the cheapest first.
    """
    found: list[Option] = []
    left = budget
    while True:
        rate, members = _best_ratio(rates, weights, efforts, kept, left)
        used = int(efforts[list(members)].sum()) if members else 0
        found.append(Option(used, envelope * rate, members))
        if not used:
            return found[::-1]
        left = used - 1


def _best_ratio(
    rates: Floats, weights: Floats, efforts: Integers, kept: tuple[float, float], budget: int
) -> tuple[float, tuple[int, ...]]:
    value, weight = kept
    guess = value / weight
    chosen: tuple[int, ...] = ()
    while True:
        worth = np.flatnonzero((rates > guess + _TINY) & (efforts <= budget)).tolist()
        gains = weights * (rates - guess)
        groups = [[Option(int(efforts[at]), float(gains[at]), (at,)), Option(0, 0.0, ())] for at in worth]
        picked = tuple(at for option in choose(groups, budget) for at in option.members)
        taken = list(picked)
        ratio = (value + float(weights[taken] @ rates[taken])) / (weight + float(weights[taken].sum()))
        if ratio <= guess + _TINY:
            return guess, chosen
        guess, chosen = ratio, picked
