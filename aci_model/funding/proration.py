"""How much of a contract year a mission is deployed: its fixe is due for that share (ACI.md §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.funding.calendar.rules import due_at_signature
from aci_model.law.years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from aci_model.funding.schedules import Floats
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier


def contract_years_days(communities: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Give the first and last day of each contract year.

    Args:
        communities: community, signed.
        years: community, year (calendar year in which the contract year starts).

    Returns:
        starts, ends, aligned with `years`: from anniversary to anniversary; the calendar year where the signature is
        unknown; NaT without a calendar year. Each year ends the day before the next one starts.
    """
    both = pd.DataFrame(
        {
            "community": pd.concat([years["community"]] * 2, ignore_index=True),
            "year": pd.concat([years["year"], years["year"] + 1], ignore_index=True),
        }
    )
    first_days = _first_days(communities, both).to_numpy(dtype="datetime64[s]")
    starts, following = first_days[: len(years)], first_days[len(years) :]
    ends = following - np.timedelta64(1, "D")
    return pd.DataFrame({"starts": starts, "ends": ends}, index=years.index)


def deployed(rows: pd.DataFrame, dossier: Dossier, law: Law) -> pd.DataFrame:
    """Tell the share of each contract year after its mission began.

    Args:
        rows: community, year, mission.
        dossier: its starts give the missions' first days.
        law: the missions deployed at the signature itself, which are never prorated.

    Returns:
        deployed_from (day, NaT when unknown) and deployed (0–1), aligned with `rows`: days from the mission's first
        day to the end of the year, both included / days of the year; 1 when that day or the year is unknown; 0 when
        the mission begins after the year.
    """
    if dossier.starts.empty:  # most files: no date to look up
        return pd.DataFrame({"deployed_from": pd.NaT, "deployed": 1.0}, index=rows.index).astype(
            {"deployed_from": "datetime64[s]"}
        )
    known = dossier.starts.drop_duplicates(["community", "mission"])
    began = known.set_index(["community", "mission"])["start"]
    day = began.reindex(pd.MultiIndex.from_frame(rows[["community", "mission"]])).to_numpy("datetime64[D]")
    day = np.where(due_at_signature(law, rows["mission"]), np.datetime64("NaT", "D"), day)
    place = rows.groupby(["community", "year"], dropna=False, sort=False).ngroup().to_numpy()
    span = contract_years_days(dossier.communities, rows.drop_duplicates(["community", "year"]))
    opening, closing = (span[name].to_numpy("datetime64[D]")[place] for name in ("starts", "ends"))
    one = np.timedelta64(1, "D")
    share = ((closing - np.maximum(day, opening) + one) / (closing - opening + one)).clip(0.0, 1.0)
    return pd.DataFrame(
        {"deployed_from": day.astype("datetime64[s]"), "deployed": np.where(np.isnan(share), 1.0, share)},
        index=rows.index,
    )


def prorated(ceiling: Floats, share: Floats) -> Floats:
    """Give the euros due for a share of a year; nothing is due for no day, be the ceiling known or not."""
    return np.where(share == 0, 0.0, ceiling * share)


def _first_days(communities: pd.DataFrame, years: pd.DataFrame) -> pd.Series:
    starts = texts.contract_starts(communities, years)
    year = years["year"].astype("Int64")
    usable = year.between(FIRST_YEAR, LAST_YEAR).fillna(value=False).to_numpy(dtype=bool)
    calendar = (year.where(usable, FIRST_YEAR).to_numpy(dtype="int64") - 1970).astype("datetime64[Y]")
    january = np.where(usable, calendar.astype("datetime64[s]"), np.datetime64("NaT", "s"))
    return starts.fillna(pd.Series(january, index=years.index))
