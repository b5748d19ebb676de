"""Barème: the texts, their amounts, sources and doubts, all drawn from the data of the law."""

import streamlit as st

from aci_model.report import scale
from pages._shared import display, frame, provenance
from pages._shared.wording import plain, question

frame.page(question("D’où viennent ces chiffres"), "Barème")
frame.context_bar()
first = st.container()  # the answer stands above the choice it depends on
view = provenance.choose_rules()
with first:
    display.answer(provenance.answer(view))
    st.caption(plain(scale.in_force(view.law, view.on, view.size)))
section = st.segmented_control(
    "Sujet",
    list(provenance.SECTIONS),
    default=next(iter(provenance.SECTIONS)),
    required=True,
    key="sujet",
    persist_state="session",
    label_visibility="collapsed",
)
provenance.SECTIONS[section](view)
