"""Sheets of envelopes in someone else's shape: a column for each part, or one amount a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from aci_model.reading.columns import layout as declared
from aci_model.reading.layout import heads, titles
from aci_model.reading.layout.content import looks
from aci_model.reading.layout.missions import mission_of
from aci_model.reading.layout.plan import CONFIRM, ENVELOPES, ColumnPlan, SheetPlan
from aci_model.reading.layout.titles import NOTHING, Guess
from aci_model.reading.layout.vocabulary import vocabulary, words
from aci_model.reading.tables import typed
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from aci_model.reading.layout.content import Looks
    from aci_model.reading.names import Names
    from aci_model.reading.sheets import RawSheet

_LEAST_NAMED = 0.5  # share of rows that must name a mission


def propose_envelopes(sheet: RawSheet, names: Names, header: int, depth: int) -> SheetPlan | None:
    """Propose how a sheet of envelopes is read; None when it does not look like one.

    Args:
        sheet: its cells.
        names: accepted spellings of missions and parts.
        header: 1-based first title row, when a person told it; 0 to find it.
        depth: number of title rows, with `header`.
    """
    says = partial(guess_part, names=names)
    if header:
        head = heads.Head(header - 1, depth, heads.titles_at(sheet, header - 1, depth), 1.0)
    else:
        found = heads.find(sheet, says)
        if found is None:
            return None
        head = found
    rows = sheet.rows[head.row + head.depth :]
    plans = []
    for column, title in head.titles.items():
        seen = looks([row[column] if column < len(row) else None for row in rows], names)
        plans.append(_plan(column, title, says(title), seen))
    ids = {plan.meaning[0] for plan in plans if plan.meaning}
    mission = next((plan.column for plan in plans if plan.meaning == ("mission", "")), None)
    if mission is None or not ("wide" in ids or {"part", "amount"} <= ids):
        return None
    named = [typed(row[mission]) for row in rows if mission < len(row) and row[mission] is not None]
    known = sum(mission_of(text, names) is not None for text in named)
    if not named or known < _LEAST_NAMED * len(named):
        return None
    return SheetPlan(sheet.name, ENVELOPES, head.row + 1, head.depth, tuple(plans), leave=vocabulary().totals)


def guess_part(title: str, names: Names) -> Guess:
    """Say what a title of a sheet of envelopes means; the rank is then the part it is for."""
    said = words(title)
    if not said:
        return NOTHING
    spelt = {words(spelling): part for spelling, part in names.spellings["part"].items()}
    bare = tuple(word for word in said if word not in {"€", "k€", "en", "montant", "euro", "annuel"})
    if bare in spelt:
        return Guess("wide", spelt[bare], 1.0 if bare == said else 0.95)
    if {"total", "ensemble"} & set(said):
        return Guess("aside", "", 1.0)
    for column in declared().sheets[ENVELOPES].columns.values():
        if column.per == "" and fold(title) in column.names:
            return Guess(column.id, "", 1.0)
    return NOTHING


def _plan(column: int, title: str, found: Guess, seen: Looks) -> ColumnPlan:
    unit = titles.unit_of(title)
    if found.column in {"", "aside"}:
        asked = found.column == "" and seen.number >= _LEAST_NAMED and seen.filled > 0
        return ColumnPlan(column, title, None, unit, found.score, "le titre n'est pas connu", asked)
    pays = found.column in {"wide", "amount"}
    fits = (seen.number + seen.nothing if seen.filled else 1.0) if pays else 1.0
    score = round(found.score * (0.4 + 0.6 * fits), 2)
    meaning = (found.column, found.rank) if score >= CONFIRM else None
    confirmed = "le titre et les cases le disent" if fits >= CONFIRM else "les cases ne le confirment pas"
    return ColumnPlan(column, title, meaning, unit, score, confirmed, asked=meaning is None and pays)
