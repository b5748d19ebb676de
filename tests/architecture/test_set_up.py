"""The one command of the README: it gets a browser, a PostgreSQL, an nginx or says why not, and tells the truth."""

from __future__ import annotations

import pytest

from tests import __main__ as command
from tests import chromium, environment, nginx, postgres


@pytest.fixture
def bare(monkeypatch):
    """A machine without any Chromium, PostgreSQL nor nginx; what is run is kept, and nothing is really run."""
    ran = []
    monkeypatch.setattr(command, "run", lambda *words, **_: ran.append([str(word) for word in words]) or 1)
    monkeypatch.setattr(command, "find_chromium", lambda: None)
    monkeypatch.setattr(postgres, "installed", lambda: None)
    monkeypatch.setattr(nginx, "installed", lambda: None)
    monkeypatch.setattr(command, "prepare", lambda *_: None)
    monkeypatch.setattr(
        command.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None
    )
    monkeypatch.setattr(command, "administrator", list)
    return ran


def test_without_a_browser_nothing_is_tested_and_a_french_sentence_says_what_to_do(bare, capsys):
    assert command.main([]) == 2
    told = capsys.readouterr().err
    assert "aucun Chromium n'a pu être installé" in told
    assert "apt-get install -y chromium" in told
    assert not any("pytest" in words for words in bare)


def test_an_administrator_of_debian_gets_the_package_first_then_playwrights_own(bare):
    command.install_chromium()
    assert [words[-2:] for words in bare] == [["-qq", "update"], ["install", "chromium"]]


def test_debians_package_is_enough_when_it_installs(bare, monkeypatch):
    monkeypatch.setattr(command, "run", lambda *words, **_: bare.append(list(map(str, words))) or 0)
    command.install_chromium()
    assert [words[-3:] for words in bare] == [["apt-get", "-qq", "update"], ["install", "-y", "chromium"]]


def test_nobody_is_asked_for_a_password(bare, monkeypatch):
    monkeypatch.setattr(command, "administrator", lambda: None)
    command.install_chromium()
    assert [words[1:] for words in bare] == [["-m", "playwright", "install", "chromium"]]


def test_a_browser_named_by_hand_and_absent_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="CHROMIUM désigne"):
        chromium.installed()


def test_without_postgresql_nothing_is_tested_and_a_french_sentence_says_what_to_do(
    bare, monkeypatch, capsys
):
    monkeypatch.setattr(command, "prepare_browser", lambda: None)
    assert command.main([]) == 2
    assert "apt-get install -y postgresql" in capsys.readouterr().err
    assert [words[-2:] for words in bare] == [["-qq", "update"]]


def test_postgresql_once_installed_is_looked_for_again(bare, monkeypatch):
    def install(*words, **_):
        bare.append(list(words))
        monkeypatch.setattr(postgres, "installed", lambda: "/usr/bin")
        return 0

    monkeypatch.setattr(command, "run", install)
    command.prepare_postgres()
    assert [words[-3:] for words in bare] == [["apt-get", "-qq", "update"], ["install", "-y", "postgresql"]]


def test_without_nginx_nothing_is_tested_and_a_french_sentence_says_what_to_do(bare, monkeypatch, capsys):
    monkeypatch.setattr(command, "prepare_browser", lambda: None)
    monkeypatch.setattr(command, "prepare_postgres", lambda: None)
    assert command.main([]) == 2
    assert "apt-get install -y nginx-light openssl" in capsys.readouterr().err
    assert not any("pytest" in words for words in bare)


def test_nginx_once_installed_is_looked_for_again(bare, monkeypatch):
    def install(*words, **_):
        bare.append(words[-1])
        if bare == ["update", "nginx-light", "update", "openssl"]:
            monkeypatch.setattr(nginx, "installed", lambda: "/usr/sbin/nginx")
        return 0

    monkeypatch.setattr(command, "run", install)
    command.prepare_nginx()
    assert bare == ["update", "nginx-light", "update", "openssl"]


def test_an_nginx_named_by_hand_and_absent_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("NGINX", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="NGINX désigne"):
        nginx.installed()


def test_a_postgresql_named_by_hand_and_absent_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("POSTGRESQL", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="POSTGRESQL désigne"):
        postgres.installed()


def test_the_newest_postgresql_is_taken(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres.shutil, "which", lambda name, path=None: path and f"{path}/{name}")
    monkeypatch.delenv("POSTGRESQL", raising=False)
    for version in ("9.6", "15", "14"):
        (tmp_path / version / "bin").mkdir(parents=True)
    assert postgres.installed([f"{tmp_path}/*/bin"]) == tmp_path / "15" / "bin"


@pytest.mark.parametrize("broken", ["ruff", "mypy", "pytest"])
def test_one_failed_check_fails_the_whole_and_the_others_still_run(bare, monkeypatch, broken):
    def answer(*words, **_):
        bare.append(list(words))
        return int(broken in words)

    monkeypatch.setattr(command, "run", answer)
    monkeypatch.setattr(command, "prepare_browser", lambda: None)
    monkeypatch.setattr(command, "prepare_postgres", lambda: None)
    monkeypatch.setattr(command, "prepare_nginx", lambda: None)
    assert command.main(["-k", "x"]) == 1
    assert [words[2] for words in bare] == ["ruff", "ruff", "mypy", "pytest"]
    assert bare[-1][-2:] == ["-k", "x"]


def test_everything_passing_ends_well(bare, monkeypatch):
    monkeypatch.setattr(command, "run", lambda *words, **_: bare.append(words) or 0)
    monkeypatch.setattr(command, "prepare_browser", lambda: None)
    monkeypatch.setattr(command, "prepare_postgres", lambda: None)
    monkeypatch.setattr(command, "prepare_nginx", lambda: None)
    assert command.main([]) == 0
    assert len(bare) == 4


def test_a_changed_requirement_is_noticed_even_in_an_included_file(tmp_path):
    included, including = tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"
    included.write_text("pandas==1.0\n", encoding="utf-8")
    including.write_text("-r requirements.txt\npytest==1.0\n", encoding="utf-8")
    before = environment.fingerprint(including)
    assert environment.fingerprint(including) == before
    included.write_text("pandas==1.1\n", encoding="utf-8")
    assert environment.fingerprint(including) != before


def test_packages_that_cannot_be_had_stop_everything_with_a_french_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(environment, "run", lambda *words: int("pip" in words))
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(command, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    (tmp_path / "requirements-dev.txt").write_text("pytest==1.0\n", encoding="utf-8")
    assert command.main([]) == 2
    assert "Les dépendances n'ont pas pu être installées" in capsys.readouterr().err
    assert not (tmp_path / ".venv" / "requirements.sha256").exists()
