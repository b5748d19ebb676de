"""The sheets Dépenses, Historique and Territoire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aci_model import wording
from aci_model.reading import rows
from aci_model.reading.body import counted_rows, framed, origin, require
from aci_model.reading.cells import Doubt, words
from aci_model.reading.communities import Context, owners
from aci_model.reading.dossier import EXPENSES, HISTORY, TERRITORY
from aci_model.reading.envelopes import SheetFrames
from aci_model.reading.kept import kept_rows
from aci_model.reading.names import ids
from aci_model.reading.problems import ERROR, INFO
from aci_model.reading.text import fold, quoted
from aci_model.reading.values import choices, days, measures, numbers, same_word, text_column
from aci_model.reading.years import years

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from aci_model.reading.problems import Problem
    from aci_model.reading.tables import Key, Table


def read_expenses(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of expenses; frames of `EXPENSES` and `KEPT`."""
    body, left = counted_rows(table, ("amount",), problems)
    missions, _ = ids(body, ("mission", ""), context.names, problems)
    amounts = numbers(body, ("amount", ""), problems)
    rhythms = choices(body, ("rhythm", ""), problems)
    firm = choices(body, ("firm", ""), problems)
    starts, ends = days(body, ("start", ""), problems), days(body, ("end", ""), problems)
    done = "Elle ne peut pas être placée dans l'année."
    require(body, "amount", "Cette dépense n'a pas de montant.", done, problems)
    require(body, "rhythm", "Cette dépense n'a pas de rythme.", done, problems)
    _announce_silent(body, "firm", firm, "On ne sait pas si ces dépenses peuvent s'arrêter.", problems)
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start and end and end < start:
            message = f"La fin ({wording.day(end)}) vient avant le début ({wording.day(start)})."
            done = "La dépense n'a lieu aucun jour tant que ces dates ne sont pas corrigées."
            problems.append(body.problem(row, ("end", ""), ERROR, message, done))
    _announce_endless(body, rhythms, problems)
    data = {
        "community": owners(body, context, problems),
        "post": text_column(body, ("post", ""), problems),
        "mission": missions,
        "amount": amounts,
        "rhythm": rhythms,
        "start": starts,
        "end": ends,
        "firm": [None if word is None else word == "ferme" for word in firm],
        "priority": numbers(body, ("priority", ""), problems),
        **origin(body, ("amount", ""), ("post", "")),
    }
    return SheetFrames(framed(data, EXPENSES), kept_rows(body, table.select(left)))


def read_history(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of past years; frames of `HISTORY` and `KEPT`.

    A row without a year or a mission says nothing usable: it is kept aside and said.
    """
    counted, left = rows.split(table, problems)
    whole = table.select(counted)
    communities = owners(whole, context, problems)
    found = years(whole, ("year", ""), [fold(name) for name in communities], context.signed, problems)
    missions, lost = ids(whole, ("mission", ""), context.names, problems)
    for row, (year, mission) in enumerate(zip(found, missions, strict=True)):
        missing = "année" if year is None else "mission"
        said = lost[row] or (year is None and whole.column(("year", ""))[row] is not None)
        if not said and (year is None or mission is None):
            message, done = (
                f"Cette ligne n'a pas de {missing}.",
                f"Elle n'est pas utilisée. Remplissez la colonne {missing}.",
            )
            problems.append(
                whole.problem(row, ("year" if year is None else "mission", ""), ERROR, message, done)
            )
    usable = [row for row, year in enumerate(found) if year is not None and missions[row] is not None]
    body = whole.select(usable)
    data = {
        "community": [communities[row] for row in usable],
        "year": [found[row] for row in usable],
        "mission": [missions[row] for row in usable],
        "label": text_column(body, ("label", ""), problems),
        "result": _values(body, "result", [None] * len(body), problems),
        "paid": numbers(body, ("paid", ""), problems),
        **origin(body, ("paid", ""), ("result", ""), ("year", "")),
    }
    aside = sorted([*left, *(counted[row] for row in range(len(whole)) if row not in set(usable))])
    return SheetFrames(framed(data, HISTORY), kept_rows(body, table.select(aside)))


def read_territory(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of facts about the territory; frames of `TERRITORY` and `KEPT`."""
    body, left = counted_rows(table, ("value",), problems)
    units = text_column(body, ("unit", ""), problems)
    read = measures(body.column(("value", "")))
    percent = words("percent_units")
    shown = ["%" if rate else unit for rate, unit in zip(read.shown.tolist(), units, strict=True)]
    data = {
        "community": owners(body, context, problems),
        "fact": text_column(body, ("fact", ""), problems),
        "label": text_column(body, ("label", ""), problems),
        "value": _values(body, "value", units, problems),
        "unit": ["%" if unit and fold(unit) in percent else unit for unit in shown],
        "as_of": days(body, ("as_of", ""), problems),
        "source": text_column(body, ("source", ""), problems),
        **origin(body, ("value", ""), ("fact", "")),
    }
    return SheetFrames(framed(data, TERRITORY), kept_rows(body, table.select(left)))


def _values(
    table: Table, column: str, units: Sequence[str | None], problems: list[Problem]
) -> npt.NDArray[np.float64]:
    """Read values whose line is elsewhere: numbers, rates as percentages, oui as 1 and non as 0."""
    key = (column, "")
    read = measures(table.column(key))
    for row, word in read.words.items():
        if row not in read.doubts and not same_word(word, units[row]):
            value = wording.number(float(read.value[row]), 6)
            read.drop(row, Doubt(f"{quoted(read.typed[row])} n'est pas un nombre.", f"Saisissez {value}"))
    for row in np.flatnonzero(~np.isnan(read.answer)).tolist():
        read.settle(row, read.answer[row])
    problems.extend(table.unused(row, key, doubt) for row, doubt in read.doubts.items())
    return read.value


def _announce_endless(table: Table, rhythms: Sequence[str | None], problems: list[Problem]) -> None:
    """Say once a sheet which expenses have no last day; a single payment needs none."""
    cells = table.column(("end", ""))
    endless = [
        row for row, word in enumerate(rhythms) if cells[row] is None and word not in {None, "ponctuel"}
    ]
    if not endless:
        return
    key: Key = ("end", "") if table.has("end") else ("amount", "")
    several = len(endless) > 1
    lack = "n'ont" if several else "n'a"
    message = f"{wording.count(len(endless), 'dépense')} {lack} pas de fin ({{places}})."
    done = (
        f"{'Elles sont comptées' if several else 'Elle est comptée'} jusqu'à la fin du contrat."
        " Remplissez la colonne fin si cela s'arrête avant."
    )
    problems.append(table.grouped(endless, key, INFO, message, done))


def _announce_silent(
    table: Table, column: str, read: Sequence[str | None], message: str, problems: list[Problem]
) -> None:
    key = (column, "")
    cells = table.column(key)
    silent = [row for row, word in enumerate(read) if word is None and cells[row] is None]
    if silent:
        header = table.declared(key).header
        done = f"Remplissez la colonne {header} pour savoir ce qui reste couvert."
        problems.append(table.grouped(silent, key, INFO, message.rstrip(".") + " ({places}).", done))
