"""« Inviter » : codes made for communities, shown once, handed out by the federation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from aci_model import reading
from aci_model.peers import campaigns
from aci_model.peers.campaigns import CampaignError
from aci_model.peers.contributions import choices_of
from aci_model.peers.invitations import HEADERS, Invited, ListError, invited_of
from aci_model.reading.refusal import RefusedError
from aci_model.store import StoreError
from aci_model.wording import count, typeset
from pages._shared import database, display, federation_ruling, federation_tables, session
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store
    from pages._shared.federation_ruling import Ruling

UNSAID = "non précisé"
COLUMNS = (
    *(Column(name, header, blank=UNSAID) for name, header in HEADERS.items() if name != "code"),
    Column("code", HEADERS["code"]),
)
_FIELD = "federation_invite_"
_MOST = 200  # communities of one gesture
_KEPT_SAID = "federation_codes_gardes"


def draw(_base: Store, ruling: Ruling, own: Campaign) -> None:
    """Draw what makes codes: by groups of like communities, or from the federation's own list."""
    _codes()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Des communautés qui se ressemblent", anchor=False)
        _by_group(ruling, own)
    with right:
        st.subheader("Votre propre liste", anchor=False)
        _by_list(ruling, own)
    federation_ruling.say_refused("invite")
    st.caption(
        typeset(
            "Remettez chaque code hors de cette application, à une seule communauté. Il dit seulement à qui elle est "
            "comparée : qui a reçu lequel, l'application ne le sait pas, et ne pourra donc pas dire qui manque."
        )
    )


def _by_group(ruling: Ruling, own: Campaign) -> None:
    sizes, seniorities = (choices_of()[name] for name in ("size_group", "seniority"))
    with st.form("federation_groupe", border=False, enter_to_submit=False):
        first, second = st.columns(2)
        first.number_input("Combien", min_value=1, max_value=_MOST, value=5, step=1, key=f"{_FIELD}combien")
        second.selectbox(HEADERS["size_group"], ["", *sizes], format_func=_said, key=f"{_FIELD}taille")
        first, second = st.columns(2)
        first.selectbox(HEADERS["region"], ["", *own.regions], format_func=_said, key=f"{_FIELD}region")
        second.selectbox(
            HEADERS["seniority"], ["", *seniorities], format_func=_said, key=f"{_FIELD}anciennete"
        )
        st.form_submit_button("Créer les codes", type="primary", on_click=_grouped, args=(ruling,))


def _said(choice: str) -> str:
    return choice or UNSAID


def _by_list(ruling: Ruling, own: Campaign) -> None:
    dropped = st.file_uploader(
        "Une ligne par communauté",
        type=["xlsx", "ods", "csv"],
        key=f"{_FIELD}liste",
        help=typeset(
            "Colonnes reconnues : Repère (le nom que vous lui donnez, gardé nulle part), Groupe de tailles, Région, "
            "Ancienneté. Une case vide : non précisé."
        ),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Créer les codes de la liste", disabled=dropped is None, on_click=_listed, args=(ruling, own)
        )
        st.download_button(
            "Modèle de liste (xlsx)",
            data=lambda: _blank(own),
            file_name="liste_a_inviter.xlsx",
            mime=display.WORKBOOK,
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )


def _blank(own: Campaign) -> bytes:
    """An empty list to fill in, which says what each column may hold."""
    headers = [header for name, header in HEADERS.items() if name != "code"]
    notes = [f"{HEADERS[name]} : {', '.join(choices)}" for name, choices in choices_of().items()]
    if own.regions:
        notes.append(f"{HEADERS['region']} : {', '.join(own.regions)}")
    notes.append("Repère : le nom que vous donnez à la communauté ; il n'est gardé nulle part.")
    example = pd.DataFrame([dict.fromkeys(headers)], columns=headers)
    return reading.table_workbook(example, "Communautés à inviter", [typeset(note) for note in notes])


def _codes() -> None:
    """Show the codes made and not yet said to be kept: they are written nowhere else."""
    made: list[dict[str, str | None]] = session.chosen(federation_ruling.CODES, [])
    if not made:
        return
    with st.container(border=True):
        say = (
            f"{count(len(made), 'code est créé', 'codes sont créés')} : gardez-les, ils ne se retrouvent pas"
        )
        st.subheader(plain(typeset(say)), anchor=False)
        table = pd.DataFrame(made, columns=list(HEADERS))
        federation_tables.show(table, COLUMNS, title="Codes de contribution", name="codes_de_contribution")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.checkbox("J’ai gardé ces codes", key=_KEPT_SAID)
            st.button("Ne plus les montrer", disabled=not session.chosen(_KEPT_SAID, False), on_click=_forget)


def _forget() -> None:
    session.keep(federation_ruling.CODES, None)


def _grouped(ruling: Ruling) -> None:
    size, region, seniority = (
        session.chosen(f"{_FIELD}{name}", "") or None for name in ("taille", "region", "anciennete")
    )
    quantity = int(session.chosen(f"{_FIELD}combien", 1))
    first = len(session.chosen(federation_ruling.CODES, []))
    invited = [
        Invited(f"Invitation {rank}", size, region, seniority)
        for rank in range(first + 1, first + quantity + 1)
    ]
    _make(ruling, invited)


def _listed(ruling: Ruling, own: Campaign) -> None:
    dropped = session.chosen(f"{_FIELD}liste", None)
    if dropped is None:
        return
    try:
        invited = invited_of(dropped.name, dropped.getvalue(), own.regions)
    except (ListError, RefusedError) as refusal:
        federation_ruling.refuse("invite", str(refusal))
        return
    _make(ruling, invited)


def _make(ruling: Ruling, invited: Sequence[Invited]) -> None:
    """Make the codes, and keep them until their owner has them."""
    described = [
        {"size_group": one.size_group, "region": one.region, "seniority": one.seniority} for one in invited
    ]
    try:
        codes = campaigns.invite(database.store(), ruling.administrator, described)
    except (CampaignError, StoreError) as refusal:
        federation_ruling.refuse("invite", str(refusal))
        return
    made = [{**one._asdict(), "code": code} for one, code in zip(invited, codes, strict=True)]
    session.keep(federation_ruling.CODES, [*session.chosen(federation_ruling.CODES, []), *made])
