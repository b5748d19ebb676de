"""Until when each objective can still be started: one dot an objective on its day of no return, mission by mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import of_mission

if TYPE_CHECKING:
    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

LINE, DOT, AIR = 18, 12, 8  # pixels of a strip: its words, a dot, the air below


def dates(frame: pd.DataFrame, given_up: pd.DataFrame, colours: Palette) -> Figure:
    """Draw one strip a mission: a dot on each day of no return, those of one day stacked.

    Args:
        frame: candidate, label, mission_label, mission_rank, no_return, until; unknown days are left out.
        given_up: the same and cause_words: crosses in grey, in their own mission.
        colours: the set for the current theme.
    """
    every = pd.concat([frame.assign(gone=False), given_up.assign(gone=True)], ignore_index=True)
    every = every.dropna(subset="no_return").sort_values(["mission_rank", "no_return"], ignore_index=True)
    first, last = every["no_return"].min(), every["until"].max()
    span = max((last - first).days, 1)
    stack = every.groupby(["mission_rank", "no_return"]).cumcount()
    tallest = stack.groupby(every["mission_rank"]).transform("max") + 1
    strips = (tallest * DOT + LINE + AIR).groupby(every["mission_rank"]).first()
    tops = strips.cumsum() - strips
    base = every["mission_rank"].map(tops) + LINE + tallest * DOT - DOT / 2
    every = every.assign(x=(every["no_return"] - first).dt.days / span, y=base - stack * DOT)
    height = float(strips.sum())
    names = every.drop_duplicates("mission_rank")
    words = [
        style.Word(
            f"<b>{style.safe(label)}</b>", 0, float(tops[rank]) + LINE / 2, "middle right", 13, strong=True
        )
        for label, rank in zip(names["mission_label"], names["mission_rank"], strict=True)
    ]
    return {
        "data": [
            _ground(tops, strips, colours),
            _dots(every, colours),
            style.words([*words, *_days(first, last, span, height + LINE / 2)], colours),
        ],
        "layout": style.layout(
            colours,
            round(height) + LINE,
            margin={"l": 8, "r": 8, "t": 0, "b": 0},
            xaxis=style.hidden_axis(range=[0, 1]),
            yaxis=style.hidden_axis(range=[height + LINE, 0]),
        ),
    }


def _ground(tops: pd.Series, strips: pd.Series, colours: Palette) -> Trace:
    """A thin rule under each strip."""
    feet = (tops + strips - AIR).tolist()
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _ in feet for x in (0, 1, None)],
        "y": [y for foot in feet for y in (foot, foot, None)],
        "line": {"color": colours.rule, "width": 1},
        "hoverinfo": "skip",
    }


def _dots(every: pd.DataFrame, colours: Palette) -> Trace:
    rows = every.to_dict("records")
    inks = [colours.muted if row["gone"] else of_mission(colours, int(row["mission_rank"])) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": every["x"].tolist(),
        "y": every["y"].tolist(),
        "cliponaxis": False,
        "marker": {
            "symbol": ["x-thin" if row["gone"] else "circle" for row in rows],
            "size": 9,
            "color": inks,
            "line": {"width": [2 if row["gone"] else 0 for row in rows], "color": inks},
        },
        "customdata": [_hover(row) for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _hover(row: dict[str, Any]) -> str:
    told = [f"<b>{style.fold(str(row['label']), 48, 3)}</b>"]
    if row["gone"]:
        told.append(f"abandonnée{wording.NBSP}: {style.safe(row['cause_words'])}")
    told.append(f"à commencer le {wording.day(row['no_return'])} au plus tard")
    told.append(f"compte jusqu’au {wording.day(row['until'])}")
    return "<br>".join(told)


def _days(first: pd.Timestamp, last: pd.Timestamp, span: int, place: float) -> list[style.Word]:
    """Write the first day and the last under the strips, and a month's beginning where there is room between them."""
    months = [day for day in pd.date_range(first, last, freq="MS") if 0.4 < (day - first).days / span < 0.6]
    told = [
        style.Word(wording.day(first), 0, place, "middle right", 12),
        *[
            style.Word(wording.day(day), (day - first).days / span, place, "middle center", 12)
            for day in months[:1]
        ],
    ]
    return [*told, style.Word(wording.day(last), 1, place, "middle left", 12)]
