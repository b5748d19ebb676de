"""The sheet Communauté, and to which community each row of the other sheets belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aci_model.frames import frame
from aci_model.reading import rows
from aci_model.reading.dossier import COMMUNITIES, STARTS
from aci_model.reading.kept import kept_rows
from aci_model.reading.tables import Table, texts
from aci_model.reading.values import choices, days, flags, numbers, text_column

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.reading.names import Names
    from aci_model.reading.problems import Problem


class Context(NamedTuple):
    """What every sheet needs to know before it is read."""

    names: Names
    home: str  # the community of a row that does not name one
    signed: dict[str, int]  # folded community -> calendar year of its signature


class CommunityFrames(NamedTuple):
    """What one sheet Communauté holds."""

    communities: pd.DataFrame
    starts: pd.DataFrame
    kept: pd.DataFrame


def read_communities(table: Table, problems: list[Problem]) -> CommunityFrames:
    """Read a sheet Communauté: one community a row, or keys and values down two columns.

    Args:
        table: the recognised sheet.
        problems: where doubts are added.

    Returns:
        Frames of `COMMUNITIES`, `STARTS` and `KEPT`; a row without a name is kept aside and said.
    """
    counted, left = rows.split(table, problems)
    counted, nameless = rows.named(
        table, counted, [column for column in table.spec.columns if column != "community"], problems
    )
    body = table.select(counted)
    names = texts(body.column(("community", "")))
    sizes = choices(body, ("size_class", ""), problems)
    columns: dict[str, list[object]] = {
        "community": list(names),
        "population": numbers(body, ("population", ""), problems).tolist(),
        "size_class": [int(size) if size else None for size in sizes],
        "signed": list(days(body, ("signed", ""), problems)),
        "region": list(text_column(body, ("region", ""), problems)),
        "crisis": list(flags(body, ("crisis", ""), problems)),
        "invented": list(flags(body, ("invented", ""), problems)),
    }
    records = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    starts = [
        {"community": name, "mission": key[1], "start": day}
        for key in body.keys("start")
        for name, day in zip(names, days(body, key, problems), strict=True)
        if day is not None
    ]
    return CommunityFrames(
        frame(COMMUNITIES, records),
        frame(STARTS, starts),
        kept_rows(body, table.select(sorted([*left, *nameless]))),
    )


def owners(table: Table, context: Context, problems: list[Problem]) -> list[str]:
    """Give the community of each row: as typed, else the file's own."""
    return [name or context.home for name in text_column(table, ("community", ""), problems)]
