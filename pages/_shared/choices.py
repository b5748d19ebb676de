"""« Combien »: the candidates, the curve of what 0 to n of them bring, and three choices to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model import wording as french
from aci_model.report import objectives as report
from aci_model.report import objectives_say as say
from pages._shared import candidate_list, curve_figure, display, session
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.report.objectives import Ground, HowMany

CURVE = (
    Column("k", "Nombre", "whole"),
    Column("label", "Objectif ajouté", blank="–"),
    Column("mission_label", "Mission", blank="–"),
    Column("marginal", "Il ajoute", "change", blank="–"),
    Column("per_day", "Par jour", "euros", blank="–"),
    Column("diluted", "Il prend aux autres", "euros", blank="–"),
    Column("days", "Jours en tout", "number"),
    Column("expected", "Attendu en tout", "euros"),
    Column("low", "Neuf fois sur dix, au moins", "euros"),
    Column("high", "Une fois sur dix, au moins", "euros"),
)
SPLITS = {False: "du contrat", True: "enveloppe partagée"}
READING = "La courbe est ce qu’on peut attendre, la bande ce qui arrive quatre fois sur cinq."
NOT_YET = "Donnez à un objectif sa chance, en pourcentage, dans la liste : la courbe se dessinera aussitôt."
HELP = {
    "capacity": "Les jours que l’équipe peut donner à ses objectifs en un an. Saisis ici, ils vont dans votre classeur.",
    "sum": "Ce que la part variable doit couvrir. Sans saisie, ce qui manque à vos engagements fermes une fois la part fixe dépensée.",
    "split": "Montants du contrat : chaque objectif rapporte ce qui est écrit. Enveloppe partagée : l’enveloppe d’une "
    "mission se répartit entre les objectifs choisis, un de plus prend donc aux autres.",
    "common": "Ce qui fait échouer les objectifs ensemble : une équipe absente, une donnée qui n’arrive pas. À 0\u00a0%, chacun a sa chance ; "
    "à 100\u00a0%, tous ont la même. La moyenne ne change pas, la bande s’élargit.",
}


def controls(on: Ground) -> None:
    """Draw the assumptions: days, sum to cover, how euros are shared, what fails together."""
    st.number_input(
        "Capacité (jours)",
        min_value=0.0,
        value=on.capacity,
        step=5.0,
        format="%.4g",
        key=f"capacite_{on.capacity}",  # another capacity, also one taken back, is another field
        placeholder="?",
        on_change=candidate_list.set_capacity,
        args=(f"capacite_{on.capacity}",),
        help=french.typeset(HELP["capacity"]),
        width=124,
    )
    st.number_input(
        "Somme à couvrir (€)",
        min_value=0.0,
        value=None,
        step=1000.0,
        format="%.0f",
        key=session.SUM,
        persist_state="session",
        placeholder=french.number(on.lack, 0),
        help=french.typeset(HELP["sum"]),
        width=150,
    )
    st.segmented_control(
        "Montants",
        list(SPLITS),
        format_func=SPLITS.__getitem__,
        default=False,
        required=True,
        key=session.SPLIT,
        persist_state="session",
        help=french.typeset(HELP["split"]),
    )
    st.slider(
        "Cause commune",
        0,
        100,
        step=session.STEP,
        format=f"%d{french.NBSP}%%",
        key=session.COMMON,
        persist_state="session",
        help=french.typeset(HELP["common"]),
        width=136,
    )


def draw(on: Ground) -> None:
    """Draw the answer, the candidates beside their curve, and the three choices."""
    cover = session.chosen(session.SUM, on.lack)
    told = _told(on, cover)
    display.answer(told.headline)
    left, right = st.columns(2, gap="medium")
    with left:
        candidate_list.draw(on, told)
    if told.curve["candidate"].isna().all():  # not one objective whose euros are known
        right.subheader(plain(told.finding), anchor=False)
        right.markdown(french.typeset(NOT_YET))
        return
    with right:
        theme = display.colours()
        display.show(
            session.remember(
                f"objectives curve {theme.accent} {_assumed(cover)}",
                lambda: curve_figure.curve(told.curve, told.choices, on.capacity, theme),
            ),
            title=told.finding,
            reading_note=READING,
            alt=told.aloud,
            table=told.curve,
            columns=CURVE,
            name="objectifs_courbe",
        )
    _compared(on, told, cover)


def _told(on: Ground, cover: float) -> HowMany:
    split, common = session.chosen(session.SPLIT, False), session.chosen(session.COMMON, 0) / 100
    return session.remember(
        f"how many {_assumed(cover)}",
        lambda: report.how_many(on, split=split, common=common, cover=cover),
    )


def _assumed(cover: float) -> tuple[bool, int, float]:
    """What the answer depends on besides what is in view."""
    return session.chosen(session.SPLIT, False), session.chosen(session.COMMON, 0), cover


def _compared(on: Ground, told: HowMany, cover: float) -> None:
    """Draw the three choices side by side, each ready to be taken."""
    with st.container(key="objectives_choices", gap="small"):
        for column, row in zip(st.columns(3, gap="medium"), told.choices.to_dict("records"), strict=True):
            with column, st.container(key=f"choice_{row['choice']}", gap=None):
                _one(on, row, cover)
        st.caption(plain(told.exactness))


def _one(on: Ground, row: dict[str, Any], cover: float) -> None:
    size, spread, risks = say.choice_facts(row, on.capacity, cover)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(row['name'].capitalize())}**", width="stretch")
        if row["choice"] != report.OWN:
            st.button(
                "Prendre ce choix",
                key=f"prendre_{row['choice']}",
                type="tertiary",
                on_click=candidate_list.take,
                args=(on, row["chosen"]),
            )
        elif on.locked:
            st.button(
                "Tout libérer", key="liberer", type="tertiary", on_click=candidate_list.take, args=(on, ())
            )
    st.markdown(f"**{plain(say.choice_euros(row))}** attendus, {plain(spread)}")
    st.markdown(plain(size))
    st.markdown(plain(risks))
