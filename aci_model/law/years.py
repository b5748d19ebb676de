"""Contract years: they run from one anniversary of the signature to the next."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

FIRST_YEAR, LAST_YEAR = 1900, 9999  # below, a « year » is a rank in the contract; above, a slip of the key
_EPOCH = 1970  # numpy counts months from January of that year


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
    known = communities.drop_duplicates("community")
    at = pd.Index(known["community"]).get_indexer(pd.Index(years["community"]))
    days = np.append(known["signed"].to_numpy(dtype="datetime64[D]"), np.datetime64("NaT", "D"))
    year = years["year"].to_numpy(dtype=np.float64, na_value=np.nan)
    signed = days[at]  # at -1, the one who never signed
    usable = ~np.isnat(signed) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    signed, target = signed[usable], year[usable].astype(np.int64) - _EPOCH
    months = signed.astype("datetime64[M]")
    day = signed - months.astype("datetime64[D]")
    month = months.astype(np.int64) % 12
    leap_day = (month == 1) & (day == np.timedelta64(28, "D")) & (months.astype(np.int64) // 12 != target)
    first = (target * 12 + np.where(leap_day, 2, month)).astype("datetime64[M]").astype("datetime64[D]")
    starts = np.full(len(years), np.datetime64("NaT", "s"))
    starts[usable] = first + np.where(leap_day, np.timedelta64(0, "D"), day)
    return pd.Series(starts, index=years.index, name="starts")


def contract_span(start: dt.date) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the contract year that begins on `start`."""
    first = dt.date(start.year, start.month, start.day)
    leap_day = (first.month, first.day) == (2, 29)
    after = dt.date(first.year + 1, 3, 1) if leap_day else first.replace(year=first.year + 1)
    return first, after - dt.timedelta(days=1)
