"""The gate: whether a set of figures may be published together. It reads them as an attacker would.

Two questions. Does any combination of them give one value exactly (linear algebra, every figure taken as if it were
an exact sum of the values it is about, which tells more than it does)? Does everything together bracket somebody
tighter than the rules allow (aci_model.peers.attack)? Both with nobody's values given, one's, or two's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model.peers.attack import brackets

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
    free = _free(inside)[small]
    found[small] = _fixed(free @ free.T, people[small], insiders)
    return found


def _free(inside: Flags) -> Floats:
    """How each atom may move while no figure does: (atoms, directions), a basis of the null space."""
    rows = np.unique(inside, axis=0).astype(float)  # the figures of one union say the same here
    _, strength, basis = np.linalg.svd(rows, full_matrices=True)
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


def exposed(told: Told, atoms: Sequence[Floats], rules: Rules) -> NDArray[np.bool_]:
    """Tell of which atoms somebody would be known better than the rules allow, by two insiders at most.

    Args:
        told: every statement published about these values, now and before.
        atoms: the values of each atom, sorted, 0–1; an atom may be empty.
        rules: how many insiders, and the narrowest bracket allowed.
    """
    known = isolated(told.inside, [len(values) for values in atoms], rules.insiders)
    width = brackets(told, atoms, rules.insiders, rules.bracket)
    return known | (width < rules.bracket - _NOTHING)
