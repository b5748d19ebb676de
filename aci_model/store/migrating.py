"""Bring a database's schema up to date, one process at a time, all or nothing."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from aci_model.store.errors import StoreNewerError
from aci_model.wording import typeset

if TYPE_CHECKING:
    from aci_model.store.transactions import Store

FOLDER = Path(__file__).with_name("migrations")
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps the migration under way in module globals


def migrate(store: Store, folder: Path = FOLDER) -> None:
    """Run the migrations the database lacks, in one transaction; none lacking, change nothing.

    Args:
        store: where.
        folder: the migrations, an Alembic script folder.

    Raises:
        StoreNewerError: the database knows a migration this software does not.
        StoreBusyError, StoreUnusableError: as for `Store.begin`.
    """
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with _ONE_AT_A_TIME, store.begin() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        if at is not None and at not in {known.revision for known in script.walk_revisions()}:
            raise StoreNewerError(
                typeset(
                    "La base de données vient d'une version plus récente de l'application, et n'a pas été touchée. "
                    "Installez cette version-là, ou donnez une autre base."
                )
            )
        if at != script.get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
