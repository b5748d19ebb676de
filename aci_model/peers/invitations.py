"""Lists a federation keeps itself: whom it invites, and which code it gave to whom.

A mark (« repère ») is what the federation calls a community on its own list. It is read, told back, and kept nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from aci_model.peers.contributions import choices_of
from aci_model.reading.isolation import open_file
from aci_model.reading.text import clean, fold
from aci_model.wording import NBSP, enumeration, typeset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from aci_model.reading.sheets import Cell

MARK, SIZE, REGION, SENIORITY, CODE = "mark", "size_group", "region", "seniority", "code"
HEADERS = {
    MARK: "Repère",
    SIZE: "Groupe de tailles",
    REGION: "Région",
    SENIORITY: "Ancienneté",
    CODE: "Code",
}
MOST = 1_000  # communities of one list: there are some 700 in the country
_ACCEPTED = {
    MARK: {"repere", "communaute", "cpts", "nom", "fichier"},
    SIZE: {"groupe de tailles", "taille", "groupe", "classe", "taille de cpts"},
    REGION: {"region", "territoire", "departement"},
    SENIORITY: {"anciennete"},
    CODE: {"code"},
}
_TOLD = 12  # faults told of one list


class ListError(Exception):
    """A list cannot be used; the message is one or more French sentences, one a line."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(typeset(sentence) for sentence in sentences))


class Invited(NamedTuple):
    """One community of a list.

    Attributes:
        mark: what the federation calls it; kept nowhere.
        size_group: id of a group of sizes, None when not said.
        region: one of the campaign's.
        seniority: id of a class.
    """

    mark: str
    size_group: str | None
    region: str | None
    seniority: str | None


def invited_of(name: str, content: bytes, regions: Collection[str]) -> list[Invited]:
    """Read whom to invite from a federation's list: one row a community, under headers it knows.

    Args:
        name: of the file.
        content: of the file: xlsx, ods, csv.
        regions: those of the campaign; what is written is recognised among them.

    Raises:
        RefusedError: the file cannot be opened.
        ListError: no header is recognised, nobody is in it, too many are, or a cell is not understood: every fault
            is told, and nobody is invited.
    """
    rows = _rows(name, content, {MARK, SIZE, REGION, SENIORITY}, needed=set())
    faults: list[str] = []
    choices: dict[str, tuple[str, ...]] = {REGION: tuple(regions), **choices_of()}
    read = []
    for number, row in rows:
        told = {}
        for column in (SIZE, REGION, SENIORITY):
            told[column], fault = _chosen(row.get(column), choices[column], column)
            if fault:
                faults.append(f"Ligne {number}, {HEADERS[column]} : {fault}")
        read.append(Invited(_text(row.get(MARK)) or f"Ligne {number}", **told))
    if not read or len(read) > MOST:
        faults = [f"Cette liste compte {len(read)} communautés. Donnez-en de 1 à {MOST}, une par ligne."]
    if faults:
        more = len(faults) - _TOLD
        rest = [f"Et {more} autres cellules à corriger."] if more > 0 else []
        raise ListError([*faults[:_TOLD], *rest])
    return read


def codes_of(name: str, content: bytes) -> dict[str, str]:
    """Read which code was given to whom, from the list made when communities were invited.

    Returns:
        mark -> code.

    Raises:
        RefusedError: the file cannot be opened.
        ListError: it has no column of marks or of codes, or a mark twice.
    """
    found: dict[str, str] = {}
    for number, row in _rows(name, content, {MARK, CODE}, needed={MARK, CODE}):
        mark, code = _text(row.get(MARK)), _text(row.get(CODE))
        if mark in found:
            raise ListError([f"Ligne {number} : le repère « {mark} » est déjà plus haut. Gardez-en un seul."])
        if mark and code:
            found[mark] = code
    return found


def codes_for(files: Iterable[str], codes: dict[str, str]) -> dict[str, str]:
    """Give each file the code of the mark that is its name, with or without its ending.

    Args:
        files: names.
        codes: mark -> code.

    Raises:
        ListError: two files answer to one mark.
    """
    by_mark = {fold(mark): code for mark, code in codes.items()}
    given: dict[str, str] = {}
    for file in files:
        base = file.replace("\\", "/").rpartition("/")[2]
        found = by_mark.get(fold(base)) or by_mark.get(fold(base.rpartition(".")[0]))
        if found is None:
            continue
        if found in given.values():
            raise ListError([f"Deux fichiers portent le repère de « {base} ». Retirez l'un des deux."])
        given[file] = found
    return given


def _rows(name: str, content: bytes, known: set[str], needed: set[str]) -> list[tuple[int, dict[str, Cell]]]:
    """The rows under the first line of headers that has what is needed, with their numbers in the file."""
    for sheet in open_file(name, content).sheets:
        for at, row in enumerate(sheet.rows):
            columns = {found: place for place, cell in enumerate(row) if (found := _header(cell)) is not None}
            if columns.keys() & known and needed <= columns.keys():
                return [
                    (number, {key: line[place] for key, place in columns.items() if place < len(line)})
                    for number, line in enumerate(sheet.rows[at + 1 :], at + 2)
                    if any(_text(cell) for cell in line)
                ]
    wanted = enumeration([f"« {HEADERS[one]} »" for one in HEADERS if one in (needed or known)])
    raise ListError([f"Cette liste n'a pas les colonnes attendues : {wanted}. Reprenez le modèle de liste."])


def _header(cell: Cell) -> str | None:
    words = fold(_text(cell))
    return next((name for name, accepted in _ACCEPTED.items() if words in accepted), None)


def _text(cell: Cell) -> str:
    return "" if cell is None else clean(f"{cell:g}" if isinstance(cell, float) else str(cell))


def _chosen(cell: Cell, choices: tuple[str, ...], column: str) -> tuple[str | None, str | None]:
    """The choice a cell names, None when it is empty; and what is wrong with it."""
    typed = _text(cell)
    if not typed:
        return None, None
    for choice in choices:
        if fold(choice) == fold(typed) or (column == SIZE and _sizes(cell) <= _sizes(choice) != set()):
            return choice, None
    if not choices:
        return None, f"la campagne n'a pas de région ; laissez la colonne vide plutôt que « {typed} »."
    told = enumeration([f"«{NBSP}{choice}{NBSP}»" for choice in choices], "ou")
    return None, f"« {typed} » n'est pas compris. Écrivez {told}, ou laissez vide."


def _sizes(cell: Cell) -> set[int]:
    """The sizes a cell names; a spreadsheet makes a day of « 1-2 », and « 1-2 » of it is made here again."""
    if isinstance(cell, dt.date):
        return {cell.day, cell.month}
    found = {int(digits) for digits in re.findall(r"\d+", _text(cell))}
    return found or {0}
