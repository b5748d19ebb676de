"""A workshop as tests live it: its facilitator, its tables, and everything that anybody may read of it."""

from __future__ import annotations

import datetime as dt
import itertools
import json

from sqlalchemy import select

from aci_model.store import tables
from aci_model.workshop import answers, doors, rooms
from aci_model.workshop.errors import RoomError

NOW = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
CASE = {"kind": "open", "size_class": 2}
_VISITORS = itertools.count()


def later(**how_much):
    """A moment after the workshop was opened."""
    return NOW + dt.timedelta(**how_much)


class Room:
    """A workshop opened at nine; its facilitator, and somebody who has its code."""

    def __init__(self, store, *, at=NOW, **options):
        self.store = store
        self.opened, self.key = doors.open_workshop(store, "Atelier d'essai", CASE, at, **options)
        self.code = self.opened.code
        self.facilitator = doors.facilitator(store, self.code, self.key, at)
        self.visitor = doors.visitor(store, self.code, at, self.newcomer())
        self.at = at

    @staticmethod
    def newcomer():
        """A visitor nobody else is."""
        return f"visitor {next(_VISITORS)}"

    def sit(self, name=None):
        """A new table: its seat."""
        return self.link(name)[0]

    def link(self, name=None):
        """A new table: its seat and the token of its link."""
        return doors.join(self.store, self.visitor, name, self.at, self.newcomer())

    def go(self, round_, **how):
        rooms.go(self.store, self.facilitator, round_, self.at, **how)

    def compose(self, seat, **changes):
        return answers.save_scenario(self.store, seat, changes, self.at)

    def guess(self, seat, **changes):
        return answers.save_guess(self.store, seat, changes, self.at)

    def seal(self, seat):
        return answers.seal(self.store, seat, self.at)

    def own(self, seat):
        return answers.own(self.store, seat)

    def now(self):
        return rooms.workshop(self.store, self.facilitator)

    def revealed(self, who=None, number=None):
        """What is revealed, by the table's name."""
        told = answers.revealed_tables(self.store, who or self.facilitator, number)
        return {table["name"]: table for table in told}

    def readable(self, who):
        """Everything the library gives somebody of this workshop, as one text."""
        asked = [
            lambda: rooms.workshop(self.store, who),
            lambda: rooms.version(self.store, who.workshop),
            lambda: rooms.present(self.store, who).to_dict("records"),
            lambda: answers.questions(self.store, who),
            lambda: answers.sheets(self.store, who),
            *(lambda n=n: answers.revealed_tables(self.store, who, n) for n in (None, 0, 1, 2, 3)),
        ]
        if isinstance(who, doors.Seat):
            asked += [lambda: answers.own(self.store, who), lambda: rooms.pulse(self.store, who)]
        return json.dumps([_answer(one) for one in asked], default=str, ensure_ascii=False)


def _answer(asked):
    try:
        return asked()
    except RoomError as refused:
        return str(refused)


def rows_of(store, workshop_id):
    """All rows of one workshop, by table, as the store has them."""
    found = {}
    with store.read() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name == "workshop" or "workshop" in table.c:
                column = table.c.id if table.name == "workshop" else table.c.workshop
                rows = connection.execute(select(table).where(column == workshop_id)).mappings()
                found[table.name] = [dict(row) for row in rows]
    return found
