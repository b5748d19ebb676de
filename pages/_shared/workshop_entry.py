"""Who comes to a workshop, and what they see: the address says it."""

from __future__ import annotations

import streamlit as st

from aci_model.workshop import doors
from pages._shared import (
    frame,
    session,
    workshop_join,
    workshop_open,
    workshop_room,
    workshop_screen,
    workshop_state,
    workshop_table,
)
from pages._shared.wording import question

_SEAT = "atelier_place"
_QUESTION = question("Ensemble, combien d’objectifs")


def draw() -> None:
    """Draw the face the address asks for: a table, the facilitator, the big screen, somebody who arrives, or the two doors."""
    asked = st.query_params
    code = asked.get(workshop_state.CODE, "")
    if code and workshop_state.TABLE in asked:
        _table(code, asked[workshop_state.TABLE])
    elif code and workshop_state.KEY in asked:
        frame.page("", "Atelier")
        workshop_room.draw(code, asked[workshop_state.KEY])
    elif code and workshop_state.SCREEN in asked:
        frame.page("", "Atelier", bare=True)
        workshop_screen.draw(code)
    elif code:
        frame.page(_QUESTION, "Atelier", bare=True)
        workshop_join.draw(code)
    else:
        frame.page(_QUESTION, "Atelier")
        _two_doors()


def _two_doors() -> None:
    """Draw what somebody without a link may do: join with a code, or lead."""
    if workshop_open.wanted():
        workshop_open.draw()
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Rejoindre un atelier", anchor=False)
        workshop_join.ask_code()
    with right:
        workshop_open.door()


def _table(code: str, token: str) -> None:
    """Find the table of a link again, once a session."""
    frame.page("", "Atelier", bare=True)
    with workshop_state.told():
        held = session.chosen(_SEAT, None)
        if held is None or held[0] != (code, token):
            held = ((code, token), doors.seat(workshop_state.store(), code, token, workshop_state.now()))
            session.keep(_SEAT, held)
        workshop_table.draw(held[1])
        return
    st.button(
        "Réessayer", key="atelier_reessayer", type="primary", width="stretch"
    )  # a press draws the page anew
    st.button("Rejoindre avec un code", key="atelier_partir", on_click=st.query_params.clear, width="stretch")
