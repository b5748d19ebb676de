"""The words people choose from at the table, as words.toml lists them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from aci_model.reading.text import fold


@cache
def labels(section: str) -> dict[str, str]:
    """Give id -> French label of a section of words.toml: role, addressee or status."""
    return {entry["id"]: entry["label"] for entry in _document()[section]}


def role(text: str) -> str | None:
    """Find the label of the role a text names, by its id, its label or another accepted name; None for none."""
    return _roles().get(fold(text))


@cache
def _roles() -> dict[str, str]:
    return {
        fold(name): entry["label"]
        for entry in _document()["role"]
        for name in (entry["id"], entry["label"], *entry["names"])
    }


@cache
def _document() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(files("aci_model.bargaining").joinpath("words.toml").read_text(encoding="utf-8"))
