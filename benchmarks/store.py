"""What the store costs on both engines: the one-row read of a screen that looks whether anything changed, and a write."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from aci_model.store import open_store
from aci_model.store.columns import new_id
from aci_model.store.tables import campaign, invitation
from benchmarks.measure import goal, milliseconds, ratio, spread, table, taking_turns
from tests import postgres

if TYPE_CHECKING:
    from aci_model.store.transactions import Store

TIMES, WRITES, THREADS = 500, 50, 20
ROWS = 5_000
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def filled(store: Store) -> str:
    """Many campaigns, so that an index matters; gives the id of one."""
    made = [
        {
            "id": new_id(),
            "title": "t",
            "opened_at": NOW,
            "state": "ouverte",
            "asked": {},
            "scope": {},
            "key_hash": "h",
        }
        for _ in range(ROWS)
    ]
    with store.begin() as connection:
        connection.execute(campaign.insert(), made)
    return str(made[ROWS // 2]["id"])


def look(store: Store, one: str) -> None:
    """The version check: one row by its key, outside any transaction of ours."""
    found = store.first(select(campaign.c.state).where(campaign.c.id == one))
    assert found is not None


def look_within(store: Store, one: str) -> None:
    """The same row, within a reading transaction."""
    with store.read() as connection:
        connection.execute(select(campaign.c.state).where(campaign.c.id == one)).one()


def write(store: Store, one: str) -> None:
    """One acknowledged row: on the disk when this returns."""
    with store.begin(one) as connection:
        connection.execute(invitation.insert().values(campaign=one, code_hash=new_id()))


def all_at_once(store: Store, one: str) -> list[float]:
    """Many threads that write in the same moment: how long each waited."""
    taken: list[float] = []
    together = threading.Barrier(THREADS)

    def work() -> None:
        together.wait()
        taken.extend(milliseconds(lambda: write(store, one), 1))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def main() -> None:
    """Measure both engines in turn and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres.cluster(durable=True))
        addresses = {
            "SQLite": f"sqlite:///{folder / 'mesure.sqlite3'}",
            "PostgreSQL": stack.enter_context(postgres.database(server)),
        }
        stores = {name: open_store(address) for name, address in addresses.items()}
        for store in stores.values():
            stack.callback(store.close)
        ids = {name: filled(store) for name, store in stores.items()}
        for what, action, times, limit in (
            (f"une ligne sur {ROWS}, par sa clé", look, TIMES, 2),
            ("la même, dans une transaction de lecture", look_within, TIMES, 5),
            ("une écriture confirmée", write, WRITES, 50),
        ):
            taken = taking_turns(
                {name: lambda s=store, i=ids[name]: action(s, i) for name, store in stores.items()},  # noqa: B023 (called within its own turn of the loop)
                times,
            )
            rows = [(name, f"{spread(times)} — {goal(times, limit)}") for name, times in taken.items()]
            table(
                f"{what}, médiane de {times}",
                [*rows, ("rapport", ratio(taken["PostgreSQL"], taken["SQLite"]))],
            )
        together = {name: all_at_once(store, ids[name]) for name, store in stores.items()}
        table(f"{THREADS} écritures au même instant, chacune", [(n, spread(t)) for n, t in together.items()])


if __name__ == "__main__":
    main()
