"""What a record may hold: every value that comes from a phone or the store is looked at here, and refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.reading.text import clean, paragraphs, quoted
from aci_model.wording import number as written
from aci_model.wording import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


class ScenarioError(ValueError):
    """What somebody gave cannot be used; its message is a French sentence to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typeset(sentence))


def mapping(value: object, what: str) -> dict[str, object]:
    """Take a record as a dictionary of named values.

    Raises:
        ScenarioError: it is anything else.
    """
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ScenarioError(f"{what} ne se lit pas. Recommencez la saisie.")
    return value


def entries(value: object, what: str, most: int) -> list[object]:
    """Take a list that is not too long.

    Raises:
        ScenarioError: it is no list, or a longer one.
    """
    if not isinstance(value, list):
        raise ScenarioError(f"{what} ne se lit pas. Recommencez la saisie.")
    if len(value) > most:
        raise ScenarioError(f"{what} : {written(most, 0)} entrées au plus. Retirez-en.")
    return value


def only(record: Mapping[str, object], known: Collection[str], what: str) -> None:
    """Refuse a record with a key nobody knows.

    Raises:
        ScenarioError: with the first such key.
    """
    for key in record:
        if key not in known:
            raise ScenarioError(f"{what} ne connaît pas {quoted(key)}. Rechargez la page.")


def text(value: object, what: str, longest: int, *, empty: bool = False) -> str:
    """Take a text on one line, without what would act or hide.

    Args:
        value: what was given.
        what: how the sentence names it.
        longest: letters at most.
        empty: whether it may say nothing.

    Raises:
        ScenarioError: it is no text, too long, or empty where it must not be.
    """
    return _worded(value, what, longest, clean, empty=empty)


def number(value: object, what: str, low: float, high: float) -> float:
    """Take a number between two bounds, both included.

    Raises:
        ScenarioError: it is no number, none at all (NaN), or out of bounds.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScenarioError(f"{what} n'est pas un nombre. Saisissez-le en chiffres.")
    if not low <= value <= high:
        raise ScenarioError(f"{what} doit aller de {written(low)} à {written(high)}. Corrigez.")
    return float(value)


def whole(value: object, what: str, low: int, high: int) -> int:
    """Take a whole number between two bounds, both included.

    Raises:
        ScenarioError: as for `number`, or it is not whole.
    """
    taken = number(value, what, low, high)
    if not taken.is_integer():
        raise ScenarioError(f"{what} doit être un nombre entier. Corrigez.")
    return int(taken)


def truth(value: object, what: str) -> bool:
    """Take yes or no.

    Raises:
        ScenarioError: it is anything else.
    """
    if not isinstance(value, bool):
        raise ScenarioError(f"{what} doit être oui ou non. Recommencez la saisie.")
    return value


def optional_number(record: Mapping[str, object], key: str, what: str, high: float) -> float | None:
    """Take a number of a record from 0 up, None where it is absent or null.

    Raises:
        ScenarioError: as for `number`.
    """
    value = record.get(key)
    return None if value is None else number(value, what, 0, high)


def paragraphs_of(value: object, what: str, longest: int, *, empty: bool = True) -> str:
    """Take a text of several lines; as `text`, but lines are kept.

    Raises:
        ScenarioError: as for `text`.
    """
    return _worded(value, what, longest, paragraphs, empty=empty)


def _too_long(value: str, what: str, longest: int) -> ScenarioError:
    return ScenarioError(
        f"{what} compte {written(len(value), 0)} caractères, {written(longest, 0)} au plus. Raccourcissez."
    )


def _worded(value: object, what: str, longest: int, tidy: Callable[[str], str], *, empty: bool) -> str:
    if not isinstance(value, str):
        raise ScenarioError(f"{what} n'est pas un texte. Recommencez la saisie.")
    if len(value) > longest:
        raise _too_long(value, what, longest)
    kept = tidy(value)
    if not kept and not empty:
        raise ScenarioError(f"{what} est vide. Écrivez au moins un mot.")
    return kept
