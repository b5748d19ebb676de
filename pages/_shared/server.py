"""The web server's manners: language, compression, security headers, start-up work, errors.

`dashboard.py` builds the application with `settings()`; Streamlit's own routes and its websocket
stay as they are.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import itertools
import logging
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages._shared import rehearsal
from pages._shared.delivery import Delivery, compress_first_visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import streamlit as st

COLLECT_EVERY = 60.0  # seconds between two full garbage collections
COLLECT_YOUNG = (10_000, 50, 1_000)  # gc.set_threshold: full ones are the timer's, each holds everybody up
ERASE_EVERY = 60  # of those: once an hour
OPEN_FILES = Path("/dev/fd")
_log = logging.getLogger("aci")


def settings() -> dict[str, Any]:
    """Give the keyword arguments of `st.App`: middleware, lifespan and error handler."""
    from starlette.middleware import Middleware  # noqa: PLC0415  a rerun never needs it

    return {
        "middleware": [Middleware(Delivery)],
        "lifespan": lifespan,
        "on_script_error": say_error,
    }


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Answer first, warm up after: the heavy imports run once the server listens."""
    send_at_once()
    gc.set_threshold(*COLLECT_YOUNG)
    chores = asyncio.create_task(_chores())
    try:
        yield
    finally:
        chores.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await chores


def send_at_once() -> None:
    """Have the system send each message of this process's servers as soon as it is written.

    It otherwise holds a small one back until the browser has acknowledged the one before, 40 ms later. asyncio sees to that,
    but not for a socket that was opened without naming its protocol, as Streamlit's is. What listens hands the setting down
    to the connections it accepts. Nothing is changed where open files cannot be listed (Windows).
    """
    with contextlib.suppress(OSError):
        for name in list(OPEN_FILES.iterdir()):
            with contextlib.suppress(OSError):  # no socket, or none of the internet's
                _hurry(int(name.name))


def say_error(_error: Exception) -> bool:
    """Tell a person, in one sentence, that a page failed; the details are in the server's log.

    Returns:
        True: Streamlit shows nothing of its own.
    """
    import streamlit as st  # noqa: PLC0415  the server imports this module before Streamlit is needed
    from streamlit.errors import StreamlitAPIException  # noqa: PLC0415  as above

    from aci_model.wording import NNBSP  # noqa: PLC0415  nor babel

    st.error(
        f"Cette page n’a pas pu aller au bout de son calcul{NNBSP}; rien de ce que vous avez déposé n’est perdu. "
        "Revenez à l’accueil pour vérifier les points signalés dans vos fichiers, puis rouvrez la page.",
        icon=":material/error:",
    )
    with contextlib.suppress(StreamlitAPIException):  # failing here too would show Streamlit's own English
        st.page_link("dashboard.py", label="Revenir à l’accueil", icon=":material/arrow_back:")
    return True


def _hurry(number: int) -> None:
    """Set it on the socket behind an open file, whatever its family, when that one listens."""
    with socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as one:
        if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


async def _chores() -> None:
    """Warm up, then collect and erase on a timer.

    Streamlit collects after every script run when left to itself, which costs more than the run.
    What the imports created is frozen out of later collections; a timer still frees the cycles
    that closed sessions leave behind, even when nobody clicks. Workshops whose days are over go
    away whether anybody comes or not.
    """
    await asyncio.to_thread(_warm_up)
    for turn in itertools.count():
        if turn % ERASE_EVERY == 0:
            await asyncio.to_thread(erase)
        await asyncio.sleep(COLLECT_EVERY)
        gc.collect()


def erase() -> None:
    """Erase the workshops whose days are over; a machine that holds no database gets none for that."""
    from aci_model.store import StoreError  # noqa: PLC0415  the server answers before these load
    from aci_model.workshop import expiry  # noqa: PLC0415  as above
    from pages._shared import database  # noqa: PLC0415  as above

    if not database.is_there():
        return
    try:
        expiry.erase_expired(database.store(), dt.datetime.now(dt.UTC))
    except StoreError as error:  # the next hour tries again
        _log.error("cannot erase what has expired: %s", error)


def _warm_up() -> None:
    rehearsal.rehearse()
    compress_first_visit()
    gc.collect()
    gc.freeze()
