"""Opening a store: addresses, the file it makes, and what a person reads when it cannot be."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from aci_model.store import StoreUnusableError, open_store, opening
from aci_model.store.addresses import address
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]


def told(url):
    """The sentence with which an address is refused, and everything a journal would show of it."""
    with pytest.raises(StoreUnusableError) as refused:
        open_store(url)
    return str(refused.value), "".join(
        map(str, (refused.value, refused.value.__cause__, refused.value.__context__))
    )


def test_without_an_address_the_file_is_in_the_folder_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("ACI_DONNEES", str(tmp_path / "a" / "b"))
    open_store().close()
    assert (tmp_path / "a" / "b" / "aci.sqlite3").is_file()


@pytest.mark.parametrize("given", [None, ""])
def test_without_that_folder_it_is_in_the_projects_own_which_git_ignores(monkeypatch, given):
    monkeypatch.delenv("ACI_DONNEES", raising=False)
    if given is not None:
        monkeypatch.setenv("ACI_DONNEES", given)
    assert address(None).database == str(ROOT / "donnees" / "aci.sqlite3")
    assert "donnees/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_the_file_and_what_stands_beside_it_are_for_this_account_only(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'new' / 'a.sqlite3'}")
    with store.begin() as connection:
        connection.execute(text("UPDATE campaign SET title = title"))
        rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    store.close()
    assert rights == dict.fromkeys(["a.sqlite3", "a.sqlite3-wal", "a.sqlite3-shm"], 0o600)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_usual_ways_to_write_an_address_of_postgresql_mean_the_same(scheme):
    assert address(f" {scheme}://u:p@h:1/b ").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "aci.sqlite3",
        "mysql://u:s3cret@h/b",
        "postgresql+asyncpg://u:s3cret@h/b",
        "postgresql://u:s3cret@h:port/b",
        "http://s3cret@h",
    ],
)
def test_an_address_that_is_not_one_is_refused_without_being_repeated(url):
    sentence, everything = told(url)
    assert "DATABASE_URL" in sentence
    assert "s3cret" not in everything


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"])
def test_a_memory_is_no_store(url):
    assert "doit être un fichier" in told(url)[0]


def test_a_server_that_is_not_there_is_said_in_french_without_the_password():
    sentence, everything = told(f"postgresql://u:s3cret@127.0.0.1:{free_port()}/b")
    assert "ne répond pas" in sentence
    assert "s3cret" not in everything


@pytest.mark.parametrize("store_address", ["postgresql"], indirect=True)
def test_a_wrong_password_is_said_in_french_and_not_repeated(store_address):
    before, _, after = store_address.rpartition("@")
    sentence, everything = told(f"{before}s3cret@{after}")
    assert "ne répond pas" in sentence
    assert "s3cret" not in everything


def test_a_folder_that_is_a_file_is_said_in_french(tmp_path):
    (tmp_path / "a").write_text("", encoding="utf-8")
    assert "droits du dossier" in told(f"sqlite:///{tmp_path / 'a' / 'b.sqlite3'}")[0]


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    other = tmp_path / "letter.txt"
    other.write_bytes(b"Dear all, " * 1000)
    with pytest.raises(StoreUnusableError, match="n’est pas une base"):
        open_store(f"sqlite:///{other}")
    assert other.read_bytes() == b"Dear all, " * 1000


def test_a_disk_that_has_no_wal_is_refused(monkeypatch):
    class Disk:
        def execute(self, _):
            return self

        def fetchone(self):
            return ("delete",)

    monkeypatch.setattr(opening, "_WAL_PAUSE_S", 0)
    with pytest.raises(StoreUnusableError, match="mode WAL"):
        opening._write_ahead(Disk())  # noqa: SLF001 (no disk at hand refuses it)


def test_the_library_is_imported_without_sqlalchemy_until_a_store_is_opened(tmp_path):
    asked = """
import sys
import aci_model.store, aci_model.commands.line
loaded = lambda: sorted({"sqlalchemy", "alembic", "psycopg"} & set(sys.modules))
print(loaded())
aci_model.store.open_store(sys.argv[1]).close()
print(loaded())
"""
    words = [sys.executable, "-c", asked, f"sqlite:///{tmp_path / 'a.sqlite3'}"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['alembic', 'sqlalchemy']"]
