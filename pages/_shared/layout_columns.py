"""Each column of a foreign sheet, what it is read as, and the missions of its rows: corrected in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import wording as french
from aci_model.reading import layout
from aci_model.reading.layout.plan import RESULTS, SKIP, SURE
from aci_model.reading.text import letters
from pages._shared import session
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.reading import Understood
    from aci_model.reading.layout import ColumnPlan, SheetPlan
    from aci_model.reading.sheets import RawSheet
    from aci_model.reading.tables import Key

_SAMPLES = 3
_LONGEST = 30  # letters of one sample
_UNTOLD = "à préciser"


def draw(file: Understood, sheet: RawSheet, plan: SheetPlan, key: str) -> None:
    """Draw the form: a list for each column, one for each block's mission, and « Confirmer »."""
    law = session.law()
    choices = layout.choices(plan.role, law.missions, law.parts)
    with st.form(f"correspondance_{key}", border=False):
        for column in plan.columns:
            _column(sheet, plan, column, choices, key)
        _missions(file, sheet, plan, key)
        st.form_submit_button(
            "Confirmer",
            icon=":material/check:",
            type="primary",
            on_click=_confirm,
            args=(file, sheet, plan, key),
        )


def _column(sheet: RawSheet, plan: SheetPlan, column: ColumnPlan, choices: dict[str, Key], key: str) -> None:
    original, meaning = st.columns([3, 2], vertical_alignment="center")
    with original:
        title = column.title or "sans titre"
        st.markdown(plain(f"{letters(column.column)} · {title}"))
        samples = layout.samples(sheet, plan, column.column, _SAMPLES)
        cells = " · ".join(_short(text) for text in samples) or "colonne vide"
        st.caption(plain(f"{cells} — {_certainty(column)}"))
    with meaning:
        names = [SKIP, *choices]
        chosen = _name(plan, column)
        if chosen not in names:
            names.append(chosen)
        st.selectbox(
            f"Colonne {letters(column.column)}, lue comme",
            names,
            index=names.index(chosen),
            key=f"colonne_{key}_{column.column}",
            label_visibility="collapsed",
        )


def _name(plan: SheetPlan, column: ColumnPlan) -> str:
    law = session.law()
    return layout.name_of(plan.role, column.meaning, law.missions, law.parts)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _certainty(column: ColumnPlan) -> str:
    if column.asked:
        return f"à préciser{french.NBSP}: {column.reason}."
    if column.meaning is None:
        return "gardée telle quelle, sans être comptée."
    confirm = "" if column.score >= SURE else "à confirmer, "
    return f"{confirm}{french.percent(column.score, 0)} sûr{french.NBSP}: {column.reason}."


def _missions(file: Understood, sheet: RawSheet, plan: SheetPlan, key: str) -> None:
    """Draw a list for the mission of each block, or one for the whole sheet when no cell tells it."""
    law = session.law()
    ids = law.missions["mission"].tolist()
    labels = dict(zip(ids, law.missions["short"].tolist(), strict=True))
    applied = file.applied.get(plan.sheet)
    texts = layout.block_texts(sheet, applied) if applied else []
    if plan.role == RESULTS and not texts:
        return  # a result follows its indicator, whose mission is told elsewhere
    st.markdown("**Missions**" if len(texts) > 1 else "**Mission**")
    for rank, text in enumerate(texts or [""]):
        named = layout.mission_named(text, law.missions, law.parts, plan) if text else plan.mission
        original, chosen = st.columns([3, 2], vertical_alignment="center")
        original.markdown(plain(text) if text else "Toutes les lignes de la feuille")
        options = ["", *ids]
        chosen.selectbox(
            plain(f"Mission de {text or 'la feuille'}"),
            options,
            index=options.index(named or ""),
            format_func=lambda mission: labels.get(mission, _UNTOLD),
            key=f"mission_{key}_{rank}",
            label_visibility="collapsed",
        )


def _confirm(file: Understood, sheet: RawSheet, plan: SheetPlan, key: str) -> None:
    """Read the file under what the form says, from now on."""
    law = session.law()
    choices = layout.choices(plan.role, law.missions, law.parts)
    names = {
        column.column: session.chosen(f"colonne_{key}_{column.column}", _name(plan, column))
        for column in plan.columns
    }
    meanings = {column: choices.get(name) for column, name in names.items()}
    if absent := layout.lacking(plan.role, meanings.values()):
        name = layout.name_of(plan.role, absent[0], law.missions, law.parts)
        st.error(
            plain(
                f"Aucune colonne n’est lue comme «{french.NBSP}{name}{french.NBSP}». Choisissez-la, puis confirmez."
            )
        )
        return
    if repeated := layout.twice(meanings):
        listed = french.enumeration(
            [
                f"«{french.NBSP}{layout.name_of(plan.role, meant, law.missions, law.parts)}{french.NBSP}»"
                for meant in repeated
            ]
        )
        st.error(plain(f"Plusieurs colonnes sont lues comme {listed}. Gardez-en une seule, puis confirmez."))
        return
    applied = file.applied.get(plan.sheet)
    texts = layout.block_texts(sheet, applied) if applied else []
    told = {
        text: mission
        for rank, text in enumerate(texts)
        if (mission := session.chosen(f"mission_{key}_{rank}", ""))
        and mission != layout.mission_named(text, law.missions, law.parts, plan)
    }
    whole = "" if texts else session.chosen(f"mission_{key}_0", "")
    seen = layout.corrected(plan, meanings, whole, told)
    session.lay_out(file.file, layout.confirmed(file.layout, seen))
