"""The curve that answers « combien d'objectifs »: what 0, 1… n objectives bring, and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.objectives.ranges import SPREAD, of_prefixes, of_sets
from aci_model.foresight.objectives.standing import KEPT, per_day, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CLOSE = 1e-6  # euros under which two gains are the same


def curve(
    candidates: pd.DataFrame,
    steps: pd.DataFrame,
    *,
    split: bool,
    envelopes: Mapping[str, float] | pd.Series | None = None,
    common: float = 0.0,
    capacity: float | None = None,
) -> pd.DataFrame:
    """Add objectives one by one, the best first, and tell what each number of them brings.

    Those the person keeps come first. Then, with amounts as written, the most expected euros per day (those whose
    days are unknown last); with a split envelope, the best gain at each step, its dilution deducted.

    Args:
        candidates: columns of `CANDIDATES`, one community.
        steps: columns of `STEPS`.
        split: see `standing`.
        envelopes: euros per mission: needed when `split`, else only to tell what passes them.
        common: correlation of the lines' lucks, 0–1; see `distribution.income`.
        capacity: days; None or missing: unknown.

    Returns:
        A row per number k of objectives, 0 to all those whose euros are known: k, candidate (the one added; missing
        at 0), label, mission, standing (retenu | libre), amount (euros of the one added, at this k), expected, low,
        median, high (euros; P10, P50, P90), sd, marginal (expected gained over k − 1), per_day (marginal euros a
        day of the one added; missing when its days are unknown or none), days (of all k; missing once one is unknown),
        diluted (expected euros the earlier ones lose to it), over_envelope (euros written beyond the envelope of its
        mission; 0 when split, missing when the envelope is unknown), beyond_capacity (missing when days or capacity
        are), exact (the range lies on the grid of euros).
    """
    stand = standing(candidates, split=split, envelopes=envelopes)
    rows = candidates.assign(envelope=stand["envelope"], standing=stand["standing"])[stand["priced"]]
    ordered = rows.iloc[order(rows, split=split)].reset_index(drop=True)
    if split:
        names = ordered["candidate"].tolist()
        sets = [names[:count] for count in range(len(names) + 1)]
        ranges = of_sets(ordered, steps, sets, split=True, common=common)
    else:
        brought = np.concatenate([[0.0], np.cumsum(ordered["expected"].to_numpy(dtype=np.float64))])
        ranges = of_prefixes(ordered, steps, common=common).assign(expected=brought)
    return _told(ordered, ranges, capacity, split=split)


def order(rows: pd.DataFrame, *, split: bool) -> NDArray[np.intp]:
    """Put candidates in the order in which they are added; see `curve`.

    Args:
        rows: candidates of known euros, with their envelope.
        split: see `standing`.

    Returns:
        Positions in `rows`. Equal gains: the fewest days, then the order of the frame.
    """
    kept = (rows["choice"] == KEPT).to_numpy(dtype=np.bool_)
    days = rows["effort"].to_numpy(dtype=np.float64)
    if split:
        return _by_gain(rows, kept, np.nan_to_num(days, nan=np.inf))
    expected = rows["expected"].to_numpy(dtype=np.float64)
    rate = per_day(expected, days)
    return np.lexsort((-expected, -np.nan_to_num(rate, nan=-np.inf, posinf=np.inf), np.isnan(rate), ~kept))


def additions(
    candidates: pd.DataFrame,
    steps: pd.DataFrame,
    chosen: Sequence[int],
    *,
    split: bool,
    envelopes: Mapping[str, float] | pd.Series | None = None,
    capacity: float | None = None,
) -> pd.DataFrame:
    """Say of each objective not chosen what adding it would bring, cost and risk; the first is the next objective.

    Args:
        candidates: columns of `CANDIDATES`, one community.
        steps: columns of `STEPS`.
        chosen: candidates already chosen.
        split: see `standing`.
        envelopes: see `curve`.
        capacity: days; None or missing: no limit.

    Returns:
        candidate, label, mission, brings (expected euros, dilution deducted), days, per_day (missing when its days are
        unknown or none), nothing (chance that it pays nothing), diluted (expected euros the chosen ones lose), fits (the
        days left allow it; missing when unknown). Those that fit first, then the best gain per day (the best gain when
        split), those of unknown days last.
    """
    stand = standing(candidates, split=split, envelopes=envelopes)
    rows = candidates.assign(envelope=stand["envelope"])[stand["priced"]]
    inside = rows["candidate"].isin(list(chosen))
    held, free = rows[inside], rows[~inside].reset_index(drop=True)
    own, brings = _gains(held, free, split=split)
    days = free["effort"].to_numpy(dtype=np.float64)
    first = steps.groupby("candidate")["chance"].first()
    limit = np.inf if capacity is None or pd.isna(capacity) else float(capacity)
    left = limit - (float(held["effort"].sum()) if held["effort"].notna().all() else np.nan)
    unknown = np.isnan(days) | np.isnan(left)
    fits = pd.Series(days <= left + _CLOSE, dtype="boolean").mask(unknown & (limit < np.inf))
    rate = per_day(brings, days)
    key = brings if split else np.nan_to_num(rate, nan=-np.inf, posinf=np.inf)
    placed = np.lexsort(
        (np.nan_to_num(days, nan=np.inf), -brings, -key, np.isnan(days), ~fits.fillna(value=False))
    )
    told = free[["candidate", "label", "mission"]].assign(
        brings=brings,
        days=days,
        per_day=np.where(np.isinf(rate), np.nan, rate),
        nothing=1.0 - free["candidate"].map(first).astype("float64"),
        diluted=own - brings,
        fits=fits,
    )
    return told.iloc[placed].reset_index(drop=True)


def _gains(held: pd.DataFrame, free: pd.DataFrame, *, split: bool) -> tuple[Floats, Floats]:
    """What each free objective brings by itself beside those held, and what the whole gains from it."""
    if not split:
        expected = free["expected"].to_numpy(dtype=np.float64)
        return expected, expected
    weights, rates = (free[name].to_numpy(dtype=np.float64) for name in ("weight", "rate"))
    by = held.assign(value=held["weight"] * held["rate"]).groupby("mission")
    value = _of_mission(free, by["value"].sum())
    weight = _of_mission(free, by["weight"].sum())
    envelope = free["envelope"].to_numpy(dtype=np.float64)
    return _shared_gain(envelope, (value, weight), weights, rates)


def _of_mission(rows: pd.DataFrame, sums: pd.Series) -> Floats:
    placed = rows["mission"].map(sums).astype("float64").fillna(0.0)
    return np.asarray(placed, dtype=np.float64)


def _shared_gain(
    envelope: Floats, held: tuple[Floats, Floats], weights: Floats, rates: Floats
) -> tuple[Floats, Floats]:
    value, weight = held
    whole = weight + weights
    own = envelope * np.divide(weights * rates, whole, out=np.zeros_like(whole), where=whole > 0)
    before = envelope * np.divide(value, weight, out=np.zeros_like(whole), where=weight > 0)
    after = envelope * np.divide(value + weights * rates, whole, out=np.zeros_like(whole), where=whole > 0)
    return own, after - before


def _by_gain(rows: pd.DataFrame, kept: NDArray[np.bool_], days: Floats) -> NDArray[np.intp]:
    """Take the best gain at each step, those kept before the others."""
    weights, rates, envelope = (
        rows[name].to_numpy(dtype=np.float64) for name in ("weight", "rate", "envelope")
    )
    mission = pd.factorize(rows["mission"])[0]
    value, weight = np.zeros(len(rows)), np.zeros(len(rows))  # of those taken in each row's mission
    left = np.ones(len(rows), dtype=np.bool_)
    taken = []
    for _ in range(len(rows)):
        _, gain = _shared_gain(envelope, (value, weight), weights, rates)
        open_ = left & kept if (left & kept).any() else left
        close = open_ & (gain >= gain[open_].max() - _CLOSE)
        place = int(np.flatnonzero(close)[np.argmin(days[close])])
        taken.append(place)
        left[place] = False
        same = mission == mission[place]
        value[same] += weights[place] * rates[place]
        weight[same] += weights[place]
    return np.array(taken, dtype=np.intp)


def _told(
    ordered: pd.DataFrame, ranges: pd.DataFrame, capacity: float | None, *, split: bool
) -> pd.DataFrame:
    expected = ranges["expected"].to_numpy(dtype=np.float64)
    marginal = np.diff(expected)
    efforts = ordered["effort"].to_numpy(dtype=np.float64)
    rate = per_day(marginal, efforts)
    days = np.concatenate([[0.0], np.cumsum(efforts)])
    amount = _when_added(ordered, split=split)
    own = amount * ordered["rate"].to_numpy(dtype=np.float64)
    limit = np.nan if capacity is None or pd.isna(capacity) else float(capacity)
    beyond = pd.Series(days > limit + _CLOSE, dtype="boolean").mask(np.isnan(days) | np.isnan(limit))
    written = ordered.groupby("mission")["amount"].cumsum() - ordered["envelope"]
    over = np.zeros(len(ordered)) if split else written.clip(lower=0.0).to_numpy(dtype=np.float64)
    columns = {
        "amount": amount,
        "marginal": marginal,
        "per_day": np.where(np.isinf(rate), np.nan, rate),
        "diluted": np.where(np.abs(own - marginal) < _CLOSE, 0.0, own - marginal),
        "over_envelope": over,
    }
    added = ordered[["candidate", "label", "mission", "standing"]].assign(**columns)
    every = added.reindex(range(-1, len(ordered))).reset_index(drop=True)
    every.insert(0, "k", range(len(every)))
    return every.assign(
        expected=expected,
        **{name: ranges[name].to_numpy() for name in SPREAD if name != "distribution"},
        days=days,
        beyond_capacity=beyond,
    )


def _when_added(ordered: pd.DataFrame, *, split: bool) -> Floats:
    """The whole amount of each objective among those added up to it."""
    if not split:
        return ordered["amount"].to_numpy(dtype=np.float64)
    upto = ordered.groupby("mission")["weight"].cumsum()
    share = (ordered["weight"] / upto).where(upto > 0, 0.0)
    return (ordered["envelope"] * share).to_numpy(dtype=np.float64)
