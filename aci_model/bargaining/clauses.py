"""What two versions of one line say differently, each difference beside the schedule it leads to."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from aci_model import wording
from aci_model.bargaining.expected import Form, Scale, Step, combined, expected
from aci_model.reading.text import fold, plain_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aci_model.reading.dossier import Dossier

LABEL, MISSION, DIRECTION, UNIT, BASELINE, PROOF, DEADLINE = (
    "libellé", "mission", "sens", "unité", "valeur initiale", "preuve", "échéance",
)  # fmt: skip
THRESHOLD, AMOUNT, STEP_ADDED, STEP_DROPPED = "seuil", "montant", "palier ajouté", "palier supprimé"
ADDED, DROPPED = "ligne ajoutée", "ligne supprimée"
# What a contract says of a line besides its steps, in the order it is told; a person's own notes are not clauses.
FIELDS = {
    "mission": MISSION,
    "label": LABEL,
    "action": "action",
    "kind": "type",
    "nature": "nature",
    "unit": UNIT,
    "direction": DIRECTION,
    "baseline": BASELINE,
    "deadline": DEADLINE,
    "expected_proof": PROOF,
    "source": "source",
}
_SAME = {"rel_tol": 1e-9, "abs_tol": 1e-9}
_FIGURE = re.compile(r"[-+−<>=≤≥]?\s?\d+(?:[.,]\d+)?")
_PIECE = re.compile(r"[;\n]")
_WAYS = {1: "hausse", -1: "baisse"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One line as its contract words it."""

    says: Mapping[str, Any]  # LINES column -> value
    steps: tuple[Step, ...]  # as numbered in the file

    @property
    def scale(self) -> Scale:
        """What its thresholds are measured on."""
        way = self.says["direction"]
        return Scale(_text(self.says["unit"]), 1 if wording.missing(way) else int(way))

    @property
    def ceiling(self) -> float:
        """Give the euros of its best step, NaN when one is unknown."""
        amounts = [amount for _, amount in self.steps]
        return math.nan if not amounts or any(map(math.isnan, amounts)) else max(amounts)

    def ordered(self, scale: Scale) -> list[Step]:
        """Sort the steps from the easiest to the hardest on a scale, unknown thresholds last."""
        return sorted(
            self.steps,
            key=lambda step: (math.isnan(step[0]), scale.hardness(step[0]) if step[0] == step[0] else 0),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed, and what it alone does to the expected euros of the old line."""

    what: str
    before: str | None  # in French words
    after: str | None
    before_value: float
    after_value: float
    tier: int | None
    form: Form | None  # euros per threshold, to weigh by the chances; {} when the euros do not hang on it


def clauses(dossier: Dossier, silent: frozenset[str] = frozenset()) -> dict[int, Clause]:
    """Give every line of a contract with its steps, thresholds to the ninth decimal.

    Args:
        dossier: its lines and tiers.
        silent: columns to leave missing, for the other contract never fills them.
    """
    steps: dict[int, list[Step]] = {}
    tiers = dossier.tiers.sort_values(["line", "tier"], kind="stable")
    for line, threshold, amount in zip(tiers["line"], tiers["threshold"], tiers["amount"], strict=True):
        steps.setdefault(int(line), []).append((round(float(threshold), 9), float(amount)))
    said = dossier.lines.set_index("line")[list(FIELDS)].to_dict("index")
    hidden = dict.fromkeys(silent)
    return {
        int(str(line)): Clause({**row, **hidden}, tuple(steps.get(int(str(line)), ())))  # type: ignore[dict-item]  # columns are named by text
        for line, row in said.items()
    }


def differences(old: Clause, new: Clause, missions: Mapping[str, str]) -> Iterator[Difference]:
    """Tell what changed from one version of a line to the other.

    Args:
        old: the line before.
        new: the line after.
        missions: mission -> its short name.
    """
    for column, what in FIELDS.items():
        if _same(column, old.says[column], new.says[column]):
            continue
        yield Difference(
            what,
            _words(column, old, missions),
            _words(column, new, missions),
            _value(column, old),
            _value(column, new),
            None,
            _field_form(column, old, new),
        )
    yield from _step_differences(old, new)


def total(old: Clause, new: Clause) -> Form | None:
    """Give what all the changes of a line together do to its expected euros."""
    if old.scale == new.scale and _same_steps(old, new):
        return {}  # even where an amount is unknown, nothing moved
    return combined([(1.0, expected(new.scale, new.steps)), (-1.0, expected(old.scale, old.steps))])


def _same_steps(old: Clause, new: Clause) -> bool:
    one, other = old.ordered(old.scale), new.ordered(old.scale)
    return len(one) == len(other) and all(
        _equal(a, b) for left, right in zip(one, other, strict=True) for a, b in zip(left, right, strict=True)
    )


def _same(column: str, before: object, after: object) -> bool:
    if wording.missing(before) or wording.missing(after):
        return wording.missing(before) and wording.missing(after)
    if column == "baseline":
        return _equal(float(str(before)), float(str(after)))
    if column == "expected_proof":
        return {_text(piece) for piece in _PIECE.split(str(before)) if piece.strip()} == {
            _text(piece) for piece in _PIECE.split(str(after)) if piece.strip()
        }
    if column in {"direction", "deadline", "mission"}:
        return bool(before == after)
    return _text(before) == _text(after)


def _text(value: object) -> str:
    """Compare texts by their words, whatever case, accents and punctuation, and by their figures exactly."""
    if wording.missing(value):
        return ""
    text = plain_spaces(str(value))
    return f"{fold(text)}|{_FIGURE.findall(text)}"


def _words(column: str, clause: Clause, missions: Mapping[str, str]) -> str | None:
    value = clause.says[column]
    if wording.missing(value):
        return None
    if column == "direction":
        return _WAYS[int(value)]
    if column == "baseline":
        return _threshold(float(value), clause)
    if column == "deadline":
        return wording.day(value)
    return missions.get(value, str(value)) if column == "mission" else str(value)


def _value(column: str, clause: Clause) -> float:
    value = clause.says[column]
    return math.nan if column not in {"baseline", "direction"} or wording.missing(value) else float(value)


def _field_form(column: str, old: Clause, new: Clause) -> Form | None:
    """A result counted another way has other chances; other words leave thresholds and amounts as they are."""
    if column not in {"direction", "unit"}:
        return {}
    moved = (
        Scale(old.scale.name, new.scale.direction)
        if column == "direction"
        else Scale(new.scale.name, old.scale.direction)
    )
    return combined([(1.0, expected(moved, old.steps)), (-1.0, expected(old.scale, old.steps))])


def _step_differences(old: Clause, new: Clause) -> Iterator[Difference]:
    before, after = old.ordered(old.scale), new.ordered(old.scale)
    for here, there in _aligned(before, after):
        rank = (here if there is None else there) or 0
        if here is None:
            form = _shift(old, [*before, after[rank]])
            yield Difference(
                STEP_ADDED, None, _step(after[rank], new), math.nan, after[rank][1], rank + 1, form
            )
            continue
        others = [*before[:here], *before[here + 1 :]]
        was = before[here]
        if there is None:
            form = _shift(old, others)
            yield Difference(STEP_DROPPED, _step(was, old), None, was[1], math.nan, rank + 1, form)
            continue
        now = after[there]
        if not _equal(was[0], now[0]):
            words = _threshold(was[0], old), _threshold(now[0], new)
            form = _shift(old, [*others, (now[0], was[1])])
            yield Difference(THRESHOLD, *words, was[0], now[0], rank + 1, form)
        if not _equal(was[1], now[1]):
            form = _shift(old, [*others, (was[0], now[1])])
            yield Difference(AMOUNT, _euros(was[1]), _euros(now[1]), was[1], now[1], rank + 1, form)


def _shift(old: Clause, steps: Sequence[Step]) -> Form | None:
    """Give what other steps on the same scale do to the expected euros of a line."""
    without = combined([(-1.0, expected(old.scale, old.steps))])
    return combined([(1.0, expected(old.scale, steps)), (1.0, without)]) if steps else without


def _aligned(before: Sequence[Step], after: Sequence[Step]) -> list[tuple[int | None, int | None]]:
    """Pair steps in order; of the longer schedule, the steps left alone are those that leave the fewest changes."""
    fewer, more = sorted((before, after), key=len)
    kept = min(
        combinations(range(len(more)), len(fewer)),
        key=lambda places: sum(
            not _equal(a, b)
            for at, place in enumerate(places)
            for a, b in zip(fewer[at], more[place], strict=True)
        ),
    )
    partner = {place: at for at, place in enumerate(kept)}
    pairs = [(partner.get(place), place) for place in range(len(more))]
    return [(b, a) for a, b in pairs] if len(before) > len(after) else list(pairs)


def _equal(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, **_SAME)


def _threshold(value: float, clause: Clause) -> str:
    unit = clause.says["unit"]
    return wording.measure(value, None if wording.missing(unit) else str(unit))


def _euros(value: float) -> str:
    return wording.euros(value, cents=not float(value).is_integer() and not math.isnan(value))


def _step(step: Step, clause: Clause) -> str:
    return f"{_threshold(step[0], clause)}{wording.NBSP}: {_euros(step[1])}"
