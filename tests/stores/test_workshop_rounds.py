"""A workshop's rounds and timer, who is there, and what a screen that refreshes costs; on both engines."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from aci_model.workshop import answers, doors, rooms
from aci_model.workshop.errors import RoomError
from aci_model.workshop.states import EXTEND, PAUSE, RESUME, START, STOP, Timer
from tests.stores.workshop_room import NOW, Room, later

MINUTE = 60


@contextmanager
def statements(store):
    """Collect what crosses the wire within a block, transactions' own words apart: (words, values)."""
    told = []

    def note(_connection, _cursor, words, values, _context, _many):
        if not words.startswith(("PRAGMA", "BEGIN")):
            told.append((words, values))

    event.listen(store._engine, "before_cursor_execute", note)  # noqa: SLF001 (counts what crosses the wire)
    try:
        yield told
    finally:
        event.remove(store._engine, "before_cursor_execute", note)  # noqa: SLF001 (as above)


def plan(store, words, values):
    """How the engine means to find the rows of a statement, as it says itself."""
    with store.read() as connection:
        if store.engine_name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values)
        else:
            # A table of a few rows is read whole, index or not: what is asked here is whether an index serves.
            connection.exec_driver_sql("SET LOCAL enable_seqscan TO off")
            rows = connection.exec_driver_sql(f"EXPLAIN {words}", values)
        return [str(row[-1]).strip() for row in rows]


def numbers(room, seat):
    return rooms.version(room.store, room.opened.id), rooms.pulse(room.store, seat)


# --- rounds ---


def test_a_room_waits_then_goes_from_round_to_round_and_may_skip_or_go_back(room):
    assert (room.now().round, room.now().round_number, room.now().revealed) == ("attente", 1, False)
    for round_ in ("estimer", "composer", "estimer", "reveler", "discuter", "reveler"):
        room.go(round_)
        assert (room.now().round, room.now().round_number) == (round_, 1)
    assert room.now().revealed


def test_a_reveal_that_is_skipped_reveals_nothing(room):
    room.go("composer")
    room.go("discuter")
    assert not room.now().revealed


def test_going_back_after_the_reveal_begins_a_new_passage(room):
    room.go("reveler")
    room.go("composer")
    assert (room.now().round_number, room.now().revealed) == (2, False)
    room.go("discuter")
    room.go("estimer")  # not revealed: the same passage
    assert room.now().round_number == 2


def test_a_click_made_twice_goes_once_and_repeats_once(room):
    room.go("estimer")
    before = room.now()
    room.go("estimer")
    assert room.now() == before
    for _ in range(2):
        room.go("estimer", repeat=True, seen=before.round_number)
    assert room.now().round_number == 2


def test_a_round_that_is_none_is_refused(room):
    for round_ in ("", "fin", "reveler; --", "x" * 10_000):
        with pytest.raises(RoomError, match="n’a pas cette manche"):
            room.go(round_)
    assert room.now() == room.opened


# --- the timer ---


def test_a_timer_is_started_paused_resumed_extended_and_stopped(room):
    def timer(what, at, seconds=None):
        told = rooms.timer(room.store, room.facilitator, what, at, seconds)
        assert room.now().timer == told
        return told.left(at)

    assert timer(START, NOW, 5 * MINUTE) == 300
    assert room.now().timer.left(later(seconds=90)) == 210  # 300 − 90
    assert timer(PAUSE, later(seconds=100)) == 200
    assert room.now().timer.left(later(hours=1)) == 200  # paused, it does not run
    assert timer(EXTEND, later(hours=1), 60) == 260
    assert timer(RESUME, later(hours=1)) == 260
    assert timer(EXTEND, later(hours=1, seconds=60), 40) == 240  # 260 − 60 + 40
    assert room.now().timer.left(later(hours=2)) == 0  # run out: nothing closes, it stays at zero
    assert timer(EXTEND, later(hours=2), 30) == 30
    assert timer(STOP, later(hours=2)) is None


def test_a_timer_that_ran_out_cuts_nobody_off(room):
    room.go("composer")
    seat = room.sit()
    rooms.timer(room.store, room.facilitator, START, NOW, 1)
    written, _ = answers.save_scenario(room.store, seat, {"share": 0.5}, later(hours=1))
    assert written == {"share": 0.5}
    assert answers.seal(room.store, seat, later(hours=1)) == later(hours=1)


def test_a_gesture_with_nothing_to_act_on_changes_nothing_and_redraws_nobody(room):
    before = room.now()
    for what in (PAUSE, RESUME, STOP):
        rooms.timer(room.store, room.facilitator, what, NOW)
    assert room.now() == before


@pytest.mark.parametrize("seconds", [None, 0, -5, 10**9])
def test_a_duration_that_is_none_is_refused(room, seconds):
    with pytest.raises(RoomError, match="durée"):
        rooms.timer(room.store, room.facilitator, START, NOW, seconds)
    assert room.now() == room.opened


def test_a_click_made_twice_extends_once(room):
    seen = rooms.timer(room.store, room.facilitator, START, NOW, MINUTE)
    for _ in range(2):
        told = rooms.timer(room.store, room.facilitator, EXTEND, NOW, MINUTE, seen=seen)
    assert told.left(NOW) == 2 * MINUTE


def test_the_timer_stops_with_its_round(room):
    rooms.timer(room.store, room.facilitator, START, NOW, MINUTE)
    room.go("estimer")
    assert room.now().timer == Timer()


@given(
    start=st.integers(1, 7200),
    gestures=st.lists(st.tuples(st.sampled_from([PAUSE, RESUME]), st.integers(0, 600)), max_size=8),
)
def test_what_is_left_is_what_it_had_minus_the_time_it_ran(start, gestures):
    timer, at, ran = Timer().after(START, NOW, start), NOW, 0
    for what, seconds in gestures:
        if timer.runs:
            ran += seconds
        at += dt.timedelta(seconds=seconds)
        timer = timer.after(what, at, None)
        assert timer.left(at) == max(0, start - ran)


# --- who is there ---


def test_whoever_is_in_the_room_sees_who_is_there_and_how_far_never_what_they_said(room):
    room.go("estimer")
    first, second = room.sit("Un"), room.sit("Deux")
    room.guess(first, minimal=7301)
    room.seal(first)
    for who in (room.facilitator, room.visitor, second):
        seen = rooms.present(room.store, who)
        assert seen.dtypes.astype(str).to_dict() == rooms.PRESENT
        assert seen.to_dict("records") == [
            {"table": first.table, "name": "Un", "guessed": True, "sealed": True},
            {"table": second.table, "name": "Deux", "guessed": False, "sealed": False},
        ]


def test_a_table_is_renamed_by_itself_or_the_facilitator_and_by_no_other(room):
    first, second = room.sit("Un"), room.sit("Deux")
    rooms.rename(room.store, first, first.table, "Premier", NOW)
    rooms.rename(room.store, room.facilitator, second.table, "DEUX", NOW)  # its own name, otherwise written
    assert rooms.present(room.store, room.visitor)["name"].tolist() == ["Premier", "DEUX"]
    stranger = Room(room.store).sit()
    for who, table, name, told in (
        (first, second.table, "Moi", "n’existe plus"),
        (room.facilitator, stranger.table, "Moi", "n’existe plus"),
        (first, first.table, "deux", "porte déjà"),
        (first, first.table, "", "Donnez un nom"),
    ):
        with pytest.raises(RoomError, match=told):
            rooms.rename(room.store, who, table, name, NOW)
    assert rooms.present(room.store, room.visitor)["name"].tolist() == ["Premier", "DEUX"]


def test_a_table_taken_away_is_told_so_and_its_name_is_free(room):
    room.go("composer")
    seat, token = room.link("Un")
    room.compose(seat, share=0.5)
    other = Room(room.store)
    rooms.remove(room.store, other.facilitator, seat.table, NOW)  # of another workshop: it takes nothing away
    assert len(rooms.present(room.store, room.visitor)) == 1
    for _ in range(2):
        rooms.remove(room.store, room.facilitator, seat.table, NOW)
    for use in (
        lambda: rooms.pulse(room.store, seat),
        lambda: room.own(seat),
        lambda: room.compose(seat, share=0.6),
        lambda: room.seal(seat),
        lambda: answers.ask(room.store, seat, "Et nous ?", NOW),
    ):
        with pytest.raises(RoomError, match="n’existe plus"):
            use()
    with pytest.raises(RoomError, match="aucune table"):
        doors.seat(room.store, room.code, token, NOW)
    assert room.sit("Un").table != seat.table


def test_a_workshop_that_is_no_more_says_so(room):
    nowhere = doors.Facilitator("0" * 32)
    for asked in (
        lambda: rooms.version(room.store, nowhere.workshop),
        lambda: rooms.workshop(room.store, nowhere),
        lambda: rooms.go(room.store, nowhere, "estimer", NOW),
        lambda: rooms.close(room.store, nowhere, NOW),
        lambda: answers.revealed_tables(room.store, nowhere),
    ):
        with pytest.raises(RoomError, match="n’existe plus"):
            asked()


# --- what a refresh costs ---


@pytest.mark.parametrize("look", ["version", "pulse", "seat", "facilitator"])
def test_a_refresh_that_changes_nothing_is_one_indexed_read(room, look):
    seat, token = room.link()
    asked = {
        "version": lambda: rooms.version(room.store, room.opened.id),
        "pulse": lambda: rooms.pulse(room.store, seat),
        "seat": lambda: doors.seat(room.store, room.code, token, NOW),
        "facilitator": lambda: doors.facilitator(room.store, room.code, room.key, NOW),
    }[look]
    with statements(room.store) as told:
        asked()
    assert len(told) == 1
    steps = plan(room.store, *told[0])
    if room.store.engine_name == "sqlite":
        assert steps
        assert all(step.startswith("SEARCH") and "INDEX" in step for step in steps)
    else:
        assert any("Index" in step for step in steps)
        assert not any("Seq Scan" in step for step in steps)


def test_a_table_s_gesture_costs_few_statements_and_a_seal_no_more(room):
    room.go("composer")
    seat = room.sit()
    for gesture, most in (
        (
            lambda: room.compose(seat, share=0.5),
            3,
        ),  # where it stands, its row, the first one tells the screens
        (lambda: room.compose(seat, share=0.6), 2),
        (lambda: room.compose(seat, share=0.6), 1),  # nothing changed: nothing is written
        (lambda: room.seal(seat), 2),  # its row, what screens look at
        (lambda: room.seal(seat), 2),
    ):
        with statements(room.store) as told:
            gesture()
        turns = [words for words, _ in told if "pg_advisory" not in words]
        assert len(turns) <= most


def test_tables_that_join_type_and_seal_redraw_no_other_table_s_screen(room):
    room.go("composer")
    mine = room.sit()
    seen = rooms.pulse(room.store, mine)
    other = room.sit()
    room.compose(other, share=0.5)
    room.seal(other)
    assert rooms.pulse(room.store, mine) == seen
    room.go("reveler")
    stage, revision = rooms.pulse(room.store, mine)
    assert (stage, revision) == (seen[0] + 1, seen[1])


def test_each_change_a_screen_shows_moves_the_number_it_looks_at(room):
    seat = room.sit("Un")
    third = room.sit("Trois")
    gestures = [
        (lambda: room.go("estimer"), "version stage"),
        (lambda: room.guess(seat, minimal=1), "version revision"),  # it has begun: shown to the facilitator
        (lambda: room.guess(seat, minimal=2), "revision"),
        (lambda: room.go("composer"), "version stage"),
        (lambda: room.compose(seat, share=0.5), "revision"),
        (lambda: answers.save_sheet(room.store, seat, {"why": "a"}, NOW), "revision"),
        (lambda: rooms.timer(room.store, room.facilitator, START, NOW, 9), "version stage"),
        (lambda: room.seal(seat), "version revision"),
        (lambda: answers.ask(room.store, seat, "Quand ?", NOW), "version"),
        (lambda: rooms.rename(room.store, seat, seat.table, "Deux", NOW), "version revision"),
        (lambda: room.go("reveler"), "version stage"),
        (lambda: answers.save_sheet(room.store, seat, {"why": "b"}, NOW), "version revision"),
        (lambda: rooms.rename(room.store, third, third.table, "3", NOW), "version stage"),
        (lambda: rooms.remove(room.store, room.facilitator, third.table, NOW), "version stage"),
        (lambda: rooms.close(room.store, room.facilitator, NOW), "version stage"),
    ]
    for place, (gesture, moved) in enumerate(gestures):
        version, (stage, revision) = numbers(room, seat)
        gesture()
        after, (stage_after, revision_after) = numbers(room, seat)
        changed = {
            "version": after - version,
            "stage": stage_after - stage,
            "revision": revision_after - revision,
        }
        assert changed == {name: int(name in moved.split()) for name in changed}, place
