"""Accueil with a contract loaded: the headline, four figures, what to check, and three doors."""

from __future__ import annotations

import streamlit as st

from aci_model import wording as french
from pages._shared import display, layout, quality, session, states, views, welcome
from pages._shared.glossary import tip
from pages._shared.wording import STATES, plain

DOORS = (
    ("pages/1_Avancement.py", "Ce qu’on peut encore gagner", ":material/checklist:"),
    ("pages/3_Projection.py", f"Et sans part variable{french.NNBSP}?", ":material/timeline:"),
    ("pages/2_Part_variable.py", "Ce que vaut chaque ligne", ":material/euro:"),
)
TIPS = {"earned": "acquis", "to_prove": "a_prouver", "pending": "en_attente", "lost": "perdu"}


def draw() -> None:
    """Draw the loaded contract; of files without a single line, only what is the matter with them."""
    if session.community() is None:
        display.answer("Aucune ligne de contrat n’a pu être lue dans vos fichiers.")
        layout.draw()
        quality.draw(views.problems())
        _files()
        return
    told = views.overview()
    if session.is_sample():
        st.markdown(":material/science: **Contrat réel, résultats inventés** pour l’exemple.")
    display.answer(told.headline)
    with st.container(horizontal=True, gap="medium", key="figures"):
        for state, word in STATES.items():
            st.metric(word.capitalize(), told.split[state], help=tip(TIPS[state]), width="content")
    layout.draw()
    if told.unknown:
        st.caption(plain(told.unknown))
    states.draw(told.missions, say=told.missions_say, aloud=told.missions_aloud, name="missions")
    quality.draw(told.problems)
    with st.container(horizontal=True, gap="medium", key="doors"):
        for page, label, icon in DOORS:
            st.page_link(page, label=label, icon=icon)
    _files()


def _files() -> None:
    """List the files in view; each can be removed, all can be forgotten, and either can be undone."""
    with st.expander(f"Fichiers ouverts ({len(session.files())})", icon=":material/folder_open:"):
        for place, name in enumerate(session.files()):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(name), width="stretch")
                st.button(
                    "Retirer",
                    key=f"retirer_{place}",
                    on_click=session.remove_file,
                    args=(name,),
                    type="tertiary",
                )
        welcome.drop_zone("Ajouter un classeur, une autre année ou une autre communauté")
        with st.container(horizontal=True, gap="small"):
            st.button("Oublier les fichiers", icon=":material/delete:", on_click=session.forget)
            welcome.template_button()
            welcome.undo_button()
