"""A room of browsers before one server that can be killed, and all that each of them hears on its line."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.browser.driver import LIMIT_MS, Watch
from tests.browser.serving import ROOT, STREAMLIT, Server, free_port, wait_until_healthy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import ExitStack
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page, WebSocket

# How an amount's thousands may be parted: as people type it, as the screens write it, as code or HTML would.
_PARTED = (
    "",
    " ",
    "\u00a0",
    "\u202f",
    "\u2009",
    ".",
    ",",
    "&nbsp;",
    "&#8239;",
    "&#160;",
    "\\u00a0",
    "\\u202f",
)
_PACKED = ("<d", ">d", "<f", "<i", "<q")
# What Chromium says of a server that is not there.
_GONE = ("ERR_CONNECTION", "WebSocket connection to", "ERR_EMPTY_RESPONSE", "disconnected from server")


class Host:
    """One server process on a database, always on the same port, which can be killed and started again."""

    def __init__(self, folder: Path, database: str, stack: ExitStack) -> None:
        self.database, self._folder = database, folder
        self._port = free_port()
        self.server = Server(f"http://127.0.0.1:{self._port}", folder / "server.log")
        self._output = stack.enter_context(self.server.log.open("ab"))
        self._process: subprocess.Popen | None = None
        stack.callback(self.stop)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = [f"--server.port={self._port}", "--server.address=127.0.0.1", "--server.headless=true"]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "DATABASE_URL": self.database,
            "LANG": "C.UTF-8",
            "PYTHONUTF8": "1",
        }
        self._process = subprocess.Popen(
            [*STREAMLIT, *where],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
        )
        wait_until_healthy(self._process, self.server, 0.05)

    def kill(self) -> None:
        """End it at once, as a machine that loses its power does to it (kill -9)."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=10)

    def stop(self) -> None:
        """End it as a person would."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass
class Line:
    """Every frame of a session's websockets, sent and received, in order."""

    frames: list[bytes] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Listen to the sockets a page opens."""
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._keep)
        socket.on("framereceived", self._keep)

    def _keep(self, frame: str | bytes) -> None:
        self.frames.append(frame.encode() if isinstance(frame, str) else frame)

    def holds(self, needles: Iterable[bytes], until: int | None = None, since: int = 0) -> list[bytes]:
        """Which of these byte strings its frames hold."""
        heard = b"\0".join(self.frames[since:until])
        return [needle for needle in needles if needle in heard]


def forms(amount: float) -> list[bytes]:
    """Give every way in which a whole amount of euros may be written in a frame: as text, and as a number."""
    parted = {f"{amount:,.0f}".replace(",", sign).encode() for sign in _PARTED}
    return sorted(
        parted | {struct.pack(kind, int(amount) if kind[1] in "iq" else amount) for kind in _PACKED}
    )


class People(Watch):
    """Everybody in the room: each has a browser context of their own, watched, and a line that is kept."""

    def __init__(self, browser: Browser, host: Host, stack: ExitStack) -> None:
        super().__init__()
        self._browser, self._host, self._stack = browser, host, stack
        self.lines: dict[str, Line] = {}
        self._away = False

    def arrive(self, who: str, width: int, height: int, **options: object) -> Page:
        """Give somebody a page; whoever comes again under the same name goes on on the same line."""
        context = self._stack.enter_context(
            closing(
                self._browser.new_context(
                    base_url=self._host.server.url,
                    viewport={"width": width, "height": height},
                    locale="fr-FR",
                    timezone_id="Europe/Paris",
                    **options,
                )
            )
        )
        context.set_default_timeout(LIMIT_MS)
        page = self.on(context.new_page())
        self.lines.setdefault(who, Line()).on(page)
        return page

    def phone(self, who: str, width: int = 320) -> Page:
        """Give somebody a small phone."""
        return self.arrive(who, width, 640, has_touch=True, is_mobile=True)

    @contextmanager
    def server_away(self) -> Iterator[None]:
        """While the server is dead, browsers may say that they do not reach it."""
        self._away = True
        try:
            yield
        finally:
            self._away = False

    def hear(self, message: ConsoleMessage) -> None:
        """Keep an error of the console, unless it is the dead server's."""
        if not (self._away and any(words in message.text for words in _GONE)):
            super().hear(message)
