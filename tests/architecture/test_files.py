"""Rules on every file of the project: what it may say, and what it may depend on."""

from __future__ import annotations

import re

import pytest

from tests.architecture import rules
from tests.architecture.source import ROOT, Source, project_files, python

# A folder only one machine has; the path of a web address is something else.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|work|root|Users)\b")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|crates\.io|index[-]url")
PINNED = re.compile(r"^[A-Za-z0-9._-]+==[0-9][\w.]*$")
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt", "benchmarks/requirements.txt"]
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "python-calamine": "python_calamine",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "pandas-stubs": "pandas",
    "openfisca-core": "openfisca_core",
}


def told(pattern, name, text):
    """Offences of one file against a pattern, as file:line."""
    return [
        f"{name}:{number}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for found in pattern.finditer(line)
    ]


def offences(pattern):
    return [
        offence
        for path in project_files()
        for offence in told(
            pattern, path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")
        )
    ]


def requirements(text):
    """The requirement of each line, comments and inclusions apart."""
    bare = [line.split("#")[0].strip() for line in text.splitlines()]
    return [line for line in bare if line and not line.startswith("-r ")]


def unpinned(text):
    return [line for line in requirements(text) if not PINNED.match(line)]


def declared(*names):
    """Import names of what these requirements files declare."""
    packages = [
        line.split("==")[0]
        for name in names
        for line in requirements((ROOT / name).read_text(encoding="utf-8"))
    ]
    return {IMPORTED_AS.get(package, package) for package in packages}


def test_no_file_knows_a_folder_of_one_machine():
    assert offences(MACHINE_PATH) == []


def test_no_file_names_a_package_registry():
    assert offences(REGISTRY) == []


def test_planted_paths_and_registries_are_seen():
    # Written in two pieces, so that this very file keeps the rule.
    assert told(MACHINE_PATH, "a.md", "see /" + "work/x") == ["a.md:1: /" + "work"]
    assert told(MACHINE_PATH, "a.md", 'open("/' + 'home/someone")') == ["a.md:1: /" + "home"]
    assert told(MACHINE_PATH, "a.md", "https://example.fr/" + "home/x") == []
    assert told(REGISTRY, "a.txt", "\n--" + "index-" + "url x") == ["a.txt:2: index-" + "url"]
    assert told(REGISTRY, "a.txt", "https://py" + "pi.org/x") == ["a.txt:1: py" + "pi.org"]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned(name):
    assert unpinned((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", ["pandas", "pandas>=3", "pandas==3.*", "pandas~=3.1", "pandas==3.1.1,<4"])
def test_a_loose_requirement_is_seen(line):
    assert unpinned(f"# why\n{line}  # because\n") == [line]


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (("aci_model/", "pages/", "dashboard.py"), REQUIREMENTS[:1]),
        (("tests/",), REQUIREMENTS[:2]),
        (("benchmarks/",), REQUIREMENTS),
    ],
    ids=["the product", "the tests", "the benchmarks"],
)
def test_what_is_imported_is_declared(where, names):
    known = declared(*names)
    assert [line for source in python(*where) for line in rules.declares_its_needs(source, known)] == []


def test_an_undeclared_import_is_seen():
    source = Source("aci_model/a.py", "import os\nimport yaml\nfrom aci_model import frames\n")
    assert list(rules.declares_its_needs(source, {"pandas"})) == [
        "aci_model/a.py:2: imports yaml, which no requirements file declares"
    ]


def test_the_runtime_needs_nothing_of_the_tests():
    assert declared("requirements.txt").isdisjoint({"pytest", "hypothesis", "playwright", "ruff", "mypy"})
