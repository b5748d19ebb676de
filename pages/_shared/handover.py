"""« Reprise en une page »: what whoever comes next must know, to read and to print."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from aci_model import bargaining
from pages._shared import dialogue, display, kept, session, sheets, views
from pages._shared.wording import plain


def draw() -> None:
    """Draw the page."""
    kept.day_field("Situation au")
    as_of = kept.day()
    page = session.remember(
        f"handover {as_of}",
        lambda: bargaining.handover(
            views.case(),
            dialogue.evidence(),
            dialogue.register(),
            dialogue.dossier().agreements,
            session.law().missions,
            as_of=as_of,
        ),
    )
    with st.container(key="reprise", border=True, gap="small"):
        display.answer(page.title)
        st.caption(plain(page.dated))
        for rank, block in enumerate(page.blocks):
            st.subheader(plain(block.title), anchor=False)
            if block.sentences:
                st.markdown("  \n".join(plain(sentence) for sentence in block.sentences))
            if block.rows:
                headers = [plain(header) for header in block.headers]
                rows = [[plain(cell) for cell in row] for row in block.rows]
                sheets.draw_written(pd.DataFrame(rows, columns=headers), block.title, f"reprise_{rank}")
