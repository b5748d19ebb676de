"""A gesture of the facilitator: done, or refused in a sentence that the page shows until the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.store import StoreError
from aci_model.workshop.cases import ScenarioError
from aci_model.workshop.errors import RoomError
from pages._shared import session

if TYPE_CHECKING:
    from collections.abc import Callable

_REFUSED = "atelier_salle_refus"


def attempt(gesture: Callable[[], object]) -> None:
    """Make a gesture; what the room or the store refuses is said on the page.

    Args:
        gesture: raises RoomError, ScenarioError or StoreError when it is refused.
    """
    session.keep(_REFUSED, None)
    try:
        gesture()
    except (RoomError, ScenarioError, StoreError) as refusal:
        session.keep(_REFUSED, str(refusal))


def said() -> None:
    """Draw what was refused last, if anything."""
    refused = session.chosen(_REFUSED, "")
    if refused:
        st.error(refused, icon=":material/error:")
