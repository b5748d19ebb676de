"""The data of a workshop as a workbook: what each table said, what it brings, what is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.report.documents import Document, Section
from aci_model.report.workshop_matter import (
    ASKED,
    SAID,
    WRITTEN,
    case_note,
    document,
    figures,
    found,
    method,
    table_of,
)
from aci_model.report.workshop_tables import missions_table, objectives_table, parking_table, returns_table
from aci_model.workshop.scenario import scenario_of

if TYPE_CHECKING:
    from aci_model.report.workshop_matter import Matter

_DATA = "Données d’atelier"


def to_xlsx(matter: Matter) -> bytes:
    """Write the data of the workshop as a workbook; no text of a person is ever a formula there."""
    from aci_model.report.documents import workbook  # noqa: PLC0415 - what writes is slow to load

    return workbook.to_xlsx(data(matter))


def data(matter: Matter) -> Document:
    """Fill the workbook of data: every table of the report, and what each table chose, line by line."""
    tables = [
        table_of(missions_table(matter.case), "Missions", case_note(matter.case)),
        *(
            [table_of(objectives_table(matter.case), "Lignes", case_note(matter.case))]
            if len(matter.case.objectives)
            else []
        ),
        *figures(matter),
        *([table_of(_choices(matter), "Choix", SAID)] if len(matter.sheets) else []),
        *([table_of(returns_table(matter.returns), "Retours", WRITTEN)] if len(matter.returns) else []),
        *([table_of(parking_table(matter.parked), "Questions", ASKED)] if len(matter.parked) else []),
    ]
    sections = [found(matter), Section("Les données", tuple(tables)), method()]
    return document(matter, _DATA, sections)


def _choices(matter: Matter) -> pd.DataFrame:
    """What each table chose, one row per table and objective or mission."""
    rows: list[dict[str, Any]] = []
    case = matter.case
    short = case.missions.set_index("mission")["short"]
    known = case.objectives.set_index("objective")
    records = {str(table["table"]): table for table in matter.tables}
    for one in matter.sheets:
        made = scenario_of(case, records[one["table"]]["scenario"])
        rows += [
            {
                "Table": one["name"],
                "Mission": short[known["mission"][name]],
                "Ligne": known["label"][name],
                "Objectifs": 1,
                "Nature": known["nature"][name],
                "Chance": chance,
            }
            for name, chance in made.objectives.items()
            if known["mission"][name] in made.missions
        ]
        rows += [
            {
                "Table": one["name"],
                "Mission": short[mission],
                "Ligne": None,
                "Objectifs": number,
                "Nature": nature,
                "Chance": told.chance,
            }
            for mission, told in made.counts.items()
            for nature, number in (("quantitatif", told.quanti), ("qualitatif", told.quali))
            if number and mission in made.missions
        ]
    return pd.DataFrame(rows, columns=["Table", "Mission", "Ligne", "Objectifs", "Nature", "Chance"])
