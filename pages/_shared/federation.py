"""The federation's side of Comparaison: its door, then one campaign from its invitations to what it published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.peers import campaigns
from aci_model.peers.campaigns import FROZEN, OPEN, CampaignError
from aci_model.report import comparison_federation
from aci_model.store import StoreError
from aci_model.wording import day, typeset
from pages._shared import (
    database,
    display,
    federation_door,
    federation_invite,
    federation_load,
    federation_opening,
    federation_publish,
    federation_results,
    federation_ruling,
)
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store
    from pages._shared.federation_ruling import Ruling

    Step = Callable[[Store, Ruling, Campaign], None]


def draw() -> None:
    """Draw the view: the door without a campaign, the campaign once its key or an account opened it."""
    try:
        base = database.store()
        ruling = federation_ruling.ruling()
        if federation_opening.key_to_keep():
            federation_opening.draw_key()
        elif ruling is None:
            federation_door.draw(base)
        else:
            _campaign(base, ruling)
    except StoreError as trouble:
        st.warning(plain(trouble), icon=":material/cloud_off:")
        st.caption(
            typeset(
                "Rien n'est perdu de ce qui avait été enregistré. Les autres pages, et votre contrat, restent "
                "utilisables : revenez ici dans un moment."
            )
        )


def _campaign(base: Store, ruling: Ruling) -> None:
    try:
        own = campaigns.campaign(base, ruling.administrator)
    except CampaignError as gone:
        federation_ruling.leave()
        st.warning(plain(gone), icon=":material/warning:")
        return
    made, standing = campaigns.received(base, ruling.administrator)
    display.answer(comparison_federation.state(own, made, standing))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        about = f"ouverte le {day(own.opened_at.date())} · identifiant"
        st.markdown(f"**{plain(own.title)}** · {about} `{own.id}`", width="content")
        st.button(
            "Quitter la campagne", icon=":material/logout:", type="tertiary", on_click=federation_ruling.leave
        )
    federation_ruling.say_done()
    steps = STEPS.get(own.state, PUBLISHED_STEPS)
    chosen = next(iter(steps))
    if len(steps) > 1:
        chosen = st.segmented_control(
            "Étape",
            list(steps),
            default=chosen,
            key=f"federation_etape_{own.state}",
            persist_state="session",
            required=True,
            label_visibility="collapsed",
        )
    steps[str(chosen)](base, ruling, own)


STEPS: dict[str, dict[str, Step]] = {
    OPEN: {
        "Inviter": federation_invite.draw,
        "Charger un dossier": federation_load.draw,
        "Geler": federation_publish.draw_freeze,
    },
    FROZEN: {"Publier": federation_publish.draw_publish},
}
PUBLISHED_STEPS: dict[str, Step] = {
    "Ce qui est publié": federation_results.draw_published,
    "Ce que le contrôle a décidé": federation_results.draw_decisions,
    "La campagne suivante": federation_opening.draw_next,
}
