"""What changed between two contracts, line by line, and what each change does to the expected euros."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model import frames, wording
from aci_model.bargaining import clauses as reading_of
from aci_model.bargaining.clauses import ADDED, DROPPED, FIELDS, Clause, Difference
from aci_model.bargaining.expected import Form, Scale, bounds, combined, expected
from aci_model.bargaining.matching import match

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.reading.dossier import Dossier

_EFFECT: frames.Columns = {
    "effect": frames.NUMBER,  # expected euros gained or lost; missing where a chance or an amount is unknown
    "low": frames.NUMBER,  # the least it can be, whatever the unknown chances; missing for unknown euros
    "high": frames.NUMBER,  # the most it can be
    "words": frames.TEXT,  # +1 500 € | au plus −400 € | entre −400 € et +200 € | inconnu
}
CHANGES: frames.Columns = {
    "new": frames.INTEGER,  # line of the new contract, missing when it was dropped
    "old": frames.INTEGER,  # line of the old contract, missing when it was added
    "mission": frames.TEXT,  # as in the new contract, else in the old one
    "label": frames.TEXT,
    "what": frames.TEXT,  # seuil, montant, palier ajouté, palier supprimé, ligne ajoutée, ligne supprimée, or a value of FIELDS
    "tier": frames.INTEGER,  # number of the step, from the easiest
    "before": frames.TEXT,  # in French words; missing when there was nothing
    "after": frames.TEXT,
    "before_value": frames.NUMBER,  # the same as a number: threshold, euros, initial value, ±1 for the direction
    "after_value": frames.NUMBER,
    **_EFFECT,
}
CHANGED: frames.Columns = {
    "new": frames.INTEGER,
    "old": frames.INTEGER,
    "mission": frames.TEXT,
    "label": frames.TEXT,
    "changes": frames.INTEGER,  # how many rows of CHANGES
    **_EFFECT,  # of all its changes together
    "interaction": frames.NUMBER,  # effect − Σ effects of its changes, each made alone
}
TOTALS: frames.Columns = {
    "before_low": frames.NUMBER,  # expected euros of the old contract, at least and at most
    "before_high": frames.NUMBER,
    "after_low": frames.NUMBER,
    "after_high": frames.NUMBER,
    **_EFFECT,
}
_CENT = 0.005
_ALWAYS_SAID = frozenset(
    {"mission", "label", "direction"}
)  # no contract is silent on these: missing is a change


@dataclass(frozen=True, slots=True)
class Diff:
    """Two contracts compared.

    Attributes:
        pairs: from `matching.match`: which line is which, how alike, and how it was found.
        changes: CHANGES columns, a row per change: lines in the order of the new contract, dropped ones last.
        lines: CHANGED columns, a row per line that changed: Σ `changes.effect` + interaction = effect.
        totals: TOTALS columns, one row: the sum over the lines.
        silent: what one of the contracts never says (« preuve », « action »…), so that it was not compared.
    """

    pairs: pd.DataFrame
    changes: pd.DataFrame
    lines: pd.DataFrame
    totals: pd.DataFrame
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """One pair of lines, or one line alone."""

    new: int | None
    old: int | None
    said: Clause  # the new version, else the old one
    differences: list[Difference]
    total: Form | None
    chances: dict[tuple[Scale, float], float]


@dataclass(frozen=True, slots=True)
class _Both:
    """Two contracts, line by line, with the chances given for each: line -> (threshold, chance)."""

    before: Mapping[int, Clause]
    after: Mapping[int, Clause]
    old_chances: Mapping[int, list[tuple[float, float]]]
    new_chances: Mapping[int, list[tuple[float, float]]]
    missions: Mapping[str, str]


def diff(
    old: Dossier,
    new: Dossier,
    missions: pd.DataFrame,
    *,
    chances: pd.DataFrame | None = None,
    old_chances: pd.DataFrame | None = None,
    pairs: Mapping[int, int | None] | None = None,
) -> Diff:
    """Compare two contracts: last year's and this year's, or ours and theirs.

    Reaching one threshold has one chance, whichever contract writes it: that of `chances`, else that of
    `old_chances`. Where a threshold moved and nobody gave its new chance, none is made up: the effect is
    bounded by what is known around it, and said « au plus ».

    Args:
        old: one community's contract of one year.
        new: the one it is compared with.
        missions: columns mission, short (`Law.missions`).
        chances: columns line, tier, chance (0–1), of the lines of `new`.
        old_chances: the same, of the lines of `old`.
        pairs: corrections to the matching, see `match`.

    Returns:
        A Diff, empty of changes when both say the same. Texts are compared without case, accents or
        punctuation, figures exactly, proofs piece by piece in any order. Expected euros are those of the
        contract read as signed.

    Raises:
        KeyError, ValueError: as `match`.
    """
    matched = match(old, new, pairs)
    silent = _silent(old.lines, new.lines)
    before, after = reading_of.clauses(old, silent), reading_of.clauses(new, silent)
    names = {
        str(mission): str(short)
        for mission, short in zip(missions["mission"], missions["short"], strict=True)
    }
    both = _Both(before, after, _given(old, old_chances), _given(new, chances), names)
    compared = [
        _compare(both, *(None if wording.missing(line) else int(line) for line in pair))
        for pair in zip(matched["old"], matched["new"], strict=True)
    ]
    changed = [one for one in compared if one.differences]
    return Diff(
        pairs=matched,
        changes=frames.frame(CHANGES, [row for one in changed for row in _rows(one)]),
        lines=frames.frame(CHANGED, [_line(one) for one in changed]),
        totals=frames.frame(TOTALS, [_totals(compared, before, after)]),
        silent=tuple(what for column, what in FIELDS.items() if column in silent),
    )


def _silent(old: pd.DataFrame, new: pd.DataFrame) -> frozenset[str]:
    """Columns that one contract fills and the other never does: nothing can be said of them line by line."""
    if old.empty or new.empty:
        return frozenset()
    known = [name for name in FIELDS if name not in _ALWAYS_SAID]
    return frozenset(name for name in known if bool(old[name].isna().all()) != bool(new[name].isna().all()))


def _given(dossier: Dossier, chances: pd.DataFrame | None) -> dict[int, list[tuple[float, float]]]:
    """Chances by line, as (threshold, chance); a missing chance is not one."""
    if chances is None:
        return {}
    own = chances[["line", "tier", "chance"]].dropna()
    told = dossier.tiers[["line", "tier", "threshold"]].merge(own, on=["line", "tier"]).dropna()
    known: dict[int, list[tuple[float, float]]] = {}
    for line, threshold, chance in zip(told["line"], told["threshold"], told["chance"], strict=True):
        known.setdefault(int(line), []).append((round(float(threshold), 9), float(chance)))
    return known


def _compare(both: _Both, old: int | None, new: int | None) -> _Compared:
    was = None if old is None else both.before[old]
    now = None if new is None else both.after[new]
    chances: dict[tuple[Scale, float], float] = {}
    for clause, line, given in ((was, old, both.old_chances), (now, new, both.new_chances)):
        if clause is not None and line is not None:
            chances |= {(clause.scale, threshold): chance for threshold, chance in given.get(line, ())}
    if was is not None and now is not None:
        told = list(reading_of.differences(was, now, both.missions))
        return _Compared(new, old, now, told, reading_of.total(was, now), chances)
    alone = now or was
    assert alone is not None
    return _standing_alone(new, old, alone, chances)


def _standing_alone(
    new: int | None, old: int | None, said: Clause, chances: dict[tuple[Scale, float], float]
) -> _Compared:
    label = said.says["label"]
    words = None if wording.missing(label) else str(label)
    form = combined([(1.0 if old is None else -1.0, expected(said.scale, said.steps))])
    one = (
        Difference(ADDED, None, words, math.nan, said.ceiling, None, form)
        if old is None
        else Difference(DROPPED, words, None, said.ceiling, math.nan, None, form)
    )
    return _Compared(new, old, said, [one], form, chances)


def _rows(one: _Compared) -> list[dict[str, Any]]:
    return [
        {
            **_whose(one),
            "what": change.what,
            "tier": change.tier,
            "before": change.before,
            "after": change.after,
            "before_value": change.before_value,
            "after_value": change.after_value,
            **_effect(*bounds(change.form, one.chances)),
        }
        for change in one.differences
    ]


def _line(one: _Compared) -> dict[str, Any]:
    rest = combined([(1.0, one.total), *((-1.0, change.form) for change in one.differences)])
    return {
        **_whose(one),
        "changes": len(one.differences),
        **_effect(*bounds(one.total, one.chances)),
        "interaction": _effect(*bounds(rest, one.chances))["effect"],
    }


def _whose(one: _Compared) -> dict[str, Any]:
    label, mission = one.said.says["label"], one.said.says["mission"]
    return {"new": one.new, "old": one.old, "mission": mission, "label": label}


def _effect(low: float, high: float) -> dict[str, Any]:
    exact = high - low < _CENT
    return {
        "effect": low if exact else math.nan,
        "low": low,
        "high": high,
        "words": _told(low, high, exact=exact),
    }


def _told(low: float, high: float, *, exact: bool) -> str:
    if math.isnan(low):
        return wording.UNKNOWN
    if exact:
        return wording.change(low)
    if abs(low) < _CENT:
        return f"au plus {wording.change(high)}"
    if abs(high) < _CENT:
        return f"au plus {wording.change(low)}"
    return f"entre {wording.change(low)} et {wording.change(high)}"


def _totals(
    compared: list[_Compared], before: Mapping[int, Clause], after: Mapping[int, Clause]
) -> dict[str, Any]:
    sides = {
        "before": [(one.chances, before[one.old]) for one in compared if one.old is not None],
        "after": [(one.chances, after[one.new]) for one in compared if one.new is not None],
    }
    sums: dict[str, Any] = {}
    for side, held in sides.items():
        ends = [bounds(expected(clause.scale, clause.steps), chances) for chances, clause in held]
        sums |= {
            f"{side}_low": math.fsum(low for low, _ in ends),
            f"{side}_high": math.fsum(high for _, high in ends),
        }
    moved = [bounds(one.total, one.chances) for one in compared]
    return sums | _effect(math.fsum(low for low, _ in moved), math.fsum(high for _, high in moved))
