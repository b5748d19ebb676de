"""What a community has committed to spend, year by year, and what its income still covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Months between two payments; a single payment has no rhythm of its own.
_MONTHS = {"mensuel": 1, "trimestriel": 3, "annuel": 12}
_POST = ["community", "post", "mission", "amount", "rhythm", "start", "end", "firm", "priority"]
_OUTLAYS = ["community", "month", "day", "post", "mission", "firm", "rank", "amount"]


def ranked(expenses: pd.DataFrame) -> pd.DataFrame:
    """Put the posts of each community in the order in which they are kept.

    Args:
        expenses: frame of `reading.dossier.EXPENSES`.

    Returns:
        The same rows with firm filled (a post not said to be flexible is firm: nothing stops unless someone said
        it may) and rank: 1 is kept longest, firm before flexible, then by priority, then in the file's order.
    """
    firm = expenses["firm"].fillna(value=True).astype("bool")
    order = expenses.assign(firm=firm, soft=~firm).sort_values(
        ["community", "soft", "priority"], kind="stable", na_position="last"
    )
    return order.assign(rank=order.groupby("community").cumcount() + 1).sort_index().drop(columns="soft")


def costs(expenses: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Count what each post costs in each contract year.

    Args:
        expenses: frame of `reading.dossier.EXPENSES`.
        years: span, community, year, ahead, starts, ends: first and last day of each contract year.

    Returns:
        One row per post and year of its community: span, community, year, post, mission, firm, priority, rank (see
        `ranked`), cost in euros.
        A payment falls on its first day and then every month, quarter or year up to its last day, both
        included; the 31st falls on the last day of a shorter month. Without a first day a post starts with the
        first of these years, and a single payment with this one; without a last day it goes on.
        Cost is missing where the amount or the rhythm is unknown, 0 where nothing can fall in the year.
    """
    posts = _dated(ranked(expenses), years)
    pairs = posts.merge(years[["span", "community", "year", "starts", "ends"]], on="community", how="inner")
    first = pairs["first"].to_numpy(dtype="datetime64[D]")
    stop = pairs["ends"].where(pairs["end"].isna() | (pairs["ends"] < pairs["end"]), pairs["end"])
    last = stop.to_numpy(dtype="datetime64[D]")
    opening = pairs["starts"].to_numpy(dtype="datetime64[D]")
    step = np.array([_MONTHS.get(rhythm, np.nan) for rhythm in pairs["rhythm"]])
    once = (pairs["rhythm"] == "ponctuel").to_numpy()
    after = np.asarray(last + np.timedelta64(1, "D"), dtype="datetime64[D]")
    times = np.maximum(_payments(first, after, step, once) - _payments(first, opening, step, once), 0.0)
    times = np.where((last < first) | (last < opening), 0.0, times)
    cost = np.where(times == 0, 0.0, pairs["amount"].to_numpy(dtype=np.float64) * times)
    columns = ["span", "community", "year", "post", "mission", "firm", "priority", "rank"]
    return pairs[columns].assign(cost=cost)


def outlays(expenses: pd.DataFrame, years: pd.DataFrame, since: pd.DataFrame | None = None) -> pd.DataFrame:
    """Date every payment of every post, from the first of these years to the end of the last.

    Args:
        expenses: frame of `reading.dossier.EXPENSES`.
        years: community, ahead, starts, ends of the contract years shown; a year without date has no payments.
        since: community, since (day): where the money is counted from an earlier day than these years, posts are
            paid from that day.

    Returns:
        One row per payment: community, month (its first day), day, post, mission, firm, rank (with the community it
        names one post), amount (euros). The rules are those of `costs`, of which this is the dated form. Where the
        rhythm is unknown each month the post runs has one row with a missing amount.
    """
    posts = _between(_dated(ranked(expenses[_POST]), years), years, since)
    regular = (posts["rhythm"] != "ponctuel").to_numpy()
    first, opening, last = (
        posts[name].to_numpy(dtype="datetime64[D]") for name in ("first", "opening", "last")
    )
    # A post whose first day nobody said already ran before the years shown: whole years back keep its rhythm.
    untold = posts["start"].isna().to_numpy() & regular
    back = np.where(untold, np.maximum(_months(first) - _months(opening), 0), 0)
    start = _months(first) - -(-back // 12) * 12
    step = np.array([_MONTHS.get(rhythm, 1) for rhythm in posts["rhythm"]], dtype=np.int64)
    low = np.where(regular, np.maximum((_months(opening) - start) // step, 0), 0)
    high = np.where(regular, (_months(last) - start) // step, 0)
    count = np.maximum(high - low + 1, 0)
    post = np.repeat(np.arange(len(posts)), count)
    turn = low[post] + np.arange(len(post)) - np.repeat(np.cumsum(count) - count, count)
    month = (start[post] + turn * step[post]).astype("datetime64[M]")
    day = _on_day(month, _day_of_month(first)[post])
    kept = (day >= opening[post]) & (day <= last[post])
    paid = posts.take(post[kept])
    return paid.assign(
        month=month[kept].astype("datetime64[s]"),
        day=day[kept].astype("datetime64[s]"),
        amount=paid["amount"].where(paid["rhythm"].isin([*_MONTHS, "ponctuel"])),
    )[_OUTLAYS].reset_index(drop=True)


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


def _dated(posts: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Give each post its first day: as told, else the opening of the years shown, of this one for a single payment."""
    opening = years.groupby("community", sort=False)["starts"].min()
    now = years[years["ahead"] == 0].drop_duplicates("community").set_index("community")["starts"]
    opened = opening.reindex(posts["community"]).set_axis(posts.index)
    current = now.reindex(posts["community"]).set_axis(posts.index).fillna(opened)
    return posts.assign(first=posts["start"].fillna(current.where(posts["rhythm"] == "ponctuel", opened)))


def _between(posts: pd.DataFrame, years: pd.DataFrame, since: pd.DataFrame | None) -> pd.DataFrame:
    """Add the first and the last day on which each post may be paid; posts of communities without dates leave."""
    dated = years.dropna(subset=["starts", "ends"]).groupby("community", sort=False)
    span = dated.agg(opening=("starts", "min"), last=("ends", "max"))
    if since is not None:
        told = since.set_index("community")["since"].reindex(span.index)
        span["opening"] = span["opening"].mask(told < span["opening"], told)
    both = posts.merge(span.reset_index(), on="community", how="inner")
    return both.assign(last=both["last"].mask(both["end"] < both["last"], both["end"]))


def _payments(
    first: NDArray[np.datetime64],
    before: NDArray[np.datetime64],
    step: NDArray[np.float64],
    once: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Count the payments that fall before a day; NaN where the rhythm or a day is unknown."""
    latest = before - np.timedelta64(1, "D")
    started = latest >= first
    due = _on_day(latest.astype("datetime64[M]"), _day_of_month(first))
    months = (_months(latest) - _months(first)).astype(np.float64) - (latest < due)
    counted = np.where(once, 1.0, np.floor(months / step) + 1)
    known = (once | ~np.isnan(step)) & ~np.isnat(before) & ~np.isnat(first)
    return np.where(known, np.where(started, counted, 0.0), np.nan)


def _months(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Number the month a day falls in."""
    return days.astype("datetime64[M]").astype(np.int64)


def _day_of_month(days: NDArray[np.datetime64]) -> NDArray[np.timedelta64]:
    """Days gone since the first of the month."""
    return np.asarray(days - days.astype("datetime64[M]").astype("datetime64[D]"))


def _on_day(month: NDArray[np.datetime64], day: NDArray[np.timedelta64]) -> NDArray[np.datetime64]:
    """Put a day of the month on a month; one that the month lacks falls on its last day."""
    first = month.astype("datetime64[D]")
    last = (month + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(first + day, last), dtype="datetime64[D]")
