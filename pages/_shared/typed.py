"""What a person typed on the pages, held by what it speaks of rather than by row numbers. Values, without a session.

A file read again with one more answer, beside one more file, may have its rows elsewhere: each change keeps the
place its row came from, and the files it was typed over. Without those files it waits; with them it is back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import reading, wording
from aci_model.reading import Edits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from aci_model.reading import Dossier
    from pages._shared.loaded import Loaded

_OF_ITS_LINE = {"tiers": ["tier"], "results": []}  # frames whose rows stand where their line stands
_NAMED = {
    "communities": ["community"],
    "starts": ["community", "mission"],
    "lines": ["file", "sheet", "row"],
}
_PLACED = ["file", "sheet", "cell"]
# Frame and column, « » for a whole frame: what no figure depends on.
PAPERS = frozenset(
    {
        ("lines", "in_papers"),
        *(("communities", f"papers_{name}") for name in ("on", "version", "without", "euros")),
        ("pairs", ""),
    }
)
WORDS = PAPERS | {("questions", ""), ("agreements", "")}
_BETWEEN = "\x1f"  # in nobody's text: reading takes control characters out


@dataclass(frozen=True, slots=True)
class Gesture:
    """One change, which one « annuler » takes back.

    Attributes:
        number: unlike that of any other gesture of the session, also of those taken back.
        files: SHA-256 of the files it was typed over.
        cells: (frame, place of the row, column) -> value.
        added: frame and record of a new row.
        removed: frame and place of a row taken away.
    """

    number: int
    files: frozenset[str]
    cells: Mapping[tuple[str, str, str], object] = field(default_factory=dict)
    added: tuple[str, Mapping[str, object]] | None = None
    removed: tuple[str, str] | None = None

    def only(self, of: Collection[tuple[str, str]]) -> bool:
        """Tell whether it changes nothing else than these frames and columns (PAPERS, WORDS)."""
        columns = {(frame, column) for frame, _, column in self.cells}
        frames = {gone[0] for gone in (self.added, self.removed) if gone is not None}
        return all(one in of or (one[0], "") in of for one in {*columns, *((name, "") for name in frames)})


class Desk:
    """The changes of one session. It lives in that session's state, so nothing on it can reach another session.

    Every method is told the files in view, and leaves alone what was typed over others.

    Attributes:
        saved: what the person last asked to save, under a key of the caller's.
    """

    def __init__(self) -> None:
        self._gestures: tuple[Gesture, ...] = ()
        self._turn = 0
        self.saved: object = None

    def live(self, held: Loaded) -> tuple[Gesture, ...]:
        """Give the gestures whose files are all loaded, the latest last."""
        here = set(held.digests.values())
        return tuple(gesture for gesture in self._gestures if gesture.files <= here)

    def turns(self, held: Loaded, apart: Collection[tuple[str, str]] = ()) -> tuple[int, ...]:
        """Give the numbers of the live gestures, without those that change nothing but what is named apart."""
        return tuple(gesture.number for gesture in self.live(held) if not (apart and gesture.only(apart)))

    def edits(self, read: Dossier, held: Loaded) -> Edits:
        """Give what is changed on the dossier read from these files."""
        return edits(read, self.live(held))

    def write(
        self,
        read: Dossier,
        held: Loaded,
        frame: str,
        values: Mapping[tuple[int, str], object],
        **others: Mapping[tuple[int, str], object],
    ) -> None:
        """Change cells in one gesture; values that are there already change nothing.

        Args:
            read: the dossier as read.
            held: the files it was read from.
            frame: a frame of `Dossier` (« lines »).
            values: (position in the frame as changed so far, column) -> value in the column's unit, None for
                missing.
            others: frame -> values, of further frames changed in the same gesture.

        Raises:
            KeyError, IndexError: no such frame, column or row.
            ValueError, TypeError: a column cannot hold its value. Nothing is changed then.
        """
        cells: dict[tuple[str, str, str], object] = {}
        for name, changed in {frame: values, **others}.items():
            places = rows(read, self.live(held), name)
            cells |= {(name, places[row], column): value for (row, column), value in changed.items()}
        self._keep(read, held, {(name, place) for name, place, _ in cells}, cells=cells)

    def add(self, read: Dossier, held: Loaded, frame: str, record: Mapping[str, object]) -> None:
        """Add a row at the end of a frame; `record` names its community.

        Raises:
            KeyError: no such frame or column.
            ValueError, TypeError: a column cannot hold its value. Nothing is changed then.
        """
        self._keep(read, held, {("communities", str(record["community"]))}, added=(frame, record))

    def drop(self, read: Dossier, held: Loaded, frame: str, row: int) -> None:
        """Take one row away, read or added.

        Raises:
            KeyError, IndexError: no such frame or row, or a line or a community, which cannot go.
        """
        place = rows(read, self.live(held), frame)[row]
        self._keep(read, held, {(frame, place)}, removed=(frame, place))

    def undo(self, held: Loaded) -> None:
        """Take back the last gesture over these files; nothing without one."""
        last = self.live(held)[-1:]
        self._gestures = tuple(gesture for gesture in self._gestures if gesture not in last)

    def _keep(
        self,
        read: Dossier,
        held: Loaded,
        places: Iterable[tuple[str, str]],
        **change: Any,  # noqa: ANN401  see Gesture
    ) -> None:
        """Keep one more gesture, once the dossier was seen to take it."""
        before = self.live(held)
        files = [_files_of(read, before, frame, place, held) for frame, place in places]
        made = Gesture(self._turn + 1, frozenset[str]().union(*files), **change)
        after = edits(read, (*before, made))
        if after == edits(read, before):
            return
        reading.edited(read, after)
        self._turn, self._gestures = made.number, (*self._gestures, made)


def rows(read: Dossier, gestures: Sequence[Gesture], frame: str) -> list[str]:
    """Name the place of each row of a frame as the person sees it: those read, then those added, in order."""
    gone = {gesture.removed for gesture in gestures}
    added = [_new(gesture) for gesture in gestures if gesture.added and gesture.added[0] == frame]
    return [place for place in (*_places(read, frame), *added) if (frame, place) not in gone]


def edits(read: Dossier, gestures: Sequence[Gesture]) -> Edits:
    """Put live gestures together, the latest last; a value put back as it was read is no change.

    Args:
        read: the dossier as read.
        gestures: from `Desk.live`. A row that is not read any more takes its changes away with it.
    """
    cells: dict[tuple[str, str, str], object] = {}
    added: dict[tuple[str, str], dict[str, object]] = {}
    removed: set[tuple[str, str]] = set()
    for gesture in gestures:
        if gesture.added:
            added[gesture.added[0], _new(gesture)] = dict(gesture.added[1])
        for (frame, place, column), value in gesture.cells.items():
            if (frame, place) in added:
                added[frame, place][column] = value
            else:
                cells[frame, place, column] = value
        if gesture.removed:
            removed.add(gesture.removed)
            added.pop(gesture.removed, None)
    return _numbered(read, cells, added, removed)


def count(made: Edits) -> int:
    """Count the changes a person would: cells, rows added, rows taken away."""
    return len(made.cells) + sum(len(records) for records in made.added.values()) + len(made.removed)


def _files_of(
    read: Dossier, gestures: Sequence[Gesture], frame: str, place: str, held: Loaded
) -> frozenset[str]:
    """Tell the files a row comes from: its own, or for a community those of its lines, else all that are loaded."""
    if by := [gesture for gesture in gestures if gesture.added and place == _new(gesture)]:
        return by[0].files
    named = set(place.split(_BETWEEN)[:1])
    if frame in {"communities", "starts"}:
        named = set(read.lines.loc[read.lines["community"].isin(named), "file"].dropna())
    found = {held.digests[name] for file in named if (name := _outer(file, held)) is not None}
    return frozenset(found or held.digests.values())


def _numbered(
    read: Dossier,
    cells: Mapping[tuple[str, str, str], object],
    added: Mapping[tuple[str, str], Mapping[str, object]],
    removed: Iterable[tuple[str, str]],
) -> Edits:
    gone = set(removed)
    touched = {frame for frame, _, _ in cells} | {frame for frame, _ in gone}
    number = {frame: {place: row for row, place in enumerate(_places(read, frame))} for frame in touched}
    made = Edits()
    for (frame, place, column), value in cells.items():
        row = number[frame].get(place)
        if row is None or (frame, place) in gone:
            continue
        if not _same(getattr(read, frame)[column].iloc[row], value):
            made = made.with_cell(frame, row, column, value)
    for (frame, _), record in added.items():
        made = made.with_row(frame, record)
    for frame, place in sorted(gone):
        if (row := number[frame].get(place)) is not None:
            made = made.without_row(frame, row)
    return made


def _places(read: Dossier, frame: str) -> list[str]:
    """Name the place of each row that was read: what stays when rows move."""
    if frame not in read.__slots__:
        raise KeyError(f"no such frame to edit: {frame}")
    table: pd.DataFrame = getattr(read, frame)
    if frame in _OF_ITS_LINE:
        of_line = pd.Series(_places(read, "lines"), index=read.lines["line"], dtype="str")
        told = of_line.reindex(table["line"]).set_axis(table.index)
        columns = _OF_ITS_LINE[frame]
    else:
        first, *columns = _NAMED.get(frame, _PLACED)
        told = table[first].astype("str").fillna("")
    for column in columns:
        told = told + _BETWEEN + table[column].astype("str").fillna("")
    return (told + _BETWEEN + told.groupby(told).cumcount().astype("str")).tolist()


def _new(gesture: Gesture) -> str:
    """Name the place of an added row: the gesture that added it."""
    return f"+{gesture.number}"


def _outer(file: str, held: Loaded) -> str | None:
    """The loaded file that a name stands in: itself, or the zip of « archive.zip/contrat.xlsx »."""
    return next((name for name in held.digests if file == name or file.startswith(f"{name}/")), None)


def _same(before: object, after: object) -> bool:
    if wording.missing(before) or wording.missing(after):
        return wording.missing(before) and wording.missing(after)
    return bool(before == after)
