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

    Places = NDArray[np.intp]
    Years = NDArray[np.int64]

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
    history = _told_apart(dossier.history)
    key = pd.factorize(pd.concat([same(lines), same(history)], ignore_index=True))[0]
    line, told_key = key[: len(lines)], key[len(lines) :]
    kind = pd.factorize(_kinds(lines))[0]
    year = _years(lines["year"])
    results = plan.turned(lines["result"])
    got = plan.reached(results) / np.maximum(plan.steps, 1)
    known = np.flatnonzero(plan.complete & ~np.isnan(results))

    def past(of: Places, key: Places) -> tuple[Places, Places]:
        """Pair each line with the earlier lines, among `of`, that share its key."""
        where, what = _pairs(key, key[of])
        what = of[what]
        before = (year[what] < year[where]) & (year[what] != _NO_YEAR)
        before |= this_year & (year[what] == year[where])
        return where[before], what[before]

    own_line, own_result = past(known, line)
    kind_line, kind_result = past(known, kind)
    others = (kind_line != kind_result) & ((line[kind_line] != line[kind_result]) | (line[kind_line] < 0))
    nameless = known[line[known] < 0] if this_year else known[:0]
    told_line, told_got = _from_history(history, told_key, (line, year), known, plan)
    hits, tries = _counted(
        np.concatenate([own_line, nameless, told_line]),
        np.concatenate([got[own_result], got[nameless], told_got]),
        plan,
    )
    other_hits, other_tries = _counted(kind_line[others], got[kind_result[others]], plan)
    return Seen(hits, tries, other_hits, other_tries)


def _told_apart(history: pd.DataFrame) -> pd.DataFrame:
    """Keep of the history what one line measured in one year."""
    return history[history[["label", "mission", "result", "year"]].notna().all(axis=1)]


def _years(years: pd.Series) -> Years:
    return years.fillna(_NO_YEAR).to_numpy(dtype=np.int64)


def _kinds(lines: pd.DataFrame) -> pd.Series:
    """What makes lines alike within a community: how they are measured, and whether they count or describe."""
    return lines["community"] + "\n" + lines["kind"] + "\n" + lines["nature"].fillna("")


def _pairs(keys: Places, others: Places) -> tuple[Places, Places]:
    """Pair every place of `keys` with every place of `others` that has the same key; -1 pairs with nothing."""
    order = np.argsort(others, kind="stable")
    ranked = others[order]
    first = np.searchsorted(ranked, keys)
    count = np.where(keys < 0, 0, np.searchsorted(ranked, keys, side="right") - first)
    where = np.repeat(np.arange(len(keys)), count)
    along = np.arange(len(where)) - np.repeat(np.cumsum(count) - count, count)
    return where, order[np.repeat(first, count) + along]


def _from_history(
    history: pd.DataFrame, told_key: Places, about: tuple[Places, Years], known: Places, plan: Schedules
) -> tuple[Places, Floats]:
    """Walk results of earlier years that only the history tells against the line's schedule: lines, shares."""
    line, year = about
    told_year = _years(history["year"])
    by_line = pd.MultiIndex.from_arrays([line[known], year[known]])
    told = pd.MultiIndex.from_arrays([told_key, told_year])
    alone = ~told.isin(by_line) & ~told.duplicated(keep="last")
    where, what = _pairs(line, np.where(alone, told_key, -1))
    before = (told_year[what] < year[where]) | (year[where] == _NO_YEAR)
    where, what = where[before], what[before]
    mine = replace(plan, **{one.name: getattr(plan, one.name)[where] for one in fields(plan)})
    got = mine.reached(mine.turned(history["result"].iloc[what])) / np.maximum(mine.steps, 1)
    return where[mine.complete], got[mine.complete]


def _counted(place: Places, got: Floats, plan: Schedules) -> tuple[Floats, Floats]:
    """Count per line the results, and per step those that got as far: as a share of all steps of their year."""
    most = plan.thresholds.shape[1]
    share = np.arange(1, most + 1) / np.maximum(plan.steps, 1)[:, None]
    far = got[:, None] >= share[place] - 1e-9
    hits = [np.bincount(place, far[:, rank], minlength=len(plan.steps)) for rank in range(most)]
    tries = np.bincount(place, minlength=len(plan.steps)).astype(np.float64)
    return np.column_stack(hits) if most else np.zeros((len(tries), 0)), tries
