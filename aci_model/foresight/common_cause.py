"""A common cause that makes lines succeed or fail together: one factor, in a small number of states.

Each line has its own luck and shares one factor with all others (a one-factor Gaussian copula; `common` is
the correlation between the lucks of two lines). Once the factor's state is known the lines are independent, so
an exact distribution in each state, weighted by the states, is the whole distribution. The states are
Gauss–Legendre points on the scale of probabilities; in each, the line's chance is calibrated so that over all
states it is exactly the chance asked, whatever the number of states.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from aci_model.foresight.tails import normal_quantile, normal_share

if TYPE_CHECKING:
    from aci_model.foresight.tails import Floats

STATES = 20
_CLOSE = 1e-12  # how far a line's chance over all states may stay from the one asked
_TURNS = 80


@lru_cache(maxsize=4)
def states(count: int = STATES) -> tuple[Floats, Floats]:
    """Give the factor's states and their weights, which add up to 1, from the worst to the best."""
    points, weights = np.polynomial.legendre.leggauss(count)
    factor, share = normal_quantile((points + 1.0) / 2.0), weights / weights.sum()
    for shared in (factor, share):
        shared.flags.writeable = False
    return factor, share


def in_each_state(chances: Floats, common: float, factor: Floats, weights: Floats) -> Floats:
    """Give the chance of each step in each state of the factor.

    Args:
        chances: (t,) chances strictly between 0 and 1.
        common: correlation, at least 0 and below 1.
        factor: (s,) states.
        weights: (s,) their weights.

    Returns:
        (t, s) chances whose weighted mean over the states is `chances`; a better state never lowers one, and
        of two steps the one with the higher chance has it in every state.
    """
    pull = np.sqrt(common) * factor
    own = np.sqrt(1.0 - common)
    wanted = normal_quantile(chances)
    height = wanted.copy()
    below = np.full(len(chances), -40.0)
    above = np.full(len(chances), 40.0)
    for _ in range(_TURNS):
        z = (height[:, None] + pull) / own
        met = normal_share(z)
        mean = met @ weights
        error = mean - chances
        if np.max(np.abs(error), initial=0.0) <= _CLOSE:
            break
        below, above = np.where(error < 0, height, below), np.where(error > 0, height, above)
        # Newton's step on the scale of normal quantiles, where the mean is nearly straight; halving where it fails.
        slope = np.exp(-0.5 * z * z) @ weights / own
        got = normal_quantile(np.clip(mean, 1e-300, 1.0 - 1e-16))
        step = (got - wanted) * np.exp(-0.5 * got * got) / np.maximum(slope, 1e-300)
        tried = height - step
        inside = (tried > below) & (tried < above)
        height = np.where(inside, tried, (below + above) / 2.0)
    return met
