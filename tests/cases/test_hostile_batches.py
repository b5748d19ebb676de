"""Several files and zips of files: each has its own report, and none stops another."""

import dataclasses

import pytest

from aci_model import reading
from aci_model.reading import batch, isolation
from aci_model.reading.batch import open_all
from aci_model.reading.limits import limits
from aci_model.reading.refusal import RefusedError
from tests.hostile_zips import BOOK, bundle
from tests.reading_files import LINE, MISSIONS, PARTS, read

A, B = (f"{LINE}\nacces;{label};8;100;9".encode() for label in "AB")


def refused(dossier):
    rows = dossier.problems[dossier.problems["severity"] == "refused"]
    return dict(zip(rows["file"], rows["message"], strict=True))


def outcomes(*files):
    return {outcome.name: outcome.refusal for outcome in open_all(files)}


def limited(monkeypatch, **changes):
    """Read with other limits of a batch."""
    bounds = limits()
    changed = dataclasses.replace(bounds, batch=dataclasses.replace(bounds.batch, **changes))
    monkeypatch.setattr(batch, "limits", lambda: changed)


def test_a_zip_of_files_is_read_as_those_files():
    archive = bundle(**{"2026/a.csv": A, "b.xlsx": BOOK})
    dossier = read(("dossier.zip", archive), ("seul.csv", B))
    assert dossier.lines["file"].tolist() == ["dossier.zip/2026/a.csv", "dossier.zip/b.xlsx", "seul.csv"]
    assert dossier.lines["label"].tolist() == ["A", "Ateliers", "B"]


def test_a_bad_file_of_a_zip_stops_none_of_the_others():
    archive = bundle(**{"bad.xlsx": BOOK[:300], "a.csv": A, "lettre.pdf": b"%PDF-1.7", "b.csv": B})
    dossier = read(("dossier.zip", archive))
    assert dossier.lines["label"].tolist() == ["A", "B"]
    assert set(refused(dossier)) == {"dossier.zip/bad.xlsx", "dossier.zip/lettre.pdf"}


def test_what_a_system_leaves_in_a_zip_is_no_file_of_the_person():
    archive = bundle(**{"__MACOSX/._a.csv": b"x", ".DS_Store": b"\x00", "x/Thumbs.db": b"\x00", "a.csv": A})
    assert outcomes(("d.zip", archive)) == {"d.zip/a.csv": ""}


def test_a_zip_in_a_zip_is_refused_and_the_files_beside_it_are_read():
    said = outcomes(("d.zip", bundle(**{"inner.zip": bundle(**{"b.csv": B}), "a.csv": A})))
    assert said["d.zip/a.csv"] == ""
    assert "dans une autre archive" in said["d.zip/inner.zip"]


def test_a_bad_zip_stops_no_file_beside_it():
    dossier = read(("d.zip", bundle(**{"a.csv": A})[:-4]), ("b.csv", B))
    assert dossier.lines["label"].tolist() == ["B"]
    assert set(refused(dossier)) == {"d.zip"}


def test_files_of_one_name_in_two_zips_are_told_apart():
    archive = bundle(**{"a.csv": A})
    assert list(outcomes(("d.zip", archive), ("d.zip", archive))) == ["d.zip/a.csv", "d.zip (2)/a.csv"]


def test_whoever_reads_can_tell_how_far_it_is():
    told = []
    files = [("d.zip", bundle(**{"a.csv": A, "b.csv": B})), ("bad.xlsx", b"%PDF"), ("c.csv", A)]
    reading.read(files, MISSIONS, PARTS, on_file=lambda *said: told.append(said))
    assert told == [("d.zip/a.csv", 1, 4), ("d.zip/b.csv", 2, 4), ("bad.xlsx", 3, 4), ("c.csv", 4, 4)]


def test_files_beyond_the_count_are_refused_one_by_one(monkeypatch):
    limited(monkeypatch, files=2)
    said = outcomes(("a.csv", A), ("b.csv", B), ("c.csv", A))
    assert (said["a.csv"], said["b.csv"]) == ("", "")
    assert "plus de 2 fichiers" in said["c.csv"]


@pytest.mark.parametrize("change", [{"largest": len(A) + 1}, {"cells": 10}, {"characters": 60}])
def test_files_that_are_too_much_together_are_refused_from_there_on(monkeypatch, change):
    # A holds 2 rows of 5 cells, and 54 characters.
    limited(monkeypatch, **change)
    said = outcomes(("a.csv", A), ("b.csv", B))
    assert said["a.csv"] == ""
    assert "trop lourds pour être lus ensemble" in said["b.csv"]


def test_after_files_that_use_up_their_readers_the_rest_waits_for_another_day(monkeypatch):
    limited(monkeypatch, failures=2)

    def slow(name, content):
        if content == B:
            raise isolation.ExhaustedError(isolation.TOO_SLOW)
        return isolation.open_file(name, content)

    monkeypatch.setattr(batch, "open_file", slow)
    said = outcomes(("b.csv", B), ("a.csv", A), ("bb.csv", B), ("c.csv", A))
    assert said["a.csv"] == ""
    assert said["bb.csv"] == isolation.TOO_SLOW
    assert "ont épuisé le lecteur" in said["c.csv"]


def test_a_file_refused_by_the_gate_uses_up_nothing(monkeypatch):
    limited(monkeypatch, failures=1)
    said = outcomes(("bad.pdf", b"%PDF"), ("a.csv", A))
    assert said["a.csv"] == ""
    assert not issubclass(RefusedError, isolation.ExhaustedError)
