"""Tables of the federation's side: long ones scroll inside their own frame, all are offered as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._shared import display, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pages._shared.tables import Column

MOST = 12  # rows before a table scrolls
HEIGHT = 460  # pixels of one that does


def show(frame: pd.DataFrame, columns: Sequence[Column], *, title: str, name: str) -> None:
    """Draw a table and offer it as a workbook; see `display.show_table`."""
    draw(frame, columns, title=title, name=name)
    display.download(frame, columns, title=title, name=name)


def draw(frame: pd.DataFrame, columns: Sequence[Column], *, title: str, name: str) -> None:
    """Draw a table alone."""
    right = "".join(f"r{rank}_" for rank in tables.figures(columns))
    with st.container(key=f"table_{name}_{right}"):
        st.table(
            tables.on_screen(frame, columns),
            border="horizontal",
            hide_index=True,
            height="content" if len(frame) <= MOST else HEIGHT,
            alt=title,
        )
