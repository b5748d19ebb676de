"""How many wrong codes and new tables a moment takes, so that nobody goes through all codes nor fills a room.

A whole room may share one address, and a visitor stand for a hundred phones: what is free is generous, and the waits
are short. The brake over everybody is what six letters need: at a try every two seconds, one of fifty workshops is
found in a week and a half, and nobody who has a code waits longer than that.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from aci_model.store import attempts, keys
from aci_model.wording import count
from aci_model.workshop.errors import RoomError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

CODE, JOINING = "atelier", "table"  # kinds of tries
MOST_TABLES = 300
FREE_CODES_OF_ONE, FREE_CODES = 40, 400  # wrong ones, in the quarter of an hour that tries are remembered
FREE_JOININGS_OF_ONE, FREE_JOININGS = MOST_TABLES, 2 * MOST_TABLES
_LONGEST_OF_ONE, _LONGEST = dt.timedelta(seconds=20), dt.timedelta(seconds=2)


def place_of(who: str) -> str:
    """What a visitor's wrong codes are counted on."""
    return keys.subject(CODE, who)


def before_code(connection: Connection, who: str, at: dt.datetime) -> None:
    """Refuse to look at a code while too many were wrong just before.

    Raises:
        RoomError: with how long to wait.
    """
    _refuse(
        attempts.wait(connection, CODE, place_of(who), at, free=FREE_CODES_OF_ONE, longest=_LONGEST_OF_ONE),
        attempts.wait(connection, CODE, _everybody(), at, free=FREE_CODES, longest=_LONGEST),
    )


def wrong_code(connection: Connection, who: str, at: dt.datetime) -> None:
    """Write down that a code was wrong."""
    for place in (place_of(who), _everybody()):
        attempts.write(connection, CODE, place, at)


def may_join(connection: Connection, workshop_id: str, seated: int, who: str, at: dt.datetime) -> None:
    """Count one more table of a workshop, or refuse it.

    Raises:
        RoomError: the workshop is full, or too many joined just before.
    """
    if seated >= MOST_TABLES:
        raise RoomError(
            f"L'atelier compte déjà {MOST_TABLES} tables, et n'en prend pas davantage. Installez-vous à une table "
            "déjà là avec son lien, ou demandez à l'animateur d'en retirer une."
        )
    room, own = keys.subject(JOINING, workshop_id), keys.subject(JOINING, workshop_id, who)
    _refuse(
        attempts.wait(connection, JOINING, own, at, free=FREE_JOININGS_OF_ONE, longest=_LONGEST_OF_ONE),
        attempts.wait(connection, JOINING, room, at, free=FREE_JOININGS, longest=_LONGEST),
    )
    for place in (own, room):
        attempts.write(connection, JOINING, place, at)


def _everybody() -> str:
    return keys.subject(CODE, "", "tous")


def _refuse(*waits: dt.timedelta) -> None:
    wait = max(waits)
    if wait:
        seconds = -(-wait // dt.timedelta(seconds=1))
        raise RoomError(
            f"Beaucoup d'essais viennent d'être faits. Recommencez dans {count(seconds, 'seconde')}.", wait
        )
