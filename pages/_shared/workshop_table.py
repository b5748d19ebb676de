"""A table's phone: one question a screen, whatever the round; what it answers stays its own until the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.wording import typeset
from aci_model.workshop import answers, rooms
from pages._shared import workshop_state
from pages._shared.wording import plain
from pages._shared.workshop_watch import watch

if TYPE_CHECKING:
    from aci_model.workshop.doors import Seat
    from aci_model.workshop.rooms import Workshop

_OWN = "atelier_reponses"


def draw(seat: Seat) -> None:
    """Draw the round the room is in, for one table.

    Args:
        seat: whose phone it is.

    Raises:
        RoomError, StoreError: as `rooms.pulse`.
    """
    store = workshop_state.store()
    pulse = rooms.pulse(store, seat)
    workshop = workshop_state.room(seat, pulse[0])
    own: Any = workshop_state.once(_OWN, (seat, pulse[1]), lambda: answers.own(store, seat))
    st.title(plain(own["name"]), anchor=False)
    st.caption(plain(workshop.title))
    _ROUNDS.get(workshop.round, _waiting)(seat, workshop, own)
    watch(lambda: rooms.pulse(store, seat), pulse)


def _waiting(_seat: Seat, _workshop: Workshop, _own: dict[str, Any]) -> None:
    st.markdown(
        typeset("Vous y êtes. L'animateur va lancer la première manche : cet écran avancera tout seul.")
    )


_ROUNDS: dict[str, Any] = {}
