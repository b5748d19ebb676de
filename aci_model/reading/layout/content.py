"""What the cells of a column look like, and how well they fit a meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aci_model.reading import cells as french
from aci_model.reading.layout.vocabulary import vocabulary
from aci_model.reading.marks import Broken, Percent
from aci_model.reading.problems import ERROR
from aci_model.reading.tables import typed
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.reading.names import Names
    from aci_model.reading.sheets import Cell

_ENOUGH = 300  # rows looked at: a layout shows well before
_PROSE = 14  # letters on average, from which texts are sentences


class Looks(NamedTuple):
    """Shares of the filled cells of one column, 0–1."""

    filled: int
    number: float  # plain or in euros
    euros: float  # the cell says €
    rate: float  # in %
    signed: float  # ≥ or ≤
    answer: float  # oui/non, fait / non fait
    nothing: float  # NC, sans objet
    mission: float
    text: float  # none of these
    length: float  # letters of a text, on average
    distinct: float  # different texts among texts

    @property
    def value(self) -> float:
        """Share of cells that a level, a starting value or a result may hold."""
        return self.number + self.rate + self.answer + self.nothing


def looks(column: Sequence[Cell], names: Names) -> Looks:
    """Describe a column."""
    filled = [cell for cell in column[:_ENOUGH] if cell is not None]
    kinds = [_kind(cell, names) for cell in filled]
    size = len(filled) or 1
    prose = [typed(cell) for cell, kind in zip(filled, kinds, strict=True) if kind[0] in {"text", "mission"}]

    def share(name: str) -> float:
        """The share (0–1) of filled cells of this kind."""
        return sum(kind[0] == name for kind in kinds) / size

    return Looks(
        filled=len(filled),
        number=share("number"),
        euros=sum(kind[1] == "€" for kind in kinds) / size,
        rate=share("rate"),
        signed=sum(kind[2] for kind in kinds) / size,
        answer=share("answer"),
        nothing=share("nothing"),
        mission=share("mission"),
        text=share("text"),
        length=sum(map(len, prose)) / (len(prose) or 1),
        distinct=len({fold(text) for text in prose}) / (len(prose) or 1),
    )


def _kind(cell: Cell, names: Names) -> tuple[str, str, bool]:
    """Give what a cell looks like, its unit and whether it has a sign."""
    if isinstance(cell, str) and not isinstance(cell, Broken):
        return _text_kind(cell, names)
    plain = "rate" if isinstance(cell, Percent) else "answer" if isinstance(cell, bool) else "other"
    return ("number" if type(cell) is float else plain), "", False


def _text_kind(text: str, names: Names) -> tuple[str, str, bool]:
    answered = french.yes_or_no(text) is not None and not text.strip().isdigit()
    if french.offers_both(text) or answered:
        return "answer", "", False
    if french.says_nothing(text):
        return "nothing", "", False
    if names.find("mission", text):
        return "mission", "", False
    read = french.number(text)
    if read.doubt is not None and read.doubt.severity == ERROR:
        return "text", "", False
    return ("rate" if read.word == "%" else "number"), read.word, read.sense != 0


_TEXTS = frozenset({"action", "expected_proof", "source", "comment", "unit", "community"})


def fit(column: str, seen: Looks) -> float:
    """Say how well a column's cells fit a meaning, 0–1; an empty column contradicts nothing."""
    if not seen.filled:
        return 0.5 if column in {"label", "mission"} else 1.0
    shares = {
        "amount": seen.number + seen.nothing,
        "threshold": seen.value,
        "baseline": seen.value + 0.5 * seen.text,
        "result": seen.value + 0.5 * seen.text,
        "mission": seen.mission + 0.5 * seen.text,
        "label": (seen.text + 0.5 * seen.mission) * (0.5 + 0.5 * seen.distinct),
        **dict.fromkeys(_TEXTS, seen.text + seen.mission + seen.nothing + 0.3 * seen.number),
    }
    return min(1.0, shares.get(column, 0.9))


def is_prose(seen: Looks) -> bool:
    """Tell whether a column reads as a list of indicators: sentences, nearly all different."""
    return seen.filled > 0 and seen.text >= 0.7 and seen.length >= _PROSE and seen.distinct >= 0.7


def holds_values(seen: Looks) -> bool:
    """Tell whether a column holds levels or amounts, whatever its title."""
    return seen.filled > 0 and seen.number + seen.rate >= 0.5 and (seen.euros + seen.rate + seen.signed) > 0


def is_total(text: str) -> bool:
    """Tell whether a row so named sums others up."""
    folded = fold(text)
    return any(folded == word or folded.startswith(word + " ") for word in map(fold, vocabulary().totals))
