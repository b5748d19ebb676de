"""What a table answers: kept from its first key to its seal, and read by nobody else before the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, null, select, update

from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop.errors import RoomError
from aci_model.workshop.parking import ask, drop_question, questions, readdress
from aci_model.workshop.records import checked
from aci_model.workshop.states import GUESSING, WAITING, changed, gone, still_open

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection

    from aci_model.store.transactions import Store
    from aci_model.workshop.doors import Facilitator, Seat, Visitor
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
        row = _standing(connection, seat, at)
        if row.sealed_at is not None:
            sealed_at: dt.datetime = row.sealed_at
            return sealed_at
        if row.guess is None and row.scenario is None:
            raise RoomError("Il n'y a encore rien à sceller. Donnez une estimation ou composez un scénario.")
        written = {"sealed_at": at, "late": row.revealed, "revision": row.revision + 1}
        connection.execute(update(_TABLE).where(_TABLE.c.id == seat.table).values(**written))
        changed(connection, seat.workshop, for_tables=row.revealed)
    return at


def revealed_tables(
    store: Store, who: Facilitator | Seat | Visitor, round_number: int | None = None
) -> list[dict[str, Any]]:
    """Give what every table sealed, once it is revealed and not before, whoever asks.

    Args:
        store: where.
        who: anybody of the workshop.
        round_number: a passage that was revealed before; None for the one under way.

    Returns:
        TABLES, in order of arrival: table (id), name, guess, scenario (records; None for none, and for a table that
        has not sealed), sealed, late.

    Raises:
        RoomError: it is not revealed.
        StoreError: the store does not answer.
    """
    with store.read() as connection:
        now = _revealing(connection, who)
        if round_number is None or round_number == now.round_number:
            if not now.revealed:
                raise _not_yet()
            return [_told(row) for row in connection.execute(_current(who.workshop))]
        told = [_told(row) for row in connection.execute(_before(who.workshop, round_number))]
    if not told:
        raise _not_yet()
    return told


def sheets(store: Store, who: Facilitator | Seat | Visitor) -> list[dict[str, Any]]:
    """Give the sheets of the tables that sealed, once the passage under way is revealed.

    Returns:
        In order of arrival: table (id), name, sheet (record; None for none written).

    Raises:
        RoomError: it is not revealed.
        StoreError: the store does not answer.
    """
    asked = (
        select(_TABLE.c.id.label("table"), _TABLE.c.shown_as.label("name"), _TABLE.c.sheet)
        .where(_TABLE.c.workshop == who.workshop, _TABLE.c.sealed_at.is_not(null()))
        .order_by(_TABLE.c.number)
    )
    with store.read() as connection:
        if not _revealing(connection, who).revealed:
            raise _not_yet()
        return [dict(row) for row in connection.execute(asked).mappings()]


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


def _revealing(connection: Connection, who: Facilitator | Seat | Visitor) -> AnyRow:
    found = connection.execute(
        select(_WHOLE.c.revealed, _WHOLE.c.round_number).where(_WHOLE.c.id == who.workshop)
    ).first()
    if found is None:
        raise gone()
    return found


def _current(workshop_id: str) -> Select[Any]:
    """What each table says in the passage under way; what is not sealed is not asked for."""
    sealed = _TABLE.c.sealed_at.is_not(null())
    return (
        select(
            _TABLE.c.id,
            _TABLE.c.shown_as,
            case((sealed, _TABLE.c.guess)).label("guess"),
            case((sealed, _TABLE.c.scenario)).label("scenario"),
            sealed.label("sealed"),
            _TABLE.c.late,
        )
        .where(_TABLE.c.workshop == workshop_id)
        .order_by(_TABLE.c.number)
    )


def _before(workshop_id: str, round_number: int) -> Select[Any]:
    """What each table sealed in a passage put by, which was revealed."""
    past = tables.workshop_past
    return (
        select(
            past.c.at_table.label("id"),
            _TABLE.c.shown_as,
            past.c.guess,
            past.c.scenario,
            past.c.sealed_at.is_not(null()).label("sealed"),
            past.c.late,
        )
        .join(_TABLE, _TABLE.c.id == past.c.at_table)
        .where(past.c.workshop == workshop_id, past.c.round_number == round_number)
        .order_by(_TABLE.c.number)
    )


def _told(row: AnyRow) -> dict[str, Any]:
    return {
        "table": row.id,
        "name": row.shown_as,
        "guess": row.guess,
        "scenario": row.scenario,
        "sealed": bool(row.sealed),
        "late": bool(row.late),
    }


def _not_yet() -> RoomError:
    return RoomError(
        "Ces réponses ne sont pas encore révélées : personne ne les lit avant la révélation, l'animateur non plus."
    )
