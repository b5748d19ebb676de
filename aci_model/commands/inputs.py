"""Files and choices that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aci_model import law, reading
from aci_model.funding import READINGS, Choices
from aci_model.reading import layout
from aci_model.reading.text import clean

if TYPE_CHECKING:
    import argparse

    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier
    from aci_model.reading.layout import Layout


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
        help="classeur (xlsx, ods), csv de la feuille Indicateurs, ou zip de plusieurs fichiers",
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


def layouts(parser: argparse.ArgumentParser) -> None:
    """Add --correspondance."""
    parser.add_argument(
        "--correspondance",
        type=Path,
        metavar="FICHIER.toml",
        help="comment lire des fichiers qui n'ont pas la forme du modèle (voir la commande correspondance)",
    )


def contents_of(paths: list[Path]) -> list[tuple[str, bytes]]:
    """Read the bytes of files.

    Raises:
        Refused: a file is not there or cannot be read.
    """
    contents: list[tuple[str, bytes]] = []
    for path in paths:
        try:
            contents.append((clean(path.name), path.read_bytes()))  # it is printed again
        except OSError:
            raise Refused(
                [f"{clean(str(path))} : fichier introuvable ou illisible. Vérifiez son nom et son dossier."]
            ) from None
    return contents


def layout_of(path: Path, rules: Law) -> Layout:
    """Read the layout given on the command line.

    Raises:
        Refused: the file is not there or cannot be used; every fault is one sentence.
    """
    ((name, content),) = contents_of([path])
    try:
        return layout.loads(content.decode("utf-8-sig"), rules.missions, rules.parts)
    except UnicodeDecodeError:
        raise Refused(
            [f"{name} : ce fichier n'est pas un texte en UTF-8. Enregistrez-le de nouveau."]
        ) from None
    except layout.LayoutError as refusal:
        raise Refused([f"{name} : {fault}" for fault in refusal.faults]) from None


def opened(paths: list[Path], correspondence: Path | None = None) -> tuple[Dossier, Law]:
    """Read files as one dossier.

    Args:
        paths: the files.
        correspondence: the layout of those that are not in the template's.

    Raises:
        Refused: a file is not there or cannot be read at all.
    """
    rules = law.load()
    told = {reading.ANY: layout_of(correspondence, rules)} if correspondence else {}
    dossier = reading.read(contents_of(paths), rules.missions, rules.parts, layouts=told)
    refused = dossier.problems[dossier.problems["severity"] == "refused"]
    if not refused.empty:
        sentences = [
            f"{row['file']} : {row['message']} {row['done']}".strip() for row in refused.to_dict("records")
        ]
        if len(dossier.communities):
            sentences.append(
                "Rien n'est calculé tant qu'un fichier est refusé. Corrigez-le, ou relancez sans lui."
            )
        raise Refused(sentences)
    return dossier, rules
