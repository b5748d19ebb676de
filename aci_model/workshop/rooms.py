"""A workshop as the room lives it: who is there, which round it is, how much time is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, literal, null, select, update

from aci_model.frames import FLAG, TEXT, Columns, frame
from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop.doors import Seat
from aci_model.workshop.errors import RoomError
from aci_model.workshop.naming import name_of
from aci_model.workshop.states import (
    CLOSED,
    COMPOSING,
    GUESSING,
    REVEALING,
    Timer,
    Workshop,
    changed,
    gone,
    not_taken,
    read_open,
    read_workshop,
)

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from aci_model.store.transactions import Store
    from aci_model.workshop.doors import Facilitator, Visitor
    from aci_model.workshop.states import AnyRow

__all__ = [
    "PRESENT",
    "Timer",
    "Workshop",
    "close",
    "go",
    "present",
    "pulse",
    "remove",
    "rename",
    "timer",
    "version",
    "workshop",
]

PRESENT: Columns = {
    "table": TEXT,  # id
    "name": TEXT,
    "guessed": FLAG,  # whether it has an estimate, or more
    "sealed": FLAG,
}

# Asked by every screen every few seconds: written once.
_VERSION = select(tables.workshop.c.version).where(tables.workshop.c.id == bindparam("id"))
_PULSE = (
    select(tables.workshop.c.stage, tables.workshop_table.c.revision)
    .join(tables.workshop, tables.workshop.c.id == tables.workshop_table.c.workshop)
    .where(tables.workshop_table.c.id == bindparam("id"))
)


def version(store: Store, workshop_id: str) -> int:
    """Give the number that grows with each change a screen shows: the cheap check of one that refreshes.

    Raises:
        RoomError: the workshop is no longer there.
        StoreError: the store does not answer.
    """
    found = store.first(_VERSION, {"id": workshop_id})
    if found is None:
        raise gone()
    return int(found.version)


def pulse(store: Store, seat: Seat) -> tuple[int, int]:
    """Give the two numbers that tell a table's screen it has something new to show, in one indexed read.

    Returns:
        The workshop's `stage` (its round, its timer, what is revealed; not that other tables join or seal, which no
        table's screen shows) and the table's own revision (its other phone wrote).

    Raises:
        RoomError: the table or its workshop is no longer there.
        StoreError: the store does not answer.
    """
    found = store.first(_PULSE, {"id": seat.table})
    if found is None:
        raise gone()
    return int(found.stage), int(found.revision)


def workshop(store: Store, who: Facilitator | Seat | Visitor) -> Workshop:
    """Give the workshop somebody is in.

    Raises:
        RoomError: it is no longer there.
        StoreError: the store does not answer.
    """
    table = tables.workshop
    found = store.first(select(table).where(table.c.id == who.workshop))
    if found is None:
        raise gone()
    return read_workshop(found)


def present(store: Store, who: Facilitator | Seat | Visitor) -> pd.DataFrame:
    """Tell which tables are there, in order of arrival, and how far each is; never what it answered.

    Returns:
        PRESENT, one row per table.

    Raises:
        StoreError: the store does not answer.
    """
    table = tables.workshop_table
    began = table.c.guess.is_not(null()) | table.c.scenario.is_not(null())
    asked = (
        select(
            table.c.id.label("table"),
            table.c.shown_as.label("name"),
            began.label("guessed"),
            table.c.sealed_at.is_not(null()).label("sealed"),
        )
        .where(table.c.workshop == who.workshop)
        .order_by(table.c.number)
    )
    with store.read() as connection:
        return frame(PRESENT, [dict(row) for row in connection.execute(asked).mappings()])


def go(
    store: Store,
    facilitator: Facilitator,
    round_: str,
    at: dt.datetime,
    *,
    repeat: bool = False,
    seen: int | None = None,
) -> None:
    """Lead the room to a round: the next, one further (skip), one before (back), the same again (repeat).

    Going to `reveler` shows at once all that was sealed; a table that had not sealed may still, and is marked late.
    Going back to `estimer` or `composer` after it, or repeating one of them, begins a new passage: seals are lifted,
    each table finds its answers as they were and changes them, and what was revealed before stays readable
    (`answers.revealed_tables` with its number). Going to `composer` lifts the seals of tables that had only an
    estimate to seal. The timer stops.

    Args:
        store: where.
        facilitator: of the workshop.
        round_: attente | estimer | composer | reveler | discuter; the one under way without `repeat` changes nothing.
        at: the moment, with its time zone.
        repeat: begin a new passage even where the round alone would not.
        seen: the round_number the facilitator's screen shows; when it is no longer that, nothing changes: a click
            made twice repeats once.

    Raises:
        RoomError: the workshop has ended, or has no such round.
        StoreError: the store does not answer; nothing was written.
    """
    if round_ not in tables.ROUNDS:
        raise RoomError("L'atelier n'a pas cette manche. Choisissez parmi celles de l'écran.")
    with store.begin(facilitator.workshop) as connection:
        now = read_open(connection, facilitator.workshop, at)
        is_stale = seen is not None and seen != now.round_number
        if is_stale or (round_ == now.round and not repeat):
            return
        again = round_ in {GUESSING, COMPOSING} and (repeat or now.revealed)
        reveals = round_ == REVEALING and not now.revealed
        if again:
            _begin_again(connection, now)
        elif round_ == COMPOSING:
            _unseal(connection, now.id, tables.workshop_table.c.scenario.is_(null()))
        if reveals:
            asked = tables.workshop_question
            connection.execute(update(asked).where(asked.c.workshop == now.id).values(shown=True))
        changed(
            connection,
            now.id,
            for_tables=True,
            round=round_,
            round_number=now.round_number + again,
            revealed=reveals or (now.revealed and not again),
            timer_ends_at=None,
            timer_left_s=None,
        )


def timer(
    store: Store,
    facilitator: Facilitator,
    what: str,
    at: dt.datetime,
    seconds: int | None = None,
    *,
    seen: Timer | None = None,
) -> Timer:
    """Start, pause, resume, extend or stop the timer of the round; at its end nothing closes.

    Args:
        store: where.
        facilitator: of the workshop.
        what: lancer | suspendre | reprendre | prolonger | arreter (`states.START`…).
        at: the moment, with its time zone.
        seconds: to run for (lancer), or more of them (prolonger).
        seen: the timer the facilitator's screen shows; when it is no longer that one, nothing changes: a click made
            twice extends once.

    Returns:
        The timer as it then is.

    Raises:
        RoomError: the workshop has ended, or a duration is missing or out of bounds.
        StoreError: the store does not answer; nothing was written.
    """
    with store.begin(facilitator.workshop) as connection:
        now = read_open(connection, facilitator.workshop, at)
        before = Timer(now.timer_ends_at, now.timer_left_s)
        if seen is not None and seen != before:
            return before
        after = before.after(what, at, seconds)
        if after != before:
            moment = {"timer_ends_at": after.ends_at, "timer_left_s": after.left_s}
            changed(connection, now.id, for_tables=True, **moment)
    return after


def close(store: Store, facilitator: Facilitator, at: dt.datetime) -> None:
    """End a workshop: it takes nothing any more and shows what it has until it is erased; ended twice is ended once.

    Raises:
        RoomError: its days are over.
        StoreError: the store does not answer; nothing was written.
    """
    ended = {"state": CLOSED, "timer_ends_at": None, "timer_left_s": None}
    with store.begin(facilitator.workshop) as connection:
        table = tables.workshop
        state = connection.scalar(select(table.c.state).where(table.c.id == facilitator.workshop))
        if state == CLOSED:
            return
        now = read_open(connection, facilitator.workshop, at)
        changed(connection, now.id, for_tables=True, **ended)


def rename(store: Store, who: Facilitator | Seat, table_id: str, name: str, at: dt.datetime) -> None:
    """Change what a table calls itself: the facilitator any of them, a table its own.

    Raises:
        RoomError: the name is taken, empty or too long; no such table, or not one's own; the workshop has ended.
        StoreError: the store does not answer; nothing was written.
    """
    shown, folded = name_of(name)
    if isinstance(who, Seat) and who.table != table_id:
        raise gone()
    table = tables.workshop_table
    with store.begin(who.workshop) as connection:
        now = read_open(connection, who.workshop, at)
        named = connection.execute(
            select(table.c.id, table.c.folded).where(table.c.workshop == who.workshop)
        ).all()
        if table_id not in {row.id for row in named}:
            raise gone()
        not_taken(folded, {row.folded for row in named if row.id != table_id})
        values = {"shown_as": shown, "folded": folded, "revision": table.c.revision + 1}
        connection.execute(update(table).where(table.c.id == table_id).values(**values))
        changed(connection, now.id, for_tables=now.revealed)


def remove(store: Store, facilitator: Facilitator, table_id: str, at: dt.datetime) -> None:
    """Take a table away with all it answered; its phones are told so. Removed twice is removed once.

    Raises:
        RoomError: the workshop has ended.
        StoreError: the store does not answer; nothing was written.
    """
    table = tables.workshop_table
    with store.begin(facilitator.workshop) as connection:
        now = read_open(connection, facilitator.workshop, at)
        gone_one = delete(table).where(table.c.id == table_id, table.c.workshop == now.id)
        if connection.execute(gone_one).rowcount:
            changed(connection, now.id, for_tables=now.revealed)


def _begin_again(connection: Connection, now: AnyRow) -> None:
    """Lift the seals; what was revealed is put by first."""
    table, past = tables.workshop_table, tables.workshop_past
    if now.revealed:
        put_by = select(
            table.c.workshop,
            table.c.id,
            literal(now.round_number),
            table.c.sealed_at,
            table.c.late,
            table.c.guess,
            table.c.scenario,
        ).where(table.c.workshop == now.id, table.c.sealed_at.is_not(null()))
        names = ["workshop", "at_table", "round_number", "sealed_at", "late", "guess", "scenario"]
        connection.execute(insert(past).from_select(names, put_by))
    _unseal(connection, now.id)


def _unseal(connection: Connection, workshop_id: str, *which: ColumnElement[bool]) -> None:
    table = tables.workshop_table
    connection.execute(
        update(table)
        .where(table.c.workshop == workshop_id, table.c.sealed_at.is_not(null()), *which)
        .values(sealed_at=None, late=False, revision=table.c.revision + 1)
    )
