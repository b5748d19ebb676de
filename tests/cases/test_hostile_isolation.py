"""The process that reads: what it gave up, and what happens to the others when it ends."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from aci_model.reading import isolation, wire
from aci_model.reading.isolation import CRASHED, NO_READER, TOO_HUNGRY, TOO_SLOW, open_file
from aci_model.reading.limits import limits
from aci_model.reading.refusal import RefusedError
from tests.hostile_zips import BOOK
from tests.reading_files import LINE, book, open_here

WORKER = Path(isolation.__file__).with_name("worker.py")
CSV = f"{LINE}\nacces;A;8;100;9".encode()
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no such limits on Windows")


@pytest.fixture
def pool(monkeypatch):
    """Readers of this test alone."""
    own = isolation.Pool(limits())
    monkeypatch.setattr(isolation, "pool_of", lambda _process: own)
    yield own
    own.close()


@pytest.fixture
def impatient(monkeypatch):
    """A pool that gives no file the time to be read."""
    bounds = limits()
    own = isolation.Pool(
        dataclasses.replace(bounds, reader=dataclasses.replace(bounds.reader, patience=0.001))
    )
    monkeypatch.setattr(isolation, "pool_of", lambda _process: own)
    yield own
    own.close()


def process_of(pool):
    return pool.idle[-1].process


CONFINED = """
import importlib.util, os, sys
spec = importlib.util.spec_from_file_location("worker", sys.argv[1])
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
worker._find_library()
from aci_model.reading.limits import limits
worker._warm()
worker.confine(limits().reader)
def tried(action):
    try:
        action()
    except (OSError, MemoryError, ValueError) as fault:
        return type(fault).__name__
    return "done"
def write():
    with open(sys.argv[2], "w") as file:
        file.write("x")
def raise_limits():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(tried(lambda: bytearray(2_000_000_000)))
print(tried(write))
print(tried(lambda: [os.pipe() for _ in range(20)]))
"""


@POSIX
def test_the_reader_gave_up_memory_and_files_before_the_first_byte_comes(tmp_path):
    target = tmp_path / "x"
    words = [sys.executable, "-I", "-c", CONFINED, str(WORKER), str(target)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    # Writing beyond RLIMIT_FSIZE is an error, or a signal that ends the process: Python ignores that signal.
    assert done.stdout.split() == ["MemoryError", "OSError", "OSError"], done.stderr
    assert not target.exists() or target.stat().st_size == 0


SPINNING = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("worker", sys.argv[1])
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
worker.allow_processor(1)
while True:
    pass
"""


@POSIX
def test_a_reader_that_turns_without_end_is_ended_by_the_system():
    done = subprocess.run([sys.executable, "-I", "-c", SPINNING, str(WORKER)], check=False, timeout=30)
    assert done.returncode == -signal.SIGXCPU
    assert isolation.why(done.returncode) == TOO_SLOW


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read_by_another(impatient):
    large = book({"F": [[n] * 20 for n in range(2_000)]})
    with pytest.raises(isolation.ExhaustedError) as refusal:
        open_file("a.xlsx", large)
    assert str(refusal.value) == TOO_SLOW
    assert impatient.idle == []  # the late reader is ended, not lent again


@POSIX
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV])
def test_a_reader_found_dead_costs_nobody_anything(pool, sign):
    open_file("a.csv", CSV)
    first = process_of(pool)
    first.send_signal(sign)
    first.wait()
    assert open_file("a.csv", CSV).sheets[0].rows[1][1] == "A"
    assert process_of(pool).pid != first.pid


@POSIX
def test_a_reader_that_dies_on_a_file_is_tried_once_more_by_one_that_read_nothing(pool, monkeypatch):
    open_file("a.csv", CSV)
    asked = isolation.Reader.asked

    def dying(self, name, content):
        if self.process.pid != first:
            return asked(self, name, content)
        self.process.send_signal(signal.SIGSEGV)
        return asked(self, name, content)

    first = process_of(pool).pid
    monkeypatch.setattr(isolation.Reader, "asked", dying)
    assert open_file("a.csv", CSV).sheets[0].rows[1][1] == "A"


@POSIX
@pytest.mark.parametrize(
    ("sign", "sentence"),
    [(signal.SIGSEGV, CRASHED), (signal.SIGABRT, TOO_HUNGRY), (signal.SIGKILL, TOO_HUNGRY)],
)
def test_a_file_that_ends_a_fresh_reader_costs_its_sentence(pool, monkeypatch, sign, sentence):
    asked = isolation.Reader.asked

    def dying(self, name, content):
        self.process.send_signal(sign)
        self.process.wait()
        return asked(self, name, content)

    monkeypatch.setattr(isolation.Reader, "asked", dying)
    with pytest.raises(isolation.ExhaustedError) as refusal:
        open_file("a.csv", CSV)
    assert str(refusal.value) == sentence
    assert pool.idle == []


@POSIX
def test_the_second_reader_of_a_file_has_only_the_time_the_first_one_left(impatient):
    with impatient.replacement() as reader, isolation.Deadline(0) as deadline:
        deadline.passed.wait()
        with pytest.raises(isolation.ExhaustedError) as refusal:
            reader.ask("a.csv", CSV, deadline)
    assert str(refusal.value) == TOO_SLOW


def test_a_reader_is_replaced_after_its_count_of_files(monkeypatch):
    bounds = limits()
    own = isolation.Pool(dataclasses.replace(bounds, reader=dataclasses.replace(bounds.reader, files_each=2)))
    monkeypatch.setattr(isolation, "pool_of", lambda _process: own)
    pids = []
    for _ in range(3):
        with own.reader() as reader, isolation.Deadline(30) as deadline:
            reader.ask("a.csv", CSV, deadline)
            pids.append(reader.process.pid)
    own.close()
    assert pids[0] == pids[1] != pids[2]


@pytest.mark.usefixtures("pool")
def test_readers_that_cannot_start_are_said_in_french(monkeypatch):
    monkeypatch.setattr(isolation.sys, "executable", "/nowhere/python")
    with pytest.raises(RefusedError) as refusal:
        open_file("a.csv", CSV)
    assert str(refusal.value) == NO_READER


def test_people_who_read_at_the_same_time_get_each_their_own(pool):
    found = {}

    def one(number):
        content = book({f"F{number}": [[f"cell {number}"] * 30] * 40})
        found[number] = [open_file("a.xlsx", content).sheets[0] for _ in range(3)]

    people = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    for number, sheets in found.items():
        assert {(sheet.name, sheet.rows[0][0]) for sheet in sheets} == {(f"F{number}", f"cell {number}")}
    assert len(found) == 6
    assert len(pool.idle) <= limits().reader.processes


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows an environment")
def test_the_reader_is_told_nothing_of_the_server(pool, monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the server")
    open_file("a.csv", CSV)
    pid = process_of(pool).pid
    assert b"A_SECRET" not in Path(f"/proc/{pid}/environ").read_bytes()
    assert os.getpgid(pid) != os.getpgid(0)  # nor does it get what the keyboard sends the server


def test_reading_in_a_process_of_its_own_changes_nothing():
    samples = Path(__file__).resolve().parents[2] / "sample_data"
    for path in sorted([*samples.glob("*.xlsx"), *samples.glob("*.csv")]):
        content = path.read_bytes()
        apart, here = open_file(path.name, content).sheets, open_here(path.name, content)
        assert apart == here
        assert [type(c) for s in apart for r in s.rows for c in r] == [
            type(c) for s in here for r in s.rows for c in r
        ]


@pytest.mark.parametrize(
    "junk",
    [
        None,
        {},
        [{}],
        [{"name": 1, "rows": [], "marked": [], "merged": []}],
        [{"name": "a", "rows": [[{}]], "marked": [], "merged": []}],
        [{"name": "a", "rows": [[[]]], "marked": [], "merged": []}],
        [{"name": "a", "rows": [[1]], "marked": [], "merged": []}],
        [{"name": "a", "rows": [[None]], "marked": [[0, 0, "x", 1.0]], "merged": []}],
        [{"name": "a", "rows": [[None]], "marked": [[0, 5, "%", 1.0]], "merged": []}],
        [{"name": "a", "rows": [[None]], "marked": [[-1, 0, "%", 1.0]], "merged": []}],
        [{"name": "a", "rows": [[None]], "marked": [[0, 0, "d", "hier"]], "merged": []}],
        [{"name": "a", "rows": [[None]], "marked": [[0, 0, "s", 1e300]], "merged": []}],
        [{"name": "a", "rows": [], "marked": [], "merged": [[0, 0, 1]]}],
        [{"name": "a", "rows": [], "marked": [], "merged": [[0, 0, 1, "2"]]}],
        [{"name": "a", "rows": [], "marked": [], "merged": [], "more": 1}],
    ],
)
def test_an_answer_that_is_no_sheets_is_refused(junk):
    with pytest.raises(wire.WireError):
        wire.unpacked(junk)


def test_a_good_workbook_is_what_these_tests_take_it_for():
    assert len(open_file("a.xlsx", BOOK).sheets[0].rows) == 2
