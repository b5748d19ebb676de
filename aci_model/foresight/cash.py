"""The treasury month by month: what comes in, what the posts cost, what is left, and until when it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.reading.dossier import Dossier

_KEYS = ["scenario", "community"]
_DAY, _MONTH = "datetime64[D]", "datetime64[M]"


def openings(dossier: Dossier, years: pd.DataFrame, assumed: float | None = None) -> pd.DataFrame:
    """Say with how much money, and on which day, each treasury starts.

    Args:
        dossier: the balance of its communities and the day it was read.
        years: community, ahead, starts, ends of the contract years shown.
        assumed: euros to start with where nobody told the balance; without it, what is left stays unknown.

    Returns:
        One row per community whose years have dates: community, balance (euros on the morning of `since`: what is
        paid that day is still to come), since (day told, else the first day of this contract year), until (last day
        of the last year shown), assumed (the balance was not told), dated (its day was told).
    """
    dated = years.dropna(subset=["starts", "ends"])
    until = dated.groupby("community", sort=False)["ends"].max()
    now = dated[dated["ahead"] == 0].drop_duplicates("community").set_index("community")["starts"]
    told = dossier.communities.drop_duplicates("community").set_index("community").reindex(until.index)
    lacking = told["balance"].isna()
    balance = told["balance"] if assumed is None else told["balance"].fillna(assumed)
    table = pd.DataFrame(
        {
            "balance": balance,
            "since": told["balance_on"].fillna(now.reindex(until.index)),
            "until": until,
            "assumed": lacking,
            "dated": told["balance_on"].notna(),
        }
    )
    return table.dropna(subset="since").rename_axis("community").reset_index()


def cash(flows: pd.DataFrame, outlays: pd.DataFrame, opening: pd.DataFrame) -> pd.DataFrame:
    """Follow the money of each community, month by month.

    Args:
        flows: scenario, community, day, amount (euros received, negative when withheld; missing when unknown).
        outlays: from `commitments.outlays`.
        opening: from `openings`; what is paid before its day, or after the last year shown, is left out.

    Returns:
        One row per scenario, community and month, from the month of the opening to the last: scenario, community,
        month (its first day), inflow, firm and soft (euros known to come in, to be paid to firm posts, to flexible
        ones), balance (euros left when the month closes, every post paid), balance_firm (firm posts alone), unknown
        (some money expected by then is unknown: the balance is at least this), unknown_out (some post's cost is
        unknown: the balance is at most this), year_ends (the contract year's last day, in the month that holds it),
        at_end and at_end_firm (euros left on that day), assumed (from the opening). A missing opening leaves
        every balance missing.
    """
    plane = Plane.of(flows, opening)
    received, paid = plane.receipts(flows), plane.payments(outlays)
    income, late_income = plane.by_scenario(received)
    firm, late_firm = plane.by_community(paid[paid["firm"]])
    soft, late_soft = plane.by_community(paid[~paid["firm"]])
    balance, balance_firm = plane.left(income - firm - soft), plane.left(income - firm)
    ends = plane.year_ends()
    closing = ~np.isnat(ends)
    columns = {
        "inflow": income,
        "firm": firm,
        "soft": soft,
        "balance": balance,
        "balance_firm": balance_firm,
        "unknown": np.cumsum(plane.unknown(received, by_scenario=True), axis=2) > 0,
        "unknown_out": np.cumsum(plane.unknown(paid, by_scenario=False), axis=1) > 0,
        "year_ends": ends,
        "at_end": np.where(closing, _to_the_cent(balance - late_income + late_firm + late_soft), np.nan),
        "at_end_firm": np.where(closing, _to_the_cent(balance_firm - late_income + late_firm), np.nan),
    }
    return plane.frame(columns)


def milestones(cash_: pd.DataFrame) -> pd.DataFrame:
    """Say until when the money is enough, how deep it falls, and what lacks to end that contract year.

    Args:
        cash_: from `cash`, or whole curves of it, in its order.

    Returns:
        One row per scenario and community: scenario, community, first_month, end_month (of the curve), assumed, unknown
        and unknown_out (some amount is unknown by the month that decides), and for every post, then for
        firm posts alone with the suffix _firm: last_covered_month (the last month that closes at zero or above, as do
        all before; missing when the first one does not), covered_to_end, trough (euros left at the lowest), trough_month,
        lacking (euros missing on the last day of the contract year in which the money first runs out, 0 when it
        is back by then or never runs out), lacking_on (that day). Missing where the balance is.
    """
    keys = cash_[_KEYS].to_numpy(dtype=object)
    opens = np.ones(len(cash_), dtype=np.bool_)
    opens[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    first = np.flatnonzero(opens)
    last = np.append(first, len(cash_))[1:] - 1
    month = cash_["month"].to_numpy(dtype=_MONTH)
    decides = np.minimum(_earliest(cash_["balance"].to_numpy() < 0, first), last)
    return pd.DataFrame(
        {
            **{key: cash_[key].to_numpy()[first] for key in _KEYS},
            "first_month": _as_days(month[first]),
            "end_month": _as_days(month[last]),
            "assumed": cash_["assumed"].to_numpy()[first],
            **{name: cash_[name].to_numpy()[decides] for name in ("unknown", "unknown_out")},
            **_reached(cash_, first, last, ""),
            **_reached(cash_, first, last, "_firm"),
        }
    )


def _reached(
    cash_: pd.DataFrame, first: NDArray[np.int64], last: NDArray[np.int64], suffix: str
) -> dict[str, object]:
    """The milestones of one balance; `first` and `last` are the rows of each curve."""
    month, ends = (cash_[name].to_numpy(dtype=_DAY) for name in ("month", "year_ends"))
    balance, at_end = (cash_[name + suffix].to_numpy(dtype=np.float64) for name in ("balance", "at_end"))
    group = np.repeat(np.arange(len(first)), last - first + 1)
    known = ~np.isnan(balance[first])
    short = _earliest(balance < 0, first)
    fails = short <= last
    covered = np.where(fails, short - 1, last)
    trough = np.minimum.reduceat(balance, first) if len(first) else balance
    lowest = np.minimum(_earliest(balance == trough[group], first), last)
    # The month's close is judged: a contract year that ended earlier in that month is not the one short of money,
    # save in the last month, where the curve ends with its year.
    closes = (month.astype(_MONTH) + np.timedelta64(1, "M")).astype(_DAY) - np.timedelta64(1, "D")
    after = ~np.isnat(ends) & (ends >= closes[np.minimum(short, last)][group])
    after[last] |= ~np.isnat(ends[last])
    judged = np.minimum(_earliest(after, first), last)
    nothing = np.datetime64("NaT", "D")
    return {
        f"last_covered_month{suffix}": _as_days(
            np.where(known & (covered >= first), month[covered], nothing)
        ),
        f"covered_to_end{suffix}": pd.Series(~fails, dtype="boolean").where(known),
        f"trough{suffix}": trough,
        f"trough_month{suffix}": _as_days(np.where(known, month[lowest], nothing)),
        f"lacking{suffix}": np.where(
            known, np.where(fails, np.maximum(-at_end[judged], 0.0) + 0.0, 0.0), np.nan
        ),
        f"lacking_on{suffix}": _as_days(np.where(known & fails, ends[judged], nothing)),
    }


def _earliest(which: NDArray[np.bool_], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row of each curve's first True; beyond every row where there is none."""
    rows = np.where(which, np.arange(len(which)), np.iinfo(np.int64).max)
    return np.minimum.reduceat(rows, first) if len(first) else rows


def _as_days(months: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    return months.astype(_DAY).astype("datetime64[s]")


@dataclass(frozen=True, slots=True)
class Plane:
    """Months of several communities side by side: community × month since its own opening.

    Attributes:
        opening: from `openings`, one row per community.
        scenarios: their ids.
        first: (n,) number of each community's first month, counted from January 1970.
        length: (n,) months of each curve.
    """

    opening: pd.DataFrame
    scenarios: pd.Index[str]
    first: NDArray[np.int64]
    length: NDArray[np.int64]

    @classmethod
    def of(cls, flows: pd.DataFrame, opening: pd.DataFrame) -> Plane:
        """Lay out the months of each opening, for every scenario the flows know."""
        kept = opening[opening["since"] <= opening["until"]].reset_index(drop=True)
        first = _month(kept["since"])
        return cls(kept, pd.Index(pd.unique(flows["scenario"])), first, _month(kept["until"]) - first + 1)

    @property
    def width(self) -> int:
        """Months of the longest curve."""
        return int(self.length.max(initial=0))

    def receipts(self, flows: pd.DataFrame) -> pd.DataFrame:
        """Place what comes in; money whose day is unknown is unknown from the first month on."""
        placed = self._placed(flows)
        sure = placed["day"].notna()
        amount = placed["amount"].where(sure | (placed["amount"] == 0))
        return placed.assign(
            amount=amount, scenario_at=self.scenarios.get_indexer(pd.Index(placed["scenario"]))
        )

    def payments(self, outlays: pd.DataFrame) -> pd.DataFrame:
        """Place what is paid to the posts."""
        return self._placed(outlays)

    def by_scenario(self, placed: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sum known euros per scenario, community and month; beside, those paid after the contract year's last day."""
        shape = (len(self.scenarios), len(self.opening), self.width)
        at = placed["scenario_at"].to_numpy(dtype=np.int64) * shape[1] * shape[2] + self._at(placed)
        return self._sums(placed, at, shape)

    def by_community(self, placed: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sum known euros per community and month, as `by_scenario`."""
        return self._sums(placed, self._at(placed), (len(self.opening), self.width))

    def left(self, gained: NDArray[np.float64]) -> NDArray[np.float64]:
        """Follow what is left from the opening, given the euros gained each month."""
        start = self.opening["balance"].to_numpy(dtype=np.float64)[:, None]
        return _to_the_cent(start + np.cumsum(gained, axis=2))

    def unknown(self, placed: pd.DataFrame, *, by_scenario: bool) -> NDArray[np.float64]:
        """Count the missing amounts of each month."""
        missing = placed[placed["amount"].isna()].assign(amount=1.0)
        return (self.by_scenario(missing) if by_scenario else self.by_community(missing))[0]

    def year_ends(self) -> NDArray[np.datetime64]:
        """Last day of the contract year in each month that holds one; (community, month)."""
        after = self.opening["until"].to_numpy(dtype=_DAY) + np.timedelta64(1, "D")
        month = self.first[:, None] + np.arange(self.width)
        to_come = (after.astype(_MONTH).astype(np.int64)[:, None] - month) % 12
        # A year that starts on the first of a month ended in the month before.
        on_first = after == after.astype(_MONTH).astype(_DAY)
        anniversary = (month + np.where(on_first, 1, 0)[:, None]).astype(_MONTH).astype(_DAY)
        ends = anniversary + (after - after.astype(_MONTH).astype(_DAY))[:, None] - np.timedelta64(1, "D")
        held = to_come == np.where(on_first, 1, 0)[:, None]
        held &= ends >= self.opening["since"].to_numpy(dtype=_DAY)[:, None]
        return np.where(held, ends, np.datetime64("NaT", "D"))

    def frame(self, columns: dict[str, NDArray[np.generic]]) -> pd.DataFrame:
        """Turn (scenario, community, month) tables into one row each; (community, month) ones are repeated."""
        inside = self._inside()
        shape = inside.shape
        scenario, community, month = np.nonzero(inside)
        values = {name: np.broadcast_to(table, shape)[inside] for name, table in columns.items()}
        own = self.opening.take(community).reset_index(drop=True)
        values["year_ends"] = values["year_ends"].astype("datetime64[s]")
        return pd.DataFrame(
            {
                "scenario": self.scenarios.take(scenario),
                "community": own["community"],
                "month": _as_days((self.first[community] + month).astype(_MONTH)),
                **values,
                "assumed": own["assumed"],
            }
        )

    def _inside(self) -> NDArray[np.bool_]:
        shape = (len(self.scenarios), len(self.opening), self.width)
        return np.broadcast_to(np.arange(self.width) < self.length[:, None], shape)

    def _placed(self, payments: pd.DataFrame) -> pd.DataFrame:
        """Keep what falls between the opening and the end; add community_at and month_at."""
        at = pd.Index(self.opening["community"]).get_indexer(pd.Index(payments["community"]))
        mine = payments[at >= 0].assign(community_at=at[at >= 0])
        own = self.opening.take(mine["community_at"])
        day = mine["day"].to_numpy(dtype=_DAY)
        outside = (day < own["since"].to_numpy(dtype=_DAY)) | (day > own["until"].to_numpy(dtype=_DAY))
        month = np.where(np.isnat(day), 0, _month(mine["day"]) - self.first[mine["community_at"]])
        inside: pd.DataFrame = mine.assign(month_at=month).loc[~outside]
        return inside

    def _at(self, placed: pd.DataFrame) -> NDArray[np.int64]:
        place = placed["community_at"] * self.width + placed["month_at"]
        return place.to_numpy(dtype=np.int64)

    def _sums(
        self, placed: pd.DataFrame, at: NDArray[np.int64], shape: tuple[int, ...]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        euros = np.nan_to_num(placed["amount"].to_numpy(dtype=np.float64))
        ends = self.year_ends()[placed["community_at"], placed["month_at"]]
        late = placed["day"].to_numpy(dtype=_DAY) > ends
        size = int(np.prod(shape))
        sums = np.bincount(at, weights=euros, minlength=size).astype(np.float64)
        after = np.bincount(at[late], weights=euros[late], minlength=size).astype(np.float64)
        return sums.reshape(shape), after.reshape(shape)


def _month(days: pd.Series) -> NDArray[np.int64]:
    return days.to_numpy(dtype=_DAY).astype(_MONTH).astype(np.int64)


def _to_the_cent(euros: NDArray[np.float64]) -> NDArray[np.float64]:
    """Drop the noise of sums of floats, far below a cent, so that zero is zero."""
    return np.asarray(np.round(euros, 2) + 0.0)
