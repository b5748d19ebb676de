"""The tables that are there, as the facilitator sees them: names and ticks, never an answer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from aci_model.wording import typeset
from aci_model.workshop import rooms
from aci_model.workshop.naming import LONGEST_NAME
from aci_model.workshop.states import CLOSED
from pages._shared import session, workshop_room_gesture, workshop_state
from pages._shared.wording import one_line, plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.doors import Facilitator
    from aci_model.workshop.rooms import Workshop

_NAME = "atelier_table_nom"


def draw(facilitator: Facilitator, workshop: Workshop, present: pd.DataFrame) -> None:
    """Draw the tables, and what the facilitator may do about one.

    Args:
        facilitator: of the workshop.
        workshop: as it stands.
        present: `rooms.PRESENT`.
    """
    if present.empty:
        return
    told = zip(present["name"].tolist(), present["guessed"].tolist(), present["sealed"].tolist(), strict=True)
    rows = "".join(
        f"<tr><th scope=row>{escape(one_line(name))}</th><td>{_tick(guessed)}</td><td>{_tick(sealed)}</td></tr>"
        for name, guessed, sealed in told
    )
    folded = workshop.revealed or workshop.state == CLOSED
    place = st.expander("Les tables", icon=":material/groups:") if folded else st.container()
    place.html(
        '<table class="at-presents"><thead><tr><th scope="col">Table</th><th scope="col">A répondu</th>'
        f'<th scope="col">A scellé</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    if workshop.state != CLOSED:
        with st.expander("Renommer ou retirer une table", icon=":material/edit:"):
            _change(facilitator, present)


def _tick(done: bool) -> str:
    return "✓ oui" if done else "pas encore"


def _change(facilitator: Facilitator, present: pd.DataFrame) -> None:
    names = dict(zip(present["table"].tolist(), present["name"].tolist(), strict=True))
    table = st.selectbox("Table", list(names), format_func=names.__getitem__, key="atelier_table_choisie")
    st.text_input(
        "Nouveau nom", key=_NAME, max_chars=10 * LONGEST_NAME, placeholder=names[table], autocomplete="off"
    )
    with st.container(horizontal=True, gap="small"):
        st.button("Renommer", key="atelier_renommer", on_click=_rename, args=(facilitator, table))
        with st.popover("Retirer", icon=":material/delete:", key="atelier_retirer"):
            st.markdown(
                typeset(
                    f"« {plain(names[table])} » et tout ce qu'elle a répondu seront effacés ; ses téléphones le diront."
                )
            )
            st.button(
                "Retirer cette table", key="atelier_retirer_oui", on_click=_remove, args=(facilitator, table)
            )


def _rename(facilitator: Facilitator, table: str) -> None:
    name = str(session.chosen(_NAME, ""))

    def made() -> None:
        rooms.rename(workshop_state.store(), facilitator, table, name, workshop_state.now())
        session.keep(_NAME, "")

    workshop_room_gesture.attempt(made)


def _remove(facilitator: Facilitator, table: str) -> None:
    workshop_room_gesture.attempt(
        lambda: rooms.remove(workshop_state.store(), facilitator, table, workshop_state.now())
    )
