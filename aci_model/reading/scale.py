"""The unit in which a line counts: percentages are never mixed with fractions by guesswork."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aci_model import wording
from aci_model.reading.cells import Doubt, words
from aci_model.reading.text import fold, quoted
from aci_model.reading.values import same_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from aci_model.reading.tables import Key
    from aci_model.reading.values import Measures

_APART = 10  # a fraction this many times smaller than its neighbours is not in their unit


class Scaled(NamedTuple):
    """Units once the cells themselves have been heard."""

    units: list[str | None]
    overruled: list[int]  # rows whose written unit gave way to %


def settle(units: Sequence[str | None], read: Mapping[Key, Measures]) -> Scaled:
    """Decide in which unit each row counts, and doubt the cells that do not fit it.

    Args:
        units: the unit typed on each row.
        read: the row's measures: (baseline, ""), (threshold, n)…, (result, ""). Doubts are added to them.

    Returns:
        The units; « % » where the levels to reach are in %.
    """
    percent = words("percent_units")
    written = np.array([bool(unit) and fold(unit or "") in percent for unit in units], bool)
    given = np.array([bool(unit) for unit in units], bool)
    levels = [measure for key, measure in read.items() if key[0] == "threshold"]
    shown = _any_shown(levels, len(units))
    levelled = _any_value(levels, len(units))
    everywhere = _any_shown(list(read.values()), len(units))
    rate = written | shown | (~levelled & ~given & everywhere)
    overruled = np.flatnonzero(shown & given & ~written).tolist()
    _check_words(units, read)
    for key, measure in read.items():
        if key[0] != "threshold":
            for row in np.flatnonzero(measure.shown & ~rate).tolist():
                measure.drop(row, _not_a_rate(measure, row, units[row]))
    _check_fractions(rate, read)
    return Scaled(["%" if rate[row] else unit for row, unit in enumerate(units)], overruled)


def _any_shown(read: Sequence[Measures], size: int) -> npt.NDArray[np.bool_]:
    return np.any([measure.shown for measure in read], axis=0) if read else np.zeros(size, bool)


def _any_value(read: Sequence[Measures], size: int) -> npt.NDArray[np.bool_]:
    return np.any([~np.isnan(measure.value) for measure in read], axis=0) if read else np.zeros(size, bool)


def _check_words(units: Sequence[str | None], read: Mapping[Key, Measures]) -> None:
    for measure in read.values():
        for row, word in measure.words.items():
            if row not in measure.doubts and not same_word(word, units[row]):
                value = wording.number(float(measure.value[row]), 6)
                doubt = Doubt(
                    f"{quoted(measure.typed[row])} n'est pas un nombre.",
                    f"Saisissez {value}, et l'unité dans la colonne unité",
                )
                measure.drop(row, doubt)


def _not_a_rate(measure: Measures, row: int, unit: str | None) -> Doubt:
    text = measure.typed.get(row) or f"{wording.number(float(measure.value[row]), 6)}{wording.NBSP}%"
    other = f"l'unité de la ligne est {quoted(unit)}" if unit else "les paliers ne sont pas en\u00a0%"
    return Doubt(
        f"{quoted(text)} est un taux, mais {other}.",
        "Saisissez la valeur dans l'unité des paliers, ou écrivez % dans la colonne unité",
    )


def _check_fractions(rate: npt.NDArray[np.bool_], read: Mapping[Key, Measures]) -> None:
    """On a line in %, doubt 0,697 typed beside 70: it may be 0,697 % or 69,7 %."""
    if not read or not rate.any():
        return
    sizes = np.abs(np.array([measure.value for measure in read.values()]))
    largest = np.max(np.nan_to_num(sizes), axis=0, initial=0)
    for measure in read.values():
        size = np.abs(measure.value)
        doubtful = (
            rate & ~measure.shown & (size > 0) & (size <= 1) & (largest > 1) & (largest >= _APART * size)
        )
        for row in np.flatnonzero(doubtful).tolist():
            value = float(measure.value[row])
            low = f"{wording.number(value, 6)}{wording.NBSP}%"
            high = f"{wording.number(value * 100, 6)}{wording.NBSP}%"
            measure.drop(
                row,
                Doubt(
                    f"{quoted(wording.number(value, 6))} peut se lire {low} ou {high} sur cette ligne en\u00a0%.",
                    f"Saisissez {low} ou {high}",
                ),
            )
