"""Long tables, to sort, search and scroll: rows of one height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages._shared import display, session
from pages._shared.tables import euros_headed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pages._shared.tables import Column

ROW, HEAD = 36, 38  # pixels
MOST = 18  # rows seen at once
WIDE = 300  # pixels of the column that names the row


def show(frame: pd.DataFrame, columns: Sequence[Column], *, title: str, name: str) -> None:
    """Draw a long table and offer it as a workbook. A person's text stays text: a grid reads no markup.

    Args:
        frame: the rows, in order; figures stay figures, so that a column sorts by value. Euros show without
            decimals; the workbook keeps the cents.
        columns: what is shown of them; the first names the row.
        title: of the workbook, and what the table is for someone who does not see it.
        name: ASCII, unlike any other of the page.
    """
    whole = {column.name: 0 for column in columns if column.kind in {"euros", "change"}}
    names = [column.name for column in columns]
    st.dataframe(
        session.remember(f"grid {name}", lambda: frame[names].round(whole)),
        hide_index=True,
        height=HEAD + ROW * min(len(frame), MOST) + 2,
        row_height=ROW,
        column_config={column.name: _config(column, first=rank == 0) for rank, column in enumerate(columns)},
        placeholder="–",
        key=f"grid_{name}",
        alt=title,
    )
    display.download(frame, columns, title=title, name=name)


def typed_in(key: str, rows: Sequence[int], column: str) -> dict[tuple[int, str], Any]:
    """Give what was just typed in one column of an editable grid, by the row of the frame it edits.

    Args:
        key: of the grid.
        rows: row of the frame each row of the grid stands for, in order.
        column: its name in the grid.
    """
    typed = session.chosen(key, {}).get("edited_rows", {})
    return {(rows[int(place)], column): change[column] for place, change in typed.items() if column in change}


def _config(column: Column, *, first: bool) -> Any:  # noqa: ANN401  Streamlit's own type is private
    header = euros_headed(column)
    if column.kind == "text":
        return st.column_config.TextColumn(header, width=WIDE if first else None)
    return st.column_config.NumberColumn(
        header, format="percent" if column.kind == "percent" else "localized"
    )
