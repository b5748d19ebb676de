"""What sets of objectives bring: expected euros and their exact range, many sets at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.convolution import CENTS
from aci_model.foresight.distribution import income_by_count, incomes, summary
from aci_model.foresight.objectives.standing import amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

SPREAD = ["low", "median", "high", "sd", "exact", "distribution"]
_ROUNDING = 1e-4  # cents
_NEEDED = ["candidate", "community", "mission", "amount", "rate", "weight", "effort"]


def of_sets(
    candidates: pd.DataFrame,
    steps: pd.DataFrame,
    sets: Sequence[Sequence[int]],
    *,
    split: bool,
    common: float,
) -> pd.DataFrame:
    """Work out what each of several sets brings.

    Args:
        candidates: columns of `CANDIDATES`, and envelope (euros of the mission) when `split`.
        steps: columns of `STEPS`.
        sets: candidates of each set, all of known amount and chance.
        split: see `standing`.
        common: see `distribution.income`.

    Returns:
        A row per set, in order: number, expected (euros), days (missing as soon as one is unknown), and low,
        median, high (P10, P50, P90, euros), sd, exact (False: amounts off the grid of euros), distribution.
    """
    sizes = np.array([len(members) for members in sets], dtype=np.intp)
    owner = np.repeat(np.arange(len(sets)), sizes)
    wanted = np.array([one for members in sets for one in members], dtype=np.int64)
    at = pd.Index(candidates["candidate"]).get_indexer(pd.Index(wanted))
    rows = candidates[[*_NEEDED, "envelope"] if split else _NEEDED].take(at).reset_index(drop=True)
    rows = rows.assign(set=owner, line=rows.index)
    whole = amounts(rows, split=split, by=["set"])
    # Shares of an envelope are paid in cents, and never add up to more than it: down, not to the nearest.
    rows = rows.assign(whole=np.floor(whole * CENTS + _ROUNDING) / CENTS if split else whole)
    tiers = _scaled(rows, steps)
    found = iter(incomes(rows[["line", "set"]], tiers, ["set"], common=common)["distribution"])
    nothing = income_by_count(rows[["line"]].iloc[:0], tiers.iloc[:0])[0]
    spread = summary([next(found) if size else nothing for size in sizes])
    brought = (whole * rows["rate"]).to_numpy(dtype=np.float64)
    days = rows["effort"].to_numpy(dtype=np.float64)
    told = pd.DataFrame(
        {
            "number": sizes,
            "expected": np.bincount(owner, weights=brought, minlength=len(sets)),
            "days": np.bincount(owner, weights=days, minlength=len(sets)),
        }
    )
    return pd.concat([told, spread[SPREAD]], axis=1)


def of_prefixes(rows: pd.DataFrame, steps: pd.DataFrame, *, common: float) -> pd.DataFrame:
    """Work out what the first k rows bring with their amounts as written, each row added once.

    Args:
        rows: candidates of known amount and chance, in the order in which they are added.
        steps: columns of `STEPS`.
        common: see `distribution.income`.

    Returns:
        A row per k from 0: low, median, high (euros), sd, exact, distribution.
    """
    placed = rows[["candidate"]].assign(line=range(len(rows)), whole=rows["amount"])
    return summary(income_by_count(placed[["line"]], _scaled(placed, steps), common=common))[SPREAD]


def _scaled(rows: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """The steps of each row, for its own whole amount."""
    owner, candidate, whole = (rows[name].to_numpy() for name in ("line", "candidate", "whole"))
    order = np.argsort(steps["candidate"].to_numpy(dtype=np.int64), kind="stable")
    of = steps["candidate"].to_numpy(dtype=np.int64)[order]
    first = np.searchsorted(of, candidate.astype(np.int64))
    count = np.searchsorted(of, candidate.astype(np.int64), side="right") - first
    # Place of each step: its owner's first one, plus 0, 1, 2…
    place = order[np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())]
    share, chance = (steps[name].to_numpy(dtype=np.float64)[place] for name in ("share", "chance"))
    return pd.DataFrame(
        {
            "line": np.repeat(owner, count),
            "amount": share * np.repeat(whole.astype(np.float64), count),
            "chance": chance,
        }
    )
