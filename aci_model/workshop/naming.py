"""Codes that a room reads from a screen and types on a phone, and what tables call themselves."""

from __future__ import annotations

import secrets
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aci_model.reading.text import clean, fold, plain_spaces
from aci_model.store.workshop_tables import CODE_LENGTH
from aci_model.workshop.errors import RoomError

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_NAME = 40  # characters
# What a hand writes for a letter of a code.
_TYPED_FOR = str.maketrans({"8": "B", "1": "L", "5": "S", "2": "Z", "Ç": "C"})


def new_code() -> str:
    """Draw six letters that nobody misreads and that spell nothing."""
    words = _words()
    while True:
        code = "".join(secrets.choice(words["letters"]) for _ in range(CODE_LENGTH))
        if not any(avoided in code for avoided in words["avoided"]):
            return code


def code_of(typed: str) -> str | None:
    """Give a code as it was drawn, from what was typed: spaces, dots, hyphens and case aside; None when it is none."""
    if len(typed) > 4 * CODE_LENGTH:
        return None
    letters = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_TYPED_FOR)
    is_one = len(letters) == CODE_LENGTH and set(letters) <= set(_words()["letters"])
    return letters if is_one else None


def name_of(typed: str) -> tuple[str, str]:
    """Give what a table calls itself as shown, and as compared with the others: without case nor accents.

    Raises:
        RoomError: nothing readable in it, or too long.
    """
    # Cut before it is cleaned: what is far too long is refused whatever it says.
    shown = plain_spaces(clean(typed[: 10 * LONGEST_NAME]))
    folded = fold(shown)
    if not folded:  # nothing, or accents without a letter
        raise RoomError("Donnez un nom à votre table, de 1 à 40 caractères, ou laissez-en tirer un au sort.")
    if len(shown) > LONGEST_NAME:
        raise RoomError(
            "Ce nom de table est trop long pour le grand écran. Raccourcissez-le : 40 caractères au plus."
        )
    if not shown.isprintable():
        raise RoomError(
            "Ce nom de table contient des signes qui ne s'affichent pas. Retapez-le avec des lettres et des chiffres."
        )
    return shown, folded


def drawn_name(taken: Collection[str]) -> tuple[str, str]:
    """Draw a name no other table has; all of them taken, the draw goes on with numbers: « Mésange 2 ».

    Args:
        taken: names as compared (`name_of`).
    """
    round_of_draw = 1
    while True:
        after = "" if round_of_draw == 1 else f" {round_of_draw}"
        free = [name + after for name in _words()["drawn"] if fold(name + after) not in taken]
        if free:
            return name_of(secrets.choice(free))
        round_of_draw += 1


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("aci_model.workshop").joinpath("words.toml").read_text(encoding="utf-8"))
