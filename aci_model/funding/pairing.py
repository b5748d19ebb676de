"""Pairing the rows of two frames by their community, without a merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pairs(left: pd.Series, right: pd.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair each row with every row of the same community, in the order of both.

    Args:
        left: communities.
        right: communities; one that `left` does not name is in no pair.

    Returns:
        Positions in `left`, ascending, and positions in `right`.
    """
    wanted, names = pd.factorize(left)
    own = names.get_indexer(pd.Index(right))
    order = np.argsort(own, kind="stable")
    first = np.searchsorted(own[order], wanted, side="left")
    count = np.searchsorted(own[order], wanted, side="right") - first
    row = np.repeat(np.arange(len(wanted)), count)
    # Position among the sorted rows of `right`: the community's first, plus 0, 1, 2… within each row of `left`.
    return row, order[np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(row))]
