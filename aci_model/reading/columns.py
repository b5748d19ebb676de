"""The sheets and columns of the workbook, as columns.toml declares them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from aci_model.reading.text import fold, french


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column: how it is recognised, read, written and explained."""

    id: str
    header: str
    kind: str
    names: frozenset[str]  # folded header and synonyms
    per: str  # "" | number | mission | part
    ranks: dict[str, int]  # folded header -> number, for numbered columns named by a word
    choices: dict[str, str]  # folded spelling -> value
    options: tuple[str, ...]  # the words of the list, in order
    shown: dict[str, str]  # value -> word of the list, where they differ
    suffixes: frozenset[str]  # folded unit words a number may carry
    minimum: float | None
    signed: bool
    unused: str
    note: str
    example: Any
    width: int
    fill: bool
    optional: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One declared sheet and its columns, in the order the template shows them."""

    id: str
    title: str
    names: frozenset[str]
    purpose: str
    mark: str  # id of the column whose text starts with EXEMPLE on example rows
    needs: tuple[str, ...]  # a table without these columns is not this sheet
    likely: tuple[str, ...]  # one of these is needed too when the sheet's name says nothing
    optional: bool  # written only when it holds something
    columns: dict[str, Column]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole declaration: sheets by id, names of sheets without data, and word lists."""

    sheets: dict[str, Sheet]
    aside: dict[str, str]  # folded name -> title
    words: dict[str, tuple[str, ...]]


@cache
def layout() -> Layout:
    """Read columns.toml once.

    Returns:
        The declared sheets, in the order of the workbook.

    Raises:
        KeyError, TypeError: a key is missing or unknown (a fault of this package, not of a person's file).
    """
    source = files("aci_model.reading").joinpath("columns.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    sheets = [_sheet(entry) for entry in data["sheet"]]
    aside = {
        fold(name): entry["title"] for entry in data["aside"] for name in [entry["title"], *entry["synonyms"]]
    }
    words = {name: tuple(spellings) for name, spellings in data["words"].items()}
    return Layout({sheet.id: sheet for sheet in sheets}, aside, words)


def _sheet(entry: dict[str, Any]) -> Sheet:
    columns = [_column(column) for column in entry["column"]]
    return Sheet(
        id=entry["id"],
        title=entry["title"],
        names=frozenset(fold(name) for name in [entry["title"], *entry["synonyms"]]),
        purpose=french(entry["purpose"]),
        mark=entry["mark"],
        needs=tuple(entry["needs"]),
        likely=tuple(entry["likely"]),
        optional=entry.get("optional", False),
        columns={column.id: column for column in columns},
    )


_OPTIONAL = {
    "per",
    "ranks",
    "choices",
    "suffixes",
    "minimum",
    "example",
    "fill",
    "optional",
    "hidden",
    "signed",
}
_REQUIRED = {"id", "header", "kind", "synonyms", "unused", "note", "width"}


def _column(entry: dict[str, Any]) -> Column:
    unknown = entry.keys() - _OPTIONAL - _REQUIRED
    if unknown:
        raise TypeError(f"unknown keys in columns.toml: {sorted(unknown)}")
    choices: list[dict[str, Any]] = entry.get("choices", [])
    return Column(
        id=entry["id"],
        header=entry["header"],
        kind=entry["kind"],
        names=frozenset(fold(name) for name in [entry["header"], *entry["synonyms"]]),
        per=entry.get("per", ""),
        ranks={fold(name): rank for name, rank in entry.get("ranks", {}).items()},
        choices={
            fold(name): choice["value"] for choice in choices for name in [choice["value"], *choice["names"]]
        },
        options=tuple(choice.get("shown", choice["value"]) for choice in choices),
        shown={choice["value"]: choice["shown"] for choice in choices if "shown" in choice},
        suffixes=frozenset(fold(word) for word in entry.get("suffixes", [])),
        minimum=entry.get("minimum"),
        signed=entry.get("signed", False),
        unused=french(entry["unused"]),
        note=french(entry["note"]),
        example=entry.get("example", ""),
        width=entry["width"],
        fill=entry.get("fill", False),
        optional=entry.get("optional", False),
        hidden=entry.get("hidden", False),
    )
