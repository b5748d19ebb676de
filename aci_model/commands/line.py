"""What the command line accepts, and how it answers when it cannot."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from aci_model.commands import (
    calculer,
    campagne,
    chances,
    comparer,
    correspondance,
    dossier,
    modele,
    objectifs,
    projeter,
    questions,
    verifier,
)
from aci_model.commands.inputs import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    calculer,
    projeter,
    objectifs,
    chances,
    comparer,
    questions,
    dossier,
    campagne,
    verifier,
    modele,
    correspondance,
)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one French sentence."""

    def error(self, message: str) -> NoReturn:
        """Print how to be helped and leave with 2; argparse's own message is in English."""
        del message
        print(
            f"La commande n'est pas complète ou contient une option inconnue. Tapez « {self.prog} --help ».",
            file=sys.stderr,
        )
        raise SystemExit(2)


def parser() -> argparse.ArgumentParser:
    """Build the parser; every command adds its own arguments."""
    top = _Parser(
        prog="python -m aci_model", description="Le contrat ACI d'une CPTS, de son tableur aux euros."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMANDE", parser_class=_Parser)
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        sub = commands.add_parser(name, help=command.HELP, description=command.HELP)
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return top


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: the words after the program's name.

    Returns:
        0 when the command did its work, 2 when a file or an option is refused (one French sentence on stderr).
    """
    options = parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Refused as refusal:
        for sentence in refusal.sentences:
            print(sentence, file=sys.stderr)
        return 2
    return status
