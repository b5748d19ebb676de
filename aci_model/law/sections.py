"""The sections of a text of law: amounts, totals, sizes, deadlines, payment rules, conflicts, unknowns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from aci_model.law.columns import COLUMNS
from aci_model.law.faults import (
    AMOUNT,
    CELL,
    CONFIDENCE,
    COUNT,
    DAY,
    MONTHS,
    SETTING,
    SOURCED,
    TABLES,
    TEXT,
    TEXTS,
    UNKNOWN,
    Key,
    Reader,
    Record,
    is_count,
    is_day,
    one_of,
)
from aci_model.wording import NBSP

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from aci_model.law.vocabulary import Vocabulary

Rows = list[dict[str, Any]]

_COMMON = {**SOURCED, "note": Key(TEXT, required=False), "effective": Key(DAY, required=False)}
_CELL_KEYS = {
    "amount": Key(AMOUNT),
    "source": Key(TEXT, required=False),
    "confidence": Key(CONFIDENCE, required=False),
    "note": Key(TEXT, required=False),
}
_FIGURE_KEYS = {"amount": Key(COUNT), **SOURCED}


@dataclass(frozen=True, slots=True)
class _Draft:
    reader: Reader
    document: Mapping[str, object]
    vocabulary: Vocabulary
    head: Record

    @property
    def sizes(self) -> list[int]:
        """The size classes, as the vocabulary lists them."""
        return [int(size) for size in self.vocabulary.sizes["size_class"]]

    def section(
        self, title: str, keys: Mapping[str, Key], *naming: str, unique: bool = True
    ) -> list[tuple[str, Record, dict[str, Any]]]:
        """Return place, values and trace of each row; two rows of the same names and day are a fault."""
        kept, seen = [], set()
        for where, row in self.reader.section(self.document, title, keys, naming):
            self._check_ids(where, row)
            trace = self._trace(where, row)
            identity = (*(str(row.get(name)) for name in naming), trace["effective"])
            if unique and identity in seen:
                self.reader.fault(where, "cette ligne est déjà écrite plus haut. Gardez une seule des deux.")
            seen.add(identity)
            kept.append((where, row, trace))
        return kept

    def _check_ids(self, where: str, row: Record) -> None:
        missions, parts = set(self.vocabulary.missions["mission"]), set(self.vocabulary.parts["part"])
        named = row.get("parts")
        for name, value, known in (
            ("mission", row.get("mission"), missions),
            *(
                ("part", part, parts)
                for part in ([row.get("part")] if named is None else cast("list[str]", named))
            ),
        ):
            if value is not None and value not in known:
                self.reader.fault(
                    where,
                    f"«{NBSP}{name} = {value}{NBSP}» n’est pas dans missions.toml. Corrigez, ou ajoutez-la.",
                )

    def _trace(self, where: str, row: Record) -> dict[str, Any]:
        start, own = self.head.get("effective"), row.get("effective")
        if is_day(start) and is_day(own) and cast("dt.date", own) < cast("dt.date", start):
            self.reader.fault(where, f"effective ({own}) précède celui du texte ({start}). Corrigez la date.")
        return {
            "source": row.get("source"),
            "confidence": row.get("confidence"),
            "note": row.get("note"),
            "effective": own or start,
            "text": self.head.get("id"),
            "text_label": self.head.get("label"),
        }

    def sized(self) -> dict[str, Key]:
        """The keys of a row that has one cell per size."""
        return {f"taille_{size}": Key(CELL) for size in self.sizes}

    def cells(self, field: str, where: str, row: Record, trace: dict[str, Any]) -> Rows:
        """Return one row per size: the amount, or missing with confidence ? when nobody knows it."""
        made = []
        for size in self.sizes:
            value = row.get(f"taille_{size}")
            own: Record = {"amount": value}
            if isinstance(value, dict):
                own = self.reader.record(value, _CELL_KEYS, f"{where}, taille_{size}")
            amount = own.get("amount")
            cell = {**trace, **{name: own[name] for name in own.keys() & {"source", "confidence", "note"}}}
            if amount == UNKNOWN:
                cell["confidence"] = "?"
            made.append({**cell, "size_class": size, field: amount if is_count(amount) else None})
        return made


def read(
    reader: Reader, document: Mapping[str, object], vocabulary: Vocabulary, head: Record
) -> dict[str, Rows]:
    """Read every section of a text.

    Args:
        reader: keeps the faults.
        document: the whole file.
        vocabulary: the ids a row may use.
        head: the valid values of the file's head; its id, label and date go into every row.

    Returns:
        section -> records with the columns of COLUMNS; meaningless if the reader holds a fault.
    """
    draft = _Draft(reader, document, vocabulary, head)
    return {
        "amounts": _amounts(draft),
        "totals": _totals(draft),
        "one_off": _one_off(draft),
        "sizes": _sizes(draft),
        "deadlines": _deadlines(draft),
        "payment": _payment(draft),
        "conflicts": _conflicts(draft),
        "unknowns": _unknowns(draft),
    }


def _amounts(draft: _Draft) -> Rows:
    place = {"mission": Key(TEXT), "part": Key(TEXT)}
    given = draft.section("amount", {**place, **_COMMON, **draft.sized()}, "mission", "part")
    ended = draft.section("withdrawn", {**place, **_COMMON}, "mission", "part")
    cells = {(row.get("mission"), row.get("part"), trace["effective"]) for _, row, trace in given}
    for where, row, trace in ended:
        if (row.get("mission"), row.get("part"), trace["effective"]) in cells:
            draft.reader.fault(
                where, "cette part a aussi un montant le même jour. Retirez le montant ou le retrait."
            )
    rows: Rows = []
    for where, row, trace in given:
        own = {"mission": row.get("mission"), "part": row.get("part"), "withdrawn": False}
        rows += [{**own, **cell} for cell in draft.cells("ceiling", where, row, trace)]
    for _, row, trace in ended:
        own = {"mission": row.get("mission"), "part": row.get("part"), "withdrawn": True}
        rows += [{**own, **trace, "size_class": size} for size in draft.sizes]
    return rows


def _totals(draft: _Draft) -> Rows:
    keys = {"mission": Key(TEXT, required=False), **_COMMON, **draft.sized()}
    return [
        {"mission": row.get("mission"), **cell}
        for where, row, trace in draft.section("total", keys, "mission")
        for cell in draft.cells("total", where, row, trace)
    ]


def _one_off(draft: _Draft) -> Rows:
    keys = {"payment": Key(TEXT), "label": Key(TEXT), **_COMMON, **draft.sized()}
    return [
        {"payment": row.get("payment"), "label": row.get("label"), **cell}
        for where, row, trace in draft.section("one_off", keys, "payment")
        for cell in draft.cells("amount", where, row, trace)
    ]


def _sizes(draft: _Draft) -> Rows:
    keys = {
        "size_class": Key(one_of(*draft.sizes)),
        "at_least": Key(COUNT, required=False),
        "above": Key(COUNT, required=False),
        "wording": Key(TEXT),
        "undefined_at": Key(COUNT, required=False),
        **_COMMON,
    }
    labels = dict(zip(draft.sizes, draft.vocabulary.sizes["label"], strict=True))
    found = draft.section("size", keys, "size_class")
    given = [row.get("size_class") for _, row, _ in found]
    if given and given != draft.sizes:
        wanted = ", ".join(map(str, draft.sizes))
        draft.reader.fault("[[size]]", f"écrivez les tailles {wanted}, toutes et dans cet ordre.")
    lowest = -1
    for where, row, _ in found:
        if ("at_least" in row) == ("above" in row):
            draft.reader.fault(
                where, "écrivez une borne et une seule, at_least (comprise) ou above (exclue)."
            )
            continue
        bound = cast("int", row.get("at_least", row.get("above")))
        if bound <= lowest:
            draft.reader.fault(where, "sa borne n’est pas plus haute que celle de la taille précédente.")
        lowest = bound
        if "undefined_at" in row and "note" not in row:
            draft.reader.fault(where, "undefined_at demande une note qui dit ce qui est fait.")
    return [
        {**row, **trace, "label": labels.get(cast("int", row.get("size_class")))} for _, row, trace in found
    ]


def _deadlines(draft: _Draft) -> Rows:
    keys = {"mission": Key(TEXT), "start_months": Key(MONTHS), "full_months": Key(MONTHS), **_COMMON}
    return [
        {
            "mission": row.get("mission"),
            "start": "known" if is_count(row.get("start_months")) else row.get("start_months"),
            "latest_start_months": _count(row.get("start_months")),
            "full_deployment_months": _count(row.get("full_months")),
            **trace,
        }
        for _, row, trace in draft.section("deadline", keys, "mission")
    ]


def _payment(draft: _Draft) -> Rows:
    keys = {"rule": Key(TEXT), "label": Key(TEXT), "value": Key(SETTING), "unit": Key(TEXT), **_COMMON}
    rows = []
    for _, row, trace in draft.section("payment", keys, "rule"):
        value = row.get("value")
        kind = "choice" if isinstance(value, str) else "value"
        rows.append(
            {
                "rule": row.get("rule"),
                "label": row.get("label"),
                "unit": row.get("unit"),
                kind: value,
                **trace,
            }
        )
    return rows


def _conflicts(draft: _Draft) -> Rows:
    keys = {
        "id": Key(TEXT),
        "mission": Key(TEXT),
        "parts": Key(TEXTS),
        "size_class": Key(one_of(*draft.sizes)),
        "status": Key(one_of("unresolved", "resolved")),
        "question": Key(TEXT),
        "figures": Key(TABLES),
        **_COMMON,
    }
    rows: Rows = []
    for where, row, trace in draft.section("conflict", keys, "id"):
        figures = [
            draft.reader.record(figure, _FIGURE_KEYS, f"{where}, montant {rank}")
            for rank, figure in enumerate(cast("list[dict[str, object]]", row.get("figures", [])), start=1)
        ]
        if len(figures) == 1:
            draft.reader.fault(
                where, "un désaccord oppose au moins deux montants. Ajoutez l’autre à figures."
            )
        own = {name: row.get(name) for name in ("mission", "size_class", "status", "question")}
        rows += [
            {
                **own,
                **trace,
                "conflict": row.get("id"),
                "part": part,
                "figure": rank,
                "amount": figure.get("amount"),
                "figure_source": figure.get("source"),
                "figure_confidence": figure.get("confidence"),
            }
            for part in cast("list[str]", row.get("parts", []))
            for rank, figure in enumerate(figures, start=1)
        ]
    return rows


def _unknowns(draft: _Draft) -> Rows:
    keys = {"subject": Key(TEXT), "statement": Key(TEXT), "question": Key(TEXT)}
    wanted = COLUMNS["unknowns"]
    return [
        {name: value for name, value in {**row, **trace}.items() if name in wanted}
        for _, row, trace in draft.section("unknown", keys, "subject")
    ]


def _count(value: object) -> object:
    return value if is_count(value) else None
