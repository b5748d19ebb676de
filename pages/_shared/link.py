"""A link carries assumptions and nothing else: no file, no name, no amount. An address is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model import funding

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    Assumption = str | bool | int

STEP = 5  # percent: what a slider of shares moves by


def follow(
    state: MutableMapping[Any, Any], address: MutableMapping[str, str], usual: Mapping[str, Assumption]
) -> None:
    """Take the assumptions an address names, once, and keep it saying those in force.

    Whatever differs from the usual is in the address of every page, drawn there or not. What a link says
    wrongly is ignored. Streamlit's own binding forgets what the page does not draw, and writes the words on
    screen, which may change.

    Args:
        state: of the session, by widget key; changed.
        address: what follows « ? » in it; changed.
        usual: every assumption a link may carry, with its usual value: a reading, a switch, or percent.
    """
    for key, plain in usual.items():
        if key not in state:
            state[key] = understood(address.get(key), plain)
        value = state[key]
        said = None if value == plain else str(value).lower()
        if said is None and key in address:
            del address[key]
        elif said is not None and address.get(key) != said:
            address[key] = said


def choices(reading: str, crisis: bool, percents: Mapping[str, float]) -> funding.Choices:
    """Make the choices in force of what the widgets hold.

    Args:
        reading: see `funding.Choices`.
        crisis: as above.
        percents: mission -> intensity, 0–100; one left whole is no choice.
    """
    intensity = {mission: percent / 100 for mission, percent in percents.items() if percent != 100}
    return funding.Choices(reading=reading, crisis=crisis, intensity=intensity)


def key(choices_: funding.Choices) -> tuple[object, ...]:
    """Give what tells these choices from any others."""
    return (choices_.reading, choices_.crisis, *sorted(choices_.intensity.items()))


def understood(said: str | None, usual: Assumption) -> Assumption:
    """Read one assumption of a link; the usual value when it says nothing, or nothing that makes sense."""
    if isinstance(usual, bool):
        return said == "true"
    if isinstance(usual, int):
        return {str(percent): percent for percent in range(0, 101, STEP)}.get(said or "", usual)
    return said if said in funding.READINGS else usual
