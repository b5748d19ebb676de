"""The values one indicator's figures stand on, over the campaigns, and every statement made about them.

A group is published anew as a whole or keeps, as a whole, the values it was last published with; larger unions are
always built from what their groups stand on. Two campaigns can then only be told apart by changes of enough values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from aci_model.peers.aggregates import bands
from aci_model.peers.attack import Told
from aci_model.peers.blocks import Group, kin_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aci_model.peers.aggregates import Figure
    from aci_model.peers.attack import Floats, Whole
    from aci_model.peers.blocks import Cell
    from aci_model.peers.rules import Rules

_DIGITS = 9  # two values closer than this are the same value


@dataclass(frozen=True, slots=True)
class Statement:
    """One published figure: about which groups, in which campaign, and what it lets anybody conclude."""

    groups: tuple[int, ...]
    epoch: int
    statistic: str
    rank: int
    size: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator after a publication. Private: it holds the values.

    Attributes:
        groups: the groups, fixed at the first publication.
        group: (values,) which group each value is of.
        value: (values,) every value ever published about.
        first: (values,) the campaign it was first published in, from 1.
        last: (values,) the last one it was in force in.
        epoch: the latest campaign.
        told: every statement ever made.
    """

    groups: tuple[Group, ...]
    group: Whole
    value: Floats
    first: Whole
    last: Whole
    epoch: int
    told: tuple[Statement, ...] = ()

    def of(self, *groups: int) -> Floats:
        """The values in force of some groups, sorted."""
        return np.sort(self.value[np.isin(self.group, groups) & (self.last == self.epoch)])

    def everybody(self) -> tuple[int, ...]:
        """All its groups."""
        return tuple(range(len(self.groups)))

    def unions(self) -> list[tuple[int, ...]]:
        """What is published: each group, the groups of each size together, then everybody; nothing twice."""
        found: list[tuple[int, ...]] = [(at,) for at in self.everybody()]
        sizes: dict[str, list[int]] = {}
        for at, group in enumerate(self.groups):
            if group.kinship():
                sizes.setdefault(group.cells[0][0], []).append(at)
        for union in (*(tuple(own) for own in sizes.values()), self.everybody()):
            if union not in found:
                found.append(union)
        return found

    def together(self, union: tuple[int, ...]) -> Group:
        """The groups of a union as one."""
        first, *others = (self.groups[at] for at in union)
        return reduce(Group.together, others, first)

    def figures(self, groups: tuple[int, ...]) -> dict[str, Figure]:
        """The latest figures published of a union, by statistic."""
        about = [own for own in self.told if own.groups == groups]
        latest = max((own.epoch for own in about), default=0)
        return {own.statistic: own.figure for own in about if own.epoch == latest}

    def place(self, cell: Cell) -> int:
        """The group a cell is compared in; the nearest kin for a cell that nobody was of before."""
        for at, group in enumerate(self.groups):
            if cell in group.cells:
                return at
        return self.groups.index(kin_of(Group((cell,), 1), self.groups))


def opened(groups: Iterable[Group], values: Iterable[Floats]) -> Standing:
    """Start an indicator: its groups and the values of each; nothing is told yet."""
    own = [np.sort(np.round(one, _DIGITS)) for one in values]
    sizes = [len(one) for one in own]
    ones = np.ones(sum(sizes), dtype=np.int64)
    return Standing(
        groups=tuple(groups),
        group=np.repeat(np.arange(len(own)), sizes),
        value=np.concatenate(own),
        first=ones,
        last=ones,
        epoch=1,
    )


def changes(standing: Standing, group: int, new: Floats) -> tuple[Floats, Floats, Floats]:
    """Compare a group's values with those it stands on: what stays, what is gone, what has come.

    Values are compared as a heap, not person by person: whoever exchanged values changed nothing that is published,
    and no link between the codes of two campaigns is needed.
    """
    old = standing.of(group)
    levels, at = np.unique(np.concatenate([old, np.round(new, _DIGITS)]), return_inverse=True)
    before = np.bincount(at[: len(old)], minlength=len(levels))
    after = np.bincount(at[len(old) :], minlength=len(levels))
    stays = np.minimum(before, after)
    return tuple(np.repeat(levels, count) for count in (stays, before - stays, after - stays))  # type: ignore[return-value]


def renewed(standing: Standing, fresh: dict[int, Floats]) -> Standing:
    """Go to the next campaign: some groups stand on new values, the others on theirs; nothing is told yet."""
    epoch = standing.epoch + 1
    force = standing.last == standing.epoch
    last = np.where(force & ~np.isin(standing.group, list(fresh)), epoch, standing.last)
    group, value, first = [standing.group], [standing.value], [standing.first]
    ends = [last]
    for own, new in sorted(fresh.items()):
        stays, _, come = changes(standing, own, new)
        for level, count in zip(*np.unique(stays, return_counts=True), strict=True):
            same = np.flatnonzero((standing.group == own) & force & (standing.value == level))
            last[same[:count]] = epoch
        group.append(np.full(len(come), own))
        value.append(come)
        first.append(np.full(len(come), epoch))
        ends.append(np.full(len(come), epoch))
    return replace(
        standing,
        group=np.concatenate(group),
        value=np.concatenate(value),
        first=np.concatenate(first),
        last=np.concatenate(ends),
        epoch=epoch,
    )


def telling(standing: Standing, unions: Iterable[tuple[int, ...]], rules: Rules) -> Standing:
    """Add the statements that publishing the bands of some unions makes."""
    said = []
    for union in unions:
        values = standing.of(*union)
        said += [
            Statement(union, standing.epoch, quantile.name, rank, len(values), figure)
            for quantile, rank, figure in bands(values, rules)
        ]
    return replace(standing, told=(*standing.told, *said))


def atoms(standing: Standing) -> tuple[Whole, list[Floats]]:
    """Part everybody ever published about into those no statement tells apart.

    Returns:
        (atoms, 3) group, first and last campaign of each; and the values of each, sorted.
    """
    keys = np.column_stack([standing.group, standing.first, standing.last])
    patterns, at = np.unique(keys, axis=0, return_inverse=True)
    at = at.reshape(-1)
    order = np.lexsort((standing.value, at))
    ends = np.cumsum(np.bincount(at, minlength=len(patterns)))[:-1]
    return patterns, np.split(standing.value[order], ends)


def as_told(standing: Standing, patterns: Whole) -> Told:
    """Write the statements as the gate reads them: over atoms."""
    about = np.array([own.epoch for own in standing.told], dtype=np.int64)[:, None]
    lists = np.zeros((len(standing.told), len(standing.groups)), dtype=bool)
    for row, own in enumerate(standing.told):
        lists[row, list(own.groups)] = True
    inside = lists[:, patterns[:, 0]] & (patterns[:, 1] <= about) & (about <= patterns[:, 2])
    return Told(
        inside=inside,
        rank=np.array([own.rank for own in standing.told], dtype=np.int64),
        size=np.array([own.size for own in standing.told], dtype=np.int64),
        low=np.array([own.figure.low for own in standing.told], dtype=float),
        high=np.array([own.figure.high for own in standing.told], dtype=float),
    )
