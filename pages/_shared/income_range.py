"""« Fourchette » : what the variable part may bring this year or the next, and where its chances come from."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import streamlit as st

from aci_model import foresight
from aci_model.report import chance
from aci_model.wording import NBSP, NNBSP
from pages._shared import cash_columns, display, grid, range_figure, session, treasury, views
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.foresight import Distribution
    from aci_model.report.chance import Range

PERIOD = "fourchette_annee"
PERIODS = {"now": "Cette année", "next": "L’an prochain, mêmes lignes"}


def head() -> None:
    """Let the year be chosen."""
    st.segmented_control(
        "Année de la fourchette",
        list(PERIODS),
        format_func=PERIODS.__getitem__,
        default="now",
        required=True,
        key=PERIOD,
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )


def draw() -> None:
    """Draw the view."""
    to_come = session.chosen(PERIOD, "now") == "next"
    answer = st.container()
    common = session.chosen(session.COMMON, 0)
    told = _told(to_come, common / 100)
    with answer:
        display.answer(told.say)
    if told.total is not None:
        left, right = st.columns([13, 8], gap="medium")
        with left:
            _total(told, told.total, to_come, common)
        with right:
            _missions(told, to_come, common)
    for sentence in (told.unknown_say, told.capped_say, told.apart_say, told.inexact_say):
        if sentence:
            st.markdown(plain(sentence))
    _chances(told)


def _told(to_come: bool, common: float) -> Range:
    read = session.dossier()
    if read is None:
        raise LookupError("no file is loaded in this session")
    return session.remember(
        f"range {to_come} {common}",
        lambda: chance.expected_range(views.case(), read, session.law(), to_come=to_come, common=common),
    )


def _total(told: Range, total: Distribution, to_come: bool, common: int) -> None:
    """The chance of every sum, and of the chosen one."""
    default, why = session.remember(f"default sum {to_come}", lambda: _default(to_come=to_come))
    first, second = st.columns(2, gap="medium", vertical_alignment="bottom")
    wanted = first.number_input(
        "Somme à couvrir (€)",
        min_value=0.0,
        value=default,
        step=1000.0,
        format="%.0f",
        key=f"{session.SUM}_{to_come}",
        persist_state="session",
        help=f"Au départ{NBSP}: ce que vos engagements coûtent de plus que la part fixe de l’année.",
    )
    second.slider(
        "Cause commune",
        0,
        100,
        step=session.STEP,
        format=f"%d{NBSP}%%",
        key=session.COMMON,
        persist_state="session",
        help=f"À 0{NBSP}%, chaque ligne réussit ou échoue de son côté. À 100{NBSP}%, toutes ensemble{NBSP}: un départ, un logiciel en panne, une épidémie.",
    )
    theme = display.colours()
    display.show(
        session.remember(
            f"histogram {to_come} {common} {wanted} {theme.accent}",
            lambda: range_figure.histogram(told.bars, total, float(wanted), theme),
        ),
        title=chance.covering(total, float(wanted), why if wanted == default else ""),
        reading_note=f"{chance.otherwise(total, float(wanted))} {chance.HOW_RANGE_READS}",
        alt=told.aloud,
        table=told.bars,
        columns=cash_columns.BARS,
        name="fourchette",
        note_below=True,
    )


def _default(*, to_come: bool) -> tuple[float, str]:
    mine, law = treasury.alone(), session.law()
    years = foresight.yearly(foresight.project(mine.outlook, [law.scenarios[foresight.WITHOUT]]))
    return chance.default_sum(mine, years, to_come=to_come)


def _missions(told: Range, to_come: bool, common: int) -> None:
    theme = display.colours()
    display.show(
        session.remember(
            f"strips {to_come} {common} {theme.accent}", lambda: range_figure.strips(told.missions, theme)
        ),
        title=told.missions_say,
        reading_note=chance.HOW_STRIPS_READ,
        alt=told.aloud,
        table=told.missions,
        columns=cash_columns.RANGE,
        name="fourchette_missions",
        note_below=True,
    )


def _chances(told: Range) -> None:
    """Where the chances come from; each may be typed again."""
    fold = st.expander(
        "D’où viennent ces chances, et les changer",
        icon=":material/casino:",
        key="chances",
        on_change="rerun",
    )
    if not fold.open:
        return
    rows = told.chances["row"].tolist()
    shown = told.chances[list(cash_columns.CHANCES)]
    key = f"chances_{zlib.crc32(repr((rows, shown['chance'].tolist())).encode())}"
    with fold:
        st.caption(
            f"Une chance saisie l’emporte sur celle que l’historique propose{NNBSP}; videz la case pour revenir à la proposition."
        )
        st.data_editor(
            shown,
            hide_index=True,
            column_config=cash_columns.CHANCES,
            disabled=[name for name in shown.columns if name != "chance"],
            key=key,
            on_change=_keep,
            args=(key, rows),
            alt="Chance de chaque palier, et son origine",
        )


def _keep(key: str, rows: list[int]) -> None:
    typed = grid.typed_in(key, rows, "chance")
    if typed:
        session.edit_cells(
            "tiers", {place: None if said is None else said / 100 for place, said in typed.items()}
        )
