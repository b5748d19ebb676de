"""What page tests share."""

from __future__ import annotations

import pytest

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
    """The database of the pages, empty: the one they open themselves."""
    monkeypatch.setenv("ACI_DONNEES", str(tmp_path))
    database._opened.cache_clear()
    yield database.store()
    database.store().close()
    database._opened.cache_clear()


@pytest.fixture
def app():
    """The app, just opened, with nothing loaded."""
    return enter()
