"""What a workshop refuses, told in French to whoever asked."""

from __future__ import annotations

import datetime as dt

from aci_model.wording import typeset


class RoomError(Exception):
    """A workshop does not allow what was asked; nothing was written. The message is a French sentence.

    Attributes:
        wait: how long to wait before the next try; zero when it may be at once.
    """

    def __init__(self, sentence: str, wait: dt.timedelta = dt.timedelta()) -> None:
        super().__init__(typeset(sentence))
        self.wait = wait
