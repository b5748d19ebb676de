"""« Geler », « Publier » : the two gestures that are for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.peers import campaigns, campaigns_published
from aci_model.peers.campaigns import CampaignError
from aci_model.peers.rules import rules
from aci_model.store import StoreError
from aci_model.wording import count, typeset
from pages._shared import database, federation_ruling, session

if TYPE_CHECKING:
    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store
    from pages._shared.federation_ruling import Ruling

_SURE = "federation_geler_sur"


def draw_freeze(base: Store, ruling: Ruling, _own: Campaign) -> None:
    """Draw the freezing of a campaign, asked twice."""
    standing = campaigns.received(base, ruling.administrator)[1]
    st.markdown(
        typeset(
            f"Geler arrête la campagne à {count(standing, 'contribution')}, pour de bon : plus aucune communauté ne "
            "contribue, ne remplace ni ne retire. C'est ce qui permet de publier sans que deux états se recoupent."
        )
    )
    if standing < rules().least:
        st.warning(
            typeset(
                f"Sous {rules().least} contributions, rien ne pourra être publié : attendez-en d'autres avant de geler."
            ),
            icon=":material/hourglass_empty:",
        )
    st.checkbox(typeset("J'ai compris : après le gel, rien ne revient en arrière"), key=_SURE)
    sure = bool(session.chosen(_SURE, False))
    st.button(
        "Geler la campagne",
        key="federation_geler",
        type="primary",
        icon=":material/ac_unit:",
        disabled=not sure,
        on_click=_frozen,
        args=(ruling,),
    )
    federation_ruling.say_refused("gel")


def draw_publish(base: Store, ruling: Ruling, _own: Campaign) -> None:
    """Draw the publication of a frozen campaign."""
    st.markdown(
        typeset(
            "Avant toute publication, le contrôle cherche à retrouver chaque communauté à partir de ce qui serait "
            "montré, seul ou avec l'aide de deux autres. Là où il y parvient, des groupes sont réunis ou des chiffres "
            "retenus ; vous verrez lesquels, et pourquoi."
        )
    )
    if st.button("Publier", type="primary", icon=":material/publish:"):
        try:
            with st.spinner("Le contrôle cherche à retrouver chaque communauté…", show_time=True):
                made = campaigns_published.publish(base, ruling.administrator, federation_ruling.now())
        except CampaignError as refusal:
            federation_ruling.refuse("gel", str(refusal))
        else:
            federation_ruling.done(
                f"La publication est faite et ne changera plus. Empreinte : {made.digest[:12]}."
            )
        st.rerun()
    federation_ruling.say_refused("gel")


def _frozen(ruling: Ruling) -> None:
    try:
        digest = campaigns.freeze(database.store(), ruling.administrator, federation_ruling.now())
    except (CampaignError, StoreError) as refusal:
        federation_ruling.refuse("gel", str(refusal))
        return
    federation_ruling.done(f"La campagne est gelée. Empreinte des contributions : {digest[:12]}.")
