"""The rows of a sheet that count, and what every frame made of them carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model.reading import rows
from aci_model.reading.problems import ERROR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.frames import Columns
    from aci_model.reading.problems import Problem
    from aci_model.reading.tables import Key, Table


def counted_rows(table: Table, filled: Sequence[str], problems: list[Problem]) -> tuple[Table, list[int]]:
    """Keep the named rows of a sheet; give the indices of the others, which are announced.

    Args:
        table: the recognised sheet.
        filled: column ids that make the absence of a name an error.
        problems: where doubts are added.
    """
    counted, left = rows.split(table, problems, plain=filled if table.spec.id == "territory" else ())
    named, nameless = rows.named(table, counted, filled, problems)
    return table.select(named), sorted([*left, *nameless])


def require(table: Table, column: str, message: str, done: str, problems: list[Problem]) -> None:
    """Say each row whose cell of this column is empty, and which column to fill."""
    key = (column, "")
    header = table.declared(key).header
    problems.extend(
        table.problem(row, key, ERROR, message, f"{done} Remplissez la colonne {header}.")
        for row, cell in enumerate(table.column(key))
        if cell is None
    )


def origin(table: Table, key: Key, *others: Key) -> dict[str, object]:
    """Say where each row comes from: file, sheet, and its cell under the first of these columns."""
    cells = [table.address(row, key, *others) for row in range(len(table))]
    return {"file": table.file, "sheet": table.sheet, "cell": cells}


def framed(data: Mapping[str, object], columns: Columns) -> pd.DataFrame:
    """Lay columns out as declared; an absent one is missing."""
    return pd.DataFrame(dict(data), columns=list(columns)).astype(columns)
