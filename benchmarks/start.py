"""From `streamlit run dashboard.py` to a healthy answer, each time a new process.

The first start compiles the modules and is left out; the server is asked every 5 ms.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.measure import goal, spread, table
from tests.browser.serving import served

TIMES = 5


def start() -> float:
    """Milliseconds of one start."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with served(Path(folder), every_s=0.005):
            return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Measure and print."""
    start()
    taken = [start() for _ in range(TIMES)]
    table(
        f"De `streamlit run` à une réponse saine, médiane de {TIMES}",
        [("démarrage", spread(taken)), ("objectif", goal(taken, 1500))],
    )


if __name__ == "__main__":
    main()
