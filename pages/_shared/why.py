"""« Pourquoi ce montant ? »: from a line chosen on screen to its cell, steps, reading, text and euros."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import funding
from aci_model.report import tables
from pages._shared import session
from pages._shared.wording import plain, question

if TYPE_CHECKING:
    import pandas as pd


def draw(lines: pd.DataFrame) -> None:
    """Draw the chooser and the sentences.

    Args:
        lines: from `views.lines`.
    """
    dossier, assessment = session.dossier(), session.assessment()
    if lines.empty or dossier is None or assessment is None:
        return
    st.subheader(question("Pourquoi ce montant"), anchor=False)
    labels = dict(zip(lines["line"], lines["mission_label"] + " · " + tables.names(lines), strict=True))
    line = st.selectbox(
        "Ligne du contrat", list(labels), format_func=labels.__getitem__, key="ligne", persist_state="session"
    )
    steps = session.remember(f"why {line}", lambda: funding.why(line, assessment, dossier, session.law()))
    with st.container(border=True, gap="small"):
        for heading, sentence in steps:
            st.markdown(f"**{heading}** — {plain(sentence)}")
