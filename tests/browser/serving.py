"""The app served as the README serves it, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


class Server(NamedTuple):
    """A running server: where it answers, and where it writes."""

    url: str
    log: Path

    @property
    def data(self) -> Path:
        """The folder of its database (ACI_DONNEES)."""
        return self.log.parent / "donnees"

    def errors(self, since: int = 0) -> list[str]:
        """What it wrote after this many characters, if a traceback is among it."""
        written = self.written()[since:]
        return [f"the server's log holds an error:\n{written}"] if "Traceback" in written else []

    def written(self) -> str:
        """All it wrote so far."""
        return self.log.read_text(encoding="utf-8")


STREAMLIT = (sys.executable, "-m", "streamlit", "run", "dashboard.py")
START_LIMIT_S = 60


def free_port() -> int:
    """A loopback port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def healthy(url: str) -> bool:
    """Whether the server answers that it is well."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_until_healthy(process: subprocess.Popen, server: Server, every_s: float) -> None:
    """Look until the server answers; its death or its silence raises RuntimeError with what it wrote."""
    for _ in range(int(START_LIMIT_S / every_s)):
        if healthy(server.url):
            return
        try:
            process.wait(timeout=every_s)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"the server did not start:\n{server.written()}")


@contextmanager
def served(
    folder: Path, command: tuple[str, ...] = STREAMLIT, every_s: float = 0.05, port: int | None = None
) -> Iterator[Server]:
    """Start a Streamlit command in a bare environment, give it once healthy, stop it on the way out.

    Args:
        folder: the server's home, empty but for what it is to find there; it also writes `server.log` in it.
        command: what starts Streamlit; options are added to it.
        every_s: seconds between two looks at its health.
        port: a free one of somebody's choice, else one of ours.

    Raises:
        RuntimeError: it did not start, or its log holds a traceback in the end; the message has the log.
    """
    port = port or free_port()
    server = Server(f"http://127.0.0.1:{port}", folder / "server.log")
    # What a test machine needs and a person does not: no browser of the server's own.
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "ACI_DONNEES": str(server.data),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
    }
    with (
        server.log.open("wb") as output,
        subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            wait_until_healthy(process, server, every_s)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
    if errors := server.errors():
        raise RuntimeError(*errors)
