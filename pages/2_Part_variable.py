"""Part variable: what each mission and line is worth, under each reading, and why."""

import streamlit as st

from aci_model.report import findings, tables
from aci_model.wording import NBSP
from pages._shared import columns, display, figures, frame, grid, views, why
from pages._shared.wording import plain, question

frame.page(question("Que vaut ce que nous avons fait"), "Part variable")
frame.context_bar()
if not frame.nothing_loaded():
    case, missions, lines = views.case(), views.missions(), views.lines()
    readings = tables.readings(lines)
    display.answer(findings.headline(case))
    if unknown := findings.unknown(case):
        st.caption(plain(unknown))
    if not missions.empty:
        display.show(
            figures.states_by_mission(missions, display.colours()),
            title=findings.remaining(missions),
            reading_note=f"Une barre par mission{NBSP}: ce qui est acquis, à prouver, en attente et perdu de sa part variable.",
            alt=findings.states_aloud(missions),
            table=missions,
            columns=columns.MISSIONS,
            name="part_variable_missions",
        )
    if not readings.empty:
        display.show(
            figures.readings_side_by_side(readings, display.colours()),
            title=findings.disagreement(lines),
            reading_note=f"Une ligne par mission{NBSP}: le même résultat payé selon trois lectures des clauses. Plus elles s’écartent, plus la question mérite d’être posée à la CPAM.",
            alt=findings.readings_aloud(readings),
            table=readings,
            columns=columns.READINGS,
            name="lectures",
        )
    st.subheader("Ligne par ligne", anchor=False)
    grid.show(lines, columns.LINES, title="Part variable, ligne par ligne", name="part_variable_lignes")
    why.draw(lines)
    st.subheader(plain(findings.next_step(lines)), anchor=False)
    display.show_table(
        tables.next_steps(lines), columns.STEPS, title="Prochains paliers", name="prochains_paliers"
    )
