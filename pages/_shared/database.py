"""The server's one database, opened when a page first needs it: it holds campaigns and workshops, nobody's file."""

from __future__ import annotations

import functools
import os
import threading
from typing import TYPE_CHECKING

from aci_model.store import open_store

if TYPE_CHECKING:
    from aci_model.store.transactions import Store

_OPENING = threading.Lock()  # two first visitors open one store


def store() -> Store:
    """Give the store that every session of this server shares.

    Raises:
        StoreError: it cannot be opened; the message is a French sentence. The next call tries again.
    """
    with _OPENING:
        return _opened()


@functools.cache
def _opened() -> Store:
    return open_store(os.environ.get("DATABASE_URL"))
