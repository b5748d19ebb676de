"""An objective the contract does not have yet: the small form that adds one, and takes one away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report.objectives import NATURES
from aci_model.wording import NBSP
from pages._shared import session
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.report.objectives import Ground

FIELDS = {
    "label": "nouvel_objectif",
    "mission": "nouvelle_mission",
    "nature": "nouvelle_nature",
    "amount": "nouveau_montant",
    "chance": "nouvelle_chance",
    "effort": "nouveaux_jours",
}


def draw(on: Ground) -> None:
    """Draw the door to the form."""
    with st.popover("Ajouter un objectif", icon=":material/add:", type="tertiary"):
        _form()
        added = on.candidates[on.candidates["frame"] == "objectives"]
        if not added.empty:
            labels = dict(zip(added["row"].astype("int64"), added["label"], strict=True))
            st.selectbox(
                "Objectif que le contrat n’a pas",
                list(labels),
                format_func=lambda row: plain(labels[row]),
                key="objectif_a_retirer",
            )
            st.button("Retirer cet objectif", type="tertiary", on_click=_drop)


def _form() -> None:
    missions = session.law().missions
    labels = dict(zip(missions["mission"], missions["short"], strict=True))
    with st.form("form_objectif", clear_on_submit=True, border=False, enter_to_submit=False):
        st.text_input("Objectif", key=FIELDS["label"], max_chars=200, placeholder="Ce que l’on ferait")
        mission, nature = st.columns(2)
        mission.selectbox(
            "Mission",
            list(labels),
            format_func=labels.__getitem__,
            key=FIELDS["mission"],
            index=None,
            placeholder="à choisir",
        )
        nature.segmented_control("Nature", NATURES, key=FIELDS["nature"])
        amount, chance, effort = st.columns(3)
        amount.number_input(
            "Montant (€)", min_value=0.0, value=None, step=500.0, format="%.0f", key=FIELDS["amount"]
        )
        chance.number_input(
            "Chance (%)",
            min_value=0.0,
            max_value=100.0,
            value=None,
            step=5.0,
            format="%.0f",
            key=FIELDS["chance"],
        )
        effort.number_input("Jours", min_value=0.0, value=None, step=1.0, format="%.4g", key=FIELDS["effort"])
        st.caption(
            f"Ce qui n’est pas saisi reste inconnu{NBSP}: l’objectif est alors à renseigner, pas compté pour zéro."
        )
        st.form_submit_button("Ajouter", on_click=_add)


def _add() -> None:
    """Add the objective typed; nothing without its words and its mission, without which it cannot be counted."""
    typed = {name: session.chosen(key, None) for name, key in FIELDS.items()}
    if not str(typed["label"] or "").strip() or typed["mission"] is None:
        st.toast(f"Il manque le nom de l’objectif ou sa mission{NBSP}: il n’est pas ajouté.")
        return
    chance = typed["chance"]
    session.add_row("objectives", {**typed, "chance": None if chance is None else float(str(chance)) / 100})


def _drop() -> None:
    row = session.chosen("objectif_a_retirer", None)
    if row is not None:
        session.drop_row("objectives", int(row))
