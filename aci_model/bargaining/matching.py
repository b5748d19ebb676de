"""Which line of one contract is which line of another, even when it was reworded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aci_model import frames
from aci_model.funding.schedules import schedules
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from aci_model.reading.dossier import Dossier

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

SAME_WORDS, ALIKE, PERSON = "libelle", "ressemblance", "personne"

PAIRS: frames.Columns = {
    "new": frames.INTEGER,  # line of the new contract; missing: the line was dropped
    "old": frames.INTEGER,  # line of the old contract; missing: the line was added
    "score": frames.NUMBER,  # 0–1, how alike the two lines are; missing for a line that stands alone
    "how": frames.TEXT,  # libelle: same words | ressemblance | personne: said by a person
}

# What two lines have in common, weighed. The words lead; figures are told apart from words, since a new figure
# is what a renegotiation changes; schedule and context tell « type 1 » from « type 2 ».
_WORDS, _FIGURES, _SCHEDULE, _CONTEXT = 0.70, 0.10, 0.10, 0.10
_OTHER_MISSION = 0.8  # a line rarely changes mission
_ENOUGH = 0.5  # below, two lines are two lines
_ENOUGH_WORDS = 0.35  # an equal schedule never makes up for words that share nothing
_FEW_WORDS = 0.2  # enough for two lines that alone in their contracts have these very thresholds
_DOUBT_LEFT = 0.7  # what such thresholds leave of the doubt
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_LITTLE = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "par",
        "pour",
        "sur",
    ]
)


@dataclass(frozen=True, slots=True)
class _Side:
    """One contract, as the comparison needs it."""

    lines: pd.DataFrame
    labels: list[str]  # compared form
    missions: list[str]
    features: list[frozenset[str]]  # words and their pieces, figures apart
    figures: list[frozenset[str]]
    context: list[tuple[str, str, str]]  # unit, action, kind
    thresholds: Floats  # (n, k)
    amounts: Floats  # (n, k)


def match(old: Dossier, new: Dossier, pairs: Mapping[int, int | None] | None = None) -> pd.DataFrame:
    """Pair the lines of two contracts.

    First what a person said; then the same mission and the same words (case, accents and punctuation
    apart); then the same words under another mission; the rest by the assignment that makes the sum of
    likenesses the greatest (words, figures apart, schedule, unit, action and kind), a pair too little alike being
    left out.

    Args:
        old: one community's contract of one year.
        new: the other one; its `line` numbers may be the same as those of `old`, or not.
        pairs: corrections: line of `new` -> line of `old`, or None for a line that was added.

    Returns:
        PAIRS columns: every line of `new`, in order, then the dropped lines of `old`, in order.

    Raises:
        KeyError: a correction names a line that is not there.
        ValueError: a correction gives one old line to two new ones, or a contract has several
            communities or years.
    """
    before, after = _side(old), _side(new)
    found = _corrections(before.lines["line"], after.lines["line"], pairs or {})
    alike = _likeness(before, after)
    for keys in (_with_mission, _label_only):
        _same_words(keys(after), keys(before), found)
    _assign(alike, found)
    return _pairs(before, after, found, alike)


@dataclass(slots=True)
class _Found:
    """Positions paired so far, new -> (old or None, how)."""

    of: dict[int, tuple[int | None, str]]

    def free_new(self, count: int) -> list[int]:
        """List the positions of the new contract's `count` lines that nothing is paired with yet."""
        return [at for at in range(count) if at not in self.of]

    def free_old(self, count: int) -> list[int]:
        """List those of the old contract's `count` lines."""
        taken = {old for old, _ in self.of.values()}
        return [at for at in range(count) if at not in taken]


def _corrections(old: pd.Series, new: pd.Series, pairs: Mapping[int, int | None]) -> _Found:
    place_old = {int(line): at for at, line in enumerate(old)}
    place_new = {int(line): at for at, line in enumerate(new)}
    strange = [line for line in pairs if line not in place_new] + [
        line for line in pairs.values() if line is not None and line not in place_old
    ]
    if strange:
        raise KeyError(f"no such lines to pair: {strange}")
    given = [line for line in pairs.values() if line is not None]
    if len(set(given)) < len(given):
        raise ValueError("one old line is given to two new ones")
    return _Found(
        {
            place_new[line]: (None if other is None else place_old[other], PERSON)
            for line, other in pairs.items()
        }
    )


def _side(dossier: Dossier) -> _Side:
    lines = dossier.lines.reset_index(drop=True)
    if len(lines[["community", "year"]].drop_duplicates()) > 1:
        raise ValueError("a contract to compare is one community's, of one year")
    labels = _texts(lines["label"])
    plan = schedules(lines, dossier.tiers)
    return _Side(
        lines=lines,
        labels=[fold(label) for label in labels],
        missions=_texts(lines["mission"]),
        features=[_features(label) for label in labels],
        figures=[frozenset(_FIGURE.findall(label)) for label in labels],
        context=list(
            zip(
                *([fold(text) for text in _texts(lines[name])] for name in ("unit", "action", "kind")),
                strict=True,
            )
        ),
        thresholds=plan.thresholds * plan.direction[:, None],
        amounts=plan.signed,
    )


def _texts(column: pd.Series) -> list[str]:
    return [str(text) for text in column.fillna("")]


def _features(label: str) -> frozenset[str]:
    """Words that carry meaning, and their three-letter pieces, so that a plural or a typing slip counts little."""
    words = [word for word in fold(_FIGURE.sub(" ", label)).split() if word not in _LITTLE]
    pieces = {f" {word} "[at : at + 3] for word in words for at in range(len(word))}
    return frozenset({f"={word}" for word in words} | pieces)


def _with_mission(side: _Side) -> list[tuple[str, ...]]:
    return list(zip(side.missions, side.labels, strict=True))


def _label_only(side: _Side) -> list[tuple[str, ...]]:
    return [(label,) for label in side.labels]


def _same_words(new: Sequence[tuple[str, ...]], old: Sequence[tuple[str, ...]], found: _Found) -> None:
    """Pair keys met once on each side among the lines still free; twins are left to the assignment."""
    here, there = _once(new, found.free_new(len(new))), _once(old, found.free_old(len(old)))
    for key, at in here.items():
        if key[-1] and key in there:
            found.of[at] = (there[key], SAME_WORDS)


def _once(keys: Sequence[tuple[str, ...]], free: Sequence[int]) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], list[int]] = {}
    for at in free:
        places.setdefault(keys[at], []).append(at)
    return {key: found[0] for key, found in places.items() if len(found) == 1}


def _assign(alike: _Likeness, found: _Found) -> None:
    rows, columns = found.free_new(len(alike.score)), found.free_old(alike.score.shape[1])
    if not rows or not columns:
        return
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow to load, only reworded lines need it

    block = np.ix_(rows, columns)
    words = np.where(alike.own_steps[block], _FEW_WORDS, _ENOUGH_WORDS)
    allowed = (alike.score[block] >= _ENOUGH) & (alike.words[block] >= words)
    score = np.where(allowed, alike.score[block], 0.0)
    for row, column in zip(*linear_sum_assignment(score, maximize=True), strict=True):
        if allowed[row, column]:
            found.of[rows[row]] = (columns[column], ALIKE)


@dataclass(frozen=True, slots=True)
class _Likeness:
    score: Floats  # (new, old), 0–1
    words: Floats  # (new, old), 0–1, of the words alone
    own_steps: Flags  # (new, old), the same thresholds, met nowhere else in either contract


def _likeness(old: _Side, new: _Side) -> _Likeness:
    words = _cosine(new.features, old.features)
    figures = np.array([[_shared(a, b) for b in old.figures] for a in new.figures]).reshape(words.shape)
    context = np.array(
        [[sum(x == y for x, y in zip(a, b, strict=True)) / 3 for b in old.context] for a in new.context]
    ).reshape(words.shape)
    thresholds = _equal_steps(new.thresholds, old.thresholds)
    schedule = (thresholds + _equal_steps(new.amounts, old.amounts)) / 2
    score = _WORDS * words + _FIGURES * figures + _SCHEDULE * schedule + _CONTEXT * context
    same = np.array(new.missions)[:, None] == np.array(old.missions)[None, :]
    score = score * np.where(same, 1.0, _OTHER_MISSION)
    own_steps = _met_once(new, old, thresholds == 1.0)
    return _Likeness(np.where(own_steps, 1 - _DOUBT_LEFT * (1 - score), score), words, own_steps)


def _met_once(new: _Side, old: _Side, equal: Flags) -> Flags:
    """Keep equal thresholds that tell a line from all others; « done » is told of too many."""
    told = equal & _measured(new)[:, None] & _measured(old)[None, :]
    return np.asarray(
        told & (told.sum(axis=1) == 1)[:, None] & (told.sum(axis=0) == 1)[None, :], dtype=np.bool_
    )


def _measured(side: _Side) -> Flags:
    deliverable = (side.lines["kind"] == "livrable").to_numpy(dtype=np.bool_)
    return np.asarray(~deliverable & ~np.isnan(side.thresholds).all(axis=1), dtype=np.bool_)


def _cosine(new: Sequence[frozenset[str]], old: Sequence[frozenset[str]]) -> Floats:
    """Cosine of the features two labels share; one met in many lines (« bilan ») tells less than a rare one."""
    place = {feature: at for at, feature in enumerate(sorted(frozenset().union(*new, *old)))}
    present = np.zeros((len(new) + len(old), len(place)))
    for row, features in enumerate([*new, *old]):
        present[row, [place[feature] for feature in features]] = 1.0
    weighed = present * np.log1p(len(present) / np.maximum(present.sum(axis=0), 1))
    length = np.linalg.norm(weighed, axis=1, keepdims=True)
    unit = np.divide(weighed, length, out=np.zeros_like(weighed), where=length > 0)
    return np.asarray(unit[: len(new)] @ unit[len(new) :].T, dtype=np.float64)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _equal_steps(new: Floats, old: Floats) -> Floats:
    """Share of equal values between two tables of steps, (new, old); no step on either side is equal."""
    width = max(new.shape[1], old.shape[1])
    wide_new, wide_old = (
        np.pad(table, ((0, 0), (0, width - table.shape[1])), constant_values=np.nan) for table in (new, old)
    )
    equal = np.isclose(wide_new[:, None, :], wide_old[None, :, :]).sum(axis=2)
    steps = np.maximum((~np.isnan(wide_new)).sum(axis=1)[:, None], (~np.isnan(wide_old)).sum(axis=1)[None, :])
    return np.where(steps > 0, equal / np.maximum(steps, 1), 1.0)


def _pairs(old: _Side, new: _Side, found: _Found, alike: _Likeness) -> pd.DataFrame:
    before, after = ([int(line) for line in side.lines["line"]] for side in (old, new))
    rows: list[dict[str, object]] = []
    for at, line in enumerate(after):
        other, how = found.of.get(at, (None, None))
        if other is None:
            rows.append({"new": line, "how": how})
            continue
        score = 1.0 if how == SAME_WORDS else float(alike.score[at, other])
        rows.append({"new": line, "old": before[other], "score": min(score, 1.0), "how": how})
    rows += [{"old": before[at]} for at in found.free_old(len(before))]
    return frames.frame(PAIRS, rows)
