"""What page tests share."""

from __future__ import annotations

import pytest

from aci_model.store import open_store
from pages._shared import database
from tests.pages.app import enter


@pytest.fixture(autouse=True, scope="session")
def _own_data(tmp_path_factory):
    """The pages of the tests keep their campaigns away from the project's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACI_DONNEES", str(tmp_path_factory.mktemp("donnees")))
        patch.delenv("DATABASE_URL", raising=False)
        yield


@pytest.fixture
def campaigns_store(tmp_path, monkeypatch):
    """The database of the pages, empty."""
    opened = open_store(f"sqlite:///{tmp_path / 'essai.sqlite3'}")
    monkeypatch.setattr(database, "store", lambda: opened)
    yield opened
    opened.close()


@pytest.fixture
def app():
    """The app, just opened, with nothing loaded."""
    return enter()
