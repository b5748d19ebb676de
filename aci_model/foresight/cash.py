"""The treasury month by month: what comes in, what the posts cost, what is left, and until when it is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model.foresight.plane import Plane, as_days, to_the_cent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.foresight.plane import Bills, Floats, Placed, Receipts
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
    plane = Plane.of(opening)
    received, bills = plane.receipts(flows), plane.bills(outlays)
    return plane.frame(received.scenarios, curves(plane, received, bills))


def curves(plane: Plane, received: Receipts, bills: Bills) -> dict[str, NDArray[Any]]:
    """Give the columns of `cash` as tables: scenario × community × month, one scenario where all are alike."""
    count = len(received.scenarios)
    income, late_income, unknown = _in_and_late(plane, received.placed, count)
    firm, late_firm, unknown_firm = _in_and_late(plane, bills.firm)
    soft, late_soft, unknown_soft = _in_and_late(plane, bills.soft)
    balance, balance_firm = plane.left(income - firm - soft), plane.left(income - firm)
    closing = ~np.isnat(plane.ends)
    return {
        "inflow": income,
        "firm": firm,
        "soft": soft,
        "balance": balance,
        "balance_firm": balance_firm,
        "unknown": np.cumsum(unknown, axis=2) > 0,
        "unknown_out": np.cumsum(unknown_firm + unknown_soft, axis=2) > 0,
        "year_ends": plane.ends.astype("datetime64[s]"),
        "at_end": np.where(closing, to_the_cent(balance - late_income + late_firm + late_soft), np.nan),
        "at_end_firm": np.where(closing, to_the_cent(balance_firm - late_income + late_firm), np.nan),
    }


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
            "first_month": as_days(month[first]),
            "end_month": as_days(month[last]),
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
        f"last_covered_month{suffix}": as_days(np.where(known & (covered >= first), month[covered], nothing)),
        f"covered_to_end{suffix}": pd.Series(~fails, dtype="boolean").where(known),
        f"trough{suffix}": trough,
        f"trough_month{suffix}": as_days(np.where(known, month[lowest], nothing)),
        f"lacking{suffix}": np.where(
            known, np.where(fails, np.maximum(-at_end[judged], 0.0) + 0.0, 0.0), np.nan
        ),
        f"lacking_on{suffix}": as_days(np.where(known & fails, ends[judged], nothing)),
    }


def _earliest(which: NDArray[np.bool_], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row of each curve's first True; beyond every row where there is none."""
    rows = np.where(which, np.arange(len(which)), np.iinfo(np.int64).max)
    return np.minimum.reduceat(rows, first) if len(first) else rows


def _in_and_late(plane: Plane, placed: Placed, scenarios: int = 1) -> tuple[Floats, Floats, Floats]:
    """Known euros of each month, those among them after the contract year's last day, and how many are unknown."""
    unknown, euros = np.isnan(placed.euros), np.nan_to_num(placed.euros)
    late = np.where(placed.late, euros, 0.0)
    lacking = unknown.astype(np.float64)
    known, after, count = (plane.sums(placed, each, scenarios) for each in (euros, late, lacking))
    return known, after, count
