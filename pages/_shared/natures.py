"""« Quanti / quali »: the contract by nature, and what moving euros from one line to another does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import wording as french
from aci_model.report import objectives_nature as report
from aci_model.report.objectives_say import shortened
from pages._shared import display, natures_figure, session, tables
from pages._shared.tables import Column
from pages._shared.wording import plain, question

if TYPE_CHECKING:
    from aci_model.report.objectives import Ground
    from aci_model.report.objectives_nature import Natures

OUT, INTO = "ligne_allegee", "ligne_renforcee"
BALANCE = (
    Column("nature", "Nature"),
    Column("lines", "Lignes", "whole"),
    Column("amount", "Euros", "euros"),
    Column("expected", "Attendu", "euros"),
    Column("spread", "Écart type", "euros"),
    Column("variance_share", "Part de l’incertitude", "percent"),
    Column("days", "Jours", "number"),
    Column("proofs", "Pièces à fournir", "whole"),
    Column("without_proof", "Lignes sans preuve dite", "whole"),
    Column("strength_words", "Force des preuves"),
)
STRENGTHS = (
    Column("label", "Ligne"),
    Column("nature", "Nature"),
    Column("expected_proof", "Preuves attendues", blank="–"),
    Column("level", "Force", "whole", blank="–"),
    Column("origin", "Elle est"),
)
SWAP = (
    Column("measure", "Toutes les lignes"),
    Column("before", "Avant"),
    Column("after", "Après"),
    Column("change", "Écart"),
)
READING = "Une barre par mesure, partagée entre les natures ; une marque creuse repose en partie sur des valeurs proposées."


def draw(on: Ground) -> None:
    """Draw the balance, the scale of evidence, and one swap."""
    told = session.remember("natures", lambda: report.natures(on))
    display.answer(told.headline)
    if told.balance.empty:
        return
    left, right = st.columns([0.52, 0.48], gap="medium")
    with left:
        theme = display.colours()
        display.show(
            session.remember(
                f"natures {theme.accent}",
                lambda: natures_figure.balance(told.shares, told.balance, theme),
            ),
            title=told.finding,
            reading_note=french.typeset(READING),
            alt=told.aloud,
            table=told.balance,
            columns=BALANCE,
            name="objectifs_natures",
        )
    with right:
        _swap(told)
        _scale(told)


def _scale(told: Natures) -> None:
    st.subheader("Force d’une preuve, de 0 à 3", anchor=False)
    with st.container(key="objectives_scale"):
        st.markdown("  \n".join(f"**{level}** · {plain(said)}" for level, said in told.scale.items()))
    proposed = int((told.strengths["origin"] == "proposée").sum())
    if proposed:
        st.caption(
            f"{french.count(proposed, 'valeur proposée', 'valeurs proposées')} d’après les mots des preuves attendues{french.NBSP}: "
            "à confirmer dans la colonne «\u00a0force de la preuve\u00a0» de votre classeur."
        )
    _lines(told)


@st.fragment
def _lines(told: Natures) -> None:
    """Fold the strength of each line away; it is written only once someone opens it."""
    fold = st.expander("Ligne par ligne", icon=":material/table_rows:", key="fold_forces", on_change="rerun")
    if fold.open:
        with fold:
            display.show_table(
                told.strengths, STRENGTHS, title="Force des preuves, ligne par ligne", name="objectifs_forces"
            )


def _swap(told: Natures) -> None:
    """Draw one swap: two lines to choose, what it does before and after."""
    st.subheader(question("Et si des euros passaient du quantitatif au qualitatif"), anchor=False)
    if told.swaps.empty:
        st.markdown(
            "Il faut, dans une même mission, une ligne quantitative et une ligne qualitative dont la chance et le montant sont connus."
        )
        return
    outs = _labels(told, "out")
    out = st.selectbox(
        "Ligne quantitative à alléger",
        list(outs),
        format_func=outs.__getitem__,
        key=OUT,
        persist_state="session",
    )
    mine = told.swaps[told.swaps["out"] == out]
    intos = dict(zip(mine["into"].astype("int64"), mine["into_label"].map(shortened), strict=True))
    into = st.selectbox(
        "Ligne qualitative de la même mission",
        list(intos),
        format_func=intos.__getitem__,
        key=f"{INTO}_{out}",
        persist_state="session",
    )
    row = mine[mine["into"] == into].iloc[0]
    st.markdown(plain(report.swap_words(row)))
    written = tables.on_screen(report.swap_table(row, told.expected), SWAP)
    with st.container(key="table_echange_r2_r3_r4_"):
        st.table(written, border="horizontal", hide_index=True, alt="Ce que change le report")


def _labels(told: Natures, side: str) -> dict[int, str]:
    """Name the lines of one side, the best swaps first."""
    once = told.swaps.drop_duplicates(side)
    return dict(zip(once[side].astype("int64"), once[f"{side}_label"].map(shortened), strict=True))
