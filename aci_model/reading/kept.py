"""What the library does not use is kept: unknown columns, and rows that do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.frames import frame
from aci_model.reading.dossier import KEPT
from aci_model.reading.problems import INFO, WARNING, Problem
from aci_model.reading.tables import Table, typed
from aci_model.reading.text import fold, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    import pandas as pd


def kept_rows(counted: Table, left: Table) -> pd.DataFrame:
    """Gather what is not used of a sheet.

    Args:
        counted: its rows that count; their unknown columns are kept, with the index of the row as line.
        left: its rows that do not count; all their cells are kept.

    Returns:
        A frame of `KEPT`, in the order of the sheet's columns then rows.
    """
    return frame(
        KEPT,
        [
            *_cells(counted, counted.unknown(), numbered=counted.spec.id == "lines"),
            *_cells(left, left.cells, numbered=False),
        ],
    )


def _cells(table: Table, columns: Iterable[int], *, numbered: bool) -> Iterator[dict[str, Any]]:
    for column in columns:
        for row, cell in enumerate(table.cells[column]):
            if cell is not None:
                yield {
                    "file": table.file,
                    "sheet": table.sheet,
                    "row": table.place(row, column)[0],
                    "column": table.headers[column],
                    "text": typed(cell),
                    "line": row if numbered else None,
                }


def announce_unknown(table: Table, problems: list[Problem]) -> None:
    """Announce each column that is kept without being understood."""
    known = {fold(table.headers[column]) for column in table.at.values() if column in table.headers}
    for column in table.unknown():
        header = table.headers[column]
        filled = sum(cell is not None for cell in table.cells[column])
        if not filled:
            continue
        twice = fold(header) in known
        message = (
            f"La colonne {quoted(header)} figure deux fois{wording.NBSP}: seule la première est lue."
            if twice
            else f"La colonne {quoted(header)} n'est pas connue."
        )
        row, at = (column + 1, 0) if table.across else (table.header, column)
        done = f"Son contenu ({wording.count(filled, 'case')}) est gardé et réécrit tel quel. Renommez-la d'après le modèle si elle doit compter."
        problems.append(Problem(table.file, table.sheet, row, at, WARNING if twice else INFO, message, done))
