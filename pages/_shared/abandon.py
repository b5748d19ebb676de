"""« Renoncer »: give a line up, take it back, and see until when each can still be started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import wording as french
from aci_model.report import objectives_abandon as report
from aci_model.report.words import ABANDONS
from pages._shared import display, no_return_figure, session
from pages._shared.glossary import tip
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.report.objectives import Ground
    from aci_model.report.objectives_abandon import GivingUp

LINE, CAUSE, SINCE = "ligne_a_abandonner", "cause_abandon", "date_abandon"
DATES = (
    Column("label", "Objectif"),
    Column("mission_label", "Mission"),
    Column("no_return", "À commencer au plus tard", "day"),
    Column("until", "Compte jusqu’au", "day"),
    Column("freed", "Jours", "number"),
    Column("ceiling", "Rapporte au plus", "euros"),
    Column("expected", "Attendu", "euros"),
)
READING = "Un point par ligne : le dernier jour pour commencer, si l’équipe y met alors tout son temps."
WHERE = "Les jours et la capacité se saisissent dans la vue « Combien » ; la date de signature et l’année, dans votre classeur."
MOST = 5


def draw(on: Ground) -> None:
    """Draw what was given up, what may be, and the dates of no return."""
    told = session.remember("giving up", lambda: report.giving_up(on))
    display.answer(told.headline)
    left, right = st.columns(2, gap="medium")
    with left:
        _form(told)
        _gone(told)
        _first(told)
    with right:
        _dates(told)


def _form(told: GivingUp) -> None:
    if not told.open:
        st.markdown("Plus aucune ligne du contrat n’est ouverte.")
        return
    chosen = st.selectbox(
        "Ligne à laquelle renoncer",
        list(told.open),
        format_func=told.open.__getitem__,
        key=LINE,
        persist_state="session",
        help=tip("abandonnee"),
    )
    row = told.dates[told.dates["candidate"] == chosen].iloc[0]
    st.markdown(plain(report.considered(row)))
    cause = st.radio(
        "Pourquoi",
        list(ABANDONS),
        format_func=lambda name: ABANDONS[name].capitalize(),
        key=CAUSE,
        horizontal=True,
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        since = st.date_input("Depuis le (facultatif)", value=None, format="DD/MM/YYYY", key=SINCE, width=190)
        st.button(
            "Renoncer à cette ligne",
            on_click=session.edit_cells,
            args=(
                "lines",
                {
                    (int(row["row"]), "abandon"): cause,
                    (int(row["row"]), "abandoned_on"): since,
                },
            ),
        )


def _gone(told: GivingUp) -> None:
    """List what was given up, each with its reason and a way back."""
    if told.given_up.empty:
        return
    st.subheader("Abandonnées", anchor=False)
    for row in told.given_up.to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"{plain(row['label'])}  \n{plain(report.gone_words(row))}", width="stretch")
            st.button(
                "Reprendre",
                key=f"reprendre_{row['row']}",
                type="tertiary",
                on_click=session.edit_cells,
                args=("lines", {(int(row["row"]), "abandon"): None, (int(row["row"]), "abandoned_on"): None}),
            )


def _first(told: GivingUp) -> None:
    """List the lines whose day of no return comes first; none once those given up fill the room."""
    room = MOST - min(len(told.given_up), MOST)
    known = told.dates.dropna(subset="no_return").head(room)
    if known.empty:
        return
    st.subheader("À commencer d’abord", anchor=False)
    with st.container(key="objectives_first"):
        lines = [report.first_words(row) for row in known.to_dict("records")]
        st.markdown("  \n".join(plain(line) for line in lines))


def _dates(told: GivingUp) -> None:
    if told.dates["no_return"].isna().all():
        st.subheader(plain(told.finding), anchor=False)
        if told.lacks:
            st.markdown(french.typeset(WHERE))
        return
    theme = display.colours()
    display.show(
        session.remember(
            f"no return {theme.accent}",
            lambda: no_return_figure.dates(told.dates, told.given_up, theme),
        ),
        title=told.finding,
        reading_note=french.typeset(READING),
        alt=told.aloud,
        table=told.dates,
        columns=DATES,
        name="objectifs_dates",
    )
