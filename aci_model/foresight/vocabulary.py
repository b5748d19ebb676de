"""The causes of giving up and the scale of evidence, as words.toml declares them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aci_model.wording import typeset


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an objective's words mean.

    Attributes:
        causes: id, as the workbook's column says it -> why an objective is given up, in French, within a sentence.
        strengths: 0–3 -> what evidence of this strength is, in French.
        evidence: 0–3 -> folded words that let this strength be proposed.
    """

    causes: dict[str, str]
    strengths: dict[int, str]
    evidence: dict[int, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """Read words.toml once."""
    source = files("aci_model.foresight").joinpath("words.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    return Vocabulary(
        causes={cause["id"]: typeset(cause["label"]) for cause in data["cause"]},
        strengths={entry["level"]: typeset(entry["label"]) for entry in data["strength"]},
        evidence={entry["level"]: tuple(entry["words"]) for entry in data["strength"]},
    )
