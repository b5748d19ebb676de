"""What each column of a foreign sheet means: titles and contents weighed together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading.layout import content, titles
from aci_model.reading.layout.plan import CONFIRM, SURE, ColumnPlan
from aci_model.reading.text import letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.reading.layout.content import Looks
    from aci_model.reading.layout.titles import Guess
    from aci_model.reading.sheets import Cell

_CLOSE = 0.1  # two columns this near for one meaning: a person must choose
_BY_CONTENT = 0.65  # a meaning found on contents alone is always to confirm
_STEPPED = ("threshold", "amount")


@dataclass(frozen=True, slots=True)
class _Candidate:
    column: int
    title: str
    guess: Guess
    seen: Looks
    score: float


def assign(
    found: Mapping[int, str], body: Mapping[int, Sequence[Cell]], seen: Mapping[int, Looks]
) -> list[ColumnPlan]:
    """Give each column of a sheet of indicators its meaning.

    Args:
        found: titles by column.
        body: cells under the titles, by column.
        seen: what these cells look like.

    Returns:
        One plan a column, left to right; no meaning is given twice.
    """
    candidates = [
        _Candidate(
            column,
            found.get(column, ""),
            guess := titles.guess(found.get(column, "")),
            seen[column],
            _weighed(guess, seen[column]),
        )
        for column in sorted(body)
    ]
    ranks = _ranks(candidates)
    plans = [_plan(candidate, ranks.get(candidate.column)) for candidate in candidates]
    return _asked_numbers(_by_content(_once(plans), seen), seen)


def _weighed(guess: Guess, seen: Looks) -> float:
    return guess.score * (0.4 + 0.6 * content.fit(guess.column, seen)) if guess.column else 0.0


def _ranks(candidates: Sequence[_Candidate]) -> dict[int, tuple[str, bool]]:
    """Number the levels and the amounts: column -> number of the step, and whether it was said."""
    usable = [one for one in candidates if one.guess.column in _STEPPED and one.score >= CONFIRM]
    said = [_number(one.guess.rank) for one in usable]
    levels = [one for one in usable if one.guess.column == "threshold"]
    last_level = any(one.guess.rank == titles.LAST for one in levels)
    highest = max((rank for rank in said if rank), default=0)
    last = highest + 1 if last_level else max(highest, 1)
    ranks: dict[int, tuple[str, bool]] = {}
    for family in _STEPPED:
        members = [one for one in usable if one.guess.column == family]
        silent = [one for one in members if not one.guess.rank]
        for one in members:
            number = last if one.guess.rank == titles.LAST else _number(one.guess.rank)
            if number:
                ranks[one.column] = (str(number), True)
        if len(members) == len(silent) == 1:
            ranks[silent[0].column] = (str(last), last == 1)
        else:
            taken = {int(rank) for column, (rank, _) in ranks.items() if column in _columns(members)}
            for one in silent:
                number = next(free for free in range(1, len(candidates) + 2) if free not in taken)
                taken.add(number)
                ranks[one.column] = (str(number), False)
    return ranks


def _columns(members: Sequence[_Candidate]) -> set[int]:
    return {one.column for one in members}


def _number(rank: str) -> int:
    return {titles.FIRST: 1, titles.MIDDLE: 2, titles.LAST: 0, "": 0}.get(rank) or int(
        rank if rank.isdigit() else 0
    )


_ASIDE = "parle d'autre chose que du niveau à atteindre ou du montant"


def _plan(one: _Candidate, rank: tuple[str, bool] | None) -> ColumnPlan:
    plan = ColumnPlan(
        one.column, one.title, None, titles.unit_of(one.title), round(one.score, 2), _reason(one)
    )
    if one.guess.column == "aside":
        levels = one.seen.signed > 0  # ≥ and ≤ stand before levels, whatever the title says
        reason = "le titre parle d'autre chose, mais des cases portent ≥ ou ≤" if levels else _ASIDE
        return replace(plan, score=0.0 if levels else 1.0, reason=reason, asked=levels)
    if not one.guess.column or one.score < CONFIRM:
        unknown = replace(plan, asked=content.holds_values(one.seen))
        return replace(unknown, reason="le titre n'est pas connu") if not one.guess.column else unknown
    if one.guess.column not in _STEPPED:
        return replace(plan, meaning=(one.guess.column, ""))
    if rank is None:
        return plan
    number, told = rank
    doubtful = replace(
        plan,
        score=min(plan.score, SURE - 0.1),
        reason=f"le titre ne dit pas de quel palier{wording.NBSP}: sa place laisse penser au palier {number}",
    )
    return replace(plan if told else doubtful, meaning=(one.guess.column, number))


def _reason(one: _Candidate) -> str:
    fits = content.fit(one.guess.column, one.seen)
    if one.guess.score >= 0.95:
        named = "le titre le dit"
    elif one.guess.score >= 0.6:
        named = "le titre le laisse penser"
    else:
        named = "le titre ne le dit guère"
    if not one.seen.filled:
        return f"{named}, la colonne est vide"
    return f"{named}, les cases {'le confirment' if fits >= 0.7 else 'ne le confirment pas'}"


def _once(plans: Sequence[ColumnPlan]) -> list[ColumnPlan]:
    """Give each meaning to one column; two that claim it equally are both asked."""
    claims: dict[tuple[str, str], list[ColumnPlan]] = {}
    for plan in plans:
        if plan.meaning:
            claims.setdefault(plan.meaning, []).append(plan)
    lost: dict[int, ColumnPlan] = {}
    for meaning, rivals in claims.items():
        ranked = sorted(rivals, key=lambda plan: -plan.score)
        if len(ranked) == 1:
            continue
        tied = ranked[0].score - ranked[1].score < _CLOSE
        matters = meaning[0] in {*_STEPPED, "result", "baseline", "mission"}
        listed = wording.enumeration([letters(plan.column) for plan in rivals])
        for rank, plan in enumerate(ranked):
            if rank or (tied and matters):
                reason = f"les colonnes {listed} disent la même chose"
                lost[plan.column] = replace(plan, meaning=None, asked=matters, reason=reason)
    return [lost.get(plan.column, plan) for plan in plans]


def _asked_numbers(plans: Sequence[ColumnPlan], seen: Mapping[int, Looks]) -> list[ColumnPlan]:
    """Ask about every column of numbers when no level, or no amount, is known: one of them must be it."""
    if {plan.meaning[0] for plan in plans if plan.meaning} >= set(_STEPPED):
        return list(plans)
    return [
        replace(plan, asked=True)
        if plan.meaning is None and plan.score < CONFIRM and seen[plan.column].number >= CONFIRM
        else plan
        for plan in plans
    ]


def _by_content(plans: Sequence[ColumnPlan], seen: Mapping[int, Looks]) -> list[ColumnPlan]:
    """Find the indicators and the missions on their cells alone, when no title names them."""
    meant = {plan.meaning for plan in plans}
    found = {plan.column: plan for plan in plans}
    silent = [plan for plan in plans if plan.meaning is None and not plan.asked and plan.score < CONFIRM]
    if ("mission", "") not in meant:
        named = [plan for plan in silent if seen[plan.column].mission >= 0.8]
        if len(named) == 1:
            found[named[0].column] = _felt(named[0], "mission", "ses cases nomment des missions")
            silent.remove(named[0])
    if ("label", "") not in meant:
        prose = [plan for plan in silent if content.is_prose(seen[plan.column])]
        if len(prose) == 1:
            found[prose[0].column] = _felt(
                prose[0], "label", "c'est la seule colonne de textes tous différents"
            )
    return [found[plan.column] for plan in plans]


def _felt(plan: ColumnPlan, column: str, reason: str) -> ColumnPlan:
    return replace(plan, meaning=(column, ""), score=_BY_CONTENT, reason=reason)
