"""What a table answers: kept from its first key to its seal, and read by nobody else before the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, null, or_, select, update

from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop.errors import RoomError
from aci_model.workshop.parking import ask, drop_question, questions, readdress
from aci_model.workshop.records import checked
from aci_model.workshop.shown import revealed_tables, sheets
from aci_model.workshop.states import GUESSING, OPEN, WAITING, changed, gone, still_open

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from aci_model.store.transactions import Store
    from aci_model.workshop.doors import Seat
    from aci_model.workshop.states import AnyRow

__all__ = [
    "ask",
    "drop_question",
    "own",
    "questions",
    "readdress",
    "revealed_tables",
    "save_guess",
    "save_scenario",
    "save_sheet",
    "seal",
    "sheets",
]

_TABLE, _WHOLE = tables.workshop_table, tables.workshop
_OWN = (
    _TABLE.c.revision,
    _TABLE.c.sealed_at,
    _TABLE.c.late,
    _TABLE.c.guess,
    _TABLE.c.scenario,
    _TABLE.c.sheet,
)
_SEEN_WITH = (_WHOLE.c.id, _WHOLE.c.state, _WHOLE.c.expires_at, _WHOLE.c.round, _WHOLE.c.revealed)

# A whole room seals in the same second, one after the other: what allows it is looked at by the statement that does it.
_SEAL = (
    update(_TABLE)
    .where(
        _TABLE.c.id == bindparam("seat"),
        _TABLE.c.sealed_at.is_(null()),
        or_(_TABLE.c.guess.is_not(null()), _TABLE.c.scenario.is_not(null())),
        exists().where(
            _WHOLE.c.id == _TABLE.c.workshop,
            _WHOLE.c.state == OPEN,
            _WHOLE.c.expires_at > bindparam("moment"),
        ),
    )
    .values(
        sealed_at=bindparam("moment"),
        late=select(_WHOLE.c.revealed).where(_WHOLE.c.id == _TABLE.c.workshop).scalar_subquery(),
        revision=_TABLE.c.revision + 1,
    )
    .returning(_TABLE.c.late)
)


def own(store: Store, seat: Seat) -> dict[str, Any]:
    """Give what one's own table has, whatever the round.

    Returns:
        name; guess, scenario, sheet: records, None for none yet; sealed_at: None while it is not; late: whether it
        sealed after the reveal; revision: one more at each change.

    Raises:
        RoomError: the table is no longer there.
        StoreError: the store does not answer.
    """
    found = store.first(select(_TABLE.c.shown_as.label("name"), *_OWN).where(_TABLE.c.id == seat.table))
    if found is None:
        raise gone()
    return dict(found._mapping)  # noqa: SLF001 (SQLAlchemy's public name for it)


def save_guess(
    store: Store, seat: Seat, record: Mapping[str, Any], at: dt.datetime
) -> tuple[dict[str, Any], int]:
    """Keep a table's estimate: while the room estimates, and later too as long as the table composes nothing yet.

    Args:
        store: where.
        seat: whose.
        record: of a `scenario.Guess`, or the keys of it that changed.
        at: the moment, with its time zone.

    Returns:
        The whole record as kept, and the table's revision.

    Raises:
        RoomError: sealed, not the moment, too long, or the workshop has ended; nothing was written.
        StoreError: the store does not answer; nothing was written.
    """
    return _save(store, seat, "guess", record, at)


def save_scenario(
    store: Store,
    seat: Seat,
    changes: Mapping[str, Any],
    at: dt.datetime,
) -> tuple[dict[str, Any], int]:
    """Keep what a table changed in its scenario; what its other phone changed stays.

    Args:
        store: where.
        seat: whose.
        changes: the keys of a `scenario.Scenario`'s record that changed, and no other.
        at: the moment, with its time zone.

    Returns:
        The whole record as kept, and the table's revision.

    Raises:
        RoomError: sealed, not the moment, too long, or the workshop has ended; nothing was written.
        StoreError: the store does not answer; nothing was written.
    """
    return _save(store, seat, "scenario", changes, at)


def save_sheet(
    store: Store, seat: Seat, changes: Mapping[str, Any], at: dt.datetime
) -> tuple[dict[str, Any], int]:
    """Keep what the reporter changed in the table's sheet, sealed or not, until the workshop ends.

    Args:
        store: where.
        seat: whose.
        changes: the keys of a sheet's record that changed (`sheets.draft`).
        at: the moment, with its time zone.

    Returns:
        The whole record as kept, and the table's revision.

    Raises:
        RoomError: too long, or the workshop has ended; nothing was written.
        StoreError: the store does not answer; nothing was written.
    """
    return _save(store, seat, "sheet", changes, at)


def seal(store: Store, seat: Seat, at: dt.datetime) -> dt.datetime:
    """Lock what a table answered, until a round is repeated; sealed twice is sealed once.

    After the reveal it is marked late, and shown at once.

    Returns:
        When it was sealed.

    Raises:
        RoomError: there is nothing to seal, or the workshop has ended; nothing was written.
        StoreError: the store does not answer; nothing was written.
    """
    with store.begin(seat.workshop) as connection:
        sealed = connection.execute(_SEAL, {"seat": seat.table, "moment": at}).first()
        if sealed is not None:
            changed(connection, seat.workshop, for_tables=sealed.late)
            return at
        row = _standing(connection, seat, at)
    if row.sealed_at is None:
        raise RoomError("Il n'y a encore rien à sceller. Donnez une estimation ou composez un scénario.")
    sealed_at: dt.datetime = row.sealed_at
    return sealed_at


def _save(
    store: Store,
    seat: Seat,
    what: str,
    changes: Mapping[str, Any],
    at: dt.datetime,
) -> tuple[dict[str, Any], int]:
    """Merge what changed into one record of a table; what changes nothing writes nothing."""
    told = checked(changes)
    with store.begin(seat.workshop) as connection:
        row = _standing(connection, seat, at)
        kept = getattr(row, what) or {}
        record = checked({**kept, **told})
        if record == kept:
            return record, int(row.revision)
        _allowed(row, what)
        written = {what: record, "revision": row.revision + 1}
        connection.execute(update(_TABLE).where(_TABLE.c.id == seat.table).values(**written))
        begins = row.guess is None and row.scenario is None and what != "sheet"
        shown = what == "sheet" and row.revealed and row.sealed_at is not None
        if begins or shown:
            changed(connection, seat.workshop)
    return record, int(row.revision) + 1


def _allowed(row: AnyRow, what: str) -> None:
    """Refuse what is locked, or not the moment yet.

    Raises:
        RoomError: with what to do.
    """
    if what == "sheet":
        return
    if row.sealed_at is not None:
        raise RoomError(
            "Votre table a scellé : ses réponses ne changent plus, et rien n'a été perdu. L'animateur peut reprendre la "
            "manche."
        )
    if row.round == WAITING:
        raise RoomError("La manche n'a pas commencé. Attendez l'animateur : cet écran avance avec lui.")
    if what == "guess" and row.round != GUESSING and row.scenario is not None:
        raise RoomError(
            "Votre table compose déjà : son estimation est gardée telle qu'elle était. L'animateur peut reprendre la "
            "manche."
        )
    if what == "scenario" and row.round == GUESSING and row.scenario is None:
        raise RoomError("La salle en est à l'estimation. Le scénario se compose à la manche suivante.")


def _standing(connection: Connection, seat: Seat, at: dt.datetime) -> AnyRow:
    """Where a table and its workshop stand, in one read, if it still takes what is sent.

    Raises:
        RoomError: it has ended, or the table is no longer there.
    """
    found = connection.execute(
        select(*_SEEN_WITH, *_OWN)
        .join(_WHOLE, _WHOLE.c.id == _TABLE.c.workshop)
        .where(_TABLE.c.id == seat.table)
    ).first()
    return still_open(found, at)
