"""What a person gave: files, and what they answered to problems. Values only, without a session."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aci_model.reading.layout import Layout

Place = tuple[str, str, str]  # file, sheet, A1 cell, as a problem names them


@dataclass(frozen=True, slots=True)
class Loaded:
    """The files and answers of a session at one moment.

    Attributes:
        files: name -> content, in the order they came.
        answers: place -> what was typed instead of that cell.
        layouts: file -> how it is read, as the person told or confirmed it.
        sample: the files are the project's example, which the first file of one's own replaces.
        key: SHA-256 of files, answers and layouts; the same key is the same dossier.
        digests: name -> SHA-256 of the content.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    answers: Mapping[Place, str] = field(default_factory=dict)
    sample: bool = False
    key: str = ""
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)


def keyed(
    files: Mapping[str, bytes],
    answers: Mapping[Place, str],
    *,
    sample: bool = False,
    layouts: Mapping[str, Layout] | None = None,
) -> Loaded:
    """Put files, answers and layouts together under the key of their content."""
    told = layouts or {}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    digest = hashlib.sha256()
    for named in digests.items():
        digest.update(repr(named).encode())
    digest.update(repr(sorted(answers.items())).encode())
    digest.update(repr(sorted(told.items())).encode() if told else b"")
    return Loaded(files, answers, sample, digest.hexdigest(), told, digests)


def added(held: Loaded, arrived: Iterable[tuple[str, bytes]]) -> Loaded:
    """Add files: the example gives way, and a file takes the place of the one that had its name."""
    new = distinct(arrived)
    kept = {} if held.sample else dict(held.files)
    answers = {
        place: text
        for place, text in held.answers.items()
        if _within(place[0], kept) and not _within(place[0], new)
    }
    layouts = {
        name: told for name, told in held.layouts.items() if _within(name, kept) and not _within(name, new)
    }
    return keyed(kept | new, answers, layouts=layouts)


def without(held: Loaded, name: str) -> Loaded:
    """Take one file away, and the answers given to its problems."""
    kept = {other: content for other, content in held.files.items() if other != name}
    answers = {place: text for place, text in held.answers.items() if not _within(place[0], [name])}
    layouts = {other: told for other, told in held.layouts.items() if not _within(other, [name])}
    return keyed(kept, answers, sample=held.sample, layouts=layouts)


def _within(file: str, names: Iterable[str]) -> bool:
    """Tell whether a file is one of these, or in one of these zips: « archive.zip/contrat.xlsx »."""
    return any(file == name or file.startswith(f"{name}/") for name in names)


def answered(held: Loaded, place: Place, text: str) -> Loaded:
    """Put an answer in the place of a cell; an empty one gives the cell back to the file."""
    others = {other: typed for other, typed in held.answers.items() if other != place}
    given = others | ({place: text} if text else {})
    return keyed(held.files, given, sample=held.sample, layouts=held.layouts)


def laid_out(held: Loaded, file: str, layout: Layout) -> Loaded:
    """Read a file under this layout from now on."""
    return keyed(held.files, held.answers, sample=held.sample, layouts={**held.layouts, file: layout})


def distinct(arrived: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Keep every file of one arrival: two of the same name come from two folders, the second gets a number."""
    named: dict[str, bytes] = {}
    for name, content in arrived:
        free, count = name, 1
        while free in named and named[free] != content:
            count += 1
            free = f"{name} ({count})"
        named[free] = content
    return named
