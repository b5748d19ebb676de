"""What a table answers, on both engines: kept, merged, sealed, read by nobody else before the reveal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aci_model.workshop import answers, records, rooms
from aci_model.workshop.errors import RoomError
from tests.stores.workshop_room import NOW, Room, later, rows_of

SECRETS = ("7301.25", "0.4242", "raison-secrete", "question-secrete")
HOSTILE = "<script>alert(1)</script> =1+1 ![](http://x) '; DROP TABLE workshop; -- \u202e 👩\u200d⚕️ é"


def told(room, seat):
    """A table that says one secret of each kind."""
    room.guess(seat, minimal=7301.25)
    room.compose(seat, share=0.4242)
    answers.save_sheet(room.store, seat, {"why": "raison-secrete"}, NOW)
    answers.ask(room.store, seat, "question-secrete", NOW, addressee="cpam", euros=7301.25)


# --- sealed means sealed ---


def test_before_the_reveal_nobody_else_reads_anything_of_a_table_the_facilitator_included(composing):
    seat, other = composing.sit("Un"), composing.sit("Deux")
    told(composing, seat)
    everybody_else = (composing.facilitator, composing.visitor, other)
    for round_ in ("composer", "discuter", "estimer", "attente"):
        composing.go(round_)
        for who in everybody_else:
            assert not [secret for secret in SECRETS if secret in composing.readable(who)]
    composing.go("composer")
    composing.seal(seat)
    for who in everybody_else:
        assert not [secret for secret in SECRETS if secret in composing.readable(who)]
        with pytest.raises(RoomError, match="pas encore révélées"):
            answers.revealed_tables(composing.store, who)
        with pytest.raises(RoomError, match="pas encore révélées"):
            answers.sheets(composing.store, who)
    assert [secret for secret in SECRETS if secret in composing.readable(seat)] == list(
        SECRETS
    )  # its own phone does


def test_at_the_reveal_everybody_reads_what_was_sealed_at_once(composing):
    seat, other = composing.sit("Un"), composing.sit("Deux")
    told(composing, seat)
    composing.seal(seat)
    composing.go("reveler")
    for who in (composing.facilitator, composing.visitor, other, seat):
        assert not [secret for secret in SECRETS if secret not in composing.readable(who)]
        assert answers.revealed_tables(composing.store, who) == [
            {
                "table": seat.table,
                "name": "Un",
                "guess": {"minimal": 7301.25},
                "scenario": {"share": 0.4242},
                "sealed": True,
                "late": False,
            },
            {
                "table": other.table,
                "name": "Deux",
                "guess": None,
                "scenario": None,
                "sealed": False,
                "late": False,
            },
        ]
        assert answers.sheets(composing.store, who) == [
            {"table": seat.table, "name": "Un", "sheet": {"why": "raison-secrete"}}
        ]


def test_what_a_table_had_not_sealed_is_not_shown_by_the_reveal_of_the_others(composing):
    seat = composing.sit()
    composing.guess(seat, minimal=7301.25)
    composing.compose(seat, share=0.4242)
    answers.save_sheet(composing.store, seat, {"why": "raison-secrete"}, NOW)
    composing.go("reveler")
    for who in (composing.facilitator, composing.visitor, composing.sit()):
        assert not [secret for secret in SECRETS if secret in composing.readable(who)]


def test_a_table_that_seals_after_the_reveal_is_shown_and_marked_late(composing):
    seat = composing.sit("Un")
    composing.compose(seat, share=0.5)
    composing.go("reveler")
    composing.compose(seat, share=0.6)  # not sealed yet: it may still change its mind
    before = rooms.pulse(composing.store, composing.sit("Deux"))
    assert answers.seal(composing.store, seat, later(minutes=1)) == later(minutes=1)
    late = composing.revealed()["Un"]
    assert (late["scenario"], late["sealed"], late["late"]) == ({"share": 0.6}, True, True)
    assert composing.own(seat)["late"]
    assert rooms.pulse(composing.store, composing.sit("Trois"))[0] == before[0] + 1


def test_another_workshop_s_people_read_nothing(composing):
    seat = composing.sit()
    told(composing, seat)
    composing.seal(seat)
    composing.go("reveler")
    other = Room(composing.store)
    other.go("reveler")
    for who in (other.facilitator, other.visitor, other.sit()):
        assert not [secret for secret in SECRETS if secret in other.readable(who)]


# --- sealing ---


def test_a_seal_made_twice_is_one_and_locks_what_was_answered(composing):
    seat = composing.sit()
    composing.guess(seat, minimal=1, ambitious=2)
    composing.compose(seat, share=0.5)
    assert composing.seal(seat) == NOW
    before = composing.own(seat)
    assert answers.seal(composing.store, seat, later(minutes=1)) == NOW
    for change in (lambda: composing.compose(seat, share=0.6), lambda: composing.guess(seat, minimal=3)):
        with pytest.raises(RoomError, match="a scellé"):
            change()
    composing.go("reveler")
    composing.go("discuter")
    with pytest.raises(RoomError, match="a scellé"):
        composing.compose(seat, share=0.6)
    assert composing.own(seat) == before


def test_there_is_nothing_to_seal_before_the_first_answer(composing):
    seat = composing.sit()
    with pytest.raises(RoomError, match="rien à sceller"):
        composing.seal(seat)
    answers.save_sheet(composing.store, seat, {"why": "a"}, NOW)  # a sheet is no answer
    with pytest.raises(RoomError, match="rien à sceller"):
        composing.seal(seat)


def test_a_round_repeated_before_the_reveal_lifts_the_seals_and_shows_nothing(composing):
    seat = composing.sit()
    composing.compose(seat, share=0.4242)
    composing.seal(seat)
    composing.go("composer", repeat=True)
    assert composing.own(seat)["sealed_at"] is None
    assert composing.own(seat)["scenario"] == {"share": 0.4242}  # found again as it was
    assert "0.4242" not in composing.readable(composing.facilitator)
    composing.compose(seat, share=0.5)
    composing.seal(seat)
    composing.go("reveler")
    assert next(iter(composing.revealed().values()))["scenario"] == {"share": 0.5}
    with pytest.raises(RoomError, match="pas encore révélées"):
        composing.revealed(number=1)  # it never was
    assert "0.4242" not in composing.readable(composing.facilitator)


def test_a_round_repeated_after_the_reveal_keeps_what_was_shown_and_hides_what_is_new(composing):
    seat, silent = composing.sit("Un"), composing.sit("Deux")
    composing.compose(seat, share=0.5)
    composing.compose(silent, share=0.9)
    composing.seal(seat)
    composing.go("reveler")
    first = composing.revealed()["Un"]
    composing.go("composer")
    composing.compose(seat, share=0.4242)
    composing.seal(seat)
    composing.sit("Trois")
    for who in (composing.facilitator, composing.visitor, silent):
        assert "0.4242" not in composing.readable(who)
        assert composing.revealed(who, number=1) == {"Un": first}  # who sealed then, and nobody else
    composing.go("reveler")
    assert composing.revealed()["Un"]["scenario"] == {"share": 0.4242}
    assert composing.revealed(number=1) == {"Un": first}
    composing.go("estimer")
    composing.go("reveler")
    assert composing.revealed(number=2)["Un"]["scenario"] == {"share": 0.4242}
    assert not composing.revealed()["Un"]["sealed"]


# --- the moment of each answer ---


def test_a_table_estimates_before_it_composes_and_not_after(room):
    seat, late = room.sit(), room.sit()
    with pytest.raises(RoomError, match="n’a pas commencé"):
        room.guess(seat, minimal=1)
    room.go("estimer")
    room.guess(seat, minimal=1)
    with pytest.raises(RoomError, match="à l’estimation"):
        room.compose(seat, share=0.5)
    room.go("composer")
    room.guess(seat, ambitious=2)  # it was typing when the round changed: nobody is cut off
    room.compose(seat, share=0.5)
    with pytest.raises(RoomError, match="compose déjà"):
        room.guess(seat, minimal=3)  # it has seen its own euros
    assert room.own(seat)["guess"] == {"minimal": 1, "ambitious": 2}
    room.guess(late, minimal=4)  # who comes late estimates first too
    room.go("estimer")
    room.guess(seat, minimal=5)  # the facilitator went back: everybody estimates again
    room.compose(seat, share=0.6)  # and who was composing loses nothing


def test_an_estimate_sealed_alone_is_open_again_when_the_room_composes(room):
    room.go("estimer")
    seat = room.sit()
    room.guess(seat, minimal=1)
    room.seal(seat)
    with pytest.raises(RoomError, match="a scellé"):
        room.guess(seat, minimal=2)
    room.go("composer")
    room.compose(seat, share=0.5)
    assert room.own(seat)["guess"] == {"minimal": 1}


def test_a_room_that_skips_composing_reveals_its_estimates(room):
    room.go("estimer")
    seat = room.sit("Un")
    room.guess(seat, minimal=1)
    room.seal(seat)
    room.go("reveler")
    assert (room.revealed()["Un"]["guess"], room.revealed()["Un"]["scenario"]) == ({"minimal": 1}, None)


# --- two phones, double clicks, bad input ---


def test_two_phones_of_a_table_keep_what_each_of_them_touched(composing):
    seat = composing.sit()
    composing.compose(seat, **{"objective/o1": True, "share": 0.5})
    whole, revision = composing.compose(
        seat, **{"objective/o2": 0.25}
    )  # the second phone has not seen the first
    assert whole == {"objective/o1": True, "objective/o2": 0.25, "share": 0.5}
    own = composing.own(seat)
    assert (own["scenario"], own["revision"]) == (whole, revision)


def test_a_click_made_twice_writes_once(composing):
    seat = composing.sit()
    first = composing.compose(seat, share=0.5)
    asked = answers.ask(composing.store, seat, "Quand ?", NOW)
    before = rows_of(composing.store, composing.opened.id)
    assert composing.compose(seat, share=0.5) == first
    assert answers.save_sheet(composing.store, seat, {}, NOW) == ({}, first[1])
    assert answers.ask(composing.store, seat, " Quand ? ", later(minutes=1)) == asked
    assert rows_of(composing.store, composing.opened.id) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"why": "x" * 10_000},
        {f"key{number}": "x" * 4000 for number in range(20)},
        {"x" * 10_000: 1},
        {"a": float("nan")},
        {"a": float("inf")},
        {"a": 10**40},
        {"a": {1: 2}},
        {"a": object()},
        {"a": [[[[[[[[[1]]]]]]]]]},
        ["a"],
        "a",
        None,
    ],
)
def test_an_answer_too_long_or_that_is_none_is_refused_and_nothing_is_lost(composing, changes):
    seat = composing.sit()
    answers.save_sheet(composing.store, seat, {"why": "parce que"}, NOW)
    before = composing.own(seat)
    with pytest.raises(RoomError, match="gardé"):
        answers.save_sheet(composing.store, seat, changes, NOW)
    assert composing.own(seat) == before


def test_a_sentence_says_how_long_an_answer_is_and_how_long_it_may_be(composing):
    # 10 000 and 4 096 with U+202F between thousands.
    with pytest.raises(RoomError, match="10\u202f000 caractères\u202f; 4\u202f096 au plus"):
        answers.save_sheet(composing.store, composing.sit(), {"why": "x" * 10_000}, NOW)


def test_markup_and_formulas_are_kept_as_typed_and_do_nothing(composing):
    seat = composing.sit()
    answers.save_sheet(composing.store, seat, {"why": HOSTILE + "\0\ud800"}, NOW)
    assert composing.own(seat)["sheet"] == {"why": HOSTILE}
    answers.ask(composing.store, seat, "<b>=1+1</b> '; --", NOW)
    assert [one["text"] for one in answers.questions(composing.store, seat)] == ["<b>=1+1</b> '; --"]


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=2)
)


@given(
    st.recursive(
        LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3)
    )
)
def test_any_record_is_taken_as_it_is_or_refused(record):
    try:
        taken = records.checked(record)
    except RoomError:
        return
    assert records.checked(taken) == taken
    assert set(taken) <= {key.replace("\0", "").encode(errors="ignore").decode() for key in record}
