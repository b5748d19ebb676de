"""The type of each line, typed or deduced, and what it makes of oui, non and a missing level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.reading.cells import Doubt
from aci_model.reading.problems import INFO, WARNING
from aci_model.reading.text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from aci_model.reading.problems import Problem
    from aci_model.reading.schedule import Schedule
    from aci_model.reading.tables import Table
    from aci_model.reading.values import Measures

DELIVERABLE, COUNT, LEVEL, STEPS = "livrable", "compte", "seuil", "paliers"
QUANTITATIVE, QUALITATIVE = "quantitatif", "qualitatif"


def deduce(
    typed: Sequence[str | None],
    natures: Sequence[str | None],
    units: Sequence[str | None],
    *,
    read: Schedule,
    baseline: Measures,
    result: Measures,
) -> npt.NDArray[np.object_]:
    """Give each line its type: as typed, or from what its cells say.

    Several levels make « paliers »; a yes or no, or a single paid action described in words, makes
    « livrable »; a rate, a decimal or a starting value makes « seuil »; a whole number makes « compte ».
    """
    thresholds, levelled = read.thresholds, read.levelled
    several = (levelled | read.priced).sum(axis=1) > 1
    answered = ~np.isnan(result.answer) | result.either
    for level in read.levels:
        answered = answered | ~np.isnan(level.answer) | level.either
    described = np.array([nature == QUALITATIVE for nature in natures], bool)
    unmeasured = np.array([not unit for unit in units], bool)
    unlevelled = ~levelled.any(axis=1) & read.priced.any(axis=1)
    done_once = np.all(np.isnan(thresholds) | (thresholds == 1), axis=1) & unmeasured
    rated = (
        np.any([level.shown for level in read.levels], axis=0) if read.levels else np.zeros(len(units), bool)
    )
    rated = rated | np.array([unit == "%" for unit in units], bool)
    with np.errstate(invalid="ignore"):
        decimal = np.any(thresholds % 1 > 0, axis=1)
    found = np.select(
        [
            several,
            answered | (described & (unlevelled | done_once)),
            rated | decimal | ~np.isnan(baseline.value),
        ],
        [STEPS, DELIVERABLE, LEVEL],
        COUNT,
    ).astype(object)
    return np.array([kind or found[row] for row, kind in enumerate(typed)], object)


def announce(
    table: Table, column: str, typed: Sequence[str | None], final: Sequence[str], problems: list[Problem]
) -> None:
    """Tell once, for a whole column, how many cells were empty and what was deduced."""
    key = (column, "")
    rows = [
        row
        for row, value in enumerate(typed)
        if value is None and (key not in table.at or table.column(key)[row] is None)
    ]
    if not rows:
        return
    header = table.declared(key).header
    counts = {
        value: sum(final[row] == value for row in rows) for value in dict.fromkeys(final[row] for row in rows)
    }
    listed = wording.enumeration([f"{value} ({number})" for value, number in counts.items()])
    where = "({places})"
    problems.append(
        table.grouped(
            rows,
            key,
            INFO,
            f"Colonne {header}{wording.NBSP}: vide pour {wording.count(len(rows), 'ligne')} {where}.",
            f"Déduit de chaque ligne{wording.NBSP}: {listed}. Remplissez la colonne si ce n'est pas le cas.",
        )
    )


def as_deliverables(
    table: Table,
    kinds: npt.NDArray[np.object_],
    *,
    read: Schedule,
    baseline: Measures,
    result: Measures,
    problems: list[Problem],
) -> npt.NDArray[np.object_]:
    """Read levels and results of deliverables as done (1) or not (0).

    Args:
        table: the lines.
        kinds: their types.
        read: their levels; on a deliverable, none, « Fait / non fait » and oui all become 1.
        baseline: starting values, read the same way.
        result: results, read the same way.
        problems: where doubts are added.

    Returns:
        The types; a deliverable that asks for another number than 1 is read as a count, and said.
    """
    final = kinds.copy()
    rows = np.flatnonzero(kinds == DELIVERABLE).tolist()
    for at, level in enumerate(read.levels):
        for row in rows:
            if level.value[row] == 100 and level.shown[row]:
                level.settle(row, 1)
            wanted = level.value[row]
            if not np.isnan(wanted) and wanted != 1:
                final[row] = COUNT
                problems.append(_not_done_once(table, row, read.ranks[at], float(wanted)))
            elif (
                level.answer[row] == 1
                or level.either[row]
                or (read.priced[row, at] and row not in level.doubts)
            ):
                level.settle(row, 1)
    for row in np.flatnonzero(final == DELIVERABLE).tolist():
        _answer(baseline, row)
        _answer(result, row)
    return final


def _not_done_once(table: Table, row: int, rank: int, wanted: float) -> Problem:
    value = wording.number(wanted, 6)
    return table.problem(
        row,
        ("threshold", str(rank)),
        WARNING,
        f"Un livrable est fait ou non, mais le palier {rank} demande {value}.",
        f"La ligne est lue comme un compte de {value}. Saisissez compte dans la colonne type, ou 1 dans ce palier.",
    )


def _answer(read: Measures, row: int) -> None:
    """Turn one cell of a deliverable into 1, 0 or missing."""
    value, answer = read.value[row], read.answer[row]
    if read.either[row]:
        read.settle(row, np.nan)
        read.said.append(row)
    elif not np.isnan(answer):
        read.settle(row, answer)
    elif read.shown[row] and value in {0, 100}:
        read.settle(row, value / 100)
    elif value not in {0, 1} and not np.isnan(value):
        text = read.typed.get(row) or wording.number(float(value), 6)
        read.drop(row, Doubt(f"{quoted(text)} ne dit ni oui ni non.", "Saisissez oui ou non"))
    elif row in read.doubts and row in read.typed:
        read.drop(row, Doubt(f"{quoted(read.typed[row])} ne dit ni oui ni non.", "Saisissez oui ou non"))


def answers_to_counts(
    table: Table, kinds: npt.NDArray[np.object_], read: Schedule, result: Measures, problems: list[Problem]
) -> None:
    """Read oui as 1 and non as 0 where a single 1 is to be reached, and say so."""
    thresholds = read.thresholds
    once = np.all(np.isnan(thresholds) | (thresholds == 1), axis=1) & np.any(thresholds == 1, axis=1)
    for row in np.flatnonzero((kinds != DELIVERABLE) & once & ~np.isnan(result.answer)).tolist():
        answer = result.answer[row]
        result.settle(row, answer)
        problems.append(
            table.problem(
                row,
                ("result", ""),
                WARNING,
                f"{quoted(result.typed[row])} est lu {int(answer)}, puisque le palier est 1.",
                "Saisissez le nombre atteint si ce n'est pas cela.",
            )
        )
