"""The sheet Versements: what was really paid, where it is not what was due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model import wording
from aci_model.reading import rows
from aci_model.reading.body import framed, origin
from aci_model.reading.communities import Context, owners
from aci_model.reading.dossier import PAYMENTS
from aci_model.reading.envelopes import SheetFrames
from aci_model.reading.kept import kept_rows
from aci_model.reading.names import ids
from aci_model.reading.problems import ERROR, INFO, WARNING
from aci_model.reading.text import fold
from aci_model.reading.values import choices, days, numbers, text_column
from aci_model.reading.years import is_rank, years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from aci_model.reading.problems import Problem
    from aci_model.reading.tables import Key, Table

# A payment comes in the calendar year its contract year starts, or in one of the next ones.
_LATEST = 4


def read_payments(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of payments.

    Args:
        table: the recognised sheet.
        context: names of missions, communities and signatures already known.
        problems: where doubts are added.

    Returns:
        Frames of `PAYMENTS` and `KEPT`. A row without a year, a payment or an amount, or whose mission is not
        known, corrects nothing: it is kept aside and said. An empty mission means every mission of the year.
    """
    counted, left = rows.split(table, problems)
    whole = table.select(counted)
    communities = owners(whole, context, problems)
    before = len(problems)
    found = years(whole, ("year", ""), [fold(name) for name in communities], context.signed, problems)
    flows = choices(whole, ("flow", ""), problems)
    amounts = numbers(whole, ("amount", ""), problems)
    missions, lost = ids(whole, ("mission", ""), context.names, problems)
    doubted = {(problem.row, problem.column) for problem in problems[before:]}
    _say_missing(whole, {"year": found, "flow": flows, "amount": amounts.tolist()}, doubted, problems)
    usable = [
        row
        for row in range(len(whole))
        if found[row] is not None and flows[row] and not pd.isna(amounts[row]) and not lost[row]
    ]
    body = whole.select(usable)
    spans = [found[row] for row in usable]
    data = {
        "community": [communities[row] for row in usable],
        "year": spans,
        "mission": [missions[row] for row in usable],
        "flow": [flows[row] for row in usable],
        "paid_on": _paid_on(body, spans, problems),
        "amount": amounts[usable],
        "reason": text_column(body, ("reason", ""), problems),
        **origin(body, ("amount", "")),
    }
    frame = framed(data, PAYMENTS)
    _say_unexplained(body, frame, problems)
    _say_overlaps(body, frame, problems)
    aside = sorted([*left, *(counted[row] for row in range(len(whole)) if row not in set(usable))])
    return SheetFrames(frame, kept_rows(body, table.select(aside)))


def _say_missing(
    table: Table,
    columns: dict[str, Sequence[object]],
    doubted: set[tuple[int, int]],
    problems: list[Problem],
) -> None:
    """Say what each row lacks, unless its cell has already been said not to be understood."""
    for column, values in columns.items():
        key = (column, "")
        header = table.declared(key).header
        for row, value in enumerate(values):
            if wording.missing(value) and table.place(row, table.at.get(key, 0)) not in doubted:
                message = f"Ce versement n'a pas de {header}."
                done = f"Il n'est pas utilisé. Remplissez la colonne {header}."
                problems.append(table.problem(row, key, ERROR, message, done))


def _paid_on(table: Table, spans: Sequence[int | None], problems: list[Problem]) -> list[dt.date | None]:
    """Read the days of payment; one that cannot belong to its contract year is not used."""
    key = ("paid_on", "")
    read = days(table, key, problems)
    for row, (day, year) in enumerate(zip(read, spans, strict=True)):
        if day is None or year is None or is_rank(year) or year <= day.year <= year + _LATEST:
            continue
        message = f"Un versement du {wording.day(day)} ne peut pas être dû pour l'année {year}."
        done = "Le jour du versement est traité comme inconnu. Corrigez la date, ou l'année."
        problems.append(table.problem(row, key, ERROR, message, done))
        read[row] = None
    return read


def _say_unexplained(table: Table, frame: pd.DataFrame, problems: list[Problem]) -> None:
    """Ask why a payment differs: whoever comes next could not tell it from a slip."""
    key: Key = ("reason", "")
    where: Key = key if table.has("reason") else ("amount", "")
    problems.extend(
        table.problem(
            row,
            where,
            INFO,
            "Ce versement n'a pas de motif.",
            "Il compte. Écrivez dans la colonne motif pourquoi ce montant n'est pas celui attendu.",
        )
        for row, lacks in enumerate(frame["reason"].isna().tolist())
        if lacks
    )


def _say_overlaps(table: Table, frame: pd.DataFrame, problems: list[Problem]) -> None:
    """Warn of a payment typed for one mission and, the same year, for all of them."""
    keys = ["community", "year", "flow"]
    everywhere = frame["mission"].isna()
    general = frame.loc[everywhere, keys].drop_duplicates().assign(twice=True)
    both = frame[keys].merge(general, on=keys, how="left")["twice"].notna() & ~everywhere
    problems.extend(
        table.problem(
            row,
            ("mission", ""),
            WARNING,
            "Ce versement est donné pour cette mission, et aussi pour toutes les missions de l'année.",
            "Il compte pour elle, et l'autre pour les autres missions. Effacez l'un des deux si l'argent est le même.",
        )
        for row, hit in enumerate(both.tolist())
        if hit
    )
