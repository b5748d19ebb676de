"""The gate: whether a set of figures may be published together. It reads them as an attacker would.

Two questions. Does any combination of them give one value exactly (linear algebra, every figure taken as if it were
an exact sum of the values it is about, which tells more than it does)? Does everything together bracket somebody
tighter than the rules allow (aci_model.peers.attack)? Both with nobody's values given, one's, or two's.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np

from aci_model.peers.attack import brackets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aci_model.peers.attack import Flags, Floats, Told
    from aci_model.peers.rules import Rules

_NOTHING = 1e-9


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
    for number in range(insiders + 1):
        for places in combinations_with_replacement(small, number):
            left = people - np.bincount(np.array(places, dtype=np.int64), minlength=len(people))
            if (left < 0).any():
                continue
            alone = np.flatnonzero(left == 1)
            if len(alone):
                found[alone] |= _in_row_space(
                    inside[:, left > 0].astype(float), np.flatnonzero(left > 0), alone
                )
    return found


def _in_row_space(rows: Floats, columns: NDArray[np.int64], sought: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which unit vectors are combinations of the rows: those that the row space's projection leaves as they are."""
    _, strength, basis = np.linalg.svd(rows, full_matrices=False)
    kept = basis[strength > _NOTHING * max(1.0, float(strength.max(initial=0.0)))]
    projected = (kept**2).sum(axis=0)
    return np.asarray(np.isclose(projected[np.searchsorted(columns, sought)], 1.0, atol=1e-7))


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
