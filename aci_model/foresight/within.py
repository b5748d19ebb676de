"""What the lines of a contract year bring within the envelopes of their missions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from aci_model.foresight.distribution import income, incomes, summary

if TYPE_CHECKING:
    from aci_model.foresight.distribution import Distribution

CENT = 0.005  # euros: what passes an envelope by less is binary rounding
_NEVER = 1e-12  # a chance below it is binary rounding


class Within(NamedTuple):
    """The variable income of one contract year.

    Attributes:
        missions: mission, envelope (euros, missing when unknown), and the columns of `distribution.summary`.
        total: all missions together.
    """

    missions: pd.DataFrame
    total: Distribution


def within_envelopes(
    lines: pd.DataFrame, tiers: pd.DataFrame, envelopes: pd.Series, *, common: float = 0.0
) -> Within:
    """Work out what lines bring per mission and in all, no mission bringing more than its envelope.

    Args:
        lines: line and mission, of one contract year.
        tiers: as for `distribution.income`.
        envelopes: euros indexed by mission; missing or absent: no bound.
        common: as for `distribution.income`.

    Returns:
        Within. With a common cause, the total of a year in which an envelope cuts some of its mission's sums is
        told as not exact: the cause then moves the cut mission as one.
    """
    found = incomes(lines, tiers, ["mission"], common=common)
    bound = found["mission"].map(envelopes).astype("float64")
    whole, most = found["distribution"].tolist(), bound.fillna(np.inf).tolist()
    bites = [one.cover(euros + CENT) > _NEVER for one, euros in zip(whole, most, strict=True)]
    cut = [one.capped(euros) if over else one for one, euros, over in zip(whole, most, bites, strict=True)]
    missions = pd.concat([found[["mission"]].assign(envelope=bound), summary(cut)], axis=1)
    if not any(bites):
        return Within(missions, income(lines, tiers, common=common))
    free = lines[~lines["mission"].isin(missions["mission"][bites])]
    first = int(lines["line"].max()) + 1
    kept = [one for one, over in zip(cut, bites, strict=True) if over]
    ladders = [_as_steps(one, first + place) for place, one in enumerate(kept)]
    every = pd.concat([free["line"], pd.Series([*range(first, first + len(ladders))])]).to_frame("line")
    total = income(every, pd.concat([tiers[["line", "amount", "chance"]], *ladders]), common=common)
    counted = missions[["lines", "unknown", "unknown_euros"]].sum()
    return Within(
        missions,
        replace(
            total,
            exact=total.exact and common == 0 and all(one.exact for one in kept),
            lines=int(counted["lines"]),
            unknown=int(counted["unknown"]),
            unknown_euros=float(missions["unknown_euros"].sum(skipna=False)),
        ),
    )


def _as_steps(distribution: Distribution, line: int) -> pd.DataFrame:
    """A distribution as the steps of one line: each sum, and the chance of bringing at least that."""
    at_least = np.clip(np.cumsum(distribution.mass[::-1])[::-1], 0.0, 1.0)
    return pd.DataFrame({"line": line, "amount": distribution.euros, "chance": at_least})
