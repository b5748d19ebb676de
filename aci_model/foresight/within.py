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
    first = int(lines["line"].max()) + 1 if any(bites) else 0
    ladders = [
        _as_steps(one, euros, first + place)
        for place, (one, euros, over) in enumerate(zip(whole, most, bites, strict=True))
        if over
    ]
    again = iter(ladders)
    cut = [_bounded(one, next(again)) if over else one for one, over in zip(whole, bites, strict=True)]
    missions = pd.concat([found[["mission"]].assign(envelope=bound), summary(cut)], axis=1)
    if not any(bites):
        return Within(missions, income(lines, tiers, common=common))
    free = lines[~lines["mission"].isin(missions["mission"][bites])]
    every = pd.concat([free["line"], *(one["line"].head(1) for one in ladders)]).to_frame("line")
    total = income(every, pd.concat([tiers[["line", "amount", "chance"]], *ladders]), common=common)
    counted = missions[["lines", "unknown", "unknown_euros"]].sum()
    return Within(
        missions,
        replace(
            total,
            exact=total.exact and common == 0 and bool(missions["exact"].all()),
            lines=int(counted["lines"]),
            unknown=int(counted["unknown"]),
            unknown_euros=float(missions["unknown_euros"].sum(skipna=False)),
        ),
    )


def _as_steps(distribution: Distribution, most: float, line: int) -> pd.DataFrame:
    """A distribution as the steps of one line: each sum up to an envelope, and the chance of at least that."""
    at_least = np.clip(np.cumsum(distribution.mass[::-1])[::-1], 0.0, 1.0)
    last = int(np.searchsorted(distribution.euros, most - CENT))
    amount = np.append(distribution.euros[:last], most)
    return pd.DataFrame({"line": line, "amount": amount, "chance": at_least[: last + 1]})


def _bounded(distribution: Distribution, ladder: pd.DataFrame) -> Distribution:
    """A distribution brought down to its envelope, on a grid that holds the envelope too."""
    bounded = income(ladder[["line"]].head(1), ladder)
    return replace(
        bounded,
        exact=distribution.exact and bounded.exact,
        lines=distribution.lines,
        unknown=distribution.unknown,
        unknown_euros=distribution.unknown_euros,
    )
