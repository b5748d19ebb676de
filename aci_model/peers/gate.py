"""The gate: whether a set of figures may be published together. It reads them as an attacker would.

Three questions. Does any combination of them give one value exactly (linear algebra, every figure taken as if it were
an exact sum of the values it is about, which tells more than it does)? Does everything together bracket somebody
tighter than the rules allow (aci_model.peers.attack)? Both with nobody's values given, one's, or two's. Would it, had
others been the insiders (aci_model.peers.capacity)? Without that, what passes would tell of the values behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model.peers.attack import narrow
from aci_model.peers.capacity import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aci_model.peers.attack import Flags, Floats, Told
    from aci_model.peers.rules import Rules

_NOTHING = 1e-9
_STILL = 1e-8  # a squared move under this is binary rounding


def isolated(inside: Flags, sizes: Sequence[int], insiders: int) -> NDArray[np.bool_]:
    """Tell of which atoms somebody's value is a linear combination of what was published.

    Args:
        inside: (figures, atoms) which atoms each figure is about.
        sizes: people of each atom.
        insiders: how many people's own values are known besides, at most.

    Returns:
        (atoms,) True where a unit vector lies in the row space of the figures and the insiders' own rows.

    People of one atom have the same column, so a combination gives them the same weight: alone in an atom, insiders
    apart, is the only way to be isolated. That leaves few placements of insiders to look at.
    """
    people = np.asarray(sizes)
    found = np.zeros(len(people), dtype=bool)
    small = np.flatnonzero((people > 0) & (people <= insiders + 1))
    if not len(small):
        return found
    found[small] = _fixed(_moves(inside)[np.ix_(small, small)], people[small], insiders)
    return found


def _moves(inside: Flags) -> Floats:
    """How atoms may move while no figure does: (atoms, atoms) products over a basis of the null space.

    A figure that is the sum of others says nothing they do not. Without it, what is left falls into parts that share
    no atom, and each moves by itself: a hundred small problems for one large.
    """
    rows = np.unique(inside, axis=0)  # the figures of one union say the same here
    rows = rows[_telling(rows)]
    part = _parts(rows)
    moves = np.zeros((inside.shape[1], inside.shape[1]))
    for one in np.unique(part):
        own = np.flatnonzero(part == one)
        about = rows[:, own]
        free = _free(about[about.any(axis=1)])
        moves[np.ix_(own, own)] = free @ free.T
    return moves


def _telling(rows: Flags) -> NDArray[np.bool_]:
    """Which figures are no sum of smaller ones that share nobody."""
    order = np.argsort(rows.sum(axis=1), kind="stable")
    kept = np.ones(len(rows), dtype=bool)
    for place, at in enumerate(order):
        left = rows[at].copy()
        for other in order[:place]:
            if kept[other] and not (rows[other] & ~left).any():
                left &= ~rows[other]
        kept[at] = left.any()
    return kept


def _parts(rows: Flags) -> NDArray[np.int64]:
    """A number for each atom, the same for those that a chain of figures links."""
    part = np.arange(rows.shape[1])
    for row in rows:
        linked = np.unique(part[row])
        part[np.isin(part, linked)] = linked[:1].sum()
    return part


def _free(rows: Flags) -> Floats:
    """A basis of the null space: (atoms, directions)."""
    if not len(rows):
        return np.eye(rows.shape[1])
    _, strength, basis = np.linalg.svd(rows.astype(float), full_matrices=True)
    rank = int((strength > _NOTHING * max(1.0, float(strength.max(initial=0.0)))).sum())
    return np.asarray(basis[rank:].T)


def _fixed(moves: Floats, people: NDArray[np.int64], spare: int) -> NDArray[np.bool_]:
    """Which atoms have somebody who cannot move once `spare` insiders are placed at their worst.

    Args:
        moves: (atoms, atoms) products of the ways each pair of atoms may move.
        people: of each atom.
        spare: insiders not placed yet.

    An atom whose people are all insiders is known: what it moves by is taken off what the others move by.
    """
    own = moves.diagonal()
    still = own < _STILL
    found = still & (people <= spare + 1)
    known = np.flatnonzero(~still & (people <= spare))
    if spare == 1:
        left = own[:, None] - moves[:, known] ** 2 / own[known]
        left[known, np.arange(len(known))] = np.inf  # nobody is left to be found there
        return np.asarray(found | ((people == 1) & (left < _STILL).any(axis=1)))
    for at in known:
        after = moves - np.outer(moves[at], moves[at]) / own[at]
        others = _fixed(after, people, spare - int(people[at]))
        others[at] = False
        found |= others
    return np.asarray(found)


def exposed(told: Told, atoms: Sequence[Floats], groups: NDArray[np.int64], rules: Rules) -> set[int]:
    """Tell which groups have somebody who would be known better than the rules allow, by two insiders at most.

    Args:
        told: every statement published about these values, now and before.
        atoms: the values of each atom, sorted, 0–1; an atom may be empty.
        groups: (atoms,) the group of each.
        rules: how many insiders, and the narrowest bracket allowed.
    """
    known = isolated(told.inside, [len(values) for values in atoms], rules.insiders)
    known |= squeezed(told, rules.insiders, rules.bracket)
    found = set(groups[known].tolist())
    return found | narrow(told, atoms, groups, rules, found)
