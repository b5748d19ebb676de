"""Avancement: filters, one bullet graph a line, mission by mission, and what a line asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import wording as french
from aci_model.report import digests, standing, tables
from pages._shared import bullet_figure, columns, display, own_path, session, views
from pages._shared.wording import STATUSES, plain

if TYPE_CHECKING:
    import pandas as pd


def draw(lines: pd.DataFrame) -> None:
    """Draw the filters and the lines they keep, or every line beside its own past.

    Args:
        lines: from `views.lines`.
    """
    alone = own_path.chosen()
    kept = lines if alone else _filtered(lines)
    if kept.empty:
        st.markdown("Aucune ligne ne correspond à ces filtres. Retirez-en un pour revoir vos lignes.")
        return
    missions = kept["mission_label"].drop_duplicates()
    shown = st.segmented_control(
        "Mission",
        list(missions),
        key="mission_vue",
        default=tables.most_at_stake(kept),
        persist_state="session",
        required=True,
        format_func=plain,
    )
    mine = kept[kept["mission_label"] == shown]
    if alone:
        own_path.draw(mine)
        return
    mine = mine.sort_values(["stake", "next_gain"], ascending=False, kind="stable")
    theme = display.colours()
    which = mine["line"].tolist()
    told = session.remember(f"shown {which}", lambda: digests.shown(mine))
    display.show(
        session.remember(f"bullets {which} {theme.accent}", lambda: bullet_figure.bullets(mine, theme)),
        title=told.say,
        reading_note=f"Une barre par ligne{french.NBSP}: à gauche la valeur initiale, à droite le dernier palier. "
        "En tête, ce qui laisse le plus à gagner (à prouver ou en attente).",
        alt=told.aloud,
        table=kept,
        columns=columns.progress(kept),
        name="avancement",
    )
    _line(mine, told.names)


def _filtered(lines: pd.DataFrame) -> pd.DataFrame:
    """Keep the natures and statuses chosen; nothing chosen keeps everything."""
    natures = sorted(lines["nature"].dropna().unique())
    with st.container(horizontal=True, gap="medium"):
        nature = st.pills(
            "Nature",
            natures,
            selection_mode="multi",
            key="natures",
            persist_state="session",
            format_func=plain,
        )
        status = st.pills(
            "État",
            [name for name in STATUSES if (lines["status"] == name).any()],
            selection_mode="multi",
            key="etats",
            persist_state="session",
            format_func=STATUSES.__getitem__,
        )
    kept = lines["nature"].isin(nature or natures) | (lines["nature"].isna() & (not nature))
    return lines[kept & lines["status"].isin(status or list(STATUSES))]


def _line(mine: pd.DataFrame, labels: dict[int, str]) -> None:
    """Open one line: its next step, its proofs, its past results."""
    st.subheader("Une ligne de près", anchor=False)
    line = st.selectbox(
        "Ligne",
        list(labels),
        format_func=labels.__getitem__,
        key="ligne_vue",
        persist_state="session",
        label_visibility="collapsed",
    )
    row = mine[mine["line"] == line].iloc[0]
    st.markdown(plain(standing.line_progress(row)))
    proofs = tables.proofs(row)
    if proofs:
        given = (
            "fournie"
            if row["proof_tracked"] and row["proof"]
            else "à fournir"
            if row["proof_tracked"]
            else "non suivie dans le fichier"
        )
        st.markdown(
            f"**Preuve {given}**{french.NBSP}:\n" + "\n".join(f"- {plain(proof)}" for proof in proofs)
        )
    history = views.line_history(int(line))
    if not history.empty:
        display.show_table(
            history, columns.HISTORY, title="Résultats des années passées", name="avancement_histoire"
        )
