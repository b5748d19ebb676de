"""Transactions hold what they promise, on both engines."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from aci_model.store import StoreBusyError, StoreError, StoreUnusableError, open_store, opening
from aci_model.store.tables import attempt, decision
from tests.stores.writer import BIG, NOW

pytestmark = pytest.mark.usefixtures("campaign")
ON_A_SERVER = pytest.mark.parametrize("store_address", ["postgresql"], indirect=True)


def steps(store):
    with store.read() as connection:
        return list(connection.scalars(select(decision.c.step).order_by(decision.c.step)))


def write(connection, step):
    connection.execute(decision.insert().values(campaign="c", step=step, what=[], at=NOW))


@pytest.fixture
def impatient(store_address, monkeypatch):
    """The same database, opened by somebody who waits for a fifth of a second only."""
    monkeypatch.setattr(opening, "PATIENCE_S", 0.2)
    opened = open_store(store_address)
    yield opened
    opened.close()


def test_what_was_acknowledged_survives_kill_9(store, store_address, writers):
    process = writers(store_address, "endlessly")
    process.stdin.write("go\n")
    process.stdin.flush()
    acknowledged = [process.stdout.readline().strip() for _ in range(30)]
    process.kill()  # while it writes the next
    acknowledged += process.stdout.read().split()
    assert acknowledged[0] == "ready"
    numbers = [int(number) for number in acknowledged[1:]]
    kept = steps(store)
    assert kept[: len(numbers)] == numbers
    assert len(kept) - len(numbers) in {0, 1}  # written, and killed before saying so
    with store.begin() as connection:  # the dead hold no lock, and no half of a transaction
        assert connection.scalar(select(func.count()).select_from(attempt)) == len(kept)
        assert set(connection.scalars(select(decision.c.what))) == {BIG}
        write(connection, 100_001)


@pytest.mark.parametrize("about", ["", "c"])
def test_writers_at_once_in_threads_and_processes_lose_nothing(store, store_address, writers, about):
    processes = [writers(store_address, "count", about, 4, 10) for _ in range(2)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[1] for process in processes] == ["", ""]
    assert steps(store) == list(range(1, 2 * 4 * 10 + 1))


def test_a_transaction_that_fails_leaves_nothing(store):
    def write_then(fail):
        with store.begin() as connection:
            write(connection, 1)
            fail(connection)

    with pytest.raises(ZeroDivisionError):
        write_then(lambda _: 1 / 0)
    with pytest.raises(IntegrityError):
        write_then(lambda connection: write(connection, 1))
    assert steps(store) == []
    with store.begin() as connection:
        write(connection, 3)
    assert steps(store) == [3]


def test_a_reader_sees_one_moment_and_holds_nobody_up(store):
    with store.read() as reading:
        before = reading.scalar(select(func.count()).select_from(decision))
        with store.begin() as connection:
            write(connection, 1)
        assert reading.scalar(select(func.count()).select_from(decision)) == before == 0
    assert steps(store) == [1]


def test_a_reader_does_not_see_what_may_yet_be_undone(store):
    with store.begin() as connection:
        write(connection, 1)
        assert steps(store) == []
        assert store.first(select(decision.c.step)) is None


def test_whoever_reads_cannot_write(store):
    with pytest.raises((DBAPIError, StoreError)), store.read() as connection:
        write(connection, 1)
    with store.begin() as connection:  # nor is the next writer held back by it
        write(connection, 2)
    assert steps(store) == [2]


def test_one_question_gives_its_first_row_or_none(store):
    assert store.first(select(decision.c.step)) is None
    with store.begin() as connection:
        write(connection, 7)
    assert store.first(text("SELECT step FROM decision WHERE step = :step"), {"step": 7}).step == 7


def test_one_question_costs_one_statement(store):
    asked = []
    event.listen(store._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))  # noqa: SLF001 (counts what crosses the wire)
    store.first(select(decision.c.step))
    assert [words for words in asked if not words.startswith(("PRAGMA", "BEGIN"))] == [
        "SELECT decision.step \nFROM decision"
    ]


def test_who_waits_too_long_is_told_so_in_french_and_has_written_nothing(store, impatient):
    with store.begin(), pytest.raises(StoreBusyError, match="rien n’a été enregistré"), impatient.begin():
        pytest.fail("two wrote at once")
    with impatient.begin() as connection:
        write(connection, 1)
    assert steps(store) == [1]


def test_threads_of_one_process_wait_for_one_another_too(impatient):
    told = []

    def second():
        try:
            with impatient.begin("c"):
                told.append("two wrote at once")
        except StoreBusyError:
            told.append("busy")

    with impatient.begin("c"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert told == ["busy"]


def test_writers_who_wait_leave_readers_a_connection(store_address, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE_S", 1)
    monkeypatch.setattr(opening, "CONNECTIONS", 1)  # one for whoever writes, one for whoever reads
    store, told = open_store(store_address), []

    def wait():
        try:
            with store.begin("c"):
                told.append("two wrote at once")
        except StoreBusyError:
            told.append("busy")

    with store.begin("c"):
        waiting = [threading.Thread(target=wait) for _ in range(3)]
        for thread in waiting:
            thread.start()
        while any(thread.is_alive() for thread in waiting):
            assert store.first(select(decision.c.step)) is None
    store.close()
    assert told == ["busy"] * 3


def test_a_transaction_within_a_transaction_is_a_fault_seen_at_once(store):
    with store.begin("a"), pytest.raises(RuntimeError, match="already open"), store.begin("b"):
        pytest.fail("it would wait for itself")
    with store.begin() as connection:
        write(connection, 1)
    assert steps(store) == [1]


def test_postgresql_lets_writers_about_different_things_pass(store, impatient):
    if store.engine_name == "sqlite":
        with store.begin("a"), pytest.raises(StoreBusyError), impatient.begin("b"):
            pytest.fail("SQLite has one writer")
        return
    with store.begin("a") as first, impatient.begin("b") as second:
        write(first, 1)
        write(second, 2)
    with store.begin("a"), pytest.raises(StoreBusyError), impatient.begin("a"):
        pytest.fail("two wrote about one thing at once")
    with store.begin("a"), pytest.raises(StoreBusyError), impatient.begin():
        pytest.fail("one wrote about everything beside another")
    assert steps(store) == [1, 2]


@ON_A_SERVER
@pytest.mark.parametrize("gesture", ["begin", "read", "first"])
def test_a_server_that_was_restarted_is_found_again(store, store_address, gesture):
    assert store.first(text("SELECT 1"))[0] == 1
    other = open_store(store_address)
    with other.begin() as connection:
        ended = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                     "WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
        assert connection.scalar(ended) >= 1
    other.close()
    if gesture == "first":
        assert store.first(text("SELECT 1"))[0] == 1
    else:
        with getattr(store, gesture)() as connection:
            assert connection.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("store_address", ["sqlite"], indirect=True)
def test_a_disk_that_is_full_is_told_in_french_and_leaves_nothing(store):
    def write_until_full():
        with store.begin() as connection:
            write(connection, 1)
            connection.execute(text("PRAGMA max_page_count = 1"))  # no page more than there are
            connection.execute(decision.insert().values(campaign="c", step=2, what=BIG * 10, at=NOW))

    with pytest.raises(StoreUnusableError, match="n’a pas pu écrire"):
        write_until_full()
    assert steps(store) == []


@ON_A_SERVER
def test_a_server_that_falls_while_one_writes_is_told_in_french(store):
    def write_as_it_falls():
        with store.begin() as connection:
            write(connection, 1)
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StoreUnusableError, match="ne répond pas"):
        write_as_it_falls()
    assert steps(store) == []


def test_a_server_that_acknowledges_too_early_is_made_to_wait_for_its_disk(store):
    with store.read() as connection:
        if store.engine_name == "sqlite":
            assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        else:
            assert connection.scalar(text("SHOW synchronous_commit")) == "on"


@ON_A_SERVER
def test_a_server_s_own_settings_do_not_weaken_transactions(store, store_address):
    with store.begin() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        for setting in ("synchronous_commit = off", "default_transaction_isolation = 'repeatable read'"):
            connection.execute(text(f"ALTER DATABASE {name} SET {setting}"))
    again = open_store(store_address)
    with again.begin() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"
        assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"
    again.close()
