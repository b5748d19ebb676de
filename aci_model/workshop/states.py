"""Where a workshop stands: its round, its passage, its timer; and the one way to read and change it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop.errors import RoomError

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.engine import Connection, Row

    AnyRow = Row[*tuple[Any, ...]]

OPEN, CLOSED = tables.STATES
WAITING, GUESSING, COMPOSING, REVEALING, DISCUSSING = tables.ROUNDS
START, PAUSE, RESUME, EXTEND, STOP = "lancer", "suspendre", "reprendre", "prolonger", "arreter"
LONGEST_TIMER_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Timer:
    """What is left of a round, for people to see: at its end nothing closes, and nobody is cut off.

    Attributes:
        ends_at: when it runs.
        left_s: seconds left, when it is paused.
    """

    ends_at: dt.datetime | None = None
    left_s: int | None = None

    @property
    def runs(self) -> bool:
        """Whether it counts down."""
        return self.ends_at is not None

    def left(self, at: dt.datetime) -> int | None:
        """Seconds left at a moment, 0 once it has run out; None without a timer."""
        if self.ends_at is None:
            return self.left_s
        return max(0, -(-(self.ends_at - at) // dt.timedelta(seconds=1)))

    def after(self, what: str, at: dt.datetime, seconds: int | None) -> Timer:
        """Give the timer after a gesture; a gesture that has nothing to act on leaves it as it is.

        Args:
            what: lancer | suspendre | reprendre | prolonger | arreter.
            at: the moment.
            seconds: to run for (lancer), or more of them (prolonger; fewer when negative).

        Raises:
            RoomError: a duration is missing or out of bounds.
        """
        left = self.left(at)
        if what == STOP:
            return Timer()
        if what == PAUSE:
            return self if left is None else Timer(left_s=left)
        if what == RESUME:
            return self if self.runs or left is None else Timer(ends_at=_later(at, left))
        wanted = (seconds or 0) + (left or 0 if what == EXTEND else 0)
        if what not in {START, EXTEND} or not seconds or not 0 <= wanted <= LONGEST_TIMER_S:
            raise RoomError("Cette durée n'est pas possible. Donnez de 1 seconde à 24 heures.")
        if what == EXTEND and not self.runs and left is not None:
            return replace(self, left_s=wanted)
        return Timer(ends_at=_later(at, wanted))


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop as anybody in the room may see it.

    Attributes:
        id: random.
        code: six letters.
        title: as the facilitator typed it.
        case: record, for `cases.of_record`.
        state: ouvert | clos.
        round: attente | estimer | composer | reveler | discuter.
        round_number: which passage the answers belong to: 1, and one more each time a round is repeated.
        revealed: whether what was sealed in this passage has been shown.
        timer: of the round.
        version: one more at each change that somebody's screen shows.
        stage: one more at each change that every table's screen shows (not that a table joined or sealed).
        opened_at: in UTC.
        expires_at: when all of it is erased.
    """

    id: str
    code: str
    title: str
    case: dict[str, Any]
    state: str
    round: str
    round_number: int
    revealed: bool
    timer: Timer
    version: int
    stage: int
    opened_at: dt.datetime
    expires_at: dt.datetime


def read_workshop(row: AnyRow) -> Workshop:
    """Give a row of the workshops as the workshop it is."""
    return Workshop(
        id=row.id,
        code=row.code,
        title=row.title,
        case=row.content,
        state=row.state,
        round=row.round,
        round_number=row.round_number,
        revealed=row.revealed,
        timer=Timer(row.timer_ends_at, row.timer_left_s),
        version=row.version,
        stage=row.stage,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
    )


STANDING = [column for column in tables.workshop.c if column.name not in {"content", "key_hash"}]


def read_open(connection: Connection, workshop_id: str, at: dt.datetime) -> AnyRow:
    """Give where a workshop stands, without its case, if it still takes what is sent.

    Raises:
        RoomError: it has ended.
    """
    found = connection.execute(select(*STANDING).where(tables.workshop.c.id == workshop_id)).first()
    return still_open(found, at)


def still_open(row: AnyRow | None, at: dt.datetime) -> AnyRow:
    """Give the row back if its `state` and `expires_at` say that the workshop takes what is sent.

    Raises:
        RoomError: it has ended, or there is no row.
    """
    if row is None:
        raise gone()
    if row.state != OPEN or row.expires_at <= at:
        raise ended()
    return row


def changed(connection: Connection, workshop_id: str, *, for_tables: bool = False, **values: object) -> None:
    """Write values of a workshop, and that its screens have something new to show.

    Args:
        connection: of a writing transaction about that workshop.
        workshop_id: which.
        for_tables: whether every table's screen shows it.
        values: columns to set.
    """
    table = tables.workshop
    counted = {"version": table.c.version + 1} | ({"stage": table.c.stage + 1} if for_tables else {})
    connection.execute(update(table).where(table.c.id == workshop_id).values(**counted, **values))


def not_taken(folded: str, taken: Collection[str]) -> None:
    """Refuse a name another table has.

    Raises:
        RoomError: it is taken.
    """
    if folded in taken:
        raise RoomError(
            "Une autre table porte déjà ce nom. Choisissez-en un autre ; si c'est la vôtre, reprenez-la avec son lien."
        )


def gone() -> RoomError:
    """What to say of a workshop, or a table, that is no longer there."""
    return RoomError(
        "Cette table ou cet atelier n'existe plus. Rejoignez l'atelier avec son code, ou demandez à l'animateur."
    )


def ended() -> RoomError:
    """What to say of a workshop that takes nothing any more."""
    return RoomError(
        "Cet atelier est terminé : il ne prend plus rien, et rien n'a changé. Pour la suite, demandez à l'animateur."
    )


def _later(at: dt.datetime, seconds: int) -> dt.datetime:
    return at + dt.timedelta(seconds=seconds)
