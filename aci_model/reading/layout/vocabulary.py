"""The words of other people's annexes, as layouts.toml lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from aci_model.reading.columns import layout as declared
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

Words = tuple[str, ...]  # a phrase as compared words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by what they mean, in compared form."""

    titles: dict[str, frozenset[Words]]  # column id of Indicateurs -> titles
    threshold: frozenset[Words]
    amount: frozenset[Words]
    first: frozenset[Words]
    middle: frozenset[Words]
    last: frozenset[Words]
    plain: frozenset[str]
    aside: frozenset[Words]
    aside_words: frozenset[str]
    totals: Words
    units: dict[str, str]  # compared noun -> as written
    parts: dict[tuple[str, str], str]  # (mission, part said) -> part meant


@cache
def vocabulary() -> Vocabulary:
    """Read layouts.toml once.

    Raises:
        KeyError: a section is missing (a fault of this package, not of a person's file).
    """
    source = files("aci_model.reading.layout").joinpath("layouts.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    steps = data["steps"]
    columns = declared().sheets["lines"].columns
    titles = {name: _phrases([*said, *columns[name].names]) for name, said in data["titles"]["lines"].items()}
    return Vocabulary(
        titles=titles,
        threshold=_phrases(steps["threshold"]),
        amount=_phrases(steps["amount"]),
        first=_phrases(steps["first"]),
        middle=_phrases(steps["middle"]),
        last=_phrases(steps["last"]),
        plain=frozenset(stem(fold(word)) for word in steps["plain"]),
        aside=_phrases(data["aside"]["titles"]),
        aside_words=frozenset(word for phrase in _phrases(data["aside"]["words"]) for word in phrase),
        totals=tuple(dict.fromkeys(fold(word) for word in data["rows"]["totals"])),
        units={" ".join(words(noun)): noun for noun in data["counted"]["units"]},
        parts={(entry["mission"], entry["says"]): entry["means"] for entry in data["part"]},
    )


def _phrases(said: Iterable[str]) -> frozenset[Words]:
    return frozenset(words(text) for text in said)


@lru_cache(maxsize=4096)
def words(text: str) -> Words:
    """Cut a text in compared words, without marks of the plural."""
    return tuple(stem(word) for word in fold(text).split())


def stem(word: str) -> str:
    """Remove the mark of the plural: « objectifs » and « objectif » are one word."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def counted_unit(label: str) -> str | None:
    """Give what an indicator counts, from the noun that begins it: « Ateliers nutrition » counts ateliers."""
    found = words(label)
    for length in (2, 1):
        unit = vocabulary().units.get(" ".join(found[:length]))
        if unit:
            return unit
    return None
