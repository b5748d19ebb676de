"""Objectifs: the candidates of the community in view."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import objectives as report
from pages._shared import choices, session, views

if TYPE_CHECKING:
    from aci_model.report.objectives import Ground

LOOK = Path(__file__).with_name("objectives.css")


def draw() -> None:
    """Draw the page."""
    st.html(LOOK)
    on = ground()
    with st.container(key="objectives_top", horizontal=True, vertical_alignment="bottom", gap="small"):
        choices.controls(on)
    choices.draw(on)


def ground() -> Ground:
    """Give what the community in view may choose from; see `report.objectives`."""
    read, outlook = session.dossier(), session.outlook()
    if read is None or outlook is None:
        raise LookupError("no contract is loaded in this session")
    return session.remember(
        "objectives", lambda: report.ground(views.case(), read, outlook.spans, session.law())
    )
