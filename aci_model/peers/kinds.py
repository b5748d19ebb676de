"""How an indicator of each kind passes the gate: rates by bands, sums of amounts, numbers of people.

Each kind says which groups may not be published as they stand, and tells what is published of the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from aci_model.peers.aggregates import CLOSED, Figure, dominated, masked, significant
from aci_model.peers.gate import exposed, isolated
from aci_model.peers.standing import Statement, as_told, atoms, telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aci_model.peers.rules import Rules
    from aci_model.peers.standing import Standing

RATE, SUM, PEOPLE = KINDS = ("taux", "somme", "personnes")


def told(kind: str, standing: Standing, unions: Iterable[tuple[int, ...]], rules: Rules) -> Standing:
    """Add what publishing some unions says."""
    if kind == RATE:
        return telling(standing, unions, rules)
    if kind == SUM:
        return replace(standing, told=(*standing.told, *(_sum(standing, own, rules) for own in unions)))
    return replace(standing, told=(*standing.told, *_people(standing, unions, rules)))


def refused(kind: str, standing: Standing, rules: Rules) -> set[int]:
    """Tell which groups have somebody who would be known, everything told so far taken together."""
    patterns, values = atoms(standing)
    statements = as_told(standing, patterns)
    if kind == RATE:
        return exposed(statements, values, patterns[:, 0], rules)
    bad = isolated(statements.inside, [len(one) for one in values], rules.insiders)
    found = set(patterns[bad, 0].tolist())
    if kind == SUM:
        found |= _dominated(standing, rules)
    return found


def _sum(standing: Standing, groups: tuple[int, ...], rules: Rules) -> Statement:
    values = standing.of(*groups)
    total = significant(float(values.sum()), rules.sum_digits)
    return Statement(groups, standing.epoch, SUM, 0, len(values), _whole(total))


def _whole(total: float) -> Figure:
    """A figure that is no interval: the gate takes it as an exact sum."""
    return Figure(total, -np.inf, np.inf, CLOSED)


def _people(standing: Standing, unions: Iterable[tuple[int, ...]], rules: Rules) -> list[Statement]:
    """The table as a whole: a masked number is never stated, nor is a total that is itself small."""
    numbers = [round(float(standing.of(own).sum())) for own in standing.everybody()]
    hidden = masked(numbers, rules)
    everybody = standing.everybody()
    if sum(numbers) <= rules.people:
        return []
    said = []
    for union in unions:
        whole = union == everybody
        if whole or not hidden[union[0]]:
            total = float(sum(numbers[own] for own in union))
            size = len(standing.of(*union))
            said.append(Statement(union, standing.epoch, PEOPLE, 0, size, _whole(total)))
    return said


def _dominated(standing: Standing, rules: Rules) -> set[int]:
    """Groups whose sum, or whose change since the campaign before, gives one contributor's part away."""
    found = {own for own in standing.everybody() if dominated(standing.of(own), rules)}
    if standing.epoch == 1:
        return found
    come = standing.first == standing.epoch
    gone = standing.last == standing.epoch - 1
    for own in set(standing.group[come | gone].tolist()):
        for part in (come, gone):
            values = standing.value[part & (standing.group == own)]
            if len(values) and dominated(np.sort(values), rules):
                found.add(own)
    return found
