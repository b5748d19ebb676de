"""What the fast reader drops: numbers shown in %, error cells, formulas without a value.

A person who types 69,70 % in a spreadsheet leaves the number 0.697 and a format. Both are in the file;
the fast reader gives the number alone, and an empty cell for #REF!. This module finds those cells.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring, iterparse

from aci_model.reading.text import a1, position

if TYPE_CHECKING:
    import zipfile
    from xml.etree.ElementTree import Element

Place = tuple[int, int]  # 0-based row and column


class Percent(float):
    """A number its cell shows in %: 69.7 for 69,7 %."""

    __slots__ = ()


class Broken(str):
    """The text of a cell that holds an error (#REF!), or empty for a formula without a saved value."""

    __slots__ = ()


def percent(fraction: float) -> Percent:
    """Turn the stored fraction into the shown percentage, without the dust of the multiplication."""
    return Percent(f"{fraction * 100:.15g}")


def find(archive: zipfile.ZipFile) -> dict[str, dict[Place, float | str]]:
    """Find the marked cells of every sheet of a workbook.

    Args:
        archive: an opened xlsx or ods file.

    Returns:
        For each sheet name, `Percent` and `Broken` by place.
    """
    if "content.xml" in archive.namelist():
        return _find_ods(archive)
    shown = _percent_styles(archive)
    return {name: _marked(archive.read(path), shown) for name, path in sheet_paths(archive).items()}


_UNNAMED = re.compile(rb"<(?:\w+:)?c(?![^>]*\sr\s*=)[\s/>]")
_TAG = re.compile(rb"<((?:\w+:)?(?:row|c))(?=[\s>/])([^>]*?)(/?)>")
_WHERE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_KIND = re.compile(rb"""\st\s*=\s*["']([^"']*)["']""")
_FORMULA = rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
_ORPHAN = re.compile(
    rb"<(?:\w+:)?c(\s[^>/]*)>\s*"
    + _FORMULA
    + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def _marked(xml: bytes, shown: frozenset[bytes]) -> dict[Place, float | str]:
    """Find the marked cells of one sheet; the others are skipped over, which is what keeps this fast."""
    text = _addressed(xml) if _UNNAMED.search(xml) else xml
    marked: dict[Place, float | str] = {}
    for match in _ORPHAN.finditer(text):
        kind = _KIND.search(match[1])
        if kind is None or kind[1] != b"str":  # a formula that gives "" has a value: nothing
            _mark(marked, match[1], Broken(""))
    for match in _sought(shown).finditer(text):
        kind = _KIND.search(match[1])
        value = match[2].decode("utf-8", "replace").strip()
        if kind is not None and kind[1] == b"e":
            _mark(marked, match[1], Broken(value))
        elif (kind is None or kind[1] == b"n") and value:
            _mark(marked, match[1], percent(float(value)))
    return marked


def _sought(shown: frozenset[bytes]) -> re.Pattern[bytes]:
    """Match a cell that holds an error or has one of the styles in %, up to its value."""
    wanted = rb"""t\s*=\s*["']e["']"""
    if shown:
        wanted += rb"""|s\s*=\s*["'](?:""" + b"|".join(sorted(shown)) + rb""")["']"""
    return re.compile(
        rb"<(?:\w+:)?c(?=[^>]*\s(?:"
        + wanted
        + rb"))(\s[^>/]*)>\s*(?:"
        + _FORMULA
        + rb")?<(?:\w+:)?v>([^<]*)</"
    )


def _mark(marked: dict[Place, float | str], attributes: bytes, mark: float | str) -> None:
    where = _WHERE.search(attributes)
    named = position(where[1].decode("ascii", "replace")) if where else None
    if named is not None:
        marked[named[0] - 1, named[1]] = mark


def _addressed(xml: bytes) -> bytes:
    """Write the address of each cell that leaves it implied by its order."""
    row, column = 0, -1

    def name(match: re.Match[bytes]) -> bytes:
        """Follow rows and cells in order, and give a cell without address the one its place implies."""
        nonlocal row, column
        where = _WHERE.search(match[2])
        if match[1].endswith(b"row"):
            row, column = int(where[1]) if where else row + 1, -1
            return match[0]
        named = position(where[1].decode("ascii", "replace")) if where else None
        row, column = named or (row, column + 1)
        if named is not None:
            return match[0]
        address = a1(row, column).encode()
        return b"<" + match[1] + b' r="' + address + b'"' + match[2] + match[3] + b">"

    return _TAG.sub(name, xml)


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = fromstring(archive.read("xl/styles.xml"))
    # 9 and 10 are the two built-in formats in %: ECMA-376, part 1, 18.8.30.
    formats = {"9", "10"}
    for entry in root.iter():
        if local(entry.tag) == "numFmt" and _shows_percent(entry.get("formatCode", "")):
            formats.add(entry.get("numFmtId", ""))
    styles = next((entry for entry in root if local(entry.tag) == "cellXfs"), ())
    return frozenset(
        str(rank).encode() for rank, style in enumerate(styles) if style.get("numFmtId", "0") in formats
    )


def _shows_percent(code: str) -> bool:
    return "%" in re.sub(r'"[^"]*"|\\.|_.', "", code)


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Find the file that holds each sheet of an xlsx, by the sheet's name."""
    targets = {
        entry.get("Id", ""): posixpath.normpath(posixpath.join("xl", entry.get("Target", "")))
        for entry in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    book = fromstring(archive.read("xl/workbook.xml"))
    present = set(archive.namelist())
    paths: dict[str, str] = {}
    for entry in book.iter():
        if local(entry.tag) == "sheet":
            target = targets.get(_relation(entry), "").lstrip("/")
            if target in present:
                paths[entry.get("name", "")] = target
    return paths


def _relation(entry: Element) -> str:
    return next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")


def local(tag: object) -> str:
    """Give the name of an XML tag without its namespace."""
    return str(tag).rpartition("}")[2]


_REPEAT_LIMIT = 1 << 14  # styled blank rows reach the bottom of a sheet: no data is repeated that often


def _find_ods(archive: zipfile.ZipFile) -> dict[str, dict[Place, float | str]]:
    marked: dict[str, dict[Place, float | str]] = {}
    name, row, column, repeat = "", 0, 0, 1
    with archive.open("content.xml") as stream:
        for event, entry in iterparse(stream, events=("start", "end")):
            tag = local(entry.tag)
            if tag == "table" and event == "start":
                name, row = _ods(entry, "name"), 0
            elif tag == "table-row" and event == "start":
                column, repeat = 0, int(_ods(entry, "number-rows-repeated") or 1)
            elif tag == "table-row":
                row += repeat
                entry.clear()
            elif tag in {"table-cell", "covered-table-cell"} and event == "end":
                width = int(_ods(entry, "number-columns-repeated") or 1)
                mark = _ods_mark(entry)
                if mark is not None and width * repeat < _REPEAT_LIMIT:
                    places = [
                        (row + down, column + right) for down in range(repeat) for right in range(width)
                    ]
                    marked.setdefault(name, {}).update(dict.fromkeys(places, mark))
                column += width
    return marked


def _ods_mark(entry: Element) -> float | str | None:
    kind, value = _ods(entry, "value-type"), _ods(entry, "value")
    if kind == "percentage" and value:
        return percent(float(value))
    text = "".join(entry.itertext())
    return Broken(text) if re.fullmatch(r"#[A-ZÉ0-9/!?]+[!?]|#N/[AD]|Err:[0-9]{3}", text) else None


def _ods(entry: Element, attribute: str) -> str:
    return next((value for key, value in entry.attrib.items() if local(key) == attribute), "")
