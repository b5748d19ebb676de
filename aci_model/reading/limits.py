"""The limits of limits.toml, each with its reason there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True, slots=True)
class FileLimits:
    """One file as it comes, in bytes."""

    largest: int


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """All the files of one reading: how many, their bytes, what they hold, those that use up their reader."""

    files: int
    largest: int
    cells: int
    characters: int
    failures: int


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """A zip: entries, and bytes once expanded."""

    entries: int
    largest_entry: int
    expanded: int
    ratio: int
    ratio_from: int


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """A sheet of a workbook, counted to its last filled cell."""

    count: int
    rows: int
    columns: int
    cells: int
    merges: int
    text: int


@dataclass(frozen=True, slots=True)
class BookLimits:
    """All the sheets of a workbook."""

    cells: int


@dataclass(frozen=True, slots=True)
class TextLimits:
    """A csv: bytes of one line, columns, cells."""

    line: int
    columns: int
    cells: int


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """The process that reads: bytes of memory, seconds of processor and by the clock, bytes of its answer."""

    memory: int
    processor: int
    patience: float
    answer: int
    files_each: int
    processes: int
    open_files: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit."""

    file: FileLimits
    batch: BatchLimits
    archive: ArchiveLimits
    sheet: SheetLimits
    book: BookLimits
    text: TextLimits
    reader: ReaderLimits


@cache
def limits() -> Limits:
    """Read limits.toml once.

    Raises:
        KeyError, TypeError: a limit is missing or unknown (a fault of this package, not of a person's file).
    """
    data = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return Limits(
        file=FileLimits(**data.pop("file")),
        batch=BatchLimits(**data.pop("batch")),
        archive=ArchiveLimits(**data.pop("archive")),
        sheet=SheetLimits(**data.pop("sheet")),
        book=BookLimits(**data.pop("book")),
        text=TextLimits(**data.pop("text")),
        reader=ReaderLimits(**data.pop("reader")),
        **data,
    )
