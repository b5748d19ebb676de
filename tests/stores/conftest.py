"""What tests of the store share: other processes that write, a campaign to write about, rooms that work together."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from aci_model.store import open_store, tables
from tests import postgres
from tests.stores.workshop_room import Room

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def writers():
    """Start processes of `tests.stores.writer`; whatever is left of them at the end is killed."""
    with ExitStack() as started:

        def start(*words):
            process = started.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.stores.writer", *map(str, words)],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            started.callback(process.kill)
            return process

        yield start


@pytest.fixture
def campaign(store):
    """A campaign of the store, called « c »; gives its id."""
    with store.begin() as connection:
        connection.execute(
            tables.campaign.insert().values(
                id="c", title="Été", opened_at=NOW, state="ouverte", asked={}, scope={}, key_hash="h"
            )
        )
    return "c"


@pytest.fixture
def invitation(store, campaign):
    """Write an invitation of that campaign; gives its id."""

    def write(code="a", of=campaign):
        with store.begin() as connection:
            row = connection.execute(
                tables.invitation.insert().values(campaign=of, code_hash=code, region="Corse")
            )
        return row.inserted_primary_key.id

    return write


@pytest.fixture
def contribution(store, campaign, invitation):
    """Write a contribution to that campaign; gives its id."""

    def write(rates, of=campaign, by=None):
        answered = by or invitation()
        with store.begin() as connection:
            row = connection.execute(
                tables.contribution.insert().values(
                    campaign=of, invitation=answered, rates=rates, consents={}, received_at=NOW
                )
            )
        return row.inserted_primary_key.id

    return write


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_address(request, tmp_path_factory):
    """Address of a database on each engine in turn, which many workshops share: each knows its own rows only."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('ateliers') / 'essai.sqlite3'}"
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture(scope="session")
def shared_store(shared_address):
    """That database, open."""
    opened = open_store(shared_address)
    yield opened
    opened.close()


@pytest.fixture
def room(shared_store):
    """A workshop that has just been opened there."""
    return Room(shared_store)


@pytest.fixture
def composing(room):
    """The same workshop, composing."""
    room.go("composer")
    return room
