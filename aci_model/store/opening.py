"""Engines for both databases, set so that what was acknowledged is on the disk and nobody waits for ever."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text

from aci_model.store.addresses import address, private_file
from aci_model.store.errors import StoreUnusableError
from aci_model.store.migrating import migrate
from aci_model.store.transactions import WRITES, Store, in_french
from aci_model.wording import typeset

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

PATIENCE_S = 10  # a lock, a connection: nobody looks at a still screen for longer
CONNECTIONS = 10  # for writers, and as many for readers: two processes stay far under PostgreSQL's hundred
_WAL_TRIES, _WAL_PAUSE_S = 100, 0.1


def opened(url: str | None) -> Store:
    """Open the store at an address and bring its schema up to date; see `aci_model.store.open_store`."""
    where = address(url)
    engine = _sqlite(where) if where.drivername == "sqlite" else _postgresql(where)
    store = Store(engine, PATIENCE_S, CONNECTIONS)
    try:
        with in_french():
            _check(engine)
        migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def _check(engine: Engine) -> None:
    """Refuse a PostgreSQL that cannot hold an accent."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        if connection.scalar(text("SHOW server_encoding")) != "UTF8":
            raise StoreUnusableError(
                typeset(
                    "La base PostgreSQL n'est pas en UTF-8. Créez-la par : createdb -E UTF8 -T template0."
                )
            )


def _postgresql(where: URL) -> Engine:
    engine = create_engine(
        where,
        connect_args={
            "connect_timeout": PATIENCE_S,
            "client_encoding": "utf8",
            "application_name": "aci-cpts",
        },
        **_common(),
    )

    @event.listens_for(engine, "connect")
    def _set(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(_session())
        cursor.close()
        connection.commit()

    return engine


def _session() -> str:
    """What each connection to PostgreSQL starts with.

    A server set to acknowledge before its disk has written would lose what it acknowledged; one that shows a
    transaction the moment it began, not the moment its turn came, would show it what is past; a block that hangs
    would hold its lock.
    """
    return f"""
        SET synchronous_commit TO on;
        SET default_transaction_isolation TO 'read committed';
        SET lock_timeout TO '{PATIENCE_S}s';
        SET idle_in_transaction_session_timeout TO '60s';
        SET timezone TO 'UTC'
    """


def _sqlite(where: URL) -> Engine:
    private_file(Path(str(where.database)))
    engine = create_engine(where, connect_args={"timeout": PATIENCE_S}, **_common())

    @event.listens_for(engine, "connect")
    def _set(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: `_begin` does
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn leaves the file

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Put the file in WAL mode: readers and the writer do not wait for one another.

    Two processes that convert a new file at once are refused without waiting, whatever the timeout: hence the tries.
    """
    for attempt in range(_WAL_TRIES):
        try:
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError:
            if attempt == _WAL_TRIES - 1:
                raise
        time.sleep(_WAL_PAUSE_S)
    raise StoreUnusableError(
        typeset("Le dossier de la base n'accepte pas le mode WAL : placez-la sur un disque de cette machine.")
    )


def _common() -> dict[str, Any]:
    return {
        "pool_size": CONNECTIONS,
        "max_overflow": CONNECTIONS,
        "pool_timeout": PATIENCE_S,
        "json_serializer": _written,
        "hide_parameters": True,  # an error that reaches the journal carries nobody's figures
    }


def _written(value: object) -> str:
    """Write JSON the same way each time; NaN has no place in it: what is missing is None or left out."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
