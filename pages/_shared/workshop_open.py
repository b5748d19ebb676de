"""Opening a workshop: a case, exactly what of it the tables will see, how long it is kept."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model import reading
from aci_model.report.workshop_tables import missions_table, objectives_table
from aci_model.store import StoreError, keys
from aci_model.wording import NBSP, day, euros, missing, typeset
from aci_model.workshop import cases, doors
from aci_model.workshop.cases import ScenarioError
from aci_model.workshop.errors import RoomError
from aci_model.workshop.shape import titled
from pages._shared import (
    display,
    frame,
    grid,
    session,
    sheets,
    tables,
    welcome,
    workshop_room_pictures,
    workshop_state,
)
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.cases import Case

WANTED = "atelier_animer"
MINE = "atelier_anime"  # (code, key) of the workshop this session opened
_SECRET = "atelier_cle_neuve"  # noqa: S105 (the name it is kept under)
_REFUSED = "atelier_ouverture_refus"
_FIELD = "atelier_ouvrir_"
OWN, SAMPLE, SIZE = SOURCES = ("Votre contrat", "Le contrat d’exemple", "Les montants d’une taille")
_LABEL = "Montré aux tables"


def wanted() -> bool:
    """Tell whether this person came to open a workshop."""
    return bool(session.chosen(WANTED, False))


def door() -> None:
    """Draw the way to opening a workshop, and back to the one this session leads."""
    st.subheader("Animer un atelier", anchor=False)
    st.markdown(
        typeset(
            "Vous choisissez un cas, la salle le travaille table par table, et tout se révèle ensemble au grand écran."
        )
    )
    mine = session.chosen(MINE, None)
    if mine is not None:
        st.button(
            f"Reprendre l’atelier {mine[0]}",
            key="atelier_reprendre",
            type="primary",
            on_click=_enter,
            args=mine,
        )
    st.button("Préparer un atelier", key="atelier_preparer", on_click=session.keep, args=(WANTED, True))


def draw() -> None:
    """Draw the choice of a case, what of it is shown, and the opening."""
    display.answer("Choisissez le cas que la salle va travailler.")
    source = st.segmented_control(
        "Cas",
        SOURCES,
        key=f"{_FIELD}cas",
        default=OWN if session.community() else SAMPLE,
        required=True,
        label_visibility="collapsed",
    )
    title = st.text_input(
        "Titre, montré aux tables", value="Combien d’objectifs ?", key=f"{_FIELD}titre", max_chars=120
    )
    with workshop_state.told():
        case = _case(str(source), title)
        if case is not None:
            checked = _shown(case, own=source == OWN)
            _opening(*checked)
    st.button("Revenir", key="atelier_renoncer", type="tertiary", on_click=session.keep, args=(WANTED, None))


def _case(source: str, title: str) -> Case | None:
    """Make the case somebody chose; None while there is nothing to make it of.

    Raises:
        ScenarioError: it cannot be a case; with what to do.
    """
    named = titled(title)
    if source == SIZE:
        sizes = session.law().sizes
        labels = dict(zip(sizes["size_class"].astype(int).tolist(), sizes["label"].tolist(), strict=True))
        size = st.selectbox(
            "Taille", list(labels), format_func=labels.__getitem__, index=2, key=f"{_FIELD}taille"
        )
        return cases.of_size(int(size), session.law(), named)
    if source == SAMPLE:
        return replace(_sample(), title=named)
    own = session.community()
    if own is None:
        _nothing_yet()
        return None
    read = session.dossier()
    assert read is not None  # it has a community
    made = session.remember(
        "atelier cas", lambda: cases.of_contract(read, session.law(), "Cas", community=own)
    )
    return replace(made, title=named)


def _nothing_yet() -> None:
    if session.files():
        st.markdown("Aucune ligne de contrat n’a pu être lue dans vos fichiers.")
        st.page_link(frame.HOME, label="Voir ce qui bloque", icon=":material/arrow_forward:")
    welcome.drop_zone("Annexe ou classeur de votre contrat (xlsx, ods, csv)")
    st.caption(
        typeset("Le fichier reste dans votre session : seul ce qui est montré ci-dessous en sort, sans nom.")
    )


@functools.cache
def _sample() -> Case:
    """Contract A; nobody's own data, so every session shares it."""
    law = session.law()
    content = [(welcome.SAMPLE.name, welcome.SAMPLE.read_bytes())]
    return cases.of_contract(reading.read(content, law.missions, law.parts), law, "Contrat d’exemple")


def _shown(case: Case, *, own: bool) -> tuple[Case, bool]:
    """Draw exactly what the tables will see of a case.

    Args:
        case: as made.
        own: it is somebody's contract: its labels are to be read over, and may be changed.

    Returns:
        The case as it would be opened, and whether it may be.

    Raises:
        ScenarioError: a label was changed into something a case cannot have.
    """
    st.subheader("Ce que chaque table verra, et rien d’autre", anchor=False)
    if own:
        st.markdown(
            typeset(
                "Le nom de la communauté, des fichiers et des personnes ne sort pas : il reste la taille, l'année, les "
                "montants et les libellés ci-dessous."
            )
        )
    facts = [f"Fonctionnement{NBSP}: **{_known(case.operating)}** par an"]
    if case.commitments is not None:
        facts.append(f"engagements fermes de l’année{NBSP}: **{euros(case.commitments)}**")
    if case.size_class is not None:
        facts.append(f"taille **{case.size_class}**")
    if case.year is not None:
        facts.append(f"année **{case.year}**")
    st.markdown(" · ".join(facts))
    table = missions_table(case)
    _table(table, "Les missions du cas", "atelier_cas_missions")
    read_over = True
    if own:
        case, read_over = _labels(case)
    elif len(case.objectives):
        lines = objectives_table(case)
        sheets.fold(
            f"Les {len(lines)} lignes du contrat",
            "table_rows",
            "atelier_cas_lignes",
            lambda: _table(lines, "Les lignes du contrat", "atelier_cas_lignes"),
        )
    if case.notices:
        sheets.fold(
            f"À savoir sur ce cas ({len(case.notices)})",
            "info",
            "atelier_cas_notices",
            lambda: st.markdown("\n".join(f"- {plain(notice)}" for notice in case.notices)),
        )
    return case, read_over


def _table(table: pd.DataFrame, title: str, name: str) -> None:
    columns = workshop_room_pictures.columns(table)
    sheets.draw_written(tables.on_screen(table, columns), title, name, figures=tables.figures(columns))


def _labels(case: Case) -> tuple[Case, bool]:
    """Let the labels of a contract be read over, one by one, and changed."""
    listed = session.remember("atelier libelles", lambda: _to_check(case))
    key = f"{_FIELD}libelles_{session.loaded_key()[:12]}"
    st.data_editor(
        listed.drop(columns="objective"),
        hide_index=True,
        num_rows="fixed",
        disabled=[name for name in listed.columns if name != _LABEL],
        key=key,
        height=min(38 + 36 * len(listed), 380),
        row_height=36,
        column_config={
            _LABEL: st.column_config.TextColumn(width=420, max_chars=400, required=True),
            "Montant": st.column_config.NumberColumn("Montant (€)", format="localized"),
        },
    )
    typed = grid.typed_in(key, listed["objective"].tolist(), _LABEL)  # type: ignore[arg-type]  # ids stand for rows
    new = {str(name): value for (name, _), value in typed.items()}
    labels = case.objectives["label"].where(
        ~case.objectives["objective"].isin(new), case.objectives["objective"].map(new)
    )
    changed = replace(case, objectives=case.objectives.assign(label=labels))
    case = cases.of_record(cases.to_record(changed))  # refuses what a label cannot be
    asks = int(listed["À relire"].ne("").sum())
    if asks:
        st.markdown(
            typeset(f"Lignes à relire d'abord : {asks}. Changez leur libellé dans le tableau si besoin.")
        )
    agreed = st.checkbox(
        typeset("J'ai relu ces libellés : aucun ne nomme quelqu'un"),
        key=f"{_FIELD}relu_{session.loaded_key()[:12]}",
    )
    return case, agreed


def _to_check(case: Case) -> pd.DataFrame:
    """Lay the labels out for a person to read over, those with a reason first."""
    rows = cases.labels_to_check(case)
    known = case.objectives.set_index("objective")
    short = case.missions.set_index("mission")["short"]
    return rows.assign(
        mission=rows["objective"].map(known["mission"]).map(short),
        euros=rows["objective"].map(known["euros"]),
        reason=rows["reason"].fillna("").astype("str"),
    )[["objective", "label", "mission", "euros", "reason"]].rename(
        columns={"label": _LABEL, "mission": "Mission", "euros": "Montant", "reason": "À relire"}
    )


def _opening(case: Case, read_over: bool) -> None:
    st.subheader("Combien de temps le garder", anchor=False)
    days = int(
        st.number_input(
            "Jours de conservation",
            min_value=1,
            max_value=doors.LONGEST_KEPT_DAYS,
            value=doors.KEPT_DAYS,
            key=f"{_FIELD}jours",
            width=220,
        )
    )
    erased = workshop_state.now().date() + dt.timedelta(days=days)
    st.caption(
        typeset(
            f"Le {day(erased)}, l'atelier, ses réponses et ses questions sont effacés du serveur ; vos documents restent."
        )
    )
    refused = session.chosen(_REFUSED, "")
    if refused:
        st.error(refused, icon=":material/error:")
    st.button(
        "Ouvrir l’atelier",
        key="atelier_ouvrir",
        type="primary",
        icon=":material/meeting_room:",
        on_click=_opened,
        args=(case, days),
        disabled=not read_over,
    )


def _opened(case: Case, days: int) -> None:
    """Open the workshop; a click made twice opens one."""
    if workshop_state.KEY in st.query_params:
        return
    secret = session.chosen(_SECRET, "") or keys.new_secret()
    session.keep(_SECRET, secret)
    try:
        workshop, key = doors.open_workshop(
            workshop_state.store(),
            case.title,
            cases.to_record(case),
            workshop_state.now(),
            keep_days=days,
            key=secret,
        )
    except (RoomError, ScenarioError, StoreError) as refusal:
        session.keep(_REFUSED, str(refusal))
        return
    for name in (_SECRET, _REFUSED, WANTED):
        session.keep(name, None)
    _enter(workshop.code, key)


def _enter(code: str, key: str) -> None:
    """Go to the facilitator's page of a workshop."""
    session.keep(MINE, (code, key))
    st.query_params[workshop_state.CODE] = code
    st.query_params[workshop_state.KEY] = key


def _known(value: Any) -> str:  # noqa: ANN401  euros or nothing
    return "inconnu" if value is None or missing(value) else euros(value)
