"""Raw sheets between two processes, as plain JSON and lengths.

Not pickle: whoever took over the reading process could make an unpickling parent run anything. JSON only ever
gives texts, numbers, lists and truths, and `unpacked` refuses any other arrangement of them. Numbers keep every
digit; what JSON has no word for (days, hours, percents, broken cells) travels beside the rows, by place.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, BinaryIO

from aci_model.reading.hidden import KINDS, Trace
from aci_model.reading.marks import Broken, Percent
from aci_model.reading.sheets import RawSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aci_model.reading.sheets import Cell

_PLAIN = frozenset({str, float, bool, type(None)})
_HEAD = 8  # bytes of a length
_WRITE: tuple[tuple[type, str, Callable[..., object]], ...] = (
    (Percent, "%", float),
    (Broken, "!", str),
    (dt.datetime, "D", dt.datetime.isoformat),
    (dt.date, "d", dt.date.isoformat),
    (dt.time, "t", dt.time.isoformat),
    (dt.timedelta, "s", dt.timedelta.total_seconds),
)
_READ: dict[str, tuple[tuple[type, ...], Callable[..., Cell]]] = {
    "%": ((float,), Percent),
    "!": ((str,), Broken),
    "D": ((str,), dt.datetime.fromisoformat),
    "d": ((str,), dt.date.fromisoformat),
    "t": ((str,), dt.time.fromisoformat),
    "s": ((float,), lambda seconds: dt.timedelta(seconds=seconds)),
}


class WireError(Exception):
    """What came is not what the other side may send."""


def send(stream: BinaryIO, value: object, blobs: Sequence[bytes] = ()) -> None:
    """Write one message: its length, JSON, then bytes whose lengths the JSON says."""
    text = json.dumps(value, separators=(",", ":")).encode("ascii")
    stream.write(len(text).to_bytes(_HEAD, "big"))
    stream.write(text)
    stream.writelines(blobs)
    stream.flush()


def receive(stream: BinaryIO, most: int) -> object | None:
    """Read one message.

    Args:
        stream: the other side's.
        most: bytes accepted.

    Returns:
        What JSON said; None when the stream is at its end.

    Raises:
        WireError: it is too long, cut short, or not JSON.
    """
    head = stream.read(_HEAD)
    if not head:
        return None
    size = int.from_bytes(head, "big")
    if len(head) < _HEAD or size > most:
        raise WireError("a message too long or cut short")
    try:
        value: object = json.loads(exactly(stream, size))
    except (ValueError, RecursionError) as fault:
        raise WireError("not JSON") from fault
    return value


def exactly(stream: BinaryIO, size: int) -> bytes:
    """Read this many bytes.

    Raises:
        WireError: the stream ended before.
    """
    data = stream.read(size)
    if len(data) != size:
        raise WireError("a message cut short")
    return data


def packed(sheets: Sequence[RawSheet]) -> list[dict[str, object]]:
    """Turn sheets into what JSON can say."""
    return [_packed(sheet) for sheet in sheets]


def _packed(sheet: RawSheet) -> dict[str, object]:
    rows: list[list[Cell]] = []
    marked: list[tuple[int, int, str, object]] = []
    for number, row in enumerate(sheet.rows):
        if _PLAIN.issuperset(map(type, row)):
            rows.append(row)
            continue
        rows.append([cell if type(cell) in _PLAIN else None for cell in row])
        marked += [
            (number, column, *_marked(cell)) for column, cell in enumerate(row) if type(cell) not in _PLAIN
        ]
    return {
        "name": sheet.name,
        "rows": rows,
        "marked": marked,
        "merged": sheet.merged,
        "hidden": sheet.hidden,
    }


def _marked(cell: Cell) -> tuple[str, object]:
    return next((sign, write(cell)) for kind, sign, write in _WRITE if isinstance(cell, kind))


def unpacked(value: object) -> list[RawSheet]:
    """Make sheets of what JSON said.

    Raises:
        WireError: it does not say sheets.
    """
    if not isinstance(value, list):
        raise WireError("not a list of sheets")
    try:
        return [_unpacked(**entry) for entry in value]
    except (TypeError, ValueError, KeyError, IndexError, OverflowError) as fault:
        raise WireError("not sheets") from fault


def _unpacked(name: object, rows: object, marked: object, merged: object, hidden: object = ()) -> RawSheet:
    if not (isinstance(name, str) and isinstance(rows, list) and isinstance(marked, list)):
        raise TypeError("not a sheet")
    if not (isinstance(merged, list) and isinstance(hidden, list | tuple)):
        raise TypeError("not merged ranges, or not what is hidden")
    for row in rows:
        if not isinstance(row, list) or not _PLAIN.issuperset(map(type, row)):
            raise TypeError("not a row of cells")
    for number, column, sign, said in marked:
        kinds, read = _READ[sign]
        if type(said) not in kinds or number < 0 or column < 0:
            raise TypeError("not a marked cell")
        rows[number][column] = read(said)
    return RawSheet(name, rows, [_range(entry) for entry in merged], [_trace(*entry) for entry in hidden])


def _range(entry: object) -> tuple[int, int, int, int]:
    if not isinstance(entry, list) or any(type(number) is not int or number < 0 for number in entry):
        raise TypeError("not a range")
    top, left, bottom, right = entry
    return top, left, bottom, right


def _trace(kind: object, quantity: object, where: object) -> Trace:
    if not (kind in KINDS and isinstance(kind, str) and type(quantity) is int and isinstance(where, str)):
        raise TypeError("nothing that is hidden")
    return Trace(kind, quantity, where)
