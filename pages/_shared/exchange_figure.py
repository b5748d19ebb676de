"""What exchanges do to the income: round what is expected, which stays, a pale band today and a solid one after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint

if TYPE_CHECKING:
    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

ROW = 66  # pixels of an exchange: its words, the band of today, the band after
WORDS = 12  # pixels from the top of a row to the middle of its words
TODAY, AFTER = 32, 48  # the same, of each band
BAND = 11
ROOM = 1.25  # of the widest half-band, kept at the right for the figures beside a band


def bands(frame: pd.DataFrame, colours: Palette) -> Figure:
    """Draw two bands a row, all round the same upright rule: what is expected, from which euros are counted.

    Args:
        frame: `report.negotiation_bands.Bands.drawn`, at least one row; euros.
        colours: the set for the current theme.
    """
    rows = frame.to_dict("records")
    inks = [
        colours.accent
        if wording.missing(row["mission_rank"])
        else of_mission(colours, int(row["mission_rank"]))
        for row in rows
    ]
    tops = [place * ROW for place in range(len(rows))]
    widest = max(float(frame[["sd_before", "sd_after"]].max().max()), 1.0)
    height = len(rows) * ROW
    hovers = [_hover(row) for row in rows]
    pale = [tint(ink, colours.background, 0.3) for ink in inks]
    return {
        "data": [
            _bars(frame["sd_before"], [top + TODAY for top in tops], pale, hovers),
            _bars(frame["sd_after"], [top + AFTER for top in tops], inks, hovers),
            _middle(tops, colours),
            style.words(_words(rows, tops, widest), colours),
        ],
        "layout": style.layout(
            colours,
            height + 6,
            margin={"l": 2, "r": 2, "t": 0, "b": 0},
            bargap=0,
            xaxis=style.hidden_axis(range=[-widest, widest * (1 + ROOM)]),
            yaxis=style.hidden_axis(range=[height, 0]),
        ),
    }


def _bars(half: pd.Series, tops: list[int], inks: list[str], hovers: list[str]) -> Trace:
    return {
        "type": "bar",
        "orientation": "h",
        "base": (-half).tolist(),
        "x": (2 * half).tolist(),
        "y": tops,
        "width": BAND,
        "marker": {"color": inks},
        "customdata": hovers,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _middle(tops: list[int], colours: Palette) -> Trace:
    """The rule of what is expected, through the two bands of each row, clear of words."""
    ends = [(top + TODAY - BAND, top + AFTER + BAND) for top in tops]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _ in tops for x in (0, 0, None)],
        "y": [y for start, end in ends for y in (start, end, None)],
        "line": {"color": colours.background, "width": 2},
        "hoverinfo": "skip",
    }


def _words(rows: list[dict[str, object]], tops: list[int], widest: float) -> list[style.Word]:
    written = []
    for row, top in zip(rows, tops, strict=True):
        before, after = float(row["sd_before"]), float(row["sd_after"])  # type: ignore[arg-type]  # euros of the frame
        expected = wording.euros(row["expected"])  # type: ignore[arg-type]  # euros of the frame
        label = f"<b>{style.safe(str(row['name']))}</b> · {expected} attendus"
        written += [
            style.Word(label, -widest, top + WORDS, size=13, strong=True),
            style.Word(f" ± {wording.euros(before)} aujourd’hui", before, top + TODAY, size=12),
            style.Word(f" <b>± {wording.euros(after)}</b> après", after, top + AFTER, size=12, strong=True),
        ]
    return written


def _hover(row: dict[str, object]) -> str:
    def range_(word: str, side: str) -> str:
        low, high = (wording.euros(row[f"{end}_{side}"]) for end in ("low", "high"))  # type: ignore[arg-type]  # euros of the frame
        return f"{word}{wording.NBSP}: de {low} à {high}"

    expected = wording.euros(row["expected"])  # type: ignore[arg-type]  # euros of the frame
    which = row["name"] if wording.missing(row["lines"]) else row["lines"]
    return "<br>".join(
        [
            f"<b>{style.fold(str(which), 60, 4)}</b>",
            f"revenu attendu{wording.NBSP}: {expected}",
            range_("aujourd’hui, d’ordinaire", "before"),
            range_("après l’échange", "after"),
        ]
    )
