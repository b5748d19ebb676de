"""What a sheet hides, told to a person: what it is, where, and whether it was read (the rules: hidden.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading import hidden
from aci_model.reading.headers import is_aside, named_sheet
from aci_model.reading.problems import INFO, WARNING, Problem
from aci_model.reading.text import french, quoted

if TYPE_CHECKING:
    from aci_model.reading.hidden import Trace
    from aci_model.reading.sheets import RawSheet

_NUMBERS = frozenset({"number", "euros", "percent", "measure", "year"})
_READ_TOO = "comme les autres. Supprimez-{} du classeur si {} ne {} pas compter."
_ROWS = {
    hidden.ROWS: ("ligne masquée", "lignes masquées", "{}"),
    hidden.FILTERED: (
        "ligne cachée par un filtre",
        "lignes cachées par un filtre",
        "Un filtre ne change que la vue : {}",
    ),
    hidden.COLUMNS: ("colonne masquée", "colonnes masquées", "{}"),
}
_OTHERS = {
    hidden.COMMENTS: (
        "commentaire",
        "commentaires",
        "Un commentaire n'est pas lu. Recopiez dans une case ce qui doit compter.",
    ),
    hidden.TEXT_NUMBERS: (
        "nombre enregistré comme du texte",
        "nombres enregistrés comme du texte",
        "C'est lu comme un nombre partout où un nombre est attendu. Rien n'est à faire.",
    ),
    hidden.SINCE_1904: (
        "date comptée depuis 1904, à la manière de ce classeur",
        "dates comptées depuis 1904, à la manière de ce classeur",
        "Chacune est lue au jour qu'elle montre. Rien n'est à faire.",
    ),
}


def hidden_things(file: str, sheet: RawSheet) -> list[Problem]:
    """Announce what one sheet hides, one problem for each kind; rows that count unseen are to be checked.

    Args:
        file: the file's name.
        sheet: the sheet; one that the template itself hides is passed over.
    """
    if is_aside(sheet.name):
        return []
    return [
        _told(file, sheet.name, trace)
        for trace in sheet.hidden
        if trace.kind != hidden.TEXT_NUMBERS or not _is_all_words(sheet.name)
    ]


def _is_all_words(name: str) -> bool:
    """Tell a sheet of the template where no number is expected: « 12 » there is a text and nothing else."""
    spec = named_sheet(name)
    return spec is not None and not any(column.kind in _NUMBERS for column in spec.columns.values())


def _told(file: str, sheet: str, trace: Trace) -> Problem:
    if trace.kind in {hidden.SHEET, hidden.SECRET_SHEET}:
        severity, message, done = _sheet(sheet, secret=trace.kind == hidden.SECRET_SHEET)
    elif trace.kind in _ROWS:
        one, several, reason = _ROWS[trace.kind]
        message = _counted(trace, one, several)
        done = reason.format(_read_too(trace.quantity))
        severity = INFO if trace.kind == hidden.COLUMNS else WARNING
    else:
        one, several, done = _OTHERS[trace.kind]
        message, severity = _counted(trace, one, several), INFO
    return Problem(file, sheet, 0, -1, severity, message, french(done[0].upper() + done[1:]))


def _sheet(name: str, *, secret: bool) -> tuple[str, str, str]:
    """Tell a hidden sheet; one that the template's names announce as data is to be checked."""
    severity = WARNING if named_sheet(name) is not None else INFO
    if secret:
        return (
            severity,
            f"La feuille {quoted(name)} est masquée, et votre tableur ne propose pas de l'afficher.",
            "Elle n'est pas lue. Demandez à la personne qui a fait ce classeur si elle doit compter.",
        )
    done = "Elle n'est pas lue. Affichez-la dans votre tableur si elle doit compter."
    return severity, f"La feuille {quoted(name)} est masquée.", done


def _read_too(count: int) -> str:
    if count == 1:
        return "elle est lue " + _READ_TOO.format("la", "elle", "doit")
    return "elles sont lues " + _READ_TOO.format("les", "elles", "doivent")


def _counted(trace: Trace, one: str, several: str) -> str:
    where = f" ({trace.where})" if trace.where else ""
    return f"{wording.count(trace.quantity, one, several)}{where}."
