"""« Ce qui est promis »: readable by anybody, without a file nor a code."""

from __future__ import annotations

import functools

import streamlit as st

from aci_model.report import comparison_promise
from pages._shared import display, sheets
from pages._shared.wording import plain


@functools.cache
def _promise() -> comparison_promise.Promise:
    """The same for everybody: the rules in force, and what is said of them."""
    return comparison_promise.promise()


def draw() -> None:
    """Draw the view."""
    told = _promise()
    display.answer(told.say)
    for passage in told.passages:
        st.subheader(plain(passage.title), anchor=False)
        st.markdown(sheets.bullets(passage.points))
    st.subheader("Chaque règle, sa valeur, sa raison et sa source", anchor=False)
    sheets.draw(
        sheets.sheet(told.rules, "Les règles de la comparaison", "comparaison_regles", below="Raison"),
    )
