"""What is understood of files that are not in the template, for a person to see and correct before it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aci_model.reading.batch import open_all
from aci_model.reading.layout import foreign
from aci_model.reading.layout.plan import Layout
from aci_model.reading.layout.proposal import proposed
from aci_model.reading.names import accepted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from aci_model.reading.layout.apply import Applied
    from aci_model.reading.sheets import RawSheet

ANY = "*"  # in a mapping of layouts: every file that has none of its own


class Understood(NamedTuple):
    """One file in someone else's layout."""

    file: str
    sheets: list[RawSheet]  # the sheets that are not the template's, as they are
    layout: Layout  # how each of them is read, those left aside included
    applied: dict[str, Applied]  # sheet -> what reading it so gives


def understand(
    files: Sequence[tuple[str, bytes]],
    missions: pd.DataFrame,
    parts: pd.DataFrame,
    layouts: Mapping[str, Layout] | None = None,
) -> list[Understood]:
    """Tell how the files that are not in the template's layout are read.

    Args:
        files: (name, content) of each file.
        missions: mission, label, short, names (accepted spellings).
        parts: part, label, names.
        layouts: as for `read`.

    Returns:
        The files with at least one foreign sheet, in order; refused files and templates are not among them.
    """
    names = accepted(missions, parts)
    given = layouts or {}
    found = []
    for outcome in open_all(files):
        sorted_ = foreign.sort(outcome.name, outcome.sheets, names)
        if not any(map(could_hold_lines, sorted_.foreign)):
            continue
        own = given.get(outcome.name, given.get(ANY))
        read = foreign.tables(outcome.name, outcome.sheets, names, own)
        applied = {one.plan.sheet: one for one in read.applied}
        if sorted_.own and not applied and own is None:
            continue  # the template, and notes beside it
        first = proposed(sorted_.foreign, names)
        plans = [
            applied[plan.sheet].plan
            if plan.sheet in applied
            else (own.of(plan.sheet) if own else None) or plan
            for plan in first.sheets
        ]
        found.append(
            Understood(
                outcome.name,
                sorted_.foreign,
                Layout(tuple(plans), confirmed=bool(own and own.confirmed)),
                applied,
            )
        )
    return found


def could_hold_lines(sheet: RawSheet) -> bool:
    """Tell whether a sheet could hold lines: two filled columns, two filled rows."""
    rows = [row for row in sheet.rows if sum(cell is not None for cell in row) > 1]
    return len(rows) > 1
