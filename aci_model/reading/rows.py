"""Which rows of a sheet count: examples, totals, repeated headers and rows without a name are left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading.problems import ERROR, INFO, Problem, places
from aci_model.reading.tables import Key, Table, texts, typed
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXAMPLE = re.compile(r"^\s*EXEMPLE\b")
_TOTAL = re.compile(r"^(?:sous )?(?:total|totaux)\b|^s total\b")


def split(table: Table, problems: list[Problem], *, plain: Sequence[str] = ()) -> tuple[list[int], list[int]]:
    """Tell the rows that count from those left out, which are announced.

    Args:
        table: the recognised sheet.
        problems: where doubts are added.
        plain: column ids which, when filled, make a row whose name starts with « Total » a real one.

    Returns:
        Indices of the kept rows, and of the rows left out.
    """
    label: Key = (table.spec.mark, "")
    marks = texts(table.column(label))
    headers = table.declared(label).names
    first = _first_texts(table)
    full = _filled(table, plain)
    examples, totals, repeated, kept = [], [], [], []
    for row, mark in enumerate(marks):
        if mark and EXAMPLE.match(mark):
            examples.append(row)
        elif _TOTAL.match(fold(mark or first[row])) and not full[row]:
            totals.append(row)
        elif mark and fold(mark) in headers and len(table) > 1 and _is_header(table, row):
            repeated.append(row)
        else:
            kept.append(row)
    _announce(
        table, problems, examples, "d'exemple", "Elles ne sont pas comptées. Effacez-les quand vous voulez."
    )
    _announce(table, problems, totals, "de total", "Elles ne sont pas comptées une seconde fois.")
    _announce(table, problems, repeated, "d'en-têtes répétés", "Elles sont laissées de côté.")
    return kept, sorted([*examples, *totals, *repeated])


def named(
    table: Table, kept: list[int], filled: Sequence[str], problems: list[Problem]
) -> tuple[list[int], list[int]]:
    """Leave out the rows without a name; one that holds an amount or a level is an error.

    Args:
        table: the recognised sheet.
        kept: indices of the rows still counted.
        filled: column ids that make the absence of a name an error.
        problems: where doubts are added.

    Returns:
        Indices of the rows with a name, and of the others.
    """
    label: Key = (table.spec.mark, "")
    names = texts(table.column(label))
    full = _filled(table, filled)
    nameless = [row for row in kept if not names[row]]
    header = table.declared(label).header
    problems.extend(
        table.problem(
            row,
            label,
            ERROR,
            f"Cette ligne porte des valeurs mais la colonne {header} est vide.",
            f"Elle n'est pas comptée. Remplissez la colonne {header}.",
        )
        for row in nameless
        if full[row]
    )
    silent = [row for row in nameless if not full[row]]
    _announce(
        table, problems, silent, f"sans {header}", "Elles ne portent pas de valeur et sont laissées de côté."
    )
    return [row for row in kept if names[row]], nameless


def _announce(table: Table, problems: list[Problem], rows: list[int], what: str, done: str) -> None:
    if not rows:
        return
    numbers = [str(table.rows[row]) for row in rows]
    noun = wording.count(len(rows), "ligne")
    where = f"ligne{'s' if len(rows) > 1 else ''} {places(numbers)}"
    if len(rows) == 1:
        done = _singular(done)
    key: Key = (table.spec.mark, "")
    problems.append(table.problem(rows[0], key, INFO, f"{noun} {what} ({where}).", done))


_SINGULAR = {
    "Elles ne sont pas comptées": "Elle n'est pas comptée",
    "Elles sont laissées": "Elle est laissée",
    "Elles ne portent pas de valeur et sont laissées": "Elle ne porte pas de valeur et est laissée",
    "Effacez-les": "Effacez-la",
}


def _singular(sentence: str) -> str:
    for several, one in _SINGULAR.items():
        sentence = sentence.replace(several, one)
    return sentence


def _first_texts(table: Table) -> list[str]:
    """Give the first text of each row, in the order of the sheet's columns."""
    first = [""] * len(table)
    for column in sorted(table.cells):
        for row, cell in enumerate(table.cells[column]):
            if not first[row] and isinstance(cell, str):
                first[row] = cell
    return first


def _filled(table: Table, ids: Iterable[str]) -> list[bool]:
    keys = [key for column in ids for key in table.keys(column)]
    columns = [table.column(key) for key in keys]
    return [any(column[row] is not None for column in columns) for row in range(len(table))]


def _is_header(table: Table, row: int) -> bool:
    return all(
        not text or fold(text) == fold(table.headers[column])
        for column in table.at.values()
        if (text := typed(table.cells[column][row])) is not None
    )
