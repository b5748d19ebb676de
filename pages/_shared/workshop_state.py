"""What every face of a workshop shares: its address, the hour, its case, and how a refusal is told."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from aci_model.report import workshop_text
from aci_model.store import StoreError
from aci_model.wording import missing
from aci_model.workshop import answers, cases, reveal, rooms
from aci_model.workshop.cases import ScenarioError
from aci_model.workshop.doors import Visitor
from aci_model.workshop.errors import RoomError
from pages._shared import database, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aci_model.store.transactions import Store
    from aci_model.workshop.cases import Case
    from aci_model.workshop.doors import Facilitator, Seat
    from aci_model.workshop.reveal import Reveal
    from aci_model.workshop.rooms import Workshop

# What an address may carry: a room's code, and one capability.
CODE, TABLE, KEY, SCREEN = "atelier", "table", "cle", "ecran"
PAGE = "Atelier"  # of the address

_ROOM = "atelier_salle"  # (workshop, number, Workshop): the row as last read
_VISITOR = "atelier_visiteur"
_REVEALING = threading.Lock()


class Shown(NamedTuple):
    """What was revealed, as sentences too, and as plain values that a hundred phones read."""

    reveal: Reveal
    headline: str
    findings: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Any]]  # table -> what its row of the outcomes says, missing left out
    values: Mapping[str, tuple[float, ...]]  # measure -> of the tables compared, from low to high


def now() -> dt.datetime:
    """Give the moment, in UTC: the library asks nobody for it."""
    return dt.datetime.now(dt.UTC)


def store() -> Store:
    """Give the server's store; raises as `database.store`."""
    return database.store()


def address(**wanted: str) -> str:
    """Give an address of this page as this browser sees the server, with what it carries."""
    base = (st.context.url or "").partition("?")[0].rstrip("/")
    root = base if base.endswith(f"/{PAGE}") else f"{base}/{PAGE}"
    return root + ("?" + "&".join(f"{name}={value}" for name, value in wanted.items()) if wanted else "")


def visitor_id() -> str:
    """Give a random name of this session, on which wrong codes are counted."""
    from aci_model.store import keys  # noqa: PLC0415 (nobody but a newcomer needs it)

    known = session.chosen(_VISITOR, "")
    if not known:
        known = keys.new_secret()
        session.keep(_VISITOR, known)
    return known


@contextmanager
def told() -> Iterator[None]:
    """Show a refusal, in its own French sentence, instead of what the block would have drawn."""
    try:
        yield
    except (RoomError, ScenarioError, StoreError) as refusal:
        st.error(str(refusal), icon=":material/error:")


def room(who: Facilitator | Seat | Visitor, number: int) -> Workshop:
    """Give a workshop as it is at this number (its version, or its stage); read again only when it moves.

    Raises:
        RoomError: it is no longer there.
        StoreError: the store does not answer.
    """
    held: tuple[str, int, Workshop] | None = session.chosen(_ROOM, None)
    if held is not None and held[:2] == (who.workshop, number):
        return held[2]
    read = rooms.workshop(store(), who)
    session.keep(_ROOM, (who.workshop, number, read))
    return read


def case_of(workshop: Workshop) -> Case:
    """Give a workshop's case, read once for all the phones of the room."""
    return _case(json.dumps(workshop.case, sort_keys=True))


def once(name: str, key: object, make: Callable[[], object]) -> object:
    """Make something for this session again only when its key changes."""
    held = session.chosen(name, None)
    if held is None or held[0] != key:
        held = (key, make())
        session.keep(name, held)
    return held[1]


def revealed(workshop: Workshop) -> Shown:
    """Give all tables beside one another, worked out once for all the screens of the room.

    Raises:
        RoomError: they are not revealed.
        StoreError: the store does not answer.
    """
    with _REVEALING:  # a hundred phones ask in the same second
        return _revealed(
            store(),
            workshop.id,
            workshop.stage,
            workshop.round_number,
            json.dumps(workshop.case, sort_keys=True),
        )


def drawn_code(address: str) -> str:
    """Draw an address as a QR code, an SVG for `st.image`."""
    import segno  # noqa: PLC0415  asked for by a table, not by every page

    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=3, dark="#1C2625", light="#FFFFFF")
    return drawn.getvalue().decode()


@functools.lru_cache(maxsize=8)
def _revealed(opened: Store, workshop: str, _stage: int, _number: int, record: str) -> Shown:
    """What was sealed, at this stage of the room: a late seal or a new name moves it."""
    case = _case(record)
    found = reveal.revealed(case, answers.revealed_tables(opened, Visitor(workshop)))
    rows = {
        str(row["table"]): {str(key): value for key, value in row.items() if not missing(value)}
        for row in found.outcomes.to_dict("records")
    }
    values = dict(zip(found.spread["measure"].tolist(), found.spread["values"].tolist(), strict=True))
    return Shown(found, workshop_text.headline(found), workshop_text.findings(case, found), rows, values)


@functools.lru_cache(maxsize=32)
def _case(record: str) -> Case:
    return cases.of_record(json.loads(record))
