"""The sheet of a line on one A4: what is too long is cut, as little as the page asks, and says where the rest is."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from aci_model.report.room import cut, few
from aci_model.wording import typeset, unbroken

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from aci_model.report.negotiation_sheet import SheetTold


class _Limits(NamedTuple):
    """Items of a list, and characters of one, of a proof or a difference, and of what each side understands."""

    items: int
    item: int
    proof: int
    side: int


_LIMITS = (  # from what a calm page holds to what the fullest one does
    _Limits(6, 400, 300, 700),
    _Limits(3, 260, 150, 320),
    _Limits(2, 200, 110, 220),
    _Limits(2, 150, 70, 150),
    _Limits(1, 130, 50, 90),
    _Limits(1, 80, 40, 60),
)
# Measured on the dossier's own page: lines of text it holds, letters of one, what figures, picture and notes take.
_LINES, _LETTERS, _LARGE = 49, 92, 70
_HEAD, _PICTURE, _NOTES = 6, 10, 5
_WORKBOOK = "votre classeur"


def fitted(one: SheetTold) -> SheetTold:
    """Cut what a sheet says until it holds on its page.

    Args:
        one: a sheet, whole.

    Returns:
        The same sheet; its lists and its typed texts no longer than they must, each saying where the rest is.
    """
    made = one
    for limits in _LIMITS:
        made = _within(one, limits)
        if _lines(made) <= _LINES:
            break
    return made


def _within(one: SheetTold, limits: _Limits) -> SheetTold:
    items, item, proof, side = limits
    return replace(
        one,
        questions=few(
            alone(one.questions, one.title), items, item, "le registre", noun=("question", "questions")
        ),
        findings=few(
            alone(one.findings, one.title), items, item, "« Échanges »", noun=("constat", "constats")
        ),
        facts=few(one.facts, items, item, _WORKBOOK, noun=("fait", "faits")),
        ours=None if one.ours is None else cut(one.ours, side, _WORKBOOK),
        theirs=None if one.theirs is None else cut(one.theirs, side, _WORKBOOK),
        differences=one.differences.map(lambda text: cut(text, proof, _WORKBOOK)),
        proof=one.proof.map(lambda text: cut(text, proof, _WORKBOOK)),
    )


def alone(items: tuple[str, ...], title: str) -> tuple[str, ...]:
    """Leave out the name of the line where its sheet says it, at the head of the page."""
    named = unbroken(typeset(f"« {title} » : "))
    return tuple(
        f"{item[len(named)].upper()}{item[len(named) + 1 :]}" if item.startswith(named) else item
        for item in items
    )


def _lines(one: SheetTold) -> int:
    """Count the lines a sheet takes on paper."""
    steps = "".join(f"{step}, 00 000 € ; " for step in one.steps.iloc[:, 0])
    readings = "".join(f"{name} 00 000 €, " for name in one.readings.iloc[:, 0])
    sides = " ".join([one.ours or "rien de noté", one.theirs or "rien de noté", *_cells(one.differences)])
    return (
        _HEAD
        + _of([one.title, f"Contre-proposition : {one.offer}"], _LARGE)
        + _of(tile.sentence for tile in one.tiles[1:] if not tile.to_type)
        + (_PICTURE if len(one.history) > 1 else 0)
        + _of([one.done + steps + one.read_at + readings])
        + sum(1 + _of(items) for items in (one.questions, one.findings, one.facts) if items)
        + _of([f"Ce que nous comprenons : . Ce que la CPAM ou l’ARS comprend : . {sides}"])
        + _of([" ".join(_cells(one.proof))])
        + _NOTES
    )


def _of(texts: Iterable[str], letters: int = _LETTERS) -> int:
    return sum(math.ceil(max(len(text), 1) / letters) for text in texts)


def _cells(table: pd.DataFrame) -> list[str]:
    return [str(text) for text in table.to_numpy().ravel().tolist()]
