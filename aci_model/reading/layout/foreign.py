"""The sheets of one file: those of the template as they are, the others under a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aci_model import wording
from aci_model.reading.headers import is_aside, recognise
from aci_model.reading.kept import announce_unknown
from aci_model.reading.layout.announce import announce
from aci_model.reading.layout.apply import Applied, Unfit, apply, fitted
from aci_model.reading.layout.plan import ENVELOPES, IGNORED, LINES, RESULTS, Layout
from aci_model.reading.layout.proposal import is_template, proposed
from aci_model.reading.layout.results import join
from aci_model.reading.problems import WARNING, Problem
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.reading.layout.plan import SheetPlan
    from aci_model.reading.names import Names
    from aci_model.reading.sheets import RawSheet
    from aci_model.reading.tables import Table


class Sorted(NamedTuple):
    """The sheets of one file."""

    own: dict[str, Table]  # sheets read as they are, by name
    foreign: list[RawSheet]  # sheets that need a layout
    near: dict[str, Table]  # of these, those the template's own synonyms are enough to read


class Read(NamedTuple):
    """What came out of a file's sheets."""

    tables: list[Table]
    unread: list[RawSheet]  # nothing says what these hold
    applied: list[Applied]  # foreign sheets, under the plan each was read by
    problems: list[Problem]


def sort(file: str, sheets: Sequence[RawSheet], names: Names) -> Sorted:
    """Tell the sheets that have the template's titles from those of someone else's layout."""
    own: dict[str, Table] = {}
    foreign: list[RawSheet] = []
    near: dict[str, Table] = {}
    for sheet in sheets:
        table = None if is_aside(sheet.name) else recognise(file, sheet, names.spellings)
        if table is not None and (
            table.spec.id not in {LINES, ENVELOPES} or is_template(sheet, table.header)
        ):
            own[sheet.name] = table
        elif not is_aside(sheet.name) and any(cell is not None for row in sheet.rows for cell in row):
            foreign.append(sheet)
            if table is not None:
                near[sheet.name] = table
    return Sorted(own, foreign, near)


def tables(file: str, sheets: Sequence[RawSheet], names: Names, given: Layout | None = None) -> Read:
    """Read the sheets of one file, whatever their layout.

    Args:
        file: the file's name.
        sheets: its sheets.
        names: accepted spellings.
        given: the layout a person confirmed; a sheet it does not fit is read as proposed, and that is said.

    Returns:
        The tables in the order of the sheets, with everything to tell about them.
    """
    sorted_ = sort(file, sheets, names)
    problems: list[Problem] = []
    known = any(table.spec.id == LINES for table in sorted_.own.values())
    fallback = proposed(sorted_.foreign, names, lines_known=known) if sorted_.foreign else Layout(())
    applied: dict[str, Applied] = {}
    unread: list[RawSheet] = []
    for sheet in sorted_.foreign:
        plan, told = _plan(file, sheet, given, fallback, problems, alone=len(sorted_.foreign) == 1)
        if plan is None or plan.role == IGNORED:
            if sheet.name in sorted_.near and not told:
                sorted_.own[sheet.name] = sorted_.near[sheet.name]
            elif not told:
                unread.append(sheet)
            continue
        applied[sheet.name] = apply(file, sheet, plan, names)
        announce(file, applied[sheet.name], names, problems, told=told)
    for table in sorted_.own.values():
        announce_unknown(table, problems)
    everything = {
        **sorted_.own,
        **{name: one.table for name, one in applied.items() if one.plan.role != RESULTS},
    }
    ordered = [everything[sheet.name] for sheet in sheets if sheet.name in everything]
    results = [one.table for one in applied.values() if one.plan.role == RESULTS]
    if results:
        lines = [table for table in ordered if table.spec.id == LINES]
        joined = dict(
            zip([table.sheet for table in lines], join(lines, results, names, problems), strict=True)
        )
        ordered = [joined.get(table.sheet, table) if table.spec.id == LINES else table for table in ordered]
    return Read(ordered, unread, list(applied.values()), problems)


def _plan(
    file: str,
    sheet: RawSheet,
    given: Layout | None,
    fallback: Layout,
    problems: list[Problem],
    *,
    alone: bool,
) -> tuple[SheetPlan | None, bool]:
    """Choose the plan of a sheet, and tell whether a person gave it."""
    wanted = _named(given, sheet, alone=alone) if given else None
    if wanted is None:
        return fallback.of(sheet.name), False
    if wanted.role == IGNORED:
        return wanted, True
    try:
        return fitted(sheet, wanted), bool(given and given.confirmed)
    except Unfit as gap:
        message = f"La correspondance ne convient pas à cette feuille{wording.NBSP}: il y manque {gap}."
        done = "La feuille est lue comme nous la comprenons. Refaites sa correspondance."
        problems.append(Problem(file, sheet.name, 0, -1, WARNING, message, done))
        return fallback.of(sheet.name), False


def _named(given: Layout, sheet: RawSheet, *, alone: bool) -> SheetPlan | None:
    """Find the plan made for a sheet of this name, or the only plan for an only sheet."""
    named = [plan for plan in given.sheets if fold(plan.sheet) == fold(sheet.name)]
    if named:
        return named[0]
    read = [plan for plan in given.sheets if plan.role != IGNORED]
    return read[0] if alone and len(read) == 1 else None
