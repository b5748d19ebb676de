"""The project's files as the rules see them: parsed once, offences told as file:line."""

from __future__ import annotations

import ast
import os
import sys
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEN_HIDDEN = {".ci", ".streamlit"}  # other hidden folders hold caches, never the project's own text


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self):
        """The parsed module."""
        return ast.parse(self.text, self.path)

    def at(self, node, message):
        """An offence as people read it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {message}"

    @property
    def module(self):
        """Dotted name: `aci_model.law.fold`; a package is named without `__init__`."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def project_files():
    """Every file of the project, caches and environments apart."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if (not name.startswith(".") or name in SEEN_HIDDEN)
            and name not in {"__pycache__", "build", "donnees"}
        ]
        found += [Path(folder, name) for name in names]
    return sorted(found)


@cache
def python(*starts):
    """The Python files whose path starts with one of `starts` (all of them without any)."""
    files = [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in project_files()
        if path.suffix == ".py"
    ]
    return [source for source in files if not starts or source.path.startswith(starts)]


def imports(source):
    """Every import of a file, late ones included, as (node, dotted name), relative ones made absolute.

    `from a.b import c` gives `a.b.c`: the most precise name, of which `a.b` is a prefix.
    """
    package = source.module if source.path.endswith("__init__.py") else source.module.rpartition(".")[0]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


def within(name, *prefixes):
    """Whether a dotted name is one of these modules or lies inside one."""
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def third_party(name):
    """Whether a dotted name belongs neither to Python nor to this project."""
    top = name.split(".")[0]
    return top not in sys.stdlib_module_names and top not in {
        "aci_model",
        "pages",
        "tests",
        "benchmarks",
        "sample_data",
        "__future__",
    }


@dataclass(frozen=True)
class LawData:
    """What the law's data files say, which no code may repeat."""

    missions: frozenset[str]
    amounts: frozenset[float]  # euros and inhabitants, from 1 000 up
    rates: frozenset[float]  # strictly between 0 and 1


@cache
def law_data():
    """Read mission ids, amounts and rates from every toml of `aci_model/law`."""
    missions, numbers = set(), set()
    for path in sorted((ROOT / "aci_model" / "law").rglob("*.toml")):
        _gather(tomllib.loads(path.read_text(encoding="utf-8")), "", missions, numbers)
    return LawData(
        frozenset(missions),
        frozenset(number for number in numbers if number >= 1000),
        frozenset(number for number in numbers if 0 < number < 1),
    )


def _gather(value, key, missions, numbers):
    if isinstance(value, dict):
        if key == "mission" and isinstance(value.get("id"), str):
            missions.add(value["id"])
        for name, inner in value.items():
            _gather(inner, name, missions, numbers)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, key, missions, numbers)
    elif isinstance(value, str) and key == "mission":
        missions.add(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        numbers.add(float(value))
