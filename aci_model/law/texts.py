"""One text of law: what its file may say, and the frames that come out of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from aci_model import frames
from aci_model.law import sections
from aci_model.law.columns import COLUMNS, TITLES
from aci_model.law.faults import (
    CONFIDENCE,
    DAY,
    DAY_OR_UNKNOWN,
    TEXT,
    Key,
    Reader,
    Record,
    is_day,
    one_of,
    open_toml,
)

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.law.vocabulary import Vocabulary

_HEAD = {
    "kind": Key(one_of("text")),
    "id": Key(TEXT),
    "label": Key(TEXT),
    "title": Key(TEXT),
    "reference": Key(TEXT),
    "source": Key(TEXT),
    "confidence": Key(CONFIDENCE),
    "signed": Key(DAY),
    "published": Key(DAY_OR_UNKNOWN),
    "effective": Key(DAY),
    "checked": Key(DAY),
    "note": Key(TEXT, required=False),
}


@dataclass(frozen=True, eq=False, slots=True)
class Text:
    """A text of law as its file states it; nothing is folded yet.

    Attributes:
        id, label, title: how code, a table and a sentence name it.
        reference: where the official text stands.
        source, confidence: where the amounts were read, and how sure they are (A, B, C or ?).
        signed, published, effective, checked: four dates kept apart; published may be unknown.
        note: what a reader must know of this text, or None.
        origin: name of its file.
        records: section -> rows with the columns of columns.COLUMNS; amounts in euros, None when unknown.
    """

    id: str
    label: str
    title: str
    reference: str
    source: str
    confidence: str
    signed: dt.date
    published: dt.date | None
    effective: dt.date
    checked: dt.date
    note: str | None
    origin: str
    records: dict[str, sections.Rows]

    def table(self, section: str) -> pd.DataFrame:
        """Return one section as this text alone states it.

        Args:
            section: amounts, totals, one_off, sizes, deadlines, payment, conflicts or unknowns.

        Returns:
            The columns of `columns.COLUMNS`; of amounts, the annex: a row per mission × part × size, in euros a
            year, missing when unknown, `withdrawn` where the text ends a part.
        """
        return frames.frame(COLUMNS[section], self.records[section])


def parse(source: str, origin: str, vocabulary: Vocabulary) -> Text:
    """Read one text of law.

    Args:
        source: TOML, in the shape of the files of `law/texts`.
        origin: the file's name, for messages.
        vocabulary: the missions, parts and sizes a text may speak of.

    Raises:
        LawError: with every fault at once: unknown key, missing size, duplicate cell, unknown mission or part,
            amount that is not a whole number of euros, dates out of order, missing source or confidence.
    """
    reader = Reader(origin)
    document = open_toml(source, origin)
    head = reader.record({name: value for name, value in document.items() if name not in TITLES}, _HEAD, "")
    _check_dates(reader, head)
    rows = sections.read(reader, document, vocabulary, head)
    reader.close()
    published = head["published"]
    return Text(
        **{name: cast("str", head[name]) for name in _words()},
        signed=cast("dt.date", head["signed"]),
        published=published if isinstance(published, dt.date) else None,
        effective=cast("dt.date", head["effective"]),
        checked=cast("dt.date", head["checked"]),
        note=cast("str | None", head.get("note")),
        origin=origin,
        records=rows,
    )


def _words() -> tuple[str, ...]:
    return ("id", "label", "title", "reference", "source", "confidence")


def _check_dates(reader: Reader, head: Record) -> None:
    """A text is signed, then published, then applied; nobody checked it before it was signed."""
    known = {name: day for name, day in head.items() if is_day(day)}
    for earlier, later in (
        ("signed", "published"),
        ("published", "effective"),
        ("signed", "effective"),
        ("signed", "checked"),
    ):
        if (
            earlier in known
            and later in known
            and cast("dt.date", known[earlier]) > cast("dt.date", known[later])
        ):
            reader.fault(
                "", f"{later} ({known[later]}) précède {earlier} ({known[earlier]}). Vérifiez ces dates."
            )
