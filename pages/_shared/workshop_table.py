"""A table's phone: one question a screen, whatever the round; what it answers stays its own until the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from aci_model.wording import count, day, typeset
from aci_model.workshop import rooms
from aci_model.workshop.states import CLOSED, COMPOSING, DISCUSSING, GUESSING, REVEALING
from pages._shared import (
    session,
    workshop_state,
    workshop_table_compose,
    workshop_table_guess,
    workshop_table_reveal,
    workshop_table_sheet,
)
from pages._shared import workshop_table_kept as kept
from pages._shared.wording import plain
from pages._shared.workshop_watch import follow, watch

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from aci_model.workshop.doors import Seat
    from aci_model.workshop.rooms import Timer, Workshop
    from pages._shared.workshop_table_kept import Hand

HOME_ZONE = "Europe/Paris"
_MINUTE = 60
_ROUND = "atelier_manche"


def draw(seat: Seat) -> None:
    """Draw the round the room is in, for one table.

    Args:
        seat: whose phone it is.

    Raises:
        RoomError, StoreError: as `rooms.pulse`.
    """
    store = workshop_state.store()
    pulse = rooms.pulse(store, seat)
    workshop = workshop_state.room(seat, pulse[0])
    hand = kept.take(seat, pulse)
    hand.timer = workshop.timer
    here = (workshop.round, workshop.round_number, workshop.state)
    if session.chosen(_ROUND, None) != here:
        session.keep(_ROUND, here)
        hand.step, hand.confirming = None, False
        hand.leaf += 1
    news = st.container(key="atelier_suite_place")
    with st.container(key="atelier_table"):
        _head(hand, workshop)
        st.fragment(_round)(hand, workshop)
        _link(workshop)
    with news:
        watch(
            lambda: rooms.pulse(store, seat),
            hand.pulse,
            hold=lambda: _typing(hand, workshop),
            still=lambda here: _still(hand, workshop, here),
            line=lambda: until(hand.timer),
        )


def _still(hand: Hand, drawn: Workshop, here: Any) -> bool:  # noqa: ANN401  a pulse, as the watch has it
    """Whether only the timer moved: who is typing goes on."""
    stage, revision = here
    now = workshop_state.room(hand.seat, stage)
    same = (now.round, now.round_number, now.state) == (drawn.round, drawn.round_number, drawn.state)
    if not same or revision != hand.revision:
        return False
    hand.stage, hand.timer = stage, now.timer
    return True


def _typing(hand: Hand, workshop: Workshop) -> bool:
    """Whether somebody may be typing on this screen."""
    if workshop.state == CLOSED:
        return False
    return workshop.round == DISCUSSING or (workshop.round == GUESSING and hand.own["sealed_at"] is None)


def _head(hand: Hand, workshop: Workshop) -> None:
    told = [f"**{plain(hand.own['name'])}**", plain(workshop.title)]
    if workshop.round_number > 1:
        told.append(f"passage {workshop.round_number}")
    st.caption(" · ".join(told))


def _round(hand: Hand, workshop: Workshop) -> None:
    """Draw the round; a gesture draws it alone, unless the room has moved on."""
    if hand.moved:
        st.rerun()
    follow()
    st.html(f'<i class="{"im" * (hand.leaf % 2)}pair"></i>')
    with workshop_state.told():
        _face(workshop)(hand, workshop)
    hand.fresh = False


def _face(workshop: Workshop) -> Callable[[Hand, Workshop], None]:
    return _ended if workshop.state == CLOSED else _ROUNDS.get(workshop.round, _waiting)


def _waiting(hand: Hand, _workshop: Workshop) -> None:
    st.title(plain(f"Vous êtes la table {hand.own['name']}"), anchor=False)
    st.markdown(
        typeset(
            "L'animateur va lancer la première manche. Gardez cette page ouverte : elle avancera toute seule."
        )
    )


def _ended(hand: Hand, workshop: Workshop) -> None:
    st.title("Cet atelier est terminé", anchor=False)
    st.markdown(
        typeset(
            "Merci ! L'animateur a clos l'atelier : vos réponses sont enregistrées, et rien ne s'ajoute plus. Tout est "
            f"effacé le {day(workshop.expires_at.astimezone(_zone()).date())}."
        )
    )
    for text in hand.refused.get(kept.SHEET, {}).values():
        st.caption(typeset("Ce texte n'a pas été enregistré ; copiez-le si vous y tenez :"))
        st.code(text, language=None, wrap_lines=True)
    if workshop.revealed:
        workshop_table_reveal.draw(hand, workshop)


def until(timer: Timer) -> str:
    """Say how long a round still lasts: « Jusqu’à 10 h 42 », « Minuteur en pause, reste 3 minutes »; empty without a timer."""
    if timer.ends_at is not None:
        return f"Jusqu’à {hour(timer.ends_at)}"
    if timer.left_s is None:
        return ""
    minutes, seconds = divmod(timer.left_s, _MINUTE)
    left = count(minutes, "minute") if minutes else count(seconds, "seconde")
    return f"Minuteur en pause, reste {left}"


def hour(moment: dt.datetime) -> str:
    """Write an hour where this phone is: 10 h 42."""
    here = moment.astimezone(_zone())
    return f"{here.hour}\u00a0h\u00a0{here.minute:02}"


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or HOME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):  # whatever a browser says
        return ZoneInfo(HOME_ZONE)


def _link(workshop: Workshop) -> None:
    """Give the table's own link, for a second phone or another day."""
    address = workshop_state.address(
        **{
            workshop_state.CODE: workshop.code,
            workshop_state.TABLE: st.query_params.get(workshop_state.TABLE, ""),
        }
    )
    with st.expander("Revenir à cette table, ou y joindre un téléphone"):
        st.markdown(
            typeset(
                "Ce lien est celui de votre table : il la retrouve avec tout ce qu'elle a répondu, sur ce téléphone ou "
                "sur un autre. Ne le donnez qu'à votre table."
            )
        )
        drawn = workshop_state.once("atelier_dessin", address, lambda: workshop_state.drawn_code(address))
        st.image(str(drawn), width=200, caption="Le lien de votre table, à photographier")
        st.code(address, language=None, wrap_lines=True)


_ROUNDS: dict[str, Callable[[Hand, Workshop], None]] = {
    GUESSING: workshop_table_guess.draw,
    COMPOSING: workshop_table_compose.draw,
    REVEALING: workshop_table_reveal.draw,
    DISCUSSING: workshop_table_sheet.draw,
}
