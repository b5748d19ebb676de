"""Where a community stands among its peers, ready to be drawn: one strip an indicator, in the order of the missions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model.frames import INTEGER, NUMBER, TEXT, Columns
from aci_model.peers.aggregates import HIGH, LOW, MEDIAN, QUARTILES, catalogue
from aci_model.peers.contributions import MISSION, NUMBER_OF_LINES
from aci_model.peers.publication import EVERYBODY, GROUP, SHOWN, SIZE
from aci_model.peers.rules import rules
from aci_model.wording import missing, number, percent, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.law import Law
    from aci_model.peers.aggregates import Quantile
    from aci_model.peers.campaigns_published import Published
    from aci_model.peers.contributions import Indicator

STRIPS: Columns = {
    "rank": INTEGER,  # the order to draw in: the missions as the accord lists them, then what else is asked
    "indicator": TEXT,
    "label": TEXT,  # of what is compared, in French: the mission, or the federation's own words
    "mission": TEXT,  # id; missing for what is not a mission
    "scale": TEXT,  # taux (0–1) | nombre (objectives)
    "most": NUMBER,  # upper end of the scale; its lower end is 0
    "level": TEXT,  # groupe | taille | ensemble: whom one is compared with
    "group": TEXT,  # key of them
    "group_label": TEXT,  # who they are, in French
    "count_low": INTEGER,  # how many they are, in bands; missing when nothing is told of them
    "count_high": INTEGER,  # missing: and more
    "statistic": TEXT,  # mediane, quartile_1, decile_9…
    "statistic_words": TEXT,  # in French
    "share": NUMBER,  # 0–1: which share of them lies below it
    "state": TEXT,  # publie | retenu
    "reason": TEXT,  # why it is shown or withheld, in French
    "value": NUMBER,  # as published; missing when withheld, never 0
    "low": NUMBER,  # what it lets anybody conclude; missing at an open end
    "high": NUMBER,
    "end": TEXT,  # bas | haut: the edge of an open class
    "drawn_low": NUMBER,  # the same on the scale, open ends reaching its own ends; missing when withheld
    "drawn_high": NUMBER,
    "read_low": NUMBER,  # as people read it: « 40 % », « de 12 à 17 » objectives; missing: or less
    "read_high": NUMBER,  # missing: or more
    "value_words": TEXT,  # in French; « retenu » when withheld
    "own": NUMBER,  # one's own value on that scale; missing when the workbook does not know
    "own_words": TEXT,  # in French; « non renseigné » when missing
    "own_at": TEXT,  # over | beside | under this figure, its rounding counted; missing when either is
}

RATE, COUNT = "taux", "nombre"
OVER, BESIDE, UNDER = "over", "beside", "under"
WITHHELD_WORD, SILENT_WORD = "retenu", "non renseigné"
LEVELS = (GROUP, SIZE, EVERYBODY)  # nearest kin first


def _statistic(quantile: Quantile) -> str:
    if quantile.name == MEDIAN:
        return "médiane"
    family = "quartile" if quantile.name.startswith(QUARTILES) else "décile"
    return f"{quantile.part}{'er' if quantile.part == 1 else 'e'} {family}"


STATISTICS = {quantile.name: _statistic(quantile) for quantile in catalogue(rules())}  # in French


def strips(
    position: pd.DataFrame,
    published: Published,
    asked: Sequence[Indicator],
    law: Law,
    level: str = GROUP,
) -> pd.DataFrame:
    """Lay out what a page draws: of each indicator every statistic, shown or withheld, and where one stands.

    Args:
        position: from `peers.own_position`.
        published: what the campaign published.
        asked: by the campaign.
        law: the order of the missions.
        level: whom to be compared with, from the nearest: groupe | taille | ensemble. Where nothing is told of
            them, the next wider ones are taken.

    Returns:
        STRIPS, one row per indicator × statistic, by rank, then from low to high.
    """
    order = {quantile.name: quantile.part / quantile.parts for quantile in catalogue(rules())}
    figures = published.aggregates.rename(columns={"label": "group_label"})
    own = position[["indicator", "level", "group", "value"]].rename(columns={"value": "own"})
    found = figures.merge(own, on=["indicator", "level", "group"])
    found = found.merge(_asked(asked, law), on="indicator")
    found = found[found["level"] == found["indicator"].map(_nearest(found, level))]
    shown = found["state"] == SHOWN
    known = shown & found["own"].notna()
    over, under = known & (found["own"] >= found["high"]), known & (found["own"] < found["low"])
    found = found.assign(
        share=found["statistic"].map(order),
        statistic_words=found["statistic"].map(STATISTICS),
        drawn_low=found["low"].fillna(0.0).where(shown),
        drawn_high=found["high"].fillna(found["most"]).where(shown),
        own_at=np.select([over, under, known], [OVER, UNDER, BESIDE], default=""),
    )
    found["own_at"] = found["own_at"].where(known, None)
    found = _in_words(found, {one.id: one for one in asked})
    found = found.sort_values(["rank", "share"], kind="stable", ignore_index=True)
    return found[list(STRIPS)].astype(STRIPS)


def levels(position: pd.DataFrame) -> list[str]:
    """Tell whom one can be compared with, nearest first: LEVELS that are published of some indicator."""
    return [level for level in LEVELS if (position["level"] == level).any()]


def written(low: float, high: float, scale: str) -> str:
    """Write an interval as people read it: « 40 % », « 90 % ou plus », « de 12 à 17 objectifs »."""
    say = _percent if scale == RATE else _objectives
    if missing(low) and missing(high):
        return SILENT_WORD
    if missing(low):
        return f"{say(high)} ou moins"
    if missing(high):
        return f"{say(low)} ou plus"
    return say(high) if low == high else f"de {number(low)} à {say(high)}"


def read(value: float, end: str | None, one: Indicator) -> str:
    """Write a published figure of an indicator as people read it; missing reads « non renseigné ».

    Args:
        value: on the scale of the indicator.
        end: bas | haut at an open end.
        one: the indicator.
    """
    return typeset(written(*_read(value, end, one), COUNT if one.what == NUMBER_OF_LINES else RATE))


def band_of(low: float, high: float) -> str:
    """Say a number of communities as it is told, in bands; nothing when it is not told."""
    if missing(low):
        return ""
    words = (
        f"{number(low)} communautés ou plus"
        if missing(high)
        else f"de {number(low)} à {number(high)} communautés"
    )
    return typeset(words)


def _percent(value: float) -> str:
    return percent(value, 0)


def _objectives(value: float) -> str:
    return f"{number(value)} objectif" + ("s" if value >= 2 else "")


def _asked(asked: Sequence[Indicator], law: Law) -> pd.DataFrame:
    """What the campaign asks, in the order to draw."""
    labels = dict(zip(law.missions["mission"], law.missions["label"], strict=True))
    ranks = {mission: rank for rank, mission in enumerate(labels)}
    # A federation may ask for a line whose words are those of a mission: only a mission takes its place and its name.
    places = [ranks.get(one.of, len(ranks)) if one.what == MISSION else len(ranks) for one in asked]
    table = pd.DataFrame(
        [
            {
                "indicator": one.id,
                "label": typeset(
                    labels.get(one.of, one.label) if one.what == MISSION else one.of or one.label
                ),
                "mission": one.of if one.what == MISSION else None,
                "scale": COUNT if one.what == NUMBER_OF_LINES else RATE,
                "most": one.high,
            }
            for one in asked
        ],
        columns=["indicator", "label", "mission", "scale", "most"],
    )
    ordered = table.assign(place=places).sort_values("place", kind="stable", ignore_index=True)
    return ordered.assign(rank=ordered.index + 1)


def _nearest(found: pd.DataFrame, level: str) -> dict[str, str]:
    """Indicator -> the first level, from that one outwards, whose median is shown; else the widest."""
    wide = LEVELS[LEVELS.index(level) :]
    median = found[(found["statistic"] == MEDIAN) & found["level"].isin(wide)]
    depth = median["level"].map(wide.index)
    best = depth.where(median["state"] == SHOWN, 2 * len(wide) - depth)
    first = median.assign(best=best).sort_values("best", kind="stable").drop_duplicates("indicator")
    return dict(zip(first["indicator"], first["level"], strict=True))


def _in_words(found: pd.DataFrame, asked: dict[str, Indicator]) -> pd.DataFrame:
    """Add how each figure, and one's own, are read."""
    rows: list[dict[Any, Any]] = found[["indicator", "value", "end", "own", "scale", "state"]].to_dict(
        "records"
    )
    read = [_read(row["value"], row["end"], asked[row["indicator"]]) for row in rows]
    mine = [_read(row["own"], None, asked[row["indicator"]]) for row in rows]
    return found.assign(
        read_low=[low for low, _ in read],
        read_high=[high for _, high in read],
        value_words=[
            typeset(written(*ends, row["scale"])) if row["state"] == SHOWN else WITHHELD_WORD
            for ends, row in zip(read, rows, strict=True)
        ],
        own_words=[typeset(written(*ends, row["scale"])) for ends, row in zip(mine, rows, strict=True)],
    )


def _read(value: float, end: str | None, one: Indicator) -> tuple[float, float]:
    """The least and the most a figure is read as; NaN where it is open."""
    if missing(value):
        return np.nan, np.nan
    counted = one.what == NUMBER_OF_LINES
    if end == LOW:
        return np.nan, value - 1 if counted else value
    if end == HIGH:
        return value, np.nan
    if not counted:
        return value, value
    low, high = one.objectives(value / one.high)
    return float(low), np.nan if high is None else float(high)
