"""Whatever the order in which a room does things, what is read is what was sealed and revealed, and nothing else."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model.workshop.errors import RoomError
from tests.stores.workshop_room import Room

TABLES = 3
ROUNDS = ("attente", "estimer", "composer", "reveler", "discuter")
GESTURES = st.one_of(
    st.tuples(st.just("go"), st.sampled_from(ROUNDS), st.booleans()),
    st.tuples(st.sampled_from(["compose", "seal"]), st.integers(0, TABLES - 1)),
)


class Told:
    """What a room should show, worked out without a store: scenarios are numbers nobody writes twice."""

    def __init__(self):
        self.round, self.passage, self.revealed, self.written = "attente", 1, False, 0
        self.scenario, self.sealed = [None] * TABLES, [None] * TABLES  # sealed: None, « in time » or « late »
        self.past = {}

    def go(self, round_, repeat):
        if round_ == self.round and not repeat:
            return
        if round_ in {"estimer", "composer"} and (repeat or self.revealed):
            if self.revealed:
                self.past[self.passage] = self.shown()
            self.passage, self.revealed, self.sealed = self.passage + 1, False, [None] * TABLES
        self.revealed = self.revealed or round_ == "reveler"
        self.round = round_

    def compose(self, table):
        """The number a table may write now, None when it may not."""
        too_early = self.round == "attente" or (self.round == "estimer" and self.scenario[table] is None)
        self.written += 1
        if not too_early and self.sealed[table] is None:
            self.scenario[table] = self.written

    def seal(self, table):
        if self.scenario[table] is not None and self.sealed[table] is None:
            self.sealed[table] = "late" if self.revealed else "in time"

    def shown(self):
        """Number of each table that sealed, and whether it was late; by table."""
        return {
            table: (self.scenario[table], when == "late") for table, when in enumerate(self.sealed) if when
        }


def read(room, seats, number=None):
    """The same, as the store gives it; None when it is not revealed."""
    place = {seat.table: table for table, seat in enumerate(seats)}
    try:
        told = room.revealed(number=number).values()
    except RoomError:
        return None
    return {place[one["table"]]: (one["scenario"]["number"], one["late"]) for one in told if one["sealed"]}


def act(room, seats, told, gesture):
    """Do one gesture in the room and in what it should show; a refusal changes nothing in either."""
    what, which, *how = gesture
    with contextlib.suppress(RoomError):
        if what == "go":
            told.go(which, *how)
            room.go(which, repeat=how[0])
        elif what == "compose":
            told.compose(which)
            room.compose(seats[which], number=told.written)
        else:
            told.seal(which)
            room.seal(seats[which])


@settings(max_examples=12)
@given(gestures=st.lists(GESTURES, min_size=4, max_size=12))
def test_what_is_read_is_what_was_sealed_and_revealed(shared_store, gestures):
    room, told = Room(shared_store), Told()
    seats = [room.sit() for _ in range(TABLES)]
    for gesture in gestures:
        act(room, seats, told, gesture)
        now = room.now()
        assert (now.round, now.round_number, now.revealed) == (told.round, told.passage, told.revealed)
        assert read(room, seats) == (told.shown() if told.revealed else None)
    for number in range(1, told.passage):
        assert read(room, seats, number) == (told.past.get(number) or None)
    assert [(room.own(seat)["scenario"] or {}).get("number") for seat in seats] == told.scenario
