"""One cell as people type it in French: numbers, rates, amounts, yes or no, days.

A doubt is never an exception: it travels beside a missing value, with what to type instead.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import cache, lru_cache
from typing import NamedTuple

from aci_model import wording
from aci_model.reading.columns import layout
from aci_model.reading.text import fold, plain_spaces, quoted

NOTHING = math.nan


class Doubt(NamedTuple):
    """Why a cell is not used, or used with care, and what to type instead."""

    message: str
    advice: str
    severity: str = "error"


class Number(NamedTuple):
    """A number read from a text."""

    value: float  # NaN when missing or doubtful
    word: str = ""  # what follows the number: "%", "€", a folded word, or nothing
    sense: int = 0  # +1 for ≥, -1 for ≤, 0 when not said
    doubt: Doubt | None = None
    said: bool = False  # the text says itself that there is nothing: NC, sans objet, -


@cache
def words(name: str) -> frozenset[str]:
    """Give a word list of columns.toml in compared form."""
    return frozenset(fold(word) for word in layout().words[name])


def says_nothing(text: str) -> bool:
    """Tell whether a text says there is no value: NC, sans objet, n/a, a dash."""
    return _among(text, "missing")


def _among(text: str, name: str) -> bool:
    return fold(text) in words(name)


# A sign before or after the number; longest first so that ≥ is not read as > followed by =.
@cache
def _sense_patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[int, bool]]]:
    lists = layout().words
    before = {
        **dict.fromkeys(lists["above"], (1, True)),
        **dict.fromkeys(lists["below"], (-1, True)),
        **dict.fromkeys(lists["at_least"], (1, False)),
        **dict.fromkeys(lists["at_most"], (-1, False)),
    }
    after = {
        **dict.fromkeys(lists["and_more"], (1, False)),
        **dict.fromkeys(lists["and_less"], (-1, False)),
    }
    head = "|".join(re.escape(word) for word in sorted(before, key=len, reverse=True))
    tail = "|".join(re.escape(word) for word in sorted(after, key=len, reverse=True))
    return (
        re.compile(rf"^({head})[. ]*(?=[0-9+-])", re.IGNORECASE),
        re.compile(rf"(?<=[^a-z])({tail})\.?$", re.IGNORECASE),
        before | after,
    )


_PARTS = re.compile(r"^([+-]?) ?(€?) ?([0-9][0-9., ]*|[.,][0-9]+)(.*)$")
_SHAPES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(shape), thousands, decimal)
    for shape, thousands, decimal in (
        (r"^[0-9]+$", "", ""),
        (r"^[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?$", " ", ","),
        (r"^[0-9]{1,3}(?: [0-9]{3})+\.[0-9]+$", " ", "."),
        (r"^[0-9]*,[0-9]+$", "", ","),
        (r"^[0-9]*\.[0-9]+$", "", "."),
        (r"^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$", ".", ","),
        (r"^[0-9]{1,3}(?:\.[0-9]{3}){2,}$", ".", ","),
        (r"^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$", ",", "."),
        (r"^[0-9]{1,3}(?:,[0-9]{3}){2,}$", ",", "."),
    )
)
_UNIT = re.compile(r"[a-z%€]")
_AMBIGUOUS = re.compile(r"^[1-9][0-9]{0,2}\.[0-9]{3}$")
_SCIENTIFIC = re.compile(r"^([+-]?[0-9]+(?:[.,][0-9]+)?)[eE]([+-]?[0-9]{1,3})$")
_EACH_NUMBER = re.compile(r"[0-9](?:[0-9., ]*[0-9])?")
_LONGEST = 80  # a longer text is prose, whatever digits it holds


@lru_cache(maxsize=65536)
def number(text: str) -> Number:
    """Read a number as typed: « 69,70 % », « 15 000 € », « 1.331,50 », « ≥ 50 », « NC ».

    Returns:
        The value, its unit word and its sign; « 1.234 » is doubtful, since it may be 1234 or 1,234.
    """
    bare = plain_spaces(text).replace("−", "-").lstrip("'").strip()
    if not bare or says_nothing(bare):
        return Number(NOTHING, said=bool(bare))
    if len(bare) > _LONGEST or not any(digit in bare for digit in "0123456789"):
        return Number(NOTHING, doubt=Doubt(f"{quoted(text)} n'est pas un nombre.", "Saisissez un nombre"))
    bare, sense, strict = _without_sense(bare)
    value, word, doubt = _measured(bare, text)
    if doubt is None and strict:
        shown = f"{'≥' if sense > 0 else '≤'}{wording.NBSP}{wording.number(value, 6)}"
        doubt = Doubt(
            f"{quoted(text)} est lu {quoted(shown)}{wording.NBSP}: ce nombre lui-même suffit.",
            "Saisissez le premier nombre qui compte si le contrat exclut celui-ci",
            "warning",
        )
    return Number(value, word, sense, doubt)


def _without_sense(bare: str) -> tuple[str, int, bool]:
    head, tail, meanings = _sense_patterns()
    for match in (head.search(bare), tail.search(bare)):
        if match:
            sense, strict = meanings[match[1].lower()]
            return (bare[: match.start()] + bare[match.end() :]).strip(), sense, strict
    return bare, 0, False


def _measured(bare: str, text: str) -> tuple[float, str, Doubt | None]:
    scientific = _SCIENTIFIC.match(bare)
    if scientific:
        value = float(f"{scientific[1].replace(',', '.')}e{scientific[2]}")
        return _finite(value, "", text)
    match = _PARTS.match(bare)
    if match is None:
        return NOTHING, "", _not_a_number(text)
    sign, euro, digits, rest = match[1], match[2], match[3].strip(), match[4].strip()
    digits, rest = _loose_end(digits, rest)
    if _AMBIGUOUS.match(digits):
        return NOTHING, "", _ambiguous(text, sign + digits)
    if any(character in rest for character in "0123456789"):
        return NOTHING, "", _several(text)
    word = "%" if rest == "%" else fold(rest)
    unreadable = (rest and not _UNIT.search(word)) or (euro and rest) or ("%" in word and rest != "%")
    value = _shaped(digits)
    if unreadable or math.isnan(value):
        return NOTHING, "", _not_a_number(text)
    return _finite(-value if sign == "-" else value, word or euro, text)


def _loose_end(digits: str, rest: str) -> tuple[str, str]:
    """Give back to the words a dot or comma that ends the digits: « 5 . » is not a decimal."""
    kept = digits.rstrip("., ")
    return kept, digits[len(kept) :].strip() + rest


def _finite(value: float, word: str, text: str) -> tuple[float, str, Doubt | None]:
    if math.isfinite(value):
        return value, word, None
    return NOTHING, "", _not_a_number(text)


def _shaped(digits: str) -> float:
    for shape, thousands, decimal in _SHAPES:
        if shape.match(digits):
            plain = digits.replace(thousands, "") if thousands else digits
            return float(plain.replace(decimal, ".") if decimal else plain)
    return NOTHING


def _ambiguous(text: str, digits: str) -> Doubt:
    whole = wording.number(float(digits.replace(".", "")))
    return Doubt(
        f"{quoted(text)} peut se lire {whole} ou {digits.replace('.', ',')}.",
        f"Saisissez {whole} ou {digits.replace('.', ',')}",
    )


def _several(text: str) -> Doubt:
    return Doubt(f"{quoted(text)} contient plusieurs valeurs.", "Saisissez une seule valeur par case")


def _not_a_number(text: str) -> Doubt:
    found = _EACH_NUMBER.findall(plain_spaces(text))
    if len(found) > 1:
        return _several(text)
    value = _shaped(found[0]) if found else NOTHING
    unit = f"{wording.NBSP}%" if "%" in text else ""
    advice = "un nombre" if math.isnan(value) else wording.number(value, 6) + unit
    return Doubt(f"{quoted(text)} n'est pas un nombre.", f"Saisissez {advice}")


def yes_or_no(text: str) -> bool | None:
    """Read oui/non as people type it: fait, x, vrai, 1…; None when the text says neither."""
    if _among(text, "yes"):
        return True
    return False if _among(text, "no") else None


def offers_both(text: str) -> bool:
    """Tell whether a text is the printed choice itself: « Fait / non fait »."""
    return _among(text, "either")


_NUMERIC_DAY = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})$")
_ISO_DAY = re.compile(r"^([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})(?:[T ][0-9:.]+)?$")
_SHORTEST_MONTH = 3  # « avr. », « sept. »; « jui » would be two months
_WORD_DAY = re.compile(r"^(?:[a-z]+ )?([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4})$")


@lru_cache(maxsize=16384)
def day(text: str) -> dt.date | Doubt | None:
    """Read a day as typed: 15/04/2026, 2026-04-15, 15 avril 2026, 1er avril 2026.

    Returns:
        The day; None when the text says there is none; a doubt when it is not a day.
    """
    bare = plain_spaces(text).lstrip("'")
    if not bare or says_nothing(bare):
        return None
    found = _day_parts(bare)
    doubt = Doubt(f"{quoted(text)} n'est pas une date.", "Saisissez une date comme 15/04/2026")
    if found is None:
        return doubt
    year, month, number_of_day = found
    try:
        return dt.date(year + 2000 if year < 100 else year, month, number_of_day)
    except ValueError:
        return doubt


def _day_parts(bare: str) -> tuple[int, int, int] | None:
    if match := _NUMERIC_DAY.match(bare):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _ISO_DAY.match(bare):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _WORD_DAY.match(fold(bare)):
        months = [fold(month) for month in layout().words["months"]]
        name = match[2]
        ranks = [rank for rank, month in enumerate(months, 1) if month == name]
        if not ranks and len(name) >= _SHORTEST_MONTH:
            ranks = [rank for rank, month in enumerate(months, 1) if month.startswith(name)]
        return (int(match[3]), ranks[0], int(match[1])) if len(ranks) == 1 else None
    return None
