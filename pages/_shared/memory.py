"""« Mémoire »: what was agreed, one page for whoever comes next, and two contracts compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._shared import cards, compare, handover

if TYPE_CHECKING:
    from collections.abc import Callable


def draw() -> None:
    """Draw the control and the part it chooses."""
    part = st.segmented_control(
        "Partie",
        list(PARTS),
        key="memoire_partie",
        default="Accords",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    PARTS[str(part)]()


PARTS: dict[str, Callable[[], None]] = {
    "Accords": cards.draw,
    "Reprise en une page": handover.draw,
    "Comparer deux contrats": compare.draw,
}
