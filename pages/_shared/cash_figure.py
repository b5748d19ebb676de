"""The treasury month by month: what is left, chosen scenario and « sans part variable », what lacks hatched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model import wording
from aci_model.report.cash_words import month, short_month
from pages._shared import figure_style as style
from pages._shared.palette import tint

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

HEIGHT = 300
DASH, DOTS = "6px,3px", "1.5px,3px"
PALE = 0.1  # share of the ink in a surface under a curve
WORD = 0.08  # of the height: what words take
ROOM = 0.2  # of the height, above and below the curves: for words


def curve(
    months: pd.DataFrame,
    reached: pd.Series,
    beside: Sequence[tuple[str, str, str]],
    colours: Palette,
    *,
    start: float,
    name: str,
    height: int = HEIGHT,
) -> Figure:
    """Draw what is left at the end of each month.

    Args:
        months: month, month_words, known, inflow, firm, soft, balance, and the columns `beside` names.
        reached: last_covered_month, covered_to_end, trough, trough_month of `balance`.
        beside: thinner curves: (column, word, dash), drawn in the order given.
        colours: the set for the current theme.
        start: euros on the account when the first month opens.
        name: what the legend calls the chosen scenario.
        height: pixels.
    """
    x = np.arange(len(months) + 1, dtype="float64")
    left = np.concatenate([[start], months["balance"].to_numpy(dtype="float64")])
    others = [np.concatenate([[start], months[column].to_numpy(dtype="float64")]) for column, _, _ in beside]
    least, most = float(np.min([left, *others])), float(np.max([left, *others]))
    room = max(most - min(least, 0.0), 1.0)
    scale = [min(least, 0.0) - room * (ROOM if least < 0 else 0.04), most + room * ROOM]
    turn = int(months["known"].sum())
    data = [
        *_legend(name, left, turn, colours),
        *_lacking(x, left, colours),
        *[_beside(x, y, word, dash, colours) for y, (_, word, dash) in zip(others, beside, strict=True)],
        *_main(x, left, turn, colours),
        _read(x, months, left, beside, colours),
        *_marks(months, reached, scale, colours),
    ]
    return {"data": data, "layout": _layout(months, scale, colours, height)}


def _layout(months: pd.DataFrame, scale: list[float], colours: Palette, height: int) -> dict[str, Any]:
    ticks = _ticks(months)
    return style.layout(
        colours,
        height,
        showlegend=True,
        legend=style.flowing_legend(colours),
        hovermode="x",
        margin={"l": 0, "r": 6, "t": 44, "b": 34},
        xaxis=style.axis(
            colours,
            showgrid=False,
            range=[-0.3, len(months) + 0.3],
            tickmode="array",
            tickvals=[place for place, _ in ticks],
            ticktext=[word for _, word in ticks],
            tickangle=0,
        ),
        yaxis=style.axis(
            colours,
            range=scale,
            nticks=5,
            tickformat=",.0f",
            ticksuffix=style.EUROS,
            zeroline=True,
            zerolinecolor=colours.text,
            zerolinewidth=1.5,
        ),
    )


def without(share: float) -> tuple[tuple[str, str, str], ...]:
    """Give the curves to draw beside the chosen scenario: those without variable part, unless it is that one."""
    firm = ("balance_without_firm", "sans, fermes seuls", DOTS)
    return (firm,) if share == 0 else (("balance_without", "sans part variable", DASH), firm)


def named(share: float) -> str:
    """Name the chosen scenario for a legend."""
    return "sans part variable" if share == 0 else f"avec {wording.percent(share, 0)}"


def _main(x: np.ndarray, left: np.ndarray, turn: int, colours: Palette) -> list[Trace]:
    """The chosen scenario: solid up to the last real payment, dashed from there on."""
    parts = [(slice(0, turn + 1), "solid"), (slice(turn, None), DASH)]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x[part].tolist(),
            "y": left[part].tolist(),
            "line": {"color": colours.accent, "width": 2.5, "dash": dash},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for part, dash in parts
        if len(x[part]) > 1
    ]


def _beside(x: np.ndarray, y: np.ndarray, word: str, dash: str, colours: Palette) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": word,
        "x": x.tolist(),
        "y": y.tolist(),
        "line": {"color": colours.neutral, "width": 1.5, "dash": dash},
        "hoverinfo": "skip",
    }


def _lacking(x: np.ndarray, left: np.ndarray, colours: Palette) -> list[Trace]:
    """Hatch what is below zero, from where the curve crosses it."""
    if not (left < 0).any():
        return []
    crossing = np.flatnonzero(left[:-1] * left[1:] < 0)
    at = x[crossing] + left[crossing] / (left[crossing] - left[crossing + 1])
    place = np.concatenate([x, at])
    order = np.argsort(place, kind="stable")
    depth = np.concatenate([np.minimum(left, 0.0), np.zeros(len(at))])
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": place[order].tolist(),
            "y": depth[order].tolist(),
            "line": {"width": 0, "color": colours.text},
            "fill": "tozeroy",
            "fillpattern": {
                "shape": "/",
                "size": 6,
                "solidity": 0.25,
                "fgcolor": colours.text,
                "bgcolor": tint(colours.text, colours.background, PALE),
            },
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]


def _read(
    x: np.ndarray,
    months: pd.DataFrame,
    left: np.ndarray,
    beside: Sequence[tuple[str, str, str]],
    colours: Palette,
) -> Trace:
    """One invisible point a month, which tells everything of it."""
    told = [f"<b>au départ</b>{wording.NBSP}: {wording.euros(left[0])}"]
    spent = months["firm"] + months["soft"]
    for row in range(len(months)):
        words = [
            f"<b>{months['month_words'].iloc[row]}</b>{'' if months['known'].iloc[row] else ', projeté'}",
            f"fin de mois{wording.NBSP}: {wording.euros(left[row + 1])}",
            f"reçu {wording.euros(months['inflow'].iloc[row])}, dépensé {wording.euros(spent.iloc[row])}",
            *[
                f"{style.safe(word)}{wording.NBSP}: {wording.euros(months[column].iloc[row])}"
                for column, word, _ in beside
            ],
        ]
        told.append("<br>".join(words))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x.tolist(),
        "y": left.tolist(),
        "marker": {"size": 9, "color": colours.accent, "opacity": 0},
        "customdata": told,
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _marks(months: pd.DataFrame, reached: pd.Series, scale: Sequence[float], colours: Palette) -> list[Trace]:
    """Mark the last covered month and the trough, in words."""
    place = {first: rank + 1 for rank, first in enumerate(months["month"])}
    end, written, points = len(months), [], []
    covered = reached["last_covered_month"]
    if not reached["covered_to_end"] and not wording.missing(covered):
        at = place[covered]
        points.append((at, float(months["balance"].iloc[at - 1])))
        written.append(
            style.Word(
                f"couvert jusqu’en {month(covered)}", at, scale[1], _side(at, end, "bottom"), strong=True
            )
        )
    if not wording.missing(reached["trough_month"]):
        at = place[reached["trough_month"]]
        depth = float(reached["trough"])
        points.append((at, depth))
        low = f"au plus bas{wording.NBSP}: {wording.euros(depth)}, {short_month(reached['trough_month'])}"
        written.append(style.Word(low, at, scale[0], _side(at, end, "top"), strong=True))
    return [
        _poles(points, [word.y for word in written], scale, colours),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [at for at, _ in points],
            "y": [euros for _, euros in points],
            "marker": {
                "symbol": "circle",
                "size": 9,
                "color": colours.background,
                "line": {"width": 2.5, "color": colours.accent},
            },
            "hoverinfo": "skip",
            "showlegend": False,
        },
        style.words(written, colours),
    ]


def _poles(
    points: Sequence[tuple[int, float]], ends: Sequence[float], scale: Sequence[float], colours: Palette
) -> Trace:
    """Lead the eye from each mark to its words, and stop short of them."""
    air = (scale[1] - scale[0]) * WORD
    short = [end - air if end > level else end + air for (_, level), end in zip(points, ends, strict=True)]
    apart = [
        (at, level, end)
        for (at, level), end, word in zip(points, short, ends, strict=True)
        if (end - level) * (word - level) > 0
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for at, _, _ in apart for x in (at, at, None)],
        "y": [y for _, level, end in apart for y in (level, end, None)],
        "line": {"color": colours.text, "width": 1, "dash": DOTS},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _side(at: int, end: int, level: str) -> str:
    """Put a word on the side of a point where there is room for it."""
    if at < end * 0.3:
        return f"{level} right"
    return f"{level} left" if at > end * 0.7 else f"{level} center"


def _legend(name: str, left: np.ndarray, turn: int, colours: Palette) -> list[Trace]:
    line = {"color": colours.accent, "width": 2.5, "dash": DASH if turn < len(left) - 1 else "solid"}
    entries: list[Trace] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [None],
            "y": [None],
            "line": line,
        }
    ]
    if (left < 0).any():
        entries.append(style.legend_bar("ce qui manque", "hatched", colours, colours.text))
    return entries


def _ticks(months: pd.DataFrame) -> list[tuple[float, str]]:
    """Name each January by its year, and the months between when there are few."""
    first = months["month"]
    step = 3 if len(months) <= 20 else 6
    start = 1 + int((-(first.iloc[0].month - 1)) % step)
    return [
        (float(place), short_month(first.iloc[place - 1]).replace(" ", "<br>"))
        for place in range(start, len(months) + 1, step)
    ]
