"""Files nobody should send: each costs its sender one French sentence, and nobody else anything."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aci_model.reading.isolation import open_file
from aci_model.reading.limits import SOURCE
from aci_model.reading.refusal import RefusedError
from tests.hostile_kinds import KINDS
from tests.hostile_zips import BOOK, ROWS, SHEET, Part, book_with, ods_cells, ods_with, sheet
from tests.reading_files import read, said

ROOT = Path(__file__).resolve().parents[2]
A_LINE = [*ROWS[1][:2], 8.0, 100.0, 9.0]


def sentence_for(content):
    with pytest.raises(RefusedError) as refusal:
        open_file("contrat.xlsx", content)
    return str(refusal.value)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_gets_its_sentence(kind):
    sentence = sentence_for(kind.make())
    assert kind.sentence in sentence
    assert ". " in sentence  # what it is, and then what to do
    assert sentence.endswith(".")
    assert len(sentence) < 330  # to be read at a glance
    assert not re.search(r" [;:?!](?: |$)|Traceback|Error|Exception", sentence)


def test_there_are_forty_kinds_at_least_and_no_two_alike():
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40
    assert len({kind.make() for kind in KINDS}) == len(KINDS)


MEASURED = """
import json, os, resource, sys, time
from aci_model import reading
from aci_model.reading import isolation
from tests.hostile_kinds import KINDS
from tests.reading_files import LINE, MISSIONS, PARTS

good = ("bon.csv", f"{LINE}\\nacces;A;8;100;9".encode())
taken = {}
for kind in KINDS:
    bad = ("a.xlsx", kind.make())
    start = time.perf_counter()
    dossier = reading.read([bad, good], MISSIONS, PARTS)
    refused = dossier.problems[dossier.problems["severity"] == "refused"]
    taken[kind.name] = [time.perf_counter() - start, dossier.lines["label"].tolist(), refused["file"].tolist()]
isolation.pool_of(os.getpid()).close()
# Of this process, not of the one that started it, whose peak a new programme inherits in ru_maxrss.
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
peaks = [int(own.split()[1]) * 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]
json.dump({"taken": taken, "peaks": peaks}, sys.stdout)
"""


def test_none_ends_the_process_nor_takes_ten_seconds_nor_a_gigabyte_nor_the_file_beside_it():
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], cwd=ROOT, capture_output=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, b"")
    told = json.loads(done.stdout)
    assert len(told["taken"]) == len(KINDS)
    assert max(seconds for seconds, _, _ in told["taken"].values()) < 10
    assert all(peak < 1e9 for peak in told["peaks"]), told["peaks"]
    assert all(files == ["a.xlsx"] and labels == ["A"] for _, labels, files in told["taken"].values())


def test_every_limit_has_its_reason_beside_it():
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    without = [line for line in lines if "=" in line and not re.search(r"# .{15,}", line)]
    assert lines
    assert without == []


# --- what looks hostile and is only odd: it is read ---


def rows_of(content):
    return open_file("a.xlsx", content).sheets[0].rows


def test_a_sheet_that_says_it_is_huge_costs_what_it_holds():
    good = sheet('<row r="1"><c r="A1"><v>7</v></c></row>')
    assert rows_of(
        book_with({SHEET: good.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')})
    ) == [[7.0]]


def test_cells_that_only_have_a_colour_do_not_count_however_far():
    far = '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert rows_of(book_with({SHEET: sheet(far)})) == [[7.0]]


def test_a_merged_range_is_cut_to_the_cells_there_are():
    merged = sheet('<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>8</v></c></row>').replace(
        b"</worksheet>", b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    assert open_file("a.xlsx", book_with({SHEET: merged})).sheets[0].merged == [(0, 0, 0, 1)]


def test_the_empty_end_of_a_libreoffice_sheet_does_not_count():
    cells = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="7"/>'
        '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert rows_of(ods_with(ods_cells(cells))) == [[7.0]]


def test_links_to_other_files_are_not_followed_and_are_announced():
    link = Part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    dossier = read(("a.xlsx", book_with(None, link)))
    assert dossier.lines["label"].tolist() == ["Ateliers"]
    (notice,) = [message for _, message in said(dossier, "info") if "renvoie" in message]
    assert "ne sont jamais suivis" in notice


def test_what_the_readers_do_not_need_is_left_out_of_what_they_see():
    picture = Part("xl/media/image1.png", b"\x89PNG" + bytes(200_000))
    assert rows_of(book_with(None, picture)) == rows_of(BOOK) == [ROWS[0], A_LINE]


def test_a_text_that_would_be_a_formula_stays_a_text():
    dossier = read(("a.csv", "mission;indicateur;palier 1;montant 1\nacces;=cmd|'/c calc'!A0;8;100\n"))
    assert dossier.lines["label"].tolist() == ["=cmd|'/c calc'!A0"]
