"""A zip of files on Accueil: each file read, the bad one told, what was answered kept."""

from __future__ import annotations

from pages._shared import loaded
from tests.hostile_zips import bundle
from tests.pages.screen import drop
from tests.reading_files import LINE


def csv(*rows):
    return "\n".join([LINE, *rows]).encode()


def shown(app):
    """Everything a person can read on the page."""
    kinds = ("markdown", "caption", "error", "warning", "info", "success", "header", "subheader", "metric")
    return " ".join(str(element.value) for kind in kinds for element in getattr(app, kind))


def test_a_zip_is_read_file_by_file_and_its_bad_file_is_told(app):
    archive = bundle(**{"a.csv": csv("acces aux soins;A;8;100;9"), "lettre.pdf": b"%PDF-1.7"})
    drop(app, ("dossier.zip", archive))
    tables = " ".join(table.value.to_csv() for table in app.dataframe)
    assert "dossier.zip/lettre.pdf" in tables + shown(app)
    assert "PDF" in tables + shown(app)
    assert "100\u00a0€" in shown(app) + tables


def test_a_bad_file_is_told_and_the_page_goes_on(app):
    drop(app, ("bon.csv", csv("acces aux soins;A;8;100;9")), ("a.xlsx", b"PK\x03\x04" + bytes(60)))
    tables = " ".join(table.value.to_csv() for table in app.dataframe)
    assert "abîmé ou incomplet" in (tables + shown(app)).replace("’", "'")


def test_what_was_answered_about_a_file_of_a_zip_stays_with_its_zip():
    place = ("d.zip/a.csv", "a", "E2")
    held = loaded.answered(loaded.keyed({"d.zip": b"x", "d.zip.csv": b"y"}, {}), place, "9")
    assert loaded.added(held, [("b.csv", b"z")]).answers == {place: "9"}
    assert loaded.without(held, "d.zip.csv").answers == {place: "9"}
    assert loaded.without(held, "d.zip").answers == {}
    assert loaded.added(held, [("d.zip", b"new")]).answers == {}
