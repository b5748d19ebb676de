"""The register of open questions: what people typed and what the software asks, once each, by euros suspended."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import frames, wording
from aci_model.reading.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Entry = dict[str, Any]

TYPED, WORKED_OUT, BOTH = "saisie", "calcul", "les deux"
OPEN, ANSWERED, CONTRADICTED = "ouverte", "repondue", "contredite"

ENTRIES: frames.Columns = {
    "community": frames.TEXT,
    "question": frames.TEXT,
    "addressee": frames.TEXT,  # cpam | ars | cpts | federation
    "status": frames.TEXT,  # as typed: ouverte | posee | repondue | contredite
    "closed": frames.FLAG,
    "mission": frames.TEXT,
    "label": frames.TEXT,
    "euros": frames.NUMBER,  # at stake: as typed, else as worked out; missing when nobody knows
    "suspended": frames.NUMBER,  # the same while the question is open, 0 once it is closed
    "due": frames.DAY,
    "answer": frames.TEXT,  # both of them, « … / … », where two differ
    "source": frames.TEXT,
    "origin": frames.TEXT,  # saisie | calcul | les deux
    "row": frames.INTEGER,  # its row in the typed questions, missing for one the software raised
    "note": frames.TEXT,  # French: why a question somebody declared answered stays open
}
TOTALS: frames.Columns = {
    "community": frames.TEXT,
    "addressee": frames.TEXT,  # missing: all of them
    "open": frames.INTEGER,
    "closed": frames.INTEGER,
    "suspended": frames.NUMBER,  # euros, each counted once; those of the unpriced questions are not in it
    "unpriced": frames.INTEGER,  # open questions whose euros nobody knows
}
_TYPED = [
    "community",
    "question",
    "addressee",
    "status",
    "mission",
    "label",
    "euros",
    "due",
    "answer",
    "source",
]
_RAISED = ["community", "question", "addressee", "mission", "label", "euros"]
_FIGURES = re.compile(r"\d+")
_RANK = {OPEN: 0, "posee": 1, ANSWERED: 2, CONTRADICTED: 3}


@dataclass(frozen=True, slots=True)
class Register:
    """Questions and what they suspend.

    Attributes:
        entries: ENTRIES columns: open ones by euros suspended (unknown last), then by due date, then in the order
            they were typed or raised; closed ones after them, in the same order.
        totals: TOTALS columns, per community, for all addressees and for each. A euro asked twice counts once: of
            the questions about one line the dearest counts; a question about a whole mission holds the euros of
            its lines (the larger of the two counts), and one about the whole contract those of the missions. The
            sum is what is suspended at least; sums by addressee may share euros.
    """

    entries: pd.DataFrame
    totals: pd.DataFrame


def register(typed: pd.DataFrame, raised: pd.DataFrame) -> Register:
    """Put what people typed and what the software asks in one list, without asking anything twice.

    Two typed questions are one when they say the same of the same line (case, accents and punctuation apart): the
    most advanced status, the largest amount and the first due date are kept; if their answers differ, the question
    is contradicted. A raised question is the typed one of the same line when they differ by their figures alone:
    the figures follow the results, the question does not.

    A question is closed once it is answered with an answer and its source. Declared answered without one of them,
    or contradicted, it stays open and says why.

    Args:
        typed: dossier.QUESTIONS columns; a missing status is an open question.
        raised: columns community, question, mission, label, euros, addressee; others are left out.

    Returns:
        A Register.
    """
    entries = [_closed(entry) for entry in _with_raised(_merged_typed(typed), _merged_raised(raised))]
    entries.sort(key=_urgency)
    return Register(frames.frame(ENTRIES, entries), frames.frame(TOTALS, _totals(entries)))


def _urgency(entry: Entry) -> tuple[bool, float, float]:
    euros, due = entry["suspended"], entry["due"]
    return (
        entry["closed"],
        math.inf if wording.missing(euros) else -float(euros),
        math.inf if wording.missing(due) else pd.Timestamp(due).timestamp(),
    )


def _filled(value: object) -> bool:
    return not wording.missing(value) and bool(clean(str(value)))


def _key(*values: object) -> tuple[str, ...]:
    return tuple("" if wording.missing(value) else fold(clean(str(value))) for value in values)


def _records(table: pd.DataFrame, columns: list[str]) -> list[Entry]:
    return [
        {str(name): value for name, value in record.items()} for record in table[columns].to_dict("records")
    ]


def _merged_typed(typed: pd.DataFrame) -> list[Entry]:
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for row, record in enumerate(_records(typed, _TYPED)):
        if _filled(record["question"]):
            key = _key(*(record[name] for name in ("community", "mission", "label", "question")))
            groups.setdefault(key, []).append({**record, "row": row})
    return [_one_of(group) for group in groups.values()]


def _one_of(group: Sequence[Entry]) -> Entry:
    """Make one question of those that are the same; what they answer differently is kept, and contradicts."""
    status = max((_status(entry) for entry in group), key=_RANK.__getitem__)
    answers = {_key(entry["answer"]): str(entry["answer"]) for entry in group if _filled(entry["answer"])}
    return {
        **group[0],
        "addressee": _first(group, "addressee"),
        "status": CONTRADICTED if len(answers) > 1 else status,
        "euros": max(
            (entry["euros"] for entry in group if not wording.missing(entry["euros"])), default=math.nan
        ),
        "due": min((entry["due"] for entry in group if not wording.missing(entry["due"])), default=None),
        "answer": " / ".join(answers.values()) or None,
        "source": " / ".join(_distinct(group, "source")) or None,
        "origin": TYPED,
    }


def _status(entry: Entry) -> str:
    given = _key(entry["status"])[0]
    return given if given in _RANK else OPEN


def _distinct(group: Sequence[Entry], column: str) -> list[str]:
    return list(
        {_key(entry[column]): str(entry[column]) for entry in group if _filled(entry[column])}.values()
    )


def _first(group: Sequence[Entry], column: str) -> str | None:
    return next(iter(_distinct(group, column)), None)


def _merged_raised(raised: pd.DataFrame) -> list[Entry]:
    kept: dict[tuple[str, ...], Entry] = {}
    for record in _records(raised, _RAISED):
        key = _key(*(record[name] for name in ("community", "mission", "label", "question")))
        best = kept.get(key)
        if best is None or _priced(record) > _priced(best):
            kept[key] = {**record, "status": OPEN, "origin": WORKED_OUT}
    return list(kept.values())


def _priced(entry: Entry) -> float:
    return -math.inf if wording.missing(entry["euros"]) else float(entry["euros"])


def _with_raised(typed: Sequence[Entry], raised: Sequence[Entry]) -> list[Entry]:
    """Lay raised questions on the typed ones they repeat: word for word first, then but for their figures."""
    partner: dict[int, int] = {}
    for form in (_exact, _but_figures):
        here = _once([form(entry) if at not in partner.values() else None for at, entry in enumerate(typed)])
        there = _once([form(entry) if at not in partner else None for at, entry in enumerate(raised)])
        partner |= {at: here[key] for key, at in there.items() if key in here}
    merged = {of: raised[at] for at, of in partner.items()}
    entries = [_both(entry, merged[at]) if at in merged else entry for at, entry in enumerate(typed)]
    return [*entries, *(entry for at, entry in enumerate(raised) if at not in partner)]


def _exact(entry: Entry) -> tuple[str, ...]:
    return _key(*(entry[name] for name in ("community", "mission", "label", "question")))


def _but_figures(entry: Entry) -> tuple[str, ...] | None:
    """Give a question without its figures; one about no line in particular is too vague for that."""
    *where, question = _exact(entry)
    return (*where, " ".join(_FIGURES.sub(" ", question).split())) if where[-1] else None


def _once(keys: Sequence[tuple[str, ...] | None]) -> dict[tuple[str, ...], int]:
    count = Counter(keys)
    return {key: at for at, key in enumerate(keys) if key is not None and count[key] == 1}


def _both(typed: Entry, raised: Entry) -> Entry:
    return {
        **typed,
        "addressee": typed["addressee"] or raised["addressee"],
        "euros": raised["euros"] if wording.missing(typed["euros"]) else typed["euros"],
        "origin": BOTH,
    }


def _closed(entry: Entry) -> Entry:
    """Close a question answered with a source; say why another one stays open although somebody replied."""
    answer, source = (_filled(entry.get(name)) for name in ("answer", "source"))
    closed = entry["status"] == ANSWERED and answer and source
    note = None
    if entry["status"] == CONTRADICTED:
        note = "Deux réponses se contredisent : elle reste ouverte. Faites trancher par écrit, puis notez la réponse et sa source."
    elif entry["status"] == ANSWERED and not closed:
        lacking = " ni ".join(name for name, there in (("réponse", answer), ("source", source)) if not there)
        note = f"Déclarée répondue, mais sans {lacking} : elle reste ouverte. Notez ce qui a été répondu, par qui (son rôle) et où c'est écrit."
    elif answer and not closed:
        note = "Une réponse est notée, mais la question n'est pas déclarée répondue : elle reste ouverte. Changez son état une fois la réponse confirmée."
    euros = entry["euros"]
    return {
        **entry,
        "closed": closed,
        "suspended": 0.0 if closed else euros,
        "due": entry.get("due"),
        "note": None if note is None else wording.typeset(note),
    }


def _totals(entries: Sequence[Entry]) -> list[Entry]:
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_key(entry["community"]), []).append(entry)
    rows: list[Entry] = []
    for _, own in sorted(groups.items()):
        community = own[0]["community"]
        asked = sorted({str(entry["addressee"]) for entry in own if _filled(entry["addressee"])})
        rows += [
            {"community": community, "addressee": addressee, **_sums(own, addressee)}
            for addressee in (None, *asked)
        ]
    return rows


def _sums(entries: Sequence[Entry], addressee: str | None) -> Entry:
    own = [entry for entry in entries if addressee is None or entry["addressee"] == addressee]
    waiting = [entry for entry in own if not entry["closed"]]
    return {
        "open": len(waiting),
        "closed": len(own) - len(waiting),
        "suspended": _suspended(waiting),
        "unpriced": sum(wording.missing(entry["suspended"]) for entry in waiting),
    }


def _suspended(entries: Iterable[Entry]) -> float:
    """Add euros up, each once: lines into missions, missions into the contract, the larger of part and whole."""
    dearest: dict[tuple[str, str], float] = {}
    for entry in entries:
        if not wording.missing(entry["suspended"]):
            mission, label = _key(entry["mission"], entry["label"])
            dearest[mission, label] = max(dearest.get((mission, label), 0.0), float(entry["suspended"]))
    missions: dict[str, float] = {}
    for (mission, label), euros in dearest.items():
        if label:
            missions[mission] = missions.get(mission, 0.0) + euros
    for (mission, label), euros in dearest.items():
        if mission and not label:
            missions[mission] = max(missions.get(mission, 0.0), euros)
    return max(math.fsum(missions.values()), dearest.get(("", ""), 0.0))
