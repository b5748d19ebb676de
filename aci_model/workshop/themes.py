"""What the workshop supposes and sorts by, as workshop.toml declares it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aci_model.reading.text import fold
from aci_model.wording import typeset

_QUOTED = re.compile(r"«[^»]*»")


@dataclass(frozen=True, slots=True)
class Theme:
    """A question of the workshop, under which the tables' returns are grouped.

    Attributes:
        theme: its id.
        label: the question, in French.
        words: folded words that let a text be sorted under it.
    """

    theme: str
    label: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a record may hold: letters of a text, entries of a list, euros of an amount."""

    title: int
    label: int
    notice: int
    answer: int
    question: int
    missions: int
    objectives: int
    count: int
    euros: int


@dataclass(frozen=True, slots=True)
class Settings:
    """All of workshop.toml.

    Attributes:
        chance: 0–1, proposed where neither the table nor past years say one.
        chance_words: why that one, in French, within a sentence.
        accord: share of tables that may think otherwise in an agreement (0–1).
        divided: share of tables that think otherwise beyond which they are divided (0–1).
        limits: see `Limits`.
        themes: in the order in which they are told.
        addressees: id -> French words; whom a question may be asked of.
    """

    chance: float
    chance_words: str
    accord: float
    divided: float
    limits: Limits
    themes: tuple[Theme, ...]
    addressees: dict[str, str]


@cache
def settings() -> Settings:
    """Read workshop.toml once."""
    data = tomllib.loads(files("aci_model.workshop").joinpath("workshop.toml").read_text(encoding="utf-8"))
    return Settings(
        chance=data["proposed"]["chance"],
        chance_words=typeset(data["proposed"]["label"]),
        accord=data["verdict"]["accord"],
        divided=data["verdict"]["partage"],
        limits=Limits(**data["limits"]),
        themes=tuple(
            Theme(entry["id"], typeset(entry["label"]), frozenset(entry["words"])) for entry in data["theme"]
        ),
        addressees={entry["id"]: typeset(entry["label"]) for entry in data["addressee"]},
    )


def sorted_under(text: str, otherwise: str) -> str:
    """Say which theme a text belongs to: the first of those with the most of its words.

    Args:
        text: what somebody wrote.
        otherwise: the id of a theme for a text that has no word of any.
    """
    words = fold(_QUOTED.sub(" ", text)).split()  # what is quoted is a contract's word, not an opinion
    found = {theme.theme: sum(word in theme.words for word in words) for theme in settings().themes}
    best = max(found, key=found.__getitem__)
    return best if found[best] else otherwise
