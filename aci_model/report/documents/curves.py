"""Pictures along a path: a line's own past, and what objectives bring one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.report.colours import LIGHT, of_mission, tint
from aci_model.report.documents import drawing
from aci_model.report.documents.texts import said
from aci_model.report.documents.tree import Picture

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BAND = 0.22  # share of the ink in a band
EIGHT_IN_TEN = "la plage où tombent 8 cas sur 10"
_WORDED = 8  # values written on one path; of more, the first and the last


def own_history(
    frame: pd.DataFrame,
    caption: str,
    note: str | None = None,
    *,
    target: float | None = None,
    target_words: str = "",
) -> Picture:
    """Draw one line's past values, each with the band that chance alone explains.

    Args:
        frame: mission_rank, year (missing: the present one), result, low, high (missing without a band),
            result_words, in time order, at least one row; see `report.own_path.Own.path`.
        caption: the picture's title, a finding.
        note: where the figures come from.
        target: the value asked, in the line's unit; None when there is none.
        target_words: that value with its unit.
    """
    ink = of_mission(LIGHT, int(frame["mission_rank"].iloc[0]))
    low, result, high = _floats(frame, "low", "result", "high")
    asked = [] if target is None or wording.missing(target) else [float(target)]
    every = np.concatenate([low, result, high, asked])
    least, most = float(np.nanmin(every)), float(np.nanmax(every))
    room = (most - least) or abs(most) or 1.0
    axes = drawing.board(38, left=8, right=36, top=3, bottom=7)
    x = np.arange(len(frame), dtype=np.float64)
    axes.set_xlim(-0.5, len(frame) - 0.5)
    axes.set_ylim(least - room * 0.12, most + room * 0.25)
    axes.vlines(x, low, high, color=tint(ink, LIGHT.background, BAND), linewidth=10)
    axes.plot(x, result, color=ink, linewidth=1.4, marker="o", markersize=5)
    years = ["cette année" if wording.missing(year) else str(int(year)) for year in frame["year"]]
    drawing.ticks(axes, x.tolist(), years)
    words = [str(word) for word in frame["result_words"]]
    for place in range(len(words)) if len(words) <= _WORDED else (0, len(words) - 1):
        top = float(np.nanmax([result[place], high[place]])) + room * 0.05
        drawing.write(axes, x[place], top, words[place], at="center", level="bottom", strong=True)
    if asked:
        axes.axhline(asked[0], color=LIGHT.text, linewidth=1, linestyle=(0, (4, 3)))
        label = f"objectif : {target_words}"
        drawing.write(axes, len(words) - 0.46, asked[0], label, points=8, fold=(19, 3))
    parts = [", ".join(f"{year} : {word}" for year, word in zip(years, words, strict=True))]
    parts += [f"Objectif : {target_words}"] if asked else []
    parts += [f"La bande pâle est {EIGHT_IN_TEN} par le seul hasard"] if np.isfinite(low).any() else []
    alt = f"Valeurs de la ligne dans le temps. {'. '.join(parts)}."
    return Picture(drawing.printed(axes), said(alt), caption, note)


def objectives_curve(
    frame: pd.DataFrame, caption: str, note: str | None = None, *, chosen: int | None = None
) -> Picture:
    """Draw the expected income for 0, 1, 2… objectives, with its range.

    Args:
        frame: k (0, 1, 2…), expected, low, high in euros; see `foresight.objectives.curve`.
        caption: the picture's title, a finding.
        note: where the figures come from.
        chosen: how many objectives the person keeps; None when not said.
    """
    low, mean, high = _floats(frame, "low", "expected", "high")
    last = len(frame) - 1
    axes = drawing.board(74, left=21, right=6, top=8, bottom=14)
    top = drawing.span([*high, *mean])[1] or 1.0
    axes.set_xlim(0, max(last, 1))
    axes.set_ylim(0, top * 1.06)
    drawing.scale(axes, low=0, high=top, across=False)
    marks = drawing.counts(max(last, 1))
    drawing.ticks(axes, marks, [wording.number(mark, 0) for mark in marks])
    x = np.arange(last + 1)
    axes.fill_between(x, low, high, color=tint(LIGHT.accent, LIGHT.background, BAND), linewidth=0)
    axes.plot(x, mean, color=LIGHT.accent, linewidth=1.8)
    drawing.heading(axes, f"Le trait est le revenu espéré, la bande {EIGHT_IN_TEN}.")
    drawing.footing(axes, "nombre d’objectifs")

    def told(place: int) -> str:
        """Say what this many objectives bring."""
        spread = f"entre {wording.euros(low[place])} et {wording.euros(high[place])}"
        return f"{wording.count(place, 'objectif')}, {wording.euros(mean[place])} espérés, {spread} 8 fois sur 10"

    alt = f"Revenu espéré selon le nombre d’objectifs : {told(0)} ; {told(last)}."
    if chosen is not None and 0 <= chosen <= last:
        _point_out(axes, chosen, float(mean[chosen]), top)
        alt += f" Votre choix : {told(chosen)}."
    return Picture(drawing.printed(axes), said(alt), caption, note)


def _point_out(axes: Axes, chosen: int, euros: float, top: float) -> None:
    axes.plot([chosen], [euros], marker="o", color=LIGHT.accent, markersize=7)
    words = f"{wording.count(chosen, 'objectif')} : {wording.euros(euros)}"
    # The curve rises and bends down: it leaves room under a point at its right, above it at its left.
    early = chosen < axes.get_xlim()[1] * 0.6
    lift = top * (-0.04 if early else 0.04)
    drawing.write(
        axes,
        chosen,
        euros + lift,
        words,
        at="left" if early else "right",
        level="top" if early else "bottom",
        strong=True,
    )


def _floats(frame: pd.DataFrame, *names: str) -> tuple[Floats, ...]:
    return tuple(frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in names)
