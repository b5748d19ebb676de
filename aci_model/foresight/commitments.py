"""What a community has committed to spend, year by year, and what its income still covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Months between two payments; a single payment has no rhythm of its own.
_MONTHS = {"mensuel": 1, "trimestriel": 3, "annuel": 12}


def costs(expenses: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Count what each post costs in each contract year.

    Args:
        expenses: frame of `reading.dossier.EXPENSES`.
        years: span, community, year, starts, ends: first and last day of each contract year.

    Returns:
        One row per post and year of its community: span, community, year, post, mission, firm, priority, rank
        (1 is kept longest: firm before flexible, then by priority, then in the file's order), cost in euros.
        A post not said to be flexible is firm: nothing stops unless someone said it may.
        A payment falls on its first day and then every month, quarter or year up to its last day, both
        included; without a first day it starts with the contract year, without a last day it goes on.
        Cost is missing where the amount or the rhythm is unknown.
    """
    firm = expenses["firm"].fillna(value=True).astype("bool")
    order = expenses.assign(firm=firm, soft=~firm).sort_values(
        ["community", "soft", "priority"], kind="stable", na_position="last"
    )
    ranked = order.assign(rank=order.groupby("community").cumcount() + 1).sort_index()
    pairs = ranked.merge(years[["span", "community", "year", "starts", "ends"]], on="community", how="inner")
    first = pairs["start"].fillna(pairs["starts"]).to_numpy(dtype="datetime64[D]")
    stop = pairs["ends"].where(pairs["end"].isna() | (pairs["ends"] < pairs["end"]), pairs["end"])
    last = stop.to_numpy(dtype="datetime64[D]")
    opening = pairs["starts"].to_numpy(dtype="datetime64[D]")
    step = np.array([_MONTHS.get(rhythm, np.nan) for rhythm in pairs["rhythm"]])
    once = (pairs["rhythm"] == "ponctuel").to_numpy()
    after = np.asarray(last + np.timedelta64(1, "D"), dtype="datetime64[D]")
    times = _payments(first, after, step, once) - _payments(first, opening, step, once)
    cost = pairs["amount"].to_numpy(dtype=np.float64) * np.maximum(times, 0.0)
    columns = ["span", "community", "year", "post", "mission", "firm", "priority", "rank"]
    return pairs[columns].assign(cost=cost)


def coverage(costs_: pd.DataFrame, income: pd.DataFrame) -> pd.DataFrame:
    """Tell which posts an income covers, paying them in rank order.

    Args:
        costs_: from `costs`.
        income: span, scenario, income (euros, missing when unknown), from `yearly`.

    Returns:
        The posts under each scenario, with income, before (euros committed ahead of this post), covered (euros of this post
        the income pays) and state (couvert | en partie | non couvert | inconnu), in rank order.
    """
    keys = ["span", "scenario"]
    both = costs_.merge(income[[*keys, "income"]], on="span", how="inner")
    both = both.sort_values([*keys, "rank"], kind="stable", ignore_index=True)
    running = both.groupby(keys, dropna=False, sort=False)["cost"]
    unknown = both["cost"].isna().groupby([both[key] for key in keys], dropna=False, sort=False).cummax()
    after = running.cumsum().where(~unknown)
    before = after - both["cost"]
    covered = both["cost"].clip(upper=(both["income"] - before).clip(lower=0.0))
    covered = covered.where(both["income"].notna() & before.notna())
    names = ["inconnu", "couvert", "en partie"]
    state = np.select([covered.isna(), covered >= both["cost"] - 0.005, covered > 0], names, "non couvert")
    return both.assign(before=before, covered=covered, state=pd.Series(state, dtype="str"))


def _payments(
    first: NDArray[np.datetime64],
    before: NDArray[np.datetime64],
    step: NDArray[np.float64],
    once: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Count the payments that fall before a day; NaN where the rhythm or a day is unknown."""
    latest = before - np.timedelta64(1, "D")
    started = latest >= first
    months = (latest.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(np.float64)
    months -= _day_of_month(latest) < _day_of_month(first)
    regular = np.floor(months / step) + 1
    counted = np.where(once, 1.0, regular)
    known = (once | ~np.isnan(step)) & ~np.isnat(before) & ~np.isnat(first)
    return np.where(known, np.where(started, counted, 0.0), np.nan)


def _day_of_month(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    # A 29th, 30th or 31st falls on the 28th of a shorter month: the count over a year is the same.
    day = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    return np.asarray(np.minimum(day, 27), dtype=np.int64)
