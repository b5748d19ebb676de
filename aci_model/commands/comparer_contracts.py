"""Which contract of a file is meant: one community's, of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.commands.inputs import Refused
from aci_model.reading.text import clean, fold
from aci_model.report.negotiation_memory import contracts
from aci_model.wording import enumeration, typeset

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from aci_model.reading.dossier import Dossier

Contract = tuple[str, int | None]  # community, contract year; None when its lines name none
_NAMED = 10  # communities a sentence can hold


def which(parser: argparse.ArgumentParser) -> None:
    """Add --communaute."""
    parser.add_argument(
        "--communaute", metavar="NOM", help="celle dont il s'agit, quand un fichier en contient plusieurs"
    )


def picked(path: Path, dossier: Dossier, community: str | None, year: int | None, *, option: str) -> Contract:
    """Find the contract that is meant: the latest year of the file's only community, unless told otherwise.

    Args:
        path: the file, for the messages.
        dossier: read from it.
        community: as typed after the option; case and accents do not matter. Not looked at where there is only one.
        year: as typed after `option`.
        option: that asks for the year.

    Raises:
        Refused: there is no line, or no such community or year, or one has to be chosen.
    """
    known = contracts(dossier)
    name = clean(path.name)
    if not known:
        raise _refused(
            name,
            " : aucune ligne de contrat n'a pu être lue. Remplissez la feuille Indicateurs, ou lancez "
            "« verifier » pour savoir ce qui manque.",
        )
    mine = _community(name, list(dict.fromkeys(one for one, _ in known)), community)
    years = [its for one, its in known if one == mine]
    if year is not None and year not in years:
        raise _refused(
            name,
            f" : il n'y a pas de contrat de {year}. Ce fichier contient {_years(years)} : "
            f"choisissez avec {option}, ou laissez cette option de côté.",
        )
    return mine, years[0] if year is None else year


def named_in(dossier: Dossier, community: str) -> bool:
    """Tell whether a dossier has lines of a community of that name."""
    return fold(community) in {fold(name) for name, _ in contracts(dossier)}


def _community(file: str, known: list[str], wanted: str | None) -> str:
    if len(known) == 1:
        return known[0]
    found = [name for name in known if wanted is not None and fold(name) == fold(clean(wanted))]
    if found:
        return found[0]
    listed = [f"« {name} »" for name in known[:_NAMED]]
    more = ["d'autres"] if len(known) > _NAMED else []
    what = "contient plusieurs communautés" if wanted is None else "ne contient pas cette communauté"
    raise _refused(file, f" {what}. Choisissez avec --communaute entre {enumeration([*listed, *more])}.")


def _years(years: list[int | None]) -> str:
    return enumeration(["une année non précisée" if year is None else str(year) for year in years])


def _refused(file: str, sentence: str) -> Refused:
    return Refused([file + typeset(sentence)])
