"""SECURITY.md names tests and files that are there: what it says is shown can be run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([^`]+)`", NOTE)
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("name", sorted({name for name in NAMED if re.fullmatch(r"test_\w+", name)}))
def test_a_test_it_names_exists(name):
    assert f"def {name}(" in TESTS


@pytest.mark.parametrize("path", sorted({name for name in NAMED if "/" in name}))
def test_a_file_it_names_exists(path):
    assert (ROOT / path).is_file()


def test_it_names_enough_of_them_to_be_worth_checking():
    assert sum(name.startswith("test_") for name in NAMED) >= 10
    assert len(NOTE.splitlines()) < 80  # one page
