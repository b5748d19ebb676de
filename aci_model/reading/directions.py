"""Whether more or less is better on each line: typed, or deduced from signs, levels and starting value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model.reading.kinds import DELIVERABLE, announce
from aci_model.reading.problems import WARNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from aci_model.reading.problems import Problem
    from aci_model.reading.schedule import Schedule
    from aci_model.reading.tables import Table

UP, DOWN = "hausse", "baisse"


def settle(
    table: Table,
    typed: Sequence[str | None],
    kinds: npt.NDArray[np.object_],
    *,
    read: Schedule,
    baseline: npt.NDArray[np.float64],
    problems: list[Problem],
) -> npt.NDArray[np.int64]:
    """Give each line its direction, +1 or -1.

    In order: what is typed; the sign ≥ or ≤ of its levels; levels that fall as amounts rise; a last level
    under the starting value; else « hausse ». A deliverable is always « hausse ».
    """
    size = len(kinds)
    written = np.array([1 if word == UP else -1 if word == DOWN else 0 for word in typed], dtype=np.int64)
    signs = _signs(table, read, written, problems)
    found = np.select(
        [written != 0, signs != 0, (order := _order(read)) != 0, (gap := _gap(read, baseline)) != 0],
        [written, signs, order, gap],
        1,
    )
    done = kinds == DELIVERABLE
    problems.extend(
        table.problem(
            row,
            ("direction", ""),
            WARNING,
            "Un livrable ne peut pas être en baisse.",
            "Il est compté quand il est fait. Saisissez hausse, ou changez le type de la ligne.",
        )
        for row in np.flatnonzero(done & (written < 0)).tolist()
    )
    final = np.where(done, 1, found)
    words = [UP if way > 0 else DOWN for way in final.tolist()]
    silent = [UP if done[row] else word for row, word in enumerate(typed)]
    if size:
        announce(table, "direction", silent, words, problems)
    return final


def _signs(
    table: Table, read: Schedule, written: npt.NDArray[np.int64], problems: list[Problem]
) -> npt.NDArray[np.int64]:
    """Hear the signs of the levels, and warn when they contradict each other or the column sens."""
    size = len(written)
    if not read.levels:
        return np.zeros(size, np.int64)
    sense = np.stack([level.sense for level in read.levels], axis=1).astype(np.int64)
    up, down = (sense > 0).any(axis=1), (sense < 0).any(axis=1)
    problems.extend(
        table.problem(
            row,
            _first_signed(read, sense, row),
            WARNING,
            "Les paliers de cette ligne portent à la fois ≥ et ≤.",
            "Ces signes ne sont pas utilisés. Remplissez la colonne sens.",
        )
        for row in np.flatnonzero(up & down).tolist()
    )
    signs = np.where(up & ~down, 1, np.where(down & ~up, -1, 0))
    for row in np.flatnonzero((signs != 0) & (written != 0) & (signs != written)).tolist():
        word, sign = (UP, "≤") if written[row] > 0 else (DOWN, "≥")
        problems.append(
            table.problem(
                row,
                _first_signed(read, sense, row),
                WARNING,
                f"Le palier porte {sign} mais la colonne sens dit {word}.",
                f"Le sens {word} est utilisé. Corrigez le signe ou la colonne sens.",
            )
        )
    return signs


def _first_signed(read: Schedule, sense: npt.NDArray[np.int64], row: int) -> tuple[str, str]:
    return "threshold", str(read.ranks[int(np.flatnonzero(sense[row])[0])])


def _order(read: Schedule) -> npt.NDArray[np.int64]:
    """Compare the level of the lowest amount with that of the highest."""
    thresholds, amounts = read.thresholds, read.amounts
    if thresholds.shape[1] < 2:
        return np.zeros(len(amounts), np.int64)
    known = ~np.isnan(thresholds) & ~np.isnan(amounts)
    lowest = np.argmin(np.where(known, amounts, np.inf), axis=1)
    highest = np.argmax(np.where(known, amounts, -np.inf), axis=1)
    rows = np.arange(len(amounts))
    change = np.where(known.sum(axis=1) > 1, thresholds[rows, highest] - thresholds[rows, lowest], 0)
    return _sign(change)


def _gap(read: Schedule, baseline: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Compare the last level with the starting value."""
    thresholds = read.thresholds
    if not thresholds.shape[1]:
        return np.zeros(len(baseline), np.int64)
    known = ~np.isnan(thresholds)
    last = thresholds.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    change = thresholds[np.arange(len(baseline)), last] - baseline
    return _sign(change)


def _sign(change: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    ways: npt.NDArray[np.int64] = np.sign(np.nan_to_num(change)).astype(np.int64)
    return ways
