"""What `projeter` says to a person: the years, until when the money is enough, and the months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import foresight
from aci_model.commands import outputs
from aci_model.commands.treasury import by_month, changing_nothing
from aci_model.report import cash as followed
from aci_model.report.cash_words import month, short_month
from aci_model.report.tables import year_labels
from aci_model.wording import count, day, enumeration, euros, missing, percent, typeset

if TYPE_CHECKING:
    from aci_model.commands.projeter import Projected

_KINDS = {  # columns of the months: which payments each adds up
    "Avances": ["signature", "avance", "demarrage", "avance_variable"],
    "Soldes": ["solde"],
    "Variable": ["variable"],
    "Repris": ["retenue"],
}


def text(projected: Projected) -> str:
    """Write a projection for a person, community by community.

    Args:
        projected: what the command worked out.
    """
    blocks = [
        "\n\n".join(
            [
                str(community),
                _years(mine, projected),
                *_treasury(str(community), projected),
            ]
        )
        for community, mine in projected.years.groupby("community", sort=False)
    ]
    odd = outputs.problems_of(changing_nothing(projected.dossier, projected.found))
    told = ["\n".join(outputs.problem_lines(odd))] if odd else []
    return "\n\n".join([*blocks, *told]) + "\n" if blocks else outputs.NOTHING


def _share_words(projected: Projected) -> str:
    return f"Variable à {percent(projected.chosen.shares[0].share, 0)}"


def _years(mine: pd.DataFrame, projected: Projected) -> str:
    """A row per year, the chosen scenario beside « sans part variable »."""
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
            _covered(projected.posts, row["span"]),
        ]
        for row in chosen.to_dict("records")
    ]
    headers = [
        "Année",
        "Base",
        "Fixe",
        _share_words(projected),
        "Total",
        "Sans variable",
        "Postes couverts sans",
    ]
    return outputs.as_table(headers, rows)


def _year(row: dict[Any, Any]) -> str:
    if missing(row["year"]):
        return "cette année" if row["ahead"] == 0 else f"dans {count(row['ahead'], 'an')}"
    return str(row["year"])


def _covered(posts: pd.DataFrame, span: int) -> str:
    """How many posts the income without variable part covers in full."""
    mine = posts[(posts["span"] == span) & (posts["scenario"] == foresight.WITHOUT) & (posts["cost"] != 0)]
    return f"{(mine['state'] == 'couvert').sum()} sur {len(mine)}" if len(mine) else "aucun"


def _treasury(community: str, projected: Projected) -> list[str]:
    """The sentences of the treasury, its milestones, and its months."""
    rules = projected.law
    mine = followed.alone(projected.ahead, projected.dossier, community, rules)
    scenarios = [projected.chosen, rules.scenarios[foresight.WITHOUT]]
    found = followed.follow(mine, scenarios, rules)
    labels = year_labels(mine.outlook.spans).set_axis(mine.outlook.spans["span"])
    told = followed.followed(found, mine, projected.chosen, labels, rules)
    sentences = [told.no_curve] if told.curve is None else [told.curve.answer, told.curve.say + "."]
    if told.curve is not None:
        sentences += [told.curve.stops_say, told.curve.start_say]
    if found.cash.empty:
        return ["\n".join(outputs.wrapped(sentence) for sentence in sentences)]
    sentences.append(_rules(mine.spent.terms.iloc[0]))
    return [
        "\n".join(outputs.wrapped(sentence) for sentence in sentences),
        _milestones(found.milestones, projected),
        _months(by_month(found)),
    ]


def _rules(terms: pd.Series) -> str:
    """The payment rules no text found says, and who says them."""
    delay, advance = int(terms["balance_delay"]), float(terms["variable_advance"])
    ahead = f"{percent(advance)} du variable versés d'avance" if advance else "variable versé sans avance"
    manner = (
        "rendu en une fois" if terms["overpayment"] == "rembourse" else "retenu sur les versements suivants"
    )
    rules = [
        f"solde {count(delay, 'mois', 'mois')} après l'anniversaire ({terms['balance_delay_origin']})",
        f"{ahead} ({terms['variable_advance_origin']})",
        f"trop-perçu {manner} ({terms['overpayment_origin']})",
    ]
    return typeset(f"Règles de versement : {enumeration(rules)}.")


def _milestones(reached: pd.DataFrame, projected: Projected) -> str:
    """Until when the money is enough, how deep it falls, what lacks: the chosen scenario beside none."""
    chosen, without = (
        reached[reached["scenario"] == scenario].iloc[0]
        for scenario in (projected.chosen.id, foresight.WITHOUT)
    )
    rows = [
        [name, say(chosen, suffix), say(without, suffix)]
        for suffix, about in (("", "tous les postes"), ("_firm", "postes fermes"))
        for name, say in (
            (f"Dernier mois couvert, {about}", _last),
            (f"Creux, {about}", _trough),
            (f"Manque en fin d'année, {about}", _lacking),
        )
    ]
    return typeset(outputs.as_table(["", _share_words(projected), "Sans part variable"], rows))


def _last(reached: pd.Series, suffix: str) -> str:
    if missing(reached[f"last_covered_month{suffix}"]):
        return "aucun"
    end = " (fin)" if reached[f"covered_to_end{suffix}"] else ""
    return month(reached[f"last_covered_month{suffix}"]) + end


def _trough(reached: pd.Series, suffix: str) -> str:
    return f"{euros(reached[f'trough{suffix}'])} en {month(reached[f'trough_month{suffix}'])}"


def _lacking(reached: pd.Series, suffix: str) -> str:
    on = reached[f"lacking_on{suffix}"]
    return euros(reached[f"lacking{suffix}"]) + ("" if missing(on) else f" au {day(on)}")


def _months(months: pd.DataFrame) -> str:
    """A row per month: what comes in, what the posts cost, what is left."""
    chosen = months[months["scenario"] != foresight.WITHOUT].reset_index(drop=True)
    without = months[months["scenario"] == foresight.WITHOUT].reset_index(drop=True)
    sums = pd.DataFrame({name: chosen[kinds].sum(axis=1) for name, kinds in _KINDS.items()})
    sums = sums.loc[:, [name for name in sums if name != "Repris" or sums[name].any()]]
    rows = [
        [
            short_month(row["month"]),
            *(_euros(euro) for euro in received),
            _euros(row["firm"]),
            _euros(row["soft"]),
            _left(row),
            _left(beside),
        ]
        for row, beside, received in zip(
            chosen.to_dict("records"), without.to_dict("records"), sums.to_numpy().tolist(), strict=True
        )
    ]
    table = outputs.as_table(["Mois", *sums, "Fermes", "Souples", "Reste", "Sans variable"], rows)
    if not (months["unknown"] | months["unknown_out"]).any():
        return table
    return f"{table}\n{typeset('* une recette ou une dépense attendue est inconnue : ce reste ne la compte pas.')}"


def _euros(amount: float) -> str:
    return euros(amount) if amount else "–"


def _left(row: dict[Any, Any]) -> str:
    return euros(row["balance"]) + ("*" if row["unknown"] or row["unknown_out"] else "")
