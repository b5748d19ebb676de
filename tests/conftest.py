"""What holds for every test: how hypothesis searches, and in which order tests run."""

from __future__ import annotations

import os

from hypothesis import settings

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
