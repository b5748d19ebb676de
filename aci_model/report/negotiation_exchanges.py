"""Exchanges and feasibility in French words: what may be traded, and what arithmetic stands against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import bargaining
from aci_model.bargaining.chanced import chanced
from aci_model.bargaining.feasibility import CHECK, IMPOSSIBLE, SEVERITIES, TIGHT, UNPRECEDENTED
from aci_model.report.negotiation_bands import bands
from aci_model.report.sentences import typeset_words
from aci_model.report.tables import names
from aci_model.wording import count, enumeration, euros, measure, missing, percent, typeset

if TYPE_CHECKING:
    from aci_model.bargaining import Exchanges, Grounds
    from aci_model.report.negotiation_bands import Bands

GRAVITY = {  # of a finding of `bargaining.feasibility`: alone, and counted
    IMPOSSIBLE: ("impossible", "impossibles"),
    UNPRECEDENTED: ("sans précédent", "sans précédent"),
    TIGHT: ("tendu", "tendus"),
    CHECK: ("à vérifier", "à vérifier"),
}
HOW_EXCHANGES_READ = typeset(
    "Deux lignes d'une même mission : ce que l'une cède, l'autre le reprend, sans que le revenu attendu bouge de plus "
    "que l'arrondi affiché. L'écart type dit de combien le revenu s'écarte d'ordinaire de sa moyenne."
)


@dataclass(frozen=True, eq=False, slots=True)
class Trade:
    """One exchange, ready to be read: what it is, what it changes to the income, and the two schedules."""

    title: str
    effect: str
    table: pd.DataFrame  # « Ligne et palier », « Aujourd’hui », « Après » (euros; missing: the step goes)


@dataclass(frozen=True, eq=False, slots=True)
class ExchangesTold:
    """What is said of the exchanges and of the feasibility of one contract year.

    Attributes:
        say: the finding.
        trades: the proposed exchanges, the best first.
        bands: what they do to the range of the income; None without any.
        left_out: what no exchange could count, a sentence or nothing.
        feasible_say: what arithmetic says of the targets, without a full stop.
        findings: « Constat » and « Ce qui s’y oppose », the gravest first.
        names: line -> its mission and its words.
        partners: line -> the lines it may trade with.
    """

    say: str
    trades: tuple[Trade, ...]
    bands: Bands | None
    left_out: str
    feasible_say: str
    findings: pd.DataFrame
    names: dict[int, str]
    partners: dict[int, list[int]]


def exchanges(on: Grounds, lines: pd.DataFrame, chances: pd.DataFrame) -> ExchangesTold:
    """Say which exchanges lower the risk most, and which targets arithmetic stands against.

    Args:
        on: `bargaining.grounds` of one contract year.
        lines: `report.tables.lines` of the same year.
        chances: line, tier, chance of the year to negotiate.
    """
    proposed = bargaining.proposals(
        bargaining.Priced(on.lines, on.tiers, chances), rounding=on.settings.rounding
    )
    findings = on.findings[on.findings["line"].isin(lines["line"])]
    listed = dict(zip(lines["line"].tolist(), lines["mission_label"] + " · " + names(lines), strict=True))
    return ExchangesTold(
        say=_finding(proposed, _spread(on, chances)),
        trades=tuple(trades(proposed, on)),
        bands=bands(proposed, on, chances, mission_ranks(lines)) if len(proposed.table) else None,
        left_out=_left_out(proposed.unknown),
        feasible_say=_feasible(findings),
        findings=pd.DataFrame(
            {
                "Constat": [GRAVITY[severity][0] for severity in findings["severity"]],
                "Ce qui s’y oppose": findings["sentence"].astype("str"),
            }
        ).reset_index(drop=True),
        names={int(line): name for line, name in listed.items()},
        partners=_partners(lines),
    )


def mission_ranks(lines: pd.DataFrame) -> pd.Series:
    """Give the rank of each mission in the accord, by mission, from `report.tables.lines`."""
    return lines.drop_duplicates("mission").set_index("mission")["mission_rank"]


def trades(found: Exchanges, on: Grounds) -> list[Trade]:
    """Put exchanges into words, each with the two schedules before and after."""
    return [
        Trade(_title(row, on), _effect(row), _schedules(found, int(row["exchange"]), on))
        for row in found.table.to_dict("records")
    ]


def _partners(lines: pd.DataFrame) -> dict[int, list[int]]:
    """Lines of the same mission, given-up ones apart: an envelope pays for no other."""
    open_ = lines[lines["abandon"].isna()]
    groups = open_.groupby("mission", sort=False)["line"].agg(list).to_dict()
    pairs = zip(open_["line"], open_["mission"], strict=True)
    found = {int(line): [int(other) for other in groups[mission] if other != line] for line, mission in pairs}
    return {line: others for line, others in found.items() if others}


def _spread(on: Grounds, chances: pd.DataFrame) -> float:
    """Variance of the income of the lines that can be counted, independent of one another (euros²)."""
    variance = chanced(on.lines, on.tiers, chances).variance
    open_ = on.lines["abandon"].isna().to_numpy(dtype=np.bool_)
    return float(np.nansum(variance[open_]))


@typeset_words
def _finding(found: Exchanges, spread: float) -> str:
    number = len(found.table)
    if not number and found.unknown:
        return "Aucun échange ne se calcule encore : il manque des chances ou des montants."
    if not number:
        return "Aucun échange entre deux lignes ne rendrait le revenu plus sûr."
    after = max(spread - float(found.table["drop"].sum()), 0.0) ** 0.5
    counted = ("Un échange", "Deux échanges", "Trois échanges")[number - 1]
    verb = "ramène" if number == 1 else "ramènent"
    return (
        f"{counted}, à revenu attendu inchangé, {verb} l'écart type de votre part variable "
        f"de {euros(spread**0.5)} à {euros(after)}."
    )


@typeset_words
def _left_out(unknown: int) -> str:
    if not unknown:
        return ""
    return (
        f"{count(unknown, 'ligne reste', 'lignes restent')} à part, une chance ou un montant est inconnu. "
        "Les chances se saisissent dans Objectifs."
    )


@typeset_words
def _feasible(findings: pd.DataFrame) -> str:
    if findings.empty:
        return "Aucun chiffre connu ne s'oppose à un objectif"
    first = findings.drop_duplicates("line")  # the gravest of each line
    counted = first["severity"].value_counts()
    told = []
    for severity in SEVERITIES:
        quantity = int(counted.get(severity, 0))
        if quantity:
            told.append(f"{quantity} {GRAVITY[severity][quantity > 1]}")
    return f"Objectifs face aux chiffres : {enumeration(told)}"


@typeset_words
def _title(row: dict[object, object], on: Grounds) -> str:
    give, take = (_line(on, row[side]) for side in ("give", "take"))
    if row["kind"] == "amount":
        return f"{euros(row['gives'])} de « {give['label']} » contre {euros(row['takes'])} sur « {take['label']} »"  # type: ignore[arg-type]  # euros of the frame
    eased = measure(row["target"], take["unit"])  # type: ignore[arg-type]  # a value of the frame
    return f"{euros(row['gives'])} de « {give['label']} » contre « {take['label']} » ramené à {eased}"  # type: ignore[arg-type]  # euros of the frame


@typeset_words
def _effect(row: dict[object, object]) -> str:
    before, after = float(row["sd_before"]), float(row["sd_after"])  # type: ignore[arg-type]  # euros of the frame
    residue, freed = float(row["residue"]), float(row["freed"])  # type: ignore[arg-type]  # euros of the frame
    rounded = (
        "revenu attendu inchangé"
        if abs(residue) < 1
        else f"revenu attendu à {euros(abs(residue))} près, l'arrondi"
    )
    told = f"Écart type des deux lignes de {euros(before)} à {euros(after)}"
    if before > 0:
        told += f" (−{percent(1 - after / before, 0)})" if after < before else ""
    rest = f" ; {euros(freed)} de l'enveloppe ne sont plus portés par aucune ligne" if freed >= 1 else ""
    more = f" ; il faudrait {euros(-freed)} d'enveloppe de plus" if freed <= -1 else ""
    return f"{told} ; {rounded}{rest}{more}."


def _schedules(found: Exchanges, exchange: int, on: Grounds) -> pd.DataFrame:
    """The two schedules before and after, step by step; a step that goes has no amount after."""
    row = found.table[found.table["exchange"] == exchange].iloc[0]
    after = found.tiers[found.tiers["exchange"] == exchange]
    parts = []
    for line in (int(row["give"]), int(row["take"])):
        about = _line(on, line)
        steps = on.tiers.loc[on.tiers["line"] == line, ["threshold", "amount"]].dropna(subset="threshold")
        both = steps.merge(
            after.loc[after["line"] == line, ["threshold", "amount"]],
            on="threshold",
            how="left",
            suffixes=("", "_after"),
        )
        words = [_step(about, value) for value in both["threshold"]]
        parts.append(
            pd.DataFrame(
                {"Ligne et palier": words, "Aujourd’hui": both["amount"], "Après": both["amount_after"]}
            )
        )
    return pd.concat(parts, ignore_index=True)


def _step(about: pd.Series, value: float) -> str:
    label = str(about["label"])
    if about["kind"] == "livrable":
        return label
    return typeset(f"{label} : {measure(value, None if missing(about['unit']) else about['unit'])}")


def _line(on: Grounds, line: object) -> pd.Series:
    return on.lines[on.lines["line"] == line].iloc[0]
