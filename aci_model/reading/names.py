"""Missions and parts as people write them, found among their accepted spellings."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading import cells as french
from aci_model.reading.cells import Doubt
from aci_model.reading.marks import Broken
from aci_model.reading.tables import Key, Table, typed
from aci_model.reading.text import fold, quoted
from aci_model.reading.values import broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.reading.problems import Problem

_NUMBERED = re.compile(r"^(?:mission|axe|volet) (?:n |no )?[0-9]{1,2} ")


@dataclass(frozen=True, slots=True)
class Names:
    """Accepted spellings of missions and parts."""

    spellings: Mapping[str, Mapping[str, str]]  # mission | part -> folded spelling -> id
    labels: Mapping[str, Mapping[str, str]]  # mission | part -> id -> short label, to advise

    def find(self, kind: str, text: str) -> str | None:
        """Give the id a text names, whatever its case, accents, spaces, or « Mission 3 – » before it."""
        spelt = self.spellings[kind]
        folded = fold(text)
        return spelt.get(folded) or spelt.get(_NUMBERED.sub("", folded))

    def doubt(self, kind: str, text: str) -> Doubt:
        """Say that a text names no mission or part, with the nearest one or the whole list."""
        near = difflib.get_close_matches(fold(text), self.spellings[kind], n=1, cutoff=0.8)
        labels = self.labels[kind]
        if near:
            advice = f"Saisissez {quoted(labels[self.spellings[kind][near[0]]])} si c'est bien cela"
        else:
            advice = f"Saisissez {wording.enumeration([quoted(label) for label in labels.values()], 'ou')}"
        noun = "une mission connue" if kind == "mission" else "une part connue"
        return Doubt(f"{quoted(text)} n'est pas {noun}.", advice)


def accepted(missions: pd.DataFrame, parts: pd.DataFrame) -> Names:
    """Gather the spellings of missions and parts: ids, labels, short labels and other names.

    Args:
        missions: mission, label, and where present short and names (a list).
        parts: part, label, and where present short and names (a list).
    """
    frames = {"mission": missions, "part": parts}
    return Names(
        {kind: _spellings(frame, kind) for kind, frame in frames.items()},
        {
            kind: dict(zip(frame[kind], frame["short" if "short" in frame else "label"], strict=True))
            for kind, frame in frames.items()
        },
    )


def _spellings(frame: pd.DataFrame, kind: str) -> dict[str, str]:
    """Map each folded spelling to its id; one that two ids share says nothing and is left out."""
    owners: dict[str, set[str]] = {}
    for record in frame.to_dict("records"):
        names = record.get("names")
        others = list(names) if isinstance(names, (list, tuple)) else []
        for name in [record[kind], record["label"], record.get("short"), *others]:
            if isinstance(name, str) and fold(name):
                owners.setdefault(fold(name), set()).add(record[kind])
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}


def ids(table: Table, key: Key, names: Names, problems: list[Problem]) -> tuple[list[str | None], list[bool]]:
    """Read a column of missions or parts.

    Returns:
        The ids, None when empty or not recognised; and for each row whether its text was not recognised.
    """
    kind = table.declared(key).kind
    found: list[str | None] = []
    lost: list[bool] = []
    for row, cell in enumerate(table.column(key)):
        text = typed(cell)
        empty = not text or french.says_nothing(text)
        name = None if empty else names.find(kind, text)
        found.append(name)
        lost.append(not empty and name is None)
        if lost[-1]:
            doubt = broken(cell) if isinstance(cell, Broken) else names.doubt(kind, text)
            problems.append(table.unused(row, key, doubt))
    return found, lost
