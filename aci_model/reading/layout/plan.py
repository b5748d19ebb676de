"""How a foreign sheet is to be read: its header rows, what each column means, where missions stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading.columns import layout as declared

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from aci_model.reading.names import Names
    from aci_model.reading.tables import Key

LINES, ENVELOPES, RESULTS, IGNORED = "lines", "envelopes", "results", "ignored"
ROLES = {LINES: "indicateurs", ENVELOPES: "enveloppes", RESULTS: "résultats", IGNORED: "ne pas lire"}
SURE = 0.8  # from here a guess is used and told
CONFIRM = 0.55  # from here it is used and to confirm; under, it is asked
SKIP = "ne pas lire"
_STEPS = 3  # levels and amounts offered even when the file has fewer


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What one column of a foreign sheet means."""

    column: int  # 0-based
    title: str  # as typed; stacked titles are joined
    meaning: Key | None  # None: not read
    unit: str = ""  # what the title says of the unit: "%", "k€" or nothing
    score: float = 1.0  # 0–1
    reason: str = ""
    asked: bool = False  # holds values, but nothing says which: a person must tell


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How one sheet is read."""

    sheet: str
    role: str  # one of ROLES
    header: int  # 1-based row of the first title row
    depth: int  # title rows
    columns: tuple[ColumnPlan, ...]
    mission: str = ""  # the mission of every row, when no cell says it
    missions: Mapping[str, str] = field(default_factory=dict)  # text as typed -> mission id
    leave: tuple[str, ...] = ()  # beginnings of rows left out
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the sheets of a file, and of every file of its shape, are read."""

    sheets: tuple[SheetPlan, ...]
    confirmed: bool = True  # a person has seen it; False for what is only proposed

    def of(self, sheet: str) -> SheetPlan | None:
        """Give the plan of a sheet."""
        return next((plan for plan in self.sheets if plan.sheet == sheet), None)


def meanings(role: str, names: Names) -> dict[str, Key]:
    """Give every meaning a column of this role may have, by its French name, in the template's order."""
    if role == IGNORED:
        return {}
    spec = declared().sheets[LINES if role == RESULTS else role]
    found: dict[str, Key] = {}
    for column in spec.columns.values():
        if column.per == "number" and column.optional:
            continue  # nobody else's annex has one of these for each step
        if column.per == "number":
            found |= {f"{column.header} {rank}": (column.id, str(rank)) for rank in range(1, _STEPS + 1)}
        elif column.per == "part":
            found |= {names.labels["part"][part]: (column.id, part) for part in names.labels["part"]}
        elif not column.per:
            found[column.header] = (column.id, "")
    return found


_NEEDS = {LINES: ("label",), RESULTS: ("label", "result"), ENVELOPES: ("mission",)}


def lacking(role: str, meant: Collection[Key | None]) -> list[Key]:
    """Give the meanings a sheet of this role cannot do without, and does not have."""
    return [(need, "") for need in _NEEDS.get(role, ()) if (need, "") not in meant]


def meaning_name(role: str, meaning: Key | None, names: Names) -> str:
    """Write a meaning in French: « palier 1 », « Part fixe », « ne pas lire »."""
    if meaning is None or role == IGNORED:
        return SKIP
    column = declared().sheets[LINES if role == RESULTS else role].columns[meaning[0]]
    if column.per == "part":
        return names.labels["part"].get(meaning[1], meaning[1])
    return f"{column.header} {meaning[1]}".strip()


def percentage(score: float) -> str:
    """Write a score: 86 %."""
    return wording.percent(score, 0)
