"""The quality report: every doubt about the files, where it is, what was done, and a place to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model import wording as french
from pages._shared import display, session
from pages._shared.columns import PROBLEMS
from pages._shared.wording import SEVERITIES, plain

if TYPE_CHECKING:
    import pandas as pd

GRAVE = ("refused", "error", "warning")
WIDTHS = {  # column -> (header, pixels): all of them in sight on a laptop
    "gravity": ("Gravité", 125),
    "place": ("Où", 165),
    "message": ("Constat", 320),
    "done": ("Ce qui a été fait, ce qu’il faut faire", 250),
    "correction": ("Votre correction", 125),
}
THREE_LINES = 72  # pixels: a sentence wraps in its cell
SEVERAL = {"refused": "fichiers refusés", "error": "valeurs écartées"}  # the other words do not change


def draw(problems: pd.DataFrame) -> None:
    """Draw the report, folded; unfolded when a file or a value was left out.

    Args:
        problems: from `report.tables.problems`.
    """
    grave = problems[problems["severity"].isin(GRAVE)]
    if problems.empty:
        st.markdown(":material/check: Rien à vérifier dans vos fichiers.")
        _answered()
        return
    label = french.count(len(grave), "point") + " à vérifier" if len(grave) else "Pour information"
    unread = problems["severity"].isin(["refused", "error"]).any()
    with st.expander(label, expanded=bool(unread), icon=":material/rule:"):
        st.caption(_summary(problems))
        _corrections(problems)
        display.download(problems, PROBLEMS, title="Points à vérifier", name="points_a_verifier")
        _answered()


def _summary(problems: pd.DataFrame) -> str:
    counts = problems["severity"].value_counts()
    told = [
        french.count(counts[severity], word, SEVERAL.get(severity, word))
        for severity, word in SEVERITIES.items()
        if severity in counts.index
    ]
    how = (
        " Pour corriger ici sans toucher au fichier, écrivez la bonne valeur dans la dernière colonne, puis relisez."
        if problems["cell"].notna().any()
        else ""  # what is the matter with a whole file is no cell to correct
    )
    return plain(f"{french.enumeration(told)}.{how}")


def _corrections(problems: pd.DataFrame) -> None:
    """Show the problems as a grid whose last column corrects the cell they speak of."""
    shown = problems.assign(
        gravity=problems["severity"].map(SEVERITIES),
        place=_places(problems),
        correction="",
    )[list(WIDTHS)]
    look: dict[str, Any] = {
        "hide_index": True,
        "row_height": THREE_LINES,
        "column_config": {
            name: st.column_config.TextColumn(header, width=width) for name, (header, width) in WIDTHS.items()
        },
        "alt": "Points à vérifier, du plus grave au moins grave",
    }
    if not problems["correctable"].any():
        st.dataframe(shown.drop(columns="correction"), **look)
        return
    edited = st.data_editor(
        shown,
        key=f"corrections_{session.loaded_key()}",
        disabled=[name for name in WIDTHS if name != "correction"],
        **look,
    )
    typed = edited["correction"].fillna("").str.strip()
    usable = (typed != "") & problems["correctable"]
    if ((typed != "") & ~usable).any():
        st.caption(
            "Ce qui étonne dans le contrat ne se corrige pas ici\u00a0: corrigez votre classeur, puis redéposez-le."
        )
    st.button(
        "Relire avec mes corrections",
        icon=":material/refresh:",
        disabled=not usable.any(),
        on_click=_apply,
        args=(problems[usable], typed[usable].tolist()),
    )


def _apply(problems: pd.DataFrame, typed: list[str]) -> None:
    for row, text in zip(problems.to_dict("records"), typed, strict=True):
        session.answer((row["file"], row["sheet"], row["cell"]), text)


def _answered() -> None:
    """List the corrections in force; each can be taken back."""
    for rank, (place, text) in enumerate(session.answers().items()):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            nbsp = french.NBSP
            told = f"Corrigé{nbsp}: {', '.join(place)} se lit «{nbsp}{text}{nbsp}»."
            st.markdown(plain(told), width="content")
            st.button(
                "Annuler", key=f"annuler_{rank}", on_click=session.answer, args=(place, ""), type="tertiary"
            )


def _places(problems: pd.DataFrame) -> list[str]:
    return [
        ", ".join(str(part) for part in place if not french.missing(part) and part)
        for place in zip(problems["file"], problems["sheet"], problems["cell"], strict=True)
    ]
