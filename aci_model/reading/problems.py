"""Doubts about a person's files: gathered all at once, told in French, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aci_model import wording
from aci_model.frames import frame
from aci_model.reading.dossier import PROBLEMS
from aci_model.reading.text import a1

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

REFUSED, ERROR, WARNING, INFO = "refused", "error", "warning", "info"
_SHOWN_CELLS = 6


class Problem(NamedTuple):
    """One doubt, at one place of one file."""

    file: str
    sheet: str  # "" for the whole file
    row: int  # 1-based; 0 for the whole sheet
    column: int  # 0-based; -1 for the whole row or sheet
    severity: str
    message: str
    done: str


def problems_frame(
    problems: Sequence[Problem], files: Sequence[str], sheets: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """Lay the doubts out as a frame, in the order of the files, their sheets, rows and columns.

    Args:
        problems: doubts in any order.
        files: file names, in the order given by the person.
        sheets: (file, sheet) in the order of each workbook.

    Returns:
        A frame with the columns of `PROBLEMS`; a place that does not apply is missing.
    """
    file_ranks = {name: rank for rank, name in enumerate(files)}
    sheet_ranks = {place: rank for rank, place in enumerate(sheets)}
    ordered = sorted(
        dict.fromkeys(problems),  # one doubt about a cell that many rows share is said once
        key=lambda p: (file_ranks.get(p.file, -1), sheet_ranks.get((p.file, p.sheet), -1), p.row, p.column),
    )
    return frame(
        PROBLEMS,
        (
            {
                "file": problem.file,
                "sheet": problem.sheet or None,
                "cell": a1(problem.row, max(problem.column, 0)) if problem.row else None,
                "severity": problem.severity,
                "message": problem.message,
                "done": problem.done,
            }
            for problem in ordered
        ),
    )


def places(cells: Sequence[str]) -> str:
    """List cells in a sentence, the first ones when there are many: « H7, H12 et 9 autres »."""
    if len(cells) <= _SHOWN_CELLS:
        return wording.enumeration(cells)
    others = len(cells) - _SHOWN_CELLS
    return f"{', '.join(cells[:_SHOWN_CELLS])} et {wording.count(others, 'autre')}"


def sentence(text: str) -> str:
    """End a sentence with a full stop, once."""
    return text if text.endswith((".", "…")) else text + "."
