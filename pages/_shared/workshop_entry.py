"""Who comes to a workshop, and what they see: the address says it."""

from __future__ import annotations

import streamlit as st

from aci_model.workshop import doors
from pages._shared import frame, session, workshop_join, workshop_state, workshop_table
from pages._shared.wording import question

_SEAT = "atelier_place"


def draw() -> None:
    """Draw the face the address asks for: a table, somebody who arrives, or the two doors."""
    asked = st.query_params
    code = asked.get(workshop_state.CODE, "")
    if code and workshop_state.TABLE in asked:
        _table(code, asked[workshop_state.TABLE])
    elif code:
        frame.page(question("Ensemble, combien d’objectifs"), "Atelier", bare=True)
        workshop_join.draw(code)
    else:
        frame.page(question("Ensemble, combien d’objectifs"), "Atelier")
        workshop_join.ask_code()


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
