"""From frames to figures: the euros of missions, and years to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.report.colours import TEXTURES
from pages._shared import figure_style as style
from pages._shared.palette import of_mission
from pages._shared.wording import READINGS, STATES

if TYPE_CHECKING:
    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

ROW = 58  # pixels of one mission: its words, its bar, the air below
BAR = 20
TOP = 34  # the legend's line
GAP = 0.15  # of the axis: a stretch that stands for an unknown amount
MARKS = {"contrat": "circle", "tout-ou-rien": "square-open", "lineaire": "diamond-open"}  # of the readings


def states_by_mission(frame: pd.DataFrame, colours: Palette) -> Figure:
    """Draw the four states of each mission's euros as one stacked bar.

    Args:
        frame: mission_label, rank (0 is the accord's first mission), earned, to_prove, pending, lost (euros
            a year; missing when the ceiling is unknown), in the order to draw.
        colours: the set for the current theme.
    """
    rows = frame.reset_index(drop=True)
    inks = [of_mission(colours, rank) for rank in rows["rank"]]
    ceilings = rows[list(TEXTURES)].sum(axis="columns", skipna=False)
    places = _rows(len(rows))
    largest = np.nanmax([*ceilings, 1.0])
    traces = [style.legend_bar(STATES[state], texture, colours) for state, texture in TEXTURES.items()]
    for state, texture in TEXTURES.items():
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": STATES[state],
                "x": rows[state].tolist(),
                "y": places,
                "width": BAR,
                "marker": style.texture(texture, inks, colours),
                "customdata": _state_hover(rows, state),
                "hovertemplate": "%{customdata}<extra></extra>",
                "showlegend": False,
            }
        )
    words = [
        _row_words(label, earned, ceiling)
        for label, earned, ceiling in zip(rows["mission_label"], rows["earned"], ceilings, strict=True)
    ]
    gaps = [place for place, ceiling in zip(places, ceilings, strict=True) if wording.missing(ceiling)]
    traces.append(_gap_bars(gaps, largest, colours))
    traces.append(style.words(_above(words, places) + _unknown(gaps, largest), colours))
    return {
        "data": traces,
        "layout": style.layout(
            colours,
            TOP + ROW * len(rows) + 30,
            barmode="stack",
            showlegend=True,
            legend=style.legend(colours),
            margin={"l": 0, "r": 0, "t": TOP, "b": 30},
            xaxis=style.euro_axis(colours, range=[0, largest * 1.02]),
            yaxis=style.hidden_axis(range=[ROW * len(rows), 0]),
        ),
    }


def readings_side_by_side(frame: pd.DataFrame, colours: Palette) -> Figure:
    """Draw what each reading of the same clauses pays, mission by mission, on one axis.

    Args:
        frame: mission_label, rank, and euros under each reading: contrat, tout-ou-rien, lineaire (missing in one:
            the row says unknown).
        colours: the set for the current theme.
    """
    rows = frame.reset_index(drop=True)
    euros = rows[list(MARKS)].astype("float64")
    low = euros.min(axis="columns", skipna=False)
    high = euros.max(axis="columns", skipna=False)
    moved = euros.where(euros.ne(euros["contrat"], axis="index") | euros.isna())
    drawn = moved.assign(contrat=euros["contrat"])  # equal readings are one mark, the contract's
    places = _rows(len(rows))
    inks = [of_mission(colours, rank) for rank in rows["rank"]]
    marks = [
        _reading_marks(rows, column, drawn[column], places, inks) for column in reversed(MARKS)
    ]  # the contract's own reading on top
    words = [
        f"<b>{style.safe(label)}</b>   {_gap_words(gap)}"
        for label, gap in zip(rows["mission_label"], high - low, strict=True)
    ]
    largest = np.nanmax([*euros.max(axis="columns"), 1.0])
    gaps = [place for place, value in zip(places, high, strict=True) if wording.missing(value)]
    written = style.words(_above(words, places) + _unknown(gaps, largest), colours)
    legend = [style.legend_mark(READINGS[reading], mark, colours) for reading, mark in MARKS.items()]
    return {
        "data": [
            *legend,
            _spans(low, high, places, colours),
            *marks,
            _gap_bars(gaps, largest, colours),
            written,
        ],
        "layout": style.layout(
            colours,
            TOP + ROW * len(rows) + 30,
            showlegend=True,
            legend=style.legend(colours, 110),
            margin={"l": 0, "r": 0, "t": TOP, "b": 30},
            xaxis=style.euro_axis(colours, range=[0, largest * 1.03]),
            yaxis=style.hidden_axis(range=[ROW * len(rows), 0]),
        ),
    }


def _spans(low: pd.Series, high: pd.Series, places: list[float], colours: Palette) -> Trace:
    """A thin line from the lowest reading to the highest."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for ends in zip(low, high, strict=True) for x in (*ends, None)],
        "y": [y for place in places for y in (place, place, None)],
        "line": {"color": colours.muted, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _reading_marks(
    rows: pd.DataFrame, column: str, euros: pd.Series, places: list[float], inks: list[str]
) -> Trace:
    word = READINGS[column]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word,
        "x": euros.tolist(),
        "y": places,
        "cliponaxis": False,
        "marker": {"symbol": MARKS[column], "size": 13, "color": inks, "line": {"width": 2, "color": inks}},
        "customdata": [
            f"<b>{style.safe(label)}</b><br>{word}{wording.NBSP}: {wording.euros(value)}"
            for label, value in zip(rows["mission_label"], rows[column], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _rows(count: int) -> list[float]:
    """Where each row's bar stands, in pixels from the top."""
    return [ROW * index + ROW * 0.62 for index in range(count)]


def _above(texts: list[str], places: list[float]) -> list[style.Word]:
    """Write each row's words on their own line, above its bar."""
    return [
        style.Word(text, 0, place - BAR / 2 - 3, "top right", 14, strong=True)
        for text, place in zip(texts, places, strict=True)
    ]


def _gap_bars(places: list[float], largest: float, colours: Palette) -> Trace:
    """Draw a hatched gap where an amount is unknown; a bar of no height would say zero."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [largest * GAP] * len(places),
        "y": places,
        "width": BAR,
        "marker": style.texture("unknown", colours.muted, colours),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _unknown(places: list[float], largest: float) -> list[style.Word]:
    """Say « inconnu » beside each gap."""
    return [style.Word(wording.UNKNOWN, largest * (GAP + 0.005), place) for place in places]


def _row_words(label: str, earned: float, ceiling: float) -> str:
    name = f"<b>{style.safe(label)}</b>"
    if wording.missing(ceiling):
        return name
    return f"{name}   {wording.euros(earned)} acquis sur {wording.euros(ceiling)}"


def _gap_words(gap: float) -> str:
    if wording.missing(gap) or round(gap) == 0:
        return "" if wording.missing(gap) else "aucun écart"
    return f"{wording.euros(gap)} d’écart"


def _state_hover(rows: pd.DataFrame, state: str) -> list[str]:
    return [
        f"<b>{style.safe(label)}</b><br>{STATES[state]}{wording.NBSP}: {wording.euros(value)}"
        for label, value in zip(rows["mission_label"], rows[state], strict=True)
    ]
