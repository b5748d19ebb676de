"""One manner for every figure: ink, rules, French separators, no toolbar, nothing that moves by accident.

A figure is a plain dict {"data": [...], "layout": {...}} as Plotly's schema has it. Rows of a horizontal
figure are laid out in pixels (one unit of the y axis is one pixel), so that a row's label can stand on
its own line above its bar and the bar keeps the whole width, on a phone as on a wall.
"""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model import wording
from aci_model.report.colours import PALE
from pages._shared.palette import tint
from pages._shared.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages._shared.palette import Palette

Figure = dict[str, Any]
Trace = dict[str, Any]

FONT = '"Source Sans", sans-serif'  # the face Streamlit ships
SEPARATORS = "," + wording.NNBSP
EUROS = wording.NBSP + "€"
CONFIG = {  # what st.plotly_chart hands to the browser's side
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
}


def layout(colours: Palette, height: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401  Plotly's own keys
    """Lay out a figure: transparent ground, our ink, no legend, no gesture that zooms.

    Args:
        colours: the set for the current theme.
        height: pixels.
        more: further keys of Plotly's layout; they win.
    """
    return {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 8, "b": 8, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": colours.text},
        "separators": SEPARATORS,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.background,
            "bordercolor": colours.rule,
            "font": {"family": FONT, "size": 14, "color": colours.text},
            "align": "left",
        },
        "template": {},  # nothing comes from anyone's default
        **more,
    }


def axis(colours: Palette, **more: Any) -> dict[str, Any]:  # noqa: ANN401  Plotly's own keys
    """Draw an axis as a few thin rules; a finger that slides over it scrolls the page."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "gridcolor": colours.rule,
        "gridwidth": 1,
        "ticks": "",
        "tickfont": {"size": 12, "color": colours.muted},
        "automargin": True,
        **more,
    }


def euro_axis(colours: Palette, **more: Any) -> dict[str, Any]:  # noqa: ANN401  Plotly's own keys
    """Draw an axis of euros: 10 000 €, at most five marks."""
    return axis(
        colours, **{"tickformat": ",.0f", "ticksuffix": EUROS, "nticks": 5, "rangemode": "tozero"} | more
    )


def hidden_axis(**more: Any) -> dict[str, Any]:  # noqa: ANN401  Plotly's own keys
    """Draw nothing, and let nothing zoom."""
    return {"visible": False, "fixedrange": True, **more}


def legend(colours: Palette, entry: int = 78) -> dict[str, Any]:
    """Set the legend as one line above the figure, which wraps on a phone and does nothing when touched.

    Args:
        colours: the set for the current theme.
        entry: pixels the longest word needs; entries line up in columns when they wrap.
    """
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "traceorder": "normal",
        "font": {"size": 13, "color": colours.muted},
        "itemclick": False,
        "itemdoubleclick": False,
        "itemwidth": 30,
        "entrywidthmode": "pixels",
        "entrywidth": entry,
    }


def flowing_legend(colours: Palette) -> dict[str, Any]:
    """Set the legend as `legend` does, each word taking the room it needs."""
    fixed = ("entrywidth", "entrywidthmode")
    plain = {key: value for key, value in legend(colours).items() if key not in fixed}
    return {**plain, "font": {"size": 12, "color": colours.muted}}


def texture(name: str, inks: str | Sequence[str], colours: Palette) -> dict[str, Any]:
    """Give the marker of a bar: solid, hatched, pale, outline or unknown, in one ink or one per bar."""
    many = [inks] if isinstance(inks, str) else list(inks)
    ground = colours.background
    fills = {
        "solid": many,
        "hatched": many,
        "pale": [tint(ink, ground, PALE) for ink in many],
        "outline": ["rgba(0,0,0,0)"] * len(many),
        "unknown": many,
    }[name]
    marker: dict[str, Any] = {"color": fills, "line": {"color": many, "width": 0 if name == "unknown" else 1}}
    if name in {"hatched", "unknown"}:
        marker["pattern"] = {
            "shape": "/" if name == "hatched" else "x",
            "size": 6,
            "solidity": 0.35 if name == "hatched" else 0.15,
            "fillmode": "replace",
            "fgcolor": many,
            "bgcolor": [tint(ink, ground, 0.08) for ink in many],
        }
    if isinstance(inks, str):
        return {key: _first(value) for key, value in marker.items()}
    return marker


def safe(text: str) -> str:
    """Keep a person's text from being read as markup inside a figure."""
    return html.escape(one_line(text), quote=False)


def fold(text: str, width: int, lines: int = 2) -> str:
    """Fold a person's text on a few lines of `width` characters; what is cut ends with « … »."""
    kept = textwrap.wrap(one_line(text), width, max_lines=lines, placeholder="…")
    return "<br>".join(safe(line) for line in kept)


@dataclass(frozen=True, slots=True)
class Word:
    """A word written on a figure; `text` is already safe, `anchor` says on which side of the point it stands."""

    text: str
    x: float
    y: float
    anchor: str = "middle right"  # Plotly's textposition
    size: int = 13
    strong: bool = False  # in ink rather than in grey


def words(written: Sequence[Word], colours: Palette) -> Trace:
    """Write every word of a figure as one trace: annotations cost ten times as much to check and to draw."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [word.x for word in written],
        "y": [word.y for word in written],
        "text": [word.text for word in written],
        "textposition": [word.anchor for word in written],
        "textfont": {
            "size": [word.size for word in written],
            "color": [colours.text if word.strong else colours.muted for word in written],
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def legend_bar(word: str, texture_name: str, colours: Palette, ink: str | None = None) -> Trace:
    """Put a texture in the legend, in neutral ink unless one is given: the texture speaks, not the colour."""
    return {
        "type": "bar",
        "name": word,
        "x": [None],
        "y": [None],
        "marker": texture(texture_name, ink or colours.muted, colours),
        "hoverinfo": "skip",
    }


def legend_mark(word: str, mark: str, colours: Palette) -> Trace:
    """Put a mark in the legend, in neutral ink."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word,
        "x": [None],
        "y": [None],
        "marker": {
            "symbol": mark,
            "size": 11,
            "color": colours.muted,
            "line": {"width": 2, "color": colours.muted},
        },
        "hoverinfo": "skip",
    }


def _first(value: Any) -> Any:  # noqa: ANN401  a marker's nested keys
    if isinstance(value, dict):
        return {key: _first(inner) for key, inner in value.items()}
    return value[0] if isinstance(value, list) else value
