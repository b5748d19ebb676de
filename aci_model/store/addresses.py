"""Where the database is: the address given, or a private file in the data folder."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from aci_model.store.errors import StoreUnusableError
from aci_model.wording import typeset

FOLDER_VARIABLE = "ACI_DONNEES"
FILE = "aci.sqlite3"
POSTGRESQL = "postgresql+psycopg"
_OWN_FOLDER = Path(__file__).resolve().parents[2] / "donnees"
_UNDERSTOOD = {
    "postgres": POSTGRESQL,
    "postgresql": POSTGRESQL,
    POSTGRESQL: POSTGRESQL,
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
}


def address(url: str | None) -> URL:
    """Understand an address; its password, if any, is told to nobody.

    Args:
        url: as `open_store` takes it.

    Raises:
        StoreUnusableError: it is not an address of PostgreSQL, nor of a file of SQLite.
    """
    if url is None:
        folder = Path(os.environ.get(FOLDER_VARIABLE) or _OWN_FOLDER)
        return URL.create("sqlite", database=str(folder / FILE))
    try:
        read = make_url(url.strip())
    except (ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise _not_understood() from None
    driver = _UNDERSTOOD.get(read.drivername)
    if driver is None:
        raise _not_understood()
    if driver == "sqlite" and (not read.database or read.database.startswith((":", "file:")) or read.query):
        # Each connection would see a memory of its own, and lose it.
        raise StoreUnusableError(
            typeset("La base SQLite doit être un fichier : donnez sqlite:///chemin/du/fichier.")
        )
    return read.set(drivername=driver)


def private_file(path: Path) -> None:
    """Create an empty file that only this account may read, and its folder; leave what is there alone.

    Raises:
        StoreUnusableError: the folder or the file cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreUnusableError(
            typeset(
                f"La base {path.name} ne peut pas être écrite dans son dossier. Vérifiez les droits du dossier "
                f"que donne la variable {FOLDER_VARIABLE}, puis relancez."
            )
        ) from error


def _not_understood() -> StoreUnusableError:
    return StoreUnusableError(
        typeset(
            "L'adresse de la base de données n'est pas comprise. Dans DATABASE_URL, donnez "
            "postgresql://compte:motdepasse@serveur/base ou sqlite:///chemin/du/fichier, ou retirez la variable."
        )
    )
