"""A person's corrections of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aci_model.reading.layout.missions import mission_of
from aci_model.reading.layout.plan import Layout, SheetPlan, meaning_name, meanings
from aci_model.reading.layout.proposal import propose_sheet
from aci_model.reading.names import accepted
from aci_model.reading.tables import typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.reading.layout.apply import Applied
    from aci_model.reading.sheets import RawSheet
    from aci_model.reading.tables import Key


def corrected(
    plan: SheetPlan,
    chosen: Mapping[int, Key | None],
    mission: str = "",
    missions: Mapping[str, str] | None = None,
) -> SheetPlan:
    """Give a plan the meanings a person chose; nothing of it is asked any more.

    Args:
        plan: as proposed.
        chosen: 0-based column -> meaning, or None for a column not to read.
        mission: the mission of every row, when no cell says it.
        missions: text of a block -> mission id.
    """
    columns = tuple(
        replace(
            column,
            meaning=chosen.get(column.column, column.meaning),
            asked=False,
            score=1.0,
            reason="vous l'avez confirmé",
        )
        for column in plan.columns
    )
    return replace(
        plan, columns=columns, mission=mission or plan.mission, missions={**plan.missions, **(missions or {})}
    )


def confirmed(layout: Layout, plan: SheetPlan) -> Layout:
    """Put a sheet's corrected plan in a layout that a person has now seen."""
    return replace(replaced(layout, plan), confirmed=True)


def twice(chosen: Mapping[int, Key | None]) -> list[Key]:
    """Give the meanings chosen for several columns."""
    meant = [meaning for meaning in chosen.values() if meaning]
    return [key for key in dict.fromkeys(meant) if meant.count(key) > 1]


def replaced(layout: Layout, plan: SheetPlan) -> Layout:
    """Put a sheet's new plan in the place of its former one; who has seen the layout does not change."""
    return replace(layout, sheets=tuple(plan if old.sheet == plan.sheet else old for old in layout.sheets))


def again(
    sheet: RawSheet, missions: pd.DataFrame, parts: pd.DataFrame, *, header: int, depth: int, role: str
) -> SheetPlan:
    """Propose a sheet again, under title rows and a role that a person told.

    Args:
        sheet: its cells.
        missions: mission, label, short, names.
        parts: part, label, names.
        header: 1-based first title row.
        depth: number of title rows.
        role: what the sheet holds.
    """
    return propose_sheet(sheet, accepted(missions, parts), header, depth, role)


def block_texts(sheet: RawSheet, applied: Applied) -> list[str]:
    """Give the texts that tell the missions of a sheet's rows, in order, as typed."""
    joined = applied.table.joined.get(("mission", ""))
    if joined is None:
        return []
    cells = [sheet.rows[row - 1][column] for _, row, column in joined.places if row]
    return [text for text in dict.fromkeys(map(typed, cells)) if text]


def samples(sheet: RawSheet, plan: SheetPlan, column: int, count: int) -> list[str]:
    """Give the first different texts of a column, as typed."""
    rows = sheet.rows[plan.header - 1 + plan.depth :]
    cells = [row[column] for row in rows if column < len(row) and row[column] is not None]
    return list(dict.fromkeys(map(typed, cells)))[:count]


def choices(role: str, missions: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Key]:
    """Give what a column may be read as, by its French name."""
    return meanings(role, accepted(missions, parts))


def name_of(role: str, meaning: Key | None, missions: pd.DataFrame, parts: pd.DataFrame) -> str:
    """Write what a column is read as."""
    return meaning_name(role, meaning, accepted(missions, parts))


def mission_named(text: str, missions: pd.DataFrame, parts: pd.DataFrame, plan: SheetPlan) -> str | None:
    """Give the mission a block's text names, as a person told it or as it reads."""
    return mission_of(text, accepted(missions, parts), plan.missions)
