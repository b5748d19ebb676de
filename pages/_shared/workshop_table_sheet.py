"""The last round on a phone: the reporter's sheet, drafted from what the table chose, and the questions left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.store import StoreError
from aci_model.wording import euros, typeset, unbroken
from aci_model.workshop import answers, sheets
from aci_model.workshop.cases import ScenarioError
from aci_model.workshop.errors import RoomError
from aci_model.workshop.themes import settings
from pages._shared import session, workshop_state
from pages._shared import workshop_table_kept as kept
from pages._shared import workshop_table_parts as parts
from pages._shared.wording import labelled, plain

if TYPE_CHECKING:
    from aci_model.workshop.cases import Case
    from aci_model.workshop.rooms import Workshop
    from pages._shared.workshop_table_kept import Hand

_DRAFT = "atelier_projet"
_TEXT, _WHOM, _ABOUT = "atelier_question", "atelier_destinataire", "atelier_objet"
_FIELDS = tuple(sheets.FIELDS)
_ASKED = {
    "choices": "Qu’avons-nous choisi ?",
    "arguments": "Avec quels arguments ?",
    "refused": "Qu’avons-nous refusé ?",
    "why": "Pourquoi ce refus ?",
}


def draw(hand: Hand, workshop: Workshop) -> None:
    """Draw one field of the sheet, or the questions.

    Args:
        hand: of this phone.
        workshop: with its case.

    Raises:
        ScenarioError: what the store holds cannot be read.
        StoreError: the store does not answer.
    """
    case = workshop_state.case_of(workshop)
    here = hand.step = min(hand.step or 0, len(_FIELDS))
    where = (
        f"Fiche du rapporteur, {here + 1} sur {len(_FIELDS)}"
        if here < len(_FIELDS)
        else "Questions en suspens"
    )
    st.caption(where)
    if here < len(_FIELDS):
        _field(hand, case, _FIELDS[here])
    else:
        _questions(hand, case)
    parts.steps(hand, len(_FIELDS))


def _field(hand: Hand, case: Case, name: str) -> None:
    """Draw one field, kept as soon as it is left."""
    key = f"atelier_fiche_{name}"
    drafted = _drafted(hand, case)
    held = sheets.merged(drafted, hand.own[kept.SHEET])[name]
    st.title(typeset(_ASKED[name]), anchor=False)
    shown = {**hand.unsent.get(kept.SHEET, {}), **hand.refused.get(kept.SHEET, {})}.get(name, held)
    if hand.fresh or name not in hand.shown:
        hand.shown[name] = held
    kept.show_text(hand, key, shown)
    st.text_area(
        sheets.FIELDS[name][0],
        key=key,
        height=240,
        on_change=_write,
        args=(hand, drafted, name, key),
    )
    kept.told(hand)
    if hand.note:
        st.info(hand.note)
    if not hand.waits:
        own = name in (hand.own[kept.SHEET] or {})
        st.caption("Enregistré." if own else "Rédigé d’après vos choix. Corrigez ce qui doit l’être.")


def _write(hand: Hand, drafted: dict[str, str], name: str, key: str) -> None:
    """Keep a field; what the table's other phone wrote meanwhile is kept below it."""
    text = str(session.chosen(key, ""))
    hand.note = ""
    try:
        told = sheets.sheet_of({name: text})[name]
        there = answers.own(workshop_state.store(), hand.seat)[kept.SHEET]
        other = sheets.merged(drafted, there)[name]
        if other not in (hand.shown.get(name), told) and other not in told:
            told = sheets.sheet_of({name: f"{told}\n\n{other}"})[name]
            session.keep(key, told)
            hand.note = typeset(
                "L'autre téléphone de votre table avait écrit ici : son texte est gardé sous le vôtre."
            )
    except (ScenarioError, RoomError) as refusal:
        kept.refuse(hand, kept.SHEET, {name: text}, str(refusal))
        return
    except StoreError as refusal:
        hand.unsent[kept.SHEET] = {**hand.unsent.get(kept.SHEET, {}), name: text}
        hand.said = str(refusal)
        return
    if kept.send(hand, kept.SHEET, {name: told}, keep_refused=True):
        hand.shown[name] = told


def _drafted(hand: Hand, case: Case) -> dict[str, str]:
    """The sheet as the table's choices write it, worked out once."""

    def make() -> dict[str, str]:
        return sheets.draft(case, *parts.worked_out(case, hand), hand.own["name"])

    key = (hand.seat, hand.own["name"], repr(hand.own[kept.SCENARIO]))
    drafted: Any = workshop_state.once(_DRAFT, key, make)
    return drafted


def _questions(hand: Hand, case: Case) -> None:
    """Draw the table's questions, and a field for one more."""
    st.title(typeset("Quelle question reste ouverte ?"), anchor=False)
    labels = _subjects(case)
    with st.form("atelier_poser", border=False):
        st.text_area("Votre question", key=_TEXT, height=120)
        st.segmented_control("À qui la poser", list(settings().addressees), format_func=_whom, key=_WHOM)
        st.selectbox(
            "À propos de",
            list(labels),
            format_func=labels.__getitem__,
            key=_ABOUT,
            index=None,
            placeholder="tout",
        )
        st.form_submit_button(
            "Ajouter la question", type="primary", width="stretch", on_click=_ask, args=(hand, case)
        )
    kept.told(hand)
    every = answers.questions(workshop_state.store(), hand.seat)
    for question in [one for one in every if one["table"] == hand.seat.table]:
        _question(hand, question)


def _question(hand: Hand, question: dict[str, Any]) -> None:
    addressee = question["addressee"]
    told = [f"à {_whom(addressee)}".replace("à le ", "au ")] if addressee else []
    if question["euros"] is not None:
        told.append(f"{euros(question['euros'])} suspendus")
    with st.container(key=f"atelier_question_{question['id']}", gap="small"):
        st.markdown(plain(unbroken(question["text"])))
        st.caption(" · ".join(["enregistrée", *told]))
        st.button(
            "Retirer",
            key=f"atelier_retirer_{question['id']}",
            on_click=_drop,
            args=(hand, question["id"]),
            type="tertiary",
            icon=":material/close:",
        )


def _ask(hand: Hand, case: Case) -> None:
    """Leave a question open; refused, its words stay in the field."""
    hand.said = ""
    subject = str(session.chosen(_ABOUT, ""))
    kind, _, name = subject.partition("/")
    asked = {"text": session.chosen(_TEXT, ""), "addressee": session.chosen(_WHOM, None)}
    try:
        told = sheets.question_of(case, {**asked, **({kind: name} if name else {})})
        answers.ask(
            workshop_state.store(),
            hand.seat,
            told.pop("text"),
            workshop_state.now(),
            **told,
        )
    except (ScenarioError, RoomError, StoreError) as refusal:
        hand.said = str(refusal)
        return
    for key, nothing in ((_TEXT, ""), (_WHOM, None), (_ABOUT, None)):
        session.keep(key, nothing)


def _drop(hand: Hand, question: str) -> None:
    hand.said = ""
    try:
        answers.drop_question(workshop_state.store(), hand.seat, question, workshop_state.now())
    except (RoomError, StoreError) as refusal:
        hand.said = str(refusal)


def _subjects(case: Case) -> dict[str, str]:
    """What a question may be about: a mission, or one of its lines."""
    told: dict[str, str] = {}
    for mission in parts.missions(case):
        told[f"mission/{mission.name}"] = mission.short
        told |= {f"objective/{one.name}": labelled(mission.short, one.label) for one in mission.objectives}
    return told


def _whom(addressee: str) -> str:
    return settings().addressees[addressee]
