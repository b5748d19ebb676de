"""What was seen before: how often steps were reached by the same line, and by others of its kind."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.foresight.tails import Floats
    from aci_model.funding.schedules import Schedules
    from aci_model.reading.dossier import Dossier

_NO_YEAR = -1


@dataclass(frozen=True, slots=True)
class Seen:
    """Counts for n lines of at most k steps."""

    hits: Floats  # (n, k) past years of the same line that got as far as this step
    tries: Floats  # (n,) its past years with a result
    other_hits: Floats  # (n, k) results of other lines of its kind that got as far
    other_tries: Floats  # (n,)


def same(lines: pd.DataFrame) -> pd.Series:
    """Name the line a row is a year of: community, mission and label; missing without a label."""
    label = lines["label"].str.strip().str.casefold()
    return lines["community"] + "\n" + lines["mission"] + "\n" + label


def seen(dossier: Dossier, lines: pd.DataFrame, plan: Schedules, *, this_year: bool) -> Seen:
    """Count past results, each walked against the schedule of its own year.

    Args:
        dossier: its history tells of years that have no line: walked against the line's own schedule.
        lines: lines with their result.
        plan: their schedules, in the same order.
        this_year: whether a line's own year counts as past.
    """
    about = pd.DataFrame(
        {
            "place": np.arange(len(lines)),
            "line": same(lines),
            "kind": _kinds(lines),
            "year": lines["year"].fillna(_NO_YEAR).astype("int64").to_numpy(),
        }
    )
    results = plan.turned(lines["result"])
    with np.errstate(invalid="ignore"):  # a line without a step has gone nowhere
        got = plan.reached(results) / plan.steps
    told = about.assign(got=np.where(plan.complete & ~np.isnan(results), got, np.nan)).dropna(subset=["got"])
    own = _pairs(about, told, "line", this_year=this_year)
    others = _pairs(about, told, "kind", this_year=this_year)
    others = others[~(others["line"] == others["line_seen"]) & (others["place"] != others["place_seen"])]
    own = pd.concat([own, _from_history(dossier.history, about, told, plan)], ignore_index=True)
    alone = about[about["line"].isna()] if this_year else about.iloc[:0]
    own = pd.concat([own, alone.merge(told[["place", "got"]], on="place")], ignore_index=True)
    hits, tries = _counted(own, plan)
    other_hits, other_tries = _counted(others, plan)
    return Seen(hits, tries, other_hits, other_tries)


def _kinds(lines: pd.DataFrame) -> pd.Series:
    """What makes lines alike within a community: how they are measured, and whether they count or describe."""
    return lines["community"] + "\n" + lines["kind"] + "\n" + lines["nature"].fillna("")


def _pairs(about: pd.DataFrame, told: pd.DataFrame, key: str, *, this_year: bool) -> pd.DataFrame:
    """Pair each line with the results of its past that share a key."""
    pairs = about.dropna(subset=[key]).merge(told.dropna(subset=[key]), on=key, suffixes=("", "_seen"))
    past = (pairs["year_seen"] < pairs["year"]) & (pairs["year_seen"] != _NO_YEAR)
    if this_year:
        past |= pairs["year_seen"] == pairs["year"]
    return pairs[past]


def _from_history(
    history: pd.DataFrame, about: pd.DataFrame, told: pd.DataFrame, plan: Schedules
) -> pd.DataFrame:
    """Results of earlier years that only the history tells, walked against the line's schedule."""
    known = history.dropna(subset=["label", "mission", "result", "year"])
    known = pd.DataFrame(
        {"line": same(known), "year": known["year"].astype("int64"), "result": known["result"]}
    ).drop_duplicates(["line", "year"], keep="last")
    lined = told[["line", "year"]].drop_duplicates().assign(lined=True)
    known = known.merge(lined, on=["line", "year"], how="left")
    known = known[known["lined"].isna()].drop(columns="lined")
    pairs = about.dropna(subset=["line"]).merge(known, on="line", suffixes=("", "_seen"))
    pairs = pairs[(pairs["year_seen"] < pairs["year"]) | (pairs["year"] == _NO_YEAR)]
    place = pairs["place"].to_numpy()
    mine = replace(plan, **{one.name: getattr(plan, one.name)[place] for one in fields(plan)})
    got = mine.reached(mine.turned(pairs["result"])) / np.maximum(mine.steps, 1)
    return pairs.assign(got=np.where(mine.complete, got, np.nan)).dropna(subset=["got"])


def _counted(pairs: pd.DataFrame, plan: Schedules) -> tuple[Floats, Floats]:
    """Count per line the results, and per step those that got as far: as a share of all steps of their year."""
    place = pairs["place"].to_numpy(dtype=np.intp)
    most = plan.thresholds.shape[1]
    share = np.arange(1, most + 1) / np.maximum(plan.steps, 1)[:, None]
    far: NDArray[np.bool_] = pairs["got"].to_numpy(dtype=np.float64)[:, None] >= share[place] - 1e-9
    hits = np.zeros((len(plan.steps), most))
    np.add.at(hits, place, far)
    return hits, np.bincount(place, minlength=len(plan.steps)).astype(np.float64)
