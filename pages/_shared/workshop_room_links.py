"""The code, the QR and the links of a room, as its facilitator hands them out or keeps them; and its end."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from aci_model.wording import NBSP, day, typeset
from aci_model.workshop import rooms
from aci_model.workshop.states import CLOSED, WAITING
from pages._shared import session, workshop_room_gesture, workshop_screen, workshop_state

if TYPE_CHECKING:
    from aci_model.workshop.doors import Facilitator
    from aci_model.workshop.rooms import Workshop

_KEPT = "atelier_lien_garde"  # code of the workshop whose link is said to be kept
_ALONE = {"localhost", "127.0.0.1", "::1"}


def to_keep(workshop: Workshop, key: str) -> None:
    """Say, before the first round, that the facilitator's link is the only way back; then it may be projected."""
    if workshop.round != WAITING or session.chosen(_KEPT, "") == workshop.code:
        return
    with st.container(border=True, key="atelier_lien"):
        st.markdown(
            typeset(
                "**Gardez ce lien : lui seul ramène à cette page.** Le serveur n'en garde qu'une empreinte ; perdu, il ne se "
                "retrouve pas. Qui l'a mène l'atelier : ne le projetez pas, ne le donnez pas aux tables."
            )
        )
        st.code(_link(workshop, key), language=None, wrap_lines=True)
        st.button("C’est gardé", key="atelier_lien_oui", on_click=session.keep, args=(_KEPT, workshop.code))


def draw(facilitator: Facilitator, workshop: Workshop, key: str) -> None:
    """Draw what the room needs to join, and what its facilitator keeps.

    Args:
        facilitator: of the workshop.
        workshop: as it stands.
        key: of the facilitator's link.
    """
    if workshop.state != CLOSED:
        st.html(
            f'<p>Code de l’atelier</p><p class="at-code">{escape(workshop.code)}</p>'
            f'<div class="at-qr">{workshop_screen.qr(workshop)}</div>'
        )
        if urlsplit(workshop_state.address()).hostname in _ALONE:
            st.caption(
                typeset(
                    "Cette adresse ne marche que sur cet ordinateur : ouvrez la page par le nom ou l'adresse du serveur "
                    "pour que les téléphones y arrivent."
                )
            )
    with st.container(horizontal=True, gap="small"):
        if workshop.state != CLOSED:
            st.link_button(
                "Ouvrir le grand écran",
                workshop_state.address(**{workshop_state.CODE: workshop.code, workshop_state.SCREEN: "1"}),
                icon=":material/tv:",
            )
        with st.popover("Mon lien", icon=":material/key:", key="atelier_mon_lien"):
            st.markdown(typeset("Lui seul ramène à cette page ; qui l'a mène l'atelier."))
            st.code(_link(workshop, key), language=None, wrap_lines=True)
    erased = day(workshop.expires_at.date())
    st.caption(typeset(f"Tout est effacé du serveur le {erased}."))
    if workshop.state != CLOSED:
        with st.popover("Clore l’atelier", icon=":material/lock:", key="atelier_clore"):
            st.markdown(
                typeset(
                    f"Les tables n'écriront plus. Vous gardez cette page et ses documents jusqu'au {erased} ; puis tout "
                    f"est effacé. On ne rouvre pas un atelier clos{NBSP}: prenez vos documents quand vous voulez."
                )
            )
            st.button("Clore maintenant", key="atelier_clore_oui", on_click=_close, args=(facilitator,))


def _link(workshop: Workshop, key: str) -> str:
    return workshop_state.address(**{workshop_state.CODE: workshop.code, workshop_state.KEY: key})


def _close(facilitator: Facilitator) -> None:
    workshop_room_gesture.attempt(
        lambda: rooms.close(workshop_state.store(), facilitator, workshop_state.now())
    )
