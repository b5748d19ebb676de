"""The app's server, writing how long each run of a script takes: `python -m benchmarks.timed_server FILE run …`.

The clock runs round Streamlit's own method for one run: it holds everything a session waits for in the script's
thread, the script itself, its callbacks, its fragments, and a collection after it if there is one.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main


def time_runs(into: Path) -> None:
    """Have every run of every session add a line to a file: milliseconds on the wall, and of its thread's own work."""
    run = ScriptRunner._run_script  # noqa: SLF001  Streamlit offers no public hook round a run

    def timed(self: ScriptRunner, rerun_data: object) -> None:
        """Run as before, and write what it took."""
        start, work = time.perf_counter(), time.thread_time()
        try:
            run(self, rerun_data)
        finally:
            with into.open("a", encoding="ascii") as file:
                spent = time.perf_counter() - start, time.thread_time() - work
                file.write(" ".join(str(seconds * 1000) for seconds in spent) + "\n")

    ScriptRunner._run_script = timed  # noqa: SLF001


if __name__ == "__main__":
    time_runs(Path(sys.argv[1]))
    main(sys.argv[2:], prog_name="streamlit")
