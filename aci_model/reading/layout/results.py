"""Results kept in a sheet of their own, found again on the words of their indicator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading.layout.missions import mission_of
from aci_model.reading.problems import ERROR, INFO, WARNING, Problem
from aci_model.reading.tables import Joined, typed
from aci_model.reading.text import fold, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.reading.names import Names
    from aci_model.reading.sheets import Cell
    from aci_model.reading.tables import Key, Table

_LABEL, _RESULT, _MISSION = ("label", ""), ("result", ""), ("mission", "")
_JOINED = (_RESULT, ("proof", ""))
_Spot = tuple[int, int]  # rank of a table, index of its row


def join(
    tables: Sequence[Table], found: Sequence[Table], names: Names, problems: list[Problem]
) -> list[Table]:
    """Put results found elsewhere beside their lines.

    Args:
        tables: tables of indicators.
        found: sheets of results: an indicator and a result a row.
        names: accepted spellings.
        problems: where what has no line, or several, is said.

    Returns:
        The tables; a result that already stands beside its line is never replaced.
    """
    joined = list(tables)
    for sheet in found:
        spots = _spots(sheet, tables, names, problems)
        for key in _JOINED:
            if sheet.has(*key):
                _join_column(joined, sheet, key, spots, problems)
    return joined


def _spots(sheet: Table, tables: Sequence[Table], names: Names, problems: list[Problem]) -> dict[int, _Spot]:
    """Find the line of each row of a sheet of results."""
    index: dict[tuple[str, str | None], list[_Spot]] = {}
    for rank, table in enumerate(tables):
        for row, (label, mission) in enumerate(
            zip(table.column(_LABEL), table.column(_MISSION), strict=True)
        ):
            text = fold(typed(label))
            for own in (None, mission_of(typed(mission), names)):
                index.setdefault((text, own), []).append((rank, row))
    found: dict[int, _Spot] = {}
    taken: dict[_Spot, int] = {}
    missions = sheet.column(_MISSION)
    for row, label in enumerate(sheet.column(_LABEL)):
        if label is None:
            continue
        text = fold(typed(label))
        spots = index.get((text, mission_of(typed(missions[row]), names))) or index.get((text, None)) or []
        spots = list(dict.fromkeys(spots))
        if len(spots) == 1 and spots[0] not in taken:
            found[row] = spots[0]
            taken[spots[0]] = row
        else:
            problems.append(_lost(sheet, row, typed(label), len(spots)))
    return found


def _lost(sheet: Table, row: int, label: str, count: int) -> Problem:
    if not count:
        message = f"Le résultat de {quoted(label)} ne correspond à aucune ligne du contrat."
        done = "Il n'est pas utilisé. Écrivez l'indicateur avec les mots de la feuille des indicateurs."
        return sheet.problem(row, _LABEL, WARNING, message, done)
    message = f"{quoted(label)} est aussi l'intitulé d'une autre ligne{wording.NBSP}: on ne sait laquelle a ce résultat."
    done = "Ce résultat n'est pas utilisé. Précisez la mission, ou rendez les intitulés différents."
    return sheet.problem(row, _LABEL, ERROR, message, done)


def _join_column(
    joined: list[Table], sheet: Table, key: Key, spots: dict[int, _Spot], problems: list[Problem]
) -> None:
    cells = sheet.column(key)
    for rank, table in enumerate(joined):
        rows = {spot[1]: row for row, spot in spots.items() if spot[0] == rank}
        if not rows:
            continue
        if any(cell is not None for cell in table.column(key)):
            message = f"La feuille {quoted(table.sheet)} a déjà des résultats{wording.NBSP}: ceux de la feuille {quoted(sheet.sheet)} ne sont pas lus."
            problems.append(
                sheet.about(
                    WARNING, message, "Gardez une seule feuille de résultats, ou videz l'autre colonne."
                )
            )
            continue
        values: list[Cell] = [cells[rows[row]] if row in rows else None for row in range(len(table))]
        origin = [sheet.place(rows[row], sheet.at[key]) if row in rows else None for row in range(len(table))]
        own = [table.place(row, table.at.get(_LABEL, 0)) for row in range(len(table))]
        places = [
            (sheet.sheet, *there) if there else (table.sheet, *here)
            for there, here in zip(origin, own, strict=True)
        ]
        joined[rank] = replace(table, joined={**table.joined, key: Joined(values, places)})
        if key == _RESULT:
            number = sum(value is not None for value in values)
            message = f"{wording.count(number, 'résultat')} de cette feuille {'rejoint' if number < 2 else 'rejoignent'} les lignes de {quoted(table.sheet)}."
            problems.append(sheet.about(INFO, message, "Chaque résultat suit l'indicateur de même intitulé."))
