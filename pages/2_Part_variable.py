"""Part variable: what each mission and line is worth, under each reading, and why."""

import streamlit as st

from aci_model.wording import NBSP
from pages._shared import columns, display, figures, frame, grid, session, states, views, why
from pages._shared.wording import plain, question

frame.page(question("Que vaut ce que nous avons fait"), "Part variable")
frame.context_bar()
if not frame.nothing_loaded():
    told = views.worth()
    display.answer(told.headline)
    if told.unknown:
        st.caption(plain(told.unknown))
    states.draw(
        told.missions, say=told.missions_say, aloud=told.missions_aloud, name="part_variable_missions"
    )
    if not told.readings.empty:
        theme = display.colours()
        display.show(
            session.remember(
                f"readings {theme.accent}", lambda: figures.readings_side_by_side(told.readings, theme)
            ),
            title=told.readings_say,
            reading_note=f"Une ligne par mission{NBSP}: le même résultat payé selon trois lectures des clauses. Plus elles s’écartent, plus la question mérite d’être posée à la CPAM.",
            alt=told.readings_aloud,
            table=told.readings,
            columns=columns.READINGS,
            name="lectures",
        )
    st.subheader("Ligne par ligne", anchor=False)
    grid.show(told.lines, columns.LINES, title="Part variable, ligne par ligne", name="part_variable_lignes")
    why.draw(told.names)
    st.subheader(plain(told.steps_say), anchor=False)
    display.show_table(told.steps, columns.STEPS, title="Prochains paliers", name="prochains_paliers")
