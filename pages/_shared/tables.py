"""Tables as people read them: French figures on screen, real numbers in the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from aci_model import wording
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Kind = Literal["text", "euros", "change", "percent", "number", "whole", "day"]

WRITTEN: dict[str, Callable[..., str]] = {
    "euros": wording.euros,
    "change": wording.change,
    "percent": wording.percent,
    "number": wording.number,
    "whole": lambda value: wording.number(value, 0),
    "day": wording.day,
}

IN_CELLS = {  # what `reading.table_workbook` calls them
    "euros": "euros",
    "change": "euros",
    "percent": "rate",
    "number": "number",
    "whole": "integer",
    "day": "day",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: in the frame.
        header: what a person reads.
        kind: text; euros (no decimals on screen); change (euros with a sign); percent (a rate 0–1); number;
            whole; day.
        blank: what stands for a missing value.
    """

    name: str
    header: str
    kind: Kind = "text"
    blank: str = wording.UNKNOWN


def on_screen(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Write every cell in French, safe to show as Markdown."""
    return pd.DataFrame({plain(column.header): _written(frame[column.name], column) for column in columns})


def in_workbook(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Keep the values, under French headers."""
    return frame[[column.name for column in columns]].set_axis(
        [column.header for column in columns], axis="columns"
    )


def euros_headed(column: Column) -> str:
    """Put the unit in the header, for a table whose cells hold bare figures."""
    return f"{column.header} (€)" if column.kind in {"euros", "change"} else column.header


def formats(columns: Sequence[Column]) -> dict[str, str]:
    """Tell the workbook how each column of figures reads."""
    return {column.header: IN_CELLS[column.kind] for column in columns if column.kind in IN_CELLS}


def figures(columns: Sequence[Column]) -> list[int]:
    """Tell which columns hold figures, counted from 1: they are set to the right."""
    return [rank for rank, column in enumerate(columns, 1) if column.kind not in {"text", "day"}]


def _written(values: pd.Series, column: Column) -> list[str]:
    write = WRITTEN.get(column.kind, plain)
    return [plain(column.blank) if wording.missing(value) else write(value) for value in values]
