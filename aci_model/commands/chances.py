"""`chances`: the chance of each step, and the exact range of the variable part it makes."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model import foresight
from aci_model.commands import chances_text, inputs, outputs, typed
from aci_model.commands.exercises import KEYS, latest, named, stacked
from aci_model.commands.ranges import MISSION, STEP, Range, known, summed
from aci_model.foresight.objectives import envelopes
from aci_model.funding import assess
from aci_model.report.cash import Alone
from aci_model.report.chance import default_sum

if TYPE_CHECKING:
    import argparse

    from aci_model.commands.exercises import Exercise
    from aci_model.foresight import Distribution
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

HELP = "Donner la chance de chaque palier, et la fourchette de la part variable."
NOW, NEXT = "en-cours", "suivant"
LAW = ["euros", "chance", "at_least"]
TABLES = ("paliers", "missions", "loi")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser, several=False)
    to_cover(parser, "aux dépenses")
    parser.add_argument(
        "--exercice",
        choices=[NOW, NEXT],
        default=NOW,
        help="l'année en cours, ses résultats connus comptés, ou la suivante, tout restant à jouer",
    )
    parser.add_argument(
        "--table", choices=TABLES, default="paliers", help="ce que le csv détaille (paliers par défaut)"
    )
    inputs.layouts(parser)
    inputs.formats(parser)


def to_cover(parser: argparse.ArgumentParser, lacking: str) -> None:
    """Add --somme, which by default is what is `lacking`, and --cause-commune."""
    parser.add_argument(
        "--somme",
        type=typed.sum_to_cover,
        metavar="EUROS",
        help=f"somme à couvrir (par défaut, ce qui manque {lacking} une fois le fixe dépensé)",
    )
    parser.add_argument(
        "--cause-commune",
        type=typed.share,
        default=0.0,
        metavar="0..100",
        help="combien les lignes réussissent ou échouent ensemble, en pourcentage",
    )


def run(options: argparse.Namespace) -> int:
    """Work out and print."""
    dossier, rules = inputs.opened(options.files, options.correspondance)
    assessment = assess(dossier, rules)
    found = foresight.chances(dossier, settled=options.exercice == NOW)
    ahead = foresight.outlook(assessment, dossier, rules)
    every = Alone(ahead, dossier, foresight.spending(ahead, dossier, rules, 0.0), {})
    years = foresight.yearly(foresight.project(ahead, [rules.scenarios[foresight.WITHOUT]]))
    to_come = options.exercice == NEXT
    ranges = [
        _range(
            exercise,
            found,
            dossier,
            options.cause_commune,
            _lacking(exercise, every, years, to_come=to_come)
            if options.somme is None
            else (options.somme, ""),
        )
        for exercise in latest(assessment, dossier, rules)
    ]
    if options.format == "json":
        print(outputs.as_json(document(ranges, options.cause_commune, outputs.problems_of(dossier.problems))))
    elif options.format == "csv":
        print(outputs.as_csv(_table(ranges, options.table)), end="")
    else:
        print(_text(ranges, options, rules))
    return 0


def document(ranges: list[Range], common: float, problems: list[dict[str, Any]]) -> dict[str, Any]:
    """Lay chances and ranges out as the json of this command (its keys are in README.md)."""
    return {
        "common_cause": common,
        "communities": [
            {
                "community": told.exercise.community,
                "year": told.exercise.year,
                "lines": _lines(told.steps),
                "missions": _missions(told).to_dict("records"),
                "total": summed(told),
            }
            for told in ranges
        ],
        "problems": problems,
    }


def _lacking(exercise: Exercise, every: Alone, years: pd.DataFrame, *, to_come: bool) -> tuple[float, str]:
    """What the posts of that year lack once the fixe is spent, and which posts, as on screen."""
    spans = every.outlook.spans
    own = replace(every.outlook, spans=spans[spans["community"] == exercise.community])
    return default_sum(
        replace(every, outlook=own), years[years["community"] == exercise.community], to_come=to_come
    )


def _range(
    exercise: Exercise,
    found: pd.DataFrame,
    dossier: Dossier,
    common: float,
    cover: tuple[float, str],
) -> Range:
    about = exercise.case.lines
    paid = exercise.case.parts.loc[exercise.case.parts["paid"] == "attained", "mission"]
    counted = about[about["mission"].isin(paid)]
    tiers = dossier.tiers.assign(**{name: found[name] for name in STEP if name in found})
    columns = ["line", "community", "year", "mission", "label", "kind", "unit", "direction"]
    steps = about[columns].merge(tiers.drop(columns="cell"), on="line")
    within = foresight.within_envelopes(
        counted[["line", "mission"]],
        tiers[tiers["line"].isin(counted["line"])],
        envelopes(exercise.case.missions),
        common=common,
    )
    where = about.set_index("line")
    cell = where["sheet"] + "!" + where["cell"]
    return Range(
        exercise,
        steps.assign(counted=steps["mission"].isin(paid), cell=steps["line"].map(cell)),
        within,
        *cover,
    )


def _lines(steps: pd.DataFrame) -> list[dict[str, Any]]:
    lines = []
    for _, mine in groupby(steps.to_dict("records"), key=lambda row: row["line"]):
        rows = list(mine)
        about = {name: rows[0][name] for name in ("mission", "label", "cell", "counted")}
        lines.append({**about, "steps": [{name: row[name] for name in STEP} for row in rows]})
    return lines


def _missions(told: Range) -> pd.DataFrame:
    return known(told.within.missions).rename(columns=MISSION)[list(MISSION.values())]


def _table(ranges: list[Range], name: str) -> pd.DataFrame:
    if name == "missions":
        return stacked([named(told.exercise, _missions(told)) for told in ranges], list(MISSION.values()))
    if name == "loi":
        return stacked([named(told.exercise, _law(told.within.total)) for told in ranges], LAW)
    columns = ["mission", "label", *STEP, "counted", "cell"]
    return stacked([told.steps[[*KEYS, *columns]] for told in ranges], columns)


def _law(found: Distribution) -> pd.DataFrame:
    """Each sum that can come, its chance, and the chance of at least that."""
    at_least = np.cumsum(found.mass[::-1])[::-1]
    table = pd.DataFrame(dict(zip(LAW, (found.euros, found.mass, at_least), strict=True)))
    return table[table["chance"] > 0]


def _text(ranges: list[Range], options: argparse.Namespace, law: Law) -> str:
    shorts = dict(zip(law.missions["mission"], law.missions["short"], strict=True))
    return "\n".join(chances_text.text(told, options, shorts) for told in ranges) or outputs.NOTHING
