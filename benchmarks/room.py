"""A workshop as its tables use it: who opens it, how a table joins, composes and seals, and what must then be kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from aci_model import law, reading
from aci_model.workshop import answers, cases, doors, rooms, scenario
from benchmarks.phone import PhoneError
from benchmarks.read_and_compute import sample

if TYPE_CHECKING:
    import random

    from aci_model.store.transactions import Store
    from benchmarks.phone import Phone
    from benchmarks.screen import Shown, Value

FORWARD, BACK, SEAL, SURE = "atelier_suivant", "atelier_precedent", "atelier_sceller", "atelier_sceller_oui"
SHARE = "atelier_part"
NOT_KEPT = "pas enregistré"
MOVES = 0.3  # of the gestures: to another mission; the others change something
MOST_STEPS = 30


class Room:
    """An open workshop and its facilitator, who speaks to the store; the tables speak to the server."""

    def __init__(self, store: Store) -> None:
        """Open it on the project's example: a real contract, line by line."""
        self.store = store
        path, rules = sample(), law.load()
        dossier = reading.read([(path.name, path.read_bytes())], rules.missions, rules.parts)
        case = cases.to_record(cases.of_contract(dossier, rules, "Mesure"))
        workshop, key = doors.open_workshop(store, "Mesure", case, now())
        self.code = workshop.code
        self.facilitator = doors.facilitator(store, self.code, key, now())
        self._acknowledged: dict[
            str, dict[str, Any]
        ] = {}  # what the server said is kept, by the table's token

    def names(self) -> list[str]:
        """The names of its tables, in order of arrival."""
        return list(rooms.present(self.store, self.facilitator)["name"])

    def go(self, to: str) -> None:
        """Go to a round."""
        rooms.go(self.store, self.facilitator, to, now())

    async def join(self, phone: Phone) -> None:
        """Take a seat under a drawn name."""
        await phone.click("Entrer")
        if "table=" not in phone.query:
            raise PhoneError(f"no seat; the page says: {phone.screen.text()[:400]}")
        self._acknowledged[token(phone)] = {}

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
        """Change something of what the table sees, or go to another mission.

        Raises:
            PhoneError: no answer, or nothing to touch.
        """
        shown = [one for one in phone.screen.widgets() if one.offered and not one.disabled]
        if not shown or chance.random() < MOVES:
            answer = await phone.click(FORWARD if phone.screen.widget(FORWARD) else BACK)
            return answer.seconds
        one = chance.choice(shown)
        value = chance.choice([value for value in one.offered if value != phone.value(one.id)])
        return await self.change(phone, one, value)

    async def change(self, phone: Phone, widget: Shown, value: Value) -> float:
        """Give a widget a value, and remember that the server acknowledged it; give how long the answer took.

        Raises:
            PhoneError: no answer.
        """
        answer = await phone.set(widget.id, value)
        if NOT_KEPT in phone.screen.text():
            raise PhoneError(f"not kept; the page says: {phone.screen.text()[:400]}")
        self._acknowledged[token(phone)] |= written(widget, value)
        return answer.seconds

    async def before_seal(self, phone: Phone) -> None:
        """Come to the last screen and say that one wants to seal.

        Raises:
            PhoneError: the page has no such screen.
        """
        for _ in range(MOST_STEPS):
            if phone.screen.widget(SEAL):
                await phone.click(SEAL)
                return
            share = phone.screen.widget(SHARE)
            if share:
                await self.change(phone, share, share.offered[len(share.offered) // 2])
            await phone.click(FORWARD)
        raise PhoneError(f"no seal; the page says: {phone.screen.text()[:400]}")

    async def seal(self, phone: Phone) -> float:
        """Seal; give how long the answer took.

        Raises:
            PhoneError: no answer, or it does not say so.
        """
        answer = await phone.click(SURE)
        if "Scellé" not in phone.screen.text():
            raise PhoneError(f"not sealed; the page says: {phone.screen.text()[:400]}")
        return answer.seconds

    def missing(self) -> list[str]:
        """What was acknowledged and the store does not hold: a line for each table that lost something."""
        lost = []
        for own, kept in self._acknowledged.items():
            held = answers.own(self.store, doors.seat(self.store, self.code, own, now()))
            record = held["scenario"] or {}
            gone = {key: value for key, value in kept.items() if key not in record or record[key] != value}
            if gone or held["sealed_at"] is None:
                lost.append(f"{held['name']}: {gone or 'not sealed'}")
        return lost


def written(widget: Shown, value: Value) -> dict[str, Any]:
    """What the store keeps of a gesture on a contract's case."""
    kind, _, name = widget.key.removeprefix("atelier_").partition("_")
    if kind == "garder":
        return dict(scenario.kept(name, keep=bool(value)))
    if kind == "objectif":
        return dict(scenario.chosen(name, choose=bool(value)))
    if kind == "chance" and isinstance(value, list):
        percent = int(re.sub(r"\D", "", str(value[0])))  # « 25 % »
        return dict(scenario.chosen(name, chance=percent / 100))
    if kind == "part" and isinstance(value, list):
        return dict(scenario.counted_on(float(value[0]) / 100))
    raise ValueError(f"{widget.key}: nobody knows what it writes")


def token(phone: Phone) -> str:
    """The table's own link."""
    return parse_qs(phone.query)["table"][0]


def now() -> dt.datetime:
    """The moment."""
    return dt.datetime.now(dt.UTC)
