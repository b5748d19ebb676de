"""A figure with what it needs to be understood: its finding, how to read it, its words and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import reading
from pages._shared import figure_style, tables
from pages._shared.drawn import Drawn
from pages._shared.palette import palette
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pages._shared.figure_style import Figure
    from pages._shared.palette import Palette
    from pages._shared.tables import Column

MOST_ROWS = 120  # above, a table scrolls inside its own frame
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def colours() -> Palette:
    """Give the colours of the theme this browser shows."""
    return palette(st.context.theme.type)


def answer(sentence: str) -> None:
    """Write a page's answer, the first sentence under its question."""
    st.header(plain(sentence), anchor=False)


def show(
    figure: Figure,
    *,
    title: str,
    reading_note: str,
    alt: str,
    table: pd.DataFrame,
    columns: Sequence[Column],
    name: str,
    note_below: bool = False,
) -> None:
    """Draw a figure, its finding above, how to read it below the finding, its table folded under it.

    Args:
        figure: from a builder of this package, drawn with `colours()`.
        title: the finding, a sentence without a full stop.
        reading_note: one sentence on how to read the figure.
        alt: what the figure shows, for someone who does not see it.
        table: the figures behind it.
        columns: what the table shows of them, in order.
        name: ASCII, unlike any other of the page; names the chart, the table and the file.
        note_below: whether how to read it stands under the picture: a row of two then fits one screen.
    """
    st.subheader(plain(title), anchor=False)
    if not note_below:
        st.caption(plain(reading_note))
    st.plotly_chart(
        Drawn(figure), theme=None, config=figure_style.CONFIG, key=f"figure_{name}", alt=alt, width="stretch"
    )
    if note_below:
        st.caption(plain(reading_note))
    folded_table(table, columns, title, name)


@st.fragment
def folded_table(table: pd.DataFrame, columns: Sequence[Column], title: str, name: str) -> None:
    """Fold a table away; it is written and sent only once someone opens it."""
    folded = st.expander(
        "Voir le tableau", icon=":material/table_rows:", key=f"fold_{name}", on_change="rerun"
    )
    if folded.open:
        with folded:
            show_table(table, columns, title=title, name=name)


def show_table(frame: pd.DataFrame, columns: Sequence[Column], *, title: str, name: str) -> None:
    """Draw a table in French and offer it as a workbook whose text is never a formula.

    Args:
        frame: the rows, in order.
        columns: what is shown of them, in order.
        title: of the workbook.
        name: ASCII, unlike any other of the page; also the file's name.
    """
    written = tables.on_screen(frame, columns)
    right = "".join(f"r{rank}_" for rank in tables.figures(columns))
    with st.container(key=f"table_{name}_{right}"):  # look.css sets the columns named r… to the right
        height = "content" if len(frame) <= MOST_ROWS else 640
        st.table(written, border="horizontal", hide_index=True, height=height, alt=title)
    download(frame, columns, title=title, name=name)


def download(frame: pd.DataFrame, columns: Sequence[Column], *, title: str, name: str) -> None:
    """Offer a table as xlsx, written only when someone asks for it."""
    st.download_button(
        "Télécharger le tableau (xlsx)",
        data=lambda: reading.table_workbook(
            tables.in_workbook(frame, columns), title, formats=tables.formats(columns)
        ),
        file_name=f"{name}.xlsx",
        mime=WORKBOOK,
        key=f"download_{name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
