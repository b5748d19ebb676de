"""Words as people type them: compared without case, accents or punctuation, and quoted safely."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from aci_model.wording import NBSP, NNBSP

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9%€+<>=≥≤]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})
# What makes a text act instead of being read: control characters, halves of characters, and the marks that turn
# the words after them backwards (Unicode Standard Annex 9), in a name, a file or a terminal.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
# Of no width, pasted from web pages: with one of them, two names that look the same are not.
_UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
_LONGEST_QUOTE = 60


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Reduce a text to what two spellings of one word share: « Évènement  n°2 » gives `evenement n 2`.

    A text without any Latin letter or digit (✓, ↑, 東京) stays itself.
    """
    flat = unicodedata.normalize("NFKD", text.translate(_LIGATURES).lower())
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare).strip() or plain_spaces(bare)


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """Trim a text, put it on one line and remove what is not to be seen; the words stay as typed."""
    kept = _UNSEEN.sub("", _CONTROLS.sub("", text))
    return re.sub(r"[ \t]*[\r\n\t\u2028\u2029]+[ \t]*", " ", kept).strip()


_BREAKS = re.compile(r"\r\n|[\r\n\u2028\u2029]")


@lru_cache(maxsize=4096)
def paragraphs(text: str) -> str:
    """Trim a text of several lines: each as `clean` does, empty ones at both ends left out."""
    return "\n".join(clean(line) for line in _BREAKS.split(text)).strip("\n")


def without_controls(text: str) -> str:
    """Remove what would act in a file, or a workbook cannot hold; line breaks and tabs stay."""
    return _CONTROLS.sub("", text)


def plain_spaces(text: str) -> str:
    """Make every space of a text (no-break, narrow, thin…) a single ordinary one, without those of no width."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()


_BEFORE_WIDE = re.compile(r" (?=[:%€»])")
_BEFORE_NARROW = re.compile(r" (?=[;?!])")


def french(sentence: str) -> str:
    """Put the no-break spaces of French typography in a sentence written with plain ones."""
    wide = _BEFORE_WIDE.sub(NBSP, sentence.replace("« ", "«" + NBSP))
    return _BEFORE_NARROW.sub(NNBSP, wide)


def quoted(text: str) -> str:
    """Quote a typed text in a French sentence, shortened when long: « 62,5 %% »."""
    short = plain_spaces(_CONTROLS.sub("", text))
    if len(short) > _LONGEST_QUOTE:
        short = short[: _LONGEST_QUOTE - 1].rstrip() + "…"
    return f"«{NBSP}{short}{NBSP}»"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Name a column as a spreadsheet does: 0 gives A, 27 gives AB."""
    name = ""
    left = column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def a1(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does, from its 1-based row and its 0-based column: (7, 7) gives H7."""
    return f"{letters(column)}{row}"


_ADDRESS = re.compile(r"^\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$")


def position(address: str) -> tuple[int, int] | None:
    """Find the 1-based row and 0-based column of an A1 address; None when it is not one."""
    match = _ADDRESS.match(address.strip())
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1
