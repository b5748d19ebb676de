"""The unit of a line, where no column gives it: what its indicator begins by counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading.kinds import DELIVERABLE
from aci_model.reading.layout.vocabulary import counted_unit
from aci_model.reading.problems import INFO
from aci_model.reading.tables import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aci_model.reading.problems import Problem
    from aci_model.reading.tables import Table


def counts(
    table: Table, units: Sequence[str | None], kinds: Iterable[str], problems: list[Problem]
) -> list[str | None]:
    """Give each measured line without a unit the one its indicator begins with, and say so once.

    Args:
        table: the lines.
        units: units already known, « % » among them.
        kinds: their types; a deliverable counts nothing.
        problems: where this is told.
    """
    labels = table.column(("label", ""))
    final = [
        unit or (counted_unit(typed(label)) if kind != DELIVERABLE else None)
        for unit, label, kind in zip(units, labels, kinds, strict=True)
    ]
    rows = [row for row, unit in enumerate(final) if unit and not units[row]]
    if rows:
        found = wording.enumeration(list(dict.fromkeys(str(final[row]) for row in rows)))
        message = (
            f"Unité{wording.NBSP}: prise dans l'intitulé de {wording.count(len(rows), 'ligne')} ({{places}})."
        )
        done = f"Lu{wording.NBSP}: {found}. Ajoutez une colonne unité si ce n'est pas cela."
        problems.append(table.grouped(rows, ("label", ""), INFO, message, done))
    return final
