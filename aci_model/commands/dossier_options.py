"""What `dossier` takes, and how its rows, days and versions are typed."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from aci_model.commands import inputs, typed
from aci_model.commands.comparer_contracts import which
from aci_model.reading import cells
from aci_model.reading.text import clean, fold
from aci_model.report.negotiation_document import PARTS

Range = tuple[int, int]  # first and last row of the spreadsheet

_EVERY = "toutes"
_LAST_ROW = 1_048_576  # of a spreadsheet
_LONGEST_VERSION = 20  # letters, as on screen
_ROWS = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")
_HERE = ZoneInfo("Europe/Paris")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `dossier`."""
    inputs.files(parser, several=False)
    parser.add_argument(
        "--sortie",
        action="append",
        required=True,
        type=Path,
        metavar="DOSSIER.docx",
        help="fichier à écrire : .docx (le dossier), .xlsx (ses tableaux), .pptx (cinq diapositives) ; à répéter "
        "pour en écrire plusieurs",
    )
    parser.add_argument(
        "--remplacer", action="store_true", help="écrire par-dessus un fichier qui existe déjà"
    )
    parser.add_argument(
        "--lignes",
        type=rows,
        metavar="NUMEROS",
        help="lignes qui ont une fiche, par leur numéro dans le tableur : « 84,90-95 », ou « toutes » (par défaut, "
        "celles dont la clause est ambiguë)",
    )
    parser.add_argument(
        "--sans",
        action="append",
        default=[],
        choices=list(PARTS),
        help="partie à laisser de côté ; à répéter",
    )
    parser.add_argument(
        "--cout-jour",
        type=typed.sum_to_cover,
        metavar="EUROS",
        help="ce que coûte une journée de travail (par défaut, ce qu'en dit le classeur)",
    )
    parser.add_argument(
        "--date",
        type=day,
        metavar="AAAA-MM-JJ",
        help="date des documents (par défaut, le jour où le fichier a été enregistré)",
    )
    parser.add_argument(
        "--version", type=version, default="1", metavar="TEXTE", help="version des documents (1 par défaut)"
    )
    parser.add_argument(
        "--partage",
        action="store_true",
        help="écrire la page à partager avec les membres et les partenaires, en .docx ou en image .png",
    )
    parser.add_argument("--euros", action="store_true", help="montrer les euros sur la page à partager")
    parser.add_argument(
        "--annee", type=int, metavar="ANNEE", help="année du contrat (la dernière par défaut)"
    )
    which(parser)
    inputs.readings(parser)
    inputs.layouts(parser)


def rows(text: str) -> tuple[Range, ...]:
    """Read rows of the spreadsheet: « 84,90-95 », « 84 90 », « toutes ».

    Raises:
        ArgumentTypeError: it is none of these.
    """
    if fold(text) == _EVERY:
        return ((1, _LAST_ROW),)
    found = [_ROWS.fullmatch(part) for part in re.split(r"[,;\s]+", text.strip())]
    ranges = [(int(one[1]), int(one[2] or one[1])) for one in found if one is not None]
    if len(ranges) < len(found) or any(first > last for first, last in ranges):
        raise argparse.ArgumentTypeError(text)
    return tuple(ranges)


def day(text: str) -> dt.date:
    """Read a day: 2026-11-22, 22/11/2026, 22 novembre 2026.

    Raises:
        ArgumentTypeError: it is not one.
    """
    found = cells.day(text)
    if not isinstance(found, dt.date):
        raise argparse.ArgumentTypeError(text)
    return found


def version(text: str) -> str:
    """Read a version, short enough to stand on every page.

    Raises:
        ArgumentTypeError: it is empty or too long.
    """
    told = clean(text)
    if not 0 < len(told) <= _LONGEST_VERSION:
        raise argparse.ArgumentTypeError(text)
    return told


def saved_on(path: Path) -> dt.date:
    """Give the day a file was last saved, where the communities are: its figures are of that day.

    Raises:
        OSError: the file is not there any more.
    """
    return dt.datetime.fromtimestamp(path.stat().st_mtime, tz=_HERE).date()
