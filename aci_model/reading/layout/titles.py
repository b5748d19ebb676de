"""What a column's title says it means, with a score."""

from __future__ import annotations

import difflib
import math
import re
from functools import lru_cache
from typing import NamedTuple

from aci_model.reading.cells import number
from aci_model.reading.layout.vocabulary import Words, vocabulary, words

_PARENTHESES = re.compile(r"[(\[][^)\]]*[)\]]")
_OTHER_YEAR = re.compile(r"\bN\s*[-–−]\s*[1-9]\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\bk\s?(?:€|euros?)|\bmilliers d", re.IGNORECASE)
_RANK = re.compile(r"^(?:p|t|n)?([1-9][0-9]?)(?:er|e|eme|nd|re)?$")
_NEAR = 0.86  # two spellings this close are one word mistyped

_MOST_WRONG = 2  # letters
_MOST_WORDS = 4  # a longer text is no mistyped title

FIRST, MIDDLE, LAST = "first", "middle", "last"


class Guess(NamedTuple):
    """What a title may mean."""

    column: str  # column id; "aside" for a title that must not be read
    rank: str  # "", a number, or first | middle | last
    score: float  # 0–1


NOTHING = Guess("", "", 0.0)


@lru_cache(maxsize=4096)
def guess(title: str) -> Guess:
    """Say what a title of a sheet of indicators means.

    Args:
        title: as typed; stacked titles are joined by spaces or dashes.

    Returns:
        The best meaning; `NOTHING` when no known word is in it.
    """
    bare = _PARENTHESES.sub(" ", title)
    full, short = words(title), words(bare)
    if not full or _is_value(title):
        return NOTHING
    known = vocabulary()
    if _OTHER_YEAR.search(title) or short in known.aside or set(short) & known.aside_words:
        return Guess("aside", "", 1.0)
    named = max((_named(name, phrases, full, short) for name, phrases in known.titles.items()), key=_score)
    step = _step(short or full, full)
    return step if step.score >= named.score else named


def _is_value(title: str) -> bool:
    """Tell whether a text is a number, with or without a unit: « 4 000 € » is no title."""
    return not math.isnan(number(title).value)


def unit_of(title: str) -> str:
    """Give the unit a title carries: « Montant (k€) », « Objectif en % »."""
    if _THOUSANDS.search(title):
        return "k€"
    return "%" if "%" in title else ""


def _score(found: Guess) -> float:
    return found.score


def _named(name: str, phrases: frozenset[Words], full: Words, short: Words) -> Guess:
    if full in phrases:
        return Guess(name, "", 1.0)
    if short in phrases:
        return Guess(name, "", 0.97)
    inside = max((_inside(phrase, short) for phrase in phrases), default=0.0)
    if inside:
        return Guess(name, "", inside)
    mistyped = len(short) <= _MOST_WORDS and _is_near(" ".join(short), phrases)
    return Guess(name, "", 0.7 if mistyped else 0.0)


def _is_near(text: str, phrases: frozenset[Words]) -> bool:
    """Tell whether a text is a phrase with a letter or two wrong."""
    for phrase in phrases:
        said = " ".join(phrase)
        # The first letter is seldom the wrong one, and comparing every pair would take most of the time.
        if said[:1] == text[:1] and abs(len(said) - len(text)) <= _MOST_WRONG:
            matcher = difflib.SequenceMatcher(None, text, said)
            if matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR:
                return True
    return False


def _inside(phrase: Words, said: Words) -> float:
    """Score a phrase found among other words: the more other words, the less sure."""
    if not phrase or len(phrase) >= len(said) or not set(phrase) <= set(said):
        return 0.0
    starts = said[: len(phrase)] == phrase
    share = len(phrase) / len(said)
    return (0.62 if starts else 0.5) + 0.3 * share


def _step(said: Words, full: Words) -> Guess:
    """Read a title made of a word for level or amount and a word for its step."""
    known = vocabulary()
    used: set[str] = set()
    pays = _found(known.amount, full, used)
    asks = _found(known.threshold, said, used)
    rank = _rank(said, used)
    if not pays and not asks and not rank:
        return NOTHING
    strange = [word for word in said if word not in used and word not in known.plain]
    if strange and set(said[:1]) <= set(strange) and not pays:
        return NOTHING
    certain = 1.0 if pays or asks else 0.85
    score = max(certain - 0.12 * len(strange), 0.0)
    return Guess("amount" if pays else "threshold", rank, score)


def _found(phrases: frozenset[Words], said: Words, used: set[str]) -> bool:
    hit = False
    for phrase in phrases:
        if set(phrase) <= set(said):
            used.update(phrase)
            hit = True
    return hit


def _rank(said: Words, used: set[str]) -> str:
    known = vocabulary()
    for word in reversed(said):
        match = _RANK.match(word)
        if match:
            used.add(word)
            return match[1]
    for rank, phrases in ((MIDDLE, known.middle), (FIRST, known.first), (LAST, known.last)):
        hits = [word for word in said if (word,) in phrases]
        if hits:
            used.update(hits)
            return rank
    return ""
