"""The door of a campaign: a code given out of band, tried once; the session then keeps who it lets in, not the code."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import streamlit as st

from aci_model.peers import campaigns_own, doors
from aci_model.peers.campaigns import FROZEN, OPEN, PUBLISHED, CampaignError
from aci_model.peers.doors import DoorError
from aci_model.store import StoreError
from aci_model.wording import NBSP, day, typeset
from pages._shared import database, session
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.peers.campaigns_own import Own
    from aci_model.peers.doors import Contributor

STATES = {OPEN: "ouverte aux contributions", FROZEN: "gelée", PUBLISHED: "publiée"}
PUBLISHED_KEY = "comparaison_publiee"  # what page 5 reads too: {"published", "attributes", "asked"}
# Of the session, and of nothing else: never in a link.
_CODE = "comparaison_code"
_WHO = "comparaison_qui"
_VISITOR = "comparaison_visiteur"
_SEEN = "comparaison_vue"
_REFUSED = "comparaison_refus"


def now() -> dt.datetime:
    """The server's moment."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Give today's date where the communities are."""
    return now().astimezone(ZoneInfo("Europe/Paris")).date()


def who() -> Contributor | None:
    """Give whom this session's code let in; None without any."""
    return session.chosen(_WHO, None)


def seen() -> Own | None:
    """Look at one's campaign, once a run, and say so when the store does not answer.

    Returns:
        What there is, or what was last seen when the store does not answer; None without a code, and at a first look
        that fails.
    """
    own = who()
    if own is None:
        return None
    try:
        session.keep(_SEEN, campaigns_own.own(database.store(), own))
    except StoreError as trouble:
        say_trouble(trouble)
    except CampaignError as gone:
        leave()
        st.warning(plain(gone), icon=":material/warning:")
    return session.chosen(_SEEN, None)


def say_trouble(trouble: StoreError) -> None:
    """Say that the store does not answer; the rest of the page lives on."""
    st.warning(plain(trouble), icon=":material/cloud_off:")


def draw() -> None:
    """Draw the field for a code, and why the last one was refused."""
    with (
        st.form("comparaison_porte", border=False, enter_to_submit=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(
            "Code de contribution",
            key=_CODE,
            max_chars=120,
            autocomplete="off",
            width=320,
            help=typeset(
                "Votre fédération vous l'a remis, hors de cette application. Il vaut pour une campagne et pour une "
                "communauté : la vôtre."
            ),
        )
        st.form_submit_button("Ouvrir la campagne", type="primary", on_click=_enter)
    refused = session.chosen(_REFUSED, "")
    if refused:
        st.error(plain(refused), icon=":material/key_off:")
    st.caption(
        typeset(
            "Le code n'est gardé ni dans l'adresse de la page, ni après la fermeture de l'onglet : conservez-le."
        )
    )


def draw_campaign(own: Own) -> None:
    """Draw the line that says which campaign is open, and the way out."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(" · ".join([f"**{plain(own.campaign.title)}**", *_about(own)]), width="content")
        st.button("Changer de code", type="tertiary", icon=":material/logout:", on_click=leave)


def kin(attributes: Mapping[str, str | None]) -> str:
    """Write what tells which communities are alike: size, region, seniority; « rien de plus » when nothing is said."""
    size, region, seniority = (attributes.get(name) for name in ("size_group", "region", "seniority"))
    told = [
        *([f"taille{NBSP}{size.replace('-', ' ou ')}"] if size else []),
        *([region] if region else []),
        *([seniority] if seniority else []),
    ]
    return ", ".join(told) or "rien de plus"


def moment(at: dt.datetime) -> str:
    """Write a moment where the communities are: « le 22 novembre 2026 à 14 h 05, heure de Paris »."""
    local = at.astimezone(ZoneInfo("Europe/Paris"))
    return f"le {day(local.date())} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}, heure de Paris"


def leave() -> None:
    """Forget who came in, what was seen and published: the code opens again."""
    for key in (_WHO, _SEEN, _REFUSED, PUBLISHED_KEY):
        session.keep(key, None)


def _about(own: Own) -> list[str]:
    return [STATES.get(own.campaign.state, "fermée"), plain(kin(own.attributes))]


def _enter() -> None:
    """Try the code that was typed; once it opens, it is kept no more."""
    visitor = session.chosen(_VISITOR, "") or secrets.token_urlsafe(16)
    session.keep(_VISITOR, visitor)
    try:
        let_in = doors.contributor(database.store(), session.chosen(_CODE, ""), now(), visitor)
    except (DoorError, StoreError) as refusal:
        session.keep(_REFUSED, str(refusal))
        return
    leave()
    session.keep(_WHO, let_in)
    session.keep(_CODE, "")
