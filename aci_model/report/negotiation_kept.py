"""What the workbook keeps of the choices made for the papers of the dialogue and for two contracts compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.reading.columns import layout
from aci_model.reading.text import clean, fold
from aci_model.report.negotiation_document import PARTS
from aci_model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_BETWEEN = " ; "


def parts_left(told: str | None) -> list[str]:
    """Tell which parts the dossier has.

    Args:
        told: those left out, as the workbook says them, semicolons between.

    Returns:
        Keys of PARTS, in the dossier's order; words that name no part leave nothing out.
    """
    out = {_part(words) for words in _listed(told)}
    return [part for part in PARTS if part not in out]


def leaving_out(told: str | None, part: str, *, out: bool) -> str | None:
    """Write down that a part stays out of the dossier, or comes back.

    Args:
        told: as the workbook says it now; its words that name no part are kept.
        part: a key of PARTS.
        out: whether it stays out.

    Returns:
        What the workbook says then; None when nothing stays out.
    """
    left = set(parts_left(told)) - {part} if out else {*parts_left(told), part}
    strange = [words for words in _listed(told) if _part(words) is None]
    return _BETWEEN.join([*(PARTS[known] for known in PARTS if known not in left), *strange]) or None


def line_names(lines: pd.DataFrame) -> dict[int, str]:
    """Name each line of one contract by its own words, so that a workbook read again names it the same.

    Args:
        lines: dossier.LINES columns, of one contract.

    Returns:
        line -> its indicator; with its action, then its rank, where the words before are those of several lines.
    """
    label = lines["label"].fillna("").astype("str")
    action = lines["action"].fillna("").astype("str")
    fuller = label.where(~label.duplicated(keep=False) | (action == ""), label + " · " + action)
    rank = fuller.groupby(fuller).cumcount() + 1
    told = fuller.where(~fuller.duplicated(keep=False), fuller + " (" + rank.astype("str") + ")")
    return {int(line): clean(name) for line, name in zip(lines["line"], told, strict=True)}


def corrections(
    pairs: pd.DataFrame, compared: Mapping[str, object], old: pd.DataFrame, new: pd.DataFrame
) -> dict[int, int | None]:
    """Find the pairs a person corrected, among those of two contracts.

    Args:
        pairs: dossier.PAIRS columns, of any contracts.
        compared: « community », « year » and « other » of these two.
        old: lines of the contract before.
        new: lines of the contract after.

    Returns:
        Line of the new contract -> line of the old one it takes up, None for a new line: what `bargaining.diff`
        asks for. A pair whose lines are not there any more says nothing.
    """
    before, after = ({name: line for line, name in line_names(side).items()} for side in (old, new))
    found: dict[int, int | None] = {}
    for row in rows_of(pairs, compared):
        told = pairs.iloc[row]
        new_line, old_line = told["new_line"], told["old_line"]
        if new_line in after and (missing(old_line) or old_line in before):
            found[after[new_line]] = None if missing(old_line) else before[old_line]
    return found


def rows_of(pairs: pd.DataFrame, compared: Mapping[str, object], new_line: str | None = None) -> list[int]:
    """Give the positions of the pairs of two contracts, or of one new line of theirs, in a frame of pairs.

    Args:
        pairs: dossier.PAIRS columns.
        compared: « community », « year » and « other »; a year that is None is one nobody said.
        new_line: a name from `line_names`.
    """
    year = compared["year"]
    same = (pairs["community"] == compared["community"]) & (pairs["other"] == clean(str(compared["other"])))
    same &= pairs["year"].isna() if year is None else (pairs["year"] == year).fillna(value=False)
    if new_line is not None:
        same &= pairs["new_line"] == new_line
    return [int(row) for row in same.fillna(value=False).to_numpy(dtype=bool).nonzero()[0]]


def _listed(told: str | None) -> list[str]:
    return [] if missing(told) else [words.strip() for words in str(told).split(";") if words.strip()]


def _part(words: str) -> str | None:
    """Give the part some words name, under any of the spellings the workbook takes."""
    label = layout().sheets["communities"].columns["papers_without"].choices.get(fold(words))
    return next((part for part, name in PARTS.items() if name == label), None)
