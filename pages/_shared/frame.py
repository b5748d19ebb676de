"""The frame round every page: look, title, menu, what is in view, and what to do when nothing is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from aci_model import wording as french
from pages._shared import desk, session, views
from pages._shared.glossary import tip
from pages._shared.wording import READINGS, plain

PRODUCT = "ACI des CPTS"
LOOK = Path(__file__).with_name("look.css")
MENU = (  # file, label, icon: the order in which a dialogue is prepared
    ("dashboard.py", "Accueil", ":material/home:"),
    ("pages/1_Avancement.py", "Avancement", ":material/checklist:"),
    ("pages/2_Part_variable.py", "Part variable", ":material/euro:"),
    ("pages/3_Projection.py", "Projection", ":material/timeline:"),
    ("pages/4_Objectifs.py", "Objectifs", ":material/target:"),
    ("pages/5_Negociation.py", "Négociation", ":material/handshake:"),
    ("pages/6_Atelier.py", "Atelier", ":material/diversity_3:"),
    ("pages/7_Comparaison.py", "Comparaison", ":material/groups:"),
    ("pages/8_Bareme.py", "Barème", ":material/menu_book:"),
)
HOME = MENU[0][0]
MENU_WIDTH = 232  # pixels
FIRST_CALENDAR_YEAR = 1900  # below, a year is its rank in the contract


def page(question: str, name: str, *, bare: bool = False) -> None:
    """Open a page: browser title, look, menu, and its question as the only first-level heading.

    Args:
        question: the question this page answers, as a person would ask it; empty: the page draws its own heading.
        name: the page's name in the menu.
        bare: without menu nor assumptions, for a screen that has one thing to show to somebody who just came.
    """
    width = "collapsed" if bare else MENU_WIDTH
    st.set_page_config(page_title=f"{name} · {PRODUCT}", layout="wide", initial_sidebar_state=width)
    st.html(LOOK)
    if not bare:
        session.follow_link()
        menu()
    if question:
        st.title(question, anchor=False)


def menu() -> None:
    """Draw the links to every page in the sidebar, which look.css turns into one row on a phone."""
    with st.sidebar, st.container(key="menu", gap="small"):
        st.markdown(f"**{PRODUCT}**")
        for file, label, icon in MENU:
            st.page_link(file, label=label, icon=icon)


def context_bar(*, share: bool = False) -> None:
    """Keep what is in view in view: community, year, reading, other assumptions; below, what is not saved yet.

    Draws nothing when no community was read. The page's address carries the assumptions, never the community or
    the year.

    Args:
        share: also draw the slider of the variable part.
    """
    if session.community() is None:
        return
    with st.container(key="context", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            line = st.container(width="content")
            with st.popover("Changer", icon=":material/tune:", type="tertiary"):
                _controls()
        if share:
            _share_slider()
        line.markdown(" · ".join(_in_view()))
    with st.container():  # it holds its place while empty: what follows is not drawn anew by the first change
        desk.save()


def nothing_loaded() -> bool:
    """Say what to do when no file is loaded, or when none of them could be read.

    Returns:
        True when there is no community to show: the page has nothing more to say.
    """
    if session.community() is not None:
        return False
    with st.container(key="empty", gap="small"):
        if session.files():
            st.markdown(
                "Aucune ligne de contrat n’a pu être lue dans vos fichiers. "
                f"L’accueil dit pourquoi, et quoi corriger{french.NBSP}: cette page se remplira aussitôt."
            )
            st.page_link(HOME, label="Voir ce qui bloque", icon=":material/arrow_forward:")
        else:
            st.markdown(
                "Aucun contrat n’est ouvert. Déposez le classeur de votre contrat sur la page d’accueil, "
                f"ou essayez avec l’exemple{french.NBSP}: cette page se remplira aussitôt."
            )
            st.page_link(HOME, label="Ouvrir un contrat", icon=":material/arrow_forward:")
    return True


def _in_view() -> list[str]:
    """What the bar says, community first."""
    choices = session.choices()
    said = [
        f"**{plain(session.community())}**",
        f"année {_year_words(session.contract_year())}",
        READINGS[choices.reading],
    ]
    if choices.intensity:
        said.append("intensité modifiée")
    if choices.crisis:
        said.append("crise reconnue")
    if views.is_invented():
        said.append("résultats inventés")
    return said


def _controls() -> None:
    communities, years = session.communities(), session.contract_years()
    if len(communities) > 1:
        st.selectbox(
            "Communauté", communities, key=session.COMMUNITY, persist_state="session", help=tip("cpts")
        )
    if len(years) > 1:
        st.selectbox(
            "Année du contrat",
            years,
            format_func=_year_words,
            key=session.YEAR,
            persist_state="session",
            help=tip("annee_du_contrat"),
        )
    st.radio(
        "Lecture des paliers",
        list(READINGS),
        format_func=READINGS.__getitem__,
        key=session.READING,
        persist_state="session",
        help=tip("lecture"),
    )
    st.toggle(
        "L’ARS reconnaît une crise",
        key=session.CRISIS,
        persist_state="session",
        help=tip("crise"),
    )
    with st.expander("Intensité des moyens"):
        for mission, label in views.missions_in_play():
            st.slider(
                label,
                0,
                100,
                step=session.STEP,
                format=f"%d{french.NBSP}%%",
                key=session.INTENSITY + mission,
                persist_state="session",
            )
        st.caption(tip("intensite"))


def _share_slider() -> None:
    st.slider(
        "Part variable comptée",
        0,
        100,
        step=session.STEP,
        format=f"%d{french.NBSP}%%",
        key=session.SHARE,
        persist_state="session",
        help=tip("part_variable"),
    )


def _year_words(year: int | None) -> str:
    """Name a contract year by the calendar years it spans; a rank in the contract stays a rank."""
    if year is None:
        return "non précisée"
    return f"{year}-{year + 1}" if year >= FIRST_CALENDAR_YEAR else f"{year} du contrat"
