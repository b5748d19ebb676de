"""Projection: the years past and to come, with and without the variable part, and what stays covered."""

import streamlit as st

from aci_model.report import findings, tables
from aci_model.wording import NBSP
from pages._shared import columns, display, frame, session, views, year_figure
from pages._shared.wording import plain, question

frame.page(question("De quoi vivrons-nous"), "Projection")
frame.context_bar(share=True)
if not frame.nothing_loaded():
    years, posts = views.years(), views.posts()
    picture = tables.years_drawn(years, posts)
    display.answer(findings.without_variable(years, posts))
    if unknown := findings.unknown(views.case()):
        st.caption(plain(unknown))
    display.show(
        year_figure.years(picture.chosen, picture.without, picture.commitments, display.colours()),
        title=findings.years_ahead(years, session.variable_share()),
        reading_note=findings.HOW_YEARS_READ,
        alt=findings.years_aloud(years),
        table=tables.years_told(years, session.variable_share()),
        columns=columns.YEARS,
        name="projection_annees",
    )
    covered = tables.posts_now(posts, years)
    st.subheader(plain(findings.commitments(covered, session.variable_share())), anchor=False)
    if covered.empty:
        st.markdown(
            "Ajoutez la feuille Dépenses à votre classeur (poste, montant, rythme, engagement, priorité) pour voir ce qui reste couvert."
        )
    else:
        display.show_table(
            covered, columns.POSTS, title="Engagements couverts", name="projection_engagements"
        )
    with st.expander(f"Pour aller plus loin{NBSP}: ce que cette projection suppose", icon=":material/info:"):
        st.markdown(findings.ASSUMPTIONS)
