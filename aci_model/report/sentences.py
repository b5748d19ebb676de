"""What every module of French sentences shares."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec

from aci_model.wording import typeset

if TYPE_CHECKING:
    from collections.abc import Callable

CENT = 0.005  # euros: below it, nothing is said to be at stake
_P = ParamSpec("_P")


def typeset_words(say: Callable[_P, str]) -> Callable[_P, str]:
    """Give what a function says its French spaces and apostrophes."""

    @functools.wraps(say)
    def said(*args: _P.args, **kwargs: _P.kwargs) -> str:
        """Say it, typeset."""
        return typeset(say(*args, **kwargs))

    return said
