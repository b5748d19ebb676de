"""How wide the columns of a table are on paper or on a slide, and how many lines its texts take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTER = 0.2  # millimetres a letter takes, per point of size
_ON_AVERAGE = 0.165  # the same over a whole line, where narrow letters make up for wide ones
_AIR = 4.0  # millimetres of a cell that hold no letter
_LONGEST_WORD = 24  # letters; a longer one is cut rather than widening its column
_LONGEST_CELL = 60  # letters on one line, beyond which a cell may as well wrap


def fitted(rows: Sequence[Sequence[str]], width: float, sizes: Sequence[float]) -> tuple[float, list[float]]:
    """Choose the size of the letters and the width of each column so that a table fits its page.

    Args:
        rows: every text of the table, headers first.
        width: millimetres there are.
        sizes: points, the largest first; the first at which every column holds its longest word is taken.

    Returns:
        Points, and millimetres per column, which add up to `width`.
    """
    columns = list(zip(*rows, strict=True))
    if not columns:
        return sizes[0], []
    words = [
        min(max((len(word) for text in column for word in text.split(" ")), default=0), _LONGEST_WORD)
        for column in columns
    ]
    lines = [min(max(len(text) for text in column), _LONGEST_CELL) for column in columns]
    for points in sizes:
        least = [_AIR + letters * points * _LETTER for letters in words]
        if sum(least) <= width:
            break
    else:
        return points, [width * share / sum(least) for share in least]
    wanted = [max(_AIR + letters * points * _LETTER, low) for letters, low in zip(lines, least, strict=True)]
    more = [high - low for high, low in zip(wanted, least, strict=True)]
    room = width - sum(least)
    shared = sum(more) or 1.0
    if sum(more) <= room:  # everything fits on one line: what is left goes where the words are
        over = (room - sum(more)) / sum(wanted)
        return points, [high * (1 + over) for high in wanted]
    return points, [low + extra * room / shared for low, extra in zip(least, more, strict=True)]


def lines_of(row: Sequence[str], widths: Sequence[float], points: float) -> int:
    """Count the lines the longest cell of a row takes, from millimetres per column and points."""
    taken = (
        math.ceil(len(text) * points * _ON_AVERAGE / max(width - _AIR, 1.0))
        for text, width in zip(row, widths, strict=True)
    )
    return max([1, *taken])
