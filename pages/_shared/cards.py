"""Agreements as sealed cards: read, added, sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model import bargaining
from aci_model.bargaining import CardError
from aci_model.bargaining.words import labels
from aci_model.report import negotiation_memory
from aci_model.wording import NBSP, missing, typeset
from pages._shared import dialogue, display, kept, session, sheets, tables, views
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.report.negotiation_memory import CardsTold

CARDS = (
    Column("Accord", "Accord"),
    Column("Sur", "Sur"),
    Column("Date", "Date", "day", blank="sans date"),
    Column("Rôle", "Rôle"),
    Column("Chiffre", "Chiffre", blank=""),
    Column("Version", "Version", blank=""),
    Column("État", "État"),
)
_NEW = "accord_neuf_"


def told() -> CardsTold:
    """Give what is said of the agreements; see `report.negotiation_memory`."""
    community = session.community() or ""
    return session.remember(
        "cards", lambda: negotiation_memory.cards(dialogue.dossier().agreements, community)
    )


def draw() -> None:
    """Draw the cards, the seal to note, and the form of a new one."""
    said = told()
    display.answer(said.say)
    if said.seal:
        with st.container(key="sceau"):
            st.markdown(f"**Dernier sceau**{NBSP}: `{said.seal}`")
            st.caption(
                typeset(
                    "Notez-le hors du classeur, dans le compte rendu par exemple : une carte changée, retirée ou "
                    "réécrite ne redonnera plus ce sceau."
                )
            )
    if said.waiting:
        st.button(
            f"Sceller les cartes en attente ({said.waiting})",
            icon=":material/lock:",
            on_click=_seal,
            help=typeset(
                "Relisez-les d'abord : une carte scellée ne se corrige plus, on en ajoute une nouvelle."
            ),
        )
    if len(said.table):
        written = tables.on_screen(said.table, CARDS)
        written["Accord"] = list(map(sheets.with_remark, written["Accord"], said.table["Pourquoi"]))
        sheets.draw_written(written, "Accords notés", "accords")
        display.download(
            said.table, (*CARDS, Column("Pourquoi", "Pourquoi", blank="")), title="Accords", name="accords"
        )
    with st.expander("Noter un accord", icon=":material/add:", expanded=said.table.empty):
        _add()


def _add() -> None:
    lines = views.lines()
    names: dict[int | None, str] = {None: "tout le contrat"}
    names |= dict(zip(lines["line"].tolist(), lines["mission_label"] + " · " + lines["label"], strict=True))
    roles = list(labels("role").values())
    with st.form("accord_neuf", border=False):
        left, right = st.columns(2, gap="large")
        with left:
            st.text_area("Ce qui a été convenu", key=f"{_NEW}clause", height=122, max_chars=2_000)
            st.text_input(
                "Chiffre", key=f"{_NEW}figure", placeholder="15\u202f000\u00a0€, 75\u00a0%, 8 ateliers…"
            )
        with right:
            st.selectbox("Sur", list(names), format_func=names.__getitem__, key=f"{_NEW}line")
            st.selectbox(
                "Rôle de la personne, jamais son nom",
                roles,
                index=None,
                key=f"{_NEW}role",
                placeholder="choisir",
            )
            first, second = st.columns(2)
            first.date_input("Date", value=kept.today(), format="DD/MM/YYYY", key=f"{_NEW}agreed_on")
            second.text_input("Version", key=f"{_NEW}version", placeholder="annexe 2026, v2")
        st.form_submit_button("Sceller l’accord", icon=":material/lock:", on_click=_added)
    st.caption(
        typeset(
            "Une carte scellée ne se corrige plus : on en ajoute une nouvelle, et l'ancienne reste lisible."
        )
    )


def _added() -> None:
    line = session.chosen(f"{_NEW}line", None)
    about: dict[str, Any] = {}
    if line is not None:
        about = dialogue.dossier().lines.iloc[dialogue.place_of(line)][["mission", "label"]].to_dict()
    card = {
        **about,
        "community": session.community(),
        **{name: _filled(name) for name in ("clause", "figure", "role", "agreed_on", "version")},
    }
    before = dialogue.dossier().agreements
    try:
        after = bargaining.append(before, card)
    except CardError as refusal:
        for fault in refusal.faults:
            st.toast(plain(fault), icon=":material/info:")
        return
    _sealed(before, after)
    new = after.iloc[-1]
    session.add_row(
        "agreements", {name: None if missing(new[name]) else new[name] for name in (*card, "seal")}
    )


def _filled(name: str) -> object:
    value = session.chosen(_NEW + name, None)
    return value.strip() or None if isinstance(value, str) else value


def _seal() -> None:
    before = dialogue.dossier().agreements
    mine = before["community"] == session.community()
    _sealed(before, bargaining.sealed(before, mine))


def _sealed(before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Keep the seals set on cards that had none."""
    new = before["seal"].isna().to_numpy() & after["seal"].iloc[: len(before)].notna().to_numpy()
    if new.any():
        seals = {(int(row), "seal"): after["seal"].iloc[int(row)] for row in new.nonzero()[0]}
        session.edit_cells("agreements", seals)
