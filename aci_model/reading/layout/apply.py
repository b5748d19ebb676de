"""A plan carried out: a foreign sheet as the table the library reads."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aci_model.reading import cells as french
from aci_model.reading.columns import layout as declared
from aci_model.reading.layout import heads
from aci_model.reading.layout.blocks import Blocks, blocks
from aci_model.reading.layout.missions import mission_of
from aci_model.reading.layout.plan import ENVELOPES, LINES, RESULTS
from aci_model.reading.layout.vocabulary import vocabulary
from aci_model.reading.marks import Broken, Percent
from aci_model.reading.tables import Joined, Table, typed
from aci_model.reading.text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.reading.layout.plan import SheetPlan
    from aci_model.reading.names import Names
    from aci_model.reading.sheets import Cell, RawSheet
    from aci_model.reading.tables import Key

_MEASURES = ("threshold", "baseline", "result")
_THOUSAND = 1000
_PLAUSIBLE = 100  # euros: a sheet none of whose amounts reaches it was most likely kept in thousands
_DATA = 4  # filled cells from which a row over the titles is no mere title


@dataclass(frozen=True, slots=True)
class Applied:
    """A foreign sheet read under a plan."""

    plan: SheetPlan  # with the columns where this file has them
    table: Table
    left: dict[int, str] = field(default_factory=dict)  # 1-based sheet row left out -> why
    filled: list[int] = field(default_factory=list)  # sheet rows whose mission comes from above
    unsure: list[int] = field(default_factory=list)  # columns in % whose values are all under 1: not used
    above: list[int] = field(default_factory=list)  # sheet rows over the titles that look like data
    cheap: list[int] = field(default_factory=list)  # columns read in euros that may be in thousands


class Unfit(Exception):  # noqa: N818 - a sheet does not fit a layout; that is its name
    """A layout made for another shape; the message is a French sentence."""


def fitted(raw: RawSheet, plan: SheetPlan) -> SheetPlan:
    """Find a plan's titles in a sheet: the same titles, wherever they stand.

    Raises:
        Unfit: a title whose column is read is not in the sheet.
    """
    wanted = {column.column: column.title for column in plan.columns if column.meaning}
    rows = [plan.header - 1, *(row for row in range(min(len(raw.rows), heads.DEEPEST)))]
    missing = sorted(wanted)
    for row in rows:
        if row >= len(raw.rows):
            continue
        titles = heads.titles_at(raw, row, plan.depth)
        places = _places(wanted, titles)
        if len(places) == len(wanted):
            return _moved(plan, row, titles, places)
        missing = min(missing, sorted(set(wanted) - set(places)), key=len)
    raise Unfit(", ".join(f"« {wanted[column] or letters(column)} »" for column in missing))


def _places(wanted: Mapping[int, str], titles: Mapping[int, str]) -> dict[int, int]:
    """Find each wanted title: in its own column first, else in the only one that has it."""
    folded = {column: fold(title) for column, title in titles.items()}
    places: dict[int, int] = {}
    for column, title in wanted.items():
        others = [at for at, text in folded.items() if text == fold(title)]
        if folded.get(column, "") == fold(title):  # a column without a title keeps its place
            places[column] = column
        elif len(others) == 1:
            places[column] = others[0]
    return places


def _moved(plan: SheetPlan, row: int, titles: Mapping[int, str], places: Mapping[int, int]) -> SheetPlan:
    if all(column == at for column, at in places.items()):
        return replace(plan, header=row + 1)
    used = set(places.values())
    columns = [
        replace(column, column=places[column.column]) for column in plan.columns if column.column in places
    ]
    columns += [
        replace(plan.columns[0], column=at, title=title, meaning=None, asked=False, unit="")
        for at, title in titles.items()
        if at not in used
    ]
    return replace(plan, header=row + 1, columns=tuple(sorted(columns, key=lambda column: column.column)))


def apply(file: str, raw: RawSheet, plan: SheetPlan, names: Names) -> Applied:
    """Read a foreign sheet under a plan.

    Args:
        file: the file's name.
        raw: its cells.
        plan: a plan of role lines, results or envelopes, that fits the sheet.
        names: accepted spellings.

    Returns:
        The table, its steps and units made those of the template, and what was left out or filled in.
    """
    rows = [
        (number, cells)
        for number, cells in enumerate(raw.rows[plan.header - 1 + plan.depth :], plan.header + plan.depth)
        if any(cell is not None for cell in cells)
    ]
    mission = next((one.column for one in plan.columns if one.meaning == ("mission", "")), None)
    walked = blocks(rows, plan, names, mission, _anchors(raw, mission))
    kept = [rows[at] for at in walked.kept]
    columns, unsure = _columns(raw, plan, kept)
    table = Table(
        file=file,
        sheet=raw.name,
        spec=declared().sheets[ENVELOPES if plan.role == ENVELOPES else LINES],
        rows=[number for number, _ in kept],
        at={one.meaning: one.column for one in plan.columns if one.meaning},
        headers={at: _title(plan, at) for at in columns},
        cells=columns,
        header=plan.header + plan.depth - 1,
        foreign=True,
    )
    joined = _joined(table, plan, walked, names)
    left = {rows[at][0]: why for at, why in walked.left.items()}
    above = [
        number
        for number, cells in enumerate(raw.rows[: plan.header - 1], 1)
        if sum(cell is not None for cell in cells) >= _DATA
    ]
    return Applied(
        plan, replace(table, joined=joined), left, walked.filled, unsure, above, _cheap(plan, columns)
    )


def _title(plan: SheetPlan, column: int) -> str:
    titles = {one.column: one.title for one in plan.columns}
    return titles.get(column) or f"colonne {letters(column)}"


def _anchors(raw: RawSheet, mission: int | None) -> dict[int, int]:
    """Give the first row of each vertical merge in the mission column, by every 1-based row it covers."""
    return {
        row + 1: top + 1
        for top, left, bottom, right in raw.merged
        if mission is not None and left <= mission <= right
        for row in range(top, bottom + 1)
    }


def _columns(
    raw: RawSheet, plan: SheetPlan, kept: Sequence[tuple[int, Sequence[Cell]]]
) -> tuple[dict[int, list[Cell]], list[int]]:
    width = max([len(cells) for _, cells in kept] + [one.column + 1 for one in plan.columns], default=0)
    body = {at: [cells[at] if at < len(cells) else None for _, cells in kept] for at in range(width)}
    known = {one.column: one for one in plan.columns}
    unsure: list[int] = []
    for at, one in known.items():
        if one.meaning and declared_fill(one.meaning):
            body[at] = _unmerged(raw, at, kept, body[at])
        if one.meaning and one.unit == "%" and one.meaning[0] in _MEASURES:
            if _all_fractions(body[at]):
                unsure.append(at)
                body[at] = [None if _plain(cell) is not None else cell for cell in body[at]]
            else:
                body[at] = [_rated(cell) for cell in body[at]]
        elif one.meaning and one.unit == "k€" and one.meaning[0] in {"amount", "wide"}:
            body[at] = [_thousands(cell) for cell in body[at]]
    filled = {
        at: cells for at, cells in body.items() if at in known or any(cell is not None for cell in cells)
    }
    return filled, unsure


def _cheap(plan: SheetPlan, columns: Mapping[int, Sequence[Cell]]) -> list[int]:
    """Find amounts without a unit beside others in k€, or all too small to be a contract's euros."""
    amounts = [one for one in plan.columns if one.meaning and one.meaning[0] in {"amount", "wide"}]
    bare: dict[int, float] = {}
    for one in amounts:
        found = [value for cell in columns.get(one.column, ()) if (value := _plain(cell)) is not None]
        if one.unit != "k€" and any(found):
            bare[one.column] = max(found)
    in_thousands = any(one.unit == "k€" for one in amounts)
    return list(bare) if bare and (in_thousands or max(bare.values()) < _PLAUSIBLE) else []


def declared_fill(meaning: Key) -> bool:
    """Tell whether a merged cell of this column counts for each of its rows."""
    column = declared().sheets[LINES].columns.get(meaning[0])
    return column is not None and column.fill


def _unmerged(
    raw: RawSheet, column: int, kept: Sequence[tuple[int, Sequence[Cell]]], cells: Sequence[Cell]
) -> list[Cell]:
    anchors = _anchors(raw, column)
    return [
        raw.rows[anchors[number] - 1][column]
        if cell is None and number in anchors and column < len(raw.rows[anchors[number] - 1])
        else cell
        for (number, _), cell in zip(kept, cells, strict=True)
    ]


def _plain(cell: Cell) -> float | None:
    """Give a number that carries no unit, typed as a number or as a text."""
    if isinstance(cell, (bool, Percent, Broken)):
        return None
    if isinstance(cell, float):
        return cell
    if isinstance(cell, str):
        read = french.number(cell)
        usable = not math.isnan(read.value) and not read.word and read.doubt is None
        return read.value if usable else None
    return None


def _all_fractions(cells: Sequence[Cell]) -> bool:
    """Tell whether a column in % only holds numbers up to 1: 0,7 may then be 0,7 % or 70 %."""
    found = [value for cell in cells if (value := _plain(cell)) is not None]
    return bool(found) and any(found) and all(abs(value) <= 1 for value in found)


def _rated(cell: Cell) -> Cell:
    value = _plain(cell)
    if value is None:
        return cell
    return f"{cell} %" if isinstance(cell, str) else Percent(value)


def _thousands(cell: Cell) -> Cell:
    value = _plain(cell)
    return cell if value is None else value * _THOUSAND


def _joined(table: Table, plan: SheetPlan, walked: Blocks, names: Names) -> dict[Key, Joined]:
    """Put beside the table what its rows do not hold themselves: their missions, and parts renamed."""
    if plan.role == RESULTS and not any(walked.missions):
        return {}
    joined: dict[Key, Joined] = {("mission", ""): Joined(walked.missions, walked.places)}
    if plan.role != ENVELOPES:
        return joined
    missions = [mission_of(typed(cell), names) for cell in walked.missions]
    for (mission, said), meant in vocabulary().parts.items():
        rows = {row for row, own in enumerate(missions) if own == mission}
        joined |= _renamed_part(table, rows, said, meant)
    return joined


def _renamed_part(table: Table, rows: set[int], said: str, meant: str) -> dict[Key, Joined]:
    """Move the amounts of one mission from the part its column names to the one its text has."""
    from_key, to_key = ("wide", said), ("wide", meant)
    if not rows or from_key not in table.at or to_key in table.at:
        return {}
    column = table.at[from_key]
    cells = table.cells[column]
    places = [(table.sheet, number, column) for number in table.rows]
    return {
        from_key: Joined([None if row in rows else cell for row, cell in enumerate(cells)], places),
        to_key: Joined([cell if row in rows else None for row, cell in enumerate(cells)], places),
    }
