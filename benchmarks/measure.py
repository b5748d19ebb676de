"""Timing and telling: medians of repeated runs, as a table that reads in a terminal."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from aci_model.wording import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def milliseconds(action: Callable[[], object], times: int) -> list[float]:
    """Run an action several times; give how long each took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def taking_turns(actions: dict[str, Callable[[], object]], times: int) -> dict[str, list[float]]:
    """Run actions in turn, so that a slow moment of the machine falls on all of them."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(times):
        for name, action in actions.items():
            taken[name] += milliseconds(action, 1)
    return taken


def spread(taken: Iterable[float]) -> str:
    """Median, then the fastest and the slowest: « 31,2 ms (28,9 à 40,3) »."""
    values = sorted(taken)
    median, first, last = (number(value, 1) for value in (statistics.median(values), values[0], values[-1]))
    return f"{median} ms ({first} à {last})"


def table(title: str, rows: Iterable[tuple[str, str]]) -> None:
    """Print rows of what was measured and what was found, aligned."""
    kept = list(rows)
    width = max(len(name) for name, _ in kept)
    print(f"\n{title}")
    for name, found in kept:
        print(f"  {name:<{width}}  {found}")
    print(flush=True)


def goal(taken: Iterable[float], limit_ms: float) -> str:
    """Whether the median is under the goal."""
    reached = statistics.median(taken) < limit_ms
    return f"{'tenu' if reached else 'MANQUÉ'} : moins de {limit_ms:g} ms"


def ratio(taken: Iterable[float], reference: Iterable[float]) -> str:
    """How many times the reference's median fits into this one."""
    return f"× {number(statistics.median(taken) / statistics.median(reference), 1)}"
