"""What holds for every test: how hypothesis searches, in which order tests run, the databases they may ask for."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests import postgres

settings.register_profile(
    "project",
    deadline=None,  # a slow machine is not a wrong result
    derandomize="CI" in os.environ,  # the same verdict twice on the same commit
    print_blob=True,
)
settings.load_profile("project")


def pytest_collection_modifyitems(items):
    """Run the browser tests last: the quick ones speak first, and Playwright's loop is met by nobody else."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def postgres_server():
    """One PostgreSQL for all tests that ask; without any, they fail and say what to install."""
    with postgres.cluster() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store_address(request, tmp_path):
    """Address of an empty database, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'essai.sqlite3'}"
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture
def store(store_address):
    """An open store, empty, on each engine in turn."""
    from aci_model.store import open_store

    opened = open_store(store_address)
    yield opened
    opened.close()
