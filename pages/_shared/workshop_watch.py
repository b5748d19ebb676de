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
_ASKED = "atelier_suivre"
EVERY = 3.0  # seconds; a phone that refreshes costs the server 3 ms


def watch(
    pulse: Callable[[], Hashable],
    drawn: Hashable,
    *,
    every: float = EVERY,
    hold: bool | Callable[[], bool] = False,
    still: Callable[[Hashable], bool] = lambda _here: False,
    line: Callable[[], str] = str,
) -> None:
    """Draw this screen anew once the room has moved on from what it shows.

    Args:
        pulse: the cheap question to the store.
        drawn: its answer when this screen was drawn.
        every: seconds between two looks.
        hold: somebody may be typing here: offer to go on instead of doing it; asked at each look when it is a function.
        still: whether what moved since leaves this screen as it is; asked once for each such answer, and only of who holds.
        line: a sentence to keep in sight, such as the hour a round ends; empty for none.
    """
    session.keep(_SEEN, drawn)
    st.fragment(_look, run_every=every)(pulse, hold, still, line)


def drawn_anew(pulse: Hashable) -> None:
    """Say that what this screen itself just wrote is on it already."""
    session.keep(_SEEN, pulse)


def _look(
    pulse: Callable[[], Hashable],
    hold: bool | Callable[[], bool],
    still: Callable[[Hashable], bool],
    line: Callable[[], str],
) -> None:
    follow()
    moved = _moved(pulse, hold, still)
    told = line()
    if told:
        st.caption(typeset(told))
    if moved is None:
        return
    st.button(
        typeset(moved),
        type="primary",
        width="stretch",
        key="atelier_suite",
        on_click=session.keep,
        args=(_ASKED, True),
    )


def follow() -> None:
    """Draw the page anew if somebody asked to go on.

    The press that leaves a field also sends what was typed there, and the two may be answered by one run of what
    holds the field: it calls this too.
    """
    if session.chosen(_ASKED, default=False):
        session.keep(_ASKED, None)
        st.rerun()


def _moved(
    pulse: Callable[[], Hashable], hold: bool | Callable[[], bool], still: Callable[[Hashable], bool]
) -> str | None:
    """Say what there is to see, to who holds; the others see it at once."""
    seen = session.chosen(_SEEN, None)
    try:
        here = pulse()
        if here == seen:
            return None
        holds = hold() if callable(hold) else hold
        if holds and still(here):
            session.keep(_SEEN, here)
            return None
    except StoreError:
        st.caption(typeset("La base ne répond pas pour l'instant : cet écran reprendra tout seul."))
        return None
    except RoomError:
        here, holds = None, False  # the page itself says what became of the room
    if not holds:
        st.rerun()
    return _news(seen, here)


def _news(seen: object, here: object) -> str:
    """Say what there is to see: a table's pulse is the room's number, then its own."""
    if isinstance(seen, tuple) and isinstance(here, tuple) and seen[0] == here[0]:
        return "Un autre téléphone de votre table a répondu : voir"
    return "L'animateur est passé à la suite : continuer"
