"""`projeter`: the years and the months to come, with and without the variable part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import foresight, law
from aci_model.commands import inputs, outputs, projection_text, typed
from aci_model.commands.treasury import FLOWS, by_month, changing_nothing
from aci_model.funding import assess

if TYPE_CHECKING:
    import argparse

    from aci_model.foresight import Outlook, Spending, Treasury
    from aci_model.law import Law, Scenario
    from aci_model.reading.dossier import Dossier

HELP = "Projeter les années et la trésorerie du contrat, avec et sans part variable."
YEAR = [
    *("year", "starts", "ends", "scenario", "basis", "fixed", "variable", "crisis", "total"),
    *("fixed_known", "variable_known", "income"),
]
POST = ["year", "scenario", "post", "mission", "firm", "cost", "covered", "state"]
OPENING = ["balance", "assumed", "since", "until"]
RULES = ["balance_delay", "variable_advance", "overpayment"]
_REACHED = ["last_covered_month", "covered_to_end", "trough", "trough_month", "lacking", "lacking_on"]
MILESTONE = ["scenario", *_REACHED, *(f"{name}_firm" for name in _REACHED), "unknown", "unknown_out"]
MONTH = [
    *("scenario", "month", *FLOWS, "inflow", "firm", "soft", "balance", "balance_firm", "balance_relieved"),
    *("unknown", "unknown_out"),
]
PAYMENT = ["scenario", "day", "of_year", "mission", "flow", "amount", "basis", "reason"]
STOP = ["scenario", "post", "mission", "order", "stops_on", "saved", "gained"]
TABLES = ("annees", "mois", "versements")


@dataclass(frozen=True, eq=False, slots=True)
class Projected:
    """All that the command answers with.

    Attributes:
        dossier: with what was typed after the options.
        law: the texts.
        ahead: the years, before any scenario.
        chosen: the scenario asked for; its share of the variable part.
        years: see `foresight.yearly`.
        posts: see `foresight.coverage`.
        spent: what no scenario moves.
        found: the treasury under the chosen scenario and without variable part.
    """

    dossier: Dossier
    law: Law
    ahead: Outlook
    chosen: Scenario
    years: pd.DataFrame
    posts: pd.DataFrame
    spent: Spending
    found: Treasury


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser, several=False)
    parser.add_argument(
        "--annees", type=typed.years, metavar="N", help="nombre d'années à venir (fin du contrat par défaut)"
    )
    parser.add_argument(
        "--part-variable",
        type=typed.share,
        default=1.0,
        metavar="0..100",
        help="part du variable comptée, en pourcentage",
    )
    parser.add_argument(
        "--solde", type=typed.euros, metavar="EUROS", help="solde du compte, à la place de celui du classeur"
    )
    parser.add_argument(
        "--delai-solde",
        type=typed.months,
        metavar="MOIS",
        help="mois entre l'anniversaire du contrat et le versement du solde",
    )
    parser.add_argument(
        "--avance-variable",
        type=typed.share,
        metavar="0..100",
        help="part du variable versée d'avance, en pourcentage",
    )
    parser.add_argument(
        "--trop-percu", choices=["retenu", "rembourse"], help="comment un trop-perçu est repris"
    )
    parser.add_argument(
        "--table", choices=TABLES, default="annees", help="ce que le csv détaille (annees par défaut)"
    )
    inputs.readings(parser)
    inputs.layouts(parser)
    inputs.formats(parser)


def run(options: argparse.Namespace) -> int:
    """Project and print."""
    projected = _projected(options)
    if options.format == "json":
        print(outputs.as_json(document(projected)))
    elif options.format == "csv":
        print(outputs.as_csv(_table(projected, options.table)), end="")
    else:
        print(projection_text.text(projected))
    return 0


def document(projected: Projected) -> dict[str, Any]:
    """Lay a projection out as the json of this command (its keys are in README.md)."""
    found, spent = projected.found, projected.spent
    frames = {
        "years": projected.years[["community", *YEAR]],
        "commitments": projected.posts[["community", *POST]],
        "milestones": found.milestones[["community", *MILESTONE]],
        "months": by_month(found)[["community", *MONTH]],
        "payments": found.flows[["community", *PAYMENT]],
        "stops": found.stops[["community", *STOP]],
    }
    apart = {name: _by_community(frame) for name, frame in frames.items()}
    openings = _by_community(spent.opening[["community", *OPENING]])
    rules = spent.terms.set_index("community")
    problems = pd.concat([projected.dossier.problems, changing_nothing(projected.dossier, found)])
    return {
        "variable_share": projected.chosen.shares[0].share,
        "communities": [
            {
                "community": community,
                **{name: rows.get(community, []) for name, rows in apart.items()},
                "opening": next(iter(openings.get(community, [])), None),
                "payment_rules": {
                    rule: {
                        "value": rules.loc[community, rule],
                        "origin": rules.loc[community, f"{rule}_origin"],
                    }
                    for rule in RULES
                },
            }
            for community in apart["years"]
        ],
        "problems": outputs.problems_of(problems),
    }


def _projected(options: argparse.Namespace) -> Projected:
    opened, rules = inputs.opened(options.files, options.correspondance)
    dossier = _told(opened, options)
    assessment = assess(dossier, rules, inputs.choices(options))
    chosen = law.scenario(options.part_variable)
    scenarios = [chosen, rules.scenarios[foresight.WITHOUT]]
    ahead = foresight.outlook(assessment, dossier, rules, options.annees)
    # An account nobody told of starts at 0 €, as on screen: the answer says so.
    spent = foresight.spending(ahead, dossier, rules, 0.0)
    found = foresight.treasury(ahead, scenarios, dossier, rules, spent)
    years = foresight.yearly(found.projection)
    posts = foresight.coverage(foresight.costs(dossier.expenses, years.drop_duplicates("span")), years)
    return Projected(dossier, rules, ahead, chosen, years, posts, spent, found)


def _told(dossier: Dossier, options: argparse.Namespace) -> Dossier:
    """Put what was typed after the options in place of what the files say."""
    given = {
        "balance": options.solde,
        "balance_delay": options.delai_solde,
        "variable_advance": options.avance_variable,
        "overpayment": options.trop_percu,
    }
    own = {name: value for name, value in given.items() if value is not None}
    dtypes = {name: dossier.communities[name].dtype for name in own}
    return replace(dossier, communities=dossier.communities.assign(**own).astype(dtypes))


def _table(projected: Projected, name: str) -> pd.DataFrame:
    if name == "mois":
        return by_month(projected.found)[["community", *MONTH]]
    if name == "versements":
        return projected.found.flows[["community", *PAYMENT]]
    return projected.years[["community", *YEAR]]


def _by_community(frame: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    return {
        str(community): mine.drop(columns="community").to_dict("records")
        for community, mine in frame.groupby("community", sort=False)
    }
