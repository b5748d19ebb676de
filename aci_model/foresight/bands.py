"""Where a measured value may go next: three simple methods, each with the band its past errors deserve.

Each yearly change is a draw of the same law, its variance growing with the years between two values.
- naive: nothing changes; the band comes from the changes themselves;
- drift: the mean yearly change goes on; the band comes from the changes around it, and from not knowing it well;
- damped: the same, the drift halved again every year.
Bands hold 80 % of what would happen if the future were like the past (Student's t, as many degrees of
freedom as changes, less one for a drift). Under four values the data cannot carry one, and no method is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.tails import HIGH, student_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.foresight.tails import Floats

NAIVE, DRIFT, DAMPED = METHODS = ("naive", "drift", "damped")
LEAST = 4  # values, hence three changes
DAMPING = 0.5
BAND, CUT, STILL, NOTHING = "bande", "bande coupée", "trop régulier", "on ne peut pas conclure"
_STILL = 1e-9  # share of the values under which a spread is binary rounding
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Paths:
    """The values of n lines as their changes from one to the next.

    Attributes:
        line: (n,) ids.
        last: (n,) latest value.
        year: (n,) its year.
        count: (n,) how many values.
        length: (n,) years between the first value and the last.
        slope: (n,) mean yearly change.
        naive: (n,) sum of the squared changes, each over its years.
        around: (n,) the same around the mean change.
        scale: (n,) greatest value, regardless of sign.
    """

    line: pd.Index
    last: Floats
    year: NDArray[np.int64]
    count: NDArray[np.int64]
    length: Floats
    slope: Floats
    naive: Floats
    around: Floats
    scale: Floats


def paths(values: pd.DataFrame) -> Paths:
    """Sum values up as yearly changes.

    Args:
        values: line, year, result, any order. A row without a year or a result is left out; of two rows of one
            year the last counts. Years may be missing in between.
    """
    known = values.dropna(subset=["line", "year", "result"]).drop_duplicates(["line", "year"], keep="last")
    known = known.sort_values(["line", "year"], kind="stable")
    line = known["line"].to_numpy()
    year = known["year"].to_numpy(dtype=np.int64)
    result = known["result"].to_numpy(dtype=np.float64)
    place, ids = pd.factorize(line)
    first = np.flatnonzero(np.diff(place, prepend=-1))
    last = np.append(first[1:], len(place)) - 1 if len(place) else first
    length = (year[last] - year[first]).astype(np.float64)
    slope = np.divide(result[last] - result[first], length, out=np.full(len(first), np.nan), where=length > 0)
    later = np.flatnonzero(np.diff(place) == 0) + 1
    change, gap = result[later] - result[later - 1], (year[later] - year[later - 1]).astype(np.float64)
    away = change - slope[place[later]] * gap
    scale = np.zeros(len(first))
    np.maximum.at(scale, place, np.abs(result))
    return Paths(
        line=pd.Index(ids),
        last=result[last],
        year=year[last],
        count=np.bincount(place, minlength=len(first)),
        length=length,
        slope=slope,
        naive=_sums(place[later], change * change / gap, len(first)),
        around=_sums(place[later], away * away / gap, len(first)),
        scale=scale,
    )


def _sums(place: NDArray[np.intp], values: Floats, count: int) -> Floats:
    return np.bincount(place, values, minlength=count).astype(np.float64)


def bands(values: pd.DataFrame, ahead: int) -> pd.DataFrame:
    """Project each line by each method.

    Args:
        values: line, year, result, and what is known of each line on any of its rows: lowest and highest (bounds
            of what the value can be, missing when there is none; see `bounds`).
        ahead: years to project beyond each line's latest value.

    Returns:
        One row per line, method and year ahead: line, year, method (one of METHODS), value, low and high (80 %
        band, in the line's unit), n (values it rests on) and verdict: BAND; CUT (it was cut at a bound);
        STILL (the value is given, but changes this regular say nothing of how far it may move: no band);
        NOTHING (too few values: neither value nor band).
    """
    past = paths(values)
    kinds, lines = np.arange(len(METHODS)), np.arange(len(past.line))
    line, kind, years = (
        grid.ravel() for grid in np.meshgrid(lines, kinds, np.arange(1, ahead + 1), indexing="ij")
    )
    drifts = kind > 0
    walked = np.select([kind == 1, kind == 2], [years, _damped(years)], 0.0)
    changes = past.count[line] - 1.0
    freedom = np.maximum(changes - drifts, 0.0)
    squares = np.where(drifts, past.around[line], past.naive[line])
    variance = np.divide(squares, freedom, out=np.full(len(line), np.nan), where=freedom > 0)
    unsure = np.divide(walked**2, past.length[line], out=np.zeros(len(line)), where=past.length[line] > 0)
    half = student_quantile(freedom, HIGH) * np.sqrt(variance * (years + unsure))
    enough = past.count[line] >= LEAST
    still = np.sqrt(variance) <= _STILL * np.maximum(past.scale[line], 1.0)
    value = np.where(enough, past.last[line] + np.where(drifts, past.slope[line] * walked, 0.0), np.nan)
    half = np.where(enough & ~still, half, np.nan)
    table = pd.DataFrame(
        {
            "line": past.line[line],
            "year": past.year[line] + years,
            "method": np.array(METHODS)[kind],
            "value": value,
            "low": value - half,
            "high": value + half,
            "n": past.count[line],
            "verdict": np.select([~enough, still], [NOTHING, STILL], BAND),
        }
    )
    return _cut(table.astype({"method": "str", "verdict": "str"}), values)


def bounds(values: pd.DataFrame) -> pd.DataFrame:
    """Add lowest and highest: 0 to 100 for a percentage, 0 for what was never below 0.

    Args:
        values: line, result, unit. A « % » that ever left 0–100 is no rate, and gets no upper bound.
    """
    by_line = values.groupby("line", dropna=False)["result"]
    least, most = by_line.transform("min"), by_line.transform("max")
    rate = (values["unit"].str.strip() == PERCENT).fillna(value=False) & (most <= 100) & (least >= 0)
    return values.assign(lowest=np.where(least >= 0, 0.0, np.nan), highest=np.where(rate, 100.0, np.nan))


def _damped(years: NDArray[np.int64]) -> Floats:
    """Years of full drift that damped ones add up to: a half, then a quarter more, and so on."""
    return np.asarray(DAMPING * (1.0 - DAMPING**years) / (1.0 - DAMPING), dtype=np.float64)


def _cut(table: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Keep values and bands within what a line can be, and say where a band was cut."""
    given = [name for name in ("lowest", "highest") if name in values]
    limits = values.groupby("line")[given].first().reindex(table["line"])
    lowest, highest = (
        limits[name].to_numpy(dtype=np.float64) if name in limits else np.full(len(table), np.nan)
        for name in ("lowest", "highest")
    )
    crossed = ((table["low"] < lowest) | (table["high"] > highest)).to_numpy()
    inside = {
        name: np.fmax(np.fmin(table[name].to_numpy(), highest), lowest) for name in ("value", "low", "high")
    }
    kept = {name: np.where(table[name].isna(), np.nan, found) for name, found in inside.items()}
    return table.assign(**kept, verdict=table["verdict"].where(~crossed, CUT).astype("str"))
