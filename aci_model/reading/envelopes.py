"""The sheet Enveloppes: the amounts of the contract itself, one a row or one column a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from aci_model import wording
from aci_model.frames import TEXT
from aci_model.reading import rows
from aci_model.reading.communities import Context, owners
from aci_model.reading.dossier import ENVELOPES
from aci_model.reading.kept import kept_rows
from aci_model.reading.names import ids
from aci_model.reading.problems import ERROR
from aci_model.reading.text import fold
from aci_model.reading.values import numbers
from aci_model.reading.years import years

if TYPE_CHECKING:
    from aci_model.reading.problems import Problem
    from aci_model.reading.tables import Key, Table


class SheetFrames(NamedTuple):
    """What one sheet holds: its own frame, and what is kept aside."""

    rows: pd.DataFrame
    kept: pd.DataFrame


def read_envelopes(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of envelopes.

    Args:
        table: the recognised sheet; long (mission, part, montant) or wide (mission, part fixe…).
        context: names of missions and parts, communities and signatures already known.
        problems: where doubts are added.

    Returns:
        Frames of `ENVELOPES` and `KEPT`; a row without mission, part or amount is kept aside.
    """
    counted, left = rows.split(table, problems)
    body = table.select(counted)
    missions, lost = ids(body, ("mission", ""), context.names, problems)
    communities = owners(body, context, problems)
    folded = [fold(name) for name in communities]
    base = pd.DataFrame(
        {
            "community": communities,
            "year": years(body, ("year", ""), folded, context.signed, problems),
            "mission": missions,
            "file": body.file,
            "sheet": body.sheet,
        }
    )
    pieces = [
        _piece(base, body, key, list[str | None]([key[1]]) * len(body), problems) for key in body.keys("wide")
    ]
    if body.has("amount"):
        parts, lost_parts = ids(body, ("part", ""), context.names, problems)
        doubted = [mission or part for mission, part in zip(lost, lost_parts, strict=True)]
        _refuse_incomplete(body, missions, parts, doubted, problems)
        pieces.insert(0, _piece(base, body, ("amount", ""), parts, problems))
    everything = pd.concat(pieces).sort_index(kind="stable") if pieces else base.iloc[:0]
    found = everything.dropna(subset=["mission", "part", "ceiling"]) if pieces else everything
    used = set(found.index.tolist())
    unused = [counted[row] for row in range(len(body)) if row not in used]
    return SheetFrames(
        found.reset_index(drop=True).reindex(columns=list(ENVELOPES)).astype(ENVELOPES),
        kept_rows(body.select(sorted(used)), table.select(sorted([*left, *unused]))),
    )


def _piece(
    base: pd.DataFrame, table: Table, key: Key, parts: list[str | None], problems: list[Problem]
) -> pd.DataFrame:
    """Read one column of amounts; its rows keep their index in the table."""
    cells = [table.address(row, key) for row in range(len(table))]
    return base.assign(
        part=pd.Series(parts, index=base.index, dtype=TEXT), ceiling=numbers(table, key, problems), cell=cells
    )


def _refuse_incomplete(
    table: Table,
    missions: list[str | None],
    parts: list[str | None],
    lost: list[bool],
    problems: list[Problem],
) -> None:
    for row, amount in enumerate(table.column(("amount", ""))):
        if amount is None or lost[row] or (missions[row] and parts[row]):
            continue
        column = "part" if missions[row] else "mission"
        problems.append(
            table.problem(
                row,
                ("amount", ""),
                ERROR,
                f"Ce montant n'a pas de {column}.",
                f"Il n'est pas utilisé. Remplissez la colonne {column}{wording.NBSP}: elle dit à quoi il sert.",
            )
        )
