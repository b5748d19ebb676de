"""Projection: the years past and to come, with and without the variable part, and what stays covered."""

import streamlit as st

from aci_model.report import findings, tables
from aci_model.wording import NBSP
from pages._shared import columns, display, frame, views, year_figure
from pages._shared.wording import plain, question

frame.page(question("De quoi vivrons-nous"), "Projection")
frame.context_bar(share=True)
if not frame.nothing_loaded():
    told = views.ahead()
    display.answer(told.without_say)
    if told.unknown:
        st.caption(plain(told.unknown))
    display.show(
        year_figure.years(told.drawn.chosen, told.drawn.without, told.drawn.commitments, display.colours()),
        title=told.years_say,
        reading_note=findings.HOW_YEARS_READ,
        alt=told.years_aloud,
        table=told.years,
        columns=columns.YEARS_IN_CRISIS if tables.in_crisis(told.years) else columns.YEARS,
        name="projection_annees",
    )
    st.subheader(plain(told.posts_say), anchor=False)
    if told.posts.empty:
        st.markdown(
            "Ajoutez la feuille Dépenses à votre classeur (poste, montant, rythme, engagement, priorité) pour voir ce qui reste couvert."
        )
    else:
        display.show_table(
            told.posts, columns.POSTS, title="Engagements couverts", name="projection_engagements"
        )
    with st.expander(f"Pour aller plus loin{NBSP}: ce que cette projection suppose", icon=":material/info:"):
        st.markdown(findings.ASSUMPTIONS)
