"""What the community understands of a clause beside what the institution does: the differences, figures first."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from aci_model.frames import TEXT, Columns, frame
from aci_model.reading.text import clean, fold
from aci_model.wording import missing

if TYPE_CHECKING:
    import pandas as pd

DIFFERENCES: Columns = {
    "kind": TEXT,  # figure | words
    "ours": TEXT,  # as typed; missing when only the other side says it
    "theirs": TEXT,
}
FIGURE, WORDS = "figure", "words"
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[,.]\d+)?|\d+(?:[,.]\d+)?")
_UNIT = re.compile(r"[ \u00a0\u202f]?[%€]|[ \u00a0\u202f]euros?\b", re.IGNORECASE)
_FIGURED = re.compile(f"(?:{_NUMBER.pattern})(?:{_UNIT.pattern})?", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:.!?()«»\"]+")
# « ou », « et », « sans », « pas » change a clause: only what carries no meaning alone is left out.
_EMPTY = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "un", "une"])


def differences(ours: str | None, theirs: str | None) -> pd.DataFrame:
    """List what separates two understandings of one clause.

    Args:
        ours: what the community understands, as typed.
        theirs: what the institution understands.

    Returns:
        A frame of DIFFERENCES: first the figures one side says and the other does not (3 500 € is 3500 euros;
        a figure said twice on one side only counts once), then the words that differ, in the order of the text.
        Empty when one side has said nothing: silence is not a difference, nor an agreement.
    """
    texts = [None if missing(text) else clean(str(text)) for text in (ours, theirs)]
    if not texts[0] or not texts[1]:
        return frame(DIFFERENCES)
    mine, other = _figures(texts[0]), _figures(texts[1])
    only_mine = [said for value, said in mine.items() if value not in other]
    only_other = [said for value, said in other.items() if value not in mine]
    figures: list[tuple[str | None, str | None]]
    if len(only_mine) == len(only_other) == 1:  # nothing else it could answer
        figures = [(only_mine[0], only_other[0])]
    else:
        figures = [(said, None) for said in only_mine] + [(None, said) for said in only_other]
    spans = [(FIGURE, one, two) for one, two in figures]
    spans += [(WORDS, one or None, two or None) for one, two in _spans(texts[0], texts[1])]
    rows = [{"kind": kind, "ours": one, "theirs": two} for kind, one, two in spans]
    return frame(DIFFERENCES, rows)


def _figures(text: str) -> dict[tuple[float, str], str]:
    """The figures of a text: (value, unit sign) -> as typed."""
    found: dict[tuple[float, str], str] = {}
    for match in _NUMBER.finditer(text):
        value = float(re.sub(r"[ \u00a0\u202f]", "", match[0]).replace(",", "."))
        after = _UNIT.match(text, match.end())
        sign = "" if after is None else after[0].strip()
        unit = "%" if sign == "%" else "€" if sign else ""
        found.setdefault((value, unit), text[match.start() : after.end() if after else match.end()])
    return found


def _spans(ours: str, theirs: str) -> list[tuple[str, str]]:
    """Runs of words that differ, figures and empty words apart."""
    sides = [_words(text) for text in (ours, theirs)]
    mine, other = ([bare for bare, _ in side] for side in sides)
    compared = difflib.SequenceMatcher(None, mine, other, autojunk=False)
    return [
        (_said(sides[0][a:b]), _said(sides[1][c:d]))
        for tag, a, b, c, d in compared.get_opcodes()
        if tag != "equal"
    ]


def _words(text: str) -> list[tuple[str, str]]:
    bare = _FIGURED.sub(" ", text)
    found = [(fold(word.replace("’", "'").split("'")[-1]), word) for word in _WORD.findall(bare)]
    return [(word, typed) for word, typed in found if word and word not in _EMPTY]


def _said(words: list[tuple[str, str]]) -> str:
    return " ".join(typed for _, typed in words)
