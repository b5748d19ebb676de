"""Which mission a text, a sheet's name or a title names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aci_model.reading.layout.vocabulary import words
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.reading.names import Names

_NUMBER = re.compile(r"^(?:mission|missions|axe|volet|m)? ?(?:n |no )?([0-9]{1,2})(?: |$)")
_SHORTEST = 6  # letters; a shorter spelling is found inside too many texts


def mission_of(text: str, names: Names, told: Mapping[str, str] | None = None) -> str | None:
    """Give the mission a text names.

    Args:
        text: a cell, a sheet's name or a title.
        names: accepted spellings.
        told: texts a person has given a mission, which come first.

    Returns:
        The id; None when the text names no mission, or several.
    """
    folded = fold(text)
    for said, mission in (told or {}).items():
        if fold(said) == folded:
            return mission
    exact = names.find("mission", text)
    if exact:
        return exact
    bare = _NUMBER.sub("", folded)
    exact = names.find("mission", bare) if bare else None
    return exact or _inside(bare, names) or _numbered(folded, names)


def _inside(text: str, names: Names) -> str | None:
    """Find the one mission whose spelling, or all of whose words, the text contains."""
    said = words(text)
    hits = {
        mission
        for spelling, mission in names.spellings["mission"].items()
        if len(spelling) >= _SHORTEST and _contains(said, words(spelling))
    }
    return next(iter(hits)) if len(hits) == 1 else None


def _contains(said: tuple[str, ...], spelling: tuple[str, ...]) -> bool:
    size = len(spelling)
    return any(said[at : at + size] == spelling for at in range(len(said) - size + 1))


def _numbered(folded: str, names: Names) -> str | None:
    """Read « Mission 3 » alone, when spellings give that number to one mission only."""
    match = _NUMBER.match(folded)
    if match is None or folded != match[0].strip():
        return None
    start = f"mission {int(match[1])} "
    owners = {
        mission for spelling, mission in names.spellings["mission"].items() if spelling.startswith(start)
    }
    return next(iter(owners)) if len(owners) == 1 else None
