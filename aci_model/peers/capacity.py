"""What the figures alone let hypothetical insiders conclude, whoever they are: a verdict that tells nothing itself.

The programme of `attack` asks what the insiders there are can conclude, so that its answer depends on their values:
whoever sees what was published, and knows that it passed, learns a little of them. Here nobody's value is read, only
what is published: would two people of these groups, wherever they stood, push all others of a group into a narrow
bracket? A figure leaves at most rank − 1 people under its low end; people of other groups whom other figures hold
under it leave fewer to the group; insiders who stand there too may leave none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.peers.attack import Flags, Floats, Told, Whole


def squeezed(told: Told, insiders: int, enough: float) -> NDArray[np.bool_]:
    """Tell of which atoms all but insiders could be held tighter than `enough`, by insiders that might be.

    Args:
        told: what is published.
        insiders: how many people's own values are known, at most.
        enough: the bracket wanted.
    """
    under = _left(told.inside, told.rank - 1, told.low, told.rank, told.high)
    # The same upside down: over a high end, and the people of other groups held over it by their low ends.
    over = _left(told.inside, told.size - told.rank, -told.high, told.size - told.rank + 1, -told.low)
    floors = [_nearest(under, told.low, placed, 0.0) for placed in range(insiders + 1)]
    ceilings = [-_nearest(over, -told.high, placed, -1.0) for placed in range(insiders + 1)]
    widths = [ceilings[insiders - placed] - floors[placed] for placed in range(insiders + 1)]
    return np.asarray(np.min(widths, axis=0) < enough - 1e-9)


def _left(inside: Flags, bound: Whole, end: Floats, held: Whole, other: Floats) -> Floats:
    """How many people of each atom may lie under each end, at most: (statements, atoms), infinite where untold.

    Args:
        inside: (statements, atoms).
        bound: (statements,) how many may lie under `end`.
        end: (statements,) minus infinity where the statement says nothing.
        held: (statements,) how many are known to lie under `other`.
        other: (statements,) infinity where the statement says nothing.
    """
    unions, of = np.unique(inside, axis=0, return_inverse=True)
    of = of.reshape(-1)
    ends, at = np.unique(end, return_inverse=True)
    known = np.zeros((len(unions), len(ends)), dtype=np.int64)
    # The most that any statement about a union holds under each end.
    np.maximum.at(known, of, np.where(other[:, None] <= ends, held[:, None], 0))
    left = np.full(inside.shape, np.inf)
    for union in np.unique(of[np.isfinite(end)]):
        beside = _beside(unions, int(union), known)
        rows = np.flatnonzero((of == union) & np.isfinite(end))
        left[rows] = np.where(unions[union], bound[rows, None] - beside[:, at[rows]].T, np.inf)
    return left


def _beside(unions: Flags, union: int, known: Whole) -> Whole:
    """How many people of a union, those apart who share a part with an atom, are held under each end.

    Args:
        unions: (unions, atoms).
        union: which of them.
        known: (unions, ends) how many people of each are held under each end.

    Returns:
        (atoms, ends). Parts share nobody; a wider union of parts counts for what it says beyond them.
    """
    sizes = unions.sum(axis=1)
    inner = np.flatnonzero(
        (unions & ~unions[union]).sum(axis=1) + (sizes >= sizes[union]) + (sizes == 0) == 0
    )
    inner = inner[np.argsort(sizes[inner], kind="stable")]
    free = unions[union].copy()
    parts, wide = [], []
    for one in inner:
        if not (unions[one] & ~free).any():
            parts.append(one)
            free &= ~unions[one]
        else:
            wide.append(one)
    own = np.zeros(
        (unions.shape[1], known.shape[1]), dtype=np.int64
    )  # what is said of the parts an atom is in
    total = known[parts].sum(axis=0)
    for part in parts:
        own[unions[part]] += known[part]
    free = unions[union].copy()
    for one in wide[::-1]:
        within = [part for part in parts if (unions[part] & unions[one]).any()]
        whole = not any((unions[part] & ~unions[one]).any() for part in within)
        if whole and not (unions[one] & ~free).any():
            more = np.maximum(known[one] - known[within].sum(axis=0), 0)
            total = total + more
            own[unions[one]] += more
            free &= ~unions[one]
    return np.asarray(total - own)


def _nearest(left: Floats, end: Floats, placed: int, edge: float) -> Floats:
    """The tightest end that no more people of each atom than the insiders placed may lie under."""
    closed = np.where(left <= placed, end[:, None], edge)
    return np.asarray(np.maximum(closed.max(axis=0, initial=edge), edge))
