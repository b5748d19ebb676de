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

    from aci_model.peers.rules import Rules

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Whole = NDArray[np.int64]

_EXACT = 1e-9
_KIN, _LARGE = (
    3,
    2,
)  # other atoms a programme may move people of: nearest by what is told of them, then largest
_FIRST = 3  # placements of insiders a hurried look begins with: the narrowest


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
        under: (statements,) how many people lie under the low end.
        reaching: (statements,) how many reach the high end.
        floors: (statements,) the low end where nobody more may go under it, else minus infinity.
        ceilings: (statements,) the high end where nobody more may reach it, else infinity.
    """

    inside: Flags
    under: Whole
    reaching: Whole
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
        under=under,
        reaching=reaching,
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
    found = _by_worlds(space, atoms, insiders)
    for at in np.flatnonzero(found < enough):
        found[at] = max(found[at], _by_programme(_problem(told, space, atoms, int(at)), insiders, enough))
    return found


def narrow(
    told: Told, atoms: Sequence[Floats], groups: Whole, rules: Rules, known: Iterable[int] = ()
) -> set[int]:
    """Tell which groups have somebody that insiders bracket tighter than the rules allow.

    The verdict of `brackets`, sooner: a group is looked at until somebody of it is found.

    Args:
        told: what is published.
        atoms: the values of each atom, sorted.
        groups: (atoms,) the group of each.
        rules: how many insiders, and the narrowest bracket allowed.
        known: groups not to be looked at.
    """
    space, enough = room(told, atoms), rules.bracket
    wide = _by_worlds(space, atoms, rules.insiders)
    left = np.flatnonzero((wide < enough - _EXACT) & ~np.isin(groups, list(known)))
    found = set[int]()
    for at in left[np.argsort(wide[left], kind="stable")]:
        group = int(groups[at])
        if group not in found:
            problem = _problem(told, space, atoms, int(at))
            if _by_programme(problem, rules.insiders, enough, hurried=True) < enough - _EXACT:
                found.add(group)
    return found


def _left(values: Floats, insiders: int) -> Iterable[Floats]:
    """An atom without its insiders, the ways that leave its others closest: some lowest and some highest apart."""
    apart = min(insiders, len(values) - 1)
    return (values[low : len(values) - (apart - low)] for low in range(apart + 1))


def _by_worlds(space: Room, atoms: Sequence[Floats], insiders: int) -> Floats:
    return np.array([_by_moving(space, at, values, insiders) for at, values in enumerate(atoms)])


def _by_moving(space: Room, atom: int, values: Floats, insiders: int) -> float:
    if not len(values):
        return 1.0
    return min(
        space.up(atom, float(left[-1])) - space.down(atom, float(left[0])) for left in _left(values, insiders)
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """What a programme may do: move people of a few atoms, the first being the one attacked.

    Attributes:
        space: of everybody.
        atom: the one attacked, among everybody's.
        values: of it, sorted.
        inside: (limits, atoms) which of these atoms each limit is about.
        allowed: (limits, cells) which intervals it counts people of.
        bound: (limits,) how many of them there may be.
        edges: (cells + 1,) of the intervals.
        there: (atoms, cells) how many people are in each.
    """

    space: Room
    atom: int
    values: Floats
    inside: Flags
    allowed: Flags
    bound: Floats
    edges: Floats
    there: Whole


def _problem(told: Told, space: Room, atoms: Sequence[Floats], atom: int) -> Problem:
    """Choose who may move, and keep what could stop them; everybody else stays, which frees nobody.

    A world in which only these move is a world: fewer of them never shows a bracket too wide.
    """
    shared = (told.inside & told.inside[:, [atom]]).sum(axis=0)
    others = sorted(
        (at for at in range(len(atoms)) if at != atom), key=lambda at: (-shared[at], -len(atoms[at]), at)
    )
    large = sorted(others[_KIN:], key=lambda at: (-len(atoms[at]), at))
    kept = [atom, *others[:_KIN], *large[:_LARGE]]
    under, reaching = _passing(told, atoms, kept)
    inside = told.inside[:, kept]
    people = inside @ np.array([len(atoms[at]) for at in kept])
    # As many fewer may pass as others already do; a limit that all of them could pass stops nobody.
    below = told.rank - 1 - (space.under - under)
    above = told.size - told.rank - (space.reaching - reaching)
    lower, upper = (
        np.flatnonzero(np.isfinite(end) & (bound < people))
        for end, bound in ((told.low, below), (told.high, above))
    )
    edges = np.unique([0.0, 1.0, *told.low[lower], *told.high[upper]])
    return Problem(
        space=space,
        atom=atom,
        values=atoms[atom],
        inside=np.concatenate([inside[lower], inside[upper]]),
        allowed=np.concatenate([edges[:-1] < told.low[lower, None], edges[:-1] >= told.high[upper, None]]),
        bound=np.concatenate([below[lower], above[upper]]).astype(float),
        edges=edges,
        there=np.array([_counted(atoms[at], edges) for at in kept]),
    )


def _by_programme(problem: Problem, insiders: int, enough: float, *, hurried: bool = False) -> float:
    """The bracket of the atom attacked when any world will do, for its worst insiders; `enough` when it is wider.

    Insiders that simple worlds already leave `enough` to are not looked at again. In a hurry, any bracket under
    `enough` will do.
    """
    there, values = problem.there, problem.values
    places = [
        (free, mine, others)
        for mine, others in _insider_places(there, insiders)
        if (free := _still_free(problem.space, problem.atom, values, there[0] - mine, there[0])) < enough
    ]
    places.sort(key=lambda place: place[0])
    found = enough
    for part in (places[:_FIRST], places[_FIRST:]) if hurried else (places,):
        if part and found >= enough:
            found = min(found, _solved(problem, [(mine, others) for _, mine, others in part]))
    return found


def _solved(problem: Problem, places: Sequence[tuple[Whole, Whole]]) -> float:
    """The narrowest bracket over some placements of insiders: all their programmes in one sparse call."""
    # Loaded when a programme is needed: 150 ms that a campaign of ordinary values never spends.
    from scipy.optimize import linprog  # noqa: PLC0415

    there, edges = problem.there, problem.edges
    cells = len(edges) - 1
    goals = (edges[:-1], -edges[1:])
    upper, equal = _constraints(problem)
    many = len(places) * len(goals)
    least = np.concatenate(
        [np.append(others.ravel(), np.zeros(cells)) for _, others in places for _ in goals]
    )
    stated = {
        "c": np.tile(np.concatenate([np.append(np.zeros(there.size), goal) for goal in goals]), len(places)),
        "A_ub": _repeated(upper, many),
        "b_ub": np.concatenate([np.append(problem.bound, -mine) for mine, _ in places for _ in goals]),
        "A_eq": _repeated(equal, many),
        "b_eq": np.tile([*there.sum(axis=1), 1], many),
        "bounds": np.column_stack([least, np.full(len(least), np.inf)]),
    }
    solved = linprog(**stated)
    if solved.success and not np.allclose(solved.x, solved.x.round(), atol=1e-6):
        solved = linprog(**stated, integrality=1)  # fractions of people are no world
    if not solved.success:
        return 0.0  # nothing shown possible: taken as known
    reached = solved.x.reshape(len(places), len(goals), -1)[:, :, there.size :]
    ends = (reached * np.array(goals)).sum(axis=2)
    return float((-ends[:, 1] - ends[:, 0]).min())


def _constraints(problem: Problem) -> tuple[Floats, Floats]:
    """The rows one programme has, over people per (atom, interval), then the interval of the person sought."""
    atoms, cells = problem.there.shape
    one = np.eye(cells)
    counted = problem.inside[:, :, None] & problem.allowed[:, None, :]
    limits = np.concatenate(
        [counted.reshape(len(counted), atoms * cells), np.zeros((len(counted), cells))], axis=1
    )
    # The person sought is one of the first atom who is no insider.
    sought = np.concatenate([-one, np.zeros((cells, (atoms - 1) * cells)), one], axis=1)
    equal = np.zeros((atoms + 1, (atoms + 1) * cells))
    equal[np.repeat(np.arange(atoms + 1), cells), np.arange((atoms + 1) * cells)] = 1.0
    return np.concatenate([limits, sought]), equal


def _repeated(rows: Floats, many: int) -> sparse.csr_matrix:
    """The same rows for each of many programmes, each on columns of its own."""
    from scipy import sparse  # noqa: PLC0415

    one = sparse.csr_matrix(rows)
    height, width = rows.shape
    columns = (np.arange(many)[:, None] * width + one.indices).ravel()
    ends = np.append(0, (np.arange(many)[:, None] * one.nnz + one.indptr[1:]).ravel())
    return sparse.csr_matrix((np.tile(one.data, many), columns, ends), shape=(many * height, many * width))


def _counted(values: Floats, edges: Floats) -> Whole:
    """How many values lie in each interval; the last one holds its upper end."""
    at = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    return np.bincount(at, minlength=len(edges) - 1)


def _still_free(space: Room, atom: int, values: Floats, left: Whole, there: Whole) -> float:
    """The bracket simple worlds leave the people of an atom that are no insiders, known by their intervals only."""
    ends = np.cumsum(there)
    cells = np.flatnonzero(left)
    lowest, highest = float(values[ends[cells[0]] - 1]), float(values[ends[cells[-1]] - there[cells[-1]]])
    return space.up(atom, highest) - space.down(atom, lowest)


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
