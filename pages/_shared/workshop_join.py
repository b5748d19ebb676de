"""Joining a workshop: its code, then a name for one's table; the address then is the table's own link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.store import keys
from aci_model.wording import typeset
from aci_model.workshop import doors, rooms
from aci_model.workshop.errors import RoomError
from aci_model.workshop.naming import LONGEST_NAME
from pages._shared import session, workshop_state
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.workshop.doors import Visitor

_VISITS = "atelier_visites"  # code -> what it opened
_TOKEN = "atelier_jeton"  # noqa: S105 (the name it is kept under)


def ask_code() -> None:
    """Draw the field of the code, for who did not follow a link."""
    st.markdown(
        typeset(
            "Le code à six lettres est affiché dans la salle. Ni compte, ni nom de personne : une table rejoint "
            "l'atelier avec un téléphone."
        )
    )
    with st.form("atelier_rejoindre", border=False):
        typed = st.text_input("Code de l’atelier", key="atelier_code", autocomplete="off")
        if st.form_submit_button("Rejoindre", type="primary", width="stretch"):
            with workshop_state.told():
                _again(typed)
                st.query_params[workshop_state.CODE] = _bare(typed)
                st.rerun()


def draw(code: str) -> None:
    """Draw what somebody with the code sees: which workshop it is, and a name to choose.

    Args:
        code: as the address has it.
    """
    place = st.container()
    with place, workshop_state.told():
        visitor = _visit(code)
        _name(visitor)
        return
    ask_code()


def _name(visitor: Visitor) -> None:
    """Ask for a table's name, and sit it down."""
    workshop = rooms.workshop(workshop_state.store(), visitor)
    st.header(plain(workshop.title), anchor=False)
    with st.form("atelier_table", border=False):
        name = st.text_input(
            "Nom de votre table",
            key="atelier_nom",
            placeholder=typeset("Vide : un nom est tiré"),
            autocomplete="off",
        )
        st.caption(typeset(f"Jamais un nom de personne ; {LONGEST_NAME} caractères au plus."))
        joins = st.form_submit_button("Entrer", type="primary", width="stretch")
    if joins:
        with workshop_state.told():
            _join(visitor, name)


def _visit(code: str) -> Visitor:
    """Look a code up once: each look counts as a try, and a page drawn again is not another try.

    Raises:
        RoomError: the same as the first time, unless it was only to be tried again later.
        StoreError: the store does not answer.
    """
    tried = _bare(code)
    held: dict[str, Visitor | RoomError] = session.chosen(_VISITS, {})
    found = held.get(tried) or _looked_up(tried)
    if isinstance(found, RoomError):
        if not found.wait:
            session.keep(_VISITS, {**held, tried: found})
        raise found
    session.keep(_VISITS, {**held, tried: found})
    return found


def _bare(code: str) -> str:
    return "".join(code.split()).upper()


def _again(code: str) -> None:
    """Look a code up, whatever it opened before.

    Raises:
        RoomError, StoreError: as for `_visit`.
    """
    held: dict[str, Visitor | RoomError] = session.chosen(_VISITS, {})
    session.keep(_VISITS, {tried: found for tried, found in held.items() if tried != _bare(code)})
    _visit(code)


def _looked_up(code: str) -> Visitor | RoomError:
    try:
        return doors.visitor(workshop_state.store(), code, workshop_state.now(), workshop_state.visitor_id())
    except RoomError as refusal:
        return refusal


def _join(visitor: Visitor, name: str) -> None:
    """Sit down; a click made twice sits down once, thanks to the token made before."""
    token = session.chosen(_TOKEN, "") or keys.new_secret()
    session.keep(_TOKEN, token)
    doors.join(
        workshop_state.store(),
        visitor,
        name.strip() or None,
        workshop_state.now(),
        workshop_state.visitor_id(),
        token=token,
    )
    st.query_params[workshop_state.TABLE] = token
    session.keep(_TOKEN, None)  # only now: until the address has it, a second click needs the same
    st.rerun()
