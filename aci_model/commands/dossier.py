"""`dossier`: the papers of the dialogue as files, the very ones the page makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.bargaining import Settings
from aci_model.commands import dossier_files, dossier_options, inputs
from aci_model.commands.comparer_contracts import picked
from aci_model.commands.inputs import Refused
from aci_model.commands.outputs import wrapped
from aci_model.funding import assess, of_year
from aci_model.report.negotiation_gathering import gathered, worked
from aci_model.wording import count, day, enumeration, number, typeset

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    import pandas as pd

    from aci_model.report.negotiation_matter import Matter

HELP = "Écrire le dossier du dialogue de gestion, ses tableaux, ses diapositives ou la page à partager."
arguments = dossier_options.arguments


def run(options: argparse.Namespace) -> int:
    """Write every file asked for, or none.

    Raises:
        Refused: the file cannot be read, what is asked for is not in it, or an output cannot be written.
    """
    dossier_files.check(options)
    matter = filled(options)
    made = {path: dossier_files.content(path, matter, options) for path in options.sortie}
    for path, content in made.items():
        dossier_files.write(path, content, replacing=options.remplacer)
        print(dossier_files.shown(path) + typeset(f" est prêt : {_about(path, matter, options)}."))
    for remark in _remarks(matter, options):
        print(wrapped(typeset(remark)))
    return 0


def filled(options: argparse.Namespace) -> Matter:
    """Gather what the papers say, as the page does.

    Args:
        options: of the command.

    Raises:
        Refused: the file cannot be read, or what is asked for is not in it.
    """
    (path,) = options.files
    opened, law = inputs.opened(options.files, options.correspondance)
    contract = picked(path, opened, options.communaute, options.annee, option="--annee")
    case = of_year(assess(opened, law, inputs.choices(options)), *contract)
    rests = worked(case, opened, law, Settings(daily_cost=options.cout_jour))
    return gathered(
        case,
        opened,
        law,
        rests,
        date=options.date or dossier_options.saved_on(path),
        version=options.version,
        chosen=_chosen(options.lignes, case.lines, rests.on.worth["line"].tolist()),
    )


def _chosen(
    ranges: tuple[dossier_options.Range, ...] | None, lines: pd.DataFrame, dearest_first: list[int]
) -> list[int]:
    """Find the lines that stand at these rows of the spreadsheet; none asked for, none given.

    Raises:
        Refused: a number or a range holds no line of this contract.
    """
    wanted: set[int] = set()
    for first, last in ranges or ():
        here = lines.loc[lines["row"].between(first, last), "line"].tolist()
        if not here:
            shown = number(first, 0) if first == last else f"{number(first, 0)} à {number(last, 0)}"
            low, high = (number(row, 0) for row in (lines["row"].min(), lines["row"].max()))
            raise Refused(
                [
                    typeset(
                        f"Aucune ligne de ce contrat n'est en {shown} dans le tableur : elles y vont de {low} à "
                        f"{high}. Donnez leurs numéros de ligne dans le tableur."
                    )
                ]
            )
        wanted.update(here)
    return [line for line in dearest_first if line in wanted]


def _about(path: Path, matter: Matter, options: argparse.Namespace) -> str:
    """Say what a file holds."""
    what = dossier_files.kind(path, sharing=options.partage)
    sheets = "" if options.partage else f", {count(len(matter.sheets), 'fiche')}"
    return f"{what}{sheets}, {day(matter.date)}, version {matter.version}"


def _remarks(matter: Matter, options: argparse.Namespace) -> list[str]:
    """What the person should know before handing these papers over."""
    told = []
    if options.date is None:
        told.append("Date du dernier enregistrement du fichier ; --date en donne une autre.")
    if options.partage and not options.euros:
        spoken = dossier_files.page(matter, options).speaks_of_euros
        if spoken:
            words = enumeration([f"« {text} »" for text in spoken])
            told.append(f"À relire avant de la donner, vos propres mots y parlent d'euros : {words}.")
    return told
