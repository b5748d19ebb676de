"""Contract years: they run from one anniversary of the signature to the next."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

FIRST_YEAR, LAST_YEAR = 1900, 9999  # below, a « year » is a rank in the contract; above, a slip of the key


def contract_starts(communities: pd.DataFrame, years: pd.DataFrame) -> pd.Series:
    """Give the first day of each contract year: the anniversary of the signature in that calendar year.

    A contract signed on 29 February starts its later years on 1 March, leap years included: its years then follow
    each other without gap or overlap.

    Args:
        communities: community, signed (day). One row per community; of several, the first counts.
        years: community, year (calendar year in which the contract year starts).

    Returns:
        Days, aligned with `years`; NaT when the community or its signature is unknown, or when the year is missing
        or not a calendar year.
    """
    signatures = communities.drop_duplicates("community").set_index("community")["signed"]
    signed = signatures.reindex(years["community"]).set_axis(years.index).astype("datetime64[s]")
    year = years["year"].astype("Int64")
    usable = (signed.notna() & year.between(FIRST_YEAR, LAST_YEAR)).fillna(value=False).to_numpy(dtype=bool)
    moment = signed[usable].dt
    target = year[usable].to_numpy(dtype="int64")
    leap_day = (moment.month == 2) & (moment.day == 29) & (moment.year != target)
    starts = np.full(len(years), np.datetime64("NaT", "s"))
    month = np.where(leap_day, 3, moment.month)
    months = ((target - FIRST_YEAR) * 12 + month - 1).astype("timedelta64[M]") + np.datetime64(
        str(FIRST_YEAR), "M"
    )
    day = np.where(leap_day, 1, moment.day)
    starts[usable] = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    return pd.Series(starts, index=years.index, name="starts")


def contract_span(start: dt.date) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the contract year that begins on `start`."""
    first = dt.date(start.year, start.month, start.day)
    leap_day = (first.month, first.day) == (2, 29)
    after = dt.date(first.year + 1, 3, 1) if leap_day else first.replace(year=first.year + 1)
    return first, after - dt.timedelta(days=1)
