"""All the campaigns of a server, for those its configuration lets rule every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from aci_model.peers.campaigns import campaign
from aci_model.peers.doors import Administrator
from aci_model.store import tables

if TYPE_CHECKING:
    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store


def every(store: Store) -> list[Campaign]:
    """List the campaigns of a server, the latest first. Who may see this is the caller's to know.

    Raises:
        StoreError: the store does not answer.
    """
    with store.read() as connection:
        found = list(
            connection.scalars(select(tables.campaign.c.id).order_by(tables.campaign.c.opened_at.desc()))
        )
    return [campaign(store, Administrator(one)) for one in found]
