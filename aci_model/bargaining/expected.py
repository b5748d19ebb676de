"""Expected euros of one schedule as a sum over chances, bounded where a chance is not known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Step = tuple[float, float]  # threshold, cumulative euros


@dataclass(frozen=True, slots=True)
class Scale:
    """What a result is measured on: two thresholds of one scale can be compared, those of two scales cannot."""

    name: str
    direction: int  # +1: more is better, -1: less is better

    def hardness(self, threshold: float) -> float:
        """Give a number that grows as the threshold gets harder to reach."""
        return threshold * self.direction


Form = dict[tuple[Scale, float], float]  # euros that hang on reaching a threshold


def expected(scale: Scale, steps: Iterable[Step]) -> Form | None:
    """Write the expected euros of a schedule, paid as signed, as euros per threshold.

    Args:
        scale: on which the thresholds are measured.
        steps: threshold and cumulative euros of each step, in any order. Where the euros fall as the result
            improves, the best already reached is kept, as `funding.schedules` does.

    Returns:
        Threshold -> euros its reaching adds: Σ chance × euros is the expected income. None when there is no
        step, or when a threshold or an amount is missing.
    """
    ordered = sorted(steps, key=lambda step: (scale.hardness(step[0]), step[1]))
    if not ordered or any(math.isnan(value) for step in ordered for value in step):
        return None
    form: Form = {}
    best = 0.0
    for threshold, euros in ordered:
        form[scale, threshold] = form.get((scale, threshold), 0.0) + max(euros - best, 0.0)
        best = max(best, euros)
    return form


def combined(parts: Iterable[tuple[float, Form | None]]) -> Form | None:
    """Add forms up, each with its factor; None as soon as one is unknown."""
    total: Form = {}
    for factor, form in parts:
        if form is None:
            return None
        for key, euros in form.items():
            total[key] = total.get(key, 0.0) + factor * euros
    return total


def bounds(form: Form | None, chances: Mapping[tuple[Scale, float], float]) -> tuple[float, float]:
    """Give the least and the most a sum over chances can be.

    Nothing is supposed of a chance nobody gave, but that it lies from 0 to 1 and that, on one scale, a harder
    threshold is never reached more often than an easier one. Under these two rules the bounds are the
    tightest there are, and they meet where every chance that counts is known.

    Args:
        form: euros per threshold; None for unknown euros.
        chances: known chances, 0–1; those of other thresholds help to bound the unknown ones.

    Returns:
        Lowest and highest, NaN for unknown euros.
    """
    if form is None:
        return math.nan, math.nan
    low = high = 0.0
    for scale in dict.fromkeys(scale for scale, _ in form):
        lowest, highest = _on_scale(
            [(threshold, euros) for (own, threshold), euros in form.items() if own == scale],
            {threshold: chance for (own, threshold), chance in chances.items() if own == scale},
            scale,
        )
        low, high = low + lowest, high + highest
    return low, high


def _on_scale(
    terms: Sequence[tuple[float, float]], known: Mapping[float, float], scale: Scale
) -> tuple[float, float]:
    """Walk from the easiest threshold to the hardest, bounding each run of unknown chances by its neighbours."""
    euros = dict(terms)
    ladder = sorted({*euros, *known}, key=scale.hardness)
    low = high = 0.0
    above = 1.0  # chance of the last known easier threshold
    run: list[float] = []
    for threshold in ladder:
        if threshold not in known:
            run.append(euros[threshold])
            continue
        chance = known[threshold]
        least, most = _run(run, above, chance)
        own = euros.get(threshold, 0.0) * chance
        low, high = low + least + own, high + most + own
        above, run = chance, []
    least, most = _run(run, above, 0.0)
    return low + least, high + most


def _run(euros: Sequence[float], above: float, below: float) -> tuple[float, float]:
    """Bound Σ euros × chance over chances that never rise, from `above` down to `below`.

    The extremes are met when the chances fall in one drop: the first ones at `above`, the others at `below`.
    """
    total, first = 0.0, 0.0
    least = most = 0.0
    for term in euros:
        first += term
        least, most = min(least, first), max(most, first)
        total += term
    room = max(above - below, 0.0)
    return below * total + room * least, below * total + room * most
