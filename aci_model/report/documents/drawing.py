"""The drawing board of a document's pictures: no browser, no window, no state shared between threads.

Everything goes through matplotlib's objects (never pyplot, never its global settings). Lengths are millimetres on
paper; a picture is as wide as the text of a page. A person's words are drawn as they are: no mathematics between
two dollars, and « □ » for a sign the typeface does not have.
"""

from __future__ import annotations

import io
import math
import textwrap
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from aci_model import wording
from aci_model.report.colours import LIGHT, PALE, tint
from aci_model.report.documents.texts import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

WIDTH = 170.0  # millimetres: the text of an A4 page
DOTS = 170  # per inch: sharp on paper, light in a mail
POINTS = 9.0  # of ordinary words, as printed
MISSING_SIGN = "□"
UNKNOWN_TEXTURE = "unknown"
_INCH = 25.4
_LETTER = 1.95  # millimetres a letter takes, at most on average
_FOLDER = Path(mpl.get_data_path(), "fonts", "ttf")  # matplotlib carries its own faces
_FACES = {False: _FOLDER / "DejaVuSans.ttf", True: _FOLDER / "DejaVuSans-Bold.ttf"}
_HATCHES = {"hatched": "////", UNKNOWN_TEXTURE: "xxxx"}


def board(
    height: float, *, left: float = 1.0, right: float = 4.0, top: float = 2.0, bottom: float = 8.0
) -> Axes:
    """Open a drawing on white paper.

    Args:
        height: millimetres of the picture; it is `WIDTH` wide.
        left: millimetres kept free around what is drawn, and so on for the other sides.
        right: as above.
        top: as above.
        bottom: as above.
    """
    return sheet(
        WIDTH,
        height,
        (left / WIDTH, bottom / height, 1 - (left + right) / WIDTH, 1 - (top + bottom) / height),
    )


def sheet(width: float, height: float, place: tuple[float, float, float, float], dots: int = DOTS) -> Axes:
    """Open a drawing of any size; `place` is where its axes stand, as shares: left, bottom, width, height."""
    figure = Figure(figsize=(width / _INCH, height / _INCH), dpi=dots, facecolor=LIGHT.background)
    FigureCanvasAgg(figure)
    axes = figure.add_axes(place)
    axes.set_facecolor("none")
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def printed(axes: Axes) -> bytes:
    """Give the drawing as a PNG that says nothing of what made it."""
    figure = _figure(axes)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=figure.dpi, metadata={"Software": None})
    return stream.getvalue()


def write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    strong: bool = False,
    points: float = POINTS,
    colour: str = LIGHT.text,
    at: str = "left",
    level: str = "center",
    fold: tuple[int, int] | None = None,
    **more: Any,  # noqa: ANN401  matplotlib's own keys
) -> None:
    """Write words at a point of the drawing.

    Args:
        axes: the drawing.
        x: where, in units of the axes.
        y: as above.
        text: the words.
        strong: in bold.
        points: their size.
        colour: their ink.
        at: which side of them stands at x: left, center, right.
        level: which side of them stands at y: top, center, bottom.
        fold: letters a line and lines at most; what is cut ends with « … ».
        more: further keys of matplotlib's Text.
    """
    words = said(text)
    if fold is not None:
        words = "\n".join(textwrap.wrap(words, fold[0], max_lines=fold[1], placeholder="…"))
    axes.text(
        x,
        y,
        drawable(words),
        fontproperties=face(strong=strong, points=points),
        color=colour,
        horizontalalignment=at,
        verticalalignment=level,
        parse_math=False,  # $x$ is a word here
        clip_on=False,
        **more,
    )


def face(*, strong: bool = False, points: float = POINTS) -> FontProperties:
    """Give the one typeface, from the file matplotlib carries: the same on every machine."""
    return FontProperties(fname=_FACES[strong], size=points)


def drawable(text: str) -> str:
    """Replace the signs the typeface does not have, so that something is seen in their place."""
    known = _signs()
    return "".join(sign if ord(sign) in known else MISSING_SIGN for sign in text)


def bar(axes: Axes, box: tuple[float, float, float, float], texture: str, ink: str) -> None:
    """Draw a surface with one of the textures of `colours.TEXTURES`, or the one of what is unknown.

    Args:
        axes: the drawing.
        box: x and y of its corner, width, height, in the units of the axes.
        texture: solid, hatched, pale, outline or unknown.
        ink: its colour.
    """
    x, y, width, height = box
    fills = {
        "solid": ink,
        "hatched": tint(ink, LIGHT.background, 0.08),
        "pale": tint(ink, LIGHT.background, PALE),
        "outline": "none",
        UNKNOWN_TEXTURE: tint(ink, LIGHT.background, 0.04),
    }
    patch = Rectangle((x, y), width, height, facecolor=fills[texture], edgecolor=ink, linewidth=0.8)
    if texture in _HATCHES:
        patch.set_hatch(_HATCHES[texture])
        patch.set_hatch_linewidth(0.9)
    axes.add_patch(patch)


def legend(axes: Axes, y: float, entries: Sequence[tuple[str, str]], *, unit: float) -> None:
    """Write the words of textures on one line, each after a sample in neutral ink.

    Args:
        axes: the drawing, whose y axis counts millimetres downwards.
        y: where the line stands.
        entries: word, texture.
        unit: units of the x axis that a millimetre takes.
    """
    x = 0.0
    for word, texture in entries:
        bar(axes, (x * unit, y - 1.5, 6 * unit, 3), texture, LIGHT.muted)
        write(axes, (x + 7.5) * unit, y, word, colour=LIGHT.muted, points=8)
        x += 13 + 1.75 * len(word)


def scale(axes: Axes, *, low: float, high: float, across: bool) -> None:
    """Draw a few thin rules with the euros they stand for, on the horizontal axis or on the vertical one."""
    marks = [float(mark) for mark in MaxNLocator(5).tick_values(low, high) if low <= mark <= high * 1.0001]
    ticks(axes, marks, [wording.euros(mark) for mark in marks], across=across)
    (axes.xaxis if across else axes.yaxis).grid(visible=True, color=LIGHT.rule, linewidth=0.7)
    axes.set_axisbelow(True)


def ticks(axes: Axes, marks: Sequence[float], words: Sequence[str], *, across: bool = True) -> None:
    """Write what marks of an axis stand for."""
    axis = axes.xaxis if across else axes.yaxis
    axis.set_ticks(list(marks), [drawable(said(word)) for word in words])
    axis.set_tick_params(length=0, labelcolor=LIGHT.muted, pad=3)
    for label in axis.get_ticklabels():
        label.set_fontproperties(face(points=8))
        label.set_parse_math(False)
        if across and label.get_position()[0] == axes.get_xlim()[0] == 0:
            label.set_horizontalalignment("left")  # nothing stands at its left to make room for it


def counts(most: float) -> list[float]:
    """Choose marks for an axis that counts things."""
    return [float(mark) for mark in MaxNLocator(10, integer=True).tick_values(0, most) if 0 <= mark <= most]


def heading(axes: Axes, words: str) -> None:
    """Say above a drawing how to read it."""
    beside(axes, 0, 1, words, lift=2.5)


def footing(axes: Axes, words: str) -> None:
    """Say below a drawing what its horizontal axis is."""
    beside(axes, 1, 0, words, lift=-6, at="right")


def beside(axes: Axes, x: float, y: float, words: str, *, lift: float, at: str = "left") -> None:
    """Write small words around a drawing: x and y are shares of it, `lift` millimetres above that point."""
    level = "bottom" if lift >= 0 else "top"
    share = lift / (axes.get_position().height * _figure(axes).get_figheight() * _INCH)
    write(
        axes, x, y + share, words, colour=LIGHT.muted, points=8, at=at, level=level, transform=axes.transAxes
    )


def clamped(axes: Axes, x: float, words: str) -> float:
    """Move the middle of a few words so that they stay over the drawing."""
    low, high = axes.get_xlim()
    half = min(room(axes, words), high - low) / 2
    return min(max(x, low + half), high - half)


def room(axes: Axes, words: str) -> float:
    """Tell how much of the horizontal axis a few words take, in its units."""
    low, high = axes.get_xlim()
    inches = axes.get_position().width * _figure(axes).get_figwidth()
    return len(words) * _LETTER / (inches * _INCH) * (high - low)


def span(values: Sequence[float]) -> tuple[float, float]:
    """Give the least and the greatest of the known values, 0 included."""
    known = [value for value in values if not math.isnan(value)]
    return min([*known, 0.0]), max([*known, 0.0])


def _figure(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)  # every drawing is opened by `sheet`
    return figure


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    both = (FT2Font(str(path)).get_charmap() for path in _FACES.values())
    return frozenset.intersection(*(frozenset(map(int, signs)) for signs in both)) | {ord("\n")}
