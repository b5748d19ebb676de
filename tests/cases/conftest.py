"""Files a case writes for itself."""

import pytest


@pytest.fixture
def written(tmp_path):
    """Write a file of this name, and give its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write
