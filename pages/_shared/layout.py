"""« Ce que nous avons compris »: a file in someone else's layout, beside what was understood of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import reading
from aci_model import wording as french
from aci_model.reading import layout
from aci_model.reading.layout.plan import IGNORED, ROLES, SURE
from pages._shared import layout_columns, layout_original, session
from pages._shared.display import WORKBOOK
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.reading import Understood
    from aci_model.reading.layout import SheetPlan
    from aci_model.reading.sheets import RawSheet

_STACKED = (1, 2, 3)


def draw() -> None:
    """Draw one folded block for each file in another layout; open until its layout is confirmed."""
    for rank, file in enumerate(session.understood()):
        confirmed = file.layout.confirmed
        word = "Correspondance confirmée" if confirmed else "Ce que nous avons compris"
        if not any(plan.role != IGNORED for plan in file.layout.sheets):
            word = "À préciser"
        icon = ":material/check:" if confirmed else ":material/translate:"
        with st.expander(plain(f"{word}{french.NBSP}: {file.file}"), expanded=not confirmed, icon=icon):
            _file(file, f"{session.loaded_key()[:12]}_{rank}", confirmed=confirmed)


def _file(file: Understood, key: str, *, confirmed: bool) -> None:
    if not any(plan.role != IGNORED for plan in file.layout.sheets):
        st.markdown(
            "Nous n’avons reconnu ni indicateurs ni enveloppes. Dites ce que la feuille contient et où sont ses titres, ou reprenez le modèle."
        )
    elif not confirmed:
        st.markdown(
            f"Ce classeur n’a pas la forme du modèle. Voici ce que nous y lisons{french.NBSP}: corrigez ce qui ne va pas, puis confirmez."
        )
    names = [sheet.name for sheet in file.sheets]
    name = names[0]
    if len(names) > 1:
        name = st.selectbox("Feuille", names, key=f"feuille_{key}") or names[0]
    sheet = file.sheets[names.index(name)]
    plan = file.layout.of(name)
    if plan is None:
        return
    own = f"{key}_{names.index(name)}"
    _shape(file, sheet, plan, own)
    layout_original.draw(sheet, plan)
    if plan.role != IGNORED:
        _doubts(plan)
        layout_columns.draw(file, sheet, plan, own)
        layout_original.left_out(sheet, file.applied.get(name))
    _downloads(file, key)


def _shape(file: Understood, sheet: RawSheet, plan: SheetPlan, key: str) -> None:
    """Let a person say what the sheet holds and where its titles are; it is then proposed again."""
    with st.container(horizontal=True, gap="small"):
        roles = list(ROLES)
        st.selectbox(
            "Contenu de la feuille",
            roles,
            index=roles.index(plan.role),
            format_func=ROLES.__getitem__,
            key=f"contenu_{key}",
            on_change=_again,
            args=(file, sheet, key),
            width=220,
        )
        st.number_input(
            "Ligne des titres",
            min_value=1,
            max_value=max(len(sheet.rows), 1),
            value=plan.header,
            key=f"titres_{key}",
            on_change=_again,
            args=(file, sheet, key),
            width=160,
        )
        st.selectbox(
            "Titres sur",
            _STACKED,
            index=_STACKED.index(plan.depth),
            format_func=lambda rows: french.count(rows, "ligne"),
            key=f"etages_{key}",
            on_change=_again,
            args=(file, sheet, key),
            width=140,
        )


def _again(file: Understood, sheet: RawSheet, key: str) -> None:
    law = session.law()
    plan = layout.again(
        sheet,
        law.missions,
        law.parts,
        header=int(session.chosen(f"titres_{key}", 1)),
        depth=int(session.chosen(f"etages_{key}", 1)),
        role=session.chosen(f"contenu_{key}", IGNORED),
    )
    session.lay_out(file.file, layout.replaced(file.layout, plan))


def _doubts(plan: SheetPlan) -> None:
    asked = sum(column.asked for column in plan.columns)
    unsure = sum(bool(column.meaning) and column.score < SURE for column in plan.columns)
    read = sum(bool(column.meaning) for column in plan.columns)
    told = (
        f"{french.count(read, 'colonne')} {'comprise' if read < 2 else 'comprises'} sur {len(plan.columns)}"
    )
    if unsure:
        told += f", dont {unsure} à confirmer"
    if asked:
        told += f"{french.NNBSP}; {french.count(asked, 'colonne')} à préciser"
    st.caption(plain(told + "."))


def _downloads(file: Understood, key: str) -> None:
    law, read = session.law(), session.dossier()
    if read is None:
        return
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Télécharger la correspondance",
            data=lambda: layout.dumps(file.layout, law.missions, law.parts),
            file_name="correspondance.toml",
            mime="application/toml",
            icon=":material/download:",
            on_click="ignore",
            key=f"toml_{key}",
        )
        st.download_button(
            "Télécharger au format du modèle",
            data=lambda: reading.workbook(read, law.missions, law.parts),  # made outside the session
            file_name="contrat_au_format_du_modele.xlsx",
            mime=WORKBOOK,
            icon=":material/download:",
            on_click="ignore",
            key=f"modele_{key}",
        )
