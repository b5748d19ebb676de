"""The one door through which foreign bytes come in: they are read in a process of its own, within limits.

Whatever a file does to its reader (a crash, a hunger for memory, a loop) ends that process and costs that file a
sentence; this process, its other files and its other users go on. A reader serves several files, one at a
time, since starting one takes a tenth of a second; it is replaced after a failure and after limits.toml's count.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, cast

from aci_model.reading import wire
from aci_model.reading.gate import too_heavy
from aci_model.reading.limits import limits
from aci_model.reading.refusal import DAMAGED, RefusedError
from aci_model.reading.text import french

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from aci_model.reading.limits import Limits
    from aci_model.reading.sheets import RawSheet

_SCRIPT = Path(__file__).with_name("worker.py")
_KEPT = (
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
)  # what Python itself may need to start; nothing of the server's secrets

TOO_SLOW = french(
    "La lecture de ce fichier dure plus longtemps que permis ; elle a été arrêtée pour que les autres continuent."
    " Gardez les seules feuilles du contrat, puis enregistrez-le de nouveau."
)
TOO_HUNGRY = french(
    "La lecture de ce fichier demande plus de mémoire que permis ; elle a été arrêtée pour que les autres continuent."
    " Gardez les seules feuilles du contrat, puis enregistrez-le de nouveau."
)
CRASHED = french(
    "Ce fichier fait échouer le lecteur de tableurs ; il n'est pas lu. Ouvrez-le dans votre tableur et"
    " enregistrez-le de nouveau, ou recopiez ses lignes dans le modèle."
)
NO_READER = french(
    "Le lecteur de tableurs n'a pas pu démarrer sur cette machine ; aucun fichier ne peut être lu."
    " Relancez l'application, ou prévenez la personne qui l'a installée."
)


class ExhaustedError(RefusedError):
    """A file is refused because it used up its reader, not for what the gate saw in it."""


class Opened(NamedTuple):
    """What one file holds."""

    sheets: list[RawSheet]
    notices: list[str]  # what was left out
    files: list[tuple[str, bytes]]  # those of a zip of files, not opened yet; it has no sheets then


def open_file(name: str, content: bytes) -> Opened:
    """Check and read one file in a process of its own.

    Args:
        name: the file's name; used only to name the sheet of a csv.
        content: the file's bytes.

    Raises:
        RefusedError: the file cannot be read; the message is for the person who sent it.
    """
    bounds = limits()
    if len(content) > bounds.file.largest:
        raise RefusedError(too_heavy(len(content), bounds))
    pool = pool_of(os.getpid())
    with pool.reader() as reader, Deadline(pool.bounds.reader.patience) as deadline:
        first = reader.fresh
        try:
            return reader.ask(name, content, deadline)
        except ExhaustedError as fault:
            if first or str(fault) == TOO_SLOW:
                raise
        # What earlier files left in that reader may be to blame: once more, in one that read nothing.
        with pool.replacement() as reader_of_one:
            return reader_of_one.ask(name, content, deadline)


class Deadline:
    """The time one file has, whatever number of readers it takes: the one at work when it passes is ended."""

    def __init__(self, seconds: float) -> None:
        self.passed = threading.Event()
        self._watched: subprocess.Popen[bytes] | None = None
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._timer.cancel()

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """End this process when the time has passed, at once if it already has."""
        self._watched = process
        if self.passed.is_set():
            process.kill()

    def _pass(self) -> None:
        self.passed.set()
        if self._watched is not None:
            self._watched.kill()


class Reader:
    """One process that reads, and how many files it was given."""

    def __init__(self, bounds: Limits) -> None:
        self._bounds = bounds
        self._given = 0
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own script, and no word of the file
                [sys.executable, "-I", str(_SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                start_new_session=True,  # Ctrl-C is for the server alone
            )
        except OSError as fault:
            raise RefusedError(NO_READER) from fault

    @property
    def fresh(self) -> bool:
        """Tell whether it was given no file yet."""
        return self._given == 0

    @property
    def usable(self) -> bool:
        """Tell whether it may be given another file."""
        return self.process.poll() is None and self._given < self._bounds.reader.files_each

    def ask(self, name: str, content: bytes, deadline: Deadline) -> Opened:
        """Have one file read before a deadline.

        Raises:
            RefusedError: the file is refused, or used up this reader, which is then ended.
        """
        self._given += 1
        deadline.watch(self.process)
        try:
            return self.asked(name, content)
        except (OSError, ValueError, wire.WireError) as fault:
            status = self.end(grace=0.2)
            raise ExhaustedError(TOO_SLOW if deadline.passed.is_set() else why(status)) from fault

    def asked(self, name: str, content: bytes) -> Opened:
        """Send one file and wait for what it holds, however long it takes."""
        source, target = cast("BinaryIO", self.process.stdout), cast("BinaryIO", self.process.stdin)
        wire.send(target, {"name": name, "size": len(content)}, [content])
        most = self._bounds.reader.answer
        said = wire.receive(source, most)
        match said:
            case {"kind": "sheets", "sheets": sheets, "notices": list(notices)}:
                return Opened(wire.unpacked(sheets), [str(notice) for notice in notices], [])
            case {"kind": "refused", "sentence": str(sentence)}:
                raise RefusedError(sentence)
            case {"kind": "files", "files": list(files)}:
                return Opened([], [], _received(source, files, most))
            case {"kind": "memory"}:
                self.end()
                raise ExhaustedError(TOO_HUNGRY)
            case {"kind": "broken"}:
                self.end()
                raise ExhaustedError(DAMAGED)
        raise wire.WireError("no answer, or not one of ours")

    def end(self, grace: float = 0.0) -> int:
        """End the process, free what it holds, and give the status it ended with.

        Args:
            grace: seconds left to a process that is ending by itself, so that its status says why.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                cast("BinaryIO", stream).close()
        return self.process.wait()


def _received(source: BinaryIO, files: list[object], most: int) -> list[tuple[str, bytes]]:
    named = [(str(entry[0]), int(entry[1])) for entry in files if isinstance(entry, list)]
    if any(size < 0 for _, size in named) or sum(size for _, size in named) > most:
        raise wire.WireError("files too large")
    return [(name, wire.exactly(source, size)) for name, size in named]


def why(status: int) -> str:
    """Say why a reader ended. A reader out of memory aborts; a system out of memory kills."""
    if status == -getattr(signal, "SIGXCPU", 0) and status:
        return TOO_SLOW
    if status in {-signal.SIGABRT, -getattr(signal, "SIGKILL", signal.SIGABRT)}:
        return TOO_HUNGRY
    return CRASHED


class Pool:
    """The readers of this process: a few at most, lent to one file at a time."""

    def __init__(self, bounds: Limits) -> None:
        self.bounds = bounds
        self._free = threading.BoundedSemaphore(bounds.reader.processes)
        self.idle: list[Reader] = []  # its append and pop are atomic

    @contextlib.contextmanager
    def reader(self) -> Iterator[Reader]:
        """Lend a reader; the next caller waits while all are lent."""
        with self._free:
            reader = self._taken()
            try:
                yield reader
            finally:
                self._take_back(reader)

    @contextlib.contextmanager
    def replacement(self) -> Iterator[Reader]:
        """Lend a reader that read nothing, to whoever holds one that has just ended."""
        reader = Reader(self.bounds)
        try:
            yield reader
        finally:
            self._take_back(reader)

    def _take_back(self, reader: Reader) -> None:
        if reader.usable:
            self.idle.append(reader)
        else:
            reader.end()

    def _taken(self) -> Reader:
        while self.idle:
            reader = self.idle.pop()
            if reader.usable:
                return reader
            reader.end()
        return Reader(self.bounds)

    def close(self) -> None:
        """End every reader that waits."""
        while self.idle:
            self.idle.pop().end()


@cache
def pool_of(process: int) -> Pool:
    """Give the readers of one process: a fork that shared its parent's would read its parent's answers."""
    del process
    pool = Pool(limits())
    atexit.register(pool.close)
    return pool
