"""Transactions: writers take turns, readers see one moment, an acknowledged write is on the disk."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from aci_model.store.errors import StoreBusyError, StoreError, StoreUnusableError
from aci_model.wording import typeset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Executable, Row, TextClause
    from sqlalchemy.engine import Connection, Engine

WRITES = "store_writes"  # execution option by which SQLite's connections know how to begin
_SQLITE_BUSY = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED
_SQLITE_FAILED = {8, 10, 11, 13, 14}  # READONLY, IOERR, CORRUPT, FULL, CANTOPEN
_SQLITE_NO_DATABASE = 26  # NOTADB
_SETTLING_MS = 300  # that writers may wait while the log is emptied
_POSTGRESQL_BUSY = {"55P03", "40001", "40P01"}  # lock not available, serialization failure, deadlock
_POSTGRESQL_FAILED = {
    "08",
    "28",
    "3D",
    "53",
    "57",
    "58",
}  # connection, password, no such base, disk, stopped, system
_ONE_MOMENT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
_TURN = text("SELECT pg_advisory_xact_lock(:all)")  # held until the transaction ends
_TURN_ABOUT = text("SELECT pg_advisory_xact_lock_shared(:all), pg_advisory_xact_lock(:one)")


class Store:
    """An open database; made by `open_store`, shared by the threads of one process."""

    def __init__(self, engine: Engine, patience: float, writers: int) -> None:
        self._engine = engine
        self._patience = patience
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._writing = engine.execution_options(**{WRITES: True})
        self._single = engine if self._is_sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")
        # Who waits to write waits here, without a connection: readers find one. SQLite has one writer, and its own
        # wait is a sleep of up to 100 ms between tries: a queue is fairer.
        self._queue = threading.BoundedSemaphore(1 if self._is_sqlite else writers)
        self._under_way = threading.local()

    @property
    def engine_name(self) -> str:
        """« sqlite » or « postgresql »."""
        return str(self._engine.dialect.name)

    @contextmanager
    def begin(self, about: str | None = None) -> Iterator[Connection]:
        """Open one transaction that writes: committed, on the disk, when the block ends; undone if it raises.

        Writers wait for one another before they read anything, so that transactions are serial and none has to be
        tried again. A block is short.

        Args:
            about: what it reads and writes, such as a campaign's id; writers about other things then need not wait
                (on PostgreSQL; SQLite has one writer). None: everything.

        Raises:
            RuntimeError: this thread is already in such a block, and would wait for itself.
            StoreBusyError: others held the database for too long; nothing was written.
            StoreUnusableError: the database does not answer, or its disk is full; unless it fell at the very end, nothing
                was written.
        """
        opening = None if self._is_sqlite else _turn_about(about)
        with in_french(), self._turn(), _ready(self._writing, opening) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open one transaction that only reads: all its statements see the same moment.

        Raises:
            StoreBusyError, StoreUnusableError: as for `begin`.
        """
        with in_french(), _ready(self._engine, None if self._is_sqlite else _ONE_MOMENT) as connection:
            yield connection

    def first(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """Ask one question and give its first row, None without any: the cheapest way to see whether all is as it was.

        Raises:
            StoreBusyError, StoreUnusableError: as for `begin`.
        """
        with in_french():
            for is_last in (False, True):
                try:
                    with self._single.connect() as connection:
                        return connection.execute(statement, values).first()
                except DBAPIError as error:
                    if is_last or not error.connection_invalidated:
                        raise
        return None

    def settle(self) -> None:
        """Let nothing that was erased linger in the log SQLite keeps beside its file; PostgreSQL cleans by itself.

        What somebody reads at that moment stays there until the log is next emptied: others wait for an instant at
        most.

        Raises:
            StoreBusyError, StoreUnusableError: as for `begin`.
        """
        if not self._is_sqlite:
            return
        with in_french(), self._engine.connect() as connection:
            kept = connection.connection.driver_connection
            assert kept is not None  # the connection is open
            kept.execute(f"PRAGMA busy_timeout = {_SETTLING_MS}")
            kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # outside of any transaction
            kept.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Refuse a transaction within a transaction; wait for this process's other writers, if they are many."""
        if getattr(self._under_way, "is_writing", False):
            raise RuntimeError("a writing transaction is already open in this thread")
        if not self._queue.acquire(timeout=self._patience):
            raise _busy()
        self._under_way.is_writing = True
        try:
            yield
        finally:
            self._under_way.is_writing = False
            self._queue.release()


@contextmanager
def _ready(engine: Engine, opening: TextClause | None) -> Iterator[Connection]:
    """Give a connection whose transaction has begun; what is not committed is undone.

    A kept connection may have died with the server that held its other end: a fresh one is then tried, once.
    """
    for is_last in (False, True):
        connection = engine.connect()
        try:
            connection.begin()
            if opening is not None:
                connection.execute(opening)
            break
        except BaseException as error:
            connection.close()
            if is_last or not isinstance(error, DBAPIError) or not error.connection_invalidated:
                raise
    with connection:
        yield connection


@contextmanager
def in_french() -> Iterator[None]:
    """Turn a database that is busy or out of order into its sentence; faults of a statement pass as they are."""
    try:
        yield
    except NoConnectionLeft as error:
        raise _busy() from error
    except DBAPIError as error:
        told = _told(error)
        if told is None:
            raise
        raise told from error


def _told(error: DBAPIError) -> StoreError | None:
    """What to tell people of a database's error; None when the fault is the statement's."""
    sqlite, postgresql = (getattr(error.orig, name, None) for name in ("sqlite_errorcode", "sqlstate"))
    code = None if sqlite is None else sqlite & 0xFF  # the low byte; the rest tells which kind
    if code in _SQLITE_BUSY or postgresql in _POSTGRESQL_BUSY:
        return _busy()
    if code == _SQLITE_NO_DATABASE:
        return StoreUnusableError(
            typeset(
                "Le fichier donné n'est pas une base SQLite ; il n'a pas été touché. Donnez un autre chemin."
            )
        )
    # Neither code: the server could not be reached at all.
    unreached = sqlite is None and postgresql is None and isinstance(error, OperationalError | InterfaceError)
    failed = code in _SQLITE_FAILED or str(postgresql)[:2] in _POSTGRESQL_FAILED
    if not (unreached or failed or error.connection_invalidated):
        return None
    return StoreUnusableError(
        typeset(
            "La base de données ne répond pas ou n'a pas pu écrire. Vérifiez que ce que vous venez d'envoyer est "
            "enregistré avant de recommencer ; si cela dure, prévenez la personne qui tient le serveur."
        )
    )


def _busy() -> StoreBusyError:
    return StoreBusyError(
        typeset(
            "Trop de personnes écrivent en même temps : rien n'a été enregistré. Recommencez dans un instant."
        )
    )


def _turn_about(about: str | None) -> TextClause:
    """The statement that waits for one's turn: alone, or beside writers about other things."""
    if about is None:
        return _TURN.bindparams(all=_key(""))
    return _TURN_ABOUT.bindparams(all=_key(""), one=_key(f"about {about}"))


def _key(about: str) -> int:
    """A number of 64 bits for PostgreSQL's locks by name."""
    return int.from_bytes(hashlib.sha256(f"aci {about}".encode()).digest()[:8], signed=True)
