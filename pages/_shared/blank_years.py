"""« Année blanche » : the variable part of one year or several in shades, beside the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import blank_years
from aci_model.wording import NBSP, missing
from pages._shared import cash_columns, cash_figure, display, session, treasury
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.law import Scenario
    from aci_model.report.blank_years import Blank

APART = "mission_par_mission"


def draw() -> None:
    """Draw the view."""
    reference = session.scenario()
    answer = st.container()
    controls, picture = st.columns([8, 13], gap="medium")
    with controls:
        years = _years()
        share, missions = _shares()
    chosen = blank_years.shaded(reference, share, years, missions, session.law())
    told = _told(reference, chosen)
    with answer:
        display.answer(told.stands)
    with controls:
        _facts(told)
    with picture:
        _picture(told, f"{chosen!r} {reference!r}")
    if not told.posts.empty:
        with st.expander("Vos postes, un par un", icon=":material/checklist:", key="postes_blancs"):
            display.show_table(
                told.posts, cash_columns.BLANK_POSTS, title="Postes et années blanches", name="postes_blancs"
            )


def _told(reference: Scenario, chosen: Scenario) -> Blank:
    return session.remember(
        f"blank {chosen!r} {reference!r}",
        lambda: blank_years.blank(treasury.alone(), reference, chosen, treasury.labels(), session.law()),
    )


def _years() -> list[int]:
    """Let the years be chosen; none chosen, or none that has a name, is all to come."""
    spans = treasury.alone().outlook.spans
    named = spans[(spans["period"] != "past") & spans["year"].notna()]
    labels: pd.Series = treasury.labels()
    names = {int(year): str(labels[span]) for year, span in zip(named["year"], named["span"], strict=True)}
    if not names:
        return []
    chosen = st.pills(
        "Années concernées",
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        default=list(names)[:1],
        key=session.SHARE_YEARS,
        persist_state="session",
        wrap=True,
        help=f"La part variable d’une année est versée l’année suivante{NBSP}: c’est là que le manque se sent.",
    )
    return [year for year in chosen or names if year in names]


def _shares() -> tuple[float, dict[str, float]]:
    """Let the share that is paid be chosen, for all missions or for each."""
    apart = st.toggle("Mission par mission", key=APART, persist_state="session")
    if not apart:
        return _slider("Part variable payée ces années-là", session.SHARE_OF + "toutes") / 100, {}
    money = treasury.alone().outlook.money
    paid = money[(money["attained"] != 0)]["mission"].drop_duplicates()
    names = session.law().missions.set_index("mission")["short"]
    left, right = st.columns(2)
    found = {}
    for rank, mission in enumerate(paid):
        with (left, right)[rank % 2]:
            found[mission] = _slider(f"{names[mission]}, payé à", session.SHARE_OF + mission) / 100
    return 0.0, found


def _slider(label: str, key: str) -> int:
    return st.slider(
        label,
        0,
        100,
        value=0,
        step=session.STEP,
        format=f"%d{NBSP}%%",
        key=key,
        persist_state="session",
    )


def _facts(told: Blank) -> None:
    with st.container(horizontal=True, gap="medium"):
        st.metric("En moins", told.removed, width="content")
        st.metric(
            "Mois perdus",
            told.cover,
            width="content",
            help="Mois de moins avant que l’argent manque, tous postes payés.",
        )
        st.metric("Postes arrêtés", told.stopped, width="content")
    if told.felt:
        st.markdown(plain(told.felt))


def _picture(told: Blank, key: str) -> None:
    if told.months is None or told.reached is None or missing(told.start):
        st.subheader(plain(told.say), anchor=False)
        st.markdown(plain(treasury.followed().no_curve))
        display.show_table(told.missions, cash_columns.BLANK, title=told.say, name="annees_blanches")
        return
    theme, months, reached = display.colours(), told.months, told.reached
    display.show(
        session.remember(
            f"blank curve {key} {theme.accent}",
            lambda: cash_figure.curve(
                months,
                reached,
                (("balance_reference", "référence", cash_figure.DASH),),
                theme,
                start=told.start,
                name="année blanche",
            ),
        ),
        title=told.say,
        reading_note=f"Le compte à la fin de chaque mois, tous postes payés. Tiret épais{NBSP}: avec l’année blanche{NBSP}; tiret fin{NBSP}: la référence, au curseur du haut. Tout est projeté.".replace(
            f"{NBSP};", "\u202f;"
        ),
        alt=told.aloud,
        table=told.missions,
        columns=cash_columns.BLANK,
        name="annees_blanches",
        note_below=True,
    )
