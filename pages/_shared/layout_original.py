"""The original of a foreign sheet, as it is, and the rows of it that are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from aci_model import wording as french
from aci_model.reading.layout.announce import LEFT
from aci_model.reading.tables import typed
from aci_model.reading.text import letters

if TYPE_CHECKING:
    from aci_model.reading.layout.apply import Applied
    from aci_model.reading.layout.plan import SheetPlan
    from aci_model.reading.sheets import RawSheet

_ROWS = 60  # of the original: enough to recognise one's own sheet
_HEIGHT = 260  # pixels


def draw(sheet: RawSheet, plan: SheetPlan) -> None:
    """Show the original, its own rows and letters beside it, from a little above its titles."""
    first = max(plan.header - 4, 0)
    rows = sheet.rows[first : first + _ROWS]
    width = max((len(row) for row in rows), default=0)
    cells = [[typed(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    frame = pd.DataFrame(
        cells,
        columns=[letters(column) for column in range(width)],
        index=pd.RangeIndex(first + 1, first + 1 + len(rows), name="ligne"),
    )
    st.caption(f"Votre feuille, telle qu’elle est (titres ligne {plan.header}).")
    st.dataframe(
        frame, height=min(_HEIGHT, 36 * (len(rows) + 1)), alt="La feuille d’origine, ligne par ligne"
    )


def left_out(sheet: RawSheet, applied: Applied | None) -> None:
    """List the rows left out, each with the reason."""
    if applied is None or not applied.left:
        return
    rows = sorted(applied.left)
    frame = pd.DataFrame(
        {
            "ligne": rows,
            "texte": [_words(sheet, row) for row in rows],
            "raison": [f"ligne {LEFT[applied.left[row]][0]}" for row in rows],
        }
    )
    st.caption(
        f"{french.count(len(rows), 'ligne')} de la feuille {'écartée' if len(rows) < 2 else 'écartées'}."
    )
    st.dataframe(frame, hide_index=True, alt="Les lignes écartées et pourquoi")


def _words(sheet: RawSheet, row: int) -> str:
    return next((typed(cell) for cell in sheet.rows[row - 1] if isinstance(cell, str)), "")
