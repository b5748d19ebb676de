"""The best set of objectives for the days a team has, found exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.objectives.knapsack import Option, cells, choose, shared_options, single_options
from aci_model.foresight.objectives.standing import KEPT, amounts, per_day, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.foresight.objectives.knapsack import Integers


@dataclass(frozen=True, slots=True)
class Best:
    """The best set under a capacity.

    Attributes:
        chosen: candidates, in the order of the frame, those kept by the person included.
        expected: euros they bring on average.
        days: what they cost.
        capacity: days; infinite when nobody gave one.
        excess: days by which what the person keeps already passes the capacity; 0 otherwise.
        exact: False when efforts had to be rounded up to be compared: a better set may exist.
    """

    chosen: tuple[int, ...]
    expected: float
    days: float
    capacity: float
    excess: float
    exact: bool


def best_set(
    candidates: pd.DataFrame,
    capacity: float | None,
    *,
    split: bool,
    envelopes: Mapping[str, float] | pd.Series | None = None,
) -> Best:
    """Find the set of objectives that brings the most on average within a capacity.

    Args:
        candidates: columns of `CANDIDATES`, one community. Those kept (« retenu ») are in whatever they cost; those
            set aside, given up, or without a known amount, chance or effort are out.
        capacity: days; None or missing: no limit.
        split: see `standing`.
        envelopes: euros per mission, when `split`.

    Returns:
        The most expected euros; of equal sets, the one of fewest days, then the earliest in the frame.

    Raises:
        ValueError: a capacity or an effort below 0.
    """
    limit = math.inf if capacity is None or pd.isna(capacity) else float(capacity)
    stand = standing(candidates, split=split, envelopes=envelopes)
    rows = candidates.assign(envelope=stand["envelope"])[stand["playable"]]
    if limit < 0 or (rows["effort"] < 0).any():
        raise ValueError("days are 0 or more")
    kept = (rows["choice"] == KEPT).to_numpy(dtype=np.bool_)
    taken = float(rows["effort"][kept].sum())
    free = rows[~kept]
    room = max(limit - taken, 0.0)
    days = free["effort"].to_numpy(dtype=np.float64)
    efforts, budget, exact = cells(days, room)
    groups = _shared(rows[kept], free, efforts, budget) if split else _written(free, efforts)
    picked = [place for option in choose(groups, budget) for place in option.members]
    if not exact and not split:
        picked = _topped_up(picked, free, room)
    among = rows["candidate"].isin([*rows["candidate"][kept], *free["candidate"].iloc[picked]])
    chosen = rows[among]
    return Best(
        chosen=tuple(int(candidate) for candidate in chosen["candidate"]),
        expected=float((amounts(chosen, split=split) * chosen["rate"]).sum()),
        days=float(chosen["effort"].sum()),
        capacity=limit,
        excess=max(taken - limit, 0.0),
        exact=exact,
    )


def _written(free: pd.DataFrame, efforts: Integers) -> list[list[Option]]:
    """Each objective in or out; one that brings nothing is left out."""
    euros = free["expected"].to_numpy(dtype=np.float64)
    return [
        [Option(int(efforts[at]), float(euros[at]), (at,)), Option(0, 0.0, ())]
        for at in np.flatnonzero(euros > 0).tolist()
    ]


def _shared(kept: pd.DataFrame, free: pd.DataFrame, efforts: Integers, budget: int) -> list[list[Option]]:
    """One group per mission, whose options share its envelope."""
    groups = []
    heavy = (free["weight"] > 0).to_numpy()
    for mission in free["mission"][heavy].unique():
        places = np.flatnonzero(heavy & (free["mission"] == mission).to_numpy())
        here = free.iloc[places]
        held = kept[kept["mission"] == mission]
        held_weights = held["weight"].to_numpy(dtype=np.float64)
        weight = float(held_weights.sum())
        rates = here["rate"].to_numpy(dtype=np.float64)
        weights = here["weight"].to_numpy(dtype=np.float64)
        envelope = float(here["envelope"].iloc[0])
        if weight > 0:
            share = (float(held_weights @ held["rate"].to_numpy(dtype=np.float64)), weight)
            options = shared_options(
                rates, weights, efforts[places], kept=share, envelope=envelope, budget=budget
            )
        else:
            options = single_options(rates, efforts[places], envelope)
        groups.append(_named(options, places))
    return groups


def _named(options: Sequence[Option], places: Integers) -> list[Option]:
    return [
        Option(option.cells, option.euros, tuple(int(places[member]) for member in option.members))
        for option in options
    ]


def _topped_up(picked: list[int], free: pd.DataFrame, room: float) -> list[int]:
    """Fill what rounding left empty, the most euros a day first."""
    days = free["effort"].to_numpy(dtype=np.float64)
    euros = free["expected"].to_numpy(dtype=np.float64)
    left = room - float(days[picked].sum())
    added = list(picked)
    for place in np.argsort(-per_day(euros, days), kind="stable").tolist():
        if place not in picked and euros[place] > 0 and days[place] <= left:
            added.append(place)
            left -= float(days[place])
    return added
