"""The curve of « combien d'objectifs »: what 0, 1… n bring, its band, and what each one adds, under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model import wording
from aci_model.report.objectives_say import count_days
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint

if TYPE_CHECKING:
    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

HEIGHT, KEY = 240, 17  # pixels: the figure, and each row of names under it
CURVE, BARS = [0.36, 0.97], [0.0, 0.24]  # shares of the height
BAND = 0.2  # share of the ink in the band
MARKS = {"minimaliste": "circle", "en_profiter": "diamond", "le_votre": "square"}
NEAR = 0.3  # of the width: a mark this near an edge has its word on the other side
NAMES = 3  # missions named in a row: what a small phone holds
AIR = "\u2002"  # between a mark and its word


def curve(frame: pd.DataFrame, choices: pd.DataFrame, capacity: float | None, colours: Palette) -> Figure:
    """Draw expected euros for each number of objectives, the band, three choices, and marginal euros.

    Args:
        frame: `objectives.curve`, with mission_label and mission_rank of the one added.
        choices: choice, name, number, expected.
        capacity: days; None when unknown: nothing is marked then.
        colours: the set for the current theme.
    """
    rows = frame.reset_index(drop=True)
    last = max(len(rows) - 1, 1)
    highest = float(np.nanmax([*rows["high"], *choices["expected"], 1.0]))
    beyond = rows["beyond_capacity"].fillna(value=False).astype("bool")
    added = rows[rows["k"] > 0]
    low, high = _span(added["marginal"])
    names = _missions(added, colours)
    room = _room(beyond, highest, last, capacity, colours)
    return {
        "data": [
            _band(rows, colours),
            _line(rows[~beyond], "solid", colours),
            _line(rows[beyond | beyond.shift(-1, fill_value=False)], "dot", colours),
            *room[0],
            _bars(added, beyond[rows["k"] > 0], colours),
            _points(choices, colours),
            style.words([*room[1], *_names(choices, last)], colours),
            {
                **style.words([style.Word("ce que chacun ajoute", 0.4, high, "top right", 12)], colours),
                "yaxis": "y2",
            },
        ],
        "layout": style.layout(
            colours,
            HEIGHT + KEY * len(names),
            barmode="overlay",
            margin={"l": 0, "r": 34, "t": 14, "b": 24 + KEY * len(names)},
            xaxis=style.axis(
                colours,
                showgrid=False,
                range=[-0.6, last + 0.6],
                anchor="y2",
                **_ticks(last),
                title=_key(names, colours),
            ),
            yaxis=style.euro_axis(colours, range=[0, highest * 1.08], domain=CURVE, nticks=4),
            yaxis2=style.hidden_axis(range=[low, high * 1.02], domain=BARS),
        ),
    }


def _band(rows: pd.DataFrame, colours: Palette) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*rows["k"].tolist(), *rows["k"].tolist()[::-1]],
        "y": [*rows["low"].tolist(), *rows["high"].tolist()[::-1]],
        "fill": "toself",
        "fillcolor": tint(colours.accent, colours.background, BAND),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _line(rows: pd.DataFrame, dash: str, colours: Palette) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": rows["k"].tolist(),
        "y": rows["expected"].tolist(),
        "line": {"color": colours.accent, "width": 2.5, "dash": dash},
        "customdata": [
            f"<b>{wording.count(k, 'objectif')}</b>, {count_days(days)}<br>{wording.euros(expected)} attendus<br>"
            f"de {wording.euros(low)} à {wording.euros(high)}, quatre fois sur cinq"
            for k, days, expected, low, high in zip(
                *(rows[name] for name in ("k", "days", "expected", "low", "high")), strict=True
            )
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _room(
    beyond: pd.Series, highest: float, last: int, capacity: float | None, colours: Palette
) -> tuple[list[Trace], list[style.Word]]:
    """Mark where the days run out: a thin upright line and its word; nothing when they suffice."""
    if capacity is None or not beyond.any():
        return [], []
    where = int(np.argmax(beyond.to_numpy())) - 0.5
    side = "left" if where > last * (1 - NEAR) else "right"
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [where, where],
        "y": [0, highest * 1.08],
        "line": {"color": colours.muted, "width": 1.5, "dash": "4px,3px"},
        "hoverinfo": "skip",
    }
    word = style.Word(f"vos {count_days(capacity)}", where, highest * 0.04, f"top {side}")
    return [line], [word]


def _bars(added: pd.DataFrame, beyond: pd.Series, colours: Palette) -> Trace:
    inks = [of_mission(colours, int(rank)) for rank in added["mission_rank"]]
    fills = [
        tint(ink, colours.background, style.PALE) if out else ink
        for ink, out in zip(inks, beyond, strict=True)
    ]
    return {
        "type": "bar",
        "x": added["k"].tolist(),
        "y": added["marginal"].tolist(),
        "yaxis": "y2",
        "width": 0.72,
        "marker": {"color": fills, "line": {"color": inks, "width": 1}},
        "customdata": [_bar_words(row) for row in added.to_dict("records")],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _missions(added: pd.DataFrame, colours: Palette) -> list[str]:
    """Name the missions whose colours the bars wear, in the accord's order: a few a row."""
    named = (
        added[["mission_rank", "mission_label"]].drop_duplicates("mission_rank").sort_values("mission_rank")
    )
    told = [
        f'<span style="color:{of_mission(colours, int(rank))}">■</span>{wording.NBSP}{style.safe(str(label))}'
        for rank, label in zip(named["mission_rank"], named["mission_label"], strict=True)
    ]
    return [(AIR * 2).join(told[first : first + NAMES]) for first in range(0, len(told), NAMES)]


def _key(names: list[str], colours: Palette) -> dict[str, Any]:
    """Write the names under the axis."""
    return {"text": "<br>".join(names), "standoff": 4, "font": {"size": 12, "color": colours.text}}


def _bar_words(row: dict[str, Any]) -> str:
    told = [
        f"<b>{row['k']}. {style.fold(str(row['label']), 48, 3)}</b>",
        style.safe(str(row["mission_label"])),
        f"{wording.change(row['marginal'])} en moyenne, {count_days(row['days_added'])}",
    ]
    if not wording.missing(row["per_day"]):
        told.append(f"{wording.euros(row['per_day'])} par jour")
    if row["diluted"] > 0:
        told.append(f"prend {wording.euros(row['diluted'])} aux autres")
    if not wording.missing(row["over_envelope"]) and row["over_envelope"] > 0:
        told.append(f"{wording.euros(row['over_envelope'])} au-delà de l’enveloppe de sa mission")
    return "<br>".join(told)


def _points(choices: pd.DataFrame, colours: Palette) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": choices["number"].tolist(),
        "y": choices["expected"].tolist(),
        "cliponaxis": False,
        "marker": {
            "symbol": [MARKS[choice] for choice in choices["choice"]],
            "size": 11,
            "color": colours.background,
            "line": {"width": 2.5, "color": colours.text},
        },
        "customdata": [
            f"<b>{name}</b><br>{wording.count(number, 'objectif')}{wording.NBSP}: {wording.euros(expected)} attendus"
            for name, number, expected in zip(
                choices["name"], choices["number"], choices["expected"], strict=True
            )
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _names(choices: pd.DataFrame, last: int) -> list[style.Word]:
    """Name the marks beside them: the ambitious choice above the curve, the others under it; once where they meet."""
    meeting = choices.assign(euros=choices["expected"].round()).groupby(["number", "euros"], sort=False)
    together = meeting.agg(name=("name", " = ".join), expected=("expected", "first"), choice=("choice", set))
    words: list[style.Word] = []
    for row in together.reset_index().to_dict("records"):
        number = row["number"]
        above = "top" if "en_profiter" in row["choice"] else "bottom"
        if number / last < NEAR:
            side, name = "right", f"{AIR}{row['name']}"
        elif above == "top" or number / last < 1 - NEAR:
            side, name = "left", f"{row['name']}{AIR}"
        else:
            side, name = "center", f"<br>{row['name']}"  # a line lower: clear of the mark
        beside = [
            word for word in words if word.anchor.startswith(above) and abs(word.x - number) < NEAR * last
        ]
        if above == "bottom" and beside:  # a line lower than the word already there
            name = f"{'<br>' * (1 + beside[-1].text.count('<br>'))}{name.removeprefix('<br>')}"
        words.append(style.Word(name, number, row["expected"], f"{above} {side}", strong=True))
    return words


def _span(marginal: pd.Series) -> tuple[float, float]:
    """The euros the bars go from and to; never a range of nothing."""
    low, high = float(np.nanmin([*marginal, 0.0])), float(np.nanmax([*marginal, 0.0]))
    return (low, high) if high > low else (0.0, 1.0)


def _ticks(last: int) -> dict[str, Any]:
    step = 1 if last <= 6 else 5 if last <= 25 else 10
    values = [value for value in range(0, last, step) if last - value > 0.6 * step]
    words = [str(value) for value in values]
    return {
        "tickmode": "array",
        "tickvals": [*values, last],
        "ticktext": [*words, wording.count(last, "objectif")],
    }
