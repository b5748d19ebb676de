"""What a person types on the pages: a dossier with a few cells changed and a few rows more or less."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import wording
from aci_model.reading.columns import layout
from aci_model.reading.dossier import Dossier
from aci_model.reading.text import clean, paragraphs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_UNTOUCHED = frozenset({"kept", "problems"})
# A line is one row in each of several frames: taking one row away would leave the others without theirs.
_LASTING = frozenset({"communities", "lines", "tiers", "results"})


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes to a dossier, each named by a frame and a row number.

    Row numbers never move: 0, 1, 2… for the rows that were read, then on for the added ones, in the order they
    were added, whatever is taken away later. `numbers` gives those of the rows still there.

    Attributes:
        cells: (frame, row number, column) -> value, in the unit of the frame; None for missing.
        added: frame -> records, missing where a column is absent. A record without a community belongs to
            the only one of the dossier, when there is only one.
        removed: (frame, row number) of the rows taken away.
    """

    cells: Mapping[tuple[str, int, str], object] = field(default_factory=dict)
    added: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    removed: frozenset[tuple[str, int]] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything is changed."""
        return bool(self.cells or self.added or self.removed)

    def __hash__(self) -> int:
        return hash(self.key())

    def with_cell(self, frame: str, row: int, column: str, value: object) -> Edits:
        """Change one cell; the last value given to a cell is the one that counts.

        A text is kept as a workbook would give it back: trimmed, on one line unless its column holds prose,
        missing when nothing is left of it.
        """
        return replace(self, cells={**self.cells, (frame, row, column): _given(frame, column, value)})

    def with_row(self, frame: str, record: Mapping[str, object]) -> Edits:
        """Add one row at the end of a frame; its texts are kept as `with_cell` does."""
        read = {column: _given(frame, column, value) for column, value in record.items()}
        given = {column: value for column, value in read.items() if value is not None}
        return replace(self, added={**self.added, frame: (*self.added.get(frame, ()), given)})

    def without_row(self, frame: str, row: int) -> Edits:
        """Take one row away, read or added."""
        return replace(self, removed=self.removed | {(frame, row)})

    def key(self) -> tuple[object, ...]:
        """Give what tells these edits from others, to remember what was worked out from them."""
        return (
            tuple(sorted(self.cells.items(), key=lambda entry: entry[0])),
            tuple(
                (name, tuple(tuple(sorted(row.items())) for row in rows)) for name, rows in self.added.items()
            ),
            tuple(sorted(self.removed)),
        )


def edited(dossier: Dossier, edits: Edits) -> Dossier:
    """Give the dossier as its person changed it.

    Args:
        dossier: as read; it is not changed, and the frames without edits are shared with it.
        edits: the changes.

    Returns:
        A dossier whose frames have the same columns and types; `workbook` writes it as any other.

    Raises:
        KeyError: a frame, a column or a row that the dossier does not have, or a row that cannot be taken away alone.
        ValueError, TypeError: a value that its column cannot hold.
    """
    if not edits:
        return dossier
    cells: dict[str, dict[str, dict[int, object]]] = {}
    for (name, row, column), value in edits.cells.items():
        cells.setdefault(name, {}).setdefault(column, {})[row] = value
    gone: dict[str, set[int]] = {}
    for name, row in edits.removed:
        gone.setdefault(name, set()).add(row)
    names = {*cells, *edits.added, *gone}
    known = {one.name for one in fields(Dossier)} - _UNTOUCHED
    if strange := names - known:
        raise KeyError(f"no such frame to edit: {sorted(strange)}")
    if lasting := gone.keys() & _LASTING:
        raise KeyError(f"a row of these frames cannot go alone: {sorted(lasting)}")
    home = dossier.communities["community"]
    alone = str(home.iloc[0]) if len(home) == 1 else None
    changed = {}
    for name in sorted(names):
        longer = _longer(getattr(dossier, name), edits.added.get(name, ()), alone, name)
        changed[name] = _shorter(_rewritten(longer, cells.get(name, {}), name), gone.get(name, set()), name)
    return replace(dossier, **changed)


def _given(frame: str, column: str, value: object) -> object:
    """Give a typed value as reading it back would: None for nothing."""
    if wording.missing(value):
        return None
    if not isinstance(value, str):
        return value
    sheet = layout().sheets.get(frame)
    declared = sheet.columns.get(column) if sheet is not None else None
    tidy = paragraphs if declared is not None and declared.kind == "prose" else clean
    return tidy(value) or None


def numbers(dossier: Dossier, edits: Edits, frame: str) -> list[int]:
    """Give the row number of each row of an edited frame, in order: what `with_cell` and `without_row` ask for."""
    size = len(getattr(dossier, frame)) + len(edits.added.get(frame, ()))
    return [row for row in range(size) if (frame, row) not in edits.removed]


def _longer(
    frame: pd.DataFrame, records: Sequence[Mapping[str, object]], alone: str | None, name: str
) -> pd.DataFrame:
    if not records:
        return frame
    if strange := {column for record in records for column in record} - set(frame.columns):
        raise KeyError(f"no such columns in {name}: {sorted(strange)}")
    own = {"community": alone} if "community" in frame.columns else {}
    rows: list[Mapping[str, object]] = [{**own, **record} for record in records]
    more = pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in rows], dtype=kind)
            for column, kind in zip(frame.columns.tolist(), frame.dtypes.tolist(), strict=True)
        }
    )
    return more if frame.empty else pd.concat([frame, more], ignore_index=True)


def _rewritten(frame: pd.DataFrame, cells: Mapping[str, Mapping[int, object]], name: str) -> pd.DataFrame:
    new: dict[str, Any] = {}
    for column, values in cells.items():
        if column not in frame.columns:
            raise KeyError(f"no such column in {name}: {column}")
        _check_rows(frame, values.keys(), name)
        whole = frame[column].copy()
        whole.iloc[list(values)] = pd.Series(list(values.values()), dtype=whole.dtype).array
        new[column] = whole
    return frame.assign(**new) if new else frame


def _shorter(frame: pd.DataFrame, gone: set[int], name: str) -> pd.DataFrame:
    if not gone:
        return frame
    _check_rows(frame, gone, name)
    return frame.drop(frame.index[sorted(gone)]).reset_index(drop=True)


def _check_rows(frame: pd.DataFrame, rows: Collection[int], name: str) -> None:
    if strange := [row for row in rows if not 0 <= row < len(frame)]:
        raise KeyError(f"no such rows in {name}: {sorted(strange)}")
