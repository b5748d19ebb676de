"""Files and choices that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aci_model import law, reading
from aci_model.funding import READINGS, Choices

if TYPE_CHECKING:
    import argparse

    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier


class Refused(Exception):  # noqa: N818 - a person's file is refused; that is its name
    """A command cannot go on; its sentences are for the person."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def files(parser: argparse.ArgumentParser, *, several: bool = True) -> None:
    """Add the file arguments."""
    parser.add_argument(
        "files",
        nargs="+" if several else 1,
        metavar="FICHIER",
        type=Path,
        help="classeur (xlsx, ods) ou csv de la feuille Indicateurs",
    )


def formats(parser: argparse.ArgumentParser) -> None:
    """Add --format."""
    parser.add_argument(
        "--format", choices=["texte", "json", "csv"], default="texte", help="forme de la réponse"
    )


def readings(parser: argparse.ArgumentParser) -> None:
    """Add --lecture."""
    parser.add_argument(
        "--lecture", choices=list(READINGS), default="contrat", help="façon de lire les clauses du contrat"
    )


def choices(options: argparse.Namespace) -> Choices:
    """Turn the options into choices."""
    return Choices(reading=options.lecture)


def opened(paths: list[Path]) -> tuple[Dossier, Law]:
    """Read files as one dossier.

    Raises:
        Refused: a file is not there or cannot be read at all.
    """
    rules = law.load()
    contents: list[tuple[str, bytes]] = []
    for path in paths:
        try:
            contents.append((path.name, path.read_bytes()))
        except OSError:
            raise Refused(
                [f"{path} : fichier introuvable ou illisible. Vérifiez son nom et son dossier."]
            ) from None
    dossier = reading.read(contents, rules.missions, rules.parts)
    refused = dossier.problems[dossier.problems["severity"] == "refused"]
    if not refused.empty:
        raise Refused(
            [f"{row['file']} : {row['message']} {row['done']}".strip() for row in refused.to_dict("records")]
        )
    return dossier, rules
