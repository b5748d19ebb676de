"""A stranger's zip, checked from its own bytes and expanded within bounds; never from what it says of itself.

Written from APPNOTE.TXT, the zip format's specification (4.3.7 local header, 4.3.12 central directory,
4.3.16 end of central directory). A file in which two readers could find two different archives is refused:
what is checked here is what will be read.
"""

from __future__ import annotations

import io
import itertools
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from aci_model import wording
from aci_model.reading.refusal import DAMAGED, PROTECTED, RefusedError
from aci_model.reading.text import french, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aci_model.reading.limits import ArchiveLimits

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_WIDE = (0xFFFF, 0xFFFFFFFF)  # « see the zip64 record », which no file under 4 GB needs
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_UTF8 = 0x0800
_STORED, _DEFLATED = 0, 8
_AES = 99
_KIND, _LINK = 0o170000, 0o120000  # of a file, in the attributes that Unix writes
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f]|^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")

_LIES = french(
    "Cette archive annonce une taille qui n'est pas la sienne ; elle n'est pas ouverte, car elle pourrait"
    " saturer la machine. Enregistrez de nouveau le fichier depuis votre tableur."
)


class Entry(NamedTuple):
    """One entry of a zip, as its central directory gives it and its local header confirms."""

    name: str
    method: int
    crc: int
    declared: int  # bytes once expanded, as it says
    start: int
    packed: int  # bytes

    @property
    def folder(self) -> bool:
        """Tell whether it only names a folder."""
        return self.name.endswith("/")


def entries(content: bytes, limits: ArchiveLimits) -> list[Entry]:
    """List the entries of a zip.

    Args:
        content: the whole file.
        limits: how many entries are accepted.

    Raises:
        RefusedError: the zip is damaged, ambiguous, encrypted, too numerous, or its entries have names that
            repeat or lead elsewhere.
    """
    start, size, count = _directory(content, limits)
    found: list[Entry] = []
    spans: list[tuple[int, int]] = []
    place = start
    for _ in range(count):
        entry, header, length = _entry(content, place)
        found.append(entry)
        spans.append((header, entry.start + entry.packed))
        place += length
    if place != start + size:
        raise RefusedError(DAMAGED)
    _check_spans(spans, start)
    _check_names(found)
    return found


def _directory(content: bytes, limits: ArchiveLimits) -> tuple[int, int, int]:
    """Find the central directory: where it starts, its bytes, its entries."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - _LONGEST_COMMENT))
    if end < 0 or end + _END.size > len(content):
        raise RefusedError(DAMAGED)
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(content, end)
    if count in _WIDE or size in _WIDE or start in _WIDE or content[end - 20 : end - 16] == b"PK\x06\x07":
        raise RefusedError(_LIES)
    if (
        disk
        or first_disk
        or here != count
        or end + _END.size + comment != len(content)
        or start + size != end
    ):
        raise RefusedError(DAMAGED)
    if count > limits.entries:
        raise RefusedError(
            f"Cette archive contient {wording.number(count, 0)} fichiers, plus que les"
            f" {wording.number(limits.entries, 0)} acceptés. Répartissez-les en plusieurs archives."
        )
    return start, size, count


def _entry(content: bytes, place: int) -> tuple[Entry, int, int]:
    """Read one entry of the central directory: the entry, where its local header is, its length here."""
    try:
        fields = _CENTRAL.unpack_from(content, place)
    except struct.error as fault:
        raise RefusedError(DAMAGED) from fault
    sign, _, _, flags, method, _, _, crc, packed, declared, named, extra, comment, *rest = fields
    attributes, header = rest[2], rest[3]
    if sign != b"PK\x01\x02":
        raise RefusedError(DAMAGED)
    if flags & _ENCRYPTED or method == _AES:
        raise RefusedError(PROTECTED)
    if _WIDE[1] in (packed, declared, header):
        raise RefusedError(_LIES)
    if method not in {_STORED, _DEFLATED}:
        raise RefusedError(
            "Ce fichier est compressé d'une façon inhabituelle et ne peut pas être vérifié."
            " Enregistrez-le de nouveau depuis votre tableur."
        )
    raw = content[place + _CENTRAL.size : place + _CENTRAL.size + named]
    name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace").replace("\\", "/")
    if attributes >> 16 & _KIND == _LINK:
        raise RefusedError(_leads_elsewhere(name))
    start = _data_start(content, header, raw)
    return Entry(name, method, crc, declared, start, packed), header, _CENTRAL.size + named + extra + comment


def _data_start(content: bytes, header: int, raw: bytes) -> int:
    """Find where the data of an entry starts; its local header must be there and give the same name."""
    try:
        sign, *_, named, extra = _LOCAL.unpack_from(content, header)
    except struct.error as fault:
        raise RefusedError(DAMAGED) from fault
    start = header + _LOCAL.size + int(named) + int(extra)
    if sign != b"PK\x03\x04" or start > len(content):
        raise RefusedError(DAMAGED)
    if content[header + _LOCAL.size : header + _LOCAL.size + named] != raw:
        raise RefusedError(DAMAGED)
    return start


def _check_spans(spans: Sequence[tuple[int, int]], directory: int) -> None:
    """Refuse entries that share bytes: a few kilobytes read many times over fill any memory."""
    ordered = sorted(spans)
    if ordered and (ordered[0][0] != 0 or ordered[-1][1] > directory):
        raise RefusedError(DAMAGED)
    if any(end > following for (_, end), (following, _) in itertools.pairwise(ordered)):
        raise RefusedError(
            french(
                "Les fichiers de cette archive se recouvrent ; elle n'est pas ouverte, car elle pourrait saturer"
                " la machine. Enregistrez de nouveau le fichier depuis votre tableur."
            )
        )


def _check_names(found: Iterable[Entry]) -> None:
    seen: set[str] = set()
    for entry in found:
        if _BAD_NAME.search(entry.name):
            raise RefusedError(_leads_elsewhere(entry.name))
        if entry.name.lower() in seen:
            raise RefusedError(
                f"Cette archive contient deux fois {quoted(entry.name)}{wording.NBSP}: on ne sait pas lequel compte."
                " Enregistrez de nouveau le fichier depuis votre tableur."
            )
        seen.add(entry.name.lower())


def _leads_elsewhere(name: str) -> str:
    return french(
        f"Cette archive contient un chemin qui sort d'elle-même ({quoted(name)}) ; elle n'est pas ouverte."
        " Refaites-la avec les seuls fichiers à lire."
    )


def expanded(content: bytes, found: Iterable[Entry], limits: ArchiveLimits) -> Iterator[tuple[str, bytes]]:
    """Expand entries one after the other, never further than the limits.

    Args:
        content: the whole file.
        found: its entries; folders are passed over.
        limits: bytes of one entry and of all, and how many times their packed size.

    Yields:
        The name and the bytes of each entry, of the size and sum it announces.

    Raises:
        RefusedError: an entry is larger than allowed or than it says, or is damaged.
    """
    total, packed = 0, 0
    for entry in found:
        if entry.folder:
            continue
        data = _inflated(content, entry, min(limits.largest_entry, limits.expanded - total))
        total, packed = total + len(data), packed + entry.packed
        if total > limits.ratio_from and total > limits.ratio * packed:
            raise RefusedError(_too_large(total))
        yield entry.name, data


def _inflated(content: bytes, entry: Entry, most: int) -> bytes:
    packed = content[entry.start : entry.start + entry.packed]
    if entry.method == _STORED:
        data, complete = packed, True
    else:
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = engine.decompress(packed, min(entry.declared, most) + 1)
        except zlib.error as fault:
            raise RefusedError(DAMAGED) from fault
        complete = engine.eof and not engine.unused_data
    if len(data) > most:
        raise RefusedError(_too_large(len(data)))
    if len(data) > entry.declared:
        raise RefusedError(_LIES)
    if not complete or len(data) < entry.declared or zlib.crc32(data) != entry.crc:
        raise RefusedError(DAMAGED)
    return data


def _too_large(size: int) -> str:
    return french(
        f"Ce fichier se déploie en plus de {wording.number(size // 1_000_000, 0)}{wording.NBSP}Mo ; il n'est pas"
        " ouvert, car il pourrait saturer la machine. Gardez les seules feuilles du contrat, puis"
        " enregistrez-le de nouveau."
    )


def plain_zip(parts: Mapping[str, bytes]) -> bytes:
    """Write a plain zip of parts already checked: the readers see this one, never the stranger's."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for name, data in parts.items():
            target.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()
