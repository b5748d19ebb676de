"""Months of several communities side by side, and what is received and paid in each of them, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_DAY, _MONTH = "datetime64[D]", "datetime64[M]"


@dataclass(frozen=True, eq=False, slots=True)
class Placed:
    """Payments that fall within the curves, one entry each.

    Attributes:
        row: which row of their table.
        scenario: which scenario; 0 where the payment is the same under all.
        community: which row of the plane.
        month: months since the opening of that community.
        euros: NaN when unknown.
        late: whether the payment comes after the last day of the contract year that ends in its month.
    """

    row: Integers
    scenario: Integers
    community: Integers
    month: Integers
    euros: Floats
    late: Flags

    def only(self, kept: Flags) -> Placed:
        """Keep some entries."""
        return Placed(
            self.row[kept],
            self.scenario[kept],
            self.community[kept],
            self.month[kept],
            self.euros[kept],
            self.late[kept],
        )


@dataclass(frozen=True, eq=False, slots=True)
class Receipts:
    """What comes in under each scenario: the scenarios' ids, and the payments."""

    scenarios: pd.Index[str]
    placed: Placed


@dataclass(frozen=True, eq=False, slots=True)
class Bills:
    """What the posts cost.

    Attributes:
        firm: the payments of firm posts.
        soft: the payments of flexible ones.
        post: per payment of `soft`, which row of `posts`.
        posts: one row per flexible post paid within the curves: community_at (row of the plane), turn (0 for the one
            of its community that is kept least), post, mission, rank.
    """

    firm: Placed
    soft: Placed
    post: Integers
    posts: pd.DataFrame


@dataclass(frozen=True, eq=False, slots=True)
class Plane:
    """Community × month since its own opening.

    Attributes:
        opening: from `cash.openings`, one row per community whose curve has a month.
        first: (n,) number of each community's first month, counted from January 1970.
        length: (n,) months of each curve.
        ends: (n, months) last day of the contract year in each month that holds one, NaT elsewhere.
    """

    opening: pd.DataFrame
    first: Integers
    length: Integers
    ends: Days

    @classmethod
    def of(cls, opening: pd.DataFrame) -> Plane:
        """Lay out the months of each opening."""
        kept = opening[opening["since"] <= opening["until"]].reset_index(drop=True)
        since, until = (kept[name].to_numpy(dtype=_DAY) for name in ("since", "until"))
        first = month_number(since)
        length = month_number(until) - first + 1
        return cls(kept, first, length, _year_ends(since, until, first, int(length.max(initial=0))))

    @property
    def width(self) -> int:
        """Months of the longest curve."""
        return int(self.ends.shape[1])

    def receipts(self, flows: pd.DataFrame) -> Receipts:
        """Place what comes in; money whose day is unknown is unknown from the first month on."""
        scenario, names = pd.factorize(flows["scenario"])
        placed = self._placed(flows, scenario.astype(np.int64))
        undated = np.isnat(flows["day"].to_numpy(dtype=_DAY)[placed.row])
        placed.euros[undated & (placed.euros != 0)] = np.nan
        return Receipts(names, placed)

    def bills(self, outlays: pd.DataFrame) -> Bills:
        """Place what is paid to the posts, and give each flexible one its turn to stop."""
        placed = self._placed(outlays, np.zeros(len(outlays), dtype=np.int64))
        is_firm = outlays["firm"].to_numpy(dtype=np.bool_)[placed.row]
        soft = placed.only(~is_firm)
        rank = outlays["rank"].to_numpy(dtype=np.int64)
        beyond = rank.max(initial=0) + 1
        # In the order of the communities, and in each from the post kept least to the one kept longest.
        _, seen, post = np.unique(
            soft.community * beyond + (beyond - 1 - rank[soft.row]), return_index=True, return_inverse=True
        )
        community = soft.community[seen]
        posts = outlays[["post", "mission", "rank"]].take(soft.row[seen]).reset_index(drop=True)
        turn = np.arange(len(seen)) - np.searchsorted(community, community)
        return Bills(
            placed.only(is_firm), soft, post.astype(np.int64), posts.assign(community_at=community, turn=turn)
        )

    def sums(self, placed: Placed, euros: Floats, scenarios: int = 1) -> Floats:
        """Sum euros per scenario, community and month."""
        shape = (scenarios, len(self.opening), self.width)
        at = (placed.scenario * shape[1] + placed.community) * shape[2] + placed.month
        sums = np.bincount(at, weights=euros, minlength=int(np.prod(shape)))
        return sums.astype(np.float64).reshape(shape)

    def left(self, gained: Floats) -> Floats:
        """Follow what is left from the opening, given the euros gained each month."""
        start = self.opening["balance"].to_numpy(dtype=np.float64)[:, None]
        return to_the_cent(start + np.cumsum(gained, axis=2))

    def frame(self, scenarios: pd.Index[str], columns: dict[str, NDArray[Any]]) -> pd.DataFrame:
        """Turn (scenario, community, month) tables into one row each; a table of one scenario is repeated."""
        shape = (len(scenarios), len(self.opening), self.width)
        inside = np.broadcast_to(np.arange(self.width) < self.length[:, None], shape)
        scenario, community, month = np.nonzero(inside)
        return pd.DataFrame(
            {
                "scenario": scenarios.take(scenario),
                "community": self.opening["community"].array.take(community),
                "month": as_days((self.first[community] + month).astype(_MONTH)),
                **{name: np.broadcast_to(table, shape)[inside] for name, table in columns.items()},
                "assumed": self.opening["assumed"].to_numpy()[community],
            }
        )

    def _placed(self, table: pd.DataFrame, scenario: Integers) -> Placed:
        """Keep what falls between the opening and the end; an unknown day counts as the first month."""
        community = pd.Index(self.opening["community"]).get_indexer(pd.Index(table["community"]))
        since, until = (self.opening[name].to_numpy(dtype=_DAY) for name in ("since", "until"))
        row = np.flatnonzero(community >= 0)
        day, community = table["day"].to_numpy(dtype=_DAY)[row], community[row].astype(np.int64)
        kept = ~((day < since[community]) | (day > until[community]))
        row, day, community = row[kept], day[kept], community[kept]
        month = np.where(np.isnat(day), 0, month_number(day) - self.first[community])
        euros = table["amount"].to_numpy(dtype=np.float64)[row]
        return Placed(row, scenario[row], community, month, euros, day > self.ends[community, month])


def month_number(days: Days) -> Integers:
    """Number the month a day falls in, from January 1970."""
    return days.astype(_MONTH).astype(np.int64)


def as_days(months: Days) -> Days:
    """Give the first day of a month, or the day itself, at the precision frames hold."""
    return months.astype(_DAY).astype("datetime64[s]")


def to_the_cent(euros: Floats) -> Floats:
    """Drop the noise of sums of floats, far below a cent, so that zero is zero."""
    return np.asarray(np.round(euros, 2) + 0.0)


def _year_ends(since: Days, until: Days, first: Integers, width: int) -> Days:
    """Last day of the contract year in each month that holds one; (community, month)."""
    after = until + np.timedelta64(1, "D")
    month = first[:, None] + np.arange(width)
    to_come = (month_number(after)[:, None] - month) % 12
    # A year that starts on the first of a month ended in the month before.
    on_first = after == after.astype(_MONTH).astype(_DAY)
    anniversary = (month + np.where(on_first, 1, 0)[:, None]).astype(_MONTH).astype(_DAY)
    ends = anniversary + (after - after.astype(_MONTH).astype(_DAY))[:, None] - np.timedelta64(1, "D")
    held = to_come == np.where(on_first, 1, 0)[:, None]
    held &= ends >= since[:, None]
    return np.where(held, ends, np.datetime64("NaT", "D"))
