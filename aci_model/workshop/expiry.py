"""Workshops are erased when their days are over, with all that was said in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from aci_model.store.tables import workshop_tables as tables

if TYPE_CHECKING:
    import datetime as dt

    from aci_model.store.transactions import Store


def erase_expired(store: Store, at: dt.datetime) -> int:
    """Erase the workshops whose days are over; cheap to call: one indexed read when there is none.

    Args:
        store: where.
        at: the moment, with its time zone.

    Returns:
        How many were erased.

    Raises:
        StoreError: the store does not answer; nothing was erased.
    """
    workshop = tables.workshop
    if store.first(select(workshop.c.id).where(workshop.c.expires_at <= at).limit(1)) is None:
        return 0
    with store.begin() as connection:  # tables, answers and questions go along
        erased = connection.execute(delete(workshop).where(workshop.c.expires_at <= at)).rowcount
    store.settle()
    return erased
