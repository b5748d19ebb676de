"""How much time is left, second by second, without asking the store anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._shared import workshop_state

if TYPE_CHECKING:
    from aci_model.workshop.rooms import Timer

_MINUTE = 60


def draw(timer: Timer) -> None:
    """Draw a timer that ticks while it runs; nothing when there is none.

    Args:
        timer: of the round.
    """
    if timer.runs or timer.left_s is not None:
        st.fragment(_tick, run_every=1.0 if timer.runs else None)(timer)


def words(seconds: int) -> str:
    """Write a duration: 4:07, 1:02:09."""
    hours, rest = divmod(seconds, _MINUTE * _MINUTE)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _tick(timer: Timer) -> None:
    left = timer.left(workshop_state.now()) or 0
    under = "" if timer.runs else "<small>en pause</small>"
    if not left:
        under = "<small>le temps est passé : terminez votre phrase, rien ne se ferme</small>".replace(
            " :", "\u00a0:"
        )
    st.html(f'<div class="at-minuteur" role="timer">{words(left)}{under}</div>')
