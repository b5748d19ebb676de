"""The server's one database, opened when a page first needs it: it holds campaigns and workshops, nobody's file."""

from __future__ import annotations

import functools
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from aci_model.store import open_store

if TYPE_CHECKING:
    from aci_model.store.transactions import Store

ADDRESS = "DATABASE_URL"
_OPENING = threading.Lock()  # two first visitors open one store


def is_there() -> bool:
    """Tell whether this server has a database: named by its address, or in a file that some page once needed."""
    from aci_model.store import addresses  # noqa: PLC0415  SQLAlchemy takes 0.2 s to import

    return bool(os.environ.get(ADDRESS)) or Path(str(addresses.address(None).database)).exists()


def store() -> Store:
    """Give the store that every session of this server shares.

    Raises:
        StoreError: it cannot be opened; the message is a French sentence. The next call tries again.
    """
    with _OPENING:
        return _opened()


@functools.cache
def _opened() -> Store:
    return open_store(os.environ.get(ADDRESS))
