"""The chance of reaching each step of each line: typed by a person, or proposed from what was seen before.

The rule of a proposal, so that anybody can redo it by hand. Over the past years of the same line, the step was
reached s times out of n. Over the other lines of the same kind and nature of the same community it was
reached S times out of N, which gives a starting point q = (S + ½) / (N + 1) (Jeffreys' rule: ½ when N = 0). The
starting point counts as much as two observations, so the proposal is (s + 2q) / (n + 2): few observations stay
close to the kind, the kind close to ½. Its band holds the middle 80 % of the Beta law of these same figures
and is wide when n is small. With nothing seen at all, nothing is proposed.

A past year is walked against its own schedule; a step is compared by its rank among the steps of its year
(the second of three stands for two thirds of the way), since schedules are negotiated again every year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.observations import seen
from aci_model.foresight.tails import HIGH, LOW, beta_quantile
from aci_model.funding.schedules import schedules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.foresight.observations import Seen
    from aci_model.foresight.tails import Floats
    from aci_model.funding.schedules import Schedules
    from aci_model.reading.dossier import Dossier

    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

TYPED, RESULT, HISTORY, KIND, UNKNOWN = ORIGINS = ("saisie", "resultat", "historique", "type", "inconnue")
GIVEN_UP = "abandon"
_START = 2.0  # observations the starting point counts for


def chances(dossier: Dossier, *, settled: bool = True, given_up: bool = True) -> pd.DataFrame:
    """Give every step of every line its chance.

    Args:
        dossier: lines, tiers, results and history.
        settled: True for the year as it stands: where a result is known, a step is reached (1) or not (0). False
            for the year to come: every line is open, and this year's results are observations like others.
        given_up: False treats abandoned lines as if they were not, to tell what giving them up costs.

    Returns:
        One row per tier, in the order and with the index of `dossier.tiers`: line, tier, chance (0–1, missing
        when nothing was typed or seen), low and high (80 % band; the chance itself when it was typed or is
        settled), origin and observations (how many past results a proposal rests on, else 0). The origin is
        one of ORIGINS, or GIVEN_UP: the steps an abandoned line has not reached have no chance left.
        Within a line a harder step never has a better chance: what was typed wins, the easier step first, and
        a proposal that it contradicts gives way to it (its origin is then what was typed). A chance typed for
        the last step alone is also what an easier step has at least, where nothing else is known of it.
    """
    told = dossier.results.set_index("line")[["result", "chance"]].reindex(dossier.lines["line"])
    lines = dossier.lines.assign(result=told["result"].to_numpy(), chance=told["chance"].to_numpy())
    plan = schedules(lines, dossier.tiers)
    owner = pd.Index(lines["line"]).get_indexer(pd.Index(dossier.tiers["line"]))
    rank = _ranks(dossier.tiers, plan, owner)
    count = plan.reached(plan.turned(lines["result"]))
    past = seen(dossier, lines, plan, this_year=not settled)
    table = _fitted(_proposed(past), _typed(dossier.tiers, lines, plan, owner, rank))
    steps = np.arange(1, plan.thresholds.shape[1] + 1)
    reached = (steps <= count[:, None]) & settled
    if settled:
        known = (lines["result"].notna() & plan.complete).to_numpy(dtype=np.bool_)
        table = table.where(known[:, None], reached, RESULT)
    if given_up:
        abandoned = lines["abandon"].notna().to_numpy(dtype=np.bool_)
        table = table.where(abandoned[:, None] & ~reached, np.zeros_like(reached), GIVEN_UP)
    return table.rows(dossier.tiers, owner, rank)


@dataclass(frozen=True, slots=True)
class _Table:
    """Chances of n lines by at most k steps, the easiest first; missing is NaN."""

    chance: Floats
    low: Floats
    high: Floats
    origin: NDArray[np.object_]
    observations: Floats

    def where(self, chosen: Flags, chance: Flags, origin: str) -> _Table:
        """Settle the chosen steps: reached or not."""
        sure = chance.astype(np.float64)
        return _Table(
            np.where(chosen, sure, self.chance),
            np.where(chosen, sure, self.low),
            np.where(chosen, sure, self.high),
            np.where(chosen, origin, self.origin),
            np.where(chosen, 0.0, self.observations),
        )

    def rows(self, tiers: pd.DataFrame, owner: Places, rank: Places) -> pd.DataFrame:
        """Lay the table out along the tiers; a tier of no line has no chance."""
        known = owner >= 0
        spread = {name: np.full(len(tiers), np.nan) for name in ("chance", "low", "high")}
        for name, values in spread.items():
            values[known] = getattr(self, name)[owner[known], rank[known]]
        origin = np.full(len(tiers), UNKNOWN, dtype=object)
        origin[known] = self.origin[owner[known], rank[known]]
        observations = np.zeros(len(tiers), dtype=np.int64)
        observations[known] = self.observations[owner[known], rank[known]]
        return tiers[["line", "tier"]].assign(
            **spread, origin=pd.Series(origin, index=tiers.index, dtype="str"), observations=observations
        )


def _ranks(tiers: pd.DataFrame, plan: Schedules, owner: Places) -> Places:
    """Number each line's tiers from 0, the easiest first, in the order of `funding.schedules`."""
    turned = tiers["threshold"].to_numpy(dtype=np.float64) * plan.direction[owner]
    order = np.lexsort((tiers["amount"].to_numpy(dtype=np.float64), turned, owner))
    placed = owner[order]
    rank = np.empty(len(tiers), dtype=np.intp)
    rank[order] = np.arange(len(tiers)) - np.searchsorted(placed, placed)
    return rank


def _typed(tiers: pd.DataFrame, lines: pd.DataFrame, plan: Schedules, owner: Places, rank: Places) -> Floats:
    """Lay out what was typed, step by step; the line's own chance is that of its last step."""
    typed = np.full(plan.thresholds.shape, np.nan)
    known = owner >= 0
    typed[owner[known], rank[known]] = tiers["chance"].to_numpy(dtype=np.float64)[known]
    stepped = np.flatnonzero(plan.steps)
    last = plan.steps[stepped] - 1
    whole = lines["chance"].to_numpy(dtype=np.float64)[stepped]
    typed[stepped, last] = np.where(np.isnan(typed[stepped, last]), whole, typed[stepped, last])
    falling = np.fmin.accumulate(typed, axis=1) if typed.size else typed
    return np.where(np.isnan(typed), np.nan, falling)


def _proposed(told: Seen) -> _Table:
    """Propose a chance wherever something was seen: see the module's rule."""
    tries, other_tries = told.tries[:, None], told.other_tries[:, None]
    start = (told.other_hits + 0.5) / (other_tries + 1.0)
    hits = told.hits + _START * start
    misses = tries - told.hits + _START * (1.0 - start)
    seen_any = np.broadcast_to((tries + other_tries) > 0, hits.shape)
    own = np.broadcast_to(tries > 0, hits.shape)
    return _Table(
        np.where(seen_any, hits / (hits + misses), np.nan),
        np.where(seen_any, beta_quantile(hits, misses, LOW), np.nan),
        np.where(seen_any, beta_quantile(hits, misses, HIGH), np.nan),
        np.select([own, seen_any], [HISTORY, KIND], UNKNOWN).astype(object),
        np.where(own, tries, np.where(seen_any, other_tries, 0.0)),
    )


def _fitted(proposal: _Table, typed: Floats) -> _Table:
    """Put what was typed first, and keep proposals between what was typed around them."""
    if not typed.size:
        return proposal
    at_most = np.fmin.accumulate(typed, axis=1)
    at_least = np.fmax.accumulate(typed[:, ::-1], axis=1)[:, ::-1]
    given = ~np.isnan(typed)
    # An easier step than one typed, of which nothing else is known: at least as likely, nobody knows how much.
    floored = ~given & np.isnan(proposal.chance) & ~np.isnan(at_least)
    bound = given | floored | (proposal.chance < at_least) | (proposal.chance > at_most)

    def fit(values: Floats, otherwise: Floats) -> Floats:
        """Hold values between the bounds; `otherwise` where only a floor is known, what was typed where it was."""
        between = np.fmin(np.fmax(values, at_least), at_most)
        kept = np.where(np.isnan(values), np.nan, between)
        return np.where(given, typed, np.where(floored, otherwise, kept))

    return _Table(
        fit(proposal.chance, at_least),
        fit(proposal.low, at_least),
        fit(proposal.high, np.fmin(1.0, at_most)),
        np.where(bound, TYPED, proposal.origin),
        np.where(bound, 0.0, proposal.observations),
    )
