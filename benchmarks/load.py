"""A workshop's room under load, on this machine only: tables join, act every ten seconds, then seal in one second.

`python -m benchmarks.load [TABLES SECONDS]`: 100 tables on one process and SQLite, then twice as many through nginx on two
processes and PostgreSQL. Each table is a real websocket (benchmarks/phone.py) that refreshes itself as the browser would; its
gestures are those of somebody who composes. The machine plays the room as well as the server: what that took is told, and
how busy the machine was with other things.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aci_model.store import open_store
from aci_model.wording import number
from benchmarks.measure import table
from benchmarks.phone import Phone, PhoneError
from benchmarks.room import Room
from tests import nginx, postgres
from tests.deploy.fleet import Fleet

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

TABLES, SECONDS = 100, 40
EVERY_S = 10.0  # between two gestures of one table
AT_ONCE = 8  # people who open the page in the same moment
MOST_TABLES, MOST_SECONDS = 400, 300  # a measure ends
COMPOSES = "Mission 1 sur"  # what every table's screen says once the round has begun
GOAL_P95_S, GOAL_SEAL_S = 0.5, 2.0


class Measured(NamedTuple):
    """What one room waited: seconds of each answer, and how many never came."""

    joined: list[float]
    acted: list[float]
    sealed: list[float]
    seal_over: float  # from the beginning of the second in which they seal to the last answer
    lost: int
    refreshes: float  # a second
    cores: float  # the servers' share
    own_cores: float  # this process's


def main(words: Sequence[str]) -> None:
    """Measure both and print."""
    tables, seconds = (int(words[0]), int(words[1])) if len(words) == 2 else (TABLES, SECONDS)
    if not (0 < tables <= MOST_TABLES // 2 and 0 < seconds <= MOST_SECONDS):
        raise SystemExit(f"De 1 à {MOST_TABLES // 2} tables, de 1 à {MOST_SECONDS} secondes.")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        address = f"sqlite:///{folder}/mesure.sqlite3"
        fleet = Fleet(Path(folder), address, stack)
        fleet.start(fleet.ports[0])
        url = fleet.server(fleet.ports[0]).url
        tell(f"{tables} tables, un processus, SQLite", measured(fleet, url, address, tables, seconds))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = stack.enter_context(postgres.cluster(durable=True))
        address = stack.enter_context(postgres.database(server))
        fleet = Fleet(Path(folder), address, stack)
        fleet.start(*fleet.ports)
        front = stack.enter_context(nginx.before(fleet.ports))
        found = measured(fleet, front.url, address, 2 * tables, seconds)
        tell(f"{2 * tables} tables, nginx, deux processus, PostgreSQL", found)


def measured(fleet: Fleet, url: str, address: str, tables: int, seconds: int) -> Measured:
    """Run one room against a server.

    Raises:
        RuntimeError: the server's log holds a traceback, or the store does not hold what was acknowledged.
    """
    store = open_store(address)
    try:
        room = Room(store)
        time.sleep(WARM_UP_S)
        found = asyncio.run(lived(room, fleet, url, tables, seconds))
        missing = room.missing()
    finally:
        store.close()
    errors = missing + [error for port in fleet.processes for error in fleet.server(port).errors()]
    if errors:
        raise RuntimeError(errors[0])
    return found


WARM_UP_S = 6  # a server that has just started still imports: nobody opens a workshop in its first seconds


async def lived(room: Room, fleet: Fleet, url: str, tables: int, seconds: int) -> Measured:
    """Everybody joins, composes, and seals in the same second."""
    async with AsyncExitStack() as stack:
        phones = [Phone(url, "Atelier", f"atelier={room.code}") for _ in range(tables)]
        doors = asyncio.Semaphore(AT_ONCE)

        async def arrive(phone: Phone) -> float:
            async with doors:
                start = time.perf_counter()
                await stack.enter_async_context(phone)
                await room.join(phone)
                return time.perf_counter() - start

        joined, lost = await together([lambda p=phone: arrive(p) for phone in phones])
        room.go("composer")
        await asyncio.gather(*(phone.until(COMPOSES) for phone in phones))
        spent, own, start = fleet_cpu(fleet), time.process_time(), time.perf_counter()
        before = sum(phone.refreshes for phone in phones)
        end = start + seconds
        lives = [
            room.live(phone, random.Random(rank), EVERY_S, end)  # noqa: S311  the same gestures each time
            for rank, phone in enumerate(phones)
        ]
        acted, missed = [], 0
        for waited, one_lost in await asyncio.gather(*lives):
            acted += waited
            missed += one_lost
        passed = time.perf_counter() - start
        share = (fleet_cpu(fleet) - spent) / passed, (time.process_time() - own) / passed
        refreshes = (sum(phone.refreshes for phone in phones) - before) / passed
        await asyncio.gather(*(room.before_seal(phone) for phone in phones))
        start, chance = time.perf_counter(), random.Random(tables)  # noqa: S311  the same moments each time

        async def finish(phone: Phone, after: float) -> float:
            await asyncio.sleep(after)
            return await room.seal(phone)

        moments = [chance.random() for _ in phones]  # of one second
        sealed, unsealed = await together(
            [lambda p=p, m=m: finish(p, m) for p, m in zip(phones, moments, strict=True)]
        )
        over = time.perf_counter() - start
    return Measured(joined, acted, sealed, over, lost + missed + unsealed, refreshes, *share)


async def together(actions: Sequence[Callable[[], Awaitable[float]]]) -> tuple[list[float], int]:
    """Start actions in the same moment; give how long each took, and how many failed."""
    done = await asyncio.gather(*(action() for action in actions), return_exceptions=True)
    unforeseen = [one for one in done if isinstance(one, BaseException) and not isinstance(one, PhoneError)]
    if unforeseen:
        raise unforeseen[0]
    return [one for one in done if isinstance(one, float)], sum(isinstance(one, PhoneError) for one in done)


def fleet_cpu(fleet: Fleet) -> float:
    """Seconds of processor its processes have used; 0 where the system does not tell (not Linux)."""
    total = 0.0
    for process in fleet.processes.values():
        told = Path(f"/proc/{process.pid}/stat")
        if told.exists():
            fields = told.read_text(encoding="ascii").rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def tell(title: str, found: Measured) -> None:
    """Print what was measured beside what was wanted."""
    p95, last = quantile(found.acted, 0.95), found.seal_over
    table(
        title,
        [
            ("rejoindre, page et nom", spread(found.joined)),
            ("un geste", spread(found.acted)),
            ("  p95", kept(p95, GOAL_P95_S)),
            ("sceller, toutes dans la même seconde", spread(found.sealed)),
            (
                "  la dernière, depuis le début de la seconde",
                f"{number(last * 1000, 0)} ms — {kept(last, GOAL_SEAL_S)}",
            ),
            ("sans réponse", f"{found.lost} — {'tenu' if not found.lost else 'MANQUÉ'} : aucune"),
            ("écrans relus", f"{number(found.refreshes, 1)} par seconde"),
            ("cœurs occupés", f"serveur {number(found.cores, 2)}, la salle {number(found.own_cores, 2)}"),
            ("charge de la machine", ", ".join(number(load, 1) for load in os.getloadavg())),
        ],
    )


def kept(seconds: float, limit_s: float) -> str:
    """Whether a wait is within its goal."""
    return f"{'tenu' if seconds < limit_s else 'MANQUÉ'} : moins de {number(limit_s, 1)} s"


def spread(waited: Sequence[float]) -> str:
    """Median, p95, p99 and worst: « 31 ms, p95 80, p99 120, au pire 140 (300) »."""
    if not waited:
        return "aucune réponse"
    cut = [quantile(waited, share) * 1000 for share in (0.5, 0.95, 0.99, 1.0)]
    median, p95, p99, worst = (number(one, 0) for one in cut)
    return f"{median} ms, p95 {p95}, p99 {p99}, au pire {worst} ({len(waited)} mesures)"


def quantile(waited: Sequence[float], share: float) -> float:
    """The value that this share of them does not pass."""
    if not waited:
        return float("inf")
    ordered = sorted(waited)
    return (
        statistics.median(ordered)
        if share == 0.5
        else ordered[min(len(ordered) - 1, int(len(ordered) * share))]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
