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
    start = plane.opening["balance"].to_numpy(dtype=np.float64)[:, None]
    income, late_income = plane.by_scenario(received)
    firm, late_firm = plane.by_community(paid[paid["firm"]])
    soft, late_soft = plane.by_community(paid[~paid["firm"]])
    balance = _to_the_cent(start + np.cumsum(income - firm - soft, axis=2))
    balance_firm = _to_the_cent(start + np.cumsum(income - firm, axis=2))
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
        cash_: from `cash`.

    Returns:
        One row per scenario and community: scenario, community, first_month, end_month (of the curve), unknown and
        unknown_out (some amount is unknown by the month that decides), assumed, and for every post, then for
        firm posts alone with the suffix _firm: last_covered_month (the last month that closes at zero or above, as do
        all before; missing when the first one does not), covered_to_end, trough (euros left at the lowest), trough_month,
        lacking (euros missing on the last day of the contract year in which the money first runs out, 0 when it
        is back by then or never runs out), lacking_on (that day). Missing where the balance is.
    """
    groups = cash_.groupby(_KEYS, sort=False)
    table = groups.agg(first_month=("month", "min"), end_month=("month", "max"), assumed=("assumed", "first"))
    table = table.join(_milestones(cash_, "")).join(_milestones(cash_, "_firm"))
    decides = table["last_covered_month"] + pd.DateOffset(months=1)
    decides = decides.fillna(table["first_month"]).rename("decides")
    until = cash_[_KEYS].merge(decides.reset_index(), on=_KEYS, how="left")["decides"]
    by_then = cash_[cash_["month"].to_numpy() <= until.to_numpy()]
    flags = by_then.groupby(_KEYS, sort=False)[["unknown", "unknown_out"]].any()
    return table.join(flags).reset_index()


def _milestones(cash_: pd.DataFrame, suffix: str) -> pd.DataFrame:
    keys = [cash_[key] for key in _KEYS]

    def of(column: pd.Series, how: str) -> pd.Series:
        return column.groupby(keys, sort=False).agg(how)

    month, balance = cash_["month"], cash_[f"balance{suffix}"]
    under = of(month.where(balance < 0), "min")
    first, last, known = of(month, "min"), of(month, "max"), of(balance.notna(), "all")
    trough = of(balance, "min")
    lowest = month.where(balance == balance.groupby(keys, sort=False).transform("min"))
    since = month.where(balance < 0).groupby(keys, sort=False).transform("min")
    # The month's close is judged, so a contract year that ended earlier in that month is not the one short of money.
    after = cash_["year_ends"] >= since + pd.DateOffset(months=1) - pd.DateOffset(days=1)
    after |= since.notna() & (
        month == month.groupby(keys, sort=False).transform("max")
    )  # the curve ends that day
    at_end = of(cash_[f"at_end{suffix}"].where(after), "first")
    covered = (under - pd.DateOffset(months=1)).where(under > first)
    return pd.DataFrame(
        {
            f"last_covered_month{suffix}": covered.where(under.notna(), last).where(known),
            f"covered_to_end{suffix}": under.isna().astype("boolean").where(known),
            f"trough{suffix}": trough,
            f"trough_month{suffix}": of(lowest, "min"),
            f"lacking{suffix}": (-at_end).clip(lower=0.0).where(under.notna(), 0.0).where(known),
            f"lacking_on{suffix}": of(cash_["year_ends"].where(after), "first"),
        }
    )


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
                "month": (self.first[community] + month).astype(_MONTH).astype("datetime64[s]"),
                **values,
                "assumed": own["assumed"],
            }
        )

    def table(self, rows: pd.DataFrame, column: str) -> NDArray[np.float64]:
        """Turn a column of `frame` back into a (scenario, community, month) table, missing beyond each curve."""
        inside = self._inside()
        values = np.full(inside.shape, np.nan)
        values[inside] = rows[column].to_numpy(dtype=np.float64)
        return values

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
