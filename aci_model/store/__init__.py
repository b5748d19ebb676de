"""The database behind campaigns and workshops: SQLite by default, PostgreSQL by its address.

`open_store` gives a `Store`, whose transactions hand out SQLAlchemy connections; the tables are in
`aci_model.store.tables`. SQLAlchemy is imported when a store is opened, not before: most people open none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.store.errors import StoreBusyError, StoreError, StoreNewerError, StoreUnusableError

if TYPE_CHECKING:
    from aci_model.store.transactions import Store

__all__ = ["StoreBusyError", "StoreError", "StoreNewerError", "StoreUnusableError", "open_store"]


def open_store(url: str | None = None) -> Store:
    """Open the store, its schema brought up to date; safe to call from several processes at once.

    Args:
        url: `postgresql://user:password@host/base`, or `sqlite:///path`; None for a SQLite file in the folder
            named by the environment variable ACI_DONNEES, else in the project's own `donnees` folder.

    Raises:
        StoreUnusableError: the address is not understood, or nobody answers there.
        StoreNewerError: the database was written by a later version of the software.
        StoreBusyError: somebody else holds the database.
    """
    from aci_model.store.opening import opened  # noqa: PLC0415 (SQLAlchemy and Alembic take 0.2 s to import)

    return opened(url)
