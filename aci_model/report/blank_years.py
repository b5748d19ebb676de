"""All that the view of the années blanches says: what is removed, when it is felt, which posts stop, what stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aci_model import law as texts
from aci_model.foresight import compare
from aci_model.foresight.blank import ALIKE, KEPT, LATER, SOONER, STOPPED
from aci_model.law import Share
from aci_model.report import cash
from aci_model.report.cash_words import month, of_month
from aci_model.report.sentences import CENT, typeset_words
from aci_model.wording import UNKNOWN, count, enumeration, euros, missing, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from aci_model.foresight import Comparison
    from aci_model.law import Law, Scenario
    from aci_model.report.cash import Alone

ID = "annee_blanche"
STATES = {
    STOPPED: "s’arrête",
    SOONER: "s’arrête plus tôt",
    LATER: "s’arrête plus tard",
    ALIKE: "s’arrête de toute façon",
    KEPT: "continue",
}


@dataclass(frozen=True, eq=False, slots=True)
class Blank:
    """What années blanches remove beside a reference.

    Attributes:
        stands: what still stands, in one sentence: the answer.
        removed, cover, stopped: a figure each, written: euros, months of cover, posts.
        felt: when it is felt, and what stops.
        months: for a picture: the months under the années blanches, with balance_reference; None without a curve.
        reached: the row of `milestones` under the années blanches; None without a curve.
        start: euros the curve starts with.
        say: the finding above the picture; aloud: the picture for someone who does not see it.
        missions: year_label, mission_label, reference, chosen, removed, felt_words: years that lose something.
        posts: post, firm_words, state_words, reference_words, chosen_words.
    """

    stands: str
    removed: str
    cover: str
    stopped: str
    felt: str
    months: pd.DataFrame | None
    reached: pd.Series | None
    start: float
    say: str
    aloud: str
    missions: pd.DataFrame
    posts: pd.DataFrame


def shaded(
    reference: Scenario, share: float, years: Sequence[int], missions: Mapping[str, float], law: Law
) -> Scenario:
    """Build the scenario that pays the reference's share, but another one for some contract years.

    Args:
        reference: one share for every mission.
        share: what is paid of those years' variable part, 0–1.
        years: calendar years in which these contract years start, side by side or not; empty for all to come.
        missions: mission -> a share of its own for these years.
        law: the missions that may be named.
    """
    span: Sequence[int | None] = years or [None]
    clauses = [
        Share("attained", value, mission, year, year)
        for year in span
        for mission, value in [(None, share), *missions.items()]
    ]
    usual = reference.shares[0].share
    built = texts.scenario(usual, shares=clauses, crisis=reference.crisis, title="Année blanche", law=law)
    return replace(built, id=ID)


def blank(mine: Alone, reference: Scenario, chosen: Scenario, labels: pd.Series, law: Law) -> Blank:
    """Say what années blanches remove.

    Args:
        mine: from `cash.alone`.
        reference: what they are set beside.
        chosen: from `shaded`.
        labels: span -> name of its contract year.
        law: labels of missions.
    """
    found = cash.follow(mine, [reference, chosen], law)
    compared = compare(found, reference, chosen)
    totals = compared.totals.iloc[0]
    spent = not mine.dossier.expenses.empty
    followed = spent and not found.milestones.empty
    months, reached = None, None
    if followed:
        before, after = (found.cash[found.cash["scenario"] == which] for which in (reference.id, ID))
        months = after.reset_index(drop=True).assign(
            month_words=[month(first) for first in after["month"]],
            known=False,
            balance_reference=before["balance"].to_numpy(),
        )
        reached = found.milestones[found.milestones["scenario"] == ID].iloc[0]
    return Blank(
        stands=stands(totals),
        removed=_least(totals["removed"], totals["removed_known"]),
        cover=cover(totals) if followed else UNKNOWN,
        stopped=str(totals["posts_stopped"]) if followed else UNKNOWN,
        felt=felt(totals, compared.posts) if followed else "",
        months=months,
        reached=reached,
        start=float(mine.spent.opening["balance"].iloc[0]) if followed else 0.0,
        say=finding(totals, reached),
        aloud=aloud(totals, reached),
        missions=_missions(compared, labels, law),
        posts=_posts(compared),
    )


@typeset_words
def stands(totals: pd.Series) -> str:
    """Say what still stands.

    Args:
        totals: the row of `foresight.compare`.
    """
    known, before = totals["stands_known"], totals["reference_known"]
    floor = "au moins " if missing(totals["fixed"]) or missing(totals["variable"]) else ""
    if abs(known - before) <= CENT:
        return f"Rien n'est retiré : {floor}{euros(known)} sont attendus cette année et les suivantes."
    share = f", {percent(known / before, 0)} de ce qui était attendu" if before > CENT else ""
    fixed = "" if missing(totals["fixed"]) else f", dont {euros(totals['fixed'])} de part fixe"
    return f"Il reste {floor}{euros(known)} cette année et les suivantes{share}{fixed}."


def cover(totals: pd.Series) -> str:
    """Write the months of cover lost, every post paid; a minus says they are gained."""
    return number(totals["months_lost"], 0)


@typeset_words
def felt(totals: pd.Series, posts: pd.DataFrame) -> str:
    """Say when the account feels it, and which posts stop that would not have, or later."""
    if missing(totals["felt_from"]):
        return "Le compte ne le voit pas d'ici la fin des années montrées."
    firm = totals["months_lost_firm"]
    held = (
        "vos engagements fermes gardent la même couverture"
        if missing(firm) or firm <= 0
        else f"vos engagements fermes perdent {count(int(firm), 'mois')} de couverture"
    )
    named = posts.loc[posts["state"].isin([STOPPED, SOONER]), "post"].tolist()
    stop = (
        f"s'arrêtent, ou s'arrêtent plus tôt : {enumeration(named)}"
        if named
        else "aucun poste de plus ne s'arrête"
    )
    return f"Le compte le sent à partir {of_month(totals['felt_from'])} ; {held} ; {stop}."


@typeset_words
def finding(totals: pd.Series, reached: pd.Series | None) -> str:
    """Say where it leads the account: the title of the picture."""
    gone = _least(totals["removed"], totals["removed_known"])
    if reached is None:
        return f"{gone} en moins"
    if missing(reached["last_covered_month"]):
        return f"{gone} en moins : l'argent manque dès le premier mois"
    if reached["covered_to_end"]:
        return f"{gone} en moins : le compte tient jusqu'au bout"
    return f"{gone} en moins : l'argent suffit jusqu'en {month(reached['last_covered_month'])}"


@typeset_words
def aloud(totals: pd.Series, reached: pd.Series | None) -> str:
    """Tell the picture to someone who does not see it."""
    if reached is None:
        return finding(totals, reached) + "."
    return (
        f"Deux courbes du compte, référence et années blanches, {of_month(reached['first_month'])} à "
        f"{month(reached['end_month'])}. {finding(totals, reached)}. Au plus bas, {euros(reached['trough'])} en "
        f"{month(reached['trough_month'])}."
    )


def _least(total: float, known: float) -> str:
    return f"au moins {euros(known)}" if missing(total) else euros(total)


def _missions(compared: Comparison, labels: pd.Series, law: Law) -> pd.DataFrame:
    """The years and missions that lose something, or may."""
    table = compared.missions
    moved = table[table["removed"].isna() | (table["removed"].abs() > CENT)].reset_index(drop=True)
    names = law.missions.set_index("mission")["short"]
    return moved.assign(
        year_label=moved["span"].map(labels),
        mission_label=moved["mission"].map(names),
        felt_words=["" if missing(first) else month(first) for first in moved["felt_from"]],
    )


def _posts(compared: Comparison) -> pd.DataFrame:
    posts = compared.posts
    when = {
        f"{side}_words": [
            "continue" if missing(first) else month(first) for first in posts[f"{side}_stops_on"]
        ]
        for side in ("reference", "chosen")
    }
    return posts.assign(
        state_words=posts["state"].map(STATES),
        firm_words=posts["firm"].map({True: "ferme", False: "souple"}),
        **when,
    )
