"""Tables whose headers are already French: laid out once, drawn in one manner, offered whole as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages._shared import display, tables
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    import pandas as pd

    from pages._shared.tables import Kind

# Amounts are the only decimal numbers of these tables, counts the only whole ones.
KINDS: dict[str, Kind] = {"f": "euros", "i": "whole", "M": "day"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be drawn.

    Attributes:
        rows: the whole table, as the workbook has it.
        written: what the screen shows of it, every cell safe as Markdown.
        figures: ranks of the shown columns set to the right, from 1.
        title: what the table shows.
        name: ASCII, unlike any other of the page; also the workbook's name.
    """

    rows: pd.DataFrame
    written: pd.DataFrame
    figures: tuple[int, ...]
    title: str
    name: str


def sheet(
    rows: pd.DataFrame, title: str, name: str, *, hidden: Collection[str] = (), below: str = ""
) -> Sheet:
    """Lay a table out.

    Args:
        rows: all its columns, under their French headers.
        title: what it shows.
        name: see Sheet.
        hidden: columns the screen leaves to the workbook.
        below: column written in small letters below the first, to spare a phone its width.
    """
    shown = [column for column in _columns(rows) if column.header not in {*hidden, below}]
    written = tables.on_screen(rows, shown)
    if below:
        first = written.columns[0]
        written[first] = list(map(with_remark, written[first], rows[below]))
    return Sheet(rows, written, tuple(tables.figures(shown)), title, name)


def draw(laid_out: Sheet, *, notes: Sequence[str] = ()) -> None:
    """Draw a table, its notes, and its workbook."""
    draw_written(laid_out.written, laid_out.title, laid_out.name, figures=laid_out.figures)
    for note in notes:
        st.caption(plain(note))
    offer(laid_out.rows, laid_out.title, laid_out.name)


def draw_written(
    written: pd.DataFrame, title: str, name: str, *, figures: Sequence[int] = (), header: bool = True
) -> None:
    """Draw cells written by the caller; look.css sets to the right the columns whose rank stands in the key."""
    right = "".join(f"r{rank}_" for rank in figures)
    with st.container(key=f"table_{name}_{right}"):
        st.table(written, border="horizontal", hide_index=True, hide_header=not header, alt=title)


def offer(rows: pd.DataFrame, title: str, name: str) -> None:
    """Offer a table as a workbook."""
    display.download(rows, _columns(rows), title=title, name=name)


@st.fragment
def fold(label: str, icon: str, name: str, drawn: Callable[[], None]) -> None:
    """Fold something away; it is written and sent only once someone opens it.

    Args:
        label: what is folded.
        icon: beside the label.
        name: ASCII, unlike any other of the page.
        drawn: draws it.
    """
    folded = st.expander(label, icon=f":material/{icon}:", key=f"fold_{name}", on_change="rerun")
    if folded.open:
        with folded:
            drawn()


def with_remark(written: str, remark: str, between: str = "  \n") -> str:
    """Put a remark below what is written, or beside it, in small grey letters."""
    return f"{written}{between}:gray[:small[{plain(remark)}]]" if remark else written


def bullets(sentences: Sequence[str]) -> str:
    """Write sentences as a list."""
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)


def _columns(rows: pd.DataFrame) -> list[Column]:
    return [Column(header, header, KINDS.get(rows[header].dtype.kind, "text")) for header in rows]
