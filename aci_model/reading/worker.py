"""The process that reads strangers' files: it gets bytes, gives cells back, and can do little else.

Run as a script by isolation.py, never imported by the library. It opens nothing: bytes come by its standard input
and answers leave by its standard output. Before the first byte comes it gives up, where the system lets it,
memory, processor time, files and processes beyond limits.toml.
"""

from __future__ import annotations

import contextlib
import math
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import resource
except (
    ImportError
):  # Windows has no such limits: the patience of isolation.py, and the gate, are what is left
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from typing import BinaryIO

    from aci_model.reading.limits import Limits, ReaderLimits


def main() -> None:
    """Answer one file after the other, until the standard input ends."""
    _find_library()
    from aci_model.reading import wire  # noqa: PLC0415 - only found from here on
    from aci_model.reading.limits import limits  # noqa: PLC0415 - as above

    bounds = limits()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    _warm()
    confine(bounds.reader)
    while (asked := wire.receive(source, bounds.reader.answer)) is not None:
        if not isinstance(asked, dict):
            return
        content = wire.exactly(source, int(asked["size"]))
        allow_processor(bounds.reader.processor)
        if not answer(target, str(asked["name"]), content, bounds):
            return


def answer(target: BinaryIO, name: str, content: bytes, bounds: Limits) -> bool:
    """Read one file and send what it holds, or why it is refused.

    Returns:
        False when this process should read no other file.
    """
    from aci_model.reading import gate, sheets, wire  # noqa: PLC0415 - see main
    from aci_model.reading.refusal import RefusedError  # noqa: PLC0415 - see main

    try:
        checked = gate.check(content, bounds)
        if checked.kind == gate.BUNDLE:
            files = [(inner, len(data)) for inner, data in checked.files.items()]
            wire.send(target, {"kind": "files", "files": files}, list(checked.files.values()))
            return True
        cells = wire.packed(sheets.read_sheets(name, checked))
        wire.send(target, {"kind": "sheets", "sheets": cells, "notices": checked.notices})
    except RefusedError as refusal:
        wire.send(target, {"kind": "refused", "sentence": str(refusal)})
    except MemoryError:
        wire.send(target, {"kind": "memory"})
        return False
    except (KeyboardInterrupt, SystemExit, BrokenPipeError):
        raise
    except BaseException:  # noqa: BLE001  a reader that panics raises what is not an Exception
        wire.send(target, {"kind": "broken"})
        return False
    return True


def confine(bounds: ReaderLimits) -> None:
    """Give up what a reader does not need: new files, other processes, a core dump, memory without end."""
    if sys.platform == "win32":
        return
    wanted = {
        resource.RLIMIT_AS: bounds.memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,  # a dump would hold a person's figures
        resource.RLIMIT_NOFILE: bounds.open_files,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in wanted.items():
        _, hard = resource.getrlimit(limit)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):  # a system without one of them still has the others
            resource.setrlimit(limit, (lowest, lowest))


def allow_processor(seconds: int) -> None:
    """Allow this much processor time from now on; beyond, the system ends this process."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, hard))


def _find_library() -> None:
    """Make aci_model.reading importable without its face, which would bring in all of pandas: 0.5 s and 100 MB."""
    here = Path(__file__).resolve().parent
    sys.path.insert(0, str(here.parents[1]))
    package = types.ModuleType("aci_model.reading")
    package.__path__ = [str(here)]
    sys.modules["aci_model.reading"] = package


def _warm() -> None:
    """Load what readers load late, while files may still be opened."""
    from aci_model.reading import columns, gate, sheets  # noqa: F401, PLC0415 - for their own imports

    for encoding in ("utf-8-sig", "cp1252", "cp437", "utf-16", "utf-16-le", "utf-16-be"):
        "".encode(encoding)


if __name__ == "__main__":
    main()
