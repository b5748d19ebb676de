"""Wrong tries at a door, written down so that whoever makes many waits longer and longer.

A few tries are free; then each wrong one makes the next wait twice as long, up to a minute: 128 random bits need no
more, and somebody who hammers a door keeps nobody out for long. Times are given by the caller; what is tried is
never written, only the hash of what it is tried upon.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from aci_model.store.tables import attempt

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

FREE = 5  # wrong tries that nobody waits for: a bad paste, a key of something else
LONGEST = dt.timedelta(minutes=1)
MEMORY = dt.timedelta(minutes=15)  # a wrong try is forgotten after


def wait(
    connection: Connection,
    kind: str,
    place: str,
    at: dt.datetime,
    *,
    free: int = FREE,
    longest: dt.timedelta = LONGEST,
) -> dt.timedelta:
    """Tell how long somebody still has to wait before the next try.

    Tries written with a later time are those of a wrong clock: left out.

    Args:
        connection: of a writing transaction about that place, so that many tries at once are counted one by one.
        kind: of the door.
        place: what tries are counted on, hashed (`keys.subject`).
        at: the moment, with its time zone.
        free: tries that nobody waits for.
        longest: wait between two tries.
    """
    wrong, last = connection.execute(
        select(func.count(), func.max(attempt.c.at)).where(
            attempt.c.kind == kind,
            attempt.c.subject_hash == place,
            attempt.c.at > at - MEMORY,
            attempt.c.at <= at,
        )
    ).one()
    if wrong < free:
        return dt.timedelta()
    doubled = dt.timedelta(seconds=2.0 ** min(wrong - free, 16))
    opens_at: dt.datetime = last + min(doubled, longest)
    return max(dt.timedelta(), opens_at - at)


def write(connection: Connection, kind: str, place: str, at: dt.datetime) -> None:
    """Write a try down, and let go of those that no longer count."""
    connection.execute(delete(attempt).where(attempt.c.kind == kind, attempt.c.at <= at - MEMORY))
    connection.execute(attempt.insert().values(kind=kind, subject_hash=place, at=at))


def forget(connection: Connection, kind: str, place: str) -> None:
    """Let go of the tries of one place: the door opened."""
    connection.execute(delete(attempt).where(attempt.c.kind == kind, attempt.c.subject_hash == place))
