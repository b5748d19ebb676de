"""What a process sees to when it starts and then on a timer: answers at once, no long collection, what has expired."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import gc
import socket
from contextlib import closing

import pytest
from sqlalchemy import select

from aci_model.store import workshop_tables
from aci_model.workshop import doors
from pages._shared import database, server
from tests.postgres import free_port


@pytest.fixture
def started(monkeypatch):
    """Run the server's start-up, without its warm-up, while a socket listens as Streamlit opens it; give that socket."""
    monkeypatch.setattr(server, "_warm_up", lambda: None)
    monkeypatch.setattr(server, "erase", lambda: None)
    before = gc.get_threshold()

    async def start():
        async with server.lifespan(None):
            pass

    with closing(socket.socket(socket.AF_INET)) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        asyncio.run(start())
        yield listening
    gc.set_threshold(*before)


def test_a_small_answer_does_not_wait_for_the_browser_to_acknowledge_the_one_before(started):
    with closing(socket.create_connection(started.getsockname())), closing(started.accept()[0]) as link:
        assert link.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_full_collection_waits_for_the_timer(started):
    assert started.fileno() > 0
    assert gc.get_threshold() == server.COLLECT_YOUNG
    assert server.COLLECT_YOUNG[2] >= 1_000  # of a thousand lesser collections


def test_where_open_files_cannot_be_listed_the_server_starts_all_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(server, "OPEN_FILES", tmp_path / "nowhere")
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        server.send_at_once()
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0


@pytest.fixture
def fresh(monkeypatch):
    """No store open in this process; the one a test opens is closed."""
    opening = functools.cache(database._opened.__wrapped__)  # noqa: SLF001  what pages opened is left alone
    monkeypatch.setattr(database, "_opened", opening)
    yield
    if opening.cache_info().currsize:
        opening().close()


@pytest.mark.usefixtures("fresh")
def test_a_workshop_whose_days_are_over_is_erased_though_nobody_comes(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'essai.sqlite3'}")
    now, store = dt.datetime.now(dt.UTC), database.store()
    for days in (40, 20):  # kept thirty
        doors.open_workshop(store, f"il y a {days} jours", {"kind": "open"}, now - dt.timedelta(days=days))
    server.erase()
    with store.read() as connection:
        assert connection.scalars(select(workshop_tables.workshop.c.title)).all() == ["il y a 20 jours"]


@pytest.mark.usefixtures("fresh")
def test_a_machine_that_never_held_a_workshop_gets_no_database(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ACI_DONNEES", str(tmp_path / "donnees"))
    server.erase()
    assert not (tmp_path / "donnees").exists()
    database.store()
    assert database.is_there()


@pytest.mark.usefixtures("fresh")
def test_a_database_that_does_not_answer_is_told_in_the_log_and_asked_again_later(monkeypatch, caplog):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://essai:secret@127.0.0.1:{free_port()}/essai")
    server.erase()
    assert "La base de données ne répond pas" in caplog.text
    assert "secret" not in caplog.text
