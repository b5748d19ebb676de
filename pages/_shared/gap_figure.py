"""What each ambiguous clause may pay: one bar a line from the lowest reading to the highest, the signed one marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint

if TYPE_CHECKING:
    import pandas as pd

    from pages._shared.figure_style import Figure
    from pages._shared.palette import Palette

ROW = 42  # pixels of a line: its words, then its bar
WORDS = 12  # pixels from the top of a row to the middle of its words
TRACK = 30  # pixels from the top of a row to the middle of its bar
BAR = 9
FOLD = 56  # characters a phone shows on one line
MOST = 9  # rows; the table has them all
ROOM = 0.2  # of the width, kept at the right for the gap in words


def gaps(frame: pd.DataFrame, colours: Palette) -> Figure:
    """Draw one bar a line, in the order of the frame.

    Args:
        frame: `report.negotiation.Clauses.drawn`, at least one row; euros.
        colours: the set for the current theme.
    """
    rows = frame.head(MOST)
    inks = [of_mission(colours, int(rank)) for rank in rows["mission_rank"]]
    tops = [place * ROW for place in range(len(rows))]
    scale = float(rows["highest"].max())
    bars = [top + TRACK for top in tops]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "base": rows["lowest"].tolist(),
                "x": (rows["highest"] - rows["lowest"]).tolist(),
                "y": bars,
                "width": BAR,
                "marker": {
                    "color": [tint(ink, colours.background, 0.45) for ink in inks],
                    "line": {"color": inks, "width": 1},
                },
                "customdata": [_hover(row) for row in rows.to_dict("records")],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            _signed(rows, bars, inks),
            style.words(_words(rows, tops), colours),
        ],
        "layout": style.layout(
            colours,
            max(len(rows) * ROW + 26, 90),
            margin={"l": 2, "r": 2, "t": 0, "b": 24},
            bargap=0,
            xaxis=style.euro_axis(colours, range=[0, scale / (1 - ROOM)], nticks=4, automargin=False),
            yaxis=style.hidden_axis(range=[len(rows) * ROW, 0]),
        ),
    }


def _signed(rows: pd.DataFrame, bars: list[float], inks: list[str]) -> style.Trace:
    """An upright rule where the contract's own reading pays."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["contrat"].tolist(),
        "y": bars,
        "cliponaxis": False,
        "marker": {"symbol": "line-ns", "size": 15, "line": {"color": inks, "width": 3}},
        "hoverinfo": "skip",
    }


def _words(rows: pd.DataFrame, tops: list[float]) -> list[style.Word]:
    written = []
    for row, top in zip(rows.to_dict("records"), tops, strict=True):
        label = style.fold(str(row["label"]), FOLD, 1)
        written.append(style.Word(label, 0, top + WORDS, size=13, strong=True))
        told = f"<b>{wording.euros(row['gap'])}</b>"
        written.append(
            style.Word(f" {told}", float(row["highest"]), top + TRACK, "middle right", strong=True)
        )
    return written


def _hover(row: dict[str, object]) -> str:
    def paid(word: str, column: str) -> str:
        """Say what one reading pays."""
        return f"{word}{wording.NBSP}: {wording.euros(row[column])}"  # type: ignore[arg-type]  # euros of the frame

    return "<br>".join(
        [
            f"<b>{style.fold(str(row['label']), 60, 4)}</b>",
            style.safe(f"résultat comparé{wording.NBSP}: {row['at_words']}"),
            paid("au contrat", "contrat"),
            paid("tout ou rien", "tout-ou-rien"),
            paid("linéaire", "lineaire"),
        ]
    )
