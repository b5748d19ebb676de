"""Giving an objective up: why, what it leaves, what it frees, and from which day effort could no longer pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

DAYS_A_YEAR = 365  # calendar days over which a year's capacity is spread
_NO_EFFORT, _NO_CAPACITY = "jours de l’objectif", "capacité de l’équipe en jours par an"
_NO_DAY = {  # whether the day of signature is known -> what would give the day
    False: "date limite, ou date de signature du contrat",
    True: "date limite, ou année de la ligne",
}


def no_return(
    candidates: pd.DataFrame, capacity: float | None, ends: dt.date | None, *, signed: bool = False
) -> pd.DataFrame:
    """Find the last day on which starting an objective can still pay.

    It is the objective's deadline, else the last day of the contract year, less the calendar days its effort takes
    a team that gives this objective all its time, at its pace over the year: effort × 365 ÷ capacity, rounded up.

    Args:
        candidates: effort in days, deadline.
        capacity: days the team can give in a year; None or missing: unknown.
        ends: last day of the contract year; None or missing: unknown.
        signed: whether the day of signature is known; an end still unknown then lacks the year.

    Returns:
        Indexed like `candidates`: until (the deadline used), takes (calendar days), no_return (day), lacks (what
        to fill in to know it, in French). Missing where effort, capacity (or a capacity of 0) or deadline is unknown.
    """
    last = pd.Series(pd.Timestamp(ends) if ends is not None else pd.NaT, index=candidates.index)
    until = candidates["deadline"].fillna(last.astype("datetime64[s]")).astype("datetime64[s]")
    pace = np.nan if capacity is None or pd.isna(capacity) or capacity <= 0 else float(capacity)
    # 1e-9: 7,3 × 365 ÷ 73 is 36,500000000000004, not 37 days.
    takes = np.ceil(candidates["effort"] * DAYS_A_YEAR / pace - 1e-9)
    lacking = {
        _NO_EFFORT: candidates["effort"].isna(),
        _NO_CAPACITY: pd.Series(np.isnan(pace), index=candidates.index),
        _NO_DAY[signed]: until.isna(),
    }
    return pd.DataFrame(
        {
            "until": until,
            "takes": takes,
            "no_return": (until - pd.to_timedelta(takes, unit="D")).astype("datetime64[s]"),
            "lacks": _joined(pd.DataFrame(lacking)),
        }
    )


def abandonment(
    candidates: pd.DataFrame,
    capacity: float | None,
    ends: dt.date | None,
    *,
    considered: Sequence[int] = (),
    signed: bool = False,
) -> pd.DataFrame:
    """Say what giving objectives up leaves and frees.

    Args:
        candidates: columns of `CANDIDATES`, their chances as if nothing had been given up.
        capacity: see `no_return`.
        ends: see `no_return`.
        considered: candidates not given up yet, which the person thinks of.
        signed: see `no_return`.

    Returns:
        One row per objective given up or considered, in the frame's order: candidate, line, mission, label, cause (an
        id of words.toml; missing when only considered), abandoned_on, ceiling and expected (euros
        given up, at most and on average; missing when unknown), freed (days), and the columns of `no_return`.
    """
    rows = candidates[candidates["abandon"].notna() | candidates["candidate"].isin(list(considered))]
    told = rows[["candidate", "line", "community", "mission", "label"]].assign(
        cause=rows["abandon"],
        abandoned_on=rows["abandoned_on"],
        ceiling=rows["amount"],
        expected=rows["expected"],
        freed=rows["effort"],
    )
    return pd.concat([told, no_return(rows, capacity, ends, signed=signed)], axis=1).reset_index(drop=True)


def _joined(lacking: pd.DataFrame) -> pd.Series:
    """Name the columns that hold, row by row, joined by a comma; missing where none does."""
    words = lacking.to_numpy() @ np.array([f"{name}\n" for name in lacking.columns], dtype=object)
    joined = pd.Series(words, index=lacking.index, dtype="str").str.removesuffix("\n")
    return joined.where(joined != "").str.replace("\n", " ; ", regex=False)
