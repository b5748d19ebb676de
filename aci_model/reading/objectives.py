"""The sheet Objectifs: objectives the contract does not have yet, to weigh beside its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.reading.body import counted_rows, framed, origin
from aci_model.reading.communities import Context, owners
from aci_model.reading.dossier import OBJECTIVES
from aci_model.reading.envelopes import SheetFrames
from aci_model.reading.kept import kept_rows
from aci_model.reading.names import ids
from aci_model.reading.problems import ERROR
from aci_model.reading.values import choices, numbers, text_column

if TYPE_CHECKING:
    from aci_model.reading.problems import Problem
    from aci_model.reading.tables import Table


def read_objectives(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of candidate objectives.

    Args:
        table: the recognised sheet.
        context: names of missions and communities already known.
        problems: where doubts are added.

    Returns:
        Frames of `OBJECTIVES` and `KEPT`; an objective without a mission can be paid by none: it is kept aside and said.
    """
    named, left = counted_rows(table, ("amount", "effort"), problems)
    missions, lost = ids(named, ("mission", ""), context.names, problems)
    for row, mission in enumerate(missions):
        if mission is None and not lost[row]:
            done = "Il n'est pas compté. Remplissez la colonne mission."
            problems.append(
                named.problem(row, ("mission", ""), ERROR, "Cet objectif n'a pas de mission.", done)
            )
    usable = [row for row, mission in enumerate(missions) if mission is not None]
    body = named.select(usable)
    strengths = choices(body, ("strength", ""), problems)
    data = {
        "community": owners(body, context, problems),
        "mission": [missions[row] for row in usable],
        "label": text_column(body, ("label", ""), problems),
        "nature": choices(body, ("nature", ""), problems),
        "amount": numbers(body, ("amount", ""), problems),
        "weight": numbers(body, ("weight", ""), problems),
        "chance": numbers(body, ("chance", ""), problems),
        "effort": numbers(body, ("effort", ""), problems),
        "expected_proof": text_column(body, ("expected_proof", ""), problems),
        "strength": [None if word is None else int(word) for word in strengths],
        "choice": choices(body, ("choice", ""), problems),
        **origin(body, ("amount", ""), ("label", "")),
    }
    aside = [row for row in range(len(table)) if table.rows[row] not in set(body.rows)]
    return SheetFrames(framed(data, OBJECTIVES), kept_rows(body, table.select(sorted({*left, *aside}))))
