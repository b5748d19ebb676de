"""« Trésorerie » : the years, the money month by month, the posts that would stop, what was really paid."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import streamlit as st

from aci_model import foresight, wording
from aci_model.report import cash, findings, tables
from aci_model.report.cash_words import HOW_CURVE_READS
from aci_model.wording import NBSP
from pages._shared import (
    cash_columns,
    cash_figure,
    columns,
    corrections,
    display,
    grid,
    payment_terms,
    session,
    views,
    year_figure,
)
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from aci_model.foresight.treasury import Treasury
    from aci_model.report.cash import Alone, Followed
    from aci_model.report.digests import Ahead


def draw() -> None:
    """Draw the view."""
    told, ahead = followed(), views.ahead()
    display.answer(told.curve.answer if told.curve else ahead.without_say)
    if ahead.unknown:
        st.caption(plain(ahead.unknown))
    if told.no_curve:
        _years(ahead)
        st.markdown(plain(told.no_curve))
    else:
        left, right = st.columns([9, 13], gap="medium")
        with left:
            _years(ahead)
        with right:
            _curve(told)
        _stops(told)
    _more(told, ahead)


def alone() -> Alone:
    """Give the community in view, and what no scenario moves of its money; see `report.cash`."""
    outlook, read, community = session.outlook(), session.dossier(), session.community()
    if outlook is None or read is None or community is None:
        raise LookupError("no contract is loaded in this session")
    return session.remember("alone", lambda: cash.alone(outlook, read, community, session.law()))


def treasury() -> Treasury:
    """Give its treasury under the chosen scenario, and without variable part."""
    chosen, law = session.scenario(), session.law()
    scenarios = [chosen, law.scenarios[foresight.WITHOUT]]
    return session.remember(f"treasury {chosen!r}", lambda: cash.follow(alone(), scenarios, law))


def followed() -> Followed:
    """Give what the treasury says under the chosen scenario; see `report.cash`."""
    chosen = session.scenario()
    return session.remember(
        f"followed {chosen!r}",
        lambda: cash.followed(treasury(), alone(), chosen, labels(), session.law()),
    )


def labels() -> pd.Series:
    """Name the contract years of the community in view: span -> name."""
    spans = alone().outlook.spans
    return tables.year_labels(spans).set_axis(spans["span"])


def _years(ahead: Ahead) -> None:
    """Draw the years as bars."""
    theme, chosen = display.colours(), session.scenario()
    display.show(
        session.remember(
            f"years {chosen!r} {theme.accent}",
            lambda: year_figure.years(
                ahead.drawn.chosen, ahead.drawn.without, ahead.drawn.commitments, theme
            ),
        ),
        title=ahead.years_say,
        reading_note=findings.HOW_YEARS_READ,
        alt=ahead.years_aloud,
        table=ahead.years,
        columns=columns.YEARS_IN_CRISIS if tables.in_crisis(ahead.years) else columns.YEARS,
        name="projection_annees",
        note_below=True,
    )


def _curve(told: Followed) -> None:
    """Draw the money month by month."""
    curve, theme, chosen = told.curve, display.colours(), session.scenario()
    if curve is None:
        return
    display.show(
        session.remember(
            f"curve {chosen!r} {theme.accent}",
            lambda: cash_figure.curve(
                curve.months,
                curve.reached,
                cash_figure.without(chosen.shares[0].share),
                theme,
                start=float(curve.start["balance"]),
                name=cash_figure.named(chosen.shares[0].share),
            ),
        ),
        title=curve.say,
        reading_note=f"{curve.start_say} {HOW_CURVE_READS}",
        alt=curve.aloud,
        table=curve.months,
        columns=cash_columns.MONTHS,
        name="tresorerie",
        note_below=True,
    )


def _stops(told: Followed) -> None:
    """Say which posts would stop, and let their order be changed."""
    if told.curve is None:
        return
    st.subheader("Ce qui s’arrêterait, dans cet ordre", anchor=False)
    st.markdown(plain(told.curve.stops_say))
    if told.stops.empty:
        return
    rows = told.stops["row"].tolist()
    shown = told.stops[["priority", "post", "stops_words", "saved", "gained"]]
    mark = zlib.crc32(repr((rows, shown["priority"].tolist())).encode())
    key = f"priorites_{mark}"  # a new order is a new grid: the former one's changes are about other rows
    with st.expander("Changer l’ordre des postes", icon=":material/swap_vert:", key="ordre_postes"):
        st.caption(f"Tapez un numéro{NBSP}: le poste numéro 1 est gardé le plus longtemps.")
        st.data_editor(
            shown,
            hide_index=True,
            column_config=cash_columns.STOPS,
            disabled=["post", "stops_words", "saved", "gained"],
            key=key,
            on_change=_reorder,
            args=(key, rows),
            alt="Postes souples, du premier arrêté au dernier",
        )


def _reorder(key: str, rows: list[int]) -> None:
    """Keep the priorities that were typed."""
    if values := grid.typed_in(key, rows, "priority"):
        session.edit_cells("expenses", values)


def head() -> None:
    """Let the balance of the account, and its day, be typed: where the curve starts."""
    read, community = session.dossier(), session.community()
    if read is None:
        return
    row = int((read.communities["community"] == community).to_numpy().argmax())
    here = read.communities.iloc[row]
    balance = None if wording.missing(here["balance"]) else float(here["balance"])
    on = None if wording.missing(here["balance_on"]) else here["balance_on"].date()
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="solde", width="content"
    ):
        st.markdown("Solde du compte", width="content")
        key = f"solde_{balance}"  # a new balance is a new field, that of an undone change too
        st.number_input(
            "Solde du compte, en euros",
            value=balance,
            step=100.0,
            format="%.0f",
            placeholder="inconnu",
            icon=":material/euro:",
            key=key,
            width=170,
            label_visibility="collapsed",
            on_change=_keep,
            args=(row, "balance", key),
        )
        st.markdown("au", width="content")
        key = f"solde_au_{on}"
        st.date_input(
            "Jour de ce solde",
            value=on,
            format="DD/MM/YYYY",
            key=key,
            width=140,
            label_visibility="collapsed",
            on_change=_keep,
            args=(row, "balance_on", key),
            help="Ce qu’il y a sur le compte le matin de ce jour, avant les versements du jour.",
        )


def _keep(row: int, column: str, key: str) -> None:
    session.edit("communities", row, column, session.chosen(key, None))


def _fold(label: str, icon: str, key: str) -> DeltaGenerator:
    """Fold something away, written only once someone opens it."""
    return st.expander(label, icon=f":material/{icon}:", key=key, on_change="rerun")


def _more(told: Followed, ahead: Ahead) -> None:
    """What is folded: the payments, the corrections, the rules nobody wrote, this year's posts, what is supposed."""
    if not told.flows.empty:
        fold = _fold("Versements, mois par mois", "calendar_month", "versements")
        if fold.open:
            with fold:
                st.markdown(plain(f"{told.flows_say}."))
                display.show_table(
                    told.flows, cash_columns.FLOWS, title="Versements mois par mois", name="versements"
                )
        corrections.draw(alone(), treasury(), labels())
        payment_terms.draw(alone())
    if not ahead.posts.empty:
        fold = _fold("Engagements de cette année, poste par poste", "checklist", "engagements")
        if fold.open:
            with fold:
                st.markdown(plain(ahead.posts_say))
                display.show_table(
                    ahead.posts, columns.POSTS, title="Engagements couverts", name="projection_engagements"
                )
    with st.expander(f"Pour aller plus loin{NBSP}: ce que cette projection suppose", icon=":material/info:"):
        st.markdown(findings.ASSUMPTIONS)
