"""A PostgreSQL for the tests: a cluster of its own in a temporary folder, on loopback, stopped when the tests end.

Only the standard library at import, so that set-up can ask before anything is installed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

NAMED = "POSTGRESQL"
ABSENT = (
    "Les tests écrivent aussi dans PostgreSQL, et il n'a pas pu être installé. "
    "Installez-le (Debian : apt-get install -y postgresql) ou donnez le dossier de ses programmes : "
    "POSTGRESQL=/chemin/bin python3 -m tests."
)
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
TRIES = 5


class PostgresError(Exception):
    """No PostgreSQL for the tests; the message is a French sentence."""


def installed(places=PLACES):
    """Folder of the newest PostgreSQL's programmes, or of the one the person named (POSTGRESQL); None if none.

    Raises:
        FileNotFoundError: POSTGRESQL names a folder without them; the sentence is French.
    """
    named = os.environ.get(NAMED)
    if named:
        if not _whole(Path(named)):
            raise FileNotFoundError(f"{NAMED} désigne « {named} », qui ne contient ni initdb ni pg_ctl.")
        return Path(named)
    on_path = shutil.which("initdb")
    found = [folder for place in places for folder in Path("/").glob(place.lstrip("/")) if _whole(folder)]
    if on_path and _whole(Path(on_path).parent):
        found.append(Path(on_path).parent)
    return max(found, key=_version, default=None)


@contextmanager
def cluster(*, durable=False):
    """Run a PostgreSQL; give the address of its server, without a database: `postgresql://…@127.0.0.1:5433`.

    Args:
        durable: whether it waits for the disk, as a real one does; no test cuts the power, a measure needs it.

    Raises:
        PostgresError: there is none, or it does not start.
    """
    programmes = installed()
    if programmes is None:
        raise PostgresError(ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="aci-postgres-"))
    owner = _owner()
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        password = secrets.token_hex(16)
        _create(programmes, folder, password, owner)
        port = _start(programmes, folder, owner, "on" if durable else "off")
        try:
            yield f"postgresql://tests:{password}@127.0.0.1:{port}"
        finally:
            _call(programmes / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop", owner=owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server):
    """Give the address of an empty database of that server; it goes away with the block."""
    import psycopg

    name = f"essai_{secrets.token_hex(6)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _create(programmes, folder, password, owner):
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    if owner:
        os.chown(secret, owner["user"], owner["group"])
    words = [
        "--username=tests",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale",
    ]
    told = _call(programmes / "initdb", "-D", folder / "data", *words, owner=owner)
    if told is not None:
        raise PostgresError(f"PostgreSQL ({programmes}) ne crée pas sa base d'essai : {told}")


def _start(programmes, folder, owner, fsync):
    """Start the server; give its port. Between choosing a free port and taking it, another may: hence the tries."""
    told = None
    for _ in range(TRIES):
        port = free_port()
        reached = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        options = f"{reached} -c max_connections=60 -c fsync={fsync}"
        log = folder / "log"
        start = ["-D", folder / "data", "-l", log, "-o", options, "-w", "start"]
        told = _call(programmes / "pg_ctl", *start, owner=owner)
        if told is None:
            return port
        told = log.read_text(errors="replace")[-300:] if log.exists() else told
    raise PostgresError(f"PostgreSQL ({programmes}) ne démarre pas : {told}")


def _call(programme, *words, owner):
    """Run a programme as its owner; None when it ended well, else the end of what it said."""
    with (
        tempfile.TemporaryFile() as said
    ):  # the server it starts keeps the output open: a pipe would wait for ever
        done = subprocess.run(
            [str(programme), *map(str, words)],
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
            **owner,
        )
        if done.returncode == 0:
            return None
        said.seek(0)
        return said.read().decode(errors="replace").strip()[-300:]


def _owner():
    """Under which account its programmes run: this one, or an unprivileged one when this one is root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    known = {account.pw_name: account for account in pwd.getpwall()}
    account = next((known[name] for name in UNPRIVILEGED if name in known), None)
    if account is None:
        raise PostgresError(
            "PostgreSQL refuse d'être lancé par root : lancez les tests sous un autre compte."
        )
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def free_port():
    """A port of loopback nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _whole(folder):
    return all(shutil.which(name, path=str(folder)) for name in ("initdb", "pg_ctl"))


def _version(folder):
    return [int(digits) for digits in re.findall(r"\d+", str(folder))]
