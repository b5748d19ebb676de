"""What was typed on the pages and is not in the file yet: how much, how to take it back, how to keep it."""

from __future__ import annotations

import streamlit as st

from aci_model import reading
from aci_model import wording as french
from pages._shared import session
from pages._shared.display import WORKBOOK

NAME = "mon_classeur_aci.xlsx"  # never the person's own: their file is not replaced unawares


def save() -> None:
    """Draw the bar of what was typed: how many changes, take the last back, save; nothing when there are none."""
    changed, read = session.edits_count(), session.dossier()
    if read is None or not changed:
        return
    law = session.law()
    with st.container(key="desk", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/edit: {_told(changed)}", width="content")
        st.button(
            "Annuler la dernière",
            icon=":material/undo:",
            type="tertiary",
            on_click=session.undo_edit,
            key="desk_undo",
        )
        st.download_button(
            "Enregistrer mon classeur (xlsx)",
            data=lambda: reading.workbook(read, law.missions, law.parts),
            file_name=NAME,
            mime=WORKBOOK,
            icon=":material/download:",
            type="tertiary",
            on_click=session.mark_saved,
            key="desk_save",
            help="Votre classeur avec ce que vous avez saisi ici. Redéposez-le une autre fois pour tout retrouver.",
        )


def _told(changed: int) -> str:
    if session.edits_saved():
        return f"{french.count(changed, 'modification')}, dans le classeur que vous venez d’enregistrer"
    return french.count(changed, "modification non enregistrée", "modifications non enregistrées")
