"""What the sheets of a file in someone else's layout seem to hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aci_model.reading.columns import layout as declared
from aci_model.reading.headers import is_aside
from aci_model.reading.layout import heads, money
from aci_model.reading.layout.assign import assign
from aci_model.reading.layout.content import looks
from aci_model.reading.layout.missions import mission_of
from aci_model.reading.layout.plan import (
    CONFIRM,
    ENVELOPES,
    IGNORED,
    LINES,
    RESULTS,
    ColumnPlan,
    Layout,
    SheetPlan,
)
from aci_model.reading.layout.titles import guess
from aci_model.reading.layout.vocabulary import vocabulary
from aci_model.reading.names import Names, accepted
from aci_model.reading.tables import typed
from aci_model.reading.text import fold, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from aci_model.reading.layout.heads import Head
    from aci_model.reading.sheets import Cell, RawSheet


def propose(sheets: Sequence[RawSheet], missions: pd.DataFrame, parts: pd.DataFrame) -> Layout:
    """Propose how the sheets of a file are to be read.

    Args:
        sheets: cells as read.
        missions: mission, label, short, names (accepted spellings).
        parts: part, label, names.

    Returns:
        One plan a sheet, in order; each guess has a score (0–1) and a reason in French. A column that holds
        values but whose meaning nothing says is `asked`, never guessed.
    """
    return proposed(sheets, accepted(missions, parts))


def proposed(sheets: Sequence[RawSheet], names: Names, *, lines_known: bool = False) -> Layout:
    """Propose a layout, given accepted spellings; `lines_known`: other sheets hold lines. See `propose`."""
    plans = [propose_sheet(sheet, names) for sheet in sheets]
    if lines_known or any(plan.role == LINES for plan in plans):
        return Layout(tuple(plans), confirmed=False)
    # Results alone are nobody's: a sheet of indicators without any amount is then the contract itself.
    alone = tuple(replace(plan, role=LINES) if plan.role == RESULTS else plan for plan in plans)
    return Layout(alone, confirmed=False)


def propose_sheet(
    sheet: RawSheet, names: Names, header: int = 0, depth: int = 0, role: str = ""
) -> SheetPlan:
    """Propose how one sheet is read.

    Args:
        sheet: its cells.
        names: accepted spellings.
        header: 1-based first title row, when a person told it; 0 to find it.
        depth: number of title rows, with `header`.
        role: what the sheet holds, when a person told it.
    """
    if is_aside(sheet.name) and not role:
        return _ignored(sheet, "ce nom est celui d'une feuille sans données")
    indicators = _indicators(sheet, names, header, depth)
    envelopes = money.propose_envelopes(sheet, names, header, depth)
    if role:
        chosen = envelopes if role == ENVELOPES else indicators
        return replace(chosen, role=role) if chosen else _ignored(sheet, "", role, header or 1, depth or 1)
    if indicators and _is_results(indicators):
        return replace(indicators, role=RESULTS)
    if indicators and _is_lines(indicators):
        return indicators
    if envelopes:
        return envelopes
    return _ignored(sheet, "aucun titre de colonne n'y est reconnu")


def _ignored(sheet: RawSheet, reason: str, role: str = IGNORED, header: int = 1, depth: int = 1) -> SheetPlan:
    titles = heads.titles_at(sheet, header - 1, depth) if header <= len(sheet.rows) else {}
    columns = tuple(ColumnPlan(column, title, None) for column, title in titles.items())
    return SheetPlan(sheet.name, role, header, depth, columns, reason=reason)


def _indicators(sheet: RawSheet, names: Names, header: int, depth: int) -> SheetPlan | None:
    head = told_head(sheet, header, depth) if header else heads.find(sheet)
    if head is None:
        return None
    body = columns_under(sheet, head)
    seen = {column: looks(cells, names) for column, cells in body.items()}
    plans = assign(head.titles, body, seen)
    plan = SheetPlan(
        sheet.name, LINES, head.row + 1, head.depth, tuple(plans), leave=vocabulary().totals, reason=""
    )
    return _with_mission(sheet, plan, head, names)


def told_head(sheet: RawSheet, header: int, depth: int) -> Head:
    """Take the title rows a person told."""
    row = min(header, len(sheet.rows)) - 1
    return heads.Head(row, depth, heads.titles_at(sheet, row, depth), 1.0)


def columns_under(sheet: RawSheet, head: Head) -> dict[int, list[Cell]]:
    """Give the cells under the titles, by column; columns without title nor cell are left out."""
    rows = sheet.rows[head.row + head.depth :]
    width = max([max(head.titles, default=-1) + 1, *(len(row) for row in rows)])
    body = {column: [row[column] if column < len(row) else None for row in rows] for column in range(width)}
    return {
        column: cells
        for column, cells in body.items()
        if column in head.titles or any(cell is not None for cell in cells)
    }


def _is_lines(plan: SheetPlan) -> bool:
    ids = {column.meaning[0] for column in plan.columns if column.meaning}
    asked = any(column.asked for column in plan.columns)
    return "label" in ids and (bool(ids & {"threshold", "amount"}) or asked)


def _is_results(plan: SheetPlan) -> bool:
    ids = {column.meaning[0] for column in plan.columns if column.meaning}
    return {"label", "result"} <= ids and not ids & {"threshold", "amount"}


def _with_mission(sheet: RawSheet, plan: SheetPlan, head: Head, names: Names) -> SheetPlan:
    """Find the one mission of a sheet whose cells name none: in its name, else in what stands above."""
    if any(column.meaning == ("mission", "") and column.score >= CONFIRM for column in plan.columns):
        return plan
    below = [
        text
        for row in sheet.rows[head.row + head.depth :]
        if len(filled := [cell for cell in row if cell is not None]) == 1 and (text := typed(filled[0]))
    ]
    if any(mission_of(text, names) for text in below):
        return plan
    named = mission_of(sheet.name, names)
    above = [typed(cell) for row in sheet.rows[: head.row] for cell in row if isinstance(cell, str)]
    told = {mission for text in above if (mission := mission_of(text, names))}
    if named and told <= {named}:
        return replace(plan, mission=named, reason=f"le nom de la feuille, {quoted(sheet.name)}, le dit")
    if not named and len(told) == 1:
        return replace(plan, mission=next(iter(told)), reason="le titre au-dessus du tableau le dit")
    return plan


def is_template(sheet: RawSheet, header: int) -> bool:
    """Tell whether a row (1-based) of a sheet has the template's own titles: no layout is then needed.

    Most of its titles are the template's, and none names a step otherwise than « palier 1 », « montant 1 ».
    """
    titles = heads.titles_at(sheet, header - 1, 1).values()
    found = {fold(title) for title in titles}
    for spec in declared().sheets.values():
        own = {fold(column.header) for column in spec.columns.values() if not column.per}
        steps = {fold(column.header) for column in spec.columns.values() if column.per == "number"}
        hits = {title for title in found if title in own or _is_step(title, steps)}
        needed = {fold(spec.columns[need].header) for need in spec.needs}
        foreign = any(guess(title).column in {"threshold", "amount"} for title in found - hits)
        if needed <= hits and len(hits) >= 2 and len(hits) * 2 > len(found) and not (steps and foreign):
            return True
    return False


def _is_step(title: str, steps: set[str]) -> bool:
    name, _, rank = title.rpartition(" ")
    return name.removesuffix(" n") in steps and rank.isdigit()
