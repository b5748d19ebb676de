"""The balance of a contract by nature: one bar a measure, shared between what is counted and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from pages._shared import figure_style as style

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pages._shared.figure_style import Figure, Trace
    from pages._shared.palette import Palette

ROW = 46  # pixels of one measure: its words, its bar, the air below
BAR = 14
TOP = 30  # the legend's line
STRONGEST = 3  # top of the scale of evidence
TEXTURES = {"quantitatif": "solid", "qualitatif": "solid", "non précisée": "outline"}
MARKS = {"quantitatif": "circle", "qualitatif": "square", "non précisée": "diamond"}


def balance(shares: pd.DataFrame, natures: pd.DataFrame, colours: Palette) -> Figure:
    """Draw each measure as one bar, then the strength of the evidence on its own scale.

    Args:
        shares: measure, nature, share (0–1, missing when nothing is known), words.
        natures: nature, strength_proposed (0–3, missing when unknown), strength_words, strength_said,
            strength_proposed_for (lines).
        colours: the set for the current theme.
    """
    measures = shares["measure"].drop_duplicates().tolist()
    inks = {"quantitatif": colours.accent, "qualitatif": colours.neutral, "non précisée": colours.muted}
    place = {measure: ROW * rank + 30.0 for rank, measure in enumerate(measures)}
    last = ROW * len(measures) + 30.0
    here = [nature for nature in inks if (natures["nature"] == nature).any()]
    words = [word for measure in measures for word in _words(shares, measure, place[measure])]
    return {
        "data": [
            *[style.legend_bar(nature, TEXTURES[nature], colours, inks[nature]) for nature in here],
            *[_bars(shares[shares["nature"] == nature], place, inks[nature], colours) for nature in here],
            _gaps(shares, place, colours),
            _scale(last, colours),
            _strengths(natures, last, inks, colours),
            style.words([*words, *_strength_words(natures, last)], colours),
        ],
        "layout": style.layout(
            colours,
            round(TOP + last + 30),
            barmode="stack",
            showlegend=True,
            legend=style.legend(colours, 100),
            margin={"l": 6, "r": 6, "t": TOP, "b": 0},
            xaxis=style.hidden_axis(range=[0, 1]),
            yaxis=style.hidden_axis(range=[last + 30, 0]),
        ),
    }


def _bars(rows: pd.DataFrame, place: Mapping[str, float], ink: str, colours: Palette) -> Trace:
    nature = str(rows["nature"].iloc[0])
    return {
        "type": "bar",
        "orientation": "h",
        "x": rows["share"].tolist(),
        "y": [place[measure] for measure in rows["measure"]],
        "width": BAR,
        "marker": style.texture(TEXTURES[nature], ink, colours),
        "customdata": [
            f"<b>{measure}</b><br>{nature}{wording.NBSP}: {words}"
            for measure, words in zip(rows["measure"], rows["words"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _gaps(shares: pd.DataFrame, place: Mapping[str, float], colours: Palette) -> Trace:
    """A hatched gap where nothing is known; an empty bar would say zero."""
    unknown = shares.groupby("measure", sort=False)["share"].count().eq(0)
    places = [place[str(measure)] for measure in unknown.index[unknown]]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [0.15] * len(places),
        "y": places,
        "width": BAR,
        "marker": style.texture("unknown", colours.muted, colours),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _words(shares: pd.DataFrame, measure: str, place: float) -> list[style.Word]:
    """The measure and what the first nature carries at the left, what the next one carries at the right."""
    rows = shares[shares["measure"] == measure]
    top = place - BAR / 2 - 3
    first, *others = rows["words"].tolist()
    told = [style.Word(f"<b>{measure}</b>   {first}", 0, top, "top right", strong=True)]
    if others:
        told.append(style.Word(others[0], 1, top, "top left", strong=True))
    return told


def _scale(place: float, colours: Palette) -> Trace:
    """The scale of evidence, from none to a third party's figure."""
    steps = [level / STRONGEST for level in range(STRONGEST + 1)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": steps,
        "y": [place] * len(steps),
        "line": {"color": colours.rule, "width": 4},
        "marker": {"symbol": "line-ns", "size": 10, "line": {"width": 2, "color": colours.muted}},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _strengths(natures: pd.DataFrame, place: float, inks: Mapping[str, str], colours: Palette) -> Trace:
    """One mark a nature, hollow as soon as one of its lines rests on a proposal."""
    known = natures.dropna(subset="strength_proposed")
    proposed = known["strength_proposed_for"] > known["strength_said"]
    here = [inks[nature] for nature in known["nature"]]
    fills = [colours.background if hollow else ink for hollow, ink in zip(proposed, here, strict=True)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": (known["strength_proposed"] / STRONGEST).tolist(),
        "y": [place] * len(known),
        "cliponaxis": False,
        "marker": {
            "symbol": [MARKS[nature] for nature in known["nature"]],
            "size": 14,
            "color": fills,
            "line": {"width": 3, "color": here},
        },
        "customdata": [
            f"<b>Force des preuves</b><br>{nature}{wording.NBSP}: {words}"
            for nature, words in zip(known["nature"], known["strength_words"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _strength_words(natures: pd.DataFrame, place: float) -> list[style.Word]:
    top = place - BAR / 2 - 3
    levels = [
        style.Word(str(level), level / STRONGEST, place + 18, _side(level), 12)
        for level in range(STRONGEST + 1)
    ]
    told = natures["strength_proposed"].map(lambda level: wording.number(level, 1)).tolist()
    first, *others = told or [wording.UNKNOWN]
    words = [style.Word(f"<b>Force des preuves</b>   {first}", 0, top, "top right", strong=True)]
    if others:
        words.append(style.Word(others[0], 1, top, "top left", strong=True))
    return [*words, *levels]


def _side(level: int) -> str:
    return "middle right" if level == 0 else "middle left" if level == STRONGEST else "middle center"
