"""Years as stacked bars, with and without the variable part, and the commitments across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import tint

if TYPE_CHECKING:
    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

HEIGHT = 300
WIDTH, GHOST = 0.44, 0.24  # shares of a year's room: its bar, and the bar without a variable part beside it
SHIFT, GHOST_SHIFT = -0.14, 0.26
PROJECTED = 0.42  # share of the ink in a projected bar
GAP = 0.14  # of the axis: a stretch that stands for an unknown amount


def years(
    frame: pd.DataFrame, reference: pd.DataFrame, commitments: pd.DataFrame | None, colours: Palette
) -> Figure:
    """Draw years as bars: fixe below, variable above; beside each, the same year without a variable part.

    Args:
        frame: year_label, is_projected, fixed, variable (euros; missing is drawn as an unknown gap), in order.
        reference: year_label, fixed, variable: the scenario drawn as ghost bars beside; no bar where unknown.
        commitments: year_label, amount (euros due that year whatever happens), or None when nobody said.
        colours: the set for the current theme.
    """
    rows = frame.reset_index(drop=True)
    beside = reference.set_index("year_label").reindex(rows["year_label"])
    ghost = (beside["fixed"] + beside["variable"]).to_numpy(dtype="float64")
    lines = _commitments(commitments, rows)
    totals = rows["fixed"].fillna(0.0) + rows["variable"].fillna(0.0)
    highest = float(np.nanmax([*totals, *ghost, *lines, 1.0]))
    gap = highest * GAP
    inks = {"fixed": colours.neutral, "variable": colours.accent}
    places = np.arange(len(rows), dtype="float64")
    base = rows["fixed"].fillna(gap)
    data = [
        _bars(rows, "fixed", 0.0, inks["fixed"], colours),
        _bars(rows, "variable", base, inks["variable"], colours),
        _gaps(rows, base, gap, colours),
        _ghosts(places, ghost, colours),
        _outlines(rows, colours),
        *_commitment_line(places, lines, colours),
        style.words(_totals(rows, base, gap, lines, highest * 0.09), colours),
        *_legend(rows, inks, lines, colours),
    ]
    return {
        "data": data,
        "layout": style.layout(
            colours,
            HEIGHT,
            barmode="overlay",
            showlegend=True,
            legend=style.flowing_legend(colours),
            margin={"l": 0, "r": 0, "t": 44, "b": 52},
            xaxis=style.axis(
                colours,
                showgrid=False,
                range=[-0.5, len(rows) - 0.5],
                tickmode="array",
                tickvals=places.tolist(),
                ticktext=_year_words(rows),
                tickangle=0,
            ),
            yaxis=style.hidden_axis(range=[0, (highest + gap) * 1.04]),
        ),
    }


def _bars(rows: pd.DataFrame, part: str, base: Any, ink: str, colours: Palette) -> Trace:  # noqa: ANN401  scalar or column
    pale = tint(ink, colours.background, PROJECTED)
    word = {"fixed": "part fixe", "variable": "part variable"}[part]
    return {
        "type": "bar",
        "x": (rows.index + SHIFT).tolist(),
        "y": rows[part].tolist(),
        "base": base if isinstance(base, float) else base.tolist(),
        "width": WIDTH,
        "marker": {"color": [pale if projected else ink for projected in rows["is_projected"]]},
        "customdata": [
            f"<b>{style.safe(label)}</b>{', projeté' if projected else ''}<br>{word}{wording.NBSP}: {wording.euros(value)}"
            for label, projected, value in zip(
                rows["year_label"], rows["is_projected"], rows[part], strict=True
            )
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _gaps(rows: pd.DataFrame, base: pd.Series, gap: float, colours: Palette) -> Trace:
    """A hatched gap where the fixed or the variable part is unknown."""
    fixed = rows.index[rows["fixed"].isna()]
    variable = rows.index[rows["variable"].isna()]
    return {
        "type": "bar",
        "x": [*(fixed + SHIFT), *(variable + SHIFT)],
        "y": [gap] * (len(fixed) + len(variable)),
        "base": [0.0] * len(fixed) + base[variable].tolist(),
        "width": WIDTH,
        "marker": style.texture("unknown", colours.muted, colours),
        "customdata": ["part fixe inconnue"] * len(fixed) + ["part variable inconnue"] * len(variable),
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _ghosts(places: np.ndarray, heights: np.ndarray, colours: Palette) -> Trace:
    return {
        "type": "bar",
        "x": (places + GHOST_SHIFT).tolist(),
        "y": [None if np.isnan(height) else height for height in heights],
        "width": GHOST,
        "marker": style.texture("outline", colours.muted, colours),
        "customdata": [f"sans part variable{wording.NBSP}: {wording.euros(height)}" for height in heights],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _commitments(commitments: pd.DataFrame | None, rows: pd.DataFrame) -> np.ndarray:
    if commitments is None:
        return np.full(len(rows), np.nan)
    amounts = commitments.set_index("year_label")["amount"].reindex(rows["year_label"])
    return amounts.to_numpy(dtype="float64")


def _commitment_line(places: np.ndarray, amounts: np.ndarray, colours: Palette) -> list[Trace]:
    if np.isnan(amounts).all():
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for place in places for x in (place - 0.5, place + 0.5)],
            "y": [None if np.isnan(amount) else amount for amount in amounts for _ in range(2)],
            "line": {"color": colours.text, "width": 2.5},
            "cliponaxis": False,
            "customdata": [wording.euros(amount) for amount in amounts for _ in range(2)],
            "hovertemplate": f"engagements fermes{wording.NBSP}: %{{customdata}}<extra></extra>",
            "showlegend": False,
        }
    ]


def _thousands(euros: float) -> str:
    return f"{wording.number(euros / 1000, 0)}{wording.NBSP}k€"


def _legend(rows: pd.DataFrame, inks: dict[str, str], lines: np.ndarray, colours: Palette) -> list[Trace]:
    entries = [
        style.legend_bar("part fixe", "solid", colours, inks["fixed"]),
        style.legend_bar("part variable", "solid", colours, inks["variable"]),
        style.legend_bar("sans part variable", "outline", colours),
    ]
    if rows["is_projected"].any():
        entries.insert(2, style.legend_bar("projeté", "pale", colours))
    if rows[["fixed", "variable"]].isna().to_numpy().any():
        entries.append(style.legend_bar(wording.UNKNOWN, "unknown", colours))
    if not np.isnan(lines).all():
        line = {"color": colours.text, "width": 2.5}
        entries.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "engagements",
                "x": [None],
                "y": [None],
                "line": line,
            }
        )
    return entries


def _outlines(rows: pd.DataFrame, colours: Palette) -> Trace:
    """A dashed outline round what is projected."""
    projected = rows.index[rows["is_projected"].astype("bool")]
    tops = rows["fixed"].fillna(0.0) + rows["variable"].fillna(0.0)
    corners = [(place + SHIFT - WIDTH / 2, place + SHIFT + WIDTH / 2, tops[place]) for place in projected]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for left, right, _ in corners for x in (left, left, right, right, None)],
        "y": [y for _, _, top in corners for y in (0, top, top, 0, None)],
        "line": {"color": colours.muted, "width": 1.5, "dash": "4px,3px"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _year_words(rows: pd.DataFrame) -> list[str]:
    return [
        style.safe(str(label)).replace("-", "-<br>", 1) + ("<br><i>projeté</i>" if projected else "")
        for label, projected in zip(rows["year_label"], rows["is_projected"], strict=True)
    ]


def _totals(
    rows: pd.DataFrame, base: pd.Series, gap: float, lines: np.ndarray, room: float
) -> list[style.Word]:
    """Write the year's total above its bar, in thousands, clear of the commitments; « inconnu » when a part is."""
    sums = rows["fixed"] + rows["variable"]
    tops = (base + rows["variable"].fillna(gap)).to_numpy(dtype="float64")
    tops = np.where((lines >= tops) & (lines < tops + room), lines, tops)
    return [
        style.Word(
            wording.UNKNOWN
            if wording.missing(total)
            else f"{wording.number(total / 1000, 0)}{wording.NBSP}k€",
            place + SHIFT,
            top,
            "top center",
            strong=True,
        )
        for place, total, top in zip(rows.index, sums, tops, strict=True)
    ]
