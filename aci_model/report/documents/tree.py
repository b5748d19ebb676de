"""What a document holds, whatever it is written as: sections of sentences, tables, figures and pictures.

Texts may come from anyone's spreadsheet: the writers set them as plain words (`texts.said`), never as markup.
Any block may carry a `note`: where its figures come from, told at the end of its section.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from aci_model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

Value = str | float | int | bool | dt.date | None
Format = Literal["text", "euros", "cents", "rate", "number", "integer", "plain", "day"]
Rows = tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph; `strong` when it is the section's finding."""

    text: str
    note: str | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short sentences."""

    items: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure, already written as people read it, and what it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A few figures side by side."""

    facts: tuple[Fact, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and the words that replace it for who does not see it.

    Attributes:
        png: its bytes.
        alt: what it shows, in full sentences.
        caption: its title, a finding.
        note: where its figures come from.
    """

    png: bytes
    alt: str
    caption: str
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a picture that says nothing to who does not see it.

        Raises:
            ValueError: the alternative text is empty.
        """
        if not self.alt.strip():
            raise ValueError("a picture needs an alternative text")


@dataclass(frozen=True, slots=True)
class Computed:
    """A column worked out from others, live in a workbook: missing as soon as one of them is missing.

    Attributes:
        rule: gap (largest − smallest) or product.
        columns: headers of the columns it is worked out from.
    """

    rule: Literal["gap", "product"]
    columns: tuple[str, ...]

    def value(self, values: Sequence[Value]) -> float | None:
        """Work it out from the values of its columns."""
        if any(missing(value) or isinstance(value, str | dt.date) for value in values):
            return None
        numbers = [float(value) for value in values if isinstance(value, int | float)]
        if self.rule == "gap":
            return max(numbers) - min(numbers)
        result = 1.0
        for number in numbers:
            result *= number
        return result


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headers, rows, and what is worked out from them.

    Attributes:
        headers: titles of the columns given, each its own.
        rows: their values, as plain Python ones; None (or NaN) is unknown.
        caption: what the table shows.
        formats: header -> euros | cents | rate (0–1) | number | integer | plain (a year) | day | text.
        computed: header -> how it is worked out; these columns stand after those given, and may build on
            the ones before them.
        totals: headers of the columns summed under the table; the sum of a column that misses a value is unknown,
            and the sum of what is known is told beside it.
        note: where its figures come from.
    """

    headers: tuple[str, ...]
    rows: Rows
    caption: str
    formats: Mapping[str, Format] = field(default_factory=dict)
    computed: Mapping[str, Computed] = field(default_factory=dict)
    totals: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a table that does not hold together.

        Raises:
            ValueError: a header stands twice, or a row has not one value a header.
            KeyError: a format, a computed column or a total names a column that is not there.
        """
        columns = self.columns
        if len(set(columns)) != len(columns):
            raise ValueError("two columns have the same header")
        if any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError("a row has not as many values as there are headers")
        for place, rule in enumerate(self.computed.values(), len(self.headers)):
            unknown = set(rule.columns) - set(columns[:place])
            if unknown or not rule.columns:
                raise KeyError(f"computed from columns that do not stand before: {sorted(unknown)}")
        unknown = ({*self.formats} | {*self.totals}) - set(columns)
        if unknown:
            raise KeyError(f"no such columns: {sorted(unknown)}")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every header, the computed ones last."""
        return (*self.headers, *self.computed)

    def filled(self) -> Rows:
        """Give the rows with their computed values."""
        columns = self.columns
        places = [[columns.index(name) for name in rule.columns] for rule in self.computed.values()]
        made = []
        for row in self.rows:
            values: list[Value] = list(row)
            for rule, among in zip(self.computed.values(), places, strict=True):
                values.append(rule.value([values[place] for place in among]))
            made.append(tuple(values))
        return tuple(made)

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        caption: str,
        formats: Mapping[str, Format] | None = None,
        *,
        computed: Mapping[str, Computed] | None = None,
        totals: tuple[str, ...] = (),
        note: str | None = None,
    ) -> Table:
        """Make a table of a frame whose column names are the headers; its index is left out."""
        columns = [[_plain(value) for value in frame[name].tolist()] for name in frame.columns]
        return cls(
            headers=tuple(map(str, frame.columns)),
            rows=tuple(zip(*columns, strict=True)),
            caption=caption,
            formats=formats or {},
            computed=computed or {},
            totals=totals,
            note=note,
        )


Block = Sentence | Bullets | Table | Picture | Facts


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part: a heading of level 1 or 2, blocks, `new_page` when it starts on its own page."""

    title: str
    blocks: tuple[Block, ...]
    level: Literal[1, 2] = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        title: of the document.
        subtitle: under it.
        community: whose figures these are.
        date: told by the caller, written on every page.
        version: of the document as its owner counts, written on every page.
        sections: in order.
    """

    title: str
    subtitle: str
    community: str
    date: dt.date
    version: str
    sections: tuple[Section, ...]


def _plain(value: object) -> Value:
    """Make a plain Python value of a frame's: None when missing."""
    if missing(value):
        return None
    if isinstance(value, dt.datetime):  # a Timestamp is one
        return value.date()
    inner = value.item() if hasattr(value, "item") else value
    return inner if isinstance(inner, str | float | int | bool | dt.date) else str(inner)
