"""The doors of a workshop on both engines: its code, its facilitator's link, its tables' links, and who waits."""

from __future__ import annotations

import datetime as dt
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from aci_model.store import keys
from aci_model.store.tables import workshop_tables as tables
from aci_model.workshop import brakes, doors, expiry, naming, rooms
from aci_model.workshop.errors import RoomError
from tests.stores.workshop_room import CASE, NOW, Room, later, rows_of

NO_SUCH = "aucun atelier"


def wrong_code(code):
    """Another code that could be one."""
    return code[:-1] + ("C" if code.endswith("B") else "B")


# --- codes ---


def test_a_code_has_six_letters_nobody_misreads_and_that_spell_nothing():
    drawn = [naming.new_code() for _ in range(500)]
    assert all(len(code) == 6 for code in drawn)
    letters = set("".join(drawn))
    assert letters <= set(string.ascii_uppercase) - set("AEIOUY")
    # O and Q are taken for 0, I for 1, G for C, U and W for V.
    assert letters.isdisjoint("OQIGUW")
    assert len(set(drawn)) > 490  # 17^6 are 24 million: two alike in 500 are one chance in 200
    assert not any(word in code for code in drawn for word in ("FDP", "NTM", "PTN", "SS"))


@pytest.mark.parametrize(
    "typed", ["BCDFHJ", "bcdfhj", " bcd fhj ", "BCD-FHJ", "b.c.d.f.h.j", "8cdfhj", "BÇDFHJ"]
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert naming.code_of(typed) == "BCDFHJ"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_of_ours_or_none(typed):
    code = naming.code_of(typed)
    assert code is None or (len(code) == 6 and naming.code_of(code) == code)


def test_two_workshops_never_share_a_code_and_an_erased_one_gives_it_back(shared_store, monkeypatch):
    first = Room(shared_store, keep_days=1)
    draws = [first.code] * 3
    real = naming.new_code
    monkeypatch.setattr(doors, "new_code", lambda: draws.pop() if draws else real())
    assert Room(shared_store).code != first.code
    assert draws == []
    draws += [first.code]
    # A day later the first is over: opening another erases it and may take its code.
    again = Room(shared_store, at=later(days=1))
    assert (again.code, again.opened.id) == (
        first.code,
        doors.visitor(shared_store, first.code, later(days=1)).workshop,
    )
    with pytest.raises(RoomError):
        doors.facilitator(shared_store, first.code, first.key, later(days=1))


@pytest.mark.parametrize("typed", ["", "BCDFH", "AAAAAA", "<script>", "=1+1", "x" * 10_000])
def test_what_is_no_code_is_told_so(shared_store, typed):
    with pytest.raises(RoomError, match=NO_SUCH):
        doors.visitor(shared_store, typed, NOW, Room.newcomer())


# --- capabilities ---


def test_the_facilitator_s_link_opens_its_own_workshop_only(room):
    other = Room(room.store)
    assert doors.facilitator(room.store, room.code.lower(), f" {room.key}\n", NOW) == room.facilitator
    for code, key in (
        (other.code, room.key),
        (room.code, other.key),
        (room.code, ""),
        (room.code, keys.new_secret()),
        ("", room.key),
        (room.code, "x" * 10_000),
    ):
        with pytest.raises(RoomError, match="lien d’animateur"):
            doors.facilitator(room.store, code, key, NOW)


def test_a_table_s_link_finds_the_same_table_and_no_other_workshop_s(room):
    seat, token = room.link("Les Bleus")
    other = Room(room.store)
    assert doors.seat(room.store, room.code, token, NOW) == seat
    for code, tried in ((other.code, token), (room.code, room.key), (room.code, "é"), ("", token)):
        with pytest.raises(RoomError, match="aucune table"):
            doors.seat(room.store, code, tried, NOW)


def test_no_key_nor_link_is_kept_and_each_is_128_random_bits(room):
    _, token = room.link()
    assert len({room.key, token}) == 2
    assert all(len(secret) == 22 for secret in (room.key, token))  # 16 bytes in base 64
    stored = json.dumps(rows_of(room.store, room.opened.id), default=str)
    assert room.key not in stored
    assert token not in stored
    assert keys.fast_hash(room.key, doors.KEY) in stored
    assert keys.fast_hash(token, doors.TOKEN) in stored
    assert keys.fast_hash(token, doors.KEY) not in stored  # a table's link is no facilitator's


# --- joining ---


def test_a_table_takes_a_name_or_is_given_one_and_no_two_have_the_same(room):
    room.sit("L'Érable rouge")
    for alike in ("l’erable ROUGE", " L'Érable  rouge ", "L'Érable\u200b rouge"):
        with pytest.raises(RoomError, match="porte déjà ce nom"):
            room.sit(alike)
    drawn = {room.sit() for _ in range(3)}
    names = rooms.present(room.store, room.visitor)["name"].tolist()
    assert names[0] == "L'Érable rouge"
    assert len(drawn) == len(set(names[1:])) == 3


def test_names_drawn_never_run_out_and_never_repeat():
    taken = set()
    for _ in range(300):
        shown, folded = naming.drawn_name(taken)
        assert folded not in taken
        assert 0 < len(shown) <= naming.LONGEST_NAME
        taken.add(folded)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Donnez un nom"),
        ("   ", "Donnez un nom"),
        ("\u200b\u202e\0", "Donnez un nom"),
        ("¨", "Donnez un nom"),
        ("x" * 41, "40 caractères"),
        ("x" * 10_000, "40 caractères"),
        ("a\u0301\u200d\U000e0041", "ne s’affichent pas"),
    ],
)
def test_a_name_that_cannot_be_shown_is_refused_with_what_to_do(room, name, told):
    with pytest.raises(RoomError, match=told):
        room.sit(name)
    assert rooms.present(room.store, room.visitor).empty


@pytest.mark.parametrize(
    "name", ["<b>=1+1</b>", "![](http://x)", "'; DROP TABLE workshop; --", "東京", "x" * 40]
)
def test_a_name_is_kept_as_typed_and_does_nothing(room, name):
    seat = room.sit(name)
    assert room.own(seat)["name"] == name


@given(st.text(max_size=60))
def test_any_name_is_printable_short_and_the_same_when_read_again_or_refused(typed):
    try:
        shown, folded = naming.name_of(typed)
    except RoomError:
        return
    assert shown.isprintable()
    assert 0 < len(shown) <= 40
    assert folded
    assert naming.name_of(shown) == (shown, folded)


def test_a_click_made_twice_sits_one_table_down_and_opens_one_workshop(room):
    token, key = keys.new_secret(), keys.new_secret()
    twice = [doors.join(room.store, room.visitor, "Les Bleus", NOW, token=token) for _ in range(2)]
    assert twice[0] == twice[1] == (twice[0][0], token)
    assert len(rooms.present(room.store, room.visitor)) == 1
    opened = [doors.open_workshop(room.store, "T", CASE, NOW, key=key) for _ in range(2)]
    assert opened[0] == opened[1]


def test_a_workshop_has_a_title_a_period_and_a_case_of_reasonable_size(shared_store):
    for title, case, days in (
        ("", CASE, 30),
        (" ", CASE, 30),
        ("x" * 121, CASE, 30),
        ("T", CASE, 0),
        ("T", CASE, 366),
        ("T", {"a": "x" * 300_000}, 30),
        ("T", {"a": float("nan")}, 30),
    ):
        with pytest.raises(RoomError):
            doors.open_workshop(shared_store, title, case, NOW, keep_days=days)


# --- the end ---


def test_a_workshop_that_has_ended_says_so_to_whoever_comes_and_still_shows_what_it_has(room):
    seat, token = room.link()
    rooms.close(room.store, room.facilitator, NOW)
    rooms.close(room.store, room.facilitator, NOW)
    for come in (
        lambda: doors.visitor(room.store, room.code, NOW, "late"),
        room.sit,
        lambda: room.go("estimer"),
        lambda: room.seal(seat),
    ):
        with pytest.raises(RoomError, match="est terminé"):
            come()
    assert doors.seat(room.store, room.code, token, NOW) == seat
    assert doors.facilitator(room.store, room.code, room.key, NOW) == room.facilitator
    assert room.now().state == "clos"


def test_once_its_days_are_over_nobody_comes_in_even_before_it_is_erased(shared_store):
    room = Room(shared_store, keep_days=2)
    seat, token = room.link()
    over = later(days=2)
    assert doors.seat(shared_store, room.code, token, over - dt.timedelta(seconds=1)) == seat
    for come in (
        lambda: doors.seat(shared_store, room.code, token, over),
        lambda: doors.facilitator(shared_store, room.code, room.key, over),
        lambda: doors.visitor(shared_store, room.code, over, "late"),
        lambda: doors.join(shared_store, room.visitor, None, over),
    ):
        with pytest.raises(RoomError, match="est terminé"):
            come()
    assert expiry.erase_expired(shared_store, over) >= 1
    with pytest.raises(RoomError, match=NO_SUCH):
        doors.visitor(shared_store, room.code, over, "later still")


# --- who waits ---


def test_who_tries_many_codes_waits_and_makes_nobody_else_wait(room, monkeypatch):
    monkeypatch.setattr(brakes, "FREE_CODES_OF_ONE", 3)
    trier, wrong = Room.newcomer(), wrong_code(room.code)
    for _ in range(3):
        with pytest.raises(RoomError, match=NO_SUCH):
            doors.visitor(room.store, wrong, NOW, trier)
    with pytest.raises(RoomError, match="Recommencez dans 1\xa0seconde") as refused:
        doors.visitor(room.store, room.code, NOW, trier)  # the right one too: it says nothing while one waits
    assert refused.value.wait == dt.timedelta(seconds=1)
    assert doors.visitor(room.store, room.code, NOW, Room.newcomer()) == room.visitor
    assert doors.visitor(room.store, room.code, later(seconds=1), trier) == room.visitor


def test_a_whole_room_behind_one_address_may_mistype(room):
    room_of_forty = Room.newcomer()
    for _ in range(brakes.FREE_CODES_OF_ONE):
        with pytest.raises(RoomError, match=NO_SUCH):
            doors.visitor(room.store, wrong_code(room.code), NOW, room_of_forty)
    with pytest.raises(RoomError, match="Recommencez"):
        doors.visitor(room.store, room.code, NOW, room_of_forty)
    # 40 wrong are free; one more would wait 2^0 = 1 s, and never more than 20 s.
    assert doors.visitor(room.store, room.code, later(seconds=20), room_of_forty) == room.visitor


def test_many_visitors_who_try_codes_slow_everybody_for_two_seconds_at_most(room, monkeypatch):
    morning = later(days=3)  # nobody else's tries are remembered then
    monkeypatch.setattr(brakes, "FREE_CODES", 4)
    for _ in range(10):  # 6 more than are free: without an end to it the next would wait 2^6 = 64 s
        with room.store.begin() as connection:
            brakes.wrong_code(connection, Room.newcomer(), morning)
    with pytest.raises(RoomError) as refused:
        doors.visitor(room.store, room.code, morning, Room.newcomer())
    assert refused.value.wait == dt.timedelta(seconds=2)
    assert doors.visitor(room.store, room.code, morning + dt.timedelta(seconds=2), "x") == room.visitor


def test_a_room_is_full_and_says_so(room, monkeypatch):
    monkeypatch.setattr(brakes, "MOST_TABLES", 2)
    first = room.sit()
    room.sit()
    with pytest.raises(RoomError, match="déjà 2 tables"):
        room.sit()
    rooms.remove(room.store, room.facilitator, first.table, NOW)
    assert room.sit()


def test_who_sits_table_after_table_waits_and_so_does_the_room_for_a_moment(room, monkeypatch):
    monkeypatch.setattr(brakes, "FREE_JOININGS_OF_ONE", 2)
    monkeypatch.setattr(brakes, "FREE_JOININGS", 4)

    def join(who, at=NOW):
        return doors.join(room.store, room.visitor, None, at, who)

    join("greedy"), join("greedy")
    with pytest.raises(RoomError, match="Recommencez"):
        join("greedy")
    join("second"), join("third")
    with pytest.raises(RoomError) as refused:
        join("fourth")
    assert refused.value.wait <= dt.timedelta(seconds=2)
    assert join("fourth", later(seconds=2))
    assert Room(room.store).sit()  # another workshop does not wait


def test_two_hundred_tables_and_more_fit():
    assert brakes.MOST_TABLES >= 250
    assert min(brakes.FREE_JOININGS, brakes.FREE_JOININGS_OF_ONE) >= brakes.MOST_TABLES


def test_a_try_leaves_nothing_that_tells_who_or_what(room):
    who = Room.newcomer()
    with pytest.raises(RoomError):
        doors.visitor(room.store, wrong_code(room.code), NOW, who)
    attempt = tables.metadata.tables["attempt"]
    with room.store.read() as connection:
        rows = [dict(row) for row in connection.execute(select(attempt)).mappings()]
        assert connection.scalar(select(func.count()).select_from(attempt)) == len(rows) > 0
    told = json.dumps(rows, default=str)
    assert who not in told
    assert wrong_code(room.code) not in told
