"""A process that writes to a store, for the tests that kill one or run several: `python -m tests.stores.writer …`."""

from __future__ import annotations

import datetime as dt
import sys
import threading

from sqlalchemy import func, select

from aci_model.store import open_store
from aci_model.store.tables import attempt, decision

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BIG = "x" * 20_000  # several pages: a write cut in two would show


def tell(word):
    """Say a word to the test, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def endlessly(store):
    """Write, and say so once it is written, until killed."""
    for number in range(100_000):
        with store.begin() as connection:
            connection.execute(decision.insert().values(campaign="c", step=number, what=BIG, at=NOW))
            connection.execute(attempt.insert().values(kind="essai", subject_hash=str(number), at=NOW))
        tell(number)


def counting(store, about, times):
    """Take the next number after the last, and write it: two at once that do not wait take the same."""
    for _ in range(times):
        with store.begin(about) as connection:
            last = connection.scalar(select(func.coalesce(func.max(decision.c.step), 0)))
            connection.execute(decision.insert().values(campaign="c", step=last + 1, what=None, at=NOW))


def main(address, what, about="", threads="1", times="1"):
    """Open the store, wait for the word to start, write."""
    store = open_store(address)
    tell("ready")
    sys.stdin.readline()
    if what == "endlessly":
        endlessly(store)
    elif what == "count":
        work = [
            threading.Thread(target=counting, args=(store, about or None, int(times)))
            for _ in range(int(threads))
        ]
        for thread in work:
            thread.start()
        for thread in work:
            thread.join()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
