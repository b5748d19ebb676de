"""A figure that shares its row with another: the picture first, how to read it below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._shared import display, figure_style
from pages._shared.drawn import Drawn
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pages._shared.figure_style import Figure
    from pages._shared.tables import Column


def show(
    figure: Figure,
    *,
    title: str,
    reading_note: str,
    alt: str,
    table: pd.DataFrame,
    columns: Sequence[Column],
    name: str,
) -> None:
    """Draw a figure as `display.show` does, its reading note under it so that two of them fit one screen."""
    st.subheader(plain(title), anchor=False)
    st.plotly_chart(
        Drawn(figure), theme=None, config=figure_style.CONFIG, key=f"figure_{name}", alt=alt, width="stretch"
    )
    st.caption(plain(reading_note))
    display.folded_table(table, columns, title, name)
