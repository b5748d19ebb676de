"""What is acknowledged lasts, what is over is gone, and a whole room that acts at once is answered; on both engines."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from aci_model.store import open_store, tables
from aci_model.workshop import answers, doors, expiry, rooms
from aci_model.workshop.errors import RoomError
from tests.stores.test_workshop_rounds import statements
from tests.stores.workshop_room import NOW, Room, later, rows_of
from tests.stores.workshop_writer import LONG

ROOT = Path(__file__).resolve().parents[2]


def at_once(number, act):
    """Let so many threads act in the same moment; how long each waited, in seconds."""
    taken, failed, together = [], [], threading.Barrier(number)

    def work(place):
        together.wait()
        start = time.perf_counter()
        try:
            act(place)
        except Exception as error:  # noqa: BLE001 (told by the assertion below, with its thread's place)
            failed.append((place, error))
        taken.append(time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return taken


# --- what was acknowledged ---


@pytest.fixture
def killed(room, shared_address):
    """A workshop, and what a process said it had done there before it was killed in the middle: (what, link)."""
    room.go("composer")
    words = [sys.executable, "-m", "tests.stores.workshop_writer", shared_address, room.code]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("go\n")
            process.stdin.flush()
            told = [process.stdout.readline() for _ in range(18)]
        finally:
            process.kill()  # while it writes the next
        told += process.stdout.read().splitlines()
    return room, [tuple(line.split()) for line in told]


def test_every_acknowledged_gesture_survives_kill_9_and_the_workshop_goes_on(killed):
    room, told = killed
    assert len(told) >= 18
    seats = {
        token: doors.seat(room.store, room.code, token, NOW) for _, token in told
    }  # each link finds its table
    for number, (token, seat) in enumerate(seats.items()):
        own, done = room.own(seat), {what for what, of in told if of == token}
        assert own["name"] == f"Table {number}"
        if "composed" in done:
            assert own["scenario"] == {"number": number, "long": f"{number} {LONG}"}
        if "asked" in done:
            asked = [one["text"] for one in answers.questions(room.store, seat)]
            assert asked == [f"Question {number} ?"]
        if "sealed" in done:
            assert own["sealed_at"] == NOW
    # What was under way is there whole or not at all, and the dead hold nobody up.
    rows = rows_of(room.store, room.opened.id)["workshop_table"]
    assert len(rows) - len(seats) in {0, 1}
    assert all(row["scenario"] is None or set(row["scenario"]) == {"number", "long"} for row in rows)
    after = room.sit("Après")
    room.compose(after, share=0.5)
    room.seal(after)
    room.go("reveler")
    sealed = [name for name, table in room.revealed().items() if table["sealed"]]
    assert len(sealed) - (1 + sum(what == "sealed" for what, _ in told)) in {0, 1}


def test_a_workshop_goes_on_on_another_server_and_each_sees_what_the_other_writes(room, shared_address):
    room.go("composer")
    seat, token = room.link()
    room.compose(seat, share=0.5)
    other = open_store(shared_address)
    try:
        assert doors.seat(other, room.code, token, NOW) == seat
        assert answers.own(other, seat)["scenario"] == {"share": 0.5}
        seen = rooms.pulse(room.store, seat)
        answers.save_scenario(other, seat, {"share": 0.6}, NOW)
        assert rooms.pulse(room.store, seat) == (seen[0], seen[1] + 1)
        assert room.own(seat)["scenario"] == {"share": 0.6}
    finally:
        other.close()


# --- all at once ---


def test_a_hundred_tables_that_seal_in_the_same_second_are_answered_within_two(room):
    room.go("composer")
    seats = [room.sit() for _ in range(100)]
    for seat in seats:
        room.compose(seat, share=0.5)
    version = room.now().version
    taken = at_once(100, lambda place: room.seal(seats[place]))
    assert max(taken) < 2
    assert room.now().version == version + 100  # each of them moved what the big screen looks at
    assert rooms.present(room.store, room.facilitator)["sealed"].all()


def test_tables_that_join_at_once_all_have_a_seat_a_number_and_a_name_of_their_own(room):
    at_once(40, lambda _: room.sit())
    assert rooms.present(room.store, room.facilitator)["name"].nunique() == 40
    numbers = [row["number"] for row in rows_of(room.store, room.opened.id)["workshop_table"]]
    assert sorted(numbers) == list(range(1, 41))


def test_of_tables_that_take_one_name_at_once_one_has_it(room):
    refused = []

    def sit(_):
        try:
            room.sit("Le même")
        except RoomError as error:
            refused.append(str(error))

    at_once(8, sit)
    assert rooms.present(room.store, room.facilitator)["name"].tolist() == ["Le même"]
    assert len(refused) == 7
    assert all("porte déjà ce nom" in sentence for sentence in refused)


def test_two_phones_that_write_in_the_same_moment_lose_nothing(room):
    room.go("composer")
    seat = room.sit()
    at_once(20, lambda place: room.compose(seat, **{f"objective/o{place}": place / 20}))
    own = room.own(seat)
    assert own["scenario"] == {f"objective/o{place}": place / 20 for place in range(20)}
    assert own["revision"] == 1 + 20


def test_a_seal_that_meets_the_reveal_is_shown_with_the_others_or_marked_late(room):
    room.go("composer")
    seats = [room.sit() for _ in range(12)]
    for seat in seats:
        room.compose(seat, share=0.5)
    stage = room.now().stage
    at_once(13, lambda place: room.seal(seats[place]) if place < 12 else room.go("reveler"))
    shown = room.revealed().values()
    assert all(table["scenario"] == {"share": 0.5} and table["sealed"] for table in shown)
    # Each table's screen was told of the reveal, then of each seal that came after it, and of no other.
    assert room.now().stage - stage == 1 + sum(table["late"] for table in shown)


# --- what is over ---


def test_a_workshop_whose_days_are_over_is_erased_with_all_of_it_and_no_other_is_touched(shared_store):
    over, kept = Room(shared_store, keep_days=3), Room(shared_store, keep_days=4)
    for room in (over, kept):
        room.go("composer")
        seat = room.sit()
        room.compose(seat, share=0.5)
        room.seal(seat)
        answers.save_sheet(shared_store, seat, {"why": "a"}, NOW)
        answers.ask(shared_store, seat, "Quand ?", NOW)
        answers.ask(shared_store, room.facilitator, "Et après ?", NOW)
        room.go("reveler")
        room.go("composer")
    assert all(rows_of(shared_store, over.opened.id).values())  # something in every table
    before = rows_of(shared_store, kept.opened.id)
    assert expiry.erase_expired(shared_store, later(days=3)) >= 1
    assert not any(rows_of(shared_store, over.opened.id).values())
    assert rows_of(shared_store, kept.opened.id) == before
    assert expiry.erase_expired(shared_store, later(days=3)) == 0


def test_asking_whether_something_is_over_costs_one_indexed_read(shared_store):
    Room(shared_store)
    with statements(shared_store) as told:
        assert expiry.erase_expired(shared_store, NOW) == 0
    assert len(told) == 1


@pytest.fixture
def secrets_in_files(store, store_address):
    """Which words a table said are in the files of a SQLite database."""
    room = Room(store)
    room.go("composer")
    seat = room.sit("un nom de table")
    room.compose(seat, a_secret_of_one_table=0.5)
    room.seal(seat)
    answers.ask(store, seat, "une question secrète", NOW)
    said = [word.encode() for word in ("a_secret_of_one_table", "un nom de table", "une question secr")]
    files = [Path(store_address.removeprefix("sqlite:///") + suffix) for suffix in ("", "-wal")]

    def found():
        content = b"".join(path.read_bytes() for path in files if path.exists())
        return [word.decode() for word in said if word in content]

    assert len(found()) == 3
    return found


@pytest.mark.parametrize("store_address", ["sqlite"], indirect=True)
def test_what_was_erased_leaves_the_file_and_its_log_while_the_store_is_open(store, secrets_in_files):
    assert expiry.erase_expired(store, later(days=30)) == 1
    assert secrets_in_files() == []


@pytest.mark.parametrize("store_address", ["sqlite"], indirect=True)
def test_who_reads_while_a_workshop_is_erased_holds_nobody_up(store, secrets_in_files):
    with store.read() as connection:
        held = select(func.count()).select_from(tables.workshop_tables.workshop)
        assert connection.scalar(held) == 1
        start = time.perf_counter()
        assert expiry.erase_expired(store, later(days=30)) == 1
        assert time.perf_counter() - start < 5  # far under the ten seconds a writer has patience for
        assert connection.scalar(held) == 1  # it sees the moment it began
    store.settle()
    assert secrets_in_files() == []


def test_a_workshop_erased_while_a_phone_looks_is_told_so(shared_store):
    room = Room(shared_store, keep_days=5)
    room.go("composer")
    seat = room.sit()
    expiry.erase_expired(shared_store, later(days=5))
    for look in (
        lambda: rooms.pulse(shared_store, seat),
        lambda: rooms.version(shared_store, room.opened.id),
        lambda: room.compose(seat, share=0.5),
    ):
        with pytest.raises(RoomError, match="n’existe plus"):
            look()
