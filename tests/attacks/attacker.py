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

ELSEWHERE = 1  # draw of insiders outside the target's own group, for each way to place the others inside


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
    leaves `wanted`, no attack can do better, and only the rest is worth a programme. Insiders are at the ends of the
    target's own group, where they leave the others closest, or some there and some drawn among everybody else.
    """
    ranks = [figure for figure in figures if figure.kind == "rank"]
    people, inside = members(ranks)
    own = np.array([values[one] for one in people])
    patterns, at = np.unique(inside, axis=1, return_inverse=True)
    at = at.reshape(-1)
    drawn = np.random.default_rng(len(people))
    targets = []
    for atom in range(patterns.shape[1]):
        mates = np.flatnonzero(at == atom)
        mates = mates[np.argsort(own[mates])]
        others = np.flatnonzero(at != atom)
        for within in range(insiders + 1):
            apart = min(within, len(mates) - 1)
            for low in range(apart + 1):
                left = mates[low : len(mates) - (apart - low)]
                if own[left[-1]] - own[left[0]] >= wanted:
                    continue
                known = [*mates[:low], *mates[len(mates) - (apart - low) :]]
                away = insiders - within
                for _ in range(1 if not away else ELSEWHERE if len(others) >= away else 0):
                    who = [*known, *drawn.choice(others, away, replace=False)]
                    targets.append((atom, at[who], own[who]))
    return _brackets(ranks, patterns, at, targets).min(initial=1.0)


def _brackets(ranks, patterns, at, targets):
    """What is left possible of one more person of an atom, some people being known: one bracket a target.

    Args:
        ranks: the figures.
        patterns: (figures, atoms) which atoms each is about.
        at: the atom of each person.
        targets: the atom attacked, then the atoms and the values of the insiders.
    """
    if not targets:
        return np.ones(0)
    ends = {0.0, 1.0} | {end for one in ranks for end in (one.low, one.high) if 0 < end < 1}
    edges = np.array(sorted(ends))
    cells, atoms = len(edges) - 1, patterns.shape[1]
    sizes = np.bincount(at, minlength=atoms)
    low, high = (np.array([getattr(one, end) for one in ranks])[:, None] for end in ("low", "high"))
    rank, size = np.array([one.rank for one in ranks]), patterns @ sizes
    # At most rank − 1 people under low, at most size − rank people who reach high; an open end says nothing.
    passing = np.concatenate([edges[:-1] < low - 1e-9, edges[:-1] >= high - 1e-9])
    bound = np.concatenate([rank - 1, size - rank])
    telling = passing.any(axis=1)
    about = np.concatenate([patterns, patterns])[telling]
    rows = (about[:, :, None] * passing[telling][:, None, :]).reshape(len(about), -1)
    limits = sparse.csr_matrix(np.concatenate([rows, np.zeros((len(rows), cells))], axis=1))
    equal = sparse.block_diag([np.ones((1, cells))] * (atoms + 1), format="csr")
    # Two programmes a target: how low, how high. Insiders are where they are.
    seen = np.zeros((len(targets), atoms, cells))
    for number, (_, where, known) in enumerate(targets):
        places = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, cells - 1)
        np.add.at(seen[number], (where, places), 1)
    seen = np.repeat(seen, 2, axis=0)
    attacked = np.repeat([atom for atom, *_ in targets], 2)
    many, wide = len(attacked), (atoms + 1) * cells
    sought = _sought(attacked, atoms, cells)
    costs = np.zeros((many, wide))
    costs[::2, atoms * cells :], costs[1::2, atoms * cells :] = edges[:-1], -edges[1:]
    lower = np.concatenate([seen.reshape(many, -1), np.zeros((many, cells))], axis=1).ravel()
    answer = linprog(
        costs.ravel(),
        A_ub=sparse.vstack([sparse.kron(sparse.identity(many), limits, format="csr"), sought], format="csr"),
        b_ub=np.concatenate([np.tile(bound[telling], many), -seen[np.arange(many), attacked].ravel()]),
        A_eq=sparse.kron(sparse.identity(many), equal, format="csr"),
        b_eq=np.tile(np.append(sizes, 1), many),
        bounds=np.column_stack([lower, np.full(len(lower), np.inf)]),
    )
    assert answer.success  # the truth is one of the worlds
    reached = (answer.x.reshape(many, wide) * costs).sum(axis=1).reshape(-1, 2)
    return -reached[:, 1] - reached[:, 0]


def _sought(attacked, atoms, cells):
    """Of each programme, one row an interval: the person sought is one of the atom attacked, and no insider."""
    many, wide = len(attacked), (atoms + 1) * cells
    column = np.arange(many)[:, None] * wide + np.arange(cells)
    row = np.arange(many * cells)
    places = np.concatenate([column + atoms * cells, column + attacked[:, None] * cells]).ravel()
    return sparse.csr_matrix(
        (np.repeat([1.0, -1.0], many * cells), (np.tile(row, 2), places)), shape=(many * cells, many * wide)
    )
