"""What people answer, as JSON: checked and bounded before it is written."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from aci_model.wording import number
from aci_model.workshop.errors import RoomError

LONGEST_TEXT = 4096  # characters of one answer: two pages
LARGEST = 1 << 16  # characters of a table's whole record
_DEEPEST = 8
_LARGEST_NUMBER = 1 << 53  # beyond, readers of JSON disagree


def checked(record: object, largest: int = LARGEST, longest_text: int = LONGEST_TEXT) -> dict[str, Any]:
    """Give a copy of a record that JSON can hold and the store takes.

    Args:
        record: keys to texts, numbers, booleans, None, lists, records.
        largest: characters of the whole, as JSON.
        longest_text: characters of one text.

    Raises:
        RoomError: an answer too long or that is none of these; nothing was written.
    """
    if not isinstance(record, Mapping):
        raise _unreadable()
    copied: dict[str, Any] = _copied(record, longest_text, _DEEPEST)
    if len(json.dumps(copied, ensure_ascii=False, allow_nan=False)) > largest:
        raise RoomError(
            "Ces réponses sont trop longues ensemble pour être enregistrées ; ce qui l'était déjà est gardé. "
            "Raccourcissez-les."
        )
    return copied


def _copied(value: object, longest_text: int, depth: int) -> Any:  # noqa: ANN401 (a nest of JSON)
    if depth == 0:
        raise _unreadable()
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise _unreadable()
        inner = {_text(key, longest_text): one for key, one in value.items()}
        return {key: _copied(one, longest_text, depth - 1) for key, one in inner.items()}
    if isinstance(value, list | tuple):
        return [_copied(one, longest_text, depth - 1) for one in value]
    if isinstance(value, str):
        return _text(value, longest_text)
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < _LARGEST_NUMBER):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    raise _unreadable()


def _text(text: str, longest: int) -> str:
    """A text as every engine and every file can hold it."""
    if len(text) > longest:
        raise too_long(text, longest)
    return text.replace("\0", "").encode(errors="ignore").decode()


def too_long(text: str, longest: int) -> RoomError:
    """What to say of a text that is too long."""
    return RoomError(
        f"Ce texte compte {number(len(text))} caractères ; {number(longest)} au plus sont gardés. Raccourcissez-le : il "
        "n'a pas été enregistré, et ce qui l'était déjà est gardé."
    )


def _unreadable() -> RoomError:
    return RoomError(
        "Cette réponse n'est pas lisible, et n'a pas été enregistrée ; ce qui l'était déjà est gardé. Recommencez."
    )
