"""Avancement: where each line stands between its initial value, its steps and its target."""

import streamlit as st

from aci_model.report import findings
from pages._shared import frame, progress, views
from pages._shared.wording import plain, question

frame.page(question("Sur quoi avançons-nous"), "Avancement")
frame.context_bar()
if not frame.nothing_loaded():
    lines = views.lines()
    st.markdown(f"#### {plain(findings.progress(lines))}")
    progress.draw(lines)
