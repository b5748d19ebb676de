"""All the files of one reading, opened one after the other: zips of files taken apart, no file stopping another."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from aci_model import wording
from aci_model.reading.isolation import ExhaustedError, Opened, open_file
from aci_model.reading.limits import limits
from aci_model.reading.refusal import RefusedError
from aci_model.reading.text import french

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aci_model.reading.limits import BatchLimits
    from aci_model.reading.sheets import RawSheet

    OnFile = Callable[[str, int, int], None]

NESTED = french(
    "Cette archive est dans une autre archive ; elle n'est pas ouverte. Déposez-la à part, ou mettez ses fichiers"
    " directement dans la première."
)
EXHAUSTED = french(
    "Plusieurs fichiers de cet envoi ont épuisé le lecteur ; ceux qui restent ne sont pas lus."
    " Déposez-les à part, sans les premiers."
)


class Outcome(NamedTuple):
    """What came of one file: its sheets, or the sentence that refuses it."""

    name: str  # of a file in a zip: « archive.zip/inner.xlsx »
    sheets: list[RawSheet]
    notices: list[str]
    refusal: str  # "" when it was opened


class _Budget:
    """What is left for the files to come."""

    def __init__(self, bounds: BatchLimits) -> None:
        self._bounds = bounds
        self._files = self._bytes = self._cells = self._characters = self._failures = 0

    def ask(self, content: bytes) -> None:
        """Count one file in.

        Raises:
            RefusedError: there is no room for it.
        """
        self._files += 1
        self._bytes += len(content)
        if self._failures >= self._bounds.failures:
            raise RefusedError(EXHAUSTED)
        if self._files > self._bounds.files:
            most = wording.number(self._bounds.files, 0)
            raise RefusedError(
                f"Cet envoi compte plus de {most} fichiers. Déposez celui-ci dans un autre envoi."
            )
        if self._bytes > self._bounds.largest:
            raise RefusedError(_full())

    def weigh(self, sheets: Sequence[RawSheet]) -> None:
        """Count in what a file holds.

        Raises:
            RefusedError: all files together hold too much.
        """
        self._cells += sum(len(row) for sheet in sheets for row in sheet.rows)
        self._characters += sum(
            len(cell) for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, str)
        )
        if self._cells > self._bounds.cells or self._characters > self._bounds.characters:
            raise RefusedError(_full())

    def fail(self) -> None:
        """Count one file that used up its reader."""
        self._failures += 1


def open_all(files: Sequence[tuple[str, bytes]], on_file: OnFile | None = None) -> Iterator[Outcome]:
    """Open files one after the other, each in limits, and tell what came of each.

    Args:
        files: (name, content); a zip of files counts for those it holds.
        on_file: called after each file with its name, how many are done, and how many are known so far.

    Yields:
        One outcome a file, in order. Two files of one name are told apart: places must name one cell.
    """
    budget = _Budget(limits().batch)
    waiting = deque((name, content, False) for name, content in _distinct(files))
    done, total = 0, len(waiting)
    while waiting:
        name, content, inner = waiting.popleft()
        try:
            budget.ask(content)
            opened = _opened(name, content, inner=inner)
            budget.weigh(opened.sheets)
        except ExhaustedError as refusal:
            budget.fail()
            outcome = Outcome(name, [], [], str(refusal))
        except RefusedError as refusal:
            outcome = Outcome(name, [], [], str(refusal))
        else:
            if opened.files:
                waiting.extendleft(
                    (f"{name}/{inside}", data, True) for inside, data in reversed(opened.files)
                )
                total += len(opened.files) - 1
                continue
            outcome = Outcome(name, opened.sheets, opened.notices, "")
        done += 1
        if on_file is not None:
            on_file(name, done, total)
        yield outcome


def _opened(name: str, content: bytes, *, inner: bool) -> Opened:
    opened = open_file(name, content)
    if opened.files and inner:
        raise RefusedError(NESTED)
    return opened


def _distinct(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    seen: dict[str, int] = {}
    distinct = []
    for name, content in files:
        seen[name] = seen.get(name, 0) + 1
        distinct.append((name if seen[name] == 1 else f"{name} ({seen[name]})", content))
    return distinct


def _full() -> str:
    return (
        "Les fichiers de cet envoi sont trop lourds pour être lus ensemble."
        " Déposez celui-ci dans un autre envoi, ou gardez les seules feuilles du contrat."
    )
