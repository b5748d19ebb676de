"""What stands of a campaign, gathered for publication, and the digest that seals it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from aci_model.frames import frame
from aci_model.peers.blocks import ATTRIBUTES
from aci_model.peers.contributions import Indicator, indicators_of
from aci_model.peers.publication import CONTRIBUTIONS, Scope
from aci_model.store.tables import campaign, contribution, invitation, publication

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy.engine import Connection

Gathered = list[dict[str, Any]]
"""One record a contribution that stands: contributor (opaque), rates, consents, size_group, region, seniority."""


def gathered(connection: Connection, campaign_id: str) -> Gathered:
    """Read the contributions of a campaign that were not withdrawn, in the order of their random ids."""
    own = (contribution.c.rates, contribution.c.consents)
    described = (invitation.c.size_group, invitation.c.region, invitation.c.seniority)
    rows = connection.execute(
        select(contribution.c.id.label("contributor"), *own, *described)
        .join(invitation, contribution.c.invitation == invitation.c.id)
        .where(contribution.c.campaign == campaign_id, contribution.c.withdrawn.is_(False))
        .order_by(contribution.c.id)
    )
    return [dict(row) for row in rows.mappings()]


def followed(connection: Connection, previous: str | None) -> bool:
    """Tell whether a campaign that follows this one is published: another would be gated against it by nobody."""
    scopes = connection.scalars(
        select(campaign.c.scope).join(publication, publication.c.campaign == campaign.c.id)
    )
    return previous is not None and any(scope["previous"] == previous for scope in scopes)


def digest_of(document: object) -> str:
    """SHA-256 of a document, written the same way each time."""
    written = json.dumps(document, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(written.encode()).hexdigest()


def as_published(found: Gathered, asked: tuple[Indicator, ...]) -> tuple[pd.DataFrame, Scope]:
    """Lay contributions out as `publish` takes them: values on the scale of their indicator, attributes apart."""
    scale = {indicator.id: indicator.high for indicator in asked}
    values = [
        {"contributor": one["contributor"], "indicator": name, "value": rate * scale[name]}
        for one in found
        for name, rate in one["rates"].items()
    ]
    described = [{name: one[name] for name in ATTRIBUTES} for one in found]
    return frame(CONTRIBUTIONS, values), Scope(frame(ATTRIBUTES, described), indicators_of(asked))
