"""What a process sets for itself when it starts: its answers leave at once, and nobody waits for a full collection."""

from __future__ import annotations

import asyncio
import gc
import socket
from contextlib import closing

import pytest

from pages._shared import server


@pytest.fixture
def started(monkeypatch):
    """Run the server's start-up, without its warm-up, while a socket listens as Streamlit opens it; give that socket."""
    monkeypatch.setattr(server, "_warm_up", lambda: None)
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
