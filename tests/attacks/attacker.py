"""The attacker: everything published, who gave what, the rules, and the values of one or two contributors.

Written apart from the gate it tries: it reads what is published, not what the gate made of it. A person is a
contributor's value in one campaign; a value that did not change is the same person in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog


@dataclass(frozen=True)
class Figure:
    """One published figure: about whom, and what it says.

    `mean`: their mean is `low`. `rank`: the value of that rank, from 1, lies in [low, high).
    """

    people: frozenset
    kind: str
    low: float
    high: float
    rank: int = 0


def members(figures):
    """Everybody a figure is about, and the 0/1 matrix of figures × people."""
    people = sorted({one for figure in figures for one in figure.people})
    place = {one: at for at, one in enumerate(people)}
    inside = np.zeros((len(figures), len(people)))
    for row, figure in enumerate(figures):
        inside[row, [place[one] for one in figure.people]] = 1.0
    return people, inside


def smallest_difference(figures):
    """How few people any subset of the figures singles out, by unions, intersections and differences."""
    _, inside = members(figures)
    return int(np.unique(inside.T, axis=0, return_counts=True)[1].min())


def solved(figures, insiders=0):
    """Whose value is a linear combination of all figures and of that many insiders' own values.

    A value is one when, whatever moves without changing any figure (the null space), it does not move; with insiders,
    when it only moves together with theirs.
    """
    people, inside = members(figures)
    at = np.unique(inside, axis=1, return_inverse=True)[1].reshape(-1)
    _, strength, basis = np.linalg.svd(inside, full_matrices=True)
    free = basis[int((strength > 1e-9).sum()) :].T
    if insiders == 0:
        return {people[i] for i in np.flatnonzero((free**2).sum(axis=1) < 1e-9)}
    found = set()
    alike = np.bincount(at)
    # Where two others would be left whom every figure is about alike, an insider's value tells neither.
    useful = np.flatnonzero(alike[at] <= insiders + 1)
    for known in combinations(useful.tolist(), min(insiders, len(useful))):
        left = alike - np.bincount(at[list(known)], minlength=len(alike))
        for i in np.flatnonzero(left[at] == 1):
            if i in known:
                continue
            others = free[list(known)]
            rest = free[i] - np.linalg.lstsq(others.T, free[i], rcond=None)[0] @ others if known else free[i]
            if (rest**2).sum() < 1e-9:
                found.add(people[i])
    return found


def values_from_means(figures):
    """The values that exact means give away: person -> value."""
    means = [figure for figure in figures if figure.kind == "mean"]
    people, inside = members(means)
    sums = np.array([figure.low * len(figure.people) for figure in means])
    answer = np.linalg.lstsq(inside, sums, rcond=None)[0]
    return {one: float(answer[people.index(one)]) for one in solved(means)}


def narrowest(figures, values, insiders, wanted):
    """The narrowest bracket on somebody that so many insiders get, among those that could be under `wanted`.

    People the same figures are about cannot be told apart: each may have any value of the others. Where that already
    leaves `wanted`, no attack can do better, and only the rest is worth a programme.
    """
    ranks = [figure for figure in figures if figure.kind == "rank"]
    people, inside = members(ranks)
    own = np.array([values[one] for one in people])
    patterns, at = np.unique(inside, axis=1, return_inverse=True)
    at = at.reshape(-1)
    targets = []
    for atom in range(patterns.shape[1]):
        mates = np.flatnonzero(at == atom)
        mates = mates[np.argsort(own[mates])]
        apart = min(insiders, len(mates) - 1)
        for low in range(apart + 1):
            left = mates[low : len(mates) - (apart - low)]
            if own[left[-1]] - own[left[0]] < wanted:
                known = [*mates[:low], *mates[len(mates) - (apart - low) :]]
                targets.append((atom, own[known]))
    return _brackets(ranks, patterns, at, targets).min(initial=1.0)


def _brackets(ranks, patterns, at, targets):
    """What is left possible of one more person of an atom, some of its people being known: one bracket a target."""
    if not targets:
        return np.ones(0)
    ends = {0.0, 1.0} | {end for one in ranks for end in (one.low, one.high) if 0 < end < 1}
    edges = np.array(sorted(ends))
    cells, atoms = len(edges) - 1, patterns.shape[1]
    sizes = np.bincount(at, minlength=atoms)
    low, high = (np.array([getattr(one, end) for one in ranks])[:, None] for end in ("low", "high"))
    rank, size = np.array([one.rank for one in ranks]), patterns @ sizes
    # At most rank − 1 people under low, at most size − rank people who reach high.
    under, over = edges[:-1] < low - 1e-9, edges[:-1] >= high - 1e-9
    rows = np.concatenate(
        [np.kron(patterns, np.ones((1, cells))) * np.tile(one, atoms) for one in (under, over)]
    )
    bound = np.concatenate([rank - 1, size - rank])
    whole = np.kron(np.eye(atoms), np.ones((1, cells)))
    upper = [rows, np.zeros((len(rows), cells))], [np.zeros((cells, atoms * cells)), np.eye(cells)]
    equal = [whole, np.zeros((atoms, cells))], [np.zeros((1, atoms * cells)), np.ones((1, cells))]
    above, caps, costs = [], [], []
    for atom, known in targets:
        seen = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, cells - 1)
        block = np.block([*map(list, upper)])
        block[len(rows) :, atom * cells : (atom + 1) * cells] = -np.eye(cells)
        for cost in (edges[:-1], -edges[1:]):
            above.append(sparse.csr_matrix(block))
            caps.append(np.append(bound, -np.bincount(seen, minlength=cells)))
            costs.append(np.append(np.zeros(atoms * cells), cost))
    answer = linprog(
        np.concatenate(costs),
        A_ub=sparse.block_diag(above, format="csr"),
        b_ub=np.concatenate(caps),
        A_eq=sparse.kron(sparse.identity(len(above)), np.block([*map(list, equal)]), format="csr"),
        b_eq=np.tile(np.append(sizes, 1), len(above)),
    )
    assert answer.success  # the truth is one of the worlds
    reached = (answer.x * np.concatenate(costs)).reshape(len(above), -1).sum(axis=1).reshape(-1, 2)
    return -reached[:, 1] - reached[:, 0]
