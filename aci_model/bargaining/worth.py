"""What a clause is worth under each reading, and so what asking about it is worth.

With a result, the readings are compared at that result. Without one, they are compared where they
differ most: below the last threshold « tout ou rien » pays nothing while the contract's steps and the
straight line only rise, so that place is the last result short of the target: no result written with
the same decimals can make the ambiguity worth more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.frames import FLAG, INTEGER, NUMBER, TEXT, Columns
from aci_model.funding.readings import READINGS, side_by_side
from aci_model.funding.schedules import schedules

if TYPE_CHECKING:
    from aci_model.funding.schedules import Floats, Schedules

WORTH: Columns = {
    "line": INTEGER,
    "community": TEXT,
    "year": INTEGER,
    "mission": TEXT,
    "label": TEXT,
    "settled": FLAG,  # True: compared at the result reported; False: at the result short of the target
    "at": NUMBER,  # the result the readings are compared at, in the line's unit
    **dict.fromkeys(READINGS, NUMBER),  # euros under each reading at that result, before intensity and proof
    "lowest": NUMBER,
    "highest": NUMBER,
    "gap": NUMBER,  # highest − lowest; missing when no reading can be computed
}
_FINEST = 4  # decimals; beyond, a figure comes from a division and not from a contract
_CENT = 0.005


def worth(lines: pd.DataFrame, tiers: pd.DataFrame, ranges: pd.DataFrame | None = None) -> pd.DataFrame:
    """Work out what each line is worth under each reading, the most ambiguous first.

    Args:
        lines: line, community, year, mission, label, direction, baseline, kind, result.
        tiers: line, threshold, amount.
        ranges: line, low, high: the results a line without result may still have (a projection's band);
            without it, any result is possible.

    Returns:
        A frame of WORTH, sorted by gap (unknown last), then in the order of `lines`.
    """
    plan = schedules(lines, tiers)
    told = lines["result"].notna().to_numpy()
    widest = _widest(plan, lines, ranges) * plan.direction
    at = np.where(told, lines["result"].to_numpy(dtype=np.float64, na_value=np.nan), widest)
    compared = side_by_side(lines.assign(result=at), tiers)
    kept = lines[["line", "community", "year", "mission", "label"]]
    table = pd.concat([kept, pd.DataFrame({"settled": told, "at": at}, index=lines.index), compared], axis=1)
    table = table.astype(WORTH)[list(WORTH)]
    return table.sort_values("gap", ascending=False, kind="stable", na_position="last", ignore_index=True)


def totals(worth_: pd.DataFrame) -> pd.DataFrame:
    """Sum what the lines are worth, per community and contract year.

    Args:
        worth_: from `worth`.

    Returns:
        community, year, settled (True: over the lines with a result; False: over the others), lines,
        ambiguous (lines whose gap is not 0), a column of euros per reading, lowest, highest, gap, unknown
        (lines no reading can compute: they are in no sum). The sum of a reading is missing as soon as one
        of its computable lines cannot be read that way; highest − lowest is the gap, line by line.
    """
    keys = ["community", "year", "settled"]
    known = worth_["gap"].notna()
    counted = worth_.assign(
        lines=1, unknown=(~known).astype("int64"), ambiguous=(worth_["gap"] > _CENT).astype("int64")
    )
    groups = counted.groupby(keys, dropna=False, sort=False)
    sums = groups[["lines", "ambiguous", "lowest", "highest", "gap", "unknown"]].sum()
    for name in READINGS:
        lacking = (worth_[name].isna() & known).groupby(
            [worth_[key] for key in keys], dropna=False, sort=False
        )
        sums[name] = groups[name].sum().where(~lacking.any())
    columns = [*keys, "lines", "ambiguous", *READINGS, "lowest", "highest", "gap", "unknown"]
    return sums.reset_index()[columns]


def grain(lines: pd.DataFrame, plan: Schedules) -> Floats:
    """Find the smallest step a result can make: the last decimal the line's own figures are written with.

    Args:
        lines: in the order of `plan`.
        plan: their schedules.

    Returns:
        (n,) 1 for whole numbers, 0.1, 0.01… for figures with decimals.
    """
    figures = np.column_stack([plan.thresholds, lines["baseline"].to_numpy(dtype=np.float64)])
    finest = np.zeros(len(lines))
    for decimals in range(_FINEST):
        coarse = np.abs(np.round(figures, decimals) - figures) > 10.0 ** -(_FINEST + 2)
        finest = np.where(coarse.any(axis=1), decimals + 1.0, finest)
    return np.asarray(10.0**-finest, dtype=np.float64)


def _widest(plan: Schedules, lines: pd.DataFrame, ranges: pd.DataFrame | None) -> Floats:
    """The turned result at which the readings differ most: just short of the target, or as near as may be."""
    short = np.round(plan.last - grain(lines, plan), _FINEST)
    # A deliverable is done or not, and every reading agrees.
    short = np.where(plan.deliverable, plan.last, short)
    if ranges is None:
        return np.asarray(short, dtype=np.float64)
    bounds = ranges.drop_duplicates("line").set_index("line")[["low", "high"]].reindex(lines["line"])
    ends = bounds.to_numpy(dtype=np.float64) * plan.direction[:, None]
    best = np.fmax(ends[:, 0], ends[:, 1])
    worst = np.fmin(ends[:, 0], ends[:, 1])
    # Sure to reach the target: every reading pays all, wherever the result falls.
    reachable = np.where(worst > short, worst, np.fmin(short, best))
    return np.asarray(np.where(np.isnan(best), short, reachable), dtype=np.float64)
