"""The big screen: read by a whole room, written by nobody. Before the reveal it knows no table's value."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.report.workshop_text import ESTIMATES
from aci_model.wording import NBSP, count, euros, missing, typeset
from aci_model.workshop import doors, rooms
from aci_model.workshop.errors import RoomError
from aci_model.workshop.states import CLOSED, COMPOSING, DISCUSSING, GUESSING, REVEALING, WAITING
from pages._shared import (
    session,
    workshop_figure,
    workshop_room_matter,
    workshop_room_pictures,
    workshop_room_timer,
    workshop_state,
)
from pages._shared.wording import one_line, plain
from pages._shared.workshop_watch import watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from aci_model.workshop.doors import Visitor
    from aci_model.workshop.rooms import Workshop

LOOK = Path(__file__).with_name("workshop_screen.css")
EVERY = 2.0  # seconds between two looks at the room
MOST_QUESTIONS = 8  # on a wall; the others are counted
_VISIT = "atelier_ecran_visite"
_STEP = "atelier_ecran_etape"
_PRESENT = "atelier_ecran_tables"
_TITLES = {
    GUESSING: typeset("À vue de nez, que rapporte un contrat ?"),
    COMPOSING: "Composez votre contrat",
    REVEALING: "Rien n’a encore été révélé",
    DISCUSSING: "Discutons",
}
_ASKED = {
    GUESSING: tuple(ESTIMATES.values()),
    COMPOSING: tuple(
        typeset(one)
        for one in (
            "Quelles missions, combien d'objectifs, avec quelles chances ? Sur quelle part variable osez-vous compter ?",
            "Scellez quand vous êtes d'accord : personne ne lit vos choix avant la révélation.",
        )
    ),
    REVEALING: (),
    DISCUSSING: (typeset("Qu'est-ce qui nous a surpris ? Que reste-t-il à demander, et à qui ?"),),
}


def draw(code: str) -> None:
    """Draw the big screen of a workshop.

    Args:
        code: as the address has it.
    """
    st.html(LOOK)
    with workshop_state.told():
        visitor = _visitor(code)
        store = workshop_state.store()
        version = rooms.version(store, visitor.workshop)
        workshop = workshop_state.room(visitor, version)
        with st.container(key="atelier_ecran"):
            _draw(visitor, workshop)
        watch(lambda: rooms.version(store, visitor.workshop), version, every=EVERY)
        return
    st.link_button("Revenir à l’entrée de l’atelier", workshop_state.address())


def joining(workshop: Workshop) -> str:
    """Give the address of a room, which its QR carries."""
    return workshop_state.address(**{workshop_state.CODE: workshop.code})


def qr(workshop: Workshop) -> str:
    """Draw the way into a room, for `st.html`."""
    drawn = base64.b64encode(workshop_state.drawn_code(joining(workshop)).encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{drawn}" alt="Code QR de l’atelier {escape(workshop.code)}">'


def _visitor(code: str) -> Visitor:
    """Look a code up once: each look counts as a try, and a wrong one is not another each time the page is drawn.

    Raises:
        RoomError: as the first time, unless it is to be tried again later.
        StoreError: the store does not answer.
    """
    held = session.chosen(_VISIT, None)
    if held is None or held[0] != code or getattr(held[1], "wait", None):
        held = (code, _looked_up(code))
        session.keep(_VISIT, held)
    found: Visitor | RoomError = held[1]
    if isinstance(found, RoomError):
        raise found
    return found


def _looked_up(code: str) -> Visitor | RoomError:
    try:
        return doors.visitor(workshop_state.store(), code, workshop_state.now(), workshop_state.visitor_id())
    except RoomError as refusal:
        return refusal


def _draw(visitor: Visitor, workshop: Workshop) -> None:
    if workshop.revealed and workshop.round in {REVEALING, DISCUSSING}:
        _revealed(visitor, workshop)
    elif workshop.state == CLOSED:
        st.title("L’atelier est terminé", anchor=False)
        st.markdown(plain(workshop.title))
    elif workshop.round == WAITING:
        _waiting(_present(visitor, workshop), workshop)
    else:
        _working(_present(visitor, workshop), workshop)


def _present(visitor: Visitor, workshop: Workshop) -> pd.DataFrame:
    made: Any = workshop_state.once(
        _PRESENT,
        (workshop.id, workshop.version),
        lambda: rooms.present(workshop_state.store(), visitor),
    )
    frame: pd.DataFrame = made
    return frame


def _waiting(present: pd.DataFrame, workshop: Workshop) -> None:
    """Draw the way in, as large as the wall, and the tables that arrive."""
    st.title(plain(workshop.title), anchor=False)
    place = workshop_state.address().partition("://")[2]
    st.html(
        '<div class="at-accueil">'
        f'<div class="qr">{qr(workshop)}</div>'
        '<div class="mots"><p>Visez ce code avec un téléphone par table, ou ouvrez</p>'
        f'<p class="at-adresse"><b>{escape(place)}</b></p><p>et tapez</p>'
        f'<p class="at-code">{escape(workshop.code)}</p></div></div>'
    )
    workshop_room_timer.draw(workshop.timer)
    here = len(present)
    st.markdown(
        count(here, "table présente", "tables présentes") if here else typeset("En attente des tables…")
    )
    st.html(workshop_figure.arrivals(present["name"].tolist(), [True] * here))


def _working(present: pd.DataFrame, workshop: Workshop) -> None:
    """Draw what the tables are asked, how much time is left, and who has answered."""
    guesses = workshop.round == GUESSING
    done = present["guessed" if guesses else "sealed"].astype("bool").tolist()
    st.html(_band(workshop))
    left, right = st.columns([7, 5], gap="large", vertical_alignment="center")
    with left:
        st.title(_TITLES[workshop.round], anchor=False)
        st.html("".join(f'<p class="at-question">{escape(one)}</p>' for one in _ASKED[workshop.round]))
    with right:
        workshop_room_timer.draw(workshop.timer)
        words = ("a répondu", "ont répondu") if guesses else ("a scellé", "ont scellé")
        st.title(_how_many(done, words), anchor=False)
    st.html(workshop_figure.arrivals(present["name"].tolist(), done))


def _how_many(done: Sequence[bool], words: tuple[str, str]) -> str:
    if not done:
        return "Aucune table n’est encore là"
    if all(done):
        return f"Tout le monde {words[0]}"
    return f"{sum(done)} {'table' if sum(done) < 2 else 'tables'} sur {len(done)} {words[sum(done) > 1]}"


def _revealed(visitor: Visitor, workshop: Workshop) -> None:
    """Draw one picture at a time, then the questions left open; a clicker's keys turn the pages."""
    pictures = workshop_room_pictures.of_room(workshop)
    discusses = workshop.round == DISCUSSING
    last = len(pictures) - 1 + discusses
    held = session.chosen(_STEP, None)
    place = (workshop.round, workshop.round_number)
    step = held[1] if held is not None and held[0] == place else (last if discusses else 0)
    step = min(max(step, 0), max(last, 0))
    if not pictures and not discusses:
        st.title(plain(workshop_state.revealed(workshop).headline), anchor=False)
    elif step < len(pictures):
        workshop_room_pictures.show(pictures[step], "ecran", wall=True)
    else:
        _questions(visitor, workshop)
    if workshop.state == CLOSED:
        st.markdown(typeset("L'atelier est terminé : merci à toutes les tables."))
    if last > 0:
        _turn(place, step, last)
    if step < len(pictures):
        workshop_room_pictures.fold(pictures[step], "ecran")


def _turn(place: tuple[str, int], step: int, last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="atelier_pages"):
        for word, to, key in (("Précédent", step - 1, "pageup"), ("Suivant", step + 1, "pagedown")):
            st.button(
                word,
                key=f"atelier_ecran_{key}",
                shortcut=key,
                on_click=session.keep,
                args=(_STEP, (place, to)),
                disabled=not 0 <= to <= last,
            )
        st.markdown(f"{step + 1} sur {last + 1}")


def _questions(visitor: Visitor, workshop: Workshop) -> None:
    """Draw the questions left open, the dearest first."""
    parking = workshop_room_matter.parking(visitor, workshop)
    st.title(plain(parking.say), anchor=False)
    rows = parking.rows.head(MOST_QUESTIONS)
    fields = ["question", "addressee_label", "label", "euros", "name"]
    drawn = "".join(
        f"<li><span>{_safe(question)}</span><b>{'' if missing(suspended) else euros(suspended)}</b>"
        f"<small>{escape(_about(to, label, name))}</small></li>"
        for question, to, label, suspended, name in rows[fields].to_numpy().tolist()
    )
    st.html(f'<ul class="at-suspens">{drawn}</ul>')
    left = len(parking.rows) - len(rows)
    if left:
        st.markdown(typeset(f"{count(left, 'autre question', 'autres questions')}, dans le compte rendu."))


def _about(to: object, label: object, name: object) -> str:
    told = [f"pour {to}" if not missing(to) else "destinataire à décider"]
    told += [] if missing(label) else [one_line(str(label))]
    told += ["animateur"] if missing(name) else [f"posée par {one_line(str(name))}"]
    return " · ".join(told)


def _band(workshop: Workshop) -> str:
    """The way in for who comes late, in small."""
    place = workshop_state.address().partition("://")[2]
    return (
        f'<div class="at-bandeau"><span>{_safe(workshop.title)}</span>'
        f"<span>{escape(place)} · code{NBSP}: <b>{escape(workshop.code)}</b></span></div>"
    )


def _safe(text: object) -> str:
    return escape(one_line(str(text)))
