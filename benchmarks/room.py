"""A workshop as its tables use it: who opens it, how a table joins, composes and seals, and what must then be kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import TYPE_CHECKING

from aci_model import law
from aci_model.workshop import cases, doors, rooms
from benchmarks.phone import PhoneError

if TYPE_CHECKING:
    import random

    from aci_model.store.transactions import Store
    from benchmarks.phone import Phone
    from benchmarks.screen import Shown, Value

SIZE_CLASS = 2


class Room:
    """An open workshop and its facilitator, who speaks to the store; the tables speak to the server."""

    def __init__(self, store: Store) -> None:
        """Open it on a size class of the law."""
        self.store = store
        case = cases.of_size(SIZE_CLASS, law.load())
        workshop, key = doors.open_workshop(store, "Mesure", cases.to_record(case), now())
        self.code = workshop.code
        self.facilitator = doors.facilitator(store, self.code, key, now())

    async def join(self, phone: Phone) -> None:
        """Take a seat under a drawn name."""
        await phone.click("Entrer")
        if "table=" not in phone.query:
            raise PhoneError(f"no seat; the page says: {phone.screen.text()[:400]}")

    def names(self) -> list[str]:
        """The names of its tables, in order of arrival."""
        return list(rooms.present(self.store, self.facilitator)["name"])

    async def live(
        self, phone: Phone, chance: random.Random, every_s: float, until: float
    ) -> tuple[list[float], int]:
        """Compose: a gesture every so often, until the end; give how long each waited, and how many were lost."""
        waited, lost = [], 0
        await asyncio.sleep(chance.random() * every_s)
        while time.perf_counter() < until:
            start = time.perf_counter()
            try:
                waited.append(await self.gesture(phone, chance))
            except PhoneError:
                lost += 1
            await asyncio.sleep(max(0.0, every_s - (time.perf_counter() - start)))
        return waited, lost

    async def gesture(self, phone: Phone, chance: random.Random) -> float:
        """Give another value to one of the widgets the table sees."""
        shown = [one for one in phone.screen.widgets() if one.offered and not one.disabled and not one.form]
        if not shown:
            raise PhoneError(f"nothing to compose with; the page says: {phone.screen.text()[:400]}")
        one = chance.choice(shown)
        answer = await phone.set(one.id, other(one, phone.value(one.id), chance))
        return answer.seconds


def other(widget: Shown, now_is: Value | None, chance: random.Random) -> Value:
    """A value the widget does not have yet."""
    return chance.choice([value for value in widget.offered if value != now_is])


def now() -> dt.datetime:
    """The moment."""
    return dt.datetime.now(dt.UTC)
