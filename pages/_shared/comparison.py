"""Comparaison: its views behind one control; « Nous situer » first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._shared import comparison_contribute, comparison_strips

if TYPE_CHECKING:
    from collections.abc import Callable


def draw() -> None:
    """Draw the control and the view it chooses."""
    chosen = st.segmented_control(
        "Vue",
        list(VIEWS),
        key="vue_comparaison",
        default=next(iter(VIEWS)),
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    VIEWS[str(chosen)]()


VIEWS: dict[str, Callable[[], None]] = {
    "Nous situer": comparison_strips.draw,
    "Contribuer": comparison_contribute.draw,
}
