"""The parking list: questions left open, whom they are for and the euros they suspend."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, update

from aci_model.reading.text import paragraphs
from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop.doors import Seat, Visitor
from aci_model.workshop.errors import RoomError
from aci_model.workshop.records import too_long
from aci_model.workshop.states import changed, gone, read_open

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from aci_model.store.transactions import Store
    from aci_model.workshop.doors import Facilitator

ADDRESSEES = ("cpam", "ars", "cpts", "federation")
LONGEST_QUESTION = 600  # characters
MOST_QUESTIONS = 40  # of one table

_QUESTION, _TABLE = tables.workshop_question, tables.workshop_table


def ask(
    store: Store,
    who: Seat | Facilitator,
    text: str,
    at: dt.datetime,
    *,
    addressee: str | None = None,
    objective: str | None = None,
    mission: str | None = None,
    euros: float | None = None,
) -> str:
    """Leave a question open; before the reveal nobody else reads it, the facilitator included.

    Args:
        store: where.
        who: a table, or the facilitator.
        text: as typed, a few lines at most.
        at: the moment, with its time zone.
        addressee: cpam | ars | cpts | federation; None: not said.
        objective: id in the case it is about, if any.
        mission: id of the mission it is about, if any.
        euros: that the answer suspends; None or NaN: unknown.

    Returns:
        The question's id; the same question by the same table, asked twice, is one.

    Raises:
        RoomError: no text, too long, too many questions, no such addressee, or the workshop has ended.
        StoreError: the store does not answer; nothing was written.
    """
    words, addressee = _words(text), _addressee(addressee)
    at_table = who.table if isinstance(who, Seat) else None
    values = {
        "workshop": who.workshop,
        "at_table": at_table,
        "words": words,
        "addressee": addressee,
        "objective": _reference(objective),
        "mission": _reference(mission),
        "euros": None if euros is None or not math.isfinite(euros) else float(euros),
        "asked_at": at,
    }
    with store.begin(who.workshop) as connection:
        now = read_open(connection, who.workshop, at)
        if at_table and not connection.scalar(select(_TABLE.c.id).where(_TABLE.c.id == at_table)):
            raise gone()
        before = _asked_before(connection, who, words)
        if before is not None:
            return before
        made = connection.execute(_QUESTION.insert().values(**values, shown=now.revealed))
        changed(connection, who.workshop)
    assert made.inserted_primary_key is not None  # one row was written
    return str(made.inserted_primary_key.id)


def questions(store: Store, who: Seat | Facilitator | Visitor) -> list[dict[str, Any]]:
    """Give the questions somebody may read: one's own, and once a reveal has shown them everybody's.

    Returns:
        In the order they were asked: id, table (id; None: the facilitator), name (None likewise), text, addressee,
        objective, mission, euros (None: unknown), asked_at.

    Raises:
        StoreError: the store does not answer.
    """
    asked = (
        select(
            _QUESTION.c.id,
            _QUESTION.c.at_table.label("table"),
            _TABLE.c.shown_as.label("name"),
            _QUESTION.c.words.label("text"),
            *(_QUESTION.c[name] for name in ("addressee", "objective", "mission", "euros", "asked_at")),
        )
        .outerjoin(_TABLE, _TABLE.c.id == _QUESTION.c.at_table)
        .where(_QUESTION.c.workshop == who.workshop, _readable(who))
        .order_by(_QUESTION.c.asked_at, _QUESTION.c.id)
    )
    with store.read() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]


def readdress(
    store: Store, who: Seat | Facilitator, question_id: str, addressee: str | None, at: dt.datetime
) -> None:
    """Change whom a question is for: one's own, or any that the facilitator reads.

    Raises:
        RoomError: no such addressee, no such question to change, or the workshop has ended.
        StoreError: the store does not answer; nothing was written.
    """
    sent = update(_QUESTION).where(*_in_hand(who, question_id)).values(addressee=_addressee(addressee))
    with store.begin(who.workshop) as connection:
        read_open(connection, who.workshop, at)
        if not connection.execute(sent).rowcount:
            raise RoomError("Cette question n'est plus dans la liste. Rechargez-la, ou reposez la question.")
        changed(connection, who.workshop)


def drop_question(store: Store, who: Seat | Facilitator, question_id: str, at: dt.datetime) -> None:
    """Take a question off the list: one's own, or any that the facilitator reads. Dropped twice is dropped once.

    Raises:
        RoomError: the workshop has ended.
        StoreError: the store does not answer; nothing was written.
    """
    dropped = delete(_QUESTION).where(*_in_hand(who, question_id))
    with store.begin(who.workshop) as connection:
        read_open(connection, who.workshop, at)
        if connection.execute(dropped).rowcount:
            changed(connection, who.workshop)


def _asked_before(connection: Connection, who: Seat | Facilitator, words: str) -> str | None:
    """The same question by the same table, if there is one.

    Raises:
        RoomError: there is none, and no room for one more.
    """
    own = {
        row.words: str(row.id)
        for row in connection.execute(
            select(_QUESTION.c.id, _QUESTION.c.words).where(_QUESTION.c.workshop == who.workshop, _own(who))
        )
    }
    if words not in own and len(own) >= MOST_QUESTIONS:
        raise RoomError(
            f"Votre liste compte déjà {MOST_QUESTIONS} questions. Retirez-en une, puis reposez celle-ci."
        )
    return own.get(words)


def _in_hand(who: Seat | Facilitator, question_id: str) -> tuple[ColumnElement[bool], ...]:
    """The question, if it is theirs to change."""
    theirs = _own(who) if isinstance(who, Seat) else _readable(who)
    return (_QUESTION.c.id == question_id, _QUESTION.c.workshop == who.workshop, theirs)


def _own(who: Seat | Facilitator) -> ColumnElement[bool]:
    return _QUESTION.c.at_table.is_not_distinct_from(who.table if isinstance(who, Seat) else None)


def _readable(who: Seat | Facilitator | Visitor) -> ColumnElement[bool]:
    return _QUESTION.c.shown if isinstance(who, Visitor) else or_(_own(who), _QUESTION.c.shown)


def _words(text: str) -> str:
    """A question as kept.

    Raises:
        RoomError: nothing in it, or too long.
    """
    if len(text) > LONGEST_QUESTION:
        raise too_long(text, LONGEST_QUESTION)
    words = paragraphs(text)
    if not words:
        raise RoomError("Cette question est vide. Écrivez-la en une phrase ou deux.")
    return words


def _addressee(given: str | None) -> str | None:
    """One of ADDRESSEES, or none.

    Raises:
        RoomError: another.
    """
    if given is not None and given not in ADDRESSEES:
        raise RoomError("Ce destinataire n'est pas proposé. Choisissez-en un dans la liste, ou aucun.")
    return given


def _reference(given: str | None) -> str | None:
    """An id of the case.

    Raises:
        RoomError: too long to be one.
    """
    if given is not None and len(given) > tables.REFERENCE_LENGTH:
        raise RoomError(
            "Cette question porte sur un objectif que l'atelier n'a pas. Choisissez dans la liste."
        )
    return given
