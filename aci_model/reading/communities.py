"""The sheet Communauté, and to which community each row of the other sheets belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aci_model import wording
from aci_model.frames import frame
from aci_model.reading import rows
from aci_model.reading.dossier import COMMUNITIES, STARTS
from aci_model.reading.kept import kept_rows
from aci_model.reading.problems import ERROR, INFO, WARNING
from aci_model.reading.tables import Key, Table, texts
from aci_model.reading.text import fold, quoted
from aci_model.reading.values import choices, days, flags, numbers, text_column
from aci_model.reading.years import LAST_RANK

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from aci_model.reading.names import Names
    from aci_model.reading.problems import Problem


class Context(NamedTuple):
    """What every sheet needs to know before it is read."""

    names: Names
    home: str  # the community of a row that does not name one
    signed_on: dict[str, dt.date]  # folded community -> day of its signature

    @property
    def signed(self) -> dict[str, int]:
        """Folded community -> calendar year of its signature."""
        return {name: day.year for name, day in self.signed_on.items()}


class CommunityFrames(NamedTuple):
    """What one sheet Communauté holds."""

    communities: pd.DataFrame
    starts: pd.DataFrame
    kept: pd.DataFrame


def read_communities(table: Table, problems: list[Problem]) -> CommunityFrames:
    """Read a sheet Communauté: one community a row, or keys and values down two columns.

    Args:
        table: the recognised sheet.
        problems: where doubts are added.

    Returns:
        Frames of `COMMUNITIES`, `STARTS` and `KEPT`; a row without a name is kept aside and said.
    """
    counted, left = rows.split(table, problems)
    counted, nameless = rows.named(
        table, counted, [column for column in table.spec.columns if column != "community"], problems
    )
    body = table.select(counted)
    names = texts(body.column(("community", "")))
    signed = days(body, ("signed", ""), problems)
    parts = text_column(body, ("papers_without", ""), problems)
    _say_strange_parts(body, parts, problems)
    sizes = choices(body, ("size_class", ""), problems)
    columns: dict[str, list[object]] = {
        "community": list(names),
        "population": numbers(body, ("population", ""), problems).tolist(),
        "size_class": [int(size) if size else None for size in sizes],
        "signed": list(signed),
        "region": list(text_column(body, ("region", ""), problems)),
        "crisis": list(flags(body, ("crisis", ""), problems)),
        "invented": list(flags(body, ("invented", ""), problems)),
        **_account(body, signed, problems),
        "capacity": numbers(body, ("capacity", ""), problems).tolist(),
        "daily_cost": numbers(body, ("daily_cost", ""), problems).tolist(),
        "balance_delay": numbers(body, ("balance_delay", ""), problems).tolist(),
        "variable_advance": numbers(body, ("variable_advance", ""), problems).tolist(),
        "overpayment": list(choices(body, ("overpayment", ""), problems)),
        "papers_on": list(days(body, ("papers_on", ""), problems)),
        "papers_version": list(text_column(body, ("papers_version", ""), problems)),
        "papers_without": list(parts),
        "papers_euros": list(flags(body, ("papers_euros", ""), problems)),
    }
    records = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    starts = [
        {"community": name, "mission": key[1], "start": day}
        for key in body.keys("start")
        for name, day in zip(names, _starts(body, key, signed, problems), strict=True)
        if day is not None
    ]
    return CommunityFrames(
        frame(COMMUNITIES, records),
        frame(STARTS, starts),
        kept_rows(body, table.select(sorted([*left, *nameless]))),
    )


def _starts(
    table: Table, key: Key, signed: Sequence[dt.date | None], problems: list[Problem]
) -> list[dt.date | None]:
    """Read when a mission began; before the signature is possible only under an earlier contract."""
    read = days(table, key, problems)
    for row, (day, first) in enumerate(zip(read, signed, strict=True)):
        if day is not None and first is not None and day < first:
            message = (
                f"Cette mission commence le {wording.day(day)}, avant la signature du contrat"
                f" ({wording.day(first)})."
            )
            done = "Elle compte comme commencée dès la signature. Corrigez l'une des deux dates si ce contrat n'en suit pas un autre."
            problems.append(table.problem(row, key, WARNING, message, done))
    return read


def _account(
    table: Table, signed: Sequence[dt.date | None], problems: list[Problem]
) -> dict[str, list[object]]:
    """Read the balance of the account and its day; a day far from the contract is not used."""
    key: Key = ("balance_on", "")
    balances = numbers(table, ("balance", ""), problems).tolist()
    read = days(table, key, problems)
    for row, (day, first) in enumerate(zip(read, signed, strict=True)):
        if day is not None and first is not None and not first.year - 1 <= day.year <= first.year + LAST_RANK:
            message = (
                f"Le solde est daté du {wording.day(day)}, loin du contrat signé le {wording.day(first)}."
            )
            done = "Cette date est traitée comme inconnue. Corrigez-la, ou la date de signature."
            problems.append(table.problem(row, key, ERROR, message, done))
            read[row] = None
    cells = table.column(key)
    undated = [row for row, value in enumerate(balances) if not wording.missing(value) and cells[row] is None]
    problems.extend(
        table.problem(
            row,
            ("balance", ""),
            INFO,
            "Le solde du compte n'a pas de date.",
            "Il est compté au premier jour de cette année du contrat. Remplissez date du solde.",
        )
        for row in undated
    )
    return {"balance": list(balances), "balance_on": list(read)}


def _say_strange_parts(table: Table, told: Sequence[str | None], problems: list[Problem]) -> None:
    """Say the words that are no part of the papers of the dialogue; they are kept, and leave nothing out."""
    known = table.declared(("papers_without", ""))
    for row, parts in enumerate(told):
        strange = [
            part for part in (parts or "").split(";") if part.strip() and fold(part) not in known.choices
        ]
        if strange:
            message = f"{wording.enumeration([quoted(part.strip()) for part in strange])}{wording.NBSP}: aucune partie du dossier ne s'appelle ainsi."
            done = f"Rien n'en est retiré pour autant. Les parties sont{wording.NBSP}: {wording.enumeration(list(known.options))}."
            problems.append(table.problem(row, ("papers_without", ""), WARNING, message, done))


def owners(table: Table, context: Context, problems: list[Problem]) -> list[str]:
    """Give the community of each row: as typed, else the file's own."""
    return [name or context.home for name in text_column(table, ("community", ""), problems)]
