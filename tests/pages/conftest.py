"""What page tests share."""

from __future__ import annotations

import pytest

from tests.pages.app import enter


@pytest.fixture
def app():
    """The app, just opened, with nothing loaded."""
    return enter()
