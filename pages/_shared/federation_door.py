"""The federation's door: the key of a campaign, typed once and forgotten, or an account this server trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.peers import doors, every
from aci_model.peers.campaigns import FROZEN, OPEN, PUBLISHED
from aci_model.peers.doors import Administrator, DoorError
from aci_model.store import StoreError
from aci_model.wording import day, typeset
from pages._shared import (
    database,
    display,
    federation_accounts,
    federation_opening,
    federation_ruling,
    session,
)

if TYPE_CHECKING:
    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store

STATES = {OPEN: "ouverte", FROZEN: "gelée", PUBLISHED: "publiée"}
_ID, _KEY = "federation_identifiant", "federation_cle"
_CHOSEN = "federation_campagne"


def draw(base: Store) -> None:
    """Draw the two ways in: a campaign one has the key of, and a new one."""
    display.answer(
        typeset("Une campagne compare les communautés de votre fédération, sans en exposer aucune.")
    )
    federation_accounts.draw()
    person = federation_accounts.person()
    left, right = st.columns([5, 7], gap="large")
    with left:
        st.subheader("Reprendre une campagne", anchor=False)
        if person is not None:
            _choose(every.every(base))
        _by_key()
    with right:
        st.subheader("Ouvrir une campagne", anchor=False)
        federation_opening.draw(base, None)


def _by_key() -> None:
    with st.form("federation_porte", border=False, enter_to_submit=False):
        st.text_input("Identifiant de la campagne", key=_ID, max_chars=120, autocomplete="off")
        st.text_input(
            "Clé d’administration",
            key=_KEY,
            type="password",
            max_chars=120,
            autocomplete="off",
            help=typeset(
                "Donnée une seule fois, à l'ouverture de la campagne. Perdue, elle ne se retrouve pas : l'application "
                "n'en garde qu'une empreinte."
            ),
        )
        st.form_submit_button("Reprendre", on_click=_entered)
    federation_ruling.say_refused("cle")
    st.caption(
        typeset(
            "La clé n'est gardée ni dans cette session, ni dans l'adresse de la page. Chaque clé fausse fait attendre "
            "un peu plus la suivante."
        )
    )


def _entered() -> None:
    """Try the key that was typed, then forget it, whatever came of it."""
    campaign, key = session.chosen(_ID, "").strip(), session.chosen(_KEY, "")
    session.keep(_KEY, "")
    try:
        administrator = doors.administrator(database.store(), campaign, key, federation_ruling.now())
    except (DoorError, StoreError) as refusal:
        federation_ruling.refuse("cle", str(refusal))
        return
    session.keep(_ID, "")
    federation_ruling.enter(administrator)


def _choose(known: list[Campaign]) -> None:
    """Offer every campaign of the server to an account that may rule them."""
    if not known:
        st.caption("Aucune campagne n’est encore ouverte sur ce serveur.")
        return
    named = {one.id: one for one in known}
    st.selectbox(
        "Campagnes de ce serveur",
        list(named),
        format_func=lambda one: (
            f"{named[one].title} · {STATES.get(named[one].state, named[one].state)} · {day(named[one].opened_at.date())}"
        ),
        key=_CHOSEN,
    )
    st.button("Ouvrir cette campagne", on_click=_taken)


def _taken() -> None:
    campaign = session.chosen(_CHOSEN, None)
    if campaign is not None and federation_accounts.person() is not None:
        federation_ruling.enter(Administrator(campaign), account=True)
