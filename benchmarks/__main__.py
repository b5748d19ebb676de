"""`python3 -m benchmarks [NAME…]`: measure everything, or only what is named, one after the other.

Sets up an environment of its own (`.benchmarks/venv`), since it compares the app with what the app never imports.
"""

from __future__ import annotations

import sys

from tests.environment import ROOT, SetUpError, prepare, run, say

NAMES = (
    "read_and_compute",
    "reading",
    "million",
    "distribution",
    "start",
    "reruns",
    "slider",
    "objectives",
    "documents",
    "treasury",
    "store",
    "peers",
    "load",
)


def main(names: list[str]) -> int:
    """Set up, then measure; give the exit status: 1 when a benchmark could not end, 2 when none could start."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(
            f"Mesure inconnue : {', '.join(unknown)}. Choisissez parmi {', '.join(NAMES)}.", file=sys.stderr
        )
        return 2
    try:
        python = prepare(ROOT / ".benchmarks" / "venv", ROOT / "benchmarks" / "requirements.txt")
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    status = 0
    for name in names or NAMES:
        say(name)
        status |= int(run(python, "-m", f"benchmarks.{name}") != 0)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
