"""What a session made, kept so that it is made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Value = TypeVar("Value")

DEPTH = 4  # of each name: going back and forth between a few assumptions costs nothing


class Shelf:
    """Values by name and key; of each name, the last few keys asked for.

    It lives in one session's state, so nothing on it can reach another session. A value is shared by the
    reruns of its session: nobody changes it.
    """

    def __init__(self) -> None:
        self._made: dict[str, dict[Hashable, object]] = {}

    def once(self, name: str, key: Hashable, make: Callable[[], Value]) -> Value:
        """Give the value of a name under a key, made on first demand.

        Args:
            name: what is made.
            key: everything the value depends on. Never a frame: two large ones can look alike.
            make: makes it.
        """
        made = self._made.setdefault(name, {})
        value = cast("Value", made.pop(key) if key in made else make())
        made[key] = value  # last in line again
        if len(made) > DEPTH:
            del made[next(iter(made))]
        return value
