"""Fixed blocks: who is compared with whom, decided once from who takes part, never from what they contributed.

A cell is a (size group, region, seniority). Cells with too few contributors are merged with their nearest kin:
first another seniority of the same region and size, then another region of the same size, at last another size.
Only numbers of contributors steer the merging: what was merged tells nothing about values.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from aci_model.frames import TEXT, Columns
from aci_model.wording import enumeration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = tuple[str, str, str]

DIMENSIONS = ("size_group", "region", "seniority")
ATTRIBUTES: Columns = {"contributor": TEXT, "size_group": TEXT, "region": TEXT, "seniority": TEXT}
UNSAID = "non précisé"
_NAMED = 3  # regions named in a label; beyond, their number


@dataclass(frozen=True, slots=True)
class Group:
    """A union of cells and how many contributors it holds.

    Attributes:
        cells: its cells, sorted.
        count: its contributors.
    """

    cells: tuple[Cell, ...]
    count: int

    @property
    def key(self) -> str:
        """A name that depends on the cells alone."""
        return hashlib.sha256(repr(self.cells).encode()).hexdigest()[:12]

    def kinship(self) -> int:
        """How many leading dimensions its cells share: 3 for one cell, 0 when it mixes sizes."""
        return _shared(self.cells)

    def together(self, other: Group) -> Group:
        """The union of two groups."""
        return Group(tuple(sorted(self.cells + other.cells)), self.count + other.count)


def cells_of(attributes: pd.DataFrame) -> pd.Series:
    """Give contributor -> cell; what nobody said is a value of its own.

    Args:
        attributes: columns of ATTRIBUTES.

    Raises:
        ValueError: a contributor stands twice.
    """
    if attributes["contributor"].duplicated().any():
        raise ValueError("a contributor has two sets of attributes")
    said = [attributes[name].astype(object).fillna(UNSAID) for name in DIMENSIONS]
    index = pd.Index(attributes["contributor"], dtype=object)
    return pd.Series(list(zip(*said, strict=True)), index=index, name="cell", dtype=object)


def blocks(cells: Iterable[Cell], least: int) -> list[Group]:
    """Build the blocks: unions of cells with at least `least` contributors each, fewer only if it is the only one.

    Args:
        cells: one per contributor, in any order.
        least: contributors of a block.
    """
    counts: dict[Cell, int] = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    return merged([Group((cell,), count) for cell, count in counts.items()], least)


def merged(groups: Iterable[Group], least: int) -> list[Group]:
    """Merge groups that hold fewer than `least` contributors, nearest kin first; sorted by cells."""
    kept = sorted(groups, key=lambda group: group.cells)
    for depth in range(len(DIMENSIONS) - 1, -1, -1):
        kin: dict[tuple[str, ...], list[Group]] = {}
        for group in kept:
            near = group.kinship() >= depth
            kin.setdefault(group.cells[0][:depth] if near else ("alone", group.key), []).append(group)
        kept = [group for family in kin.values() for group in _enough(family, least)]
    return sorted(kept, key=lambda group: group.cells)


def kin_of(group: Group, others: Sequence[Group]) -> Group:
    """The group it would be merged with: the nearest kin, the smallest first."""
    return min(others, key=lambda other: (-_shared(group.cells + other.cells), other.count, other.cells))


def label(group: Group) -> str:
    """Say in French who is in a group: « Tailles 1-2, Bretagne et Corse, moins de 3 ans »."""
    sizes, regions, seniorities = (
        sorted({cell[at] for cell in group.cells}) for at in range(len(DIMENSIONS))
    )
    parts = [f"Tailles {enumeration(sizes)}" if sizes != [UNSAID] else "Taille non précisée"]
    parts.append(enumeration(regions) if len(regions) <= _NAMED else f"{len(regions)} régions")
    if len(seniorities) == 1:
        parts.append(seniorities[0])
    return ", ".join(part for part in parts if part != UNSAID)


def _enough(family: list[Group], least: int) -> list[Group]:
    """Merge the smallest with the next smallest until each has enough, or one is left."""
    own = sorted(family, key=lambda group: (group.count, group.cells))
    while len(own) > 1 and own[0].count < least:
        first, second, *rest = own
        own = sorted([first.together(second), *rest], key=lambda group: (group.count, group.cells))
    return own


def _shared(cells: Sequence[Cell]) -> int:
    shared = 0
    for values in zip(*cells, strict=True):
        if len(set(values)) > 1:
            break
        shared += 1
    return shared
