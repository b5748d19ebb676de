"""Pictures that compare euros: the four states of each mission, what each line is worth under each reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.report.colours import LIGHT, TEXTURES, of_mission
from aci_model.report.documents import drawing
from aci_model.report.documents.texts import said
from aci_model.report.documents.tree import Picture
from aci_model.report.words import STATES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW, BAR, TOP = 13.0, 4.6, 8.0  # millimetres: a row with its words, its bar, the legend's line
MOST = 12  # lines compared in one picture
_GAP = 0.15  # of the axis: a stretch that stands for an unknown amount
_LABEL = 62  # letters of a line's name on a picture


def states_by_mission(frame: pd.DataFrame, caption: str, note: str | None = None) -> Picture:
    """Draw the four states of each mission's euros as one bar.

    Args:
        frame: mission_label, rank, earned, to_prove, pending, lost (euros a year; missing when the ceiling is
            unknown), in the order to draw; see `report.tables.missions`.
        caption: the picture's title, a finding.
        note: where the figures come from.
    """
    rows = frame.reset_index(drop=True)
    euros = rows[list(TEXTURES)].astype("float64")
    ceilings = euros.sum(axis="columns", skipna=False).tolist()
    largest = drawing.span(ceilings)[1] or 1.0
    axes = _rows(len(rows), largest)
    drawing.legend(axes, 3, [(STATES[state], name) for state, name in TEXTURES.items()], unit=_unit(largest))
    named = zip(rows["mission_label"], rows["rank"], ceilings, strict=True)
    for place, (label, rank, ceiling) in enumerate(named):
        y, ink = TOP + ROW * place, of_mission(LIGHT, int(rank))
        earned = euros["earned"].iloc[place]
        told = (
            "" if wording.missing(ceiling) else f"{wording.euros(earned)} acquis sur {wording.euros(ceiling)}"
        )
        _name(axes, y, label, told, largest)
        if wording.missing(ceiling):
            _unknown(axes, y, largest)
            continue
        x = 0.0
        for state, texture in TEXTURES.items():
            amount = float(euros[state].iloc[place])
            if amount > 0:
                drawing.bar(axes, (x, y + 5, amount, BAR), texture, ink)
            x += amount
    alt = " ".join(
        _state_words(label, euros.iloc[place], ceiling)
        for place, (label, ceiling) in enumerate(zip(rows["mission_label"], ceilings, strict=True))
    )
    return Picture(drawing.printed(axes), f"Une barre par mission, en euros. {alt}", caption, note)


def gap_by_line(frame: pd.DataFrame, caption: str, note: str | None = None) -> Picture:
    """Draw what each line is worth from its lowest reading to its highest.

    Args:
        frame: label, rank (of its mission), lowest, highest, gap in euros (missing when no reading can be computed),
            in the order to draw; the first `MOST` are drawn, the others counted.
        caption: the picture's title, a finding.
        note: where the figures come from.
    """
    rows = frame.head(MOST).reset_index(drop=True)
    left = len(frame) - len(rows)
    low, high, gap = (rows[name].astype("float64").tolist() for name in ("lowest", "highest", "gap"))
    largest = drawing.span(high)[1] or 1.0
    axes = _rows(len(rows), largest, tail=6.0 if left else 0.0)
    word = "de la lecture la plus basse à la plus haute"
    drawing.legend(axes, 3, [(word, "hatched")], unit=_unit(largest))
    for place, (label, rank) in enumerate(zip(rows["label"], rows["rank"], strict=True)):
        y, ink = TOP + ROW * place, of_mission(LIGHT, int(rank))
        if wording.missing(gap[place]):
            _name(axes, y, label, "", largest)
            _unknown(axes, y, largest)
            continue
        _name(axes, y, label, _gap_words(gap[place]), largest)
        drawing.bar(axes, (low[place], y + 5, gap[place], BAR), "hatched", ink)
        if low[place] > 0:
            drawing.bar(axes, (0, y + 5, low[place], BAR), "pale", ink)
    told = " ".join(
        f"{said(label)}{wording.NBSP}: {_range_words(low[place], high[place], gap[place])}."
        for place, label in enumerate(rows["label"])
    )
    more = ""
    if left:
        more = f"{wording.count(left, 'autre ligne', 'autres lignes')} dans le tableau."
        drawing.write(axes, 0, TOP + ROW * len(rows) + 2, more, colour=LIGHT.muted, points=8)
    alt = f"Une barre par ligne, de la lecture la plus basse à la plus haute, en euros. {told} {more}".strip()
    return Picture(drawing.printed(axes), alt, caption, note)


def _rows(count: int, largest: float, *, tail: float = 0.0) -> Axes:
    """Open a drawing of rows; its y axis counts millimetres downwards."""
    height = TOP + ROW * max(count, 1) + tail
    axes = drawing.board(height + 10)
    axes.set_xlim(0, largest * 1.02)
    axes.set_ylim(height, 0)
    drawing.scale(axes, low=0, high=largest, across=True)
    axes.xaxis.grid(visible=False)
    return axes


def _unit(largest: float) -> float:
    return largest * 1.02 / (drawing.WIDTH - 5)


def _name(axes: Axes, y: float, label: str, told: str, largest: float) -> None:
    """Write a row's name above its bar, and its figures at the right end of the line."""
    drawing.write(axes, 0, y + 2, label, strong=True, fold=(_LABEL, 1))
    drawing.write(axes, largest * 1.02, y + 2, told, colour=LIGHT.muted, at="right")


def _unknown(axes: Axes, y: float, largest: float) -> None:
    """Draw a hatched gap where an amount is unknown; a bar of no height would say zero."""
    drawing.bar(axes, (0, y + 5, largest * _GAP, BAR), drawing.UNKNOWN_TEXTURE, LIGHT.muted)
    drawing.write(axes, largest * (_GAP + 0.01), y + 5 + BAR / 2, wording.UNKNOWN, colour=LIGHT.muted)


def _state_words(label: str, euros: pd.Series, ceiling: float) -> str:
    name = f"{said(label)}{wording.NBSP}: "
    if wording.missing(ceiling):
        return name + "montants inconnus."
    parts = [f"{wording.euros(euros[state])} {word}" for state, word in STATES.items() if round(euros[state])]
    return f"{name}{wording.enumeration(parts) or 'rien'}, sur {wording.euros(ceiling)}."


def _gap_words(gap: float) -> str:
    return f"écart de {wording.euros(gap)}" if round(gap) else "aucun écart"


def _range_words(low: float, high: float, gap: float) -> str:
    if wording.missing(gap):
        return "montant inconnu"
    if not round(gap):
        return f"{wording.euros(high)} sous chaque lecture"
    return f"de {wording.euros(low)} à {wording.euros(high)}, {_gap_words(gap)}"
