"""The parameters of disclosure control and the sentences that give its reasons, as rules.toml declares them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from aci_model.wording import NBSP, number, typeset


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be published; shares and points from 0 to 1.

    Attributes:
        least: contributors below which nothing is published of a group; a median needs no more.
        quartiles_from: contributors from which quartiles are published.
        deciles_from: contributors from which deciles are published.
        insiders: contributors an attacker may be, or have the values of.
        bracket: nobody may be bracketed tighter than this.
        rounding: the step of published rates.
        open_end: from here to the end of the scale, an open class.
        changed: values new or gone from which a group is published again.
        p_percent: how near the largest part of a sum may be guessed by the second.
        dominance: the largest share of a sum one contributor may have.
        sum_digits: significant digits of a published sum.
        people: a number of people up to which it is masked.
    """

    least: int
    quartiles_from: int
    deciles_from: int
    insiders: int
    bracket: float
    rounding: float
    open_end: float
    changed: int
    p_percent: float
    dominance: float
    sum_digits: int
    people: int


@cache
def rules() -> Rules:
    """Give the rules in force."""
    return Rules(**{entry["id"]: entry["value"] for entry in _document()["rule"]})


@cache
def grounds() -> dict[str, tuple[str, str]]:
    """Give rule -> (source, reason), in French, for the page that tells what is promised."""
    return {
        entry["id"]: (typeset(entry["source"]), typeset(entry["reason"])) for entry in _document()["rule"]
    }


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule as people read it, in French.

    Attributes:
        label: what it is about.
        value: « au moins 5 communautés ».
        source: where it comes from.
        reason: why.
    """

    label: str
    value: str
    source: str
    reason: str


@cache
def stated() -> tuple[Stated, ...]:
    """Give every rule as people read it, in the order they are declared."""
    return tuple(
        Stated(
            typeset(entry["label"]),
            typeset(
                entry["told"].format(
                    whole=number(entry["value"]),
                    percent=number(entry["value"] * 100),
                    rest=number(100 - entry["value"] * 100),
                )
            ).replace(" %", f"{NBSP}%"),
            *grounds()[entry["id"]],
        )
        for entry in _document()["rule"]
    )


@cache
def reason(name: str) -> str:
    """Give the sentence of a reason by its id, in French.

    Raises:
        KeyError: no such reason.
    """
    return _reasons()[name]


@cache
def _reasons() -> dict[str, str]:
    own = rules()
    figures = {
        "least": number(own.least),
        "quartiles_from": number(own.quartiles_from),
        "deciles_from": number(own.deciles_from),
        "changed": number(own.changed),
        "people": number(own.people),
        "half": number(own.bracket * 50),
        "dominance": number(own.dominance * 100),
    }
    return {
        entry["id"]: typeset(entry["label"].format(**figures))
        .replace(" %", f"{NBSP}%")
        .replace("± ", f"±{NBSP}")
        for entry in _document()["reason"]
    }


@cache
def _document() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("aci_model.peers").joinpath("rules.toml").read_text(encoding="utf-8"))
