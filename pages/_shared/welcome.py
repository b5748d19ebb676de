"""Accueil with nothing loaded: what this is, what to do, what happens to a file."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from aci_model import reading
from aci_model.wording import NBSP
from pages._shared import session
from pages._shared.display import WORKBOOK

SAMPLE = Path(__file__).parents[2] / "sample_data" / "contrat_a.xlsx"
ENDINGS = ["xlsx", "ods", "csv", "zip"]


def draw() -> None:
    """Draw the drop zone, the example, the template, and what happens to a file."""
    st.markdown(
        f"Déposez le classeur de votre contrat{NBSP}: vous voyez aussitôt ce qui est acquis, ce qui reste à prouver, "
        "et de quoi vous vivriez sans part variable."
    )
    drop_zone(
        "Classeur de votre contrat (xlsx, ods), csv de la feuille Indicateurs, ou zip de plusieurs fichiers"
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Essayer avec un contrat réel", icon=":material/play_arrow:", on_click=load_sample, type="primary"
        )
        template_button()
        undo_button()
    st.markdown(
        f"- Votre fichier reste dans cette session{NBSP}: il n’est envoyé nulle part ni gardé sur le serveur.\n"
        f"- Il n’est jamais modifié{NBSP}: ce qui n’est pas compris est signalé, case par case.\n"
        f"- Fermez l’onglet ou choisissez «{NBSP}Oublier les fichiers{NBSP}»{NBSP}: il n’en reste rien."
    )


def drop_zone(label: str) -> None:
    """Draw a place to drop files; each drop adds to what is loaded."""
    st.file_uploader(
        label,
        type=ENDINGS,
        accept_multiple_files=True,
        key=session.drop_zone_key(),
        on_change=session.take_dropped,
    )


def template_button() -> None:
    """Offer the empty template."""
    st.download_button(
        "Télécharger le modèle",
        data=lambda: reading.template(session.law().missions, session.law().parts),
        file_name="modele_aci.xlsx",
        mime=WORKBOOK,
        icon=":material/download:",
        on_click="ignore",
    )


def undo_button() -> None:
    """Offer to bring back what the last action replaced."""
    if session.can_restore():
        st.button("Annuler la dernière action", icon=":material/undo:", on_click=session.restore_last)


def load_sample() -> None:
    """Load contract A, whose results are invented."""
    session.load_files([(SAMPLE.name, SAMPLE.read_bytes())], sample=True)
