"""Where the titles of a foreign sheet stand: one row, or several stacked ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aci_model.reading.layout.titles import Guess, guess
from aci_model.reading.tables import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aci_model.reading.sheets import Cell, RawSheet

DEEPEST = 60  # rows looked at before giving up
MOST_STACKED = 3
_USABLE = 0.6  # a title under this says nothing of where the header is
_STACK_COST = 0.6  # one more title row must say more than it costs
_LONGEST = 90  # a longer text is a sentence, not a title


class Head(NamedTuple):
    """Title rows found in a sheet."""

    row: int  # 0-based first title row
    depth: int
    titles: dict[int, str]  # 0-based column -> title
    score: float


def titles_at(raw: RawSheet, row: int, depth: int) -> dict[int, str]:
    """Read the titles of columns from one or several rows.

    A title that spans columns, merged or followed by empty cells over filled ones, belongs to each of them.
    """
    rows = [
        _spread(raw, at, last=at == row + depth - 1) for at in range(row, min(row + depth, len(raw.rows)))
    ]
    width = max((len(cells) for cells in rows), default=0)
    found: dict[int, str] = {}
    for column in range(width):
        parts = [cells[column] for cells in rows if column < len(cells) and cells[column]]
        if parts:
            found[column] = " – ".join(dict.fromkeys(parts))
    return found


def _spread(raw: RawSheet, row: int, *, last: bool) -> list[str]:
    texts = [typed(cell) for cell in raw.rows[row]]
    for top, left, bottom, right in raw.merged:
        if top <= row <= bottom and right > left and top == row:
            width = right + 1 - len(texts)
            texts.extend([""] * width)
            texts[left : right + 1] = [texts[left]] * (right + 1 - left)
    if last or row + 1 >= len(raw.rows):
        return texts
    return _run_on(texts, raw.rows[row + 1])


def _run_on(texts: list[str], below: Sequence[Cell]) -> list[str]:
    """Let a title run on over the empty cells at its right that have a title of their own below."""
    texts = texts + [""] * (len(below) - len(texts))
    for column in range(1, len(texts)):
        under = column < len(below) and below[column] is not None
        before = column - 1 < len(below) and below[column - 1] is not None
        if not texts[column] and under and before:
            texts[column] = texts[column - 1]
    return texts


def find(raw: RawSheet, says: Callable[[str], Guess] = guess) -> Head | None:
    """Find the title rows: those whose titles say the most, the first and the fewest of equal ones."""
    best: Head | None = None
    for row, cells in enumerate(raw.rows[:DEEPEST]):
        if not any(isinstance(cell, str) for cell in cells):
            continue
        for depth in range(1, MOST_STACKED + 1):
            if depth > 1 and not _may_be_titles(raw, row + depth - 1):
                break
            titles = titles_at(raw, row, depth)
            score = telling(titles, says) - _STACK_COST * (depth - 1)
            if score > 0 and (best is None or score > best.score + 1e-9):
                best = Head(row, depth, titles, score)
    return best


def telling(titles: Mapping[int, str], says: Callable[[str], Guess] = guess) -> float:
    """Add up what each different title says; two columns that say the same count once."""
    best: dict[tuple[str, str], float] = {}
    for title in titles.values():
        if len(title) > _LONGEST:
            continue
        found = says(title)
        if found.column and found.column != "aside" and found.score >= _USABLE:
            key = (found.column, found.rank)
            best[key] = max(best.get(key, 0.0), found.score)
    return sum(best.values())


def _may_be_titles(raw: RawSheet, row: int) -> bool:
    if row >= len(raw.rows):
        return False
    cells = [cell for cell in raw.rows[row] if cell is not None]
    return bool(cells) and all(isinstance(cell, str) and len(cell) <= _LONGEST for cell in cells)
