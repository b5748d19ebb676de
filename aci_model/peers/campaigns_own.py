"""What a contributor sees of a campaign, in one look at the store: the campaign, one's own invitation and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from aci_model.peers.campaigns import Campaign, CampaignError, seen
from aci_model.store import tables
from aci_model.wording import missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from aci_model.peers.doors import Contributor
    from aci_model.store.transactions import Store

_ATTRIBUTES = ("size_group", "region", "seniority")


@dataclass(frozen=True, slots=True)
class Own:
    """A campaign as one contributor sees it; nothing of any other is in it, nor how many they are.

    Attributes:
        campaign: the one the code opens.
        attributes: size_group, region and seniority of one's own invitation; None for what it does not say.
        sent: indicator -> value 0–1 as it is kept; None without any, or once withdrawn.
        consents: indicator -> whether it was agreed to; empty when nothing is kept.
        received_at: when it was kept, or withdrawn, in UTC; None when nothing was ever sent.
    """

    campaign: Campaign
    attributes: Mapping[str, str | None]
    sent: Mapping[str, float] | None = field(repr=False)
    consents: Mapping[str, bool] = field(repr=False)
    received_at: dt.datetime | None


def own(store: Store, who: Contributor) -> Own:
    """Look at one's campaign and one's own contribution, in one question.

    Args:
        store: where.
        who: whose.

    Raises:
        CampaignError: the campaign, or the invitation, is there no more.
        StoreError: the store does not answer.
    """
    invited, given = tables.invitation, tables.contribution
    row = store.first(
        select(
            tables.campaign,
            *(invited.c[name] for name in _ATTRIBUTES),
            given.c.rates,
            given.c.consents,
            given.c.received_at,
        )
        .join(invited, invited.c.campaign == tables.campaign.c.id)
        .outerjoin(given, given.c.invitation == invited.c.id)
        .where(invited.c.id == who.invitation, tables.campaign.c.id == who.campaign)
    )
    if row is None:
        raise CampaignError(
            "Cette campagne n'existe plus, ou votre code en a été retiré. Demandez-le à votre fédération."
        )
    return Own(
        campaign=seen(row),
        attributes={name: getattr(row, name) for name in _ATTRIBUTES},
        sent=row.rates,
        consents=row.consents or {},
        received_at=None if missing(row.received_at) else row.received_at,
    )
