"""Whatever bytes come, a file is read or refused in French; whatever a cell says, its reader answers."""

import csv
import dataclasses
import datetime as dt
import io
import math
import os
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from aci_model.reading import archive, cells, gate, isolation, markup, years
from aci_model.reading.cells import Doubt
from aci_model.reading.limits import ArchiveLimits, limits
from aci_model.reading.refusal import RefusedError
from aci_model.reading.sheets import RawSheet
from aci_model.reading.text import a1
from tests.hostile_zips import (
    BOOK,
    SHEET,
    STRINGS,
    Part,
    file_of,
    ods_cells,
    ods_with,
    parts_of,
    raw_zip,
    sheet,
)
from tests.properties.test_reading_files import misshapen
from tests.reading_files import LINE, open_here, read

LIMITS = limits()
TEXTS = st.text(max_size=60)
# Characters that numbers, days and csv are made of, so that most examples are nearly right.
NEARLY = st.text(alphabet="0123456789.,-+−eE%€ \u00a0\u202f/≥≤<>'\"=;\tNCnovembr", max_size=24)


def opened(content):
    """Read a file as the app does; give its sheets and None, or None and why it is refused."""
    try:
        return isolation.open_file("a.xlsx", content).sheets, None
    except RefusedError as refusal:
        return None, str(refusal)


def answered(sheets, refusal):
    """Whether a person gets sheets, or else a whole sentence."""
    if refusal is None:
        return all(isinstance(sheet, RawSheet) for sheet in sheets)
    return re.fullmatch(r"[A-ZÀ-Ý].*\.", refusal, re.DOTALL) is not None


# --- cells ---


@given(TEXTS | NEARLY)
@settings(max_examples=300)
@example("1e999")
@example("-" * 80)
@example("٣")
def test_any_text_is_a_number_or_a_doubt_or_nothing(text):
    read_as = cells.number(text)
    if math.isnan(read_as.value):
        assert read_as.doubt is not None or read_as.said or not text.replace("'", "").strip()
    else:
        assert math.isfinite(read_as.value)
        assert any(digit.isdigit() for digit in text)


@given(TEXTS | NEARLY)
@settings(max_examples=200)
@example("31/02/2026")
@example("99/99/9999")
def test_any_text_is_a_day_or_a_doubt(text):
    assert isinstance(cells.day(text), dt.date | Doubt | None)
    assert isinstance(years.year_of(text), int | Doubt | None)


@given(st.lists(TEXTS | NEARLY, min_size=5, max_size=5))
@settings(max_examples=60)
def test_any_cells_of_a_line_give_the_declared_frames(row):
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerow(row)
    assert misshapen(read(("a.csv", f"{LINE}\n" + stream.getvalue().replace("\x00", "")))) == []


# --- csv ---


@given(st.binary(max_size=600))
@settings(max_examples=200)
@example(b"\xff\xfe")
@example(b"sep=")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea")
def test_any_bytes_are_read_or_refused_in_french(content):
    assert answered(*opened(content))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=9),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(max_examples=150)
def test_what_a_csv_says_is_what_is_read(rows, encoding):
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["mission", "indicateur"], *rows])
    content = stream.getvalue().encode(encoding)
    expected = [[cell if cell.strip() else None for cell in row] for row in rows]
    assert open_here("a.csv", content)[0].rows[1:] == expected


# --- workbooks ---


@st.composite
def damaged(draw, whole):
    """Change, remove, repeat or insert a few stretches of bytes."""
    data = bytearray(draw(st.sampled_from(whole)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["change", "remove", "repeat", "insert", "move"])):
            case "change":
                data[start:end] = draw(st.binary(min_size=end - start, max_size=end - start))
            case "remove":
                del data[start:end]
            case "repeat":
                data[start:start] = data[start:end] * draw(st.integers(1, 50))
            case "insert":
                data[start:start] = draw(st.binary(max_size=20))
            case "move":
                piece = bytes(data[start:end])
                del data[start:end]
                data[len(data) // 2 : len(data) // 2] = piece
    return bytes(data)


ODS = ods_with(
    ods_cells(
        '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    )
)


@given(damaged([BOOK, ODS]))
@settings(max_examples=150)
def test_a_workbook_whose_bytes_are_damaged_is_read_or_refused(content):
    assert answered(*opened(content))


@given(
    damaged([file_of(SHEET), file_of("xl/styles.xml"), file_of("xl/workbook.xml")]),
    st.sampled_from([SHEET, STRINGS, "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]),
)
@settings(max_examples=200)
def test_a_workbook_whose_xml_is_damaged_is_read_or_refused(data, name):
    assert misshapen(read(("a.xlsx", raw_zip(*parts_of(BOOK, **{name: data}))))) == []


ATTRIBUTES = st.sampled_from(
    [
        "",
        ' r="A1"',
        ' r="B2"',
        ' r="XFD9"',
        ' r="C1048576"',
        ' r="ZZZ1"',
        ' r="A0"',
        ' r=""',
        " r='D4'",
        ' s="0"',
        ' t="s"',
        ' t="e"',
        ' t="inlineStr"',
        ' r="A1" r="XFD1"',
        ' x=">" r="Z9"',
    ]
)
CELL = st.builds(
    lambda attributes, inside: f"<c{attributes}/>" if inside is None else f"<c{attributes}>{inside}</c>",
    ATTRIBUTES,
    st.sampled_from(
        [None, "", "<v>1</v>", "<v>x</v>", "<v>99</v>", "<f>A1</f>", "<is><t>a</t></is>", "<c/>"]
    ),
)
ROW = st.builds(
    lambda attributes, inside: f"<row{attributes}>{''.join(inside)}</row>",
    st.sampled_from(["", ' r="1"', ' r="7"', ' r="1048576"', ' r="-1"', ' r="x"']),
    st.lists(CELL, max_size=4),
)


@given(st.lists(ROW, max_size=4))
@settings(max_examples=150)
# Both were found here, and let through.
@example(['<row><c r="A1" r="XFD1"><v>1</v></c></row>'])
@example(['<row r="7"><c r="A1"/><c><v>1</v></c></row>'])
def test_any_cells_of_xml_are_read_within_what_the_gate_saw_or_refused(rows):
    data = sheet("".join(rows))
    sheets, refusal = opened(raw_zip(*parts_of(BOOK, **{SHEET: data})))
    assert answered(sheets, refusal)
    for seen in sheets or []:
        extent = markup.xlsx_extent(data)
        assert len(seen.rows) <= max(extent.rows, 0)
        assert max(map(len, seen.rows), default=0) <= extent.columns


@given(st.lists(st.tuples(st.integers(1, 99_999), st.integers(0, 1_500), st.booleans()), max_size=20))
def test_the_quick_look_at_addresses_sees_what_the_slow_one_sees(places):
    tags = [f'<c r="{a1(row, column)}"' + ("/>" if bare else "><v>1</v></c>") for row, column, bare in places]
    quick = markup.xlsx_extent(sheet(f"<row>{''.join(tags)}</row>"))
    slow = markup.xlsx_extent(sheet(f"<row>{''.join(tags)}</row>").replace(b"<c r=", b"<c\nr="))
    filled = [(row, column + 1) for row, column, bare in places if not bare]
    assert quick == slow == (max((r for r, _ in filled), default=0), max((c for _, c in filled), default=0))


ODS_CELL = st.builds(
    lambda repeat, value: f"<table:table-cell{repeat}{value}/>",
    st.sampled_from(["", *(f' table:number-columns-repeated="{n}"' for n in (1, 3, 0, -1, 16384, "x"))]),
    st.sampled_from(["", ' office:value-type="float" office:value="1"']),
)
ODS_ROW = st.builds(
    lambda repeat, inside: f"<table:table-row{repeat}>{''.join(inside)}</table:table-row>",
    st.sampled_from(["", *(f' table:number-rows-repeated="{n}"' for n in (1, 2, 0, 1048576))]),
    st.lists(ODS_CELL, max_size=3),
)


@given(st.lists(ODS_ROW, max_size=4))
@settings(max_examples=100)
def test_any_repetitions_of_libreoffice_are_read_within_what_the_gate_saw_or_refused(rows):
    content = ods_cells("".join(rows))
    sheets, refusal = opened(ods_with(content))
    assert answered(sheets, refusal)
    for seen in sheets or []:
        ((_, extent),) = markup.ods_extents(content)
        assert len(seen.rows) <= extent.rows
        assert max(map(len, seen.rows), default=0) <= extent.columns


# Small ones, so that a small example can be too much: 900 bytes an entry, 1 500 in all, ten times the packed size.
SMALL = dataclasses.replace(LIMITS, archive=ArchiveLimits(3, 900, 1_500, 10, 200))
PART = st.builds(
    Part,
    name=st.sampled_from(
        ["a.csv", "b/", "xl/workbook.xml", "[Content_Types].xml", "mimetype", "../x", "é.csv"]
    ),
    data=st.binary(max_size=50) | st.just(bytes(1_000)),
    method=st.sampled_from([0, 8, 8, 12, 99]),
    flags=st.sampled_from([0, 0, 0, 1, 8, 0x800]),
    crc=st.none() | st.just(0),
    size=st.none() | st.integers(0, 60) | st.just(0xFFFFFFFF),
    packed=st.none() | st.binary(max_size=30),
    offset=st.none() | st.integers(0, 200),
    inner_name=st.none() | st.just("a.csv"),
    attributes=st.sampled_from([0, 0, 0o120777 << 16]),
)


@given(st.lists(PART, max_size=4), st.none() | st.integers(0, 0xFFFF), st.binary(max_size=4))
@settings(max_examples=250)
def test_what_a_zip_holds_is_never_more_than_it_may(parts, count, after):
    content = raw_zip(*parts, count=count, after=after)
    try:
        found = archive.entries(content, SMALL.archive)
        held = dict(archive.expanded(content, found, SMALL.archive))
        gate.check(content, SMALL)
    except RefusedError:
        return
    assert all(len(data) <= 900 for data in held.values())
    total = sum(map(len, held.values()))
    assert total <= 200 or total <= min(1_500, 10 * len(content))


def test_the_readers_are_alive_after_all_this():
    assert opened(BOOK)[0]
    assert all(reader.usable for reader in isolation.pool_of(os.getpid()).idle)
