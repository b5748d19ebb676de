"""What a campaign publishes: worked out once from what was frozen, written down, then only read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from aci_model.frames import Columns, frame
from aci_model.peers.campaigns import FROZEN, PUBLISHED, Campaign, CampaignError, already_followed, campaign
from aci_model.peers.campaigns_frozen import as_published, digest_of, followed, gathered
from aci_model.peers.doors import Administrator, Contributor
from aci_model.peers.publication import AGGREGATES, DECISIONS, GROUPS, Publication
from aci_model.peers.publication import publish as aggregated
from aci_model.store import tables
from aci_model.wording import missing

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from aci_model.store.transactions import Store


@dataclass(frozen=True, slots=True)
class Published:
    """What anybody of the campaign may see.

    Attributes:
        aggregates: AGGREGATES.
        groups: GROUPS: who is compared with whom.
        digest: of both.
    """

    aggregates: pd.DataFrame
    groups: pd.DataFrame
    digest: str


def publish(store: Store, ruler: Administrator, at: dt.datetime) -> Published:
    """Publish a frozen campaign, once.

    Args:
        store: where.
        ruler: of the campaign.
        at: the moment, with its time zone.

    Raises:
        CampaignError: it is not frozen, or published already, or another that follows the same one is; or what was
            frozen, here or in the campaign before, is no longer what it was.
        StoreError: the store does not answer.
    """
    own = campaign(store, ruler)
    if own.state != FROZEN:
        raise _not_frozen()
    # Worked out without holding the store: what is frozen does not move.
    made = _worked_out(store, own)
    content = _content(made)
    digest = digest_of(content)
    steps = [
        {"campaign": own.id, "step": step, "what": what, "at": at}
        for step, what in enumerate(_records(made.decisions), 1)
    ]
    with store.begin(own.previous or own.id) as connection:  # those that follow one campaign take turns
        # Two who publish at once: the second finds it done.
        moved = connection.execute(
            update(tables.campaign)
            .where(tables.campaign.c.id == own.id, tables.campaign.c.state == FROZEN)
            .values(state=PUBLISHED)
        )
        if not moved.rowcount:
            raise _not_frozen()
        if followed(connection, own.previous):
            raise already_followed()
        connection.execute(
            tables.publication.insert().values(campaign=own.id, content=content, digest=digest)
        )
        if steps:
            connection.execute(tables.decision.insert(), steps)
    return Published(made.aggregates, made.groups, digest)


def published(store: Store, who: Administrator | Contributor) -> Published | None:
    """Give what a campaign published; None as long as it has not."""
    with store.read() as connection:
        found = connection.execute(
            select(tables.publication).where(tables.publication.c.campaign == who.campaign)
        ).first()
    if found is None:
        return None
    aggregates, groups = (frame(columns, found.content[name]) for name, columns in _CONTENT.items())
    return Published(aggregates, groups, found.digest)


def decisions(store: Store, ruler: Administrator) -> pd.DataFrame:
    """Give what the gate decided and why, DECISIONS, for the federation."""
    with store.read() as connection:
        found = connection.scalars(
            select(tables.decision.c.what)
            .where(tables.decision.c.campaign == ruler.campaign)
            .order_by(tables.decision.c.step)
        )
        return frame(DECISIONS, list(found))


_CONTENT: dict[str, Columns] = {"aggregates": AGGREGATES, "groups": GROUPS}


def _worked_out(store: Store, own: Campaign) -> Publication:
    """Publish what was frozen, after the campaigns before it: their values are found again, they are kept nowhere else."""
    previous = None
    if own.previous is not None:
        before = campaign(store, Administrator(own.previous))
        previous = _worked_out(store, before)
        kept = published(store, Administrator(before.id))
        if kept is None or kept.digest != digest_of(_content(previous)):
            raise CampaignError(
                "La campagne précédente ne redonne plus ce qu'elle avait publié : rien n'est publié. Prévenez la "
                "personne qui tient l'application, puis ouvrez une campagne sans précédente."
            )
    with store.read() as connection:
        found = gathered(connection, own.id)
        sealed = connection.scalar(select(tables.freeze.c.digest).where(tables.freeze.c.campaign == own.id))
    if sealed != digest_of(found):
        raise CampaignError(
            "Les contributions ne sont plus celles qui ont été gelées : rien n'est publié. Prévenez la personne qui "
            "tient le serveur."
        )
    contributions, scope = as_published(found, own.asked)
    return aggregated(contributions, scope, previous)


def _content(made: Publication) -> dict[str, Any]:
    return {name: _records(getattr(made, name)) for name in _CONTENT}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as json takes them: what is missing is left out, numbers are Python's own."""
    return [
        {
            str(name): value.item() if hasattr(value, "item") else value
            for name, value in row.items()
            if not missing(value)
        }
        for row in table.to_dict("records")
    ]


def _not_frozen() -> CampaignError:
    return CampaignError(
        "Seule une campagne gelée se publie, une seule fois. Gelez-la d'abord ; déjà publiée, relisez ce qu'elle a publié."
    )
