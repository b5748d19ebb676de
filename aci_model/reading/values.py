"""Columns of raw cells to columns of values; each doubt becomes a problem at its cell."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.reading import cells as french
from aci_model.reading.cells import Doubt
from aci_model.reading.marks import Broken, Percent
from aci_model.reading.tables import Key, Table, prose, texts, typed
from aci_model.reading.text import fold, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from aci_model.reading.problems import Problem
    from aci_model.reading.sheets import Cell


@dataclass(slots=True)
class Measures:
    """A column of numbers, with all that its cells say beside the number. One entry a row."""

    value: npt.NDArray[np.float64]  # NaN when missing or doubtful
    shown: npt.NDArray[np.bool_]  # the cell itself says %
    sense: npt.NDArray[np.int8]  # +1 for ≥, -1 for ≤
    answer: npt.NDArray[np.float64]  # 1 for a text that says yes, 0 for no
    either: npt.NDArray[np.bool_]  # the printed choice « Fait / non fait »
    said: list[int] = field(default_factory=list)  # rows that say there is nothing: NC
    words: dict[int, str] = field(default_factory=dict)  # unit word typed after the number
    doubts: dict[int, Doubt] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)  # texts of the rows above, for their messages

    def drop(self, row: int, doubt: Doubt) -> None:
        """Make a value missing and say why."""
        self.value[row] = np.nan
        self.shown[row] = False
        self.doubts[row] = doubt

    def settle(self, row: int, value: float) -> None:
        """Give a value its meaning once the line is known; nothing about it is doubtful any more."""
        self.value[row] = value
        self.shown[row] = False
        self.doubts.pop(row, None)
        self.words.pop(row, None)

    def filled(self) -> npt.NDArray[np.bool_]:
        """Tell the rows whose cell says something, understood or not."""
        filled = ~np.isnan(self.value)
        filled[list(self.doubts)] = True
        return filled


def measures(column: Sequence[Cell]) -> Measures:
    """Read a column that may hold numbers, rates, signs, or yes and no."""
    size = len(column)
    read = Measures(
        np.full(size, np.nan),
        np.zeros(size, bool),
        np.zeros(size, np.int8),
        np.full(size, np.nan),
        np.zeros(size, bool),
    )
    for row, cell in enumerate(column):
        if cell is None:
            continue
        if isinstance(cell, float):
            read.value[row] = cell
            read.shown[row] = isinstance(cell, Percent)
        elif isinstance(cell, str) and not isinstance(cell, Broken):
            _measure_text(read, row, cell)
        else:
            _measure_other(read, row, cell)
    return read


def _measure_text(read: Measures, row: int, text: str) -> None:
    number = french.number(text)
    read.value[row] = number.value
    read.shown[row] = number.word == "%"
    read.sense[row] = number.sense
    read.typed[row] = text
    if number.word and number.word != "%":
        read.words[row] = number.word
    if number.said:
        read.said.append(row)
    if number.doubt is None:
        return
    answer = french.yes_or_no(text)
    if answer is not None:
        read.answer[row] = float(answer)
    elif french.offers_both(text):
        read.either[row] = True
    read.doubts[row] = number.doubt


def _measure_other(read: Measures, row: int, cell: Cell) -> None:
    read.typed[row] = typed(cell)
    if isinstance(cell, bool):
        read.answer[row] = float(cell)
        read.doubts[row] = Doubt(f"{quoted(typed(cell))} n'est pas un nombre.", "Saisissez un nombre")
    elif isinstance(cell, Broken):
        read.doubts[row] = broken(cell)
    else:
        read.doubts[row] = Doubt(
            f"{quoted(typed(cell))} est une date, pas un nombre.",
            "Donnez à la case le format Nombre, puis saisissez la valeur",
        )


def broken(cell: Broken) -> Doubt:
    """Say what is wrong with an error cell."""
    if cell:
        return Doubt(f"La formule de cette case donne l'erreur {cell}.", "Saisissez la valeur")
    return Doubt(
        "La formule de cette case n'a pas de valeur enregistrée.",
        "Ouvrez le fichier dans votre tableur, enregistrez-le, ou saisissez la valeur",
    )


def numbers(table: Table, key: Key, problems: list[Problem]) -> npt.NDArray[np.float64]:
    """Read a column of numbers, amounts in euros, or rates.

    Args:
        table: the recognised sheet.
        key: the column; its declared kind (number, euros, percent) says which units it takes.
        problems: where doubts are added.

    Returns:
        One value a row, NaN when missing or doubtful; a rate is 0–1.
    """
    declared = table.declared(key)
    read = measures(table.column(key))
    allowed = {"euros": {"€", "euro", "euros", "eur"}, "percent": {"%"}}.get(declared.kind, set())
    for row, word in read.words.items():
        if word not in allowed and word not in declared.suffixes and row not in read.doubts:
            _refuse_word(read, row)
    if declared.kind == "percent":
        _rates(read)
    else:
        for row in np.flatnonzero(read.shown).tolist():
            read.drop(row, Doubt(f"{quoted(_shown(read, row))} est un taux.", "Saisissez un nombre sans %"))
    if (declared.kind == "euros" and not declared.signed) or declared.minimum is not None:
        _refuse_negative(read)
    problems.extend(table.unused(row, key, doubt) for row, doubt in read.doubts.items())
    return read.value


# What people write after an amount to shorten it: advised in full, never multiplied in silence.
_MULTIPLES = {"k€": 1e3, "ke": 1e3, "k": 1e3, "keuros": 1e3, "m€": 1e6, "me": 1e6, "m": 1e6}


def _refuse_word(read: Measures, row: int) -> None:
    value = wording.number(float(read.value[row]) * _MULTIPLES.get(read.words[row], 1), 6)
    read.drop(row, Doubt(f"{quoted(read.typed[row])} n'est pas un nombre.", f"Saisissez {value}"))


def _refuse_negative(read: Measures) -> None:
    for row in np.flatnonzero(read.value < 0).tolist():
        value = wording.number(float(read.value[row]), 6)
        read.drop(row, Doubt(f"{value} est négatif.", "Saisissez un nombre positif ou nul"))


def _rates(read: Measures) -> None:
    read.value[read.shown] /= 100
    for row in np.flatnonzero((read.value > 1) | (read.value < 0)).tolist():
        value = float(read.value[row])
        if read.shown[row]:
            doubt = Doubt(
                f"{wording.percent(value, 6)} n'est pas entre 0 et 100{wording.NBSP}%.",
                "Saisissez un taux comme 70" + wording.NBSP + "%",
            )
        else:
            shown = wording.number(value, 6)
            advice = (
                f"Saisissez {shown}{wording.NBSP}% si c'est bien cela"
                if 1 < value <= 100
                else "Saisissez un taux comme 70" + wording.NBSP + "%"
            )
            doubt = Doubt(f"{shown} n'est pas entre 0 et 1.", advice)
        read.drop(row, doubt)


def _shown(read: Measures, row: int) -> str:
    return read.typed.get(row) or wording.number(float(read.value[row]), 6) + wording.NBSP + "%"


def text_column(table: Table, key: Key, problems: list[Problem]) -> list[str | None]:
    """Read a column of texts, on one line or as prose; None when empty, or when a formula failed, which is said."""
    column = table.column(key)
    problems.extend(
        table.unused(row, key, broken(cell)) for row, cell in enumerate(column) if isinstance(cell, Broken)
    )
    return prose(column) if table.declared(key).kind == "prose" else texts(column)


def flags(table: Table, key: Key, problems: list[Problem]) -> list[bool | None]:
    """Read a column of oui and non; None when empty, when it says nothing, or when it says neither."""
    read: list[bool | None] = []
    for row, cell in enumerate(table.column(key)):
        answer = flag(cell)
        if isinstance(answer, Doubt):
            problems.append(table.unused(row, key, answer))
            read.append(None)
        else:
            read.append(answer)
    return read


def flag(cell: Cell) -> bool | Doubt | None:
    """Read one oui or non; a doubt when the cell says neither."""
    if isinstance(cell, Broken):
        return broken(cell)
    text = typed(cell)
    if not text or french.says_nothing(text):
        return None
    answer = cell if isinstance(cell, bool) else french.yes_or_no(text)
    if answer is None:
        return Doubt(f"{quoted(text)} ne dit ni oui ni non.", "Saisissez oui ou non")
    return answer


def days(table: Table, key: Key, problems: list[Problem]) -> list[dt.date | None]:
    """Read a column of days; None when empty or doubtful."""
    read: list[dt.date | None] = []
    for row, cell in enumerate(table.column(key)):
        found = _day(cell)
        if isinstance(found, Doubt):
            problems.append(table.unused(row, key, found))
            found = None
        read.append(found)
    return read


def _day(cell: Cell) -> dt.date | Doubt | None:
    match cell:
        case None:
            return None
        case dt.datetime():
            return cell.date()
        case dt.date():
            return cell
        case Broken():
            return broken(cell)
        case str():
            return french.day(cell)
    return Doubt(f"{quoted(typed(cell))} n'est pas une date.", "Saisissez une date comme 15/04/2026")


_NEGATIVE = re.compile(r"^\s*[-−–]\s*[0-9]")


def choices(table: Table, key: Key, problems: list[Problem]) -> list[str | None]:
    """Read a column of listed words; None when empty or not in the list."""
    declared = table.declared(key)
    read: list[str | None] = []
    for row, cell in enumerate(table.column(key)):
        text = typed(cell)
        # Words are compared without their signs: -1 must not pass for 1.
        value = declared.choices.get(fold(text)) if text and not _NEGATIVE.match(text) else None
        if text and value is None and not french.says_nothing(text):
            listed = wording.enumeration(declared.options, "ou")
            doubt = Doubt(f"{quoted(text)} n'est pas un choix connu.", f"Saisissez {listed}")
            doubt = broken(cell) if isinstance(cell, Broken) else doubt
            problems.append(table.unused(row, key, doubt))
        read.append(value)
    return read


def same_word(typed_word: str, unit: str | None) -> bool:
    """Tell whether the word after a number is the unit of its line, singular or plural."""
    if not unit:
        return False
    return fold(typed_word).rstrip("s") == fold(unit).rstrip("s")
