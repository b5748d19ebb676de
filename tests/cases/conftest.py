"""Files a case writes for itself."""

import pytest

from tests.law_copy import copied


@pytest.fixture
def written(tmp_path):
    """Write a file of this name, and give its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def folder(tmp_path):
    """A copy of the library's law that a test may spoil."""
    return copied(tmp_path)
