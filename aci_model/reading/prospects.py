"""What a person expects and decides of each line: chances by step, deadline, proof, choice, abandon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.reading.problems import ERROR, WARNING
from aci_model.reading.text import fold
from aci_model.reading.values import choices, days, numbers
from aci_model.reading.years import span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from aci_model.reading.communities import Context
    from aci_model.reading.problems import Problem
    from aci_model.reading.schedule import Schedule
    from aci_model.reading.tables import Key, Table

_STEP = "step_chance"


def step_chances(
    table: Table, read: Schedule, last: npt.NDArray[np.float64], problems: list[Problem]
) -> npt.NDArray[np.float64]:
    """Read the chance of reaching each step.

    Args:
        table: the lines.
        read: their steps.
        last: the single chance of each line, of its last step.
        problems: where doubts are added.

    Returns:
        Rows × steps, 0–1, NaN when not typed. A chance above that of an earlier step is kept as typed and
        said: whoever works with it brings it down, since reaching a step means reaching those before.
    """
    size = len(table)
    found = np.full((size, len(read.ranks)), np.nan)
    for key in table.keys(_STEP):
        chances = numbers(table, key, problems)
        at = read.ranks.index(int(key[1])) if int(key[1]) in read.ranks else None
        stepped = np.zeros(size, bool) if at is None else (read.levelled | read.priced)[:, at]
        lost = np.flatnonzero(~np.isnan(chances) & ~stepped).tolist()
        problems.extend(_stepless(table, row, key) for row in lost)
        if at is not None:
            found[:, at] = np.where(stepped, chances, np.nan)
    if table.keys(_STEP):
        _say_rising(table, read, found, problems)
        _say_two_lasts(table, read, found, last, problems)
    return found


def _stepless(table: Table, row: int, key: Key) -> Problem:
    message = f"Cette chance est celle d'un palier {key[1]}, que la ligne n'a pas."
    return table.problem(
        row, key, ERROR, message, "Elle n'est pas utilisée. Déplacez-la sous le palier qu'elle concerne."
    )


def _say_rising(
    table: Table, read: Schedule, found: npt.NDArray[np.float64], problems: list[Problem]
) -> None:
    low = np.fmin.accumulate(np.column_stack([np.full(len(found), np.inf), found]), axis=1)[:, :-1]
    for row, at in zip(*(place.tolist() for place in np.nonzero(found > low)), strict=True):
        rank = read.ranks[at]
        counted = wording.percent(low[row, at])
        against = f"dépasse celle d'un palier précédent ({counted})"
        done = f"Elle compte pour {counted}. Corrigez l'une des deux."
        problems.append(_clash(table, (row, rank), found[row, at], against, done))


def _say_two_lasts(
    table: Table,
    read: Schedule,
    found: npt.NDArray[np.float64],
    last: npt.NDArray[np.float64],
    problems: list[Problem],
) -> None:
    """Say a last step that has two chances: its own, and that of the whole line."""
    stepped = read.levelled | read.priced
    at = stepped.shape[1] - 1 - np.argmax(stepped[:, ::-1], axis=1)
    own = found[np.arange(len(found)), at]
    for row in np.flatnonzero(~np.isnan(own) & ~np.isnan(last) & (own != last)).tolist():
        rank = read.ranks[at[row]]
        against = f"n'est pas la chance d'atteinte de la ligne ({wording.percent(last[row])})"
        done = f"Celle du palier {rank} est utilisée. Effacez l'une des deux."
        problems.append(_clash(table, (row, rank), own[row], against, done))


def _clash(table: Table, place: tuple[int, int], chance: float, against: str, done: str) -> Problem:
    """Say that the chance of a step goes against another chance, and what becomes of it."""
    row, rank = place
    message = f"La chance du palier {rank} ({wording.percent(chance)}) {against}."
    return table.problem(row, (_STEP, str(rank)), WARNING, message, done)


def decisions(
    table: Table,
    years: Sequence[int | None],
    communities: Sequence[str],
    context: Context,
    problems: list[Problem],
) -> dict[str, list[object]]:
    """Read the deadline, the strength of the proof, the choice and the abandon of each line.

    Args:
        table: the lines.
        years: contract year of each.
        communities: community of each.
        context: signatures already known: a day outside the line's contract year is said, and kept.
        problems: where doubts are added.

    Returns:
        Columns of `LINES`: deadline, strength, choice, abandon, abandoned_on.
    """
    deadlines = days(table, ("deadline", ""), problems)
    strengths = choices(table, ("strength", ""), problems)
    abandons = choices(table, ("abandon", ""), problems)
    given_up = days(table, ("abandoned_on", ""), problems)
    spans = [
        span(context.signed_on.get(fold(community)), year)
        for community, year in zip(communities, years, strict=True)
    ]
    problems.extend(_outside(table, "deadline", "La date limite", deadlines, spans))
    problems.extend(_outside(table, "abandoned_on", "Le jour de l'abandon", given_up, spans))
    for row, (cause, day) in enumerate(zip(abandons, given_up, strict=True)):
        if day is not None and cause is None and table.column(("abandon", ""))[row] is None:
            message = "Un jour d'abandon est donné, mais pas sa cause."
            done = "La ligne n'est pas comptée comme abandonnée. Remplissez la colonne abandon."
            problems.append(table.problem(row, ("abandoned_on", ""), WARNING, message, done))
    return {
        "deadline": list(deadlines),
        "strength": [None if word is None else int(word) for word in strengths],
        "choice": list(choices(table, ("choice", ""), problems)),
        "abandon": list(abandons),
        "abandoned_on": list(given_up),
    }


def _outside(
    table: Table,
    column: str,
    what: str,
    read: Sequence[dt.date | None],
    spans: Sequence[tuple[dt.date, dt.date] | None],
) -> Iterator[Problem]:
    for row, (day, of_year) in enumerate(zip(read, spans, strict=True)):
        if day is None or of_year is None or of_year[0] <= day <= of_year[1]:
            continue
        message = (
            f"{what} ({wording.day(day)}) tombe hors de l'année du contrat, qui va du"
            f" {wording.day(of_year[0])} au {wording.day(of_year[1])}."
        )
        done = "Cette date est gardée. Corrigez-la, ou l'année de la ligne."
        yield table.problem(row, (column, ""), WARNING, message, done)
