"""One indicator through the gate: a first time, then campaign after campaign.

The first time, groups are merged until everything told together exposes nobody. Afterwards the groups are fixed:
a group whose renewal would expose somebody keeps its frozen figures, and at worst all do, which tells nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model.peers import kinds
from aci_model.peers.blocks import kin_of, label, merged
from aci_model.peers.rules import reason
from aci_model.peers.standing import changes, opened, renewed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aci_model.peers.attack import Floats
    from aci_model.peers.blocks import Cell, Group
    from aci_model.peers.rules import Rules
    from aci_model.peers.standing import Standing

    Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was contributed to one indicator.

    Attributes:
        name: the indicator.
        kind: one of KINDS.
        values: one per contributor who gave one; a rate on 0–1.
        cells: (values,) the cell of each contributor.
        rules: the rules in force.
    """

    name: str
    kind: str
    values: Floats
    cells: NDArray[np.object_]
    rules: Rules


def note(indicator: str | None, step: str, group: Group | None = None) -> Note:
    """Write a decision down: a row of DECISIONS."""
    return {
        "indicator": indicator,
        "step": step,
        "group": None if group is None else group.key,
        "label": None if group is None else label(group),
        "reason": reason(step),
    }


def first(asked: Asked, base: Sequence[Group]) -> tuple[Standing | None, list[Note]]:
    """Publish an indicator nobody published before; nothing comes back when all of it is withheld."""
    own = asked.rules
    if len(asked.values) < own.least:
        return None, [note(asked.name, "moins_de_5")]
    counted = [replace(group, count=int(_inside(asked, group).sum())) for group in base]
    groups = merged(counted, own.least)
    known = {group.cells for group in counted}
    notes = [note(asked.name, "indicateur", group) for group in groups if group.cells not in known]
    step = "reunion_somme" if asked.kind == kinds.SUM else "reunion"
    while True:
        start = opened(groups, [asked.values[_inside(asked, group)] for group in groups])
        standing = kinds.told(asked.kind, start, start.unions(), own)
        bad = kinds.refused(asked.kind, standing, own)
        if not bad:
            break
        if len(groups) == 1:
            return None, [*notes, note(asked.name, _refusal(asked.kind))]
        groups, joined = _joined(groups, bad)
        notes.append(note(asked.name, step, joined))
    return (standing, notes) if standing.told else (None, [*notes, note(asked.name, _refusal(asked.kind))])


def again(asked: Asked, standing: Standing) -> tuple[Standing, list[Note]]:
    """Publish an indicator once more: its groups keep what they stand on unless enough of it changed."""
    own = asked.rules
    places = {cell: standing.place(cell) for cell in set(asked.cells.tolist())}
    place = np.array([places[cell] for cell in asked.cells], dtype=np.int64)
    fresh, notes = {}, []
    for at, group in enumerate(standing.groups):
        new = asked.values[place == at]
        _, gone, come = changes(standing, at, new)
        if max(len(gone), len(come)) >= own.changed and len(new) >= own.least:
            fresh[at] = new
        elif len(gone) or len(come):
            notes.append(note(asked.name, "fige", group))
    if asked.kind == kinds.PEOPLE and len(fresh) < len(standing.groups):
        # A masked number is protected by the others of its table: they change together or not at all.
        notes += [note(asked.name, "fige_recoupement", standing.groups[at]) for at in fresh]
        fresh = {}
    while fresh:
        following = renewed(standing, fresh)
        unions = [union for union in following.unions() if fresh.keys() & set(union)]
        trial = kinds.told(asked.kind, following, unions, own)
        bad = kinds.refused(asked.kind, trial, own)
        if not bad:
            return trial, notes
        dropped = sorted(bad & fresh.keys() or fresh.keys())
        notes += [note(asked.name, "fige_recoupement", standing.groups[at]) for at in dropped]
        fresh = {at: new for at, new in fresh.items() if at not in dropped}
    return standing, notes


def _inside(asked: Asked, group: Group) -> NDArray[np.bool_]:
    cells: set[Cell] = set(group.cells)
    return np.array([cell in cells for cell in asked.cells], dtype=bool)


def _joined(groups: Sequence[Group], bad: set[int]) -> tuple[list[Group], Group]:
    """Merge the smallest of the groups refused with its nearest kin."""
    weak = min((groups[at] for at in bad), key=lambda group: (group.count, group.cells))
    rest = [group for group in groups if group is not weak]
    kin = kin_of(weak, rest)
    joined = weak.together(kin)
    kept = [group for group in rest if group is not kin]
    return sorted([*kept, joined], key=lambda group: group.cells), joined


def _refusal(kind: str) -> str:
    return {kinds.SUM: "domination", kinds.PEOPLE: "peu_de_personnes"}.get(kind, "recoupement")
