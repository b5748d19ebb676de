"""After the reveal: pictures, sheets by theme, open questions carried into the register, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import workshop_document, workshop_workbook
from aci_model.wording import NBSP, count, typeset
from aci_model.workshop.sheets import FIELDS
from pages._shared import (
    sheets,
    workshop_room_matter,
    workshop_room_pictures,
    workshop_room_questions,
    workshop_state,
)
from pages._shared.display import WORKBOOK
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.workshop.doors import Facilitator
    from aci_model.workshop.rooms import Workshop

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_REVEAL, _SHEETS, _QUESTIONS, _PAPERS = VIEWS = ("Révélation", "Fiches", "Questions", "Documents")


def draw(facilitator: Facilitator, workshop: Workshop) -> None:
    """Draw the views of what the room found.

    Args:
        facilitator: of the workshop.
        workshop: revealed, or in discussion.
    """
    st.divider()
    if not workshop.revealed:
        workshop_room_questions.draw(facilitator, workshop)
        return
    view = st.segmented_control(
        "Vue", VIEWS, key="atelier_vue", default=_REVEAL, required=True, label_visibility="collapsed"
    )
    if view == _REVEAL:
        _reveal(workshop)
    elif view == _SHEETS:
        _sheets(facilitator, workshop)
    elif view == _QUESTIONS:
        workshop_room_questions.draw(facilitator, workshop)
    else:
        _papers(facilitator, workshop)


def _reveal(workshop: Workshop) -> None:
    shown = workshop_state.revealed(workshop)
    drawn = workshop_room_pictures.of_room(workshop)
    if not drawn:
        st.markdown(plain(shown.headline))
        return
    for picture in drawn:
        workshop_room_pictures.show(picture, "salle")
    st.subheader("Ce que la salle a trouvé", anchor=False)
    st.markdown("\n".join(f"- {plain(one)}" for one in shown.findings))


def _sheets(facilitator: Facilitator, workshop: Workshop) -> None:
    """Draw what the tables report, grouped under the workshop's questions, then each sheet whole."""
    matter = workshop_room_matter.matter(facilitator, workshop)
    if not matter.sheets:
        st.markdown(typeset("Aucune table n'a scellé de scénario : il n'y a pas de fiche."))
        return
    st.subheader("Par question de l’atelier", anchor=False)
    for rank, label in enumerate(matter.returns["theme_label"].drop_duplicates()):
        rows = matter.returns[matter.returns["theme_label"] == label]
        sheets.fold(
            plain(f"{label} · {count(len(rows), 'retour')}"),
            "forum",
            f"atelier_theme_{rank}",
            lambda rows=rows: st.markdown(_returns(rows)),
        )
    st.subheader("Table par table", anchor=False)
    for rank, one in enumerate(matter.sheets):
        sheets.fold(
            plain(one["name"]), "description", f"atelier_fiche_{rank}", lambda one=one: _sheet(one["sheet"])
        )


def _sheet(sheet: Mapping[str, str]) -> None:
    for field, (name, _) in FIELDS.items():
        lines = [plain(line) for line in sheet[field].split("\n") if line.strip()]
        if lines:
            st.markdown(f"**{name}**\n" + "\n".join(f"- {line}" for line in lines))


def _returns(rows: pd.DataFrame) -> str:
    who = rows["name"].fillna("animateur").tolist()
    return "\n".join(
        f"- **{plain(name)}**{NBSP}: {plain(text)}"
        for name, text in zip(who, rows["text"].tolist(), strict=True)
    )


def _papers(facilitator: Facilitator, workshop: Workshop) -> None:
    """Offer the report and the data; each is written when somebody asks for it."""
    matter = workshop_room_matter.matter(facilitator, workshop)
    st.subheader("Tout l’atelier, à emporter", anchor=False)
    st.markdown(
        typeset(
            "Le compte rendu réunit le cas, les tables côte à côte, les accords, les fiches, les retours par question et les "
            "questions en suspens. Le classeur porte les mêmes données, table par table."
        )
    )
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Compte rendu (docx)",
            data=lambda: workshop_document.to_docx(matter),
            file_name="compte_rendu_atelier.docx",
            mime=_WORD,
            key="atelier_docx",
            icon=":material/description:",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            "Données (xlsx)",
            data=lambda: workshop_workbook.to_xlsx(matter),
            file_name="donnees_atelier.xlsx",
            mime=WORKBOOK,
            key="atelier_xlsx",
            icon=":material/table:",
            on_click="ignore",
        )
