"""Négociation: its views behind one control; « Clauses » first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import negotiation
from aci_model.wording import typeset
from pages._shared import (
    basket,
    dialogue,
    display,
    exchange,
    gap_figure,
    memory,
    register,
    session,
    sheet,
    views,
)
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable


LINE = "ligne_negociee"
GAPS = (
    Column("name", "Indicateur"),
    Column("mission_label", "Mission"),
    Column("at_words", "Comparé à"),
    Column("contrat", "Au contrat", "euros"),
    Column("tout-ou-rien", "Tout ou rien", "euros"),
    Column("lineaire", "Linéaire", "euros"),
    Column("gap", "Écart", "euros"),
)


def draw() -> None:
    """Draw the control and the view it chooses."""
    chosen = st.segmented_control(
        "Vue",
        list(VIEWS),
        key="vue_negociation",
        default="Clauses",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    if views.case().lines.empty:
        display.answer(typeset("Aucune ligne de contrat pour cette année : il n'y a rien à défendre encore."))
        return
    VIEWS[str(chosen)]()


def _clauses() -> None:
    told = dialogue.clauses()
    display.answer(told.say)
    left, right = st.columns([7, 5], gap="large")
    with right:
        st.subheader("Une clause de près", anchor=False)
        line = st.selectbox(
            "Ligne",
            list(told.names),
            format_func=told.names.__getitem__,
            key=LINE,
            persist_state="session",
            label_visibility="collapsed",
        )
        sheet.asked(int(line))
    with left:
        if told.drawn.empty:
            st.markdown(plain(told.rest) or "Les montants de chaque lecture sont dans le tableau ci-dessous.")
            display.show_table(told.table, GAPS, title="Montants selon la lecture", name="negociation_ecarts")
        else:
            theme = display.colours()
            display.show(
                session.remember(f"gaps {theme.accent}", lambda: gap_figure.gaps(told.drawn, theme)),
                title=told.drawn_say,
                reading_note=typeset(negotiation.HOW_GAPS_READ),
                alt=told.aloud,
                table=told.table,
                columns=GAPS,
                name="negociation_ecarts",
            )
            if told.rest:
                st.caption(plain(told.rest))
    sheet.draw(int(line))


VIEWS: dict[str, Callable[[], None]] = {
    "Clauses": _clauses,
    "Échanges": exchange.draw,
    "Preuves et questions": register.draw,
    "Mémoire": memory.draw,
    "Dossier": basket.draw,
}
