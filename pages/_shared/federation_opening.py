"""A campaign is opened: what it asks, of whom; and its key, shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.peers import campaigns
from aci_model.peers.campaigns import CampaignError
from aci_model.peers.contributions import MISSION, ContributionError, asked_of
from aci_model.peers.doors import Administrator
from aci_model.store import StoreError
from aci_model.wording import day, typeset
from pages._shared import database, display, federation_accounts, federation_ruling, session
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store
    from pages._shared.federation_ruling import Ruling

_FIELD = "federation_neuve_"
_MISSION = f"{_FIELD}mission_"
_MADE = "federation_cle_a_garder"  # (campaign, its key), until its owner says it is kept
_KEPT = "federation_cle_gardee"
_LINES = 40  # lines of a contract one campaign may ask for


def draw(_base: Store, before: Campaign | None) -> None:
    """Draw the form that opens a campaign.

    Args:
        before: the campaign it follows, published; None for a first one.
    """
    if federation_accounts.required() and federation_accounts.person() is None:
        st.markdown(
            typeset(
                "Sur ce serveur, seul un compte de la fédération ouvre une campagne : connectez-vous d'abord."
            )
        )
        return
    if before is None:
        st.caption(
            typeset(
                "Votre fédération en a déjà publié une ? Reprenez-la, puis « La campagne suivante » : deux campagnes que rien "
                "ne relie se recoupent, et peuvent trahir qui a changé."
            )
        )
    missions = _missions()
    with st.form("federation_neuve", border=False, enter_to_submit=False):
        st.text_input(
            "Titre, montré aux communautés",
            key=f"{_FIELD}titre",
            max_chars=200,
            placeholder="Comparaison 2026",
        )
        st.markdown("Ce qui est demandé, toujours en taux et en parts")
        with st.container(gap="xsmall"):
            for mission, label in missions.items():
                st.checkbox(label, value=True, key=f"{_MISSION}{mission}")
            st.checkbox("Part des objectifs quantitatifs", value=True, key=f"{_FIELD}equilibre")
            st.checkbox("Nombre d’objectifs, par tranche", value=True, key=f"{_FIELD}nombre")
        left, right = st.columns(2)
        left.text_area(
            "Régions ou territoires, un par ligne",
            value="\n".join(before.regions) if before else "",
            key=f"{_FIELD}regions",
            height=110,
            max_chars=8_000,
            help=typeset(
                "Facultatif. Une région dit à qui une communauté est comparée, jamais qui elle est."
            ),
        )
        right.text_area(
            "Lignes de contrat communes, une par ligne",
            key=f"{_FIELD}lignes",
            height=110,
            max_chars=8_000,
            help=typeset("Facultatif. Le libellé de l'indicateur, tel qu'il est dans les contrats."),
        )
        st.form_submit_button(
            "Ouvrir la campagne",
            type="primary",
            on_click=_opened,
            args=(before.id if before else None,),
        )
    federation_ruling.say_refused("neuve")


def draw_next(base: Store, _ruling: Ruling, own: Campaign) -> None:
    """Draw the opening of the campaign that follows a published one."""
    st.markdown(
        typeset(
            "Une campagne suivante garde les mêmes groupes. Un chiffre n'y est publié de nouveau que si au moins cinq "
            "communautés sont entrées, sorties ou ont changé ; sinon il reste celui d'aujourd'hui, et c'est dit."
        )
    )
    draw(base, own)


def key_to_keep() -> bool:
    """Tell whether a key was given and its owner has not yet said it is kept."""
    return session.chosen(_MADE, None) is not None


def draw_key() -> None:
    """Show the key of a campaign that was just opened, once, until its owner says it is kept."""
    own, key = session.chosen(_MADE, (None, ""))
    if own is None:
        return
    display.answer(typeset("La campagne est ouverte : gardez sa clé, elle n'est montrée que maintenant."))
    left, right = st.columns([7, 5], gap="large")
    with left:
        st.markdown(f"**{plain(own.title)}**")
        st.caption("Identifiant de la campagne")
        st.code(own.id, language=None, wrap_lines=True)
        st.caption("Clé d’administration")
        st.code(key, language=None, wrap_lines=True)
        st.download_button(
            "Télécharger la clé (txt)",
            data=_written(own, key),
            file_name="cle_de_campagne.txt",
            mime="text/plain",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )
    with right:
        st.markdown(
            typeset(
                "Qui a cette clé invite, charge, gèle et publie. L'application n'en garde qu'une empreinte : perdue, "
                "elle ne se retrouve pas, et la campagne ne peut plus être publiée."
            )
        )
        st.markdown(
            typeset(
                "Rangez-la dans un gestionnaire de mots de passe ou un coffre, à deux personnes si vous pouvez ; pas "
                "dans un courriel, pas dans un dossier partagé avec les communautés. Ne rechargez pas cette page avant."
            )
        )
        st.checkbox("J’ai gardé la clé en lieu sûr", key=_KEPT)
        kept = bool(session.chosen(_KEPT, False))
        st.button(
            "Continuer",
            key="federation_continuer",
            type="primary",
            disabled=not kept,
            on_click=_acknowledged,
        )


def _written(own: Campaign, key: str) -> bytes:
    """The key as a text file: what it is, and how to keep it."""
    lines = (
        f"Campagne de comparaison : {own.title}",
        f"Ouverte le {day(own.opened_at.date())}",
        "",
        f"Identifiant : {own.id}",
        f"Clé d'administration : {key}",
        "",
        "Qui a cette clé invite, charge, gèle et publie. Elle ne se retrouve pas : gardez ce fichier dans un coffre de",
        "mots de passe, puis effacez-le du dossier des téléchargements. Ne l'envoyez pas par courriel.",
    )
    # A text editor of Windows reads the accents by the mark and the lines by their ends.
    return ("\ufeff" + "\r\n".join(typeset(line) for line in lines) + "\r\n").encode()


def _opened(before: str | None) -> None:
    """Open the campaign the form describes; its key waits to be kept."""
    lines, regions = (_lines(session.chosen(f"{_FIELD}{name}", "")) for name in ("lignes", "regions"))
    try:
        asked = asked_of(
            session.law(),
            missions=[one for one in _missions() if session.chosen(f"{_MISSION}{one}", True)],
            lines=lines[:_LINES],
            balance=session.chosen(f"{_FIELD}equilibre", True),
            count=session.chosen(f"{_FIELD}nombre", True),
        )
        made, key = campaigns.create(
            database.store(),
            session.chosen(f"{_FIELD}titre", ""),
            asked,
            federation_ruling.now(),
            regions=regions,
            previous=Administrator(before) if before else None,
        )
    except (CampaignError, ContributionError, StoreError) as refusal:
        federation_ruling.refuse("neuve", str(refusal))
        return
    federation_ruling.enter(Administrator(made.id), account=federation_accounts.person() is not None)
    session.keep(_MADE, (made, key))


def _acknowledged() -> None:
    """Forget the key: its owner has it."""
    session.keep(_MADE, None)


def _missions() -> dict[str, str]:
    """The missions a campaign may ask for, in the order of the accord: id -> label."""
    return {one.of: one.label for one in asked_of(session.law()) if one.what == MISSION}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
