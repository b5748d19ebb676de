"""One strip an indicator: where half of the comparable communities are, their median, and one's own mark.

No community is drawn but one's own: a strip holds published figures only. A median is as wide as its rounding; what
is published as « or less », « or more » reaches the end of its strip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model import wording
from aci_model.peers.aggregates import DECILES, HIGH, LOW, MEDIAN, QUARTILES
from aci_model.peers.publication import SHOWN
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

TOP = 34  # the legend's line
LABEL, STRIP, LINE, AIR = 21, 18, 18, 22  # pixels: a name, its strip, a line of its sentence, the air below
HALF, WIDE = 0.5, 0.22  # share of the ink in the band of half of them, and of eight in ten
INNER = (f"{QUARTILES}_1", f"{QUARTILES}_3")
OUTER = (f"{DECILES}_1", f"{DECILES}_9")
FOLD, LINES = 52, 4  # characters of a line under a strip on the smallest phone, and how many lines at most
NAME = 40  # characters of a name over its strip


def bands(
    frame: pd.DataFrame,
    said: Mapping[str, Sequence[str]],
    missions: Mapping[str, tuple[int, str]],
    colours: Palette,
) -> Figure:
    """Draw the strips.

    Args:
        frame: `report.comparison.strips`; at least one row.
        said: indicator -> the lines under its strip; a phone folds those that are too long for it.
        missions: id -> its place in the accord, from 0, which gives the colour, and its name.
        colours: the set for the current theme.
    """
    rows = [_row(strip, said, missions) for _, strip in frame.groupby("rank", sort=True)]
    inks = [colours.neutral if row["place"] is None else of_mission(colours, row["place"]) for row in rows]
    heights = [LABEL + STRIP + LINE * (row["line"].count("<br>") + 1) + AIR for row in rows]
    tops = [TOP + sum(heights[:at]) for at in range(len(rows))]
    foot = TOP + sum(heights)
    middle = [top + LABEL + STRIP / 2 for top in tops]
    words = [
        word
        for top, row in zip(tops, rows, strict=True)
        for word in (
            style.Word(
                f"<b>{style.fold(row['label'], NAME, 1)}</b>", 0, top + LABEL / 2, size=14, strong=True
            ),
            style.Word(row["line"], 0, top + LABEL + STRIP + 4, "bottom right"),
        )
    ]
    return {
        "data": [
            _legend_mark(colours),
            *_legend_bars(rows, colours),
            *([] if all(row["edges"] for row in rows) else [style.legend_bar("retenu", "unknown", colours)]),
            _ground(middle, colours),
            _gaps(rows, middle, colours),
            _spans(rows, "outer", middle, [tint(ink, colours.background, WIDE) for ink in inks]),
            _spans(rows, "inner", middle, [tint(ink, colours.background, HALF) for ink in inks]),
            _spans(rows, "median", middle, inks),
            _own(rows, middle, colours),
            style.words(words, colours),
        ],
        "layout": style.layout(
            colours,
            foot,
            barmode="overlay",
            showlegend=True,
            legend=style.flowing_legend(colours),
            margin={"l": 2, "r": 2, "t": TOP, "b": 0},
            xaxis=style.hidden_axis(range=[-0.012, 1.012]),
            yaxis=style.hidden_axis(range=[foot, TOP]),
        ),
    }


def _row(
    strip: pd.DataFrame, said: Mapping[str, Sequence[str]], missions: Mapping[str, tuple[int, str]]
) -> dict[str, Any]:
    """What is drawn of one indicator: shares of its scale, and the words under it."""
    first = strip.iloc[0]
    most = float(first["most"])
    place, label = missions.get(first["mission"], (None, str(first["label"])))
    by_name = {row["statistic"]: row for row in strip.to_dict("records") if row["state"] == SHOWN}
    edges = {
        name: [_edge(by_name[low], LOW) / most, _edge(by_name[high], HIGH) / most]
        for name, (low, high) in (("outer", OUTER), ("inner", INNER))
        if low in by_name and high in by_name
    }
    median = by_name.get(MEDIAN)
    if median is not None:
        edges["median"] = [median["drawn_low"] / most, median["drawn_high"] / most]
    return {
        "label": label,
        "place": place,
        "edges": edges,
        "own": None if wording.missing(first["own"]) else float(first["own"]) / most,
        "figures": _figures(first, by_name),
        "line": _written(said[first["indicator"]]),
    }


def _written(lines: Sequence[str]) -> str:
    """The lines under a strip; « au-dessus » stays in one piece."""
    whole = [wording.typeset(line).replace("-", "\u2011") for line in lines]
    return "<br>".join(style.fold(line, FOLD, LINES - len(whole) + 1) for line in whole)


def _edge(figure: dict[str, Any], end: str) -> float:
    """Where a band ends: at its figure, or at the end of the scale when the figure is open there."""
    if figure["end"] == end:
        return float(figure["drawn_low" if end == LOW else "drawn_high"])
    return float(figure["value"])


def _figures(first: pd.Series, shown: dict[str, dict[str, Any]]) -> list[str]:
    """The figures of a strip, one's own first."""
    told = [
        ("vous", first["own_words"]),
        *((one["statistic_words"], one["value_words"]) for one in shown.values()),
    ]
    return [f"{word}{wording.NBSP}: {value}" for word, value in told]


def _ground(middle: list[float], colours: Palette) -> Trace:
    """The whole scale of each strip, outlined."""
    return {
        "type": "bar",
        "orientation": "h",
        "base": [0] * len(middle),
        "x": [1] * len(middle),
        "y": middle,
        "width": STRIP,
        "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 1, "color": colours.rule}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _gaps(rows: list[dict[str, Any]], middle: list[float], colours: Palette) -> Trace:
    """A hatched strip where nothing may be shown: withheld is not zero."""
    empty = [at for row, at in zip(rows, middle, strict=True) if not row["edges"]]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [0] * len(empty),
        "x": [1] * len(empty),
        "y": empty,
        "width": STRIP,
        "marker": style.texture("unknown", colours.muted, colours),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _spans(rows: list[dict[str, Any]], name: str, middle: list[float], inks: list[str]) -> Trace:
    """The same span of every strip that has it."""
    drawn = [(row, at, ink) for row, at, ink in zip(rows, middle, inks, strict=True) if name in row["edges"]]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [row["edges"][name][0] for row, _, _ in drawn],
        "x": [row["edges"][name][1] - row["edges"][name][0] for row, _, _ in drawn],
        "y": [at for _, at, _ in drawn],
        "width": STRIP,
        "marker": {"color": [ink for _, _, ink in drawn], "line": {"width": 0}},
        "customdata": [_hover(row) for row, _, _ in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _own(rows: list[dict[str, Any]], middle: list[float], colours: Palette) -> Trace:
    drawn = [(row, at) for row, at in zip(rows, middle, strict=True) if row["own"] is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["own"] for row, _ in drawn],
        "y": [at for _, at in drawn],
        "cliponaxis": False,
        "marker": {
            "symbol": "diamond",
            "size": 14,
            "color": colours.text,
            "line": {"width": 2, "color": colours.background},
        },
        "customdata": [_hover(row) for row, _ in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _hover(row: dict[str, Any]) -> str:
    figures = "<br>".join(style.safe(figure) for figure in row["figures"])
    return f"<b>{style.fold(row['label'], 48, 3)}</b><br>{figures}"


def _legend_bars(rows: list[dict[str, Any]], colours: Palette) -> list[Trace]:
    """The words of what at least one strip shows."""
    shares = {
        "median": ("médiane", 1.0),
        "inner": ("la moitié d’entre elles", HALF),
        "outer": ("huit sur dix", WIDE),
    }
    return [
        style.legend_bar(word, "solid", colours, tint(colours.muted, colours.background, share))
        for name, (word, share) in shares.items()
        if any(name in row["edges"] for row in rows)
    ]


def _legend_mark(colours: Palette) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "vous",
        "x": [None],
        "y": [None],
        "marker": {"symbol": "diamond", "size": 11, "color": colours.text},
        "hoverinfo": "skip",
    }
