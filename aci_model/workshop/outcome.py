"""What the contract a table composed brings in a year: exact, without sampling, fast enough for every tap."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from aci_model.foresight import income
from aci_model.wording import count, enumeration, missing, percent, typeset
from aci_model.workshop.scenario import Count
from aci_model.workshop.shape import LISTED, QUANTITATIVE
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.foresight import Distribution
    from aci_model.workshop.scenario import Scenario
    from aci_model.workshop.shape import Case

    Floats = NDArray[np.float64]

FIXED, VARIABLE = "fixed", "variable"  # what may leave an unknown amount out
TYPED, HISTORY, PROPOSED = "saisie", "historique", "proposé"  # where a chance comes from
_LOW, _HIGH = 0.1, 0.9
_CENT = 0.005  # euros: what passes an envelope by less is binary rounding
_NEVER = 1e-12  # a chance below it is too


@dataclass(frozen=True, slots=True)
class Outcome:
    """The year's money under a scenario, in euros. Amounts nobody knows are in no sum: `at_least` says which sums.

    Attributes:
        operating: the community's own running; 0 with `at_least` fixed when unknown.
        fixe: of the missions kept.
        variable_ceiling: most that the chosen objectives can bring, each mission within its envelope.
        variable: what they bring on average.
        expected: operating + fixe + variable.
        low: P10 of the same.
        high: P90.
        counted: operating + fixe + share × variable_ceiling.
        cover: chance (0–1) that the variable part reaches share × variable_ceiling; None when nothing is chosen.
        without_variable: operating + fixe, exactly.
        gap: without_variable − the firm commitments; None when these are not known.
        objectives: how many are chosen in the missions kept.
        quantitative_share: 0–1 of them; None without any, or when the nature of one is unknown.
        proposed: how many of them have the proposed chance.
        at_least: fixed and/or variable: sums that leave an unknown amount out, to be told as « au moins ».
        exact: False when amounts had to be shared on a coarser grid of euros (the mean stays exact).
        unknown: French sentences: what is not in these figures, what is supposed.
    """

    operating: float
    fixe: float
    variable_ceiling: float
    variable: float
    expected: float
    low: float
    high: float
    counted: float
    cover: float | None
    without_variable: float
    gap: float | None
    objectives: int
    quantitative_share: float | None
    proposed: int
    at_least: frozenset[str]
    exact: bool
    unknown: tuple[str, ...]


class _Ground(NamedTuple):
    """A case as plain lists and arrays: read once, asked at every tap."""

    missions: list[str]
    shorts: list[str]
    fixe: Floats
    variable: Floats
    names: list[str]  # of the objectives
    natures: list[str | None]
    place: NDArray[np.intp]  # of each objective's mission
    euros: Floats
    chance: Floats


class _Chosen(NamedTuple):
    """The objectives that count, side by side; euros are multiples of a cent once divided by `scale`."""

    mission: NDArray[np.intp]  # place of each one's mission in the case
    euros: Floats  # at full attainment × scale; NaN when unknown
    chance: Floats
    proposed: int
    quantitative: float | None
    scale: int
    envelope: Floats  # of each mission of the case × scale; infinite when unknown


def outcome(case: Case, scenario: Scenario) -> Outcome:
    """Work out what a scenario brings in a year.

    Objectives succeed each for themselves. One whose chance neither the table nor past years say has the chance of
    workshop.toml, and is counted in `proposed`. In an open case a mission's envelope is shared equally between the
    objectives the table sets itself there. No mission brings more than its envelope.

    Args:
        case: what the workshop works on.
        scenario: of that case.
    """
    ground = _ground(case)
    kept = np.array([mission in scenario.missions for mission in ground.missions], dtype=np.bool_)
    chosen = _listed(ground, scenario, kept) if case.kind == LISTED else _open(ground, scenario, kept)
    fixe = ground.fixe[kept]
    unknown_fixed = bool(np.isnan(fixe).any()) or case.operating is None
    known = ~np.isnan(chosen.euros)
    stakes = np.zeros(len(kept))
    np.add.at(stakes, chosen.mission[known], chosen.euros[known])
    capped = np.minimum(stakes, chosen.envelope)
    spread = _spread(chosen, known, stakes)
    scale = float(chosen.scale)
    operating, fixed = case.operating or 0.0, float(np.nansum(fixe))
    without, ceiling = operating + fixed, float(capped.sum()) / scale
    variable = spread.mean / scale
    return Outcome(
        operating=operating,
        fixe=fixed,
        variable_ceiling=ceiling,
        variable=variable,
        expected=without + variable,
        low=without + spread.quantile(_LOW) / scale,
        high=without + spread.quantile(_HIGH) / scale,
        counted=without + scenario.share * ceiling,
        cover=spread.cover(scenario.share * ceiling * scale - _CENT) if known.any() else None,
        without_variable=without,
        gap=None if case.commitments is None else without - case.commitments,
        objectives=len(chosen.euros),
        quantitative_share=chosen.quantitative,
        proposed=chosen.proposed,
        at_least=frozenset(
            name for name, lacks in ((FIXED, unknown_fixed), (VARIABLE, not known.all())) if lacks
        ),
        exact=spread.exact,
        unknown=_sentences(case, ground, kept, chosen),
    )


def used_chances(case: Case, scenario: Scenario) -> pd.DataFrame:
    """Say which chance each objective or mission is counted with, and whose it is.

    Returns:
        Listed case: objective, mission, chosen (in a mission kept), chance (0–1), origin (saisie | historique |
        proposé), one row per objective. Open case: the same per mission, objective missing.
    """
    listed = case.kind == LISTED
    keys = case.objectives["objective"] if listed else case.missions["mission"]
    missions = case.objectives["mission"] if listed else keys
    said = (
        {name: chance for name, chance in scenario.objectives.items() if chance is not None}
        if listed
        else {name: one.chance for name, one in scenario.counts.items() if one.chance is not None}
    )
    unpaid = case.missions.loc[case.missions["variable"] == 0, "mission"]
    typed = keys.map(said).astype("float64")
    past = case.objectives["chance"] if listed else pd.Series(np.nan, index=keys.index)
    taken = (
        keys.isin(list(scenario.objectives))
        if listed
        else keys.isin([name for name, one in scenario.counts.items() if one.number])
    )
    return pd.DataFrame(
        {
            "objective": keys if listed else pd.Series(pd.NA, index=keys.index, dtype="str"),
            "mission": missions,
            "chosen": taken & missions.isin(scenario.missions) & ~missions.isin(unpaid),
            "chance": typed.fillna(past).fillna(settings().chance),
            "origin": np.select([typed.notna(), past.notna()], [TYPED, HISTORY], PROPOSED),
        }
    )


@functools.lru_cache(maxsize=32)
def _ground(case: Case) -> _Ground:
    missions, rows = case.missions, case.objectives
    place = pd.Index(missions["mission"]).get_indexer(pd.Index(rows["mission"]))
    return _Ground(
        missions=missions["mission"].tolist(),
        shorts=missions["short"].tolist(),
        fixe=missions["fixe"].to_numpy(dtype=np.float64),
        variable=missions["variable"].to_numpy(dtype=np.float64),
        names=rows["objective"].tolist(),
        natures=[None if missing(nature) else nature for nature in rows["nature"].tolist()],
        place=place.astype(np.intp),
        euros=rows["euros"].to_numpy(dtype=np.float64),
        chance=rows["chance"].to_numpy(dtype=np.float64),
    )


def _listed(ground: _Ground, scenario: Scenario, kept: NDArray[np.bool_]) -> _Chosen:
    """Lay out the contract's own lines that were chosen, at the amounts written for them."""
    taken = np.array([name in scenario.objectives for name in ground.names], dtype=np.bool_)
    at = np.flatnonzero(taken & kept[ground.place])
    said = [scenario.objectives[ground.names[one]] for one in at.tolist()]
    typed = np.array([math.nan if chance is None else chance for chance in said], dtype=np.float64)
    chance = np.where(np.isnan(typed), ground.chance[at], typed)
    proposed = np.isnan(chance)
    natures = [ground.natures[one] for one in at.tolist()]
    told = bool(natures) and None not in natures
    return _Chosen(
        mission=ground.place[at],
        euros=ground.euros[at],
        chance=np.where(proposed, settings().chance, chance),
        proposed=int(proposed.sum()),
        quantitative=natures.count(QUANTITATIVE) / len(natures) if told else None,
        scale=1,
        envelope=_bounds(ground),
    )


def _open(ground: _Ground, scenario: Scenario, kept: NDArray[np.bool_]) -> _Chosen:
    """Share each mission's envelope equally between its objectives.

    A third of an envelope is no whole number of cents: amounts are multiplied by what makes all of them whole, so
    that their sums stay exact.
    """
    nothing = Count()
    own = [
        scenario.counts.get(name, nothing)
        if here and paid != 0
        else nothing  # 0: nothing there is paid on results
        for name, here, paid in zip(ground.missions, kept.tolist(), ground.variable.tolist(), strict=True)
    ]
    number = np.array([one.number for one in own], dtype=np.int64)
    said = np.array([math.nan if one.chance is None else one.chance for one in own], dtype=np.float64)
    scale = math.lcm(*(one.number for one in own if one.number))
    each = np.divide(ground.variable * scale, number, out=np.full(len(number), np.nan), where=number > 0)
    untold = np.isnan(said)
    total = int(number.sum())
    return _Chosen(
        mission=np.repeat(np.arange(len(number)), number),
        euros=np.repeat(each, number),
        chance=np.repeat(np.where(untold, settings().chance, said), number),
        proposed=int(number[untold].sum()),
        quantitative=sum(one.quanti for one in own) / total if total else None,
        scale=scale,
        envelope=_bounds(ground) * scale,
    )


def _bounds(ground: _Ground) -> Floats:
    return np.where(np.isnan(ground.variable), np.inf, ground.variable)


def _spread(chosen: _Chosen, known: NDArray[np.bool_], stakes: Floats) -> Distribution:
    """Add the objectives up; a mission whose objectives pass its envelope is first brought down to it."""
    free = known.copy()
    steps = []
    for mission in np.flatnonzero(stakes > chosen.envelope + _CENT).tolist():
        own = known & (chosen.mission == mission)
        whole = _income(np.arange(int(own.sum())), chosen.euros[own], chosen.chance[own])
        if whole.cover(chosen.envelope[mission] + _CENT) > _NEVER:
            free &= ~own
            steps.append(_within(whole, float(chosen.envelope[mission])))
    lines = int(free.sum())
    owners = [np.full(len(amount), line) for line, (amount, _) in enumerate(steps, lines)]
    return _income(
        np.concatenate([np.arange(lines), *owners]),
        np.concatenate([chosen.euros[free], *(amount for amount, _ in steps)]),
        np.concatenate([chosen.chance[free], *(chance for _, chance in steps)]),
    )


def _income(owner: NDArray[np.int64], amount: Floats, chance: Floats) -> Distribution:
    """Add up lines numbered from 0, told by the steps of each."""
    lines = pd.DataFrame({"line": np.arange(owner[-1] + 1 if len(owner) else 0)})
    return income(lines, pd.DataFrame({"line": owner, "amount": amount, "chance": chance}))


def _within(whole: Distribution, most: float) -> tuple[Floats, Floats]:
    """A mission's sums as the steps of one line: each sum up to the envelope, and the chance of at least that."""
    at_least = np.clip(np.cumsum(whole.mass[::-1])[::-1], 0.0, 1.0)
    last = int(np.searchsorted(whole.euros, most - _CENT))
    return np.append(whole.euros[:last], most), np.append(at_least[:last], whole.cover(most - _CENT))


def _sentences(case: Case, ground: _Ground, kept: NDArray[np.bool_], chosen: _Chosen) -> tuple[str, ...]:
    """Say what is not in the figures, and what is supposed."""
    lacking = ["le fonctionnement"] if case.operating is None else []
    lacking += [
        f"la part fixe de « {ground.shorts[place]} »"
        for place in np.flatnonzero(kept & np.isnan(ground.fixe))
    ]
    sentences = []
    if lacking:
        sentences.append(f"Pas compté, car aucune source ne le dit : {enumeration(lacking)}.")
    left = chosen.mission[np.isnan(chosen.euros)].tolist()
    if left:
        missions = list(dict.fromkeys(ground.shorts[place] for place in left))
        sentences.append(
            f"{count(len(left), 'objectif')} sans montant connu, hors du compte : {enumeration(missions)}."
        )
    if chosen.proposed:
        sentences.append(
            f"{count(chosen.proposed, 'objectif')} à {percent(settings().chance, 0)}, proposé : {settings().chance_words}."
        )
    return tuple(typeset(one) for one in sentences)
