"""The facilitator's page: who is there and how far, the next round, the time left. No value before the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.wording import NBSP, count, day, typeset
from aci_model.workshop import doors, rooms
from aci_model.workshop.states import CLOSED, COMPOSING, DISCUSSING, GUESSING, REVEALING, WAITING
from pages._shared import (
    display,
    session,
    workshop_open,
    workshop_room_after,
    workshop_room_gesture,
    workshop_room_links,
    workshop_room_tables,
    workshop_room_timer,
    workshop_screen,
    workshop_state,
)
from pages._shared.wording import plain
from pages._shared.workshop_watch import watch

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.doors import Facilitator
    from aci_model.workshop.rooms import Timer, Workshop

EVERY = 2.0  # seconds between two looks at the room
ROUNDS = {
    WAITING: "Accueil",
    GUESSING: "Estimer",
    COMPOSING: "Composer",
    REVEALING: "Révéler",
    DISCUSSING: "Discuter",
}
_NEXT = {
    WAITING: "Lancer l’estimation",
    GUESSING: "Passer à la composition",
    COMPOSING: "Révéler à tous",
    REVEALING: "Ouvrir la discussion",
}
_MINUTES = (3, 5, 10, 15)
_HELD = "atelier_animateur"
_PRESENT = "atelier_salle_tables"


def draw(code: str, key: str) -> None:
    """Draw the room for who leads it.

    Args:
        code: as the address has it.
        key: likewise.
    """
    st.html(workshop_screen.LOOK)
    with workshop_state.told():
        facilitator = _facilitator(code, key)
        store = workshop_state.store()
        version = rooms.version(store, facilitator.workshop)
        workshop = workshop_state.room(facilitator, version)
        with st.container(key="atelier_salle"):
            _draw(facilitator, workshop, key)
        watch(lambda: rooms.version(store, facilitator.workshop), version, every=EVERY)
        return
    st.link_button("Revenir à l’entrée de l’atelier", workshop_state.address())


def _facilitator(code: str, key: str) -> Facilitator:
    """Let in who has the key, once a session."""
    held = session.chosen(_HELD, None)
    if held is None or held[0] != (code, key):
        found = doors.facilitator(workshop_state.store(), code, key, workshop_state.now())
        held = ((code, key), found)
        session.keep(_HELD, held)
        session.keep(workshop_open.MINE, (code, key))
    facilitator: Facilitator = held[1]
    return facilitator


def _draw(facilitator: Facilitator, workshop: Workshop, key: str) -> None:
    st.title(plain(workshop.title), anchor=False)
    present = _present(facilitator, workshop)
    display.answer(_say(workshop, present))
    workshop_room_gesture.said()
    workshop_room_links.to_keep(workshop, key)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _rounds(workshop)
        if workshop.state != CLOSED:
            _forward(facilitator, workshop, present)
            _time(facilitator, workshop)
        workshop_room_tables.draw(facilitator, workshop, present)
    with right:
        workshop_room_links.draw(facilitator, workshop, key)
    if workshop.revealed or workshop.round == DISCUSSING:
        workshop_room_after.draw(facilitator, workshop)


def _present(facilitator: Facilitator, workshop: Workshop) -> pd.DataFrame:
    made: Any = workshop_state.once(
        _PRESENT,
        (workshop.id, workshop.version),
        lambda: rooms.present(workshop_state.store(), facilitator),
    )
    frame: pd.DataFrame = made
    return frame


def _say(workshop: Workshop, present: pd.DataFrame) -> str:
    """Say where the room is, in one sentence."""
    here = len(present)
    tables = count(here, "table présente", "tables présentes")
    if workshop.state == CLOSED:
        told = f"L'atelier est clos : tout est effacé le {day(workshop.expires_at.date())}."
    elif not here:
        told = "Aucune table n'est encore là : montrez le code à la salle."
    elif workshop.round == GUESSING:
        told = _progress(tables, present["guessed"], "Tout le monde a répondu", ("a répondu", "ont répondu"))
    elif workshop.round == COMPOSING:
        whole = "Tout le monde a scellé : vous pouvez révéler"
        told = _progress(tables, present["sealed"], whole, ("a scellé", "ont scellé"))
    elif workshop.revealed:
        told = f"{tables}, {_so_many(int(present['sealed'].sum()), ('révélée', 'révélées'))}."
    else:
        told = f"{tables}."
    return typeset(told)


def _progress(tables: str, done: pd.Series, whole: str, words: tuple[str, str]) -> str:
    return f"{whole}." if done.all() else f"{tables}, {_so_many(int(done.sum()), words)}."


def _so_many(some: int, words: tuple[str, str]) -> str:
    return f"{some or 'aucune'} {words[some > 1]}"


def _rounds(workshop: Workshop) -> None:
    steps = "".join(
        f'<li class="ici" aria-current="step">{name}</li>' if round_ == workshop.round else f"<li>{name}</li>"
        for round_, name in ROUNDS.items()
    )
    st.html(f'<ol class="at-manches" aria-label="Manches">{steps}</ol>')


def _forward(facilitator: Facilitator, workshop: Workshop, present: pd.DataFrame) -> None:
    """Draw the one big button, what it does to tables that are late, and the small ones."""
    order = list(ROUNDS)
    here = order.index(workshop.round)
    if workshop.round in _NEXT:
        with st.container(key="atelier_grand"):
            st.button(
                _NEXT[workshop.round],
                key=f"atelier_vers_{order[here + 1]}",
                type="primary",
                width="stretch",
                icon=":material/arrow_forward:",
                on_click=_go,
                args=(facilitator, workshop, order[here + 1]),
            )
        warning = _warning(workshop, present)
        if warning:
            st.caption(warning)
    with st.popover("Revenir, reprendre ou sauter", icon=":material/swap_horiz:", key="atelier_autres"):
        _others(facilitator, workshop, order, here)


def _warning(workshop: Workshop, present: pd.DataFrame) -> str:
    waits = int((~present["sealed"].astype("bool")).sum())
    if workshop.round != COMPOSING or not waits:
        return ""
    if waits == len(present):
        return typeset("Aucune table n'a scellé : il n'y aurait rien à comparer.")
    who = (
        "Une table n'a pas scellé : elle pourra"
        if waits == 1
        else f"{waits} tables n'ont pas scellé : elles pourront"
    )
    return typeset(f"{who} encore le faire après la révélation, hors de la comparaison.")


def _others(facilitator: Facilitator, workshop: Workshop, order: list[str], here: int) -> None:
    gestures: list[tuple[str, str, str, bool]] = []
    again = "les sceaux sont levés, chaque table retrouve ses réponses et peut les changer"
    if here:
        before = order[here - 1]
        lifts = workshop.revealed and before in {GUESSING, COMPOSING}
        gestures.append(
            (f"Revenir à « {ROUNDS[before]} »", before, again if lifts else "rien n'est perdu", False)
        )
    if workshop.round in {GUESSING, COMPOSING}:
        gestures.append((f"Reprendre « {ROUNDS[workshop.round]} »", workshop.round, again, True))
    if workshop.revealed and workshop.round == DISCUSSING:
        gestures.append((f"Reprendre « {ROUNDS[COMPOSING]} »", COMPOSING, again, True))
    gestures += [
        (
            f"Sauter à « {ROUNDS[later]} »",
            later,
            "ce qui est scellé est révélé" if later == REVEALING else "",
            False,
        )
        for later in order[here + 2 : here + 3]
    ]
    for label, to, what, repeats in gestures:
        st.button(
            typeset(label),
            key=f"atelier_geste_{to}_{repeats}",
            width="stretch",
            on_click=_go,
            args=(facilitator, workshop, to, repeats),
        )
        if what:
            st.caption(typeset(f"{what[0].upper()}{what[1:]}."))


def _go(facilitator: Facilitator, workshop: Workshop, to: str, repeats: bool = False) -> None:
    workshop_room_gesture.attempt(
        lambda: rooms.go(
            workshop_state.store(),
            facilitator,
            to,
            workshop_state.now(),
            repeat=repeats,
            seen=workshop.round_number,
        )
    )


def _time(facilitator: Facilitator, workshop: Workshop) -> None:
    """Draw the timer and its gestures."""
    timer = workshop.timer
    workshop_room_timer.draw(timer)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="atelier_temps"):
        if timer == rooms.Timer():
            st.markdown(f":gray[Minuteur{NBSP}:]", width="content")
            for minutes in _MINUTES:
                _clock(facilitator, timer, f"{minutes}{NBSP}min", "lancer", 60 * minutes)
            return
        if timer.runs:
            _clock(facilitator, timer, "Suspendre", "suspendre")
        else:
            _clock(facilitator, timer, "Reprendre", "reprendre")
        _clock(facilitator, timer, f"+ 1{NBSP}min", "prolonger", 60)
        _clock(facilitator, timer, "Arrêter", "arreter")


def _clock(facilitator: Facilitator, timer: Timer, label: str, what: str, seconds: int | None = None) -> None:
    def turn() -> None:
        workshop_room_gesture.attempt(
            lambda: rooms.timer(
                workshop_state.store(), facilitator, what, workshop_state.now(), seconds, seen=timer
            )
        )

    st.button(label, key=f"atelier_minuteur_{what}_{seconds or 0}", on_click=turn)
