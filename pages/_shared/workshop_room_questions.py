"""The parking list as the facilitator leads it: to whom each question goes, what it suspends, and into the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.report.workshop_tables import parking_table
from aci_model.wording import count, missing, typeset
from aci_model.workshop import answers
from aci_model.workshop.parking import LONGEST_QUESTION
from aci_model.workshop.sheets import question_of, register_rows
from aci_model.workshop.states import CLOSED
from aci_model.workshop.themes import settings
from pages._shared import (
    display,
    session,
    sheets,
    tables,
    workshop_room_gesture,
    workshop_room_matter,
    workshop_room_pictures,
    workshop_state,
)
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.doors import Facilitator
    from aci_model.workshop.rooms import Workshop
    from aci_model.workshop.shape import Case

_FIELD = "atelier_question_"
_LABEL = 90  # letters of a question in a list of choices
_ABOUT, _WHO, _LEADS = "Au sujet de", "Posée par", "animateur"  # of parking_table
_NOBODY, _WHOLE = "à décider", "tout le contrat"


def draw(facilitator: Facilitator, workshop: Workshop) -> None:
    """Draw the list, its addressees, the way to add to it and to carry it away.

    Args:
        facilitator: of the workshop.
        workshop: as it stands.
    """
    parking = workshop_room_matter.parking(facilitator, workshop)
    st.subheader(plain(parking.say), anchor=False)
    if len(parking.rows):
        _table(parking_table(parking.rows))
        _register(workshop, parking.questions)
    if workshop.state == CLOSED:
        return
    left, right = st.columns(2, gap="large")
    with left, st.expander("Ajouter une question", icon=":material/add:"):
        _add(facilitator, workshop_state.case_of(workshop))
    if parking.questions:
        with right, st.expander("Dire à qui va une question", icon=":material/forward_to_inbox:"):
            _addressee(facilitator, parking.questions)


def _table(table: pd.DataFrame) -> None:
    """Draw the list, what each question is about in small letters below it: a phone has the width for that."""
    title, name = "Questions en suspens", "atelier_questions"
    under = [
        f"{about} · {'posée par ' if who != _LEADS else ''}{who}"
        for about, who in zip(table[_ABOUT], table[_WHO], strict=True)
    ]
    shown = workshop_room_pictures.columns(table.drop(columns=[_ABOUT, _WHO]))
    written = tables.on_screen(table, shown)
    first = written.columns[0]
    written[first] = list(map(sheets.with_remark, written[first], under))
    sheets.draw_written(written, title, name, figures=tables.figures(shown))
    display.download(table, workshop_room_pictures.columns(table), title=title, name=name)


def _register(workshop: Workshop, questions: list[dict[str, Any]]) -> None:
    """Offer to carry the questions into the register of the file in view; without one, say where they are."""
    community = session.community()
    if community is None:
        st.caption(
            typeset(
                "Aucun contrat n'est ouvert dans votre session : les questions sont dans le classeur de données. Ouvrez votre "
                "contrat sur la page d'accueil, puis revenez ici, pour les ajouter à votre registre."
            )
        )
        return
    st.button(
        "Ajouter au registre de ma négociation",
        key="atelier_registre",
        icon=":material/playlist_add:",
        on_click=_carry,
        args=(workshop_state.case_of(workshop), questions, community),
    )


def _carry(case: Case, questions: list[dict[str, Any]], community: str) -> None:
    """Add to the register what is not there yet: a click made twice adds once."""
    read = session.dossier()
    if read is None:
        return
    rows = register_rows(case, questions, community)
    own = read.questions[read.questions["community"] == community]
    there = {_about(row) for row in own.to_dict("records")}
    new = [row for row in rows.to_dict("records") if _about(row) not in there]
    for row in new:
        session.add_row("questions", {str(key): value for key, value in row.items() if not missing(value)})
    told = f"{count(len(new), 'question ajoutée', 'questions ajoutées')} au registre de la page Négociation."
    st.toast(
        typeset(told if new else "Ces questions sont déjà au registre."), icon=":material/playlist_add_check:"
    )


def _about(row: dict[Any, Any]) -> tuple[str, ...]:
    return tuple("" if missing(row[name]) else str(row[name]) for name in ("question", "mission", "label"))


def _add(facilitator: Facilitator, case: Case) -> None:
    about = {None: _WHOLE}
    about |= {("mission", name): label for name, label in _pairs(case.missions, "mission")}
    about |= {("objective", name): label for name, label in _pairs(case.objectives, "objective")}
    with st.form("atelier_question", border=False):
        st.text_area("Question", key=f"{_FIELD}texte", height=90, max_chars=10 * LONGEST_QUESTION)
        st.selectbox(
            "À qui", [None, *settings().addressees], format_func=_addressee_words, key=f"{_FIELD}a_qui"
        )
        st.selectbox("Sur", list(about), format_func=about.__getitem__, key=f"{_FIELD}sur")
        st.form_submit_button("Ajouter à la liste", on_click=_added, args=(facilitator, case))


def _pairs(rows: Any, key: str) -> list[tuple[str, str]]:  # noqa: ANN401  a frame of the case
    return list(zip(rows[key].tolist(), rows["label"].tolist(), strict=True))


def _added(facilitator: Facilitator, case: Case) -> None:
    record: dict[str, object] = {"text": session.chosen(f"{_FIELD}texte", "")}
    record["addressee"] = session.chosen(f"{_FIELD}a_qui", None)
    about = session.chosen(f"{_FIELD}sur", None)
    if about is not None:
        record[about[0]] = about[1]

    def made() -> None:
        question = question_of(case, record)
        text = question.pop("text")
        answers.ask(workshop_state.store(), facilitator, text, workshop_state.now(), **question)
        session.keep(f"{_FIELD}texte", "")

    workshop_room_gesture.attempt(made)


def _addressee(facilitator: Facilitator, questions: list[dict[str, Any]]) -> None:
    held = {question["id"]: question for question in questions}
    chosen = st.selectbox(
        "Question", list(held), format_func=lambda one: _cut(held[one]["text"]), key=f"{_FIELD}choisie"
    )
    known = [None, *settings().addressees]
    now = held[chosen]["addressee"]
    st.selectbox(
        "À qui",
        known,
        index=known.index(now) if now in known else 0,
        format_func=_addressee_words,
        key=f"{_FIELD}vers_{chosen}_{now}",
    )
    with st.container(horizontal=True, gap="small"):
        st.button("Enregistrer", key=f"{_FIELD}adresser", on_click=_sent, args=(facilitator, held[chosen]))
        st.button(
            "Retirer la question",
            key=f"{_FIELD}retirer",
            type="tertiary",
            icon=":material/delete:",
            on_click=_dropped,
            args=(facilitator, chosen),
        )


def _sent(facilitator: Facilitator, question: dict[str, Any]) -> None:
    to = session.chosen(f"{_FIELD}vers_{question['id']}_{question['addressee']}", None)
    workshop_room_gesture.attempt(
        lambda: answers.readdress(
            workshop_state.store(), facilitator, question["id"], to, workshop_state.now()
        )
    )


def _dropped(facilitator: Facilitator, question: str) -> None:
    workshop_room_gesture.attempt(
        lambda: answers.drop_question(workshop_state.store(), facilitator, question, workshop_state.now())
    )


def _addressee_words(one: str | None) -> str:
    return _NOBODY if one is None else settings().addressees[one]


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LABEL else line[: _LABEL - 1].rstrip() + "…"
