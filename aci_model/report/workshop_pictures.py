"""The pictures of a workshop's report: what tables expect, what they had guessed, where they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.report.colours import LIGHT, of_mission, tint
from aci_model.report.documents import drawing
from aci_model.report.documents.texts import said
from aci_model.report.documents.tree import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from aci_model.workshop.reveal import Reveal

MOST, MOST_LINES = 22, 14  # tables or lines drawn; the others are counted, and stand in the table
ROW, TOP, NAMES = 7.5, 8.0, 46.0  # millimetres: a row, the line above, the names at the left
_BAND = 0.3  # share of the ink in a band
_LETTERS = 24  # of a name on a picture
_LINE_LETTERS = 58


def ranges(reveal: Reveal, caption: str, note: str | None = None) -> Picture:
    """Draw what each table expects, with its range, what it counts on and what is assured.

    Args:
        reveal: with at least one table compared.
        caption: the picture's title, a finding.
        note: where the figures come from.
    """
    every = _compared(reveal).sort_values("expected", ascending=False, kind="stable")
    rows = every.head(MOST)
    values = rows[["low", "high", "without_variable", "counted", "expected"]].to_numpy(dtype=np.float64)
    axes = _board(rows["name"].tolist(), values, len(every))
    for place, (low, high, without, counted, expected) in enumerate(values.tolist()):
        y = _middle(place)
        axes.hlines(y, low, high, color=tint(LIGHT.accent, LIGHT.background, _BAND), linewidth=9)
        axes.plot([without, without], [y - 2.2, y + 2.2], color=LIGHT.muted, linewidth=1.6)
        axes.plot(
            [counted], [y], marker="D", markersize=5, markerfacecolor=LIGHT.background, color=LIGHT.text
        )
        axes.plot([expected], [y], marker="o", markersize=5.5, color=LIGHT.accent)
    _read_as(axes, "Point : attendu. Bande : huit cas sur dix. Losange : compté. Trait : sans part variable.")
    told = [
        f"{name} : {wording.euros(one[4])} attendus, de {wording.euros(one[0])} à {wording.euros(one[1])}, "
        f"{wording.euros(one[2])} sans part variable, {wording.euros(one[3])} comptés"
        for name, one in zip(rows["name"], values.tolist(), strict=True)
    ]
    return _picture(
        axes,
        "Revenu d'une année selon chaque table.",
        told,
        _others(len(every) - len(told), "table"),
        title=(caption, note),
    )


def guesses(reveal: Reveal, caption: str, note: str | None = None) -> Picture:
    """Draw each table's two estimates beside what is computed.

    Args:
        reveal: with at least one estimate among the tables compared.
        caption: the picture's title, a finding.
        note: where the figures come from.
    """
    own = _compared(reveal)
    every = own[own[["guess_minimal", "guess_ambitious"]].notna().any(axis=1)]
    rows = every.head(MOST)
    said_ = rows[["guess_minimal", "guess_ambitious"]].to_numpy(dtype=np.float64)
    computed = [reveal.minimal.without_variable, reveal.ambitious.expected]
    axes = _board(rows["name"].tolist(), np.append(said_.ravel(), computed), len(every))
    bottom = _middle(len(rows) - 1) + ROW / 2
    for euros, word in zip(computed, ("minimal", "ambitieux"), strict=True):
        axes.plot([euros, euros], [TOP - 2, bottom], color=LIGHT.text, linewidth=1.2, linestyle=(0, (4, 3)))
        drawing.write(
            axes,
            drawing.clamped(axes, euros, word),
            TOP - 4.5,
            word,
            at="center",
            colour=LIGHT.muted,
            points=8,
        )
    for place, (low, high) in enumerate(said_.tolist()):
        y = _middle(place)
        axes.hlines(y, low, high, color=tint(LIGHT.accent, LIGHT.background, _BAND), linewidth=3)
        axes.plot([low], [y], marker="o", markersize=6, markerfacecolor=LIGHT.background, color=LIGHT.accent)
        axes.plot([high], [y], marker="o", markersize=6, color=LIGHT.accent)
    _read_as(axes, "Rond vide : contrat minimal, estimé. Rond plein : ambitieux. Tirets : le calcul.")
    told = [
        f"{name} : {wording.euros(low)} et {wording.euros(high)}"
        for name, (low, high) in zip(rows["name"], said_.tolist(), strict=True)
    ]
    opening = (
        f"Estimations du contrat minimal et du contrat ambitieux ; le calcul donne {wording.euros(computed[0])} et "
        f"{wording.euros(computed[1])}."
    )
    return _picture(axes, opening, told, _others(len(every) - len(told), "table"), title=(caption, note))


def agreement(rows: pd.DataFrame, caption: str, note: str | None = None) -> Picture:
    """Draw how many tables keep each line, the most divided first.

    Args:
        rows: label, rank (of the mission), chosen, of, share (0–1), at least one row.
        caption: the picture's title, a finding.
        note: where the figures come from.
    """
    every = rows.assign(away=(rows["share"] - 0.5).abs()).sort_values("away", kind="stable")
    shown = every.head(MOST_LINES)
    left = len(every) - len(shown)
    height = TOP + ROW * 1.5 * len(shown) + (6 if left else 0)
    axes = drawing.board(height + 4, right=6)
    axes.set_xlim(0, 1.0)
    axes.set_ylim(height, 0)
    fields = ["label", "rank", "chosen", "of", "share"]
    told = []
    for place, (label, rank, chosen, of, share) in enumerate(shown[fields].to_numpy().tolist()):
        y, ink = TOP + ROW * 1.5 * place, of_mission(LIGHT, int(rank))
        drawing.write(axes, 0, y + 2, label, strong=True, fold=(_LINE_LETTERS, 1))
        words = f"{int(chosen)} sur {wording.count(int(of), 'table')}"
        drawing.write(axes, 1.0, y + 2, words, colour=LIGHT.muted, at="right")
        drawing.bar(axes, (0, y + 4.8, 1.0, 3.4), "outline", tint(ink, LIGHT.background, 0.5))
        if share > 0:
            drawing.bar(axes, (0, y + 4.8, float(share), 3.4), "solid", ink)
        axes.plot([0.5, 0.5], [y + 4.2, y + 8.8], color=LIGHT.text, linewidth=1.2)
        told.append(f"{label} : {words}")
    reading = "Part des tables qui gardent chaque ligne ; le trait est la moitié."
    drawing.write(axes, 0, 3, reading, colour=LIGHT.muted, points=8)
    drawing.write(axes, 0, height - 3, _others(left, "ligne"), colour=LIGHT.muted, points=8)
    opening = "Ce que les tables gardent, du plus partagé au plus unanime."
    return _picture(axes, opening, told, _others(len(every) - len(told), "ligne"), title=(caption, note))


def _compared(reveal: Reveal) -> pd.DataFrame:
    return reveal.outcomes[reveal.outcomes["counts"].astype("bool")]


def _board(
    names: Sequence[str], values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], total: int
) -> Axes:
    """Open a drawing of one row a table, its names at the left; its y axis counts millimetres downwards."""
    left = total - len(names)
    height = TOP + ROW * len(names) + (6 if left else 0)
    axes = drawing.board(height + 12, left=NAMES, right=8, top=6)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = (high - low) * 0.05 or 1.0
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(height, 0)
    drawing.scale(axes, low=low - room, high=high + room, across=True)
    unit = (high - low + 2 * room) / (drawing.WIDTH - NAMES - 8)
    for place, name in enumerate(names):
        drawing.write(axes, low - room - NAMES * unit, _middle(place), name, fold=(_LETTERS, 1))
    words = _others(left, "table")
    drawing.write(axes, low - room - NAMES * unit, height - 3, words, colour=LIGHT.muted, points=8)
    return axes


def _read_as(axes: Axes, words: str) -> None:
    """Say above a drawing how to read it, from the left edge of its names."""
    low, high = axes.get_xlim()
    unit = (high - low) / (drawing.WIDTH - NAMES - 8)
    drawing.write(axes, low - NAMES * unit, -3.0, words, colour=LIGHT.muted, points=8)


def _middle(place: int) -> float:
    return TOP + ROW * (place + 0.5)


def _others(left: int, noun: str) -> str:
    """Say how many are not drawn; nothing when all are."""
    return "" if not left else f"{wording.count(left, f'autre {noun}', f'autres {noun}s')} dans le tableau."


def _picture(
    axes: Axes, opening: str, told: Sequence[str], rest: str, *, title: tuple[str, str | None]
) -> Picture:
    return Picture(drawing.printed(axes), said(f"{opening} {' ; '.join(told)}. {rest}".strip()), *title)
