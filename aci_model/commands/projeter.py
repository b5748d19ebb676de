"""`projeter`: the years past and to come, with and without the variable part."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aci_model import foresight, law
from aci_model.commands import inputs, outputs
from aci_model.funding import assess
from aci_model.wording import count, euros, missing, percent

if TYPE_CHECKING:
    import pandas as pd

HELP = "Projeter les années du contrat, avec et sans part variable."
YEAR = [
    *("year", "starts", "ends", "scenario", "basis", "fixed", "variable", "crisis", "total"),
    *("fixed_known", "variable_known", "income"),
]
POST = ["year", "scenario", "post", "mission", "firm", "cost", "covered", "state"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser, several=False)
    parser.add_argument(
        "--annees", type=_years, metavar="N", help="nombre d'années à venir (fin du contrat par défaut)"
    )
    parser.add_argument(
        "--part-variable",
        type=_share,
        default=1.0,
        metavar="0..100",
        help="part du variable comptée, en pourcentage",
    )
    inputs.readings(parser)
    inputs.layouts(parser)
    inputs.formats(parser)


def run(options: argparse.Namespace) -> int:
    """Project and print."""
    dossier, rules = inputs.opened(options.files, options.correspondance)
    assessment = assess(dossier, rules, inputs.choices(options))
    scenarios = [law.scenario(options.part_variable), rules.scenarios[foresight.WITHOUT]]
    ahead = foresight.outlook(assessment, dossier, rules, options.annees)
    years = foresight.yearly(foresight.project(ahead, scenarios))
    posts = foresight.coverage(foresight.costs(dossier.expenses, years.drop_duplicates("span")), years)
    if options.format == "json":
        print(
            outputs.as_json(
                document(years, posts, options.part_variable, outputs.problems_of(dossier.problems))
            )
        )
    elif options.format == "csv":
        print(outputs.as_csv(years[["community", *YEAR]]), end="")
    else:
        print(text(years, posts, options.part_variable))
    return 0


def document(
    years: pd.DataFrame, posts: pd.DataFrame, share: float, problems: list[dict[str, Any]]
) -> dict[str, Any]:
    """Lay a projection out as the json of this command (its keys are in README.md)."""
    return {
        "variable_share": share,
        "communities": [
            {
                "community": community,
                "years": mine[YEAR].to_dict("records"),
                "commitments": posts.loc[posts["community"] == community, POST].to_dict("records"),
            }
            for community, mine in years.groupby("community", sort=False)
        ],
        "problems": problems,
    }


def text(years: pd.DataFrame, posts: pd.DataFrame, share: float) -> str:
    """Write a projection for a person: a row per year, the chosen scenario beside « sans part variable »."""
    blocks = []
    for community, mine in years.groupby("community", sort=False):
        chosen = mine[mine["scenario"] != foresight.WITHOUT]
        without = mine[mine["scenario"] == foresight.WITHOUT].set_index("span")
        rows = [
            [
                _year(row),
                row["basis"],
                euros(row["fixed"]),
                euros(row["variable"]),
                euros(row["total"]),
                euros(without["total"][row["span"]]),
                _covered(posts, row["span"]),
            ]
            for row in chosen.to_dict("records")
        ]
        headers = [
            "Année",
            "Base",
            "Fixe",
            f"Variable à {percent(share, 0)}",
            "Total",
            "Sans part variable",
            "Engagements couverts sans",
        ]
        blocks.append(f"{community}\n\n{outputs.as_table(headers, rows)}\n")
    return "\n".join(blocks)


def _year(row: dict[Any, Any]) -> str:
    if missing(row["year"]):
        return "cette année" if row["ahead"] == 0 else f"dans {count(row['ahead'], 'an')}"
    return str(row["year"])


def _covered(posts: pd.DataFrame, span: int) -> str:
    """How many posts the income without variable part covers in full."""
    mine = posts[(posts["span"] == span) & (posts["scenario"] == foresight.WITHOUT) & (posts["cost"] != 0)]
    return f"{(mine['state'] == 'couvert').sum()} sur {len(mine)}" if len(mine) else "aucun"


def _share(typed: str) -> float:
    """A percentage 0–100 as a share 0–1."""
    value = float(typed.replace(",", ".").rstrip("% \u00a0"))
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(typed)
    return value / 100


def _years(typed: str) -> int:
    value = int(typed)
    if not 0 <= value <= 20:
        raise argparse.ArgumentTypeError(typed)
    return value
