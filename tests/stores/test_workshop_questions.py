"""Questions left open and reporters' sheets, on both engines: whose they are, and who reads them when."""

from __future__ import annotations

import pytest

from aci_model.workshop import answers, parking, rooms
from aci_model.workshop.errors import RoomError
from tests.stores.workshop_room import NOW, Room, later


def test_questions_are_one_s_own_until_the_reveal_then_everybody_s(composing):
    first, second = composing.sit("Un"), composing.sit("Deux")
    answers.ask(composing.store, first, "Qui paie ?", NOW, addressee="cpam", objective="o3", euros=2500)
    answers.ask(composing.store, composing.facilitator, "Et après ?", later(minutes=1), mission="m")
    answers.ask(composing.store, second, "Quand ?", later(minutes=2), euros=float("nan"))

    def read(who):
        return [(one["name"], one["text"]) for one in answers.questions(composing.store, who)]

    assert read(first) == [("Un", "Qui paie ?")]
    assert read(second) == [("Deux", "Quand ?")]
    assert read(composing.facilitator) == [(None, "Et après ?")]
    assert read(composing.visitor) == []
    composing.go("reveler")
    everything = [("Un", "Qui paie ?"), (None, "Et après ?"), ("Deux", "Quand ?")]
    assert all(read(who) == everything for who in (first, second, composing.facilitator, composing.visitor))
    answers.ask(composing.store, first, "Encore ?", later(minutes=3))
    assert len(read(second)) == 4
    composing.go("composer")  # a new passage: what was shown stays, what is new is one's own
    answers.ask(composing.store, first, "Nouveau ?", later(minutes=4))
    assert (len(read(first)), len(read(second)), len(read(composing.facilitator))) == (5, 4, 4)
    kept = answers.questions(composing.store, first)
    asked = ("addressee", "objective", "mission", "euros", "table", "asked_at")
    assert [kept[0][name] for name in asked] == ["cpam", "o3", None, 2500.0, first.table, NOW]
    assert [kept[1][name] for name in ("table", "mission", "euros")] == [None, "m", None]
    assert kept[2]["euros"] is None  # unknown, and no zero


def test_a_question_is_taken_off_by_who_asked_it_or_by_the_facilitator_who_reads_it(composing):
    first, second = composing.sit(), composing.sit()
    mine = answers.ask(composing.store, first, "Qui paie ?", NOW)

    def drop(who):
        answers.drop_question(composing.store, who, mine, NOW)
        return [one["id"] for one in answers.questions(composing.store, first)]

    assert drop(second) == drop(composing.facilitator) == drop(Room(composing.store).facilitator) == [mine]
    composing.go("reveler")
    assert drop(second) == [mine]
    assert drop(composing.facilitator) == []
    assert drop(composing.facilitator) == []


def test_whom_a_question_is_for_is_changed_by_who_asked_it_or_by_the_facilitator_who_reads_it(composing):
    first, second = composing.sit(), composing.sit()
    mine = answers.ask(composing.store, first, "Qui paie ?", NOW)

    def send(who, to):
        answers.readdress(composing.store, who, mine, to, NOW)
        return [one["addressee"] for one in answers.questions(composing.store, first)]

    before = composing.now().version
    assert send(first, "ars") == ["ars"]
    assert composing.now().version == before + 1
    for stranger in (second, composing.facilitator, Room(composing.store).facilitator):
        with pytest.raises(RoomError, match="n’est plus dans la liste"):
            send(stranger, "cpam")
    with pytest.raises(RoomError, match="destinataire"):
        send(first, "maire")
    composing.go("reveler")
    assert send(composing.facilitator, None) == [None]


def test_a_question_has_words_not_too_many_an_addressee_of_the_list_and_a_table_some_of_them(
    composing, monkeypatch
):
    seat = composing.sit()
    for words, options, told in (
        ("", {}, "est vide"),
        (" \n\u200b ", {}, "est vide"),
        ("x" * 10_000, {}, "600 au plus"),
        ("Qui ?", {"addressee": "maire"}, "destinataire"),
        ("Qui ?", {"objective": "x" * 10_000}, "objectif que l’atelier n’a pas"),
        ("Qui ?", {"mission": "x" * 10_000}, "objectif que l’atelier n’a pas"),
    ):
        with pytest.raises(RoomError, match=told):
            answers.ask(composing.store, seat, words, NOW, **options)
    monkeypatch.setattr(parking, "MOST_QUESTIONS", 2)
    for number in range(2):
        answers.ask(composing.store, seat, f"Question {number}", NOW)
    with pytest.raises(RoomError, match="déjà 2 questions"):
        answers.ask(composing.store, seat, "Encore une", NOW)
    assert answers.ask(composing.store, composing.sit(), "Une autre table", NOW)


def test_a_sheet_may_be_written_sealed_or_not_until_the_workshop_ends(composing):
    seat = composing.sit("Un")
    composing.compose(seat, share=0.5)
    composing.seal(seat)
    composing.go("reveler")
    answers.save_sheet(composing.store, seat, {"choices": "a", "why": "b"}, NOW)
    answers.save_sheet(composing.store, seat, {"why": "c"}, NOW)
    assert answers.sheets(composing.store, composing.facilitator)[0]["sheet"] == {"choices": "a", "why": "c"}
    rooms.close(composing.store, composing.facilitator, NOW)
    for write in (
        lambda: answers.save_sheet(composing.store, seat, {"why": "d"}, NOW),
        lambda: answers.ask(composing.store, seat, "Et ?", NOW),
    ):
        with pytest.raises(RoomError, match="est terminé"):
            write()
    assert answers.sheets(composing.store, composing.facilitator)[0]["sheet"]["why"] == "c"
    assert composing.revealed()["Un"]["sealed"]
