"""Comparaison: its views behind one control; « Nous situer » first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._shared import comparison_contribute, comparison_promise, comparison_strips, federation, session

if TYPE_CHECKING:
    from collections.abc import Callable


def draw() -> None:
    """Draw the control and the view it chooses."""
    if session.community() is None:  # no line on what is in view parts the control from the question
        st.space("small")
    session.keep(comparison_strips.VIEW, session.chosen(comparison_strips.VIEW, next(iter(VIEWS))))
    chosen = st.segmented_control(
        "Vue",
        list(VIEWS),
        key=comparison_strips.VIEW,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    VIEWS[str(chosen)]()


VIEWS: dict[str, Callable[[], None]] = {
    "Nous situer": comparison_strips.draw,
    "Contribuer": comparison_contribute.draw,
    "Fédération": federation.draw,
    "Ce qui est promis": comparison_promise.draw,
}
