"""The picture of a letter: one band a result, the median, and one's own mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.peers.aggregates import HIGH, LOW, MEDIAN, QUARTILES
from aci_model.peers.publication import SHOWN
from aci_model.report.colours import LIGHT
from aci_model.report.comparison import RATE
from aci_model.report.comparison_words import said
from aci_model.report.documents import drawing
from aci_model.report.documents.tree import Picture
from aci_model.wording import missing, percent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import pandas as pd
    from matplotlib.axes import Axes

ROW, BAR, TOP = 12.0, 4.4, 8.0  # millimetres: a row with its words, its band, the legend's line
_FIRST, _THIRD = (f"{QUARTILES}_{part}" for part in (1, 3))
_OWN = 10.0  # points of one's own mark
_LABEL = 52  # letters of a name


def bands(strips: pd.DataFrame, caption: str) -> Picture | None:
    """Draw the rates that are shown; None when there is none.

    Args:
        strips: from `comparison.strips`.
        caption: the picture's title, a finding.
    """
    rates = strips[(strips["scale"] == RATE) & (strips["state"] == SHOWN)]
    shown: dict[str, dict[str, Any]] = {}
    for row in rates.to_dict("records"):
        shown.setdefault(row["indicator"], {})[row["statistic"]] = row
    if not shown:
        return None
    height = TOP + ROW * len(shown)
    axes = drawing.board(height + 10, right=7.0)
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    marks = [quarter / 4 for quarter in range(5)]
    drawing.ticks(axes, marks, [percent(mark, 0) for mark in marks])
    axes.xaxis.grid(visible=True, color=LIGHT.rule, linewidth=0.7)
    axes.set_axisbelow(True)
    _legend(axes)
    for place, told in enumerate(shown.values()):
        _row(axes, TOP + ROW * place, told)
    words = said(strips)
    alt = " ".join(words.loc[words["indicator"].isin(list(shown)), "aloud"])
    return Picture(drawing.printed(axes), alt, caption)


def _legend(axes: Axes) -> None:
    unit = 1 / (drawing.WIDTH - 8)
    drawing.legend(axes, 3, [("la moitié des communautés comparées", "pale")], unit=unit)
    for at, word, sign in ((88, "médiane", "|"), (116, "vous", "D")):
        _sign(axes, at * unit, 3, sign)
        drawing.write(axes, (at + 3.5) * unit, 3, word, colour=LIGHT.muted, points=8)


def _row(axes: Axes, y: float, told: Mapping[str, Mapping[str, Any]]) -> None:
    median = told[MEDIAN]
    drawing.write(axes, 0, y + 2, median["label"], strong=True, fold=(_LABEL, 1))
    figures = f"médiane {median['value_words']} · vous {median['own_words']}"
    drawing.write(axes, 1, y + 2, figures, colour=LIGHT.muted, at="right", points=8)
    middle = y + 5 + BAR / 2
    axes.plot([0, 1], [middle, middle], color=LIGHT.rule, linewidth=0.8, zorder=0)
    if {_FIRST, _THIRD} <= told.keys():
        first, third = told[_FIRST], told[_THIRD]
        low = first["drawn_low"] if first["end"] == LOW else first["value"]
        high = third["drawn_high"] if third["end"] == HIGH else third["value"]
        drawing.bar(axes, (low, y + 5, max(high - low, 0.004), BAR), "pale", LIGHT.accent)
    _sign(axes, _place(median), middle, "|")
    if not missing(median["own"]):
        _sign(axes, median["own"], middle, "D")


def _place(figure: Mapping[str, Any]) -> float:
    """Where a figure is drawn: its value, or the middle of its open class."""
    if missing(figure["end"]):
        return float(figure["value"])
    return float(figure["drawn_low"] + figure["drawn_high"]) / 2


def _sign(axes: Axes, x: float, y: float, sign: str) -> None:
    """Mark a point: a tick as tall as a band, or one's own diamond."""
    tick = sign == "|"
    axes.plot(
        [x],
        [y],
        sign,
        color=LIGHT.accent if tick else LIGHT.text,
        markersize=_OWN + 3 if tick else _OWN - 3.5,
        markeredgewidth=2.2 if tick else 0.8,
        markeredgecolor=LIGHT.accent if tick else LIGHT.background,
        clip_on=False,
    )
