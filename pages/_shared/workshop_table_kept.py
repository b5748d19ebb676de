"""What a table's phone holds between two gestures: what the store has of it, and what the store did not take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.store import StoreError
from aci_model.wording import typeset
from aci_model.workshop import answers
from aci_model.workshop.cases import ScenarioError
from aci_model.workshop.errors import RoomError
from aci_model.workshop.states import Timer
from pages._shared import session, workshop_state, workshop_watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.workshop.cases import Case
    from aci_model.workshop.doors import Seat
    from aci_model.workshop.outcome import Outcome
    from aci_model.workshop.scenario import Scenario

GUESS, SCENARIO, SHEET = "guess", "scenario", "sheet"
_HAND = "atelier_main"
_SAVES = {GUESS: answers.save_guess, SCENARIO: answers.save_scenario, SHEET: answers.save_sheet}


@dataclass
class Hand:
    """One phone of a table.

    Attributes:
        seat: whose.
        stage: of the workshop, when this screen was drawn.
        revision: of the table; −1: to be read again.
        own: as `answers.own`.
        unsent: record -> changes that the store has not answered for; they stay on the screen and are sent again.
        refused: record -> changes it refused, such as too long a text: they stay on the screen, and are not sent.
        said: the last refusal.
        moved: the room is no longer where this screen is: the whole page is to be drawn anew.
        fresh: fields may say what the store says; False while somebody may be typing in one.
        step: where the phone is in what it composes or writes; None: nobody said.
        leaf: one more at each screen; look.css goes back to the top when it changes.
        confirming: it was asked to seal, and asks back.
        shown: field of the sheet -> what the store had of it when this screen showed it.
        note: what happened to what was just written.
        timer: of the round, as last seen.
        worked: case, record -> scenario and outcome, as last worked out.
    """

    seat: Seat
    stage: int = 0
    revision: int = -1
    own: dict[str, Any] = field(default_factory=dict)
    unsent: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: str = ""
    moved: bool = False
    fresh: bool = True
    step: int | None = None
    leaf: int = 0
    confirming: bool = False
    shown: dict[str, str] = field(default_factory=dict)
    note: str = ""
    timer: Timer = field(default_factory=Timer)
    worked: tuple[Case, dict[str, Any], tuple[Scenario, Outcome]] | None = None

    def record(self, what: str) -> dict[str, Any]:
        """Give a record as this screen shows it: what is kept, and over it what is not yet."""
        return {**(self.own[what] or {}), **self.unsent.get(what, {}), **self.refused.get(what, {})}

    @property
    def waits(self) -> bool:
        """Whether something on this screen is not kept."""
        return any(self.unsent.values()) or any(self.refused.values())

    @property
    def pulse(self) -> tuple[int, int]:
        """What `rooms.pulse` said when this was drawn."""
        return self.stage, self.revision


def take(seat: Seat, pulse: tuple[int, int]) -> Hand:
    """Give this phone's hand, read again when the table has another revision.

    Raises:
        RoomError, StoreError: as `answers.own`.
    """
    hand: Hand | None = session.chosen(_HAND, None)
    if hand is None or hand.seat != seat:
        hand = Hand(seat)
        session.keep(_HAND, hand)
    if hand.revision != pulse[1]:
        _read(hand)
    if hand.stage != pulse[0] and not hand.moved:
        hand.said = hand.note = ""  # of a round that is over
    hand.stage, hand.moved, hand.fresh = pulse[0], False, True
    return hand


def send(hand: Hand, what: str, changes: Mapping[str, Any], *, keep_refused: bool = False) -> bool:
    """Write what changed, with what could not be written before.

    Args:
        hand: of this phone.
        what: GUESS, SCENARIO or SHEET.
        changes: the keys that changed.
        keep_refused: what is refused stays on the screen, for somebody to correct.

    Returns:
        Whether it is written; if not, `hand.said` says why.
    """
    hand.said = ""
    before = hand.refused.get(what, {})
    hand.refused[what] = {key: value for key, value in before.items() if key not in changes}
    sent = {**hand.unsent.get(what, {}), **changes}
    try:
        record, revision = _SAVES[what](workshop_state.store(), hand.seat, sent, workshop_state.now())
    except StoreError as refusal:
        hand.unsent[what] = sent
        hand.said = str(refusal)
        return False
    except (RoomError, ScenarioError) as refusal:
        hand.said, hand.unsent[what] = str(refusal), {}
        if keep_refused:
            hand.refused[what] |= sent
        else:
            hand.moved, hand.revision = True, -1
        return False
    hand.unsent[what] = {}
    hand.own[what], hand.revision = record, revision
    workshop_watch.drawn_anew(hand.pulse)
    return True


def refuse(hand: Hand, what: str, changes: Mapping[str, Any], sentence: str) -> None:
    """Leave on the screen what is not worth sending, and say why."""
    hand.said = sentence
    hand.refused[what] = {**hand.refused.get(what, {}), **changes}


def again(hand: Hand) -> None:
    """Send what the store did not answer for."""
    for what in [what for what, changes in hand.unsent.items() if changes]:
        if not send(hand, what, {}):
            return


def seal(hand: Hand) -> None:
    """Seal what this screen shows, once all of it is written."""
    again(hand)
    if any(hand.unsent.values()):
        return
    try:
        answers.seal(workshop_state.store(), hand.seat, workshop_state.now())
        _read(hand)
    except (RoomError, StoreError) as refusal:
        hand.said = str(refusal)
        return
    hand.confirming, hand.said = False, ""
    hand.leaf += 1
    workshop_watch.drawn_anew(hand.pulse)


def show(key: str, value: object) -> None:
    """Make a switch or a choice say what is kept."""
    if session.chosen(key, None) != value:
        session.keep(key, value)


def show_text(hand: Hand, key: str, value: str) -> None:
    """Make a field say what is kept, unless somebody may be typing there."""
    if hand.fresh or session.chosen(key, None) is None:
        show(key, value)


def told(hand: Hand) -> None:
    """Say what was refused, and offer to send again what the store did not answer for."""
    if hand.said:
        st.error(hand.said, icon=":material/error:")
    if any(hand.unsent.values()):
        st.markdown(
            typeset("Vos derniers gestes restent sur cet écran ; ils ne sont pas encore enregistrés.")
        )
        st.button(
            "Enregistrer à nouveau", key="atelier_renvoyer", on_click=again, args=(hand,), width="stretch"
        )


def _read(hand: Hand) -> None:
    hand.own = answers.own(workshop_state.store(), hand.seat)
    hand.revision = int(hand.own["revision"])
