"""Projection: four views of the years ahead behind one control."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from pages._shared import blank_years, income_range, rates, session, treasury

if TYPE_CHECKING:
    from collections.abc import Callable


class View(NamedTuple):
    """One view: what its control says, what draws it, what draws its own control beside."""

    label: str
    draw: Callable[[], None]
    head: Callable[[], None] | None = None


KEY = "vue_projection"
VIEWS = {
    "tresorerie": View("Trésorerie", treasury.draw, treasury.head),
    "blanche": View("Année blanche", blank_years.draw),
    "fourchette": View("Fourchette", income_range.draw, income_range.head),
    "taux": View("Vos taux", rates.draw, rates.head),
}
SHARED = {"tresorerie", "blanche"}  # views that the slider of the variable part moves


def view() -> str:
    """Give the view that is shown, before its control is drawn."""
    return session.chosen(KEY, next(iter(VIEWS)))


def uses_share() -> bool:
    """Tell whether the view takes notice of the slider of the variable part."""
    return view() in SHARED


def draw() -> None:
    """Draw the control, what the view puts beside it, and the view chosen."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        chosen = st.segmented_control(
            "Vue",
            list(VIEWS),
            format_func=lambda name: VIEWS[name].label,
            default=next(iter(VIEWS)),
            required=True,
            key=KEY,
            persist_state="session",
            label_visibility="collapsed",
            wrap=True,
        )
        shown = VIEWS[chosen or view()]
        if shown.head:
            shown.head()
    shown.draw()
