"""Who may lead a workshop, who sits at a table of it, who only has its code.

The code is for a room to read: six letters, so whoever tries many waits. The facilitator's link and each table's are
128 random bits kept as hashes: nobody tries their way in, and checking one is one indexed read. Times are given by
the caller.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from aci_model.store import keys
from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop import brakes
from aci_model.workshop.errors import RoomError
from aci_model.workshop.expiry import erase_expired
from aci_model.workshop.naming import code_of, drawn_name, name_of, new_code
from aci_model.workshop.records import checked
from aci_model.workshop.states import (
    OPEN,
    WAITING,
    Workshop,
    changed,
    ended,
    not_taken,
    read_open,
    read_workshop,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from aci_model.store.transactions import Store
    from aci_model.workshop.states import AnyRow

KEY, TOKEN = "animateur", "rapporteur"  # what a secret opens
KEPT_DAYS, LONGEST_KEPT_DAYS = 30, 365
_LONGEST_TITLE = 120
_LARGEST_CASE = 1 << 18  # characters of JSON: a contract of thousands of lines

_journal = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Somebody who leads a workshop, by its key.

    Attributes:
        workshop: id.
    """

    workshop: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A phone at a table, by the table's own link; several phones may share it.

    Attributes:
        workshop: id.
        table: id.
    """

    workshop: str
    table: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has only the code: may join, may show the big screen.

    Attributes:
        workshop: id.
    """

    workshop: str


def open_workshop(
    store: Store,
    title: str,
    case_record: Mapping[str, Any],
    at: dt.datetime,
    *,
    keep_days: int = KEPT_DAYS,
    key: str | None = None,
) -> tuple[Workshop, str]:
    """Open a workshop; it and all its answers are erased after so many days.

    Args:
        store: where.
        title: shown to the tables.
        case_record: from `cases.to_record`.
        at: the moment, with its time zone.
        keep_days: 1–365.
        key: from `keys.new_secret`, made and kept by the caller before, so that a click made twice opens one
            workshop; None to have it made here.

    Returns:
        The workshop, and its facilitator's key: shown once, kept as a hash only.

    Raises:
        RoomError: no title or too long a one, a case too large, a number of days out of bounds.
        StoreError: the store does not answer.
    """
    named = " ".join(title.split())
    if not 0 < len(named) <= _LONGEST_TITLE:
        raise RoomError(f"Donnez à l'atelier un titre de 1 à {_LONGEST_TITLE} caractères.")
    if not 1 <= keep_days <= LONGEST_KEPT_DAYS:
        raise RoomError(f"Un atelier se garde de 1 à {LONGEST_KEPT_DAYS} jours. Choisissez une durée.")
    content = checked(case_record, _LARGEST_CASE, longest_text=_LARGEST_CASE)
    own = key or keys.new_secret()
    hashed = keys.fast_hash(own, KEY)
    table = tables.workshop
    erase_expired(store, at)  # their codes are free again
    with store.begin() as connection:
        found = connection.execute(select(table).where(table.c.key_hash == hashed)).first()
        if found is None:
            values = {
                "version": 1,
                "stage": 1,
                "code": _free_code(connection),
                "key_hash": hashed,
                "title": named,
                "state": OPEN,
                "round": WAITING,
                "round_number": 1,
                "opened_at": at,
                "expires_at": at + dt.timedelta(days=keep_days),
                "content": content,
            }
            connection.execute(table.insert().values(**values))
            found = connection.execute(select(table).where(table.c.key_hash == hashed)).one()
    return read_workshop(found), own


def facilitator(store: Store, code: str, key: str, at: dt.datetime) -> Facilitator:
    """Let in who has a workshop's key: one indexed read.

    Args:
        store: where.
        code: of the workshop.
        key: as in the facilitator's link.
        at: the moment, with its time zone.

    Raises:
        RoomError: not the key of that workshop, or all of it is to be erased.
        StoreError: the store does not answer.
    """
    table, hashed = tables.workshop, _hashed(key, KEY)
    found = hashed and store.first(
        select(table.c.id, table.c.expires_at).where(
            table.c.key_hash == hashed, table.c.code == code_of(code)
        )
    )
    if not found:
        _journal.warning("wrong facilitator key")
        raise RoomError(
            "Ce lien d'animateur n'ouvre aucun atelier. Reprenez le lien entier, tel qu'il a été donné à l'ouverture ; "
            "perdu, il ne se retrouve pas."
        )
    _alive(found, at)
    return Facilitator(found.id)


def visitor(store: Store, code: str, at: dt.datetime, who: str = "") -> Visitor:
    """Let in who has a code; to be asked once a visit, and the answer kept.

    Args:
        store: where.
        code: as typed.
        at: the moment, with its time zone.
        who: what tells one visitor from another without naming anybody (a session's random id), so that who tries
            wrong codes makes nobody else wait; kept hashed, for a quarter of an hour.

    Raises:
        RoomError: wrong code, a workshop that has ended, or too many wrong codes just before.
        StoreError: the store does not answer.
    """
    tried, found, table = code_of(code), None, tables.workshop
    with store.begin(brakes.place_of(who)) as connection:
        brakes.before_code(connection, who, at)
        if tried is not None:
            found = connection.execute(
                select(table.c.id, table.c.state, table.c.expires_at).where(table.c.code == tried)
            ).first()
            if found is None:
                brakes.wrong_code(connection, who, at)
    if found is None:
        _journal.warning("wrong workshop code")
        raise RoomError(
            "Ce code n'ouvre aucun atelier. Relisez les six lettres sur le grand écran ; un atelier dont la durée de "
            "conservation est passée est effacé."
        )
    _alive(found, at)
    if found.state != OPEN:
        raise ended()
    return Visitor(found.id)


def join(
    store: Store,
    who_has_code: Visitor,
    name: str | None,
    at: dt.datetime,
    who: str = "",
    *,
    token: str | None = None,
) -> tuple[Seat, str]:
    """Sit a new table down.

    Args:
        store: where.
        who_has_code: from `visitor`.
        name: what the table calls itself; None to have a name drawn.
        at: the moment, with its time zone.
        who: as for `visitor`.
        token: from `keys.new_secret`, made and kept by the caller before, so that a click made twice, or an answer
            lost on the way, sits one table down; None to have it made here.

    Returns:
        The table's seat, and the token of its own link: who holds the link is at that table again.

    Raises:
        RoomError: the name is taken, empty or too long; the workshop has ended; too many tables, or too many that
            joined just before.
        StoreError: the store does not answer.
    """
    workshop_id, table = who_has_code.workshop, tables.workshop_table
    asked = None if name is None else name_of(name)
    own = token or keys.new_secret()
    hashed = keys.fast_hash(own, TOKEN)
    with store.begin(workshop_id) as connection:
        read_open(connection, workshop_id, at)
        seats = connection.execute(
            select(table.c.id, table.c.folded, table.c.number, table.c.token_hash).where(
                table.c.workshop == workshop_id
            )
        ).all()
        mine = next((row.id for row in seats if row.token_hash == hashed), None)
        if mine is not None:
            return Seat(workshop_id, mine), own
        brakes.may_join(connection, workshop_id, len(seats), who, at)
        shown, folded = asked or drawn_name({row.folded for row in seats})
        not_taken(folded, {row.folded for row in seats})
        values = {
            "workshop": workshop_id,
            "revision": 1,
            "token_hash": hashed,
            "shown_as": shown,
            "folded": folded,
            "number": max((row.number for row in seats), default=0) + 1,
            "joined_at": at,
        }
        made = connection.execute(table.insert().values(**values)).inserted_primary_key
        assert made is not None  # one row was written
        changed(connection, workshop_id)
    return Seat(workshop_id, made.id), own


def seat(store: Store, code: str, token: str, at: dt.datetime) -> Seat:
    """Find the table of a link again: one indexed read.

    Args:
        store: where.
        code: of the workshop.
        token: of the table's link.
        at: the moment, with its time zone.

    Raises:
        RoomError: no such table (any more), or all of it is to be erased.
        StoreError: the store does not answer.
    """
    table, workshop, hashed = tables.workshop_table, tables.workshop, _hashed(token, TOKEN)
    found = hashed and store.first(
        select(table.c.id, table.c.workshop, workshop.c.expires_at)
        .join(workshop, workshop.c.id == table.c.workshop)
        .where(table.c.token_hash == hashed, workshop.c.code == code_of(code))
    )
    if not found:
        raise RoomError(
            "Ce lien ne mène à aucune table. Reprenez le lien entier de votre table, ou rejoignez l'atelier avec son "
            "code ; une table retirée ou un atelier effacé ne se retrouvent pas."
        )
    _alive(found, at)
    return Seat(found.workshop, found.id)


def _hashed(secret: str, of: str) -> str | None:
    """The hash of a key or a token as pasted; None when it cannot be one."""
    tried = keys.cleaned(secret)
    return None if tried is None else keys.fast_hash(tried, of)


def _free_code(connection: Connection) -> str:
    """A code no workshop of the store has."""
    table = tables.workshop
    while True:
        code = new_code()
        if connection.execute(select(table.c.id).where(table.c.code == code)).first() is None:
            return code


def _alive(row: AnyRow, at: dt.datetime) -> None:
    """Refuse a workshop whose days are over, erased or about to be."""
    if row.expires_at <= at:
        raise ended()
