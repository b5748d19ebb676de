"""Objectifs: three views of the same candidates, and the assumptions they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import objectives as report
from pages._shared import abandon, choices, natures, session, views

if TYPE_CHECKING:
    from aci_model.report.objectives import Ground

VIEW = "vue_objectifs"
VIEWS = {"combien": "Combien", "renoncer": "Renoncer", "natures": "Quanti / quali"}
LOOK = Path(__file__).with_name("objectives.css")


def draw() -> None:
    """Draw the view chosen."""
    st.html(LOOK)
    on = ground()
    with st.container(key="objectives_top", horizontal=True, vertical_alignment="bottom", gap="small"):
        view = st.segmented_control(
            "Vue",
            list(VIEWS),
            format_func=VIEWS.__getitem__,
            default="combien",
            required=True,
            key=VIEW,
            persist_state="session",
            label_visibility="collapsed",
        )
        if view == "combien":
            choices.controls(on)
    {"combien": choices.draw, "renoncer": abandon.draw, "natures": natures.draw}[view](on)


def ground() -> Ground:
    """Give what the community in view may choose from; see `report.objectives`."""
    read, outlook = session.dossier(), session.outlook()
    if read is None or outlook is None:
        raise LookupError("no contract is loaded in this session")
    return session.remember(
        "objectives", lambda: report.ground(views.case(), read, outlook.spans, session.law())
    )
