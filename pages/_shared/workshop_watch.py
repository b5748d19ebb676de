"""What keeps a screen of the room up to date: one indexed read, and a rerun only when something moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.store import StoreError
from aci_model.wording import typeset
from aci_model.workshop.errors import RoomError
from pages._shared import session

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_SEEN = "atelier_vu"
EVERY = 3.0  # seconds; a phone that refreshes costs the server 3 ms


def watch(
    pulse: Callable[[], Hashable], drawn: Hashable, *, every: float = EVERY, hold: bool = False
) -> None:
    """Draw this screen anew once the room has moved on from what it shows.

    Args:
        pulse: the cheap question to the store.
        drawn: its answer when this screen was drawn.
        every: seconds between two looks.
        hold: somebody may be typing here: offer to go on instead of doing it.
    """
    session.keep(_SEEN, drawn)
    st.fragment(_look, run_every=every)(pulse, hold)


def drawn_anew(pulse: Hashable) -> None:
    """Say that what this screen itself just wrote is on it already."""
    session.keep(_SEEN, pulse)


def _look(pulse: Callable[[], Hashable], hold: bool) -> None:
    try:
        here = pulse()
    except StoreError:
        st.caption(typeset("La base ne répond pas pour l'instant : cet écran reprendra tout seul."))
        return
    except RoomError:
        here = None  # the page itself says what became of the room
    if here == session.chosen(_SEEN, None):
        return
    if not hold:
        st.rerun()
    if st.button(
        typeset("L'animateur est passé à la suite : continuer"),
        type="primary",
        width="stretch",
        key="atelier_suite",
    ):
        st.rerun()
