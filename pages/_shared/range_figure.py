"""The range of the variable part: how likely each sum is, and one strip a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.foresight import Distribution
    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

HEIGHT = 300
FLOOR = 0.1  # room under the bars, for the sum to cover, as a share of the tallest one
SIDE = 0.31  # of the width: what words beside a pole need on a phone
MARKS = (  # level, words, height as a share of the tallest bar, side
    (0.1, "9 fois sur 10<br>plus de", 1.25, "bottom left"),
    (0.5, "1 fois sur 2<br>plus de", 1.3, "top center"),
    (0.9, "1 fois sur 10<br>plus de", 1.25, "bottom right"),
)
COVERED = 0.75  # share of the ink in a bar that covers the sum
ROW, LABEL, STRIP = 50, 18, 16  # pixels of a mission's row, of its words, of its strip


def histogram(bars: pd.DataFrame, total: Distribution, wanted: float, colours: Palette) -> Figure:
    """Draw the chance of every sum, the tenths marked, what covers a chosen sum solid.

    Args:
        bars: `report.chance.Range.bars`: euros (left edge), width, chance.
        total: the exact distribution.
        wanted: euros to cover.
        colours: the set for the current theme.
    """
    tall = float(bars["chance"].max())
    width = float(bars["width"].iloc[0])
    covers = bars["euros"] + width / 2 >= wanted
    least, most = _room(bars, total, wanted)
    ticks = _ticks(max(least, 0.0), most)
    return {
        "data": [
            *[
                _bars(bars[which], name, colours)
                for name, which in (("solid", covers), ("hatched", ~covers))
                if which.any()
            ],
            *_marks(total, tall, colours),
            *(_wanted(wanted, tall, colours) if wanted > 0 else []),
        ],
        "layout": style.layout(
            colours,
            HEIGHT,
            margin={"l": 0, "r": 0, "t": 4, "b": 30},
            xaxis=style.axis(
                colours,
                showgrid=False,
                range=[least, most],
                tickmode="array",
                tickvals=ticks,
                ticktext=[wording.euros(euros) for euros in ticks],
                tickangle=0,
            ),
            yaxis=style.hidden_axis(range=[-tall * FLOOR, tall * 1.62]),
        ),
    }


def _room(bars: pd.DataFrame, total: Distribution, wanted: float) -> tuple[float, float]:
    """Leave room for the bars, for the sum, and for words on both sides of the outer poles."""
    width = float(bars["width"].iloc[0])
    first, last = float(bars["euros"].iloc[0]), float(bars["euros"].iloc[-1]) + width
    low, high = total.quantile(MARKS[0][0]), total.quantile(MARKS[-1][0])
    across = max(last - first, 2 * (high - low), 4 * width)
    return min(first, wanted, low - SIDE * across) - width, max(last, wanted, high + SIDE * across) + width


def _ticks(least: float, most: float) -> list[float]:
    """Three to six round sums within the axis."""
    raw = (most - least) / 5
    unit = 10.0 ** np.floor(np.log10(max(raw, 1.0)))
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= raw - 1e-9)
    return (np.arange(np.ceil(least / step), np.floor(most / step) + 1) * step).tolist()


def _bars(bars: pd.DataFrame, texture: str, colours: Palette) -> Trace:
    width = bars["width"]
    return {
        "type": "bar",
        "x": (bars["euros"] + width / 2).tolist(),
        "y": bars["chance"].tolist(),
        "width": width.tolist(),
        "marker": {
            **style.texture(texture, tint(colours.accent, colours.background, COVERED), colours),
            "line": {"width": 1, "color": colours.background},
        },
        "customdata": [
            f"de {wording.euros(low)} à moins de {wording.euros(low + wide)}<br><b>{wording.percent(chance)}</b> des cas"
            for low, wide, chance in zip(bars["euros"], width, bars["chance"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _marks(total: Distribution, tall: float, colours: Palette) -> list[Trace]:
    """A pole at each tenth, its words beside or over it, where no other pole passes."""
    at = [total.quantile(level) for level, *_ in MARKS]
    words = [
        style.Word(_beside(f"{said} {wording.euros(euros)}"), euros, tall * height, side, strong=True)
        for euros, (_, said, height, side) in zip(at, MARKS, strict=True)
    ]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for euros in at for x in (euros, euros, None)],
            "y": [y for mark in MARKS for y in (0, tall * mark[2], None)],
            "line": {"color": colours.text, "width": 1.5},
            "hoverinfo": "skip",
            "showlegend": False,
        },
        style.words(words, colours),
    ]


def _beside(words: str) -> str:
    """Keep words off the pole they stand beside."""
    air = wording.NBSP * 2
    return "<br>".join(f"{air}{line}{air}" for line in words.split("<br>"))


def _wanted(wanted: float, tall: float, colours: Palette) -> list[Trace]:
    """Point at the sum to cover from below."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [wanted],
            "y": [-tall * FLOOR * 0.5],
            "marker": {"symbol": "triangle-up", "size": 11, "color": colours.text},
            "customdata": [f"à couvrir{wording.NBSP}: {wording.euros(wanted)}"],
            "hovertemplate": "%{customdata}<extra></extra>",
            "showlegend": False,
        },
        style.words(
            [style.Word(f"{wording.NBSP * 3}à couvrir", wanted, -tall * FLOOR * 0.5, "middle right")], colours
        ),
    ]


def strips(missions: pd.DataFrame, colours: Palette) -> Figure:
    """Draw one strip a mission: eight times out of ten within it, over all the mission may bring.

    Args:
        missions: `report.chance.Range.missions`.
        colours: the set for the current theme.
    """
    most = max(float(missions["most"].max()), 1.0)
    tops = [rank * ROW + 4 for rank in range(len(missions))]
    inks = [of_mission(colours, int(rank)) for rank in missions["rank"]]
    middle = [top + LABEL + STRIP / 2 + 2 for top in tops]
    known = missions["low"].notna().tolist()
    words = [
        word
        for top, row in zip(tops, missions.to_dict("records"), strict=True)
        for word in (
            style.Word(style.safe(row["mission_label"]), 0, top + LABEL / 2, size=14, strong=True),
            style.Word(_span(row), most, top + LABEL / 2, "middle left"),
        )
    ]
    return {
        "data": [
            _surface(([0.0] * len(tops), missions["most"].tolist()), middle, "outline", inks, colours),
            _surface(
                (
                    missions["low"].fillna(0.0).tolist(),
                    (missions["high"] - missions["low"]).fillna(0.0).tolist(),
                ),
                middle,
                "solid",
                [tint(ink, colours.background, 0.55) for ink in inks],
                colours,
            ),
            {
                "type": "scatter",
                "mode": "lines",
                "x": [x for median in missions["median"] for x in (_plain(median), _plain(median), None)],
                "y": [y for at in middle for y in (at - STRIP / 2 - 2, at + STRIP / 2 + 2, None)],
                "line": {"color": colours.text, "width": 3},
                "hoverinfo": "skip",
            },
            _told(missions, middle, known),
            style.words(words, colours),
        ],
        "layout": style.layout(
            colours,
            max(len(missions) * ROW + 8, 60),
            barmode="overlay",
            margin={"l": 0, "r": 2, "t": 0, "b": 0},
            xaxis=style.hidden_axis(range=[0, most * 1.005]),
            yaxis=style.hidden_axis(range=[len(missions) * ROW + 4, 0]),
        ),
    }


def _surface(
    across: tuple[list[float], list[float]],
    middle: list[float],
    texture: str,
    inks: list[str],
    colours: Palette,
) -> Trace:
    """Draw the same part of every strip: where it starts, and how long it is."""
    base, length = across
    return {
        "type": "bar",
        "orientation": "h",
        "x": length,
        "base": base,
        "y": middle,
        "width": STRIP,
        "marker": style.texture(texture, inks, colours),
        "hoverinfo": "skip",
    }


def _told(missions: pd.DataFrame, middle: list[float], known: list[bool]) -> Trace:
    """One invisible point a mission, which tells its figures."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [
            _plain(median) if sure else 0.0 for median, sure in zip(missions["median"], known, strict=True)
        ],
        "y": middle,
        "marker": {"size": STRIP, "opacity": 0},
        "customdata": [
            f"<b>{style.safe(row['mission_label'])}</b><br>{_span(row)}<br>en moyenne {wording.euros(row['expected'])}"
            f", au plus {wording.euros(row['most'])}"
            for row in missions.to_dict("records")
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _span(row: dict[str, object]) -> str:
    if wording.missing(row["low"]):
        return wording.UNKNOWN
    low, high = float(row["low"]), float(row["high"])  # type: ignore[arg-type]  # floats, from a frame
    if high - low < 1:
        return wording.euros(low)
    return f"{wording.number(low, 0)} à {wording.euros(high)}"


def _plain(value: float) -> float | None:
    return None if wording.missing(value) else float(value)
