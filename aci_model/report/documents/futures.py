"""Pictures of money to come: how likely each income is, and the cash month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.report.colours import LIGHT, tint
from aci_model.report.documents import drawing
from aci_model.report.documents.curves import EIGHT_IN_TEN
from aci_model.report.documents.texts import said
from aci_model.report.documents.tree import Picture

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from aci_model.foresight.distribution import Distribution

    Floats = NDArray[np.float64]

_BARS = 40  # at most, to draw a distribution
_FORESEEN = ((0.1, "prudent"), (0.5, "médian"), (0.9, "favorable"))  # P10, P50, P90
_DASHES = (0, (4, 3))
_MONTHS = 14  # at most, named on an axis


def income_range(income: Distribution, caption: str, note: str | None = None) -> Picture:
    """Draw the chance of every income, with P10, P50 and P90.

    Args:
        income: see `foresight.distribution.income`.
        caption: the picture's title, a finding.
        note: where the figures come from.
    """
    low, middle, high = (income.quantile(share) for share, _ in _FORESEEN)
    euros, chance, width = grouped(income)
    axes = drawing.board(70, left=6, right=8, top=23, bottom=9)
    first, last = float(euros[0]), float(euros[-1]) + width
    axes.set_xlim(first, last)
    axes.set_ylim(0, float(chance.max()) * 1.04)
    drawing.scale(axes, low=first, high=last, across=True)
    axes.xaxis.grid(visible=False)
    inside = (euros + width > low) & (euros <= high)
    dark, pale = (tint(LIGHT.accent, LIGHT.background, share) for share in (0.6, 0.25))
    axes.bar(euros, chance, width * 0.9, align="edge", color=[dark if one else pale for one in inside])
    axes.axhline(0, color=LIGHT.neutral, linewidth=0.8)
    drawing.beside(
        axes,
        0,
        1,
        f"Plus une barre est haute, plus ce revenu est probable ; en foncé, {EIGHT_IN_TEN}.",
        lift=16.5,
    )
    words = [
        f"{name} : {wording.euros(value)}"
        for (_, name), value in zip(_FORESEEN, (low, middle, high), strict=True)
    ]
    apart = high - low > drawing.room(axes, words[0]) * 1.1
    for value, told, lift in zip((low, middle, high), words, (1.5, 6.5, 1.5 if apart else 11.5), strict=True):
        _line(axes, value, told, lift)
    alt = (
        f"Le revenu tombe 8 fois sur 10 entre {wording.euros(low)} et {wording.euros(high)}, et autant de fois "
        f"au-dessus qu’en dessous de {wording.euros(middle)}. En moyenne : {wording.euros(income.mean)}."
    )
    if income.unknown:
        verb = "n’y est" if income.unknown < 2 else "n’y sont"
        alt += f" {wording.count(income.unknown, 'ligne')} sans chance connue {verb} pas."
    return Picture(drawing.printed(axes), said(alt), caption, note)


def cash_curve(frame: pd.DataFrame, caption: str, note: str | None = None) -> Picture:
    """Draw what is left on the account at the end of each month, every post paid, then firm posts alone.

    Args:
        frame: month (its first day), balance, balance_firm in euros (missing when unknown), unknown (some money
            expected by then is unknown), one scenario of one community in time order; see `foresight.cash.cash`.
        caption: the picture's title, a finding.
        note: where the figures come from.
    """
    months = frame["month"].tolist()
    balance, firm = (
        frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("balance", "balance_firm")
    )
    axes = drawing.board(76, left=22, right=6, top=14, bottom=9)
    low, high = drawing.span([*balance, *firm])
    room = (high - low) or 1.0
    x = np.arange(len(months), dtype=np.float64)
    axes.set_xlim(-0.3, max(len(months) - 0.7, 0.7))
    axes.set_ylim(low - room * 0.16, high + room * 0.1)
    drawing.scale(axes, low=low, high=high, across=False)
    every = -(-len(months) // _MONTHS)
    named = list(range(0, len(months), every))
    drawing.ticks(axes, x[named].tolist(), [f"{months[place]:%m/%y}" for place in named])
    axes.axhline(0, color=LIGHT.text, linewidth=1)
    axes.fill_between(
        x,
        balance,
        0,
        where=balance < 0,
        interpolate=True,
        facecolor="none",
        edgecolor=LIGHT.muted,
        hatch="////",
        linewidth=0,
    )
    axes.plot(x, firm, color=LIGHT.muted, linewidth=1.3, linestyle=_DASHES)
    axes.plot(x, balance, color=LIGHT.accent, linewidth=1.9)
    drawing.heading(
        axes,
        "Trait plein : tous les postes payés. Tirets : engagements fermes seuls. Hachures : ce qui manque.",
    )
    if not np.isfinite(balance).any():
        drawing.write(axes, x.mean(), room / 2, "solde de départ inconnu", at="center", colour=LIGHT.muted)
        return Picture(
            drawing.printed(axes), "La trésorerie est inconnue : le solde de départ manque.", caption, note
        )
    deepest = int(np.nanargmin(balance))
    _trough(axes, deepest, float(balance[deepest]), room)
    alt = f"Trésorerie de {_month(months[0])} à {_month(months[-1])}. {_told(months, balance, 'tous les postes payés')} "
    alt += _told(months, firm, "engagements fermes seuls")
    if bool(frame["unknown"].fillna(value=False).any()):
        drawing.beside(
            axes, 0, 1, "Une somme attendue est inconnue : le solde réel peut être plus haut.", lift=7.5
        )
        alt += " Une somme attendue est inconnue : le solde réel peut être plus haut."
    return Picture(drawing.printed(axes), said(alt), caption, note)


def grouped(income: Distribution) -> tuple[Floats, Floats, float]:
    """Put the cells that hold some chance into a few bars of one width: left edges in euros, chances, width."""
    held = np.flatnonzero(income.mass > 0)
    cells = income.mass[held[0] : held[-1] + 1]
    size = -(-len(cells) // _BARS)
    padded = np.append(cells, np.zeros(-len(cells) % size))
    start = income.start + income.step * float(held[0])
    width = income.step * size
    chance: Floats = padded.reshape(-1, size).sum(axis=1)
    edges: Floats = start + width * np.arange(len(chance), dtype=np.float64)
    return edges, chance, float(width)


def _line(axes: Axes, euros: float, words: str, lift: float) -> None:
    """Point at a sum from above the drawing."""
    axes.axvline(euros, color=LIGHT.text, linewidth=1, linestyle=_DASHES)
    low, high = axes.get_xlim()
    place = (drawing.clamped(axes, euros, words) - low) / (high - low)
    drawing.beside(axes, place, 1, words, lift=lift, at="center")


def _trough(axes: Axes, place: int, euros: float, room: float) -> None:
    axes.plot([place], [euros], marker="o", color=LIGHT.accent, markersize=6)
    words = f"au plus bas : {wording.euros(euros)}"
    x = drawing.clamped(axes, place, words)
    drawing.write(axes, x, euros - room * 0.05, words, at="center", level="top", strong=True)


def _told(months: list[pd.Timestamp], balance: Floats, whose: str) -> str:
    short = np.flatnonzero(balance < 0)
    deepest = int(np.nanargmin(balance))
    depth = f"au plus bas {wording.euros(balance[deepest])} en {_month(months[deepest])}"
    if not short.size:
        return f"Avec {whose}, le compte reste au-dessus de zéro, {depth}."
    return f"Avec {whose}, l’argent manque à partir de {_month(months[short[0]])}, {depth}."


def _month(day: pd.Timestamp) -> str:
    return wording.day(day).split(" ", 1)[1]
