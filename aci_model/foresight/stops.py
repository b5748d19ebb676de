"""Which flexible posts stop when the money runs short, in which order, when, and what that saves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.cash import curves
from aci_model.foresight.plane import Plane, as_days

if TYPE_CHECKING:
    from aci_model.foresight.plane import Bills, Flags, Floats, Integers, Receipts


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
    plane = Plane.of(opening)
    received, bills = plane.receipts(flows), plane.bills(outlays)
    tables = curves(plane, received, bills)
    return stopped(plane, received, bills, tables["balance"]).table


def relieved(flows: pd.DataFrame, outlays: pd.DataFrame, opening: pd.DataFrame) -> pd.DataFrame:
    """Follow what is left each month once the posts that stop have stopped.

    Args:
        flows: as for `cash.cash`.
        outlays: from `commitments.outlays`.
        opening: from `cash.openings`.

    Returns:
        The rows of `cash.cash` with balance_relieved (euros).
    """
    plane = Plane.of(opening)
    received, bills = plane.receipts(flows), plane.bills(outlays)
    tables = curves(plane, received, bills)
    left = stopped(plane, received, bills, tables["balance"]).left
    return plane.frame(received.scenarios, {**tables, "balance_relieved": left})


@dataclass(frozen=True, eq=False, slots=True)
class Stopped:
    """What stops: `stops` as a table, and what is then left per scenario, community and month."""

    table: pd.DataFrame
    left: Floats


def stopped(plane: Plane, received: Receipts, bills: Bills, balance: Floats) -> Stopped:
    """Stop posts turn by turn, given what is left each month with every post paid."""
    cost, paid, unknown = _tables(plane, bills)
    shape = (len(cost), *balance.shape[:2])
    short, gained = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    stops_, saved, left = np.zeros(shape, dtype=np.bool_), np.zeros(shape), balance
    month = np.arange(plane.width)
    for turn in range(len(cost)):
        short[turn] = first = _first_below_zero(left, plane.length)
        stops_[turn] = (first < plane.length) & (_from(paid[turn], first) > 0)
        known = _from(unknown[turn], first) == 0
        saved[turn] = np.where(stops_[turn], np.where(known, _from(cost[turn], first), np.nan), 0.0)
        since = month >= np.where(stops_[turn], first, plane.width)[..., None]
        left = np.round(left + np.cumsum(np.where(since, cost[turn], 0.0), axis=2), 2)
        gained[turn] = _first_below_zero(left, plane.length) - first
    table = _laid_out(plane, received, bills, stops=stops_, short=short, saved=saved, gained=gained)
    return Stopped(table, left)


def _tables(plane: Plane, bills: Bills) -> tuple[Floats, Floats, Floats]:
    """Euros, payments and payments of unknown amount per turn, community and month."""
    turn = bills.posts["turn"].to_numpy(dtype=np.int64)
    count = int(turn.max(initial=-1)) + 1
    # Turns are summed as scenarios are.
    by_turn = replace(bills.soft, scenario=turn[bills.post])
    unknown = np.isnan(by_turn.euros)
    weights = (np.nan_to_num(by_turn.euros), np.ones(len(unknown)), unknown.astype(np.float64))
    euros, paid, lacking = (plane.sums(by_turn, each, count) for each in weights)
    return euros, paid, lacking


def _first_below_zero(left: Floats, length: Integers) -> Integers:
    """Number of the first month that closes below zero; the number of months when none does."""
    below = left < 0
    if below.shape[2] == 0:
        return np.broadcast_to(length, below.shape[:2])
    return np.where(below.any(axis=2), below.argmax(axis=2), length)


def _from(table: Floats, month: Integers) -> Floats:
    """Sum each community's row of a (community, month) table from a month on, per scenario."""
    remaining = np.zeros((len(table), table.shape[1] + 1))
    remaining[:, :-1] = np.cumsum(table[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.round(remaining[np.arange(len(table)), month], 2))


def _laid_out(
    plane: Plane,
    received: Receipts,
    bills: Bills,
    *,
    stops: Flags,
    short: Integers,
    saved: Floats,
    gained: Integers,
) -> pd.DataFrame:
    """One row per scenario and post, in the order in which they would stop."""
    scenarios, posts = len(received.scenarios), bills.posts
    post = np.tile(np.arange(len(posts)), scenarios)
    scenario = np.repeat(np.arange(scenarios), len(posts))
    turn, community = (posts[name].to_numpy(dtype=np.int64)[post] for name in ("turn", "community_at"))
    at = (turn, scenario, community)
    known = plane.opening["balance"].notna().to_numpy()[community]
    stops_ = stops[at]
    month = (plane.first[community] + short[at]).astype("datetime64[M]")
    rank_of_stop = np.cumsum(stops, axis=0)[at]
    return pd.DataFrame(
        {
            "scenario": received.scenarios.take(scenario),
            "community": plane.opening["community"].array.take(community),
            **{name: posts[name].array.take(post) for name in ("post", "mission", "rank")},
            "order": pd.arrays.IntegerArray(rank_of_stop.astype(np.int64), ~stops_),
            "stops_on": np.where(stops_, as_days(month), np.datetime64("NaT", "s")),
            "saved": np.where(known, saved[at], np.nan),
            "gained": pd.arrays.IntegerArray(gained[at], ~known),
        }
    )
