"""A measure over the years: its past solid, where it may go lighter and dashed, with its band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint

if TYPE_CHECKING:
    from aci_model.report.rates import Rate
    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

HEIGHT = 210
BAND, PROJECTED = 0.2, 0.6  # shares of the ink
NEAR = 0.25  # of the height: a word that near the target's line would lie on it
AIR = 0.16  # of the height, above and below: for words


def rate(told: Rate, colours: Palette) -> Figure:
    """Draw one measure.

    Args:
        told: from `report.rates`.
        colours: the set for the current theme.
    """
    ink = of_mission(colours, told.mission_rank)
    years = [*told.past["year"].astype("int64"), *told.ahead["year"].astype("int64")]
    heights = [
        *told.past["result"],
        *told.ahead["value"],
        *told.ahead["low"].dropna(),
        *told.ahead["high"].dropna(),
    ]
    aim = [] if wording.missing(told.target) else [told.target]
    least, most = min([*heights, *aim]), max([*heights, *aim])
    room = (most - least) or max(abs(most), 1.0)
    first, last = min(years), max(years)
    side = 0.3 + 0.09 * (last - first)  # room for the words of the outer points
    return {
        "data": [
            *_band(told, ink, colours),
            *_aim(told.target, first - side, last + side, colours),
            _past(told, ink),
            *_ahead(told, ink, colours),
            style.words(_words(told, room, first - side), colours),
        ],
        "layout": style.layout(
            colours,
            HEIGHT,
            margin={"l": 4, "r": 4, "t": 4, "b": 22},
            xaxis=style.axis(
                colours,
                showgrid=False,
                range=[first - side, last + side],
                tickmode="array",
                tickvals=_ticks(first, int(told.past["year"].max()), last),
                tickformat="d",
                tickangle=0,
            ),
            yaxis=style.hidden_axis(range=[least - room * AIR, most + room * AIR * 1.6]),
        ),
    }


def _ticks(first: int, now: int, last: int) -> list[int]:
    return sorted({first, now, last})


def _past(told: Rate, ink: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": told.past["year"].astype("int64").tolist(),
        "y": told.past["result"].tolist(),
        "line": {"color": ink, "width": 2.5},
        "marker": {"size": 7, "color": ink},
        "customdata": [
            f"<b>{year}</b>{wording.NBSP}: {style.safe(wording.measure(value, told.unit))}"
            for year, value in zip(told.past["year"], told.past["result"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _ahead(told: Rate, ink: str, colours: Palette) -> list[Trace]:
    if told.ahead.empty:
        return []
    pale = tint(ink, colours.background, PROJECTED)
    words = [
        f"<b>{year}</b>, projeté{wording.NBSP}: {_measured(value, told)}"
        + ("" if wording.missing(low) else f"<br>entre {_measured(low, told)} et {_measured(high, told)}")
        for year, value, low, high in zip(
            *(told.ahead[name] for name in ("year", "value", "low", "high")), strict=True
        )
    ]
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [int(told.past["year"].iloc[-1]), *told.ahead["year"].astype("int64")],
            "y": [told.past["result"].iloc[-1], *told.ahead["value"]],
            "line": {"color": pale, "width": 2, "dash": "5px,3px"},
            "marker": {
                "size": [0, *[7] * len(told.ahead)],
                "color": colours.background,
                "line": {"color": pale, "width": 2},
            },
            "customdata": ["", *words],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]


def _band(told: Rate, ink: str, colours: Palette) -> list[Trace]:
    """The band opens at the last value."""
    sure = told.ahead[told.ahead["low"].notna()]
    if sure.empty:
        return []
    start, value = int(told.past["year"].iloc[-1]), float(told.past["result"].iloc[-1])
    years = [start, *sure["year"].astype("int64")]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [*years, *reversed(years)],
            "y": [value, *sure["high"], *reversed(sure["low"].tolist()), value],
            "fill": "toself",
            "fillcolor": tint(ink, colours.background, BAND),
            "line": {"width": 0, "color": ink},
            "hoverinfo": "skip",
        }
    ]


def _aim(target: float, left: float, right: float, colours: Palette) -> list[Trace]:
    if wording.missing(target):
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [left, right],
            "y": [target, target],
            "line": {"color": colours.text, "width": 1, "dash": "1.5px,3px"},
            "hoverinfo": "skip",
        }
    ]


def _words(told: Rate, room: float, left: float) -> list[style.Word]:
    """The first and the last value measured, the last one projected, and the target."""
    past = told.past
    ends = [(past.iloc[0], "result", False), (past.iloc[-1], "result", True)]
    if not told.ahead.empty:
        ends.append((told.ahead.iloc[-1], "value", False))
    words = [
        _value(float(row[name]), int(row["year"]), told, room, strong=strong) for row, name, strong in ends
    ]
    if not wording.missing(told.target):
        words.append(
            style.Word(f"objectif {_measured(told.target, told)}", left, told.target, "top right", size=12)
        )
    return words


def _value(value: float, year: int, told: Rate, room: float, *, strong: bool) -> style.Word:
    """Write a value over its point, or under it where the target's line passes just above."""
    above = not wording.missing(told.target) and 0 <= told.target - value < room * NEAR
    off = room * 0.05 * (-1 if above else 1)
    anchor = f"bottom {'right' if strong else 'center'}" if above else "top center"
    return style.Word(_measured(value, told), year, value + off, anchor, strong=strong)


def _measured(value: float, told: Rate) -> str:
    return style.safe(wording.measure(round(float(value), 1), told.unit))
