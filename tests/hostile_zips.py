"""Zips nobody should send, written byte by byte: what they say of themselves can be anything."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import NamedTuple

from tests.reading_files import book, ods

ROWS = [
    ["mission", "indicateur", "palier 1", "montant 1", "résultat"],
    ["acces", "Ateliers", 8, 100, 9],
]
BOOK = book({"Indicateurs": ROWS})
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


class Part(NamedTuple):
    """One entry as it is written, true or not; None means what is true."""

    name: str
    data: bytes
    method: int = 8
    flags: int = 0
    crc: int | None = None
    size: int | None = None  # once expanded, as declared
    packed: bytes | None = None
    offset: int | None = None  # where the directory says it is
    attributes: int = 0
    inner_name: str | None = None  # of the local header


def raw_zip(*parts, before=b"", after=b"", count=None):
    """Write entries one after the other, then their directory."""
    stream, directory = bytearray(before), bytearray()
    for part in parts:
        packed = part.packed if part.packed is not None else _packed(part)
        crc = zlib.crc32(part.data) if part.crc is None else part.crc
        size = len(part.data) if part.size is None else part.size
        inner = (part.inner_name or part.name).encode()
        offset = len(stream) if part.offset is None else part.offset
        common = struct.pack("<5H3L", 20, part.flags, part.method, 0, 0x21, crc, len(packed), size)
        stream += b"PK\x03\x04" + common + struct.pack("<2H", len(inner), 0) + inner + packed
        name = part.name.encode()
        tail = struct.pack("<5H2L", len(name), 0, 0, 0, 0, part.attributes, offset)
        directory += b"PK\x01\x02" + struct.pack("<H", 3 << 8 | 20) + common + tail + name
    number = len(parts) if count is None else count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(directory), len(stream), 0)
    return bytes(stream + directory) + end + after


def _packed(part):
    if part.method != 8:
        return part.data
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(part.data) + engine.flush()


def parts_of(content, **changed):
    """List the entries of a zip, some with other contents: _path_with_underscores -> see `book_with`."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return [
            Part(name, changed.get(name, source.read(name)))
            for name in source.namelist()
            if name not in changed
        ] + [Part(name, data) for name, data in changed.items()]


def book_with(changes=None, *more, **form):
    """Write a good workbook with some files in the place of its own, and more entries after them."""
    return raw_zip(*parts_of(BOOK, **(changes or {})), *more, **form)


def file_of(name):
    """Give one file of the good workbook."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as source:
        return source.read(name)


def book_changed(name, old, new):
    """Write a good workbook in which one file has one text in the place of another."""
    data = file_of(name)
    assert old.encode() in data, "the good workbook is not written as this test believes"
    return book_with({name: data.replace(old.encode(), new.encode())})


def sheet(rows):
    """Write the XML of a worksheet around its rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def ods_with(content=None, **more):
    """Write a LibreOffice file with another content, and more entries."""
    good = ods([['<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>']])
    named = {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    changed = {} if content is None else {"content.xml": content}
    return raw_zip(*[part._replace(method=0) for part in parts_of(good, **changed, **named)])


def ods_cells(cells):
    """Write the content.xml of one table."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    return (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet><table:table table:name="F">'
        f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    ).encode()


def bundle(**files):
    """Zip files together."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return stream.getvalue()
