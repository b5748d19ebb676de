"""What sets of objectives bring: expected euros and their exact range, many sets at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model.foresight.distribution import income_by_count, incomes, summary
from aci_model.foresight.objectives.standing import amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

SPREAD = ["low", "median", "high", "sd", "exact", "distribution"]


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
    pairs = pd.DataFrame(
        [(place, candidate) for place, members in enumerate(sets) for candidate in members],
        columns=["set", "candidate"],
        dtype="int64",
    )
    rows = pairs.merge(candidates, on="candidate", how="left")
    rows = rows.assign(line=rows.index, whole=amounts(rows, split=split, by=["set"]))
    tiers = _scaled(rows, steps)
    found = incomes(rows[["line", "set"]], tiers, ["set"], common=common).set_index("set")
    by = rows.assign(brought=rows["whole"] * rows["rate"]).groupby("set")
    days = by["effort"].sum().where(by["effort"].count() == by.size())
    whole = pd.DataFrame({"number": by.size(), "expected": by["brought"].sum(), "days": days})
    every = whole.join(found[SPREAD])
    empty = [place for place, members in enumerate(sets) if not members]
    nothing = summary([income_by_count(rows[["line"]].iloc[:0], tiers.iloc[:0])[0]] * len(empty))[SPREAD]
    nothing = nothing.assign(number=0, expected=0.0, days=0.0).set_axis(pd.Index(empty, dtype="int64"))
    told = nothing if every.empty else pd.concat([every, nothing]) if empty else every
    return told.sort_index()[[*whole.columns, *SPREAD]].reset_index(drop=True)


def of_prefixes(rows: pd.DataFrame, steps: pd.DataFrame, *, common: float) -> pd.DataFrame:
    """Work out what the first k rows bring with their amounts as written, each row added once.

    Args:
        rows: candidates of known amount and chance, in the order in which they are added.
        steps: columns of `STEPS`.
        common: see `distribution.income`.

    Returns:
        A row per k from 0: low, median, high (euros), sd, exact, distribution.
    """
    placed = rows.assign(line=range(len(rows)), whole=rows["amount"])
    return summary(income_by_count(placed[["line"]], _scaled(placed, steps), common=common))[SPREAD]


def _scaled(rows: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """The steps of each row, for its own whole amount."""
    tiers = rows[["line", "candidate", "whole"]].merge(steps, on="candidate", how="inner")
    return tiers.assign(amount=tiers["share"] * tiers["whole"])[["line", "amount", "chance"]]
