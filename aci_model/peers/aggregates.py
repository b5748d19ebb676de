"""What may be said of one group: bands of rates, counts in bands. No minimum, no maximum, no mean, no dots.

A published quantile is one contributor's value at a rank, rounded. Ranks keep contributors on either side: of n
values in order, the q-th of k parts is the one of rank ⌊nq/k⌋ + 1, mirrored above the middle; the median is the
middle value, the lower of two. From 12 (quartiles) and 30 (deciles) contributors, three at least are beyond each:
two insiders beyond it leave room for anybody else. Where fewer are beyond (a median of five or six), the open end
is as wide as the narrowest bracket allowed, for with two insiders on one side all others are on the other. Thus
whatever the values, the figures of one group alone bracket nobody tighter than the rules say; several groups
together are the gate's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aci_model.peers.rules import Rules

    Floats = NDArray[np.float64]

MEDIAN, QUARTILES, DECILES = "mediane", "quartile", "decile"
LOW, HIGH, CLOSED = "bas", "haut", ""
_EXACT = 1e-9  # a value typed as 62,5 % is on the edge it was typed on, whatever its binary form


@dataclass(frozen=True, slots=True)
class Quantile:
    """A statistic of the catalogue.

    Attributes:
        name: mediane, quartile_1, quartile_3, decile_1…
        part: which of the parts, from the low end.
        parts: 2, 4 or 10.
        asked: contributors from which it is published.
        withheld: the reason given below that number.
    """

    name: str
    part: int
    parts: int
    asked: int
    withheld: str

    def rank(self, size: int) -> int:
        """The rank, from 1, of the value that stands for it among `size` values in order."""
        if 2 * self.part == self.parts:
            return (size + 1) // 2
        if 2 * self.part > self.parts:
            return size - size * (self.parts - self.part) // self.parts
        return size * self.part // self.parts + 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A rounded value, and what it lets anybody conclude: low <= value < high.

    Attributes:
        value: as published, 0–1; at an open end, where the class begins.
        low: lower end of what is told; minus infinity when open.
        high: upper end, excluded; infinity when open.
        end: bas, haut, or nothing for a closed class.
    """

    value: float
    low: float
    high: float
    end: str


def catalogue(rules: Rules) -> list[Quantile]:
    """Every statistic of a rate that a group may have published, low to high within its family."""
    return [
        Quantile(MEDIAN, 1, 2, rules.least, "moins_de_5"),
        *(Quantile(f"{QUARTILES}_{q}", q, 4, rules.quartiles_from, "moins_de_12") for q in (1, 3)),
        *(
            Quantile(f"{DECILES}_{d}", d, 10, rules.deciles_from, "moins_de_30")
            for d in (1, 2, 3, 4, 6, 7, 8, 9)
        ),
    ]


def rounded(value: float, beyond: int, rules: Rules) -> Figure:
    """Round a value to the step of the rules, its ends open.

    Args:
        value: 0–1.
        beyond: contributors on the emptier side of it.
        rules: the step, the ends, and who may be an insider.
    """
    step = rules.rounding
    end = rules.open_end if beyond > rules.insiders else max(rules.bracket, rules.open_end)
    nearest = round(float(np.floor(value / step + 0.5 + _EXACT)) * step, 9)
    half = step / 2
    if nearest <= end + _EXACT:
        return Figure(end, -np.inf, round(end + half, 9), LOW)
    if nearest >= 1 - end - _EXACT:
        return Figure(round(1 - end, 9), round(1 - end - half, 9), np.inf, HIGH)
    return Figure(nearest, round(nearest - half, 9), round(nearest + half, 9), CLOSED)


def bands(values: Floats, rules: Rules) -> list[tuple[Quantile, int, Figure]]:
    """Give what may be published of one group's values: statistic, rank and figure.

    Args:
        values: 0–1, sorted, none missing.
        rules: numbers of contributors each statistic asks for.
    """
    size = len(values)
    found = []
    for quantile in catalogue(rules):
        if size >= quantile.asked:
            rank = quantile.rank(size)
            figure = rounded(float(values[rank - 1]), min(rank - 1, size - rank), rules)
            found.append((quantile, rank, figure))
    return found


def count_band(count: int, rules: Rules) -> tuple[int, int | None]:
    """Give the band a number of contributors is told in: 5–11, 12–29, 30–99, then by hundreds; (0, 4) below.

    The edges are those of the statistics, so that a band tells nothing the published figures do not.
    """
    edges = [0, rules.least, rules.quartiles_from, rules.deciles_from, 100]
    if count >= edges[-1]:
        return count // 100 * 100, None
    at = int(np.searchsorted(edges, count, side="right")) - 1
    return edges[at], edges[at + 1] - 1


def dominated(values: Floats, rules: Rules) -> bool:
    """Tell whether a sum of amounts would give its largest part away: p % rule, and share of the largest.

    The second contributor knows its own part; what is left beside it and the largest must blur the largest by the
    p % of the rule. Two insiders that pool their parts are held to the same: the largest two but the target.
    """
    total = float(values.sum())
    if total <= 0 or len(values) < rules.least:
        return True
    ordered = np.sort(values)[::-1]
    largest = float(ordered[0])
    known = float(ordered[1 : 1 + rules.insiders].sum())
    return total - largest - known < rules.p_percent * largest or largest > rules.dominance * total


def significant(value: float, digits: int) -> float:
    """Round to so many significant digits."""
    return float(f"{value:.{digits - 1}e}")


def masked(counts: Sequence[int], rules: Rules) -> NDArray[np.bool_]:
    """Tell which numbers of people of a table, whose total is published, are masked.

    Every number up to the bound is, zero included; then the smallest of the others too, until two at least are
    masked and what the total gives back of them, together, passes the bound.
    """
    numbers = np.asarray(counts, dtype=np.int64)
    hidden = numbers <= rules.people
    for at in np.lexsort((np.arange(len(numbers)), numbers)):
        if not hidden.any() or (hidden.sum() >= 2 and numbers[hidden].sum() > rules.people):
            break
        hidden[at] = True
    return hidden
