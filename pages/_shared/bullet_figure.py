"""Where each line of a mission stands: one bullet graph a line, on one normalised axis.

0 is the initial value and 1 the last step, whether the result should rise or fall. A line whose way
cannot be measured (no initial value to fall from, or a last step no better than it) is laid out by steps
and says so. A deliverable is done or not done. A line given up keeps its place, in grey dots, with its cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model import wording
from pages._shared import figure_style as style
from pages._shared.palette import of_mission, tint
from pages._shared.wording import ABANDONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

LINE = 18  # pixels of one line of words
TRACK = 9  # pixels of the bar
AIR = 24  # pixels below a row
FOLD = 46  # characters a phone shows on one line
APART = 0.17  # two step labels nearer than this would overlap on a phone
EDGE = 8  # pixels that a mark at either end needs


_Step = tuple[float, str, str]  # position, threshold with its unit, threshold alone


@dataclass(frozen=True, slots=True)
class _Row:
    """One line, ready to draw: positions are 0–1 along the way, places are pixels from the top."""

    label: str
    words: str  # what is written above the result
    hover: str
    ink: str
    position: float | None  # None: no result
    steps: tuple[_Step, ...]
    start: str  # what is written under 0
    hatched: bool  # reached, not proven yet
    deliverable: bool
    given_up: bool
    place: float  # the middle of the track
    label_place: float


def bullets(frame: pd.DataFrame, colours: Palette) -> Figure:
    """Draw one bullet graph a line, in the order of the frame.

    Args:
        frame: label, mission_rank, kind (livrable | compte | seuil | paliers), baseline, tiers (a list of
            thresholds, best last), result, unit, direction (+1 | -1), status (earned | partial | to_prove |
            pending | lost | abandoned), abandon (why it was given up, missing when it was not). Missing baseline
            or result stay missing.
        colours: the set for the current theme.
    """
    rows: list[_Row] = []
    top = 4.0
    for record in frame.to_dict("records"):
        row, top = _laid_out(record, top, colours)
        rows.append(row)
    return {
        "data": [
            _track(rows, colours),
            _way(rows, colours),
            _steps(rows, colours),
            _marks(rows),
            _hover_zone(rows),
            style.words([word for row in rows for word in _texts(row)], colours),
        ],
        "layout": style.layout(
            colours,
            max(round(top), 2 * AIR),  # a figure without a row is still a figure
            barmode="overlay",
            margin={"l": EDGE, "r": EDGE, "t": 0, "b": 0},
            xaxis=style.hidden_axis(range=[0, 1]),
            yaxis=style.hidden_axis(range=[top, 0]),
        ),
    }


def position(value: float, baseline: float, last: float) -> float:
    """Place a value along the way from the initial value (0) to the last step (1), whichever way that goes."""
    return (value - baseline) / (last - baseline)


def _laid_out(record: dict[str, Any], top: float, colours: Palette) -> tuple[_Row, float]:
    label = style.fold(str(record["label"]), FOLD)
    lines = label.count("<br>") + 1
    deliverable = record["kind"] == "livrable"
    label_place = top + lines * LINE / 2
    words_height = 0 if deliverable else LINE
    place = top + lines * LINE + words_height + TRACK / 2 + 3
    where, steps, start = _measured(record)
    given_up = not wording.missing(record["abandon"])
    row = _Row(
        label=label,
        words=_words(record, deliverable),
        hover=_hover(record, deliverable),
        ink=colours.muted if given_up else of_mission(colours, int(record["mission_rank"])),
        position=where,
        steps=() if deliverable else steps,
        start="" if deliverable else start,
        hatched=record["status"] == "to_prove",
        deliverable=deliverable,
        given_up=given_up,
        place=place,
        label_place=label_place,
    )
    return row, place + TRACK / 2 + (0 if deliverable else LINE) + AIR


def _measured(record: dict[str, Any]) -> tuple[float | None, tuple[_Step, ...], str]:
    """Give the result's position, the steps' positions with their words, and the words under 0."""
    tiers = [float(tier) for tier in record["tiers"] if not wording.missing(tier)]
    direction = int(record["direction"])
    result = None if wording.missing(record["result"]) else float(record["result"])
    baseline = record["baseline"]
    rising_from_nothing = wording.missing(baseline) and direction > 0
    origin = 0.0 if rising_from_nothing else baseline
    unit = record["unit"]
    if tiers and not wording.missing(origin) and (tiers[-1] - origin) * direction > 0:
        steps = tuple(_step(position(tier, origin, tiers[-1]), tier, unit) for tier in tiers)
        start = "" if rising_from_nothing else style.safe(f"initial {wording.measure(origin, unit)}")
        return (None if result is None else position(result, origin, tiers[-1])), steps, start
    count = len(tiers) or 1
    steps = tuple(_step((rank + 1) / count, tier, unit) for rank, tier in enumerate(tiers))
    reached = None if result is None else _reached(result, tiers, direction) / count
    return reached, steps, "sans valeur initiale"


def _step(where: float, tier: float, unit: str | None) -> _Step:
    return where, style.safe(wording.measure(tier, unit)), wording.number(tier)


def _reached(result: float, tiers: Sequence[float], direction: int) -> int:
    return sum((result - tier) * direction >= 0 for tier in tiers)


def _words(record: dict[str, Any], deliverable: bool) -> str:
    """What is written above the result; of a line given up, its cause, after what it had reached."""
    if wording.missing(record["abandon"]):
        return _reached_words(record, deliverable)
    cause = f"abandonnée{wording.NBSP}: {style.safe(ABANDONS.get(record['abandon'], record['abandon']))}"
    return (
        cause if record["status"] == "abandoned" else f"{_reached_words(record, deliverable)}, puis {cause}"
    )


def _reached_words(record: dict[str, Any], deliverable: bool) -> str:
    result = record["result"]
    if wording.missing(result):
        return "sans résultat"
    if deliverable:
        done = "fait, à prouver" if record["status"] == "to_prove" else "fait"
        return done if result >= 1 else "non fait"
    tiers = [float(tier) for tier in record["tiers"] if not wording.missing(tier)]
    reached = _reached(float(result), tiers, int(record["direction"]))
    value = wording.measure(result, record["unit"])
    if len(tiers) < 2:
        return f"<b>{style.safe(value)}</b>  {'atteint' if reached else 'pas encore'}"
    return f"<b>{style.safe(value)}</b>  palier {reached} sur {len(tiers)}"


def _hover(record: dict[str, Any], deliverable: bool) -> str:
    unit = record["unit"]
    facts = [f"<b>{style.fold(str(record['label']), 60, 4)}</b>"]
    if deliverable:
        facts.append(_words(record, deliverable))
    else:
        facts.append(f"résultat{wording.NBSP}: {style.safe(_or_none(record['result'], unit))}")
        facts.append(f"valeur initiale{wording.NBSP}: {style.safe(_or_none(record['baseline'], unit))}")
        tiers = " · ".join(wording.measure(tier, unit) for tier in record["tiers"])
        facts.append(f"paliers{wording.NBSP}: {style.safe(tiers)}")
    return "<br>".join(facts)


def _or_none(value: float, unit: str | None) -> str:
    return "non renseigné" if wording.missing(value) else wording.measure(value, unit)


def _track(rows: Sequence[_Row], colours: Palette) -> Trace:
    """The whole way; dotted where nobody walks it any more."""
    drawn = [row for row in rows if not row.deliverable]
    inks = [row.ink for row in drawn]
    marker: dict[str, Any] = {"color": [tint(ink, colours.background, 0.14) for ink in inks]}
    if any(row.given_up for row in drawn):
        marker["pattern"] = {
            "shape": ["." if row.given_up else "" for row in drawn],
            "size": 5,
            "solidity": 0.3,
            "fillmode": "replace",
            "fgcolor": inks,
            "bgcolor": marker["color"],
        }
    return {
        "type": "bar",
        "orientation": "h",
        "x": [1.0] * len(drawn),
        "y": [row.place for row in drawn],
        "width": TRACK,
        "marker": marker,
        "hoverinfo": "skip",
    }


def _way(rows: Sequence[_Row], colours: Palette) -> Trace:
    """The way walked; hatched where the proof is still to give."""
    drawn = [row for row in rows if not row.deliverable and row.position is not None]
    inks = [row.ink for row in drawn]
    marker = style.texture("hatched", inks, colours)
    marker["pattern"]["shape"] = ["/" if row.hatched else "" for row in drawn]
    marker["line"]["width"] = [1 if row.hatched else 0 for row in drawn]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [_kept(row.position) for row in drawn],
        "y": [row.place for row in drawn],
        "width": TRACK,
        "marker": marker,
        "hoverinfo": "skip",
    }


def _marks(rows: Sequence[_Row]) -> Trace:
    """A round mark at the result, hollow at the start when there is none; pointed when it lies past an end."""
    rows = [row for row in rows if not row.deliverable]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_kept(row.position or 0.0) for row in rows],
        "y": [row.place for row in rows],
        "cliponaxis": False,
        "marker": {
            "symbol": [_symbol(row) for row in rows],
            "size": 14,
            "color": [row.ink for row in rows],
            "line": {"width": 2, "color": [row.ink for row in rows]},
        },
        "hoverinfo": "skip",
    }


def _symbol(row: _Row) -> str:
    if row.position is None:
        return "circle-open"
    return "triangle-left" if row.position < 0 else "triangle-right" if row.position > 1 else "circle"


def _hover_zone(rows: Sequence[_Row]) -> Trace:
    """An unseen bar over each row, so that pointing anywhere at it tells all of it."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [1.0] * len(rows),
        "y": [row.place for row in rows],
        "width": [3 * LINE] * len(rows),
        "marker": {"color": "rgba(0,0,0,0)"},
        "customdata": [row.hover for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _steps(rows: Sequence[_Row], colours: Palette) -> Trace:
    """A short upright rule at each step."""
    half = TRACK / 2 + 3
    places = [(where, row.place) for row in rows for where, _, _ in row.steps]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for where, _ in places for x in (where, where, None)],
        "y": [y for _, place in places for y in (place - half, place + half, None)],
        "line": {"color": colours.text, "width": 2},
        "hoverinfo": "skip",
    }


def _texts(row: _Row) -> list[style.Word]:
    label = style.Word(row.label, 0, row.label_place, size=14, strong=True)
    if row.deliverable:
        box = _box(row)
        told = f'<span style="color:{row.ink}; font-size:18px">{box}</span> {row.words}'
        return [label, style.Word(told, 0, row.place)]
    where = _kept(row.position or 0.0)
    side = "right" if where < 0.2 else "left" if where > 0.8 else "center"
    texts = [label, style.Word(row.words, where, row.place - TRACK / 2 - 4, f"top {side}")]
    below = row.place + TRACK / 2 + 4
    if row.start:
        texts.append(style.Word(row.start, 0, below, "bottom right", 12))
    taken = 0.3 if row.start else 0.0  # the words under 0 need this much room on a phone
    for where, _, threshold in row.steps[:-1]:
        if taken < where - APART / 2 and where < 0.76:
            texts.append(style.Word(threshold, where, below, "bottom center", 12))
            taken = where + APART / 2
    texts += [style.Word(measure, where, below, "bottom left", 12) for where, measure, _ in row.steps[-1:]]
    return texts


def _box(row: _Row) -> str:
    """The sign of a deliverable: done, not done, not known, given up."""
    if row.position is not None and row.position >= 1:
        return "■"
    return "⊘" if row.given_up else "○" if row.position is None else "□"


def _kept(where: float) -> float:
    """Keep a position within the axis."""
    return min(max(where, 0.0), 1.0)
