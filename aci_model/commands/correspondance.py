"""`correspondance`: write how a file that is not in the template's layout is understood, to check and reuse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aci_model import law, reading
from aci_model.commands import inputs
from aci_model.commands.inputs import Refused
from aci_model.reading import layout
from aci_model.wording import count

if TYPE_CHECKING:
    import argparse

HELP = "Écrire comment un classeur qui n'a pas la forme du modèle est compris, pour le vérifier et le réutiliser."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser, several=False)
    parser.add_argument("--sortie", type=Path, required=True, metavar="SORTIE.toml", help="fichier à écrire")


def run(options: argparse.Namespace) -> int:
    """Write the proposed layout of one file; an existing output is left alone.

    Raises:
        Refused: the file cannot be read or needs no layout, or the output cannot be written.
    """
    rules = law.load()
    contents = inputs.contents_of(options.files)
    found = reading.understand(contents, rules.missions, rules.parts)
    if not found:
        inputs.opened(options.files)  # a file that cannot be read says so itself
        raise Refused([f"{contents[0][0]} a déjà la forme du modèle. Il se lit sans correspondance."])
    text = layout.dumps(found[0].layout, rules.missions, rules.parts)
    output: Path = options.sortie
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Refused([f"{output} existe déjà et n'a pas été touché. Choisissez un autre nom."]) from None
    except OSError:
        raise Refused([f"{output} ne peut pas être écrit. Vérifiez le dossier et vos droits."]) from None
    asked = sum(column.asked for plan in found[0].layout.sheets for column in plan.columns)
    told = f" {count(asked, 'colonne')} à compléter." if asked else ""
    print(f"{output} est prêt.{told} Relisez-le, puis donnez-le avec --correspondance.")
    return 0
