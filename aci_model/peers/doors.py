"""Who may rule a campaign, and who may contribute: keys and codes tried, wrong ones slowed and logged.

A few tries are free; then each wrong one makes the next wait twice as long, up to a minute: 128 random bits need no
more, and somebody who hammers the door keeps nobody out for long. Times are given by the caller.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from aci_model.store import attempts, keys
from aci_model.store.tables import campaign, invitation
from aci_model.wording import count, typeset

if TYPE_CHECKING:
    from aci_model.store.transactions import Store

KEY, CODE = "cle", "code"

_journal = logging.getLogger(__name__)


class DoorError(Exception):
    """A key or a code does not open; the message is a French sentence that repeats neither.

    Attributes:
        wait: how long to wait before the next try; zero when it may be at once.
    """

    def __init__(self, sentence: str, wait: dt.timedelta = dt.timedelta()) -> None:
        super().__init__(typeset(sentence))
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who proved to rule a campaign, by its key or by other means the application trusts.

    Attributes:
        campaign: id.
    """

    campaign: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who holds a code.

    Attributes:
        campaign: id.
        invitation: id, the contributor's own and nobody else's.
    """

    campaign: str
    invitation: str


def administrator(store: Store, campaign_id: str, key: str, at: dt.datetime) -> Administrator:
    """Let in who has a campaign's key.

    Args:
        store: where campaigns are.
        campaign_id: as given when it was opened.
        key: as pasted.
        at: the moment, with its time zone.

    Raises:
        DoorError: wrong key or campaign (which of the two is not said), or too many wrong ones just before.
        StoreError: the store does not answer.
    """
    place = keys.subject(KEY, campaign_id)
    # The try is written down before it is looked at, so that many at once are no way around the waiting; argon2 is
    # slow on purpose, and no transaction is kept open for it.
    with store.begin(place) as connection:
        wait = attempts.wait(connection, KEY, place, at)
        if not wait:
            attempts.write(connection, KEY, place, at)
            kept = connection.scalar(select(campaign.c.key_hash).where(campaign.c.id == campaign_id))
    if wait:
        raise _too_many(wait)
    tried = keys.cleaned(key)
    if kept is None or tried is None or not keys.opens(kept, tried):
        _journal.warning(
            "wrong administrator key, campaign %s", campaign_id if kept is not None else "unknown"
        )
        raise DoorError(
            "Cette clé n'est pas celle de cette campagne. Vérifiez l'identifiant de la campagne et recopiez la clé "
            "donnée à son ouverture ; perdue, elle ne se retrouve pas."
        )
    with store.begin(place) as connection:
        attempts.forget(connection, KEY, place)
    return Administrator(campaign_id)


def contributor(store: Store, code: str, at: dt.datetime, visitor: str = "") -> Contributor:
    """Let in who has a code.

    Args:
        store: where campaigns are.
        code: as pasted.
        at: the moment, with its time zone.
        visitor: what tells one visitor from another without naming anybody (a session's random id), so that who
            tries wrong codes makes nobody else wait; it is kept hashed, for a quarter of an hour.

    Raises:
        DoorError: wrong code, or too many wrong ones just before.
        StoreError: the store does not answer.
    """
    place = keys.subject(CODE, visitor)
    tried = keys.cleaned(code)
    found = None
    with store.begin(place) as connection:
        wait = attempts.wait(connection, CODE, place, at)
        if not wait and tried is not None:
            found = connection.execute(
                select(invitation.c.campaign, invitation.c.id).where(
                    invitation.c.code_hash == keys.fast_hash(tried)
                )
            ).first()
        if not wait and found is None:
            attempts.write(connection, CODE, place, at)
    if wait:
        raise _too_many(wait)
    if found is None:
        _journal.warning("wrong invitation code")
        raise DoorError(
            "Ce code n'ouvre aucune campagne. Recopiez-le en entier, ou demandez-en un autre à votre fédération."
        )
    return Contributor(found.campaign, found.id)


def _too_many(wait: dt.timedelta) -> DoorError:
    seconds = -(-wait // dt.timedelta(seconds=1))
    return DoorError(f"Trop d'essais viennent d'échouer. Recommencez dans {count(seconds, 'seconde')}.", wait)
