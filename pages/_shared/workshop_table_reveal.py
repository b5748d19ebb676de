"""The reveal on a phone: one's own mark among those of all tables, and what the room found."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.report.workshop_text import amount
from aci_model.wording import count, euros, number, typeset
from aci_model.workshop.states import CLOSED
from pages._shared import workshop_state
from pages._shared import workshop_table_kept as kept
from pages._shared import workshop_table_parts as parts
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aci_model.workshop.reveal import Reveal
    from aci_model.workshop.rooms import Workshop
    from pages._shared.workshop_table_kept import Hand

_MEASURES = {
    "expected": "Revenu attendu dans l’année",
    "objectives": "Nombre d’objectifs",
    "without_variable": "Sans part variable",
}


def draw(hand: Hand, workshop: Workshop) -> None:
    """Draw where this table stands among the others.

    Args:
        hand: of this phone.
        workshop: revealed, unless the facilitator went further without.

    Raises:
        RoomError, StoreError: as `answers.revealed_tables`.
    """
    shown = workshop_state.revealed(workshop)
    heading = st.header if workshop.state == CLOSED else st.title  # what was closed says so above
    heading(plain(shown.headline), anchor=False)
    _late(hand, workshop)
    kept.told(hand)
    own = shown.rows.get(hand.seat.table, {})
    for measure in _MEASURES:
        _measure(shown.values[measure], own.get(measure), measure)
    _guesses(shown.reveal, own)
    if shown.findings:
        with st.expander("Ce que montre la salle"):
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in shown.findings))


def _late(hand: Hand, workshop: Workshop) -> None:
    """Let a table that had not sealed do it: it is marked, and out of the comparison."""
    if hand.own["sealed_at"] is not None or workshop.state == CLOSED:
        return
    if not (hand.own[kept.GUESS] or hand.own[kept.SCENARIO]):
        st.markdown(typeset("Votre table n'avait rien scellé : elle n'est pas dans la comparaison."))
        return
    st.markdown(
        typeset(
            "Votre table n'avait pas scellé : elle n'est pas dans la comparaison. Scellée maintenant, elle est montrée "
            "à part, comme venue après la révélation."
        )
    )
    st.button("Sceller quand même", key="atelier_sceller", width="stretch", on_click=_seal_late, args=(hand,))


def _seal_late(hand: Hand) -> None:
    kept.seal(hand)
    hand.moved = True


def _measure(values: tuple[float, ...], mine: float | None, measure: str) -> None:
    """Draw one measure of every table, and this one's."""
    if not values:
        return
    title, write = _MEASURES[measure], _written if measure == "objectives" else euros
    same = len(values) > 1 and values[0] == values[-1]
    told = f"{'toutes les tables,' if same else 'médiane'} {write(statistics.median(values))}"
    if mine is not None and not (same and mine == values[0]):
        told += f" ; vous, {write(mine)}"
    st.header(title, anchor=False)
    st.markdown(typeset(told))
    if values[0] < values[-1]:
        _line(values, mine, write, f"{title}, {count(len(values), 'table')} : {told}")


def _line(values: tuple[float, ...], mine: float | None, write: Callable[[float], str], words: str) -> None:
    parts.strip(values, mine, write(values[0]), write(values[-1]), typeset(words))


def _guesses(reveal: Reveal, own: Mapping[str, Any]) -> None:
    told = [
        (f"{name} : votre estimation", euros(guess), f"{name} : le calcul", amount(computed, field))
        for name, guess, computed, field in (
            ("Minimal", own.get("guess_minimal"), reveal.minimal, "without_variable"),
            ("Ambitieux", own.get("guess_ambitious"), reveal.ambitious, "expected"),
        )
        if guess is not None
    ]
    if told:
        st.header("Votre estimation et le calcul", anchor=False)
        parts.figures(
            [pair for one in told for pair in ((typeset(one[0]), one[1]), (typeset(one[2]), one[3]))]
        )


def _written(value: float) -> str:
    return number(value, 1)
