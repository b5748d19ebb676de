"""How figures, dates and lists read in French, on every screen, page and command."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, SupportsFloat

from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

UNKNOWN = "inconnu"
NBSP = "\u00a0"  # before : % €
NNBSP = "\u202f"  # between thousands, before ; ! ?
_LOCALE = "fr_FR"
_BEFORE_COLON = re.compile(r" (?=:(?:\s|$))")
_BEFORE_HIGH = re.compile(r" (?=[;!?](?:\s|$))")
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_AFTER_FIGURE = re.compile(r"(?<=\d) (?=[^\W\d_]|[%€°])")
_ALWAYS_S = frozenset({"fois", "mois", "avis", "temps", "cours", "poids", "cas"})


def missing(value: object) -> bool:
    """Tell whether a value is missing: None, NaN, NA or NaT."""
    # NA and NaT are known by name: this module does not need pandas, and NA refuses to be compared.
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or bool(value != value)  # noqa: PLR0124


def number(value: SupportsFloat | None, digits: int = 2) -> str:
    """Write a number: 66 111, 69,7, at most `digits` decimals; missing reads « inconnu »."""
    if value is None or missing(value):
        return UNKNOWN
    return _decimal(float(value), "#,##0." + "#" * digits if digits else "#,##0")


def euros(value: SupportsFloat | None, *, cents: bool = False) -> str:
    """Write an amount in euros: 122 500 €, or 1 234,50 € with cents; missing reads « inconnu »."""
    if value is None or missing(value):
        return UNKNOWN
    return _decimal(float(value), "#,##0.00" if cents else "#,##0") + NBSP + "€"


def change(value: SupportsFloat | None) -> str:
    """Write a difference in euros with its sign: +1 500 €, −400 €, 0 €."""
    if value is None or missing(value):
        return UNKNOWN
    amount = float(value)
    sign = "+" if round(amount) > 0 else "−" if round(amount) < 0 else ""
    return sign + euros(abs(amount))


def percent(rate: SupportsFloat | None, digits: int = 1) -> str:
    """Write a rate given as 0–1: 0.697 reads 69,7 %; missing reads « inconnu »."""
    if rate is None or missing(rate):
        return UNKNOWN
    return number(float(rate) * 100, digits) + NBSP + "%"


def measure(value: SupportsFloat | None, unit: str | None) -> str:
    """Write a measured value with its unit: 69,7 %, 219 patients."""
    if value is None or missing(value):
        return UNKNOWN
    if unit is None or missing(unit) or not unit:
        return number(value)
    counted = _singular(unit) if abs(float(value)) < 2 else unit
    return f"{number(value)}{NBSP}{counted}"


def day(value: dt.date | None) -> str:
    """Write a date: 15 avril 2026."""
    if value is None or missing(value):
        return UNKNOWN
    written: str = format_date(value, format="d MMMM y", locale=_LOCALE)
    return written.replace("1 ", "1er ", 1) if value.day == 1 else written


def count(quantity: int, singular: str, plural: str | None = None) -> str:
    """Write a quantity with its noun: 1 ligne, 3 lignes, 0 ligne (French keeps zero singular)."""
    noun = singular if abs(quantity) < 2 else plural or singular + "s"
    return f"{number(quantity, 0)}{NBSP}{noun}"


def enumeration(words: Sequence[str], last: str = "et") -> str:
    """Join words as a French list: « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def typeset(text: str) -> str:
    """Give a sentence its French spaces and apostrophes: « ainsi », oui ; non : peut-être ? l’un."""
    spaced = _BEFORE_HIGH.sub(NNBSP, _BEFORE_COLON.sub(NBSP, text))
    return spaced.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»").replace("'", "’")


def unbroken(text: str) -> str:
    """Keep the figures of a typed text whole at the end of a line: 3 000 €, 12 %, 219 patients; no word changes."""
    grouped = _BETWEEN_THOUSANDS.sub(NNBSP, text)
    spaced = _BEFORE_HIGH.sub(NNBSP, _BEFORE_COLON.sub(NBSP, _AFTER_FIGURE.sub(NBSP, grouped)))
    return spaced.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")


@lru_cache(maxsize=512)
def _singular(unit: str) -> str:
    """Put a unit in the singular, word by word, up to its first preposition: patients suivis, jours de soin."""
    head, *rest = re.split(r"(?=\s(?:de|des|du|d['’]|par|en|à)\b)", unit, maxsplit=1)
    words = [
        word if word.lower() in _ALWAYS_S or len(word) < 4 else word.removesuffix("s")
        for word in head.split(" ")
    ]
    return " ".join(words) + "".join(rest)


@lru_cache(maxsize=4096)
def _decimal(value: float, pattern: str) -> str:
    rounded = 0.0 if math.isclose(value, 0.0, abs_tol=5e-13) else value
    written: str = format_decimal(rounded, format=pattern, locale=_LOCALE)
    return "0" if written == "-0" else written.replace("-", "−")
