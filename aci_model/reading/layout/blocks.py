"""The mission of each row, and the rows that only name a block or sum one up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aci_model.reading.layout.content import is_total
from aci_model.reading.layout.missions import mission_of
from aci_model.reading.tables import typed
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.reading.layout.plan import SheetPlan
    from aci_model.reading.names import Names
    from aci_model.reading.sheets import Cell

Place = tuple[str, int, int]  # sheet, 1-based row, 0-based column
TITLE, TOTAL, SUBTITLE = "title", "total", "subtitle"


@dataclass(slots=True)
class Blocks:
    """What stands around the lines of a sheet."""

    kept: list[int] = field(default_factory=list)  # indices of the rows that may be lines
    missions: list[Cell] = field(default_factory=list)  # one for each kept row: an id, a text, or nothing
    places: list[Place] = field(default_factory=list)  # where each of these is written
    left: dict[int, str] = field(default_factory=dict)  # index of a row left out -> why
    filled: list[int] = field(default_factory=list)  # kept rows whose mission comes from a row above


def blocks(
    rows: Sequence[tuple[int, Sequence[Cell]]],
    plan: SheetPlan,
    names: Names,
    mission: int | None,
    anchors: Mapping[int, int],
) -> Blocks:
    """Walk down a sheet and tell each row's mission.

    Args:
        rows: 1-based sheet row and cells.
        plan: how the sheet is read.
        names: accepted spellings.
        mission: 0-based column of missions, or None.
        anchors: sheet row -> first row of the merged mission cell that covers it.

    Returns:
        The rows that may be lines with their missions. An empty mission cell takes the one above, until a
        total closes the block; a title alone in its row opens one. A title that names no mission, where
        others do, leaves its rows without one: it is asked.
    """
    found = Blocks()
    opens = _openers(rows, plan, names, mission)
    label = next((column.column for column in plan.columns if column.meaning == ("label", "")), None)
    current: Cell = plan.mission or None
    place: Place = (plan.sheet, 0, -1)
    for at, (number, cells) in enumerate(rows):
        own = typed(cells[mission]) if mission is not None and mission < len(cells) else ""
        if _sums_up(cells, plan):
            found.left[at] = TOTAL
            current = current if mission is None else None
        elif at in opens:
            title = opens[at]
            current, place = _settled(typed(cells[title]), plan, names), (plan.sheet, number, title)
            found.left[at] = TITLE
        elif (column := _lone(cells)) is not None and column not in {label, mission}:
            found.left[at] = SUBTITLE
        else:
            if own and mission is not None:
                current, place = _settled(own, plan, names), (plan.sheet, number, mission)
            elif mission is not None and current is not None and anchors.get(number) != place[1]:
                found.filled.append(number)
            found.kept.append(at)
            found.missions.append(current)
            found.places.append(place)
    return found


def _lone(cells: Sequence[Cell]) -> int | None:
    """Give the column of the only filled cell of a row; a merged title repeats itself in none."""
    filled = [column for column, cell in enumerate(cells) if cell is not None]
    if not filled or len({str(cells[column]) for column in filled}) > 1:
        return None
    return filled[0]


def _openers(
    rows: Sequence[tuple[int, Sequence[Cell]]], plan: SheetPlan, names: Names, mission: int | None
) -> dict[int, int]:
    """Find the rows that only name a block: index -> column of the title.

    A title alone in its row opens a block when it names a mission, or stands where missions do.
    """
    alone = {at: column for at, (_, cells) in enumerate(rows) if (column := _lone(cells)) is not None}
    naming = {
        column for at, column in alone.items() if mission_of(typed(rows[at][1][column]), names, plan.missions)
    }
    if mission is not None:
        naming.add(mission)
    return {at: column for at, column in alone.items() if column in naming}


def _settled(text: str, plan: SheetPlan, names: Names) -> Cell:
    """Give the id a cell names, or its text when it names none: the reader then asks."""
    return mission_of(text, names, plan.missions) or text or None


def _sums_up(cells: Sequence[Cell], plan: SheetPlan) -> bool:
    first = next((typed(cell) for cell in cells if isinstance(cell, str)), "")
    texts = [first]
    texts += [
        typed(cells[column.column])
        for column in plan.columns
        if column.meaning == ("label", "") and column.column < len(cells)
    ]
    begins = tuple(fold(word) for word in plan.leave)
    return any(
        (is_total(text) and bool(begins)) or any(_begins(fold(text), word) for word in begins)
        for text in texts
        if text
    )


def _begins(text: str, word: str) -> bool:
    return text == word or text.startswith(word + " ")
