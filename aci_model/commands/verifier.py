"""`verifier`: only what should be checked in the files and the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model.commands import inputs, outputs
from aci_model.funding import assess

if TYPE_CHECKING:
    import argparse

HELP = "Lister les points à vérifier, sans calculer."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser)
    inputs.layouts(parser)
    inputs.formats(parser)


def run(options: argparse.Namespace) -> int:
    """List problems of the cells, then notices on the contract."""
    dossier, law = inputs.opened(options.files, options.correspondance)
    notices = assess(dossier, law).notices
    records = outputs.problems_of(pd.concat([dossier.problems, notices[dossier.problems.columns]]))
    if options.format == "json":
        print(outputs.as_json({"problems": records}))
    elif options.format == "csv":
        print(
            outputs.as_csv(pd.DataFrame(records, columns=["file", "sheet", "cell", "severity", "message"])),
            end="",
        )
    else:
        print("\n".join(outputs.problem_lines(records)))
    return 0
