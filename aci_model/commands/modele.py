"""`modele`: write the project's template workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aci_model import law, reading
from aci_model.commands.inputs import Refused
from aci_model.reading.text import clean

if TYPE_CHECKING:
    import argparse

HELP = "Écrire le classeur modèle, à remplir."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("output", metavar="SORTIE.xlsx", type=Path, help="fichier à écrire")


def run(options: argparse.Namespace) -> int:
    """Write the template; an existing file is left alone.

    Raises:
        Refused: the file exists, has another ending, or its folder cannot be written.
    """
    path: Path = options.output
    shown = clean(str(path))
    if path.suffix.lower() != ".xlsx":
        raise Refused([f"{shown} : le modèle est un classeur Excel. Donnez un nom qui finit par .xlsx."])
    rules = law.load()
    try:
        with path.open("xb") as file:
            file.write(reading.template(rules.missions, rules.parts))
    except FileExistsError:
        raise Refused([f"{shown} existe déjà et n'a pas été touché. Choisissez un autre nom."]) from None
    except OSError:
        raise Refused([f"{shown} ne peut pas être écrit. Vérifiez le dossier et vos droits."]) from None
    print(f"{shown} est prêt. Remplissez la feuille Indicateurs ; les autres sont facultatives.")
    return 0
