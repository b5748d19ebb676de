"""One's own path: a small picture a line, its values of past years and what chance alone could make of them.

Each line has its own scale: its values are written, and no two lines are to be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint

if TYPE_CHECKING:
    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

LINE = 18  # pixels of one line of words
PLOT = 40  # pixels of one path; what is done or not has no height
AIR = 22  # pixels below a row
MOST = 3  # values written on one path of a phone; of more, the first and the last
FOLD = 46  # characters a phone shows on one line
INSET = 0.03  # of the width, at either end: room for a mark
BAND = 0.3  # share of the ink in a band
MARK, WIDE = 7, 20  # pixels of a mark, and of the band behind it: a narrow one hides there


def paths(frame: pd.DataFrame, colours: Palette) -> Figure:
    """Draw one small path a line.

    Args:
        frame: `report.own_path.Own.path` of one mission: line, label, mission_rank, kind, verdict, year, result,
            low, high (missing without a band), result_words; at least one row.
        colours: the set for the current theme.
    """
    ink = of_mission(colours, int(frame["mission_rank"].iloc[0]))
    frame = frame.assign(x=_across(frame["year"].astype("float64")))
    words: list[style.Word] = []
    rows: list[pd.DataFrame] = []
    top = 4.0
    for _, values in frame.groupby("line", sort=False):
        label = style.fold(str(values["label"].iloc[0]), FOLD)
        height = LINE * (label.count("<br>") + 1)
        plot = (
            top + height + 2 * LINE + 10
        )  # the verdict stands under the label, the values above their marks
        tall = 0 if values["kind"].iloc[0] == "livrable" else PLOT
        placed = _placed(values, plot, tall)
        rows.append(placed)
        words += [
            style.Word(label, 0, top + height / 2, size=14, strong=True),
            style.Word(values["verdict"].iloc[0], 0, top + height + LINE / 2),
            *_written(placed, plot + tall + LINE),
        ]
        top = plot + tall + 2 * LINE + AIR
    return {
        "data": [
            _bands(rows, ink, colours),
            _lines(rows, ink),
            _marks(rows, ink),
            style.words(words, colours),
        ],
        "layout": style.layout(
            colours,
            round(top),
            margin={"l": 2, "r": 2, "t": 0, "b": 0},
            xaxis=style.hidden_axis(range=[0, 1]),
            yaxis=style.hidden_axis(range=[top, 0]),
        ),
    }


def _across(years: pd.Series) -> pd.Series:
    """Place years from left to right, 0–1; a value whose year nobody gave is the present one, at the right."""
    first, last = years.min(), years.max()
    way = (years - first) / max(last - first, 1.0)
    return INSET + (1 - 2 * INSET) * way.fillna(1.0)


def _placed(values: pd.DataFrame, plot: float, tall: int) -> pd.DataFrame:
    """Give each value its height: pixels within `tall`, on the line's own scale, larger values higher."""
    edges = values[["result", "low", "high"]]
    least, most = float(edges.min(axis=None)), float(edges.max(axis=None))
    room = most - least

    def height(column: str) -> pd.Series:
        """Place values between the bottom and the top of the drawing."""
        level = (most - values[column].astype("float64")) / room if room else values[column] * 0 + 0.5
        return plot + tall * level

    return values.assign(
        y=height("result"),
        y_low=height("low"),
        y_high=height("high"),
    )


def _written(placed: pd.DataFrame, below: float) -> list[style.Word]:
    """Write values above their marks and years below: all of a few, else the first and the last."""
    told = placed if len(placed) <= MOST else placed.iloc[[0, -1]]
    written = []
    for row in told.to_dict("records"):
        side = "right" if row["x"] < 0.2 else "left" if row["x"] > 0.8 else "center"
        x = {"right": 0.0, "left": 1.0}.get(side, row["x"])
        high = row["y"] if wording.missing(row["y_high"]) else min(row["y"], row["y_high"])
        written += [
            style.Word(style.safe(row["result_words"]), x, high - 7, f"top {side}", strong=True),
            style.Word(_year(row), x, below, f"middle {side}", 12),
        ]
    return written


def _year(row: dict[str, Any]) -> str:
    return "année non précisée" if wording.missing(row["year"]) else str(row["year"])


def _bands(rows: list[pd.DataFrame], ink: str, colours: Palette) -> Trace:
    """A pale upright bar a value: what chance alone could have made of it, four times in five."""
    ends = [
        (row["x"], row["y_low"], row["y_high"])
        for placed in rows
        for row in placed.dropna(subset=["low", "high"]).to_dict("records")
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [at for x, _, _ in ends for at in (x, x, None)],
        "y": [at for _, low, high in ends for at in (low, high, None)],
        "line": {"color": tint(ink, colours.background, BAND), "width": WIDE},
        "hoverinfo": "skip",
    }


def _lines(rows: list[pd.DataFrame], ink: str) -> Trace:
    """A thin line from a value to the next; none between things done or not."""
    measured = [placed for placed in rows if placed["kind"].iloc[0] != "livrable"]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [at for placed in measured for at in (*placed["x"], None)],
        "y": [at for placed in measured for at in (*placed["y"], None)],
        "line": {"color": ink, "width": 1.5},
        "hoverinfo": "skip",
    }


def _marks(rows: list[pd.DataFrame], ink: str) -> Trace:
    """A mark a value: round when measured, a square full when done and hollow when not."""
    every = [row for placed in rows for row in placed.to_dict("records")]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["x"] for row in every],
        "y": [row["y"] for row in every],
        "cliponaxis": False,
        "marker": {
            "symbol": [
                "circle" if row["kind"] != "livrable" else "square" if row["result"] >= 1 else "square-open"
                for row in every
            ],
            "size": MARK,
            "color": ink,
            "line": {"width": 2, "color": ink},
        },
        "customdata": [_hover(row) for row in every],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _hover(row: dict[str, Any]) -> str:
    said = f"<b>{style.fold(str(row['label']), 60, 4)}</b><br>{_year(row)}{wording.NBSP}: {style.safe(str(row['result_words']))}"
    if row["low_words"] and row["kind"] != "livrable":
        said += f"<br>de {style.safe(str(row['low_words']))} à {style.safe(str(row['high_words']))}, quatre fois sur cinq"
    return said
