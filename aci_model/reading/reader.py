"""From files to a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading.assemble import OpenedFile, assemble
from aci_model.reading.batch import Outcome, open_all
from aci_model.reading.columns import layout as declared
from aci_model.reading.headers import is_aside, named_sheet
from aci_model.reading.layout import foreign
from aci_model.reading.layout.missions import mission_of
from aci_model.reading.names import Names, accepted
from aci_model.reading.problems import ERROR, INFO, REFUSED, WARNING, Problem
from aci_model.reading.sheets import RawSheet, put
from aci_model.reading.text import french, position, quoted
from aci_model.reading.told import hidden_things
from aci_model.reading.understanding import ANY, could_hold_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from aci_model.reading.batch import OnFile
    from aci_model.reading.dossier import Dossier
    from aci_model.reading.layout.plan import Layout

_UP_TO_DATE = "Rien n'est à faire si ces valeurs sont à jour."


def read(
    files: Sequence[tuple[str, bytes]],
    missions: pd.DataFrame,
    parts: pd.DataFrame,
    answers: Mapping[tuple[str, str, str], str] | None = None,
    *,
    layouts: Mapping[str, Layout] | None = None,
    on_file: OnFile | None = None,
) -> Dossier:
    """Read the files of a dossier.

    Args:
        files: (name, content) of each file: xlsx, ods, csv or a zip of them, one or several communities and years.
        missions: mission, label, short, names (accepted spellings).
        parts: part, label, names.
        answers: (file, sheet, A1 cell) -> what the person typed in the app instead of that cell.
        layouts: file, or « * » for every other file -> how its sheets are read when they are not the
            template's; without one, the layout is proposed and announced as problems.
        on_file: called after each file is opened, with its name, how many are done and how many are known.

    Returns:
        The dossier. Whatever could not be understood is in its `problems`, never an exception; a file that
        cannot be opened is one problem of severity « refused » and the others are still read.
    """
    problems: list[Problem] = []
    names = accepted(missions, parts)
    given = layouts or {}
    opened: list[OpenedFile] = []
    refusals: list[tuple[str, str]] = []
    for outcome in open_all(files, on_file):
        name = outcome.name
        if outcome.refusal:
            refusals.append((name, outcome.refusal))
            opened.append(OpenedFile(name, [], []))
        else:
            layout = given.get(name, given.get(ANY))
            opened.append(_open(outcome, names, answers or {}, problems, layout=layout))
    done = _left_out(sum(bool(file.tables) for file in opened))
    problems.extend(Problem(name, "", 0, -1, REFUSED, refusal, done) for name, refusal in refusals)
    return assemble(opened, names, problems)


def _left_out(read_files: int) -> str:
    """Say that a file is left out, and how many others are read all the same."""
    if not read_files:
        return "Ce fichier n'est pas lu."
    others = "un autre l'est" if read_files == 1 else f"{read_files} autres le sont"
    return french(f"Ce fichier n'est pas lu ; {others}.")


def _open(
    outcome: Outcome,
    names: Names,
    answers: Mapping[tuple[str, str, str], str],
    problems: list[Problem],
    *,
    layout: Layout | None,
) -> OpenedFile:
    name = outcome.name
    sheets = [_answered(name, sheet, answers) for sheet in outcome.sheets]
    problems.extend(Problem(name, "", 0, -1, INFO, notice, _UP_TO_DATE) for notice in outcome.notices)
    read = foreign.tables(name, sheets, names, layout)
    tables, found = read.tables, [*read.problems]
    for sheet in sheets:
        found.extend(hidden_things(name, sheet))
        if is_aside(sheet.name) or sheet in read.unread:
            found.extend(_not_recognised(name, sheet, names))
    if not tables:
        titles = wording.enumeration([quoted(spec.title) for spec in declared().sheets.values()], "ou")
        problems.append(
            Problem(
                name,
                "",
                0,
                -1,
                REFUSED,
                f"Aucune feuille n'a pu être reconnue{wording.NBSP}: il faut une colonne indicateur, ou une feuille {titles}.",
                "Ce fichier n'est pas lu. Reprenez les en-têtes du modèle.",
            )
        )
    problems.extend(found)
    return OpenedFile(name, [sheet.name for sheet in sheets], tables)


def _answered(file: str, sheet: RawSheet, answers: Mapping[tuple[str, str, str], str]) -> RawSheet:
    typed = {place[2]: text for place, text in answers.items() if place[:2] == (file, sheet.name)}
    if not typed:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for address, text in typed.items():
        place = position(address)
        if place is not None:
            put(rows, place[0] - 1, place[1], text if text.strip() else None)
    return RawSheet(sheet.name, rows, sheet.merged, sheet.hidden)


def _not_recognised(file: str, sheet: RawSheet, names: Names) -> list[Problem]:
    filled = any(cell is not None for row in sheet.rows for cell in row)
    if is_aside(sheet.name) or not filled:
        return []
    named = named_sheet(sheet.name)
    if named is not None:
        return [
            Problem(
                file,
                sheet.name,
                0,
                -1,
                ERROR,
                f"Les en-têtes de la feuille {quoted(sheet.name)} n'ont pas été reconnus.",
                "La feuille n'est pas lue. Reprenez les en-têtes du modèle.",
            )
        ]
    if mission_of(sheet.name, names) and could_hold_lines(sheet):
        message = (
            f"La feuille {quoted(sheet.name)} porte le nom d'une mission, mais ses titres ne sont pas connus."
        )
        done = "Elle n'est pas lue. Dites le sens de ses colonnes, ou reprenez les titres du modèle."
        return [Problem(file, sheet.name, 0, -1, WARNING, message, done)]
    return [
        Problem(
            file,
            sheet.name,
            0,
            -1,
            INFO,
            f"La feuille {quoted(sheet.name)} n'est pas connue.",
            "Elle n'est pas lue et reste dans votre fichier. Renommez-la d'après le modèle si elle doit compter.",
        )
    ]
