"""Which flexible posts stop when the money runs short, in which order, when, and what that saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.cash import Plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEYS = ["scenario", "community"]


def stops(flows: pd.DataFrame, outlays: pd.DataFrame, opening: pd.DataFrame) -> pd.DataFrame:
    """Stop flexible posts one after the other, the least kept first, until the money is enough or none is left.

    A post stops on the first month that would close below zero with the posts still running; from that month on
    nothing more is paid to it, even where its next payment comes later. Firm posts never stop. A post with nothing
    left to pay has nothing to stop. Nobody looks ahead: a post runs as long as the money of the month is there.

    Args:
        flows: as for `cash.cash`.
        outlays: from `commitments.outlays`.
        opening: from `cash.openings`.

    Returns:
        One row per scenario, community and flexible post paid within the curve, in the order in which they stop:
        scenario, community, post, mission, rank, order (1, 2…; missing when it does not stop), stops_on (month,
        missing when it does not stop), saved (euros no longer paid up to the end; missing when its cost or the
        opening balance is unknown), gained (months of cover the stop adds; missing with the balance).
    """
    plane = Plane.of(flows, opening)
    paid = plane.payments(outlays)
    soft = paid[~paid["firm"]]
    turns = _turns(soft)
    cost, bills, unknown = _tables(plane, soft, turns)
    left = plane.left(plane.by_scenario(plane.receipts(flows))[0] - plane.by_community(paid)[0])
    shape = (len(cost), len(plane.scenarios), len(plane.opening))
    short, gained = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    stopped, saved = np.zeros(shape, dtype=np.bool_), np.zeros(shape)
    for turn in range(len(cost)):
        short[turn] = _first_below_zero(left, plane.length)
        stopped[turn] = (short[turn] < plane.length) & (_from(bills[turn], short[turn]) > 0)
        known = _from(unknown[turn], short[turn]) == 0
        saved[turn] = np.where(stopped[turn], np.where(known, _from(cost[turn], short[turn]), np.nan), 0.0)
        since = np.arange(plane.width) >= np.where(stopped[turn], short[turn], plane.width)[..., None]
        left = np.round(left + np.cumsum(np.where(since, cost[turn], 0.0), axis=2), 2)
        gained[turn] = _first_below_zero(left, plane.length) - short[turn]
    return _laid_out(plane, turns, stopped=stopped, short=short, saved=saved, gained=gained)


def relieved(cash_: pd.DataFrame, outlays: pd.DataFrame, stops_: pd.DataFrame) -> pd.DataFrame:
    """Add what is left each month once the posts that stop have stopped.

    Args:
        cash_: from `cash.cash`.
        outlays: from `commitments.outlays`.
        stops_: from `stops`, of the same flows, outlays and opening.

    Returns:
        The rows of `cash_` with balance_relieved (euros).
    """
    stopped = stops_.loc[stops_["stops_on"].notna(), [*_KEYS, "rank", "stops_on"]]
    unpaid = outlays[["community", "rank", "month", "amount"]].merge(stopped, on=["community", "rank"])
    unpaid = unpaid[unpaid["month"] >= unpaid["stops_on"]]
    saved = unpaid.groupby([*_KEYS, "month"], as_index=False)["amount"].sum()
    each = cash_[[*_KEYS, "month"]].merge(saved, on=[*_KEYS, "month"], how="left")["amount"].fillna(0.0)
    running = each.groupby([cash_[key].to_numpy() for key in _KEYS], sort=False).cumsum()
    return cash_.assign(balance_relieved=(cash_["balance"] + running.to_numpy()).round(2))


def _turns(soft: pd.DataFrame) -> pd.DataFrame:
    """Give each flexible post its turn to stop in its community: 0 for the one kept least."""
    posts = soft.drop_duplicates(["community_at", "rank"])[["community_at", "rank", "post", "mission"]]
    posts = posts.sort_values(["community_at", "rank"], ascending=[True, False], ignore_index=True)
    return posts.assign(turn=posts.groupby("community_at").cumcount())


def _tables(
    plane: Plane, soft: pd.DataFrame, turns: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Euros, payments and payments of unknown amount per turn, community and month."""
    keys = ["community_at", "rank"]
    turn = soft[keys].merge(turns, on=keys, how="left")["turn"].to_numpy(dtype=np.int64)
    shape = (int(turns["turn"].max()) + 1 if len(turns) else 0, len(plane.opening), plane.width)
    at = (turn * shape[1] + soft["community_at"].to_numpy()) * shape[2] + soft["month_at"].to_numpy()
    euros = soft["amount"].to_numpy(dtype=np.float64)

    def summed(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.bincount(at, weights=weights, minlength=int(np.prod(shape)))
        return sums.astype(np.float64).reshape(shape)

    return summed(np.nan_to_num(euros)), summed(np.ones(len(at))), summed(np.isnan(euros).astype(np.float64))


def _first_below_zero(left: NDArray[np.float64], length: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of the first month that closes below zero; the number of months when none does."""
    below = left < 0
    return np.where(below.any(axis=2), below.argmax(axis=2), length)


def _from(table: NDArray[np.float64], month: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sum each community's row of a (community, month) table from a month on, per scenario."""
    remaining = np.cumsum(table[:, ::-1], axis=1)[:, ::-1]
    remaining = np.concatenate([remaining, np.zeros((len(table), 1))], axis=1)
    return np.asarray(np.round(remaining[np.arange(len(table)), month], 2))


def _laid_out(
    plane: Plane,
    turns: pd.DataFrame,
    *,
    stopped: NDArray[np.bool_],
    short: NDArray[np.int64],
    saved: NDArray[np.float64],
    gained: NDArray[np.int64],
) -> pd.DataFrame:
    """One row per scenario and post, in the order in which they would stop."""
    scenario = np.repeat(np.arange(len(plane.scenarios)), len(turns))
    posts = turns.take(np.tile(np.arange(len(turns)), len(plane.scenarios))).reset_index(drop=True)
    community = posts["community_at"].to_numpy(dtype=np.int64)
    at = (posts["turn"].to_numpy(dtype=np.int64), scenario, community)
    own = plane.opening.take(community).reset_index(drop=True)
    known = own["balance"].notna()
    month = (plane.first[community] + short[at]).astype("datetime64[M]").astype("datetime64[s]")
    table = pd.DataFrame(
        {
            "scenario": plane.scenarios.take(scenario),
            "community": own["community"],
            **{name: posts[name] for name in ("post", "mission", "rank")},
            "stops_on": pd.Series(month).where(stopped[at]),
            "saved": pd.Series(saved[at]).where(known),
            "gained": pd.Series(gained[at], dtype="Int64").where(known),
        }
    )
    stops_ = table["stops_on"].notna()
    order = stops_.groupby([table[key] for key in _KEYS], sort=False).cumsum().astype("Int64")
    table.insert(5, "order", order.where(stops_))
    return table
