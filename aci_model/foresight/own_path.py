"""One's own path: what each line measured year after year, with the play of small numbers around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.bands import LEAST, PERCENT, paths
from aci_model.foresight.observations import same
from aci_model.foresight.tails import HIGH, count_band, student_quantile

if TYPE_CHECKING:
    from aci_model.reading.dossier import Dossier

COUNT, CHANGES, DONE, UNKNOWN = BASES = ("compte", "variations", "fait ou non", "bruit inconnu")
BETTER, WORSE, ALIKE, FEW = ("progrès", "recul", "pas de différence visible", "trop peu d’années")


def own_values(dossier: Dossier) -> pd.DataFrame:
    """Gather what each line of a community's latest year measured over the years.

    Args:
        dossier: lines and results of any years, and its history.

    Returns:
        line (of the latest year), year, result, kind, unit, direction (+1, -1): one row per known result, in
        time order. A line is the same from one year to the next by its community, mission and label; where
        both a line and the history tell a year, the line does.
    """
    lines = dossier.lines.merge(dossier.results, on="line", how="left", validate="1:1")
    lines = lines.assign(key=same(lines).fillna("\n" + lines["line"].astype("str")))
    latest = lines["year"].groupby(lines["community"], dropna=False).transform("max")
    now = lines[(lines["year"] == latest).fillna(value=False) | latest.isna()]
    now = now.drop_duplicates("key")[["line", "key", "kind", "unit", "direction"]]
    told = dossier.history.assign(key=same(dossier.history))
    every = pd.concat([told, lines], ignore_index=True)[["key", "year", "result"]].dropna(
        subset=["key", "result"]
    )
    every = every.drop_duplicates(["key", "year"], keep="last")
    paired = now.merge(every, on="key").sort_values(["line", "year"], kind="stable", ignore_index=True)
    return paired[["line", "year", "result", "kind", "unit", "direction"]]


def own_path(values: pd.DataFrame) -> pd.DataFrame:
    """Put around each value what chance alone could have made of it.

    Args:
        values: from `own_values`.

    Returns:
        line, year, result, low, high (80 % band, in the line's unit) and basis, one of BASES:
        COUNT: whole things counted (not a share): the exact band of a Poisson count;
        CHANGES: a rate whose denominator nobody gave, with at least four values: the spread of its yearly
        changes around their mean, over √2 since a change holds the noise of two values;
        DONE: done or not, no noise;
        UNKNOWN: fewer values: the noise is unknown and there is no band.
    """
    result = values["result"].to_numpy(dtype=np.float64)
    done = (values["kind"] == "livrable").to_numpy(dtype=np.bool_, na_value=False)
    share = (values["unit"].str.strip() == PERCENT).to_numpy(dtype=np.bool_, na_value=False)
    whole = pd.Series((result >= 0) & (result == np.rint(result)), index=values.index)
    counted = whole.groupby(values["line"]).transform("all").to_numpy(dtype=np.bool_) & ~share & ~done
    past = paths(values)
    changes = past.count - 1.0
    freedom = np.where(past.count >= LEAST, changes - 1.0, np.nan)
    noise = student_quantile(freedom, HIGH) * np.sqrt(past.around / freedom / 2.0)
    half = pd.Series(noise, index=past.line).reindex(values["line"]).to_numpy(dtype=np.float64)
    half = np.where(half > 0, half, np.nan)  # values that follow a straight line say nothing of their noise
    fewest, most = count_band(np.where(counted, result, np.nan))
    top = np.where(share & (result <= 100), np.minimum(result + half, 100.0), result + half)
    bottom = np.where(result >= 0, np.maximum(result - half, 0.0), result - half)
    return values[["line", "year", "result"]].assign(
        low=np.where(counted, fewest, np.where(done, np.nan, bottom)),
        high=np.where(counted, most, np.where(done, np.nan, top)),
        basis=pd.Series(
            np.select([done, counted, ~np.isnan(half)], [DONE, COUNT, CHANGES], UNKNOWN), index=values.index
        ).astype("str"),
    )


def own_verdict(values: pd.DataFrame) -> pd.DataFrame:
    """Say what a line's first and last values tell apart.

    Args:
        values: from `own_values`.

    Returns:
        line, first, last (years), values (how many), verdict: BETTER or WORSE when the 80 % bands of the first and
        the last value do not touch (two equal values would do so by chance about one time in fourteen),
        ALIKE when they do, FEW when there is one value or no band. Done or not: compared as they are.
    """
    path = own_path(values).assign(direction=values["direction"].to_numpy())
    by_line = path.groupby("line", sort=False)
    first, last = by_line.head(1).set_index("line"), by_line.tail(1).set_index("line")
    done = (first["basis"] == DONE).to_numpy()
    sense = last["direction"].fillna(1).to_numpy(dtype=np.float64)
    low = {
        when: one["low"].where(~done, one["result"]).to_numpy()
        for when, one in (("first", first), ("last", last))
    }
    high = {
        when: one["high"].where(~done, one["result"]).to_numpy()
        for when, one in (("first", first), ("last", last))
    }
    up, down = low["last"] > high["first"], high["last"] < low["first"]
    few = (by_line.size().to_numpy() < 2) | np.isnan(low["last"] + low["first"])
    verdict = np.select(
        [few, np.where(sense > 0, up, down), np.where(sense > 0, down, up)], [FEW, BETTER, WORSE], ALIKE
    )
    return pd.DataFrame(
        {
            "line": first.index,
            "first": first["year"].to_numpy(),
            "last": last["year"].to_numpy(),
            "values": by_line.size().to_numpy(),
            "verdict": pd.Series(verdict).astype("str"),
        }
    )
