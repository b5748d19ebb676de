"""« Pourquoi ce montant ? »: from a line chosen on screen to its cell, steps, reading, text and euros."""

from __future__ import annotations

import streamlit as st

from aci_model import funding
from pages._shared import session
from pages._shared.wording import plain, question


def draw(labels: dict[int, str]) -> None:
    """Draw the chooser and the sentences.

    Args:
        labels: line -> how it is chosen.
    """
    dossier, assessment = session.dossier(), session.assessment()
    if not labels or dossier is None or assessment is None:
        return
    st.subheader(question("Pourquoi ce montant"), anchor=False)
    line = st.selectbox(
        "Ligne du contrat", list(labels), format_func=labels.__getitem__, key="ligne", persist_state="session"
    )
    steps = session.remember(f"why {line}", lambda: funding.why(line, assessment, dossier, session.law()))
    with st.container(border=True, gap="small"):
        for heading, sentence in steps:
            st.markdown(f"**{heading}** — {plain(sentence)}")
