"""A campaign from its opening to its publication: ouverte, then gelee, then publiee, never back.

Who rules one (`doors.Administrator`) and who contributes (`doors.Contributor`) come in by their doors. Contributions
are written, replaced and withdrawn while it is open; frozen, they are sealed by a digest, and what is published of
them is what `publish` lets out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from aci_model.peers.campaigns_frozen import digest_of, followed, gathered
from aci_model.peers.contributions import Indicator, as_records, choices_of, from_records, to_the_point
from aci_model.store import keys, tables
from aci_model.wording import typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    import pandas as pd
    from sqlalchemy.engine import Connection, Row

    from aci_model.peers.doors import Administrator, Contributor
    from aci_model.store.transactions import Store

OPEN, FROZEN, PUBLISHED = "ouverte", "gelee", "publiee"
_LONGEST = 200  # characters of a title or a region
_ATTRIBUTES = ("size_group", "region", "seniority")


class CampaignError(Exception):
    """A campaign does not allow what was asked; the message is a French sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typeset(sentence))


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as anybody who has its key or a code of it may see it.

    Attributes:
        id: random.
        title: as the federation typed it.
        opened_at: in UTC.
        state: ouverte | gelee | publiee | close.
        asked: what contributors are asked for.
        regions: those an invitation may name.
        previous: id of the federation's campaign before, None for the first.
    """

    id: str
    title: str
    opened_at: dt.datetime
    state: str
    asked: tuple[Indicator, ...]
    regions: tuple[str, ...]
    previous: str | None


def create(
    store: Store,
    title: str,
    asked: Iterable[Indicator],
    at: dt.datetime,
    *,
    regions: Iterable[str] = (),
    previous: Administrator | None = None,
) -> tuple[Campaign, str]:
    """Open a campaign.

    Args:
        store: where.
        title: shown to contributors.
        asked: from `contributions.asked_of`.
        at: the moment, with its time zone.
        regions: how the federation parts its territory.
        previous: who rules its campaign before, already published: blocks that changed too little keep its figures.

    Returns:
        The campaign, and its administrator's key: shown once, kept as a hash only.

    Raises:
        CampaignError: no title, one that is too long, or a campaign before that is not published, or is followed by
            another already.
    """
    named = " ".join(title.split())
    places = tuple(dict.fromkeys(" ".join(region.split()) for region in regions))
    if not all(0 < len(words) <= _LONGEST for words in (named, *places)):
        raise CampaignError("Le titre ou une région est vide ou trop long. Donnez 1 à 200 caractères.")
    key = keys.new_secret()
    values = {
        "title": named,
        "opened_at": at,
        "state": OPEN,
        "asked": as_records(tuple(asked)),
        "scope": {"regions": list(places), "previous": previous and previous.campaign},
        "key_hash": keys.slow_hash(key),
    }
    with store.begin() as connection:
        if previous is not None and _row(connection, previous.campaign).state != PUBLISHED:
            raise CampaignError(
                "La campagne précédente n'est pas encore publiée. Publiez-la, puis ouvrez celle-ci."
            )
        if previous is not None and followed(connection, previous.campaign):
            raise already_followed()
        made = connection.execute(tables.campaign.insert().values(**values)).inserted_primary_key
        assert made is not None  # one row was written
        return seen(_row(connection, made.id)), key


def campaign(store: Store, of: Administrator | Contributor) -> Campaign:
    """Give the campaign somebody came in for.

    Raises:
        CampaignError: it is there no more.
    """
    with store.read() as connection:
        return seen(_row(connection, of.campaign))


def invite(store: Store, ruler: Administrator, invited: Iterable[Mapping[str, str | None]]) -> list[str]:
    """Make one invitation a community, while the campaign is open.

    Args:
        store: where.
        ruler: of the campaign.
        invited: size_group, region and seniority of each; None or absent for what is not said.

    Returns:
        The codes, in order: to be handed out of band, shown once, kept as hashes only.

    Raises:
        CampaignError: the campaign is frozen, or an attribute is not one of its own.
    """
    described = [{name: of.get(name) for name in _ATTRIBUTES} for of in invited]
    codes = [keys.new_secret() for _ in described]
    with store.begin(ruler.campaign) as connection:
        own = _open(connection, ruler.campaign)
        allowed = {**choices_of(), "region": own.regions}
        if any(of[name] is not None and of[name] not in allowed[name] for of in described for name in of):
            raise CampaignError(
                "Une invitation porte une taille, une région ou une ancienneté que la campagne n'a pas. Choisissez "
                "parmi celles de la campagne, ou ne précisez pas."
            )
        rows = [
            {"campaign": own.id, "code_hash": keys.fast_hash(code), **of}
            for code, of in zip(codes, described, strict=True)
        ]
        if rows:
            connection.execute(tables.invitation.insert(), rows)
    return codes


def contribute(
    store: Store, who: Contributor, contribution: pd.DataFrame, consented: Collection[str], at: dt.datetime
) -> None:
    """Write a contribution, in place of the one before if there is one; once this returns, it is kept.

    Args:
        store: where.
        who: whose.
        contribution: CONTRIBUTION, as shown to the person.
        consented: ids of the indicators the person agreed to send; the others do not leave.
        at: the moment, with its time zone.

    Raises:
        CampaignError: the campaign is frozen, or a value is not what was asked for.
    """
    with store.begin(who.campaign) as connection:
        own = _open(connection, who.campaign)
        rates, consents = _agreed(own, contribution, consented)
        written = {"rates": rates, "consents": consents, "received_at": at, "withdrawn": False}
        _replace(connection, who, written)


def withdraw(store: Store, who: Contributor, at: dt.datetime) -> None:
    """Take a contribution back, while the campaign is open: nothing of it is left.

    Raises:
        CampaignError: the campaign is frozen.
    """
    with store.begin(who.campaign) as connection:
        _open(connection, who.campaign)
        taken = {"rates": None, "consents": None, "received_at": at, "withdrawn": True}
        connection.execute(
            update(tables.contribution)
            .where(tables.contribution.c.invitation == who.invitation)
            .values(**taken)
        )


def contributed(store: Store, who: Contributor) -> dict[str, float] | None:
    """Give one's own contribution, indicator -> value 0–1; None without any, or once withdrawn."""
    rates = tables.contribution.c.rates
    with store.read() as connection:
        found = connection.scalar(select(rates).where(tables.contribution.c.invitation == who.invitation))
    return None if found is None else dict(found)


def attributes(store: Store, who: Contributor) -> dict[str, str | None]:
    """Give the attributes of one's own invitation: size_group, region, seniority."""
    with store.read() as connection:
        found = connection.execute(
            select(*(tables.invitation.c[name] for name in _ATTRIBUTES)).where(
                tables.invitation.c.id == who.invitation
            )
        ).one()
    return dict(found._mapping)  # noqa: SLF001 (SQLAlchemy's public name for it)


def received(store: Store, ruler: Administrator) -> tuple[int, int]:
    """Tell how many invitations were made, and how many contributions stand."""
    with store.read() as connection:
        made, standing = (
            connection.scalar(
                select(func.count()).select_from(table).where(table.c.campaign == ruler.campaign, *kept)
            )
            for table, kept in (
                (tables.invitation, ()),
                (tables.contribution, (tables.contribution.c.withdrawn.is_(False),)),
            )
        )
    return int(made or 0), int(standing or 0)


def freeze(store: Store, ruler: Administrator, at: dt.datetime) -> str:
    """Freeze a campaign, once: nobody contributes, replaces or withdraws any more.

    Returns:
        The digest of everything contributed.

    Raises:
        CampaignError: it is frozen already.
    """
    with store.begin(ruler.campaign) as connection:
        own = _open(connection, ruler.campaign)
        digest = digest_of(gathered(connection, own.id))
        connection.execute(tables.freeze.insert().values(campaign=own.id, frozen_at=at, digest=digest))
        connection.execute(update(tables.campaign).where(tables.campaign.c.id == own.id).values(state=FROZEN))
    return digest


def already_followed() -> CampaignError:
    """Say why a second campaign may not follow the same one."""
    return CampaignError(
        "Une campagne publiée suit déjà celle-là : deux suites d'une même campagne se recouperaient, et pourraient trahir "
        "qui a changé. Ouvrez la prochaine à la suite de la dernière publiée."
    )


def _row(connection: Connection, campaign_id: str) -> Row[Any]:
    found = connection.execute(select(tables.campaign).where(tables.campaign.c.id == campaign_id)).first()
    if found is None:
        raise CampaignError(
            "Cette campagne n'existe plus. Vérifiez son identifiant auprès de votre fédération."
        )
    return found


def seen(row: Row[Any]) -> Campaign:
    """Give a row that has a campaign's columns as the campaign it is."""
    return Campaign(
        id=row.id,
        title=row.title,
        opened_at=row.opened_at,
        state=row.state,
        asked=from_records(row.asked),
        regions=tuple(row.scope["regions"]),
        previous=row.scope["previous"],
    )


def _open(connection: Connection, campaign_id: str) -> Campaign:
    """The campaign, if it still takes what is sent."""
    own = seen(_row(connection, campaign_id))
    if own.state != OPEN:
        raise CampaignError(
            "La campagne est gelée : plus rien ne s'y ajoute, ne s'y remplace ni ne s'en retire, et rien n'a changé. "
            "Pour la suite, attendez la campagne suivante."
        )
    return own


def _agreed(
    own: Campaign, contribution: pd.DataFrame, consented: Collection[str]
) -> tuple[dict[str, float], dict[str, bool]]:
    """What was agreed to, of what was asked, and the answer to each question."""
    given = dict(zip(contribution["indicator"], contribution["value"], strict=True))
    asked = [indicator.id for indicator in own.asked]
    # Rounded here again: whatever a caller gives, no decimal that tells euros is ever written.
    rounded = {name: to_the_point(value) for name, value in given.items()}
    known = {name: value for name, value in rounded.items() if value is not None}
    if not ({*given, *consented} <= set(asked) and all(0 <= value <= 1 for value in known.values())):
        raise CampaignError(
            "Cette contribution ne répond pas à ce que la campagne demande ; rien n'est parti. Rechargez le classeur "
            "et recommencez."
        )
    consents = {name: name in consented for name in asked}
    return {name: value for name, value in known.items() if consents[name]}, consents


def _replace(connection: Connection, who: Contributor, written: dict[str, Any]) -> None:
    """Write the one contribution of an invitation; writers about a campaign take turns."""
    table = tables.contribution
    replaced = connection.execute(update(table).where(table.c.invitation == who.invitation).values(**written))
    if not replaced.rowcount:
        connection.execute(table.insert().values(campaign=who.campaign, invitation=who.invitation, **written))
        connection.execute(
            update(tables.invitation).where(tables.invitation.c.id == who.invitation).values(used=True)
        )
