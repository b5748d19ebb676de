"""The frame round every page: title, menu, empty state."""

from __future__ import annotations

import streamlit as st

from pages._shared import session

PRODUCT = "ACI des CPTS"
MENU = (  # file, label, icon: the order in which a dialogue is prepared
    ("dashboard.py", "Accueil", ":material/home:"),
    ("pages/1_Avancement.py", "Avancement", ":material/checklist:"),
    ("pages/2_Part_variable.py", "Part variable", ":material/euro:"),
    ("pages/3_Projection.py", "Projection", ":material/timeline:"),
    ("pages/8_Bareme.py", "Barème", ":material/menu_book:"),
)


def page(question: str, name: str) -> None:
    """Open a page: browser title, menu, and its question as the only first-level heading.

    Args:
        question: the question this page answers, as a person would ask it.
        name: the page's name in the menu.
    """
    st.set_page_config(page_title=f"{name} · {PRODUCT}", layout="wide")
    menu()
    st.title(question, anchor=False)


def menu() -> None:
    """Draw the links to every page in the sidebar."""
    with st.sidebar:
        st.markdown(f"**{PRODUCT}**")
        for file, label, icon in MENU:
            st.page_link(file, label=label, icon=icon)


def nothing_loaded() -> bool:
    """Say what to do when no file is loaded.

    Returns:
        True when nothing is loaded: the page has nothing more to show.
    """
    if session.files():
        return False
    st.info(
        "Aucun contrat n’est ouvert. Déposez le classeur de votre contrat sur la page d’accueil, "
        "ou essayez avec l’exemple\u00a0: cette page se remplira aussitôt.",
        icon=":material/folder_open:",
    )
    st.page_link("dashboard.py", label="Ouvrir un contrat", icon=":material/arrow_forward:")
    return True
