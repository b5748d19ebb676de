"""What is read of the tables once it is revealed, and not before, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, null, select

from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop.errors import RoomError
from aci_model.workshop.states import gone

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.engine import Connection

    from aci_model.store.transactions import Store
    from aci_model.workshop.doors import Facilitator, Seat, Visitor
    from aci_model.workshop.states import AnyRow

_TABLE, _WHOLE = tables.workshop_table, tables.workshop


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
