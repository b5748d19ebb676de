"""« Vos taux » : each measure with a past, and where it may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import rates
from pages._shared import cash_columns, display, figure_style, rate_figure, session, views
from pages._shared.drawn import Drawn
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.report.rates import Rate, Rates

METHOD = "methode_taux"
NAMES = {"naive": "Rien ne change", "drift": "La tendance continue", "damped": "Elle s’amortit"}
USUAL = "damped"  # between the two others: a trend rarely lasts, and rarely stops at once
SHOWN, ACROSS = 6, 3  # measures drawn at once, and side by side


def head() -> None:
    """Let the method be chosen."""
    st.segmented_control(
        "Méthode",
        list(NAMES),
        format_func=NAMES.__getitem__,
        default=USUAL,
        required=True,
        key=METHOD,
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )


def draw() -> None:
    """Draw the view."""
    method = session.chosen(METHOD, USUAL)
    told = _told(method)
    display.answer(told.say)
    if not told.rates:
        return
    _, rule = rates.METHODS[method]
    st.caption(plain(f"{NAMES[method]} : {rule}. {rates.HOW_RATES_READ}".replace(" :", "\u00a0:")))
    sure = [rate for rate in told.rates if not rate.ahead.empty]
    first = (sure or told.rates)[:SHOWN]
    rest = [rate for rate in told.rates if rate not in first]
    _grid(first, method)
    if rest:
        fold = st.expander(
            "Les autres mesures" if len(sure) > SHOWN else "Celles dont on ne peut rien conclure",
            icon=":material/show_chart:",
            key="autres_taux",
            on_change="rerun",
        )
        if fold.open:
            with fold:
                _grid(rest, method)
    display.folded_table(told.table, cash_columns.RATES, "Vos taux, mesurés et projetés", "taux")


def _told(method: str) -> Rates:
    read = session.dossier()
    if read is None:
        raise LookupError("no file is loaded in this session")
    return session.remember(
        f"rates {method}", lambda: rates.rates(views.lines(), read, session.contract_year(), method)
    )


def _grid(some: Sequence[Rate], method: str) -> None:
    """Draw measures side by side, one under the other on a phone."""
    for start in range(0, len(some), ACROSS):
        row = some[start : start + ACROSS]
        for place, told in zip(st.columns(ACROSS, gap="medium"), row, strict=False):
            with place:
                _one(told, method)


def _one(told: Rate, method: str) -> None:
    theme = display.colours()
    figure = session.remember(
        f"rate {told.line} {method} {theme.accent}", lambda: rate_figure.rate(told, theme)
    )
    st.markdown(f"**{plain(told.label)}**")
    st.plotly_chart(
        Drawn(figure),
        theme=None,
        config=figure_style.CONFIG,
        key=f"figure_taux_{told.line}",
        alt=told.aloud,
        width="stretch",
    )
    st.caption(plain(told.say))
