"""The année blanche in shades: a share of the variable part, per mission, for a year or several, and what it removes.

What a year earns is paid the year after: a blank year is felt in the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.foresight.projection import PAST
from aci_model.law import Share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.foresight.treasury import Treasury
    from aci_model.law import Law, Scenario

STOPPED, SOONER, LATER, ALIKE, KEPT = (
    "arrêté",
    "arrêté plus tôt",
    "arrêté plus tard",
    "arrêté de même",
    "gardé",
)
_EUROS = ["variable", "crisis"]


def blank(
    share: float,
    law: Law,
    *,
    years: tuple[int, int] | None = None,
    missions: Mapping[str, float] | None = None,
    crisis: bool = False,
    title: str = "Année blanche",
) -> Scenario:
    """Build the scenario that pays a share of the variable part of one contract year, or of several.

    Args:
        share: what is paid of the variable part of every mission, 0 (blank) to 1 (as the contract says).
        law: the missions that may be named.
        years: first and last contract year concerned (the calendar year in which each starts); None for all to come.
        missions: shares of their own for some missions, in place of `share`.
        crisis: whether a crisis is supposed.
        title: how the legend names it.

    Raises:
        LawError: a share outside 0–1, a mission the law does not know, or years out of order.
    """
    first, last = years or (None, None)
    whole = Share("attained", share, None, first, last)
    own = [Share("attained", value, mission, first, last) for mission, value in (missions or {}).items()]
    return texts.scenario(1.0, shares=[whole, *own], crisis=crisis, title=title, law=law)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one scenario removes beside another.

    Attributes:
        missions: one row per year to come and mission: span, community, year, starts, ends, mission, reference and
            chosen (euros of variable part and crisis due under each), removed (euros, 0 where both pay alike, missing
            where unknown), felt_from (first month in which the money received differs, NaT when it does not).
        posts: one row per community and post: community, post, mission, firm, rank, reference_stops_on,
            chosen_stops_on (month, NaT when it goes on), state (STOPPED, SOONER, LATER, ALIKE or KEPT).
        totals: one row per community: removed (euros, missing as soon as one is), removed_known, removed_in_curve
            (euros less received by the end of the curve), felt_from, months_lost and months_lost_firm (months of cover,
            missing when the opening balance is), posts_stopped (posts that stop, and would not, or later, under the
            reference), posts_kept, fixed (euros of fixe that still stand in the years to come), variable (euros of
            variable part that still stand), each missing when one of its terms is, stands_known (what is known
            of both, and of a crisis), reference_known.
    """

    missions: pd.DataFrame
    posts: pd.DataFrame
    totals: pd.DataFrame


def compare(treasury: Treasury, reference: Scenario, chosen: Scenario) -> Comparison:
    """Set one scenario beside another.

    Args:
        treasury: worked out under both.
        reference: the scenario the other is judged against.
        chosen: the scenario judged.
    """
    projection = treasury.projection
    to_come = projection[projection["period"] != PAST]
    before, after = (
        to_come[to_come["scenario"] == scenario.id].reset_index(drop=True) for scenario in (reference, chosen)
    )
    missions = _missions(before, after, reference, chosen)
    felt = _felt(treasury.flows, reference.id, chosen.id)
    missions = missions.merge(felt, on=["span", "mission"], how="left")
    posts = _posts(treasury, reference.id, chosen.id)
    totals = _totals(before, after, missions, posts)
    return Comparison(missions, posts, totals.join(_cover(treasury, reference.id, chosen.id), on="community"))


def _missions(
    before: pd.DataFrame, after: pd.DataFrame, reference: Scenario, chosen: Scenario
) -> pd.DataFrame:
    """Euros due under each, and what is removed; nothing is where both scenarios pay alike, known or not."""
    removed = np.zeros(len(before))
    for name, way in zip(_EUROS, ("attained", "crisis"), strict=True):
        paid = pd.Series(way, index=before.index)
        shares = [
            texts.pay(scenario, before["mission"], paid, before["year"]) for scenario in (reference, chosen)
        ]
        euros = (before[name] - after[name]).to_numpy(dtype=np.float64)
        removed += np.where(shares[0] == shares[1], 0.0, euros)
    table = before[["span", "community", "year", "starts", "ends", "mission"]]
    due = [frame["variable"] + frame["crisis"] for frame in (before, after)]
    return table.assign(reference=due[0], chosen=due[1], removed=removed)


def _felt(flows: pd.DataFrame, reference: str, chosen: str) -> pd.DataFrame:
    """First month in which what is received for each year and mission differs; a sum unknown under both is alike."""
    keys = ["span", "mission", "month"]
    sides = [flows[flows["scenario"] == scenario] for scenario in (reference, chosen)]
    both = pd.concat([side.assign(sign=sign) for side, sign in zip(sides, (-1.0, 1.0), strict=True)])
    moved = both[keys].assign(
        euros=both["sign"] * both["amount"].fillna(0.0),
        unknown=both["sign"].where(both["amount"].isna(), 0.0),
    )
    moved = moved.groupby(keys, as_index=False).sum()
    differs = (moved["euros"].round(2) != 0) | (moved["unknown"] != 0)
    first = moved[differs].groupby(["span", "mission"], sort=False)["month"].min()
    return first.rename("felt_from").reset_index()


def _posts(treasury: Treasury, reference: str, chosen: str) -> pd.DataFrame:
    """When each post stops under both scenarios."""
    keys = ["community", "rank"]
    known = treasury.outlays["community"].isin(treasury.opening["community"])
    posts = treasury.outlays[known].drop_duplicates(keys)[["community", "post", "mission", "firm", "rank"]]
    for side, scenario in (("reference", reference), ("chosen", chosen)):
        mine = treasury.stops[treasury.stops["scenario"] == scenario][[*keys, "stops_on"]]
        posts = posts.merge(mine.rename(columns={"stops_on": f"{side}_stops_on"}), on=keys, how="left")
    before, after = posts["reference_stops_on"], posts["chosen_stops_on"]
    cases = [after.isna(), before.isna(), after < before, after > before]
    state = np.select([case.to_numpy() for case in cases], [KEPT, STOPPED, SOONER, LATER], ALIKE)
    posts = posts.assign(state=pd.Series(state, dtype="str"))
    return posts.sort_values(keys, ignore_index=True)


def _totals(
    before: pd.DataFrame, after: pd.DataFrame, missions: pd.DataFrame, posts: pd.DataFrame
) -> pd.DataFrame:
    """Sum per community what is removed and what still stands."""
    order = pd.Index(pd.unique(before["community"]), name="community")

    def strict(column: pd.Series, community: pd.Series) -> pd.Series:
        """Sum a column per community; unknown where any row of the community is."""
        sums = column.groupby(community, sort=False).sum()
        return sums.where(~column.isna().groupby(community, sort=False).any()).reindex(order)

    def known(frame: pd.DataFrame) -> pd.Series:
        """Sum the known euros of the three parts per community."""
        euros = frame[["fixed", "variable", "crisis"]].sum(axis=1)
        return euros.groupby(frame["community"], sort=False).sum().reindex(order)

    def counted(which: pd.Series) -> pd.Series:
        """Count the posts this holds for, per community."""
        return which.groupby(posts["community"]).sum().reindex(order, fill_value=0).astype("int64")

    mine = missions["community"]
    table = {
        "removed": strict(missions["removed"], mine),
        "removed_known": missions["removed"].groupby(mine, sort=False).sum().reindex(order),
        "felt_from": missions["felt_from"].groupby(mine, sort=False).min().reindex(order),
        "posts_stopped": counted(posts["state"].isin([STOPPED, SOONER])),
        "posts_kept": counted(posts["state"] == KEPT),
        "fixed": strict(after["fixed"], after["community"]),
        "variable": strict(after["variable"], after["community"]),
        "stands_known": known(after),
        "reference_known": known(before),
    }
    return pd.DataFrame(table).reset_index()


def _cover(treasury: Treasury, reference: str, chosen: str) -> pd.DataFrame:
    """Euros less received within the curve, and months of cover lost, with every post and with firm ones alone."""
    keys = ["scenario", "community"]
    received = treasury.cash.groupby(keys, sort=False)["inflow"].sum()
    table = {"removed_in_curve": (_of(received, reference) - _of(received, chosen)).round(2)}
    reached = treasury.milestones.set_index(keys)
    for suffix in ("", "_firm"):
        months = _months(reached["last_covered_month" + suffix]) - _months(reached["first_month"]) + 1
        covered = months.fillna(0).where(reached["covered_to_end" + suffix].notna())
        table["months_lost" + suffix] = _of(covered, reference) - _of(covered, chosen)
    return pd.DataFrame(table)


def _of(values: pd.Series, scenario: str) -> pd.Series:
    """One scenario's values by community; none where no community has a curve."""
    mine = values.index.get_level_values("scenario") == scenario
    return values[mine].droplevel("scenario")


def _months(days: pd.Series) -> pd.Series:
    months: pd.Series = (days.dt.year * 12 + days.dt.month).astype("Int64")
    return months
