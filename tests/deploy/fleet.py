"""Several processes behind nginx, started as the files of `deploy/` start them, on free ports of loopback."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tests import nginx
from tests.browser.serving import ROOT, Server, free_port, wait_until_healthy

if TYPE_CHECKING:
    from pathlib import Path

UNIT = ROOT / "deploy" / "systemd" / "aci@.service"
SETTINGS = ROOT / "deploy" / "aci.env"
INSTALLED = "/opt/aci/.venv/bin/python"
HOSTS = "STREAMLIT_SERVER_ALLOWED_HOSTS"
KEPT = ("/var/lib/aci", "/var/cache/aci")


def told(path, key):
    """Every value a unit or an environment file gives for a key, in order."""
    return re.findall(rf"^{key}=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)


def command(port):
    """The words that start the process of a port, as its unit has them, with this environment's Python."""
    (line,) = told(UNIT, "ExecStart")
    return [
        sys.executable if word == INSTALLED else word.replace("%i", str(port)) for word in shlex.split(line)
    ]


def environment(folder, database):
    """What its unit and its settings say, for this database and this folder."""
    found = dict(line.split("=", 1) for line in told(UNIT, "Environment"))
    found = {name: str(folder) if value in KEPT else value for name, value in found.items()}
    (hosts,) = told(SETTINGS, HOSTS)
    assert told(SETTINGS, "DATABASE_URL")
    return found | {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "DATABASE_URL": database,
        HOSTS: hosts,  # the tests' own name, localhost, is among them
    }


class Fleet:
    """Processes by their port, and the nginx before them."""

    def __init__(self, folder: Path, database: str, stack: ExitStack) -> None:
        self.folder, self.database, self.stack = folder, database, stack
        self.ports = [free_port(), free_port()]
        self.processes: dict[int, subprocess.Popen] = {}

    def start(self, *ports):
        """Start the processes of these ports, and wait until they answer."""
        for port in ports:
            home = self.folder / str(port)
            home.mkdir(exist_ok=True)
            output = self.stack.enter_context((home / "log").open("ab"))
            process = subprocess.Popen(
                command(port),
                cwd=ROOT,
                env=environment(home, self.database),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            self.processes[port] = process
            self.stack.callback(self.stop, process)
        for port in ports:
            wait_until_healthy(self.processes[port], self.server(port), 0.05)

    def server(self, port):
        """Where one process answers, without nginx, and where it writes."""
        return Server(f"http://127.0.0.1:{port}", self.folder / str(port) / "log")

    def kill(self, port):
        """End a process at once, as a machine out of memory would (kill -9)."""
        self.processes[port].send_signal(signal.SIGKILL)
        self.processes[port].wait(timeout=10)

    @staticmethod
    def stop(process):
        """End a process that is still there."""
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


@contextmanager
def fleet(folder, database):
    """Run two processes on one database behind nginx; give them and where nginx answers."""
    with ExitStack() as stack:
        running = Fleet(folder, database, stack)
        running.start(*running.ports)
        yield running, stack.enter_context(nginx.before(running.ports))
