"""Words of the screens, and the one way to show a person's own text as text."""

from __future__ import annotations

import re

from aci_model.report.words import ABANDONS, CONFIDENCE, KINDS, READINGS, SEVERITIES, STATES, STATUSES
from aci_model.wording import NBSP, NNBSP

__all__ = [
    "ABANDONS",
    "CONFIDENCE",
    "KINDS",
    "READINGS",
    "SEVERITIES",
    "STATES",
    "STATUSES",
    "labelled",
    "one_line",
    "plain",
    "question",
]

_JOINER = "\u2060"  # invisible: it parts signs that a screen would otherwise take for a link or a picture
_SPACES = re.compile(
    r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+"
)  # those that break lines: a no-break space is kept
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&^=@/])")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they would turn the words that follow backwards
_RUNS = re.compile(r"(?<=:)(?=\S)|(?<=@)|(?<=www)(?=\.)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)


def plain(text: object) -> str:
    """Keep a text from being read as Markdown: emphasis, links, pictures, formulas, emoji, colours, HTML.

    Args:
        text: what a person typed, for a label, a metric, a tab, an expander, a caption or a table's cell.

    Returns:
        The same words, on one line, in their own order. An address gets an invisible joiner, since Streamlit would otherwise
        make a link of it whatever its punctuation.
    """
    straight = _TURNS.sub("", one_line(str(text)))
    parted = _RUNS.sub(_JOINER, straight)
    return _SPECIAL.sub(r"\\\1", parted)


def one_line(text: str) -> str:
    """Put a text on one line, without touching its no-break spaces."""
    return _SPACES.sub(" ", text).strip(" ")


def question(words: str) -> str:
    """End a question as French typography has it."""
    return f"{words}{NNBSP}?"


def labelled(word: str, value: str) -> str:
    """Join a word and its value: « résultat : 72,5 % »."""
    return f"{word}{NBSP}: {value}"
