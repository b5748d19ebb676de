"""Three ways to answer « combien d'objectifs » side by side: the least, the most, and the person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.objectives.best import best_set
from aci_model.foresight.objectives.candidates import CONTRACT
from aci_model.foresight.objectives.curve import order
from aci_model.foresight.objectives.ranges import of_prefixes, of_sets
from aci_model.foresight.objectives.standing import KEPT, per_day, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST, MOST, OWN = NAMES = ("minimaliste", "en_profiter", "le_votre")
SURE_ENOUGH = 0.8  # chance of covering the sum at which the least ambitious choice stops
_ROUNDING = 1e-9


def choices(
    candidates: pd.DataFrame,
    steps: pd.DataFrame,
    capacity: float | None,
    *,
    split: bool,
    envelopes: Mapping[str, float] | pd.Series | None = None,
    common: float = 0.0,
    cover: float = 0.0,
) -> pd.DataFrame:
    """Compare the least one can commit to, the best for the days at hand, and the person's own choice.

    Minimaliste: what the person keeps, and one objective in every mission in play (the most expected euros a day);
    then the next ones in the order of the curve, until the chance of covering the sum reaches 80 %. Where none
    reaches it, the smallest choice of highest chance. Days do not limit it: they are told.
    En profiter: `best_set` for the capacity. Le vôtre: what the person keeps; else every line of the contract
    neither set aside nor given up.

    Args:
        candidates: columns of `CANDIDATES`, one community.
        steps: columns of `STEPS`.
        capacity: days; None or missing: no limit.
        split: see `standing`.
        envelopes: euros per mission, when `split`.
        common: correlation of the lines' lucks, 0–1.
        cover: euros the variable part has to cover; by default nothing (`lacking` works them out).

    Returns:
        Three rows: choice (minimaliste | en_profiter | le_votre), chosen (tuple of candidates), number, days (missing
        once one is unknown), expected, low, median, high, sd (euros), covers (chance of bringing at least `cover`),
        risk (chance of bringing less than half of what is expected), without (tuple of the missions in play that
        have no objective), unpriced (objectives of the choice left out of the euros, because their amount or
        chance is unknown), beyond_capacity (missing when unknown), exact_choice (False: a better one may exist) and
        exact (the range lies on the grid of euros).
    """
    stand = standing(candidates, split=split, envelopes=envelopes)
    rows = candidates.assign(envelope=stand["envelope"])
    priced = rows[stand["priced"]]
    best = best_set(candidates, capacity, split=split, envelopes=envelopes)
    wanted = _own(candidates)
    own = priced["candidate"][priced["candidate"].isin(wanted)]
    least = _least(priced, steps, cover, split=split, common=common)
    sets = [least, best.chosen, tuple(int(one) for one in own)]
    told = of_sets(priced, steps, sets, split=split, common=common)
    spread = told.pop("distribution").tolist()
    limit = np.nan if capacity is None or pd.isna(capacity) else float(capacity)
    beyond = (told["days"] > limit + _ROUNDING).astype("boolean")
    told.insert(0, "choice", pd.Series(NAMES, dtype="str"))
    told.insert(1, "chosen", pd.Series(sets, dtype="object"))
    return told.assign(
        covers=[one.cover(cover) for one in spread],
        risk=[1.0 - one.cover(mean / 2) for one, mean in zip(spread, told["expected"], strict=True)],
        without=pd.Series([_without(priced, members) for members in sets], dtype="object"),
        unpriced=[0, 0, len(wanted) - len(own)],
        beyond_capacity=beyond.mask(told["days"].isna() | np.isnan(limit)),
        exact_choice=[True, best.exact, True],
    )


def lacking(costs: pd.DataFrame, fixed: float) -> float:
    """Say what firm commitments lack once the fixe is spent: the sum a variable part has to cover.

    Args:
        costs: post, firm, cost (euros) of one contract year, from `commitments.costs`.
        fixed: euros of fixe of that year.

    Returns:
        Euros, 0 when nothing lacks, or when a cost or the fixe is unknown: nothing can then be said to lack.
    """
    lack = float(costs.loc[costs["firm"], "cost"].sum(skipna=False)) - fixed
    return 0.0 if np.isnan(lack) else max(lack, 0.0)


def _own(candidates: pd.DataFrame) -> list[int]:
    """What the person keeps; else the contract's lines neither set aside nor given up."""
    open_ = candidates["abandon"].isna()
    kept = open_ & (candidates["choice"] == KEPT)
    contract = open_ & (candidates["origin"] == CONTRACT) & candidates["choice"].isna()
    chosen = candidates["candidate"][kept if kept.any() else contract]
    return [int(candidate) for candidate in chosen]


def _least(
    priced: pd.DataFrame, steps: pd.DataFrame, cover: float, *, split: bool, common: float
) -> tuple[int, ...]:
    if priced.empty:
        return ()
    kept = (priced["choice"] == KEPT).to_numpy(dtype=np.bool_)
    base = kept | _firsts(priced, kept, split=split)
    # The base comes first, as if it were kept; the rest follows in the order of the curve.
    placed = priced.assign(choice=priced["choice"].where(~base, KEPT))
    ordered = placed.iloc[order(placed, split=split)]
    names = [int(candidate) for candidate in ordered["candidate"]]
    counts = range(int(base.sum()), len(names) + 1)
    # A list as long as the base may do; only then are longer ones worked out.
    short = of_sets(ordered, steps, [names[: counts.start]], split=split, common=common)["distribution"]
    if short[0].cover(cover) >= SURE_ENOUGH - _ROUNDING:
        return tuple(sorted(names[: counts.start]))
    if split:
        spread = of_sets(ordered, steps, [names[:count] for count in counts], split=True, common=common)
        found = spread["distribution"].tolist()
    else:
        found = of_prefixes(ordered, steps, common=common)["distribution"].tolist()[counts.start :]
    covers = np.array([one.cover(cover) for one in found])
    enough = min(SURE_ENOUGH, float(covers.max()))
    return tuple(sorted(names[: counts[int(np.argmax(covers >= enough - _ROUNDING))]]))


def _firsts(
    priced: pd.DataFrame, kept: np.ndarray[tuple[int], np.dtype[np.bool_]], *, split: bool
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mark the best objective a day of each mission that has none kept."""
    euros = (priced["envelope"] * priced["rate"] if split else priced["expected"]).to_numpy(dtype=np.float64)
    days = priced["effort"].to_numpy(dtype=np.float64)
    rate = per_day(euros, days)
    placed = np.lexsort((-euros, -np.nan_to_num(rate, nan=-np.inf, posinf=np.inf), np.isnan(days)))
    mission = priced["mission"].to_numpy(dtype=object)
    held = set(mission[kept])
    seen = pd.Series(mission[placed]).duplicated().to_numpy()
    firsts = np.zeros(len(priced), dtype=np.bool_)
    firsts[placed[~seen]] = True
    return firsts & ~np.isin(mission, list(held))


def _without(priced: pd.DataFrame, members: Sequence[int]) -> tuple[str, ...]:
    """Name the missions in play in which nothing is chosen, in the frame's order."""
    chosen = set(priced["mission"][priced["candidate"].isin(list(members))])
    return tuple(mission for mission in priced["mission"].unique() if mission not in chosen)
