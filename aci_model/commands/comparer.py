"""`comparer`: what changed between two contracts, line by line, and what it does to the expected euros."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import bargaining, foresight
from aci_model.commands import comparer_text, inputs, outputs
from aci_model.commands.comparer_contracts import named_in, picked, which
from aci_model.commands.comparer_pairs import lines_of, paired
from aci_model.report.negotiation_memory import Compared, compared, contract

if TYPE_CHECKING:
    import argparse

    from aci_model.bargaining import Diff
    from aci_model.commands.comparer_contracts import Contract
    from aci_model.reading.dossier import Dossier

HELP = "Comparer deux contrats : ce qui change, et son effet sur les euros attendus."
CHANGE = [
    *("mission", "label", "what", "tier", "before", "after", "before_value", "after_value"),
    *("effect", "low", "high", "old_cell", "new_cell"),
]
PAIR = ["old_label", "new_label", "score", "how", "old_cell", "new_cell"]
CHANGED = ["mission", "label", "changes", "effect", "low", "high", "interaction", "old_cell", "new_cell"]
TOTAL = ["before_low", "before_high", "after_low", "after_high", "effect", "low", "high"]
TABLES = ("changements", "lignes")


@dataclass(frozen=True, eq=False, slots=True)
class Side:
    """One of the two contracts.

    Attributes:
        path: its file.
        whole: all that was read from it.
        contract: which community and year.
        alone: that contract alone.
    """

    path: Path
    whole: Dossier
    contract: Contract
    alone: Dossier


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """Two contracts compared.

    Attributes:
        old: the contract before.
        new: the contract after.
        found: what changed.
        said: the same in words, as on screen.
    """

    old: Side
    new: Side
    found: Diff
    said: Compared


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("old", metavar="ANCIEN", type=Path, help="le contrat d'avant, ou le vôtre")
    parser.add_argument(
        "new", metavar="NOUVEAU", type=Path, help="le contrat d'après, ou celui que l'on propose"
    )
    for option, whose in (("--annee-ancien", "de l'ancien"), ("--annee-nouveau", "du nouveau")):
        parser.add_argument(
            option, type=int, metavar="ANNEE", help=f"année {whose} contrat (par défaut, sa dernière)"
        )
    which(parser)
    paired(parser)
    parser.add_argument(
        "--table", choices=TABLES, default=TABLES[0], help="ce que le csv détaille (changements par défaut)"
    )
    inputs.layouts(parser)
    inputs.formats(parser)


def run(options: argparse.Namespace) -> int:
    """Compare and print."""
    told = answer(options)
    if options.format == "json":
        print(outputs.as_json(document(told)))
    elif options.format == "csv":
        print(outputs.as_csv(changes(told) if options.table == TABLES[0] else lines(told)), end="")
    else:
        print(comparer_text.text(told))
    return 0


def answer(options: argparse.Namespace) -> Told:
    """Read both files and compare their contracts, as the page does.

    Raises:
        Refused: a file cannot be read, or the contract meant is not in it.
    """
    old, rules = inputs.opened([options.old], options.correspondance)
    new, _ = inputs.opened([options.new], options.correspondance)
    # A file of one community tells which one is meant in a file of many.
    wanted = options.communaute or _only(old, new) or _only(new, old)
    before = _side(options.old, old, wanted, options.annee_ancien, "--annee-ancien")
    after = _side(options.new, new, wanted, options.annee_nouveau, "--annee-nouveau")
    found = bargaining.diff(
        before.alone,
        after.alone,
        rules.missions,
        chances=foresight.chances(new, settled=False),
        old_chances=foresight.chances(old, settled=False),
        pairs=lines_of(options.rapprocher, before.alone.lines, after.alone.lines),
    )
    return Told(before, after, found, compared(found, before.alone, after.alone, rules))


def document(told: Told) -> dict[str, Any]:
    """Lay a comparison out as the json of this command (its keys are in README.md)."""
    changed = told.found.lines.assign(**_cells(told, told.found.lines))
    (totals,) = told.found.totals[TOTAL].to_dict("records")
    problems = pd.concat([told.old.whole.problems, told.new.whole.problems])
    return {
        "old": _named(told.old),
        "new": _named(told.new),
        "sentence": told.said.say,
        "totals": totals,
        "changes": changes(told).to_dict("records"),
        "changed_lines": changed[CHANGED].to_dict("records"),
        "lines": lines(told).to_dict("records"),
        "not_compared": list(told.found.silent),
        "problems": outputs.problems_of(problems),
    }


def changes(told: Told) -> pd.DataFrame:
    """List the changes, one a row, with where each stands: columns CHANGE."""
    found = told.found.changes
    return found.assign(**_cells(told, found))[CHANGE]


def lines(told: Told) -> pd.DataFrame:
    """List which line is which, one pair a row: columns PAIR."""
    pairs = told.found.pairs
    before, after = (side.alone.lines.set_index("line")["label"] for side in (told.old, told.new))
    named = {"old_label": pairs["old"].map(before), "new_label": pairs["new"].map(after)}
    return pairs.assign(**named, **_cells(told, pairs))[PAIR]


def _only(one: Dossier, other: Dossier) -> str | None:
    """Name the community of a dossier that has one alone, if the other has lines of it."""
    names = one.lines["community"].unique()
    return str(names[0]) if len(names) == 1 and named_in(other, str(names[0])) else None


def _side(path: Path, whole: Dossier, community: str | None, year: int | None, option: str) -> Side:
    its = picked(path, whole, community, year, option=option)
    return Side(path, whole, its, contract(whole, *its))


def _named(side: Side) -> dict[str, Any]:
    community, year = side.contract
    return {"file": side.alone.lines["file"].iloc[0], "community": community, "year": year}


def _cells(told: Told, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Sheet and cell of the lines of a frame, in each contract."""
    sides = {"old": told.old.alone.lines, "new": told.new.alone.lines}
    return {
        f"{name}_cell": frame[name].map((own["sheet"] + "!" + own["cell"]).set_axis(own["line"]))
        for name, own in sides.items()
    }
