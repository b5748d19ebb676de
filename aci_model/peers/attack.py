"""What somebody could conclude from everything published, the rules, and the values of one or two contributors.

Everything published of a rate is a statement about ranks: « of these n values in order, the r-th lies in
[low, high) », that is: at most r − 1 of them are under low, at most n − r reach high. People who stand in the same
statements are told apart by nothing: they form an atom, and only numbers of people per atom and interval matter.

Two ways to bound what is known of one person, both on the safe side:
- worlds: other values that would have given the very same publication. Two of an atom may have each other's
  values; one may go as far as no full statement stops them. Whatever a world shows possible, no attacker excludes.
- a programme: where simple worlds leave a narrow bracket, scipy.optimize.linprog looks for any world at all,
  whole numbers of people per atom and interval, the insiders' values given. Those who are of another atom may be
  any of its people: as many of each of its intervals stay where they are, so a world found suits whoever they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Whole = NDArray[np.int64]


_FREE = 8  # other atoms a programme may move people of


@dataclass(frozen=True, slots=True)
class Told:
    """Statements about ranks, one per published quantile.

    Attributes:
        inside: (statements, atoms) which atoms each is about.
        rank: (statements,) from 1.
        size: (statements,) how many values it orders.
        low: (statements,) lower end; minus infinity when open.
        high: (statements,) upper end, excluded; infinity when open.
    """

    inside: Flags
    rank: Whole
    size: Whole
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Room:
    """How full each statement is, the values being what they are: whether one more may pass its end.

    Attributes:
        inside: (statements, atoms) which atoms each is about.
        floors: (statements,) the low end where nobody more may go under it, else minus infinity.
        ceilings: (statements,) the high end where nobody more may reach it, else infinity.
    """

    inside: Flags
    floors: Floats
    ceilings: Floats

    def down(self, atom: int, value: float) -> float:
        """How low somebody of an atom may go from a value, everybody else where they are."""
        floors = self.floors[self.inside[:, atom]]
        return max(0.0, float(floors[floors <= value].max(initial=0.0)))

    def up(self, atom: int, value: float) -> float:
        """How high somebody of an atom may go from a value."""
        ceilings = self.ceilings[self.inside[:, atom]]
        return min(1.0, float(ceilings[ceilings > value].min(initial=1.0)))


def room(told: Told, atoms: Sequence[Floats]) -> Room:
    """Measure what room the statements leave around the true values.

    Args:
        told: what is published.
        atoms: the values of each atom, sorted.
    """
    under, reaching = _passing(told, atoms, range(len(atoms)))
    return Room(
        inside=told.inside,
        floors=np.where(under >= told.rank - 1, told.low, -np.inf),
        ceilings=np.where(reaching >= told.size - told.rank, told.high, np.inf),
    )


def _passing(told: Told, atoms: Sequence[Floats], which: Iterable[int]) -> tuple[Whole, Whole]:
    """How many people of some atoms lie under each statement's low end, and how many reach its high end."""
    under, reaching = (np.zeros(len(told.rank), dtype=np.int64) for _ in range(2))
    for at in which:
        about = told.inside[:, at]
        under[about] += np.searchsorted(atoms[at], told.low[about], side="left")
        reaching[about] += len(atoms[at]) - np.searchsorted(atoms[at], told.high[about], side="left")
    return under, reaching


def brackets(told: Told, atoms: Sequence[Floats], insiders: int, enough: float) -> Floats:
    """Give the narrowest bracket that so many insiders get of somebody else of each atom, 0–1.

    Worlds come first; the programme only where they leave less than `enough`. A true bracket may be wider.
    """
    space = room(told, atoms)
    found = np.array([_by_moving(space, at, values, insiders) for at, values in enumerate(atoms)])
    for at in np.flatnonzero(found < enough):
        found[at] = max(found[at], _by_programme(*_around(told, atoms, int(at)), insiders, enough))
    return found


def _left(values: Floats, insiders: int) -> Iterable[Floats]:
    """An atom without its insiders, the ways that leave its others closest: some lowest and some highest apart."""
    apart = min(insiders, len(values) - 1)
    return (values[low : len(values) - (apart - low)] for low in range(apart + 1))


def _around(told: Told, atoms: Sequence[Floats], atom: int) -> tuple[Told, list[Floats]]:
    """Keep an atom, first, and the largest others; everybody else stays where they are, which frees nobody."""
    others = sorted((at for at in range(len(atoms)) if at != atom), key=lambda at: (-len(atoms[at]), at))
    kept, still = [atom, *others[:_FREE]], others[_FREE:]
    under, reaching = _passing(told, atoms, still)
    about = told.inside[:, kept].any(axis=1)
    near = Told(
        inside=told.inside[:, kept][about],
        # As many fewer may lie under as already do; the size keeps the same number allowed to reach the high end.
        rank=(told.rank - under)[about],
        size=(told.size - under - reaching)[about],
        low=told.low[about],
        high=told.high[about],
    )
    return near, [atoms[at] for at in kept]


def _by_moving(space: Room, atom: int, values: Floats, insiders: int) -> float:
    if not len(values):
        return 1.0
    return min(
        space.up(atom, float(left[-1])) - space.down(atom, float(left[0])) for left in _left(values, insiders)
    )


def _by_programme(told: Told, atoms: Sequence[Floats], insiders: int, enough: float) -> float:
    """The bracket of the first atom when any world will do, for its worst insiders: all in one sparse call.

    Insiders that simple worlds already leave `enough` to are not looked at again.
    """
    # Loaded when a programme is needed: 150 ms that a campaign of ordinary values never spends.
    from scipy import sparse  # noqa: PLC0415
    from scipy.optimize import linprog  # noqa: PLC0415

    edges = np.unique([0.0, 1.0, *told.low[np.isfinite(told.low)], *told.high[np.isfinite(told.high)]])
    cells = len(edges) - 1
    there = np.array([_counted(values, edges) for values in atoms])
    space = room(told, atoms)
    programmes = [
        (mine, others, goal)
        for mine, others in _insider_places(there, insiders)
        if _still_free(space, atoms[0], there[0] - mine, there[0]) < enough
        for goal in (edges[:-1], -edges[1:])
    ]
    if not programmes:
        return enough
    upper, equal, bound = _programme(told, edges, len(atoms))
    least = np.concatenate([np.append(others.ravel(), np.zeros(cells)) for _, others, _ in programmes])
    many = sparse.identity(len(programmes), format="csr")
    stated = {
        "c": np.concatenate([np.append(np.zeros(there.size), goal) for *_, goal in programmes]),
        "A_ub": sparse.kron(many, upper, format="csr"),
        "b_ub": np.concatenate([np.append(bound, -mine) for mine, *_ in programmes]),
        "A_eq": sparse.kron(many, equal, format="csr"),
        "b_eq": np.tile([*there.sum(axis=1), 1], len(programmes)),
        "bounds": np.column_stack([least, np.full(len(least), np.inf)]),
    }
    solved = linprog(**stated)
    if solved.success and not np.allclose(solved.x, solved.x.round(), atol=1e-6):
        solved = linprog(**stated, integrality=1)  # fractions of people are no world
    if not solved.success:
        return 0.0  # nothing shown possible: taken as known
    places = solved.x.reshape(len(programmes), -1)[:, there.size :]
    ends = (places * np.array([goal for *_, goal in programmes])).sum(axis=1).reshape(-1, 2)
    return min(enough, float((-ends[:, 1] - ends[:, 0]).min()))


def _programme(told: Told, edges: Floats, atoms: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix, Floats]:
    """The constraints one programme has: people per (atom, interval), then the interval of the person sought."""
    from scipy import sparse  # noqa: PLC0415

    cells = len(edges) - 1
    under = edges[:-1] < told.low[:, None]
    over = edges[:-1] >= told.high[:, None]
    passing = np.concatenate([under, over])
    about = np.concatenate([told.inside, told.inside])
    stated = (about[:, :, None] & passing[:, None, :]).reshape(len(about), atoms * cells)
    bound = np.concatenate([told.rank - 1, told.size - told.rank]).astype(float)
    alone = np.zeros((1, atoms))
    alone[0, 0] = 1.0
    one = sparse.identity(cells)
    upper = sparse.bmat(
        [
            [sparse.csr_matrix(stated.astype(float)), None],
            [sparse.kron(sparse.csr_matrix(-alone), one), one],
        ]
    )
    equal = sparse.block_diag([sparse.kron(sparse.identity(atoms), np.ones((1, cells))), np.ones((1, cells))])
    return upper.tocsr(), equal.tocsr(), bound


def _counted(values: Floats, edges: Floats) -> Whole:
    """How many values lie in each interval; the last one holds its upper end."""
    at = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    return np.bincount(at, minlength=len(edges) - 1)


def _still_free(space: Room, values: Floats, left: Whole, there: Whole) -> float:
    """The bracket simple worlds leave the people of an atom that are no insiders, known by their intervals only."""
    ends = np.cumsum(there)
    cells = np.flatnonzero(left)
    lowest, highest = float(values[ends[cells[0]] - 1]), float(values[ends[cells[-1]] - there[cells[-1]]])
    return space.up(0, highest) - space.down(0, lowest)


def _insider_places(there: Whole, insiders: int) -> Iterable[tuple[Whole, Whole]]:
    """Every way for insiders to be among the people of the first atom, and how many others must stay where they are.

    Those of another atom may be any of its people: as many of each of its intervals stay, whoever they are.
    """
    own = min(insiders, int(there[0].sum()) - 1)
    for inside in range(own + 1):
        stay = np.minimum(there, insiders - inside)
        stay[0] = 0
        for places in combinations_with_replacement(np.flatnonzero(there[0]), inside):
            mine = np.bincount(np.array(places, dtype=np.int64), minlength=there.shape[1])
            if (mine <= there[0]).all():
                yield mine, stay
