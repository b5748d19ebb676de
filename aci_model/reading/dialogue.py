"""The sheets Questions, Accords and Rapprochements: what is to be asked, what was agreed, which line is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading import rows
from aci_model.reading.body import framed, origin
from aci_model.reading.communities import Context, owners
from aci_model.reading.dossier import AGREEMENTS, PAIRS, QUESTIONS
from aci_model.reading.envelopes import SheetFrames
from aci_model.reading.kept import kept_rows
from aci_model.reading.names import ids
from aci_model.reading.problems import WARNING
from aci_model.reading.tables import texts
from aci_model.reading.text import fold, quoted
from aci_model.reading.values import choices, days, numbers, text_column
from aci_model.reading.years import LAST_RANK, years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from aci_model.reading.problems import Problem
    from aci_model.reading.tables import Table

_ANSWERED = "repondue"


def read_questions(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of questions.

    Args:
        table: the recognised sheet.
        context: names of missions, communities and signatures already known.
        problems: where doubts are added.

    Returns:
        Frames of `QUESTIONS` and `KEPT`. The state stays as typed: a question declared answered without its answer
        or its source is said here, and counted open by whoever counts them.
    """
    # A question may begin with « Total »: no row of this sheet is a sum of others.
    counted, left = rows.split(table, problems, plain=("question",))
    others = [name for name in table.spec.columns if name not in {"question", "community"}]
    named, nameless = rows.named(table, counted, others, problems)
    body = table.select(named)
    communities = owners(body, context, problems)
    missions, _ = ids(body, ("mission", ""), context.names, problems)
    due = days(body, ("due", ""), problems)
    problems.extend(_far(body, "due", "L'échéance est le", due, _signatures(communities, context)))
    data = {
        "community": communities,
        "question": text_column(body, ("question", ""), problems),
        "addressee": choices(body, ("addressee", ""), problems),
        "status": choices(body, ("status", ""), problems),
        "mission": missions,
        "label": text_column(body, ("label", ""), problems),
        "euros": numbers(body, ("euros", ""), problems),
        "due": due,
        "answer": text_column(body, ("answer", ""), problems),
        "source": text_column(body, ("source", ""), problems),
        **origin(body, ("question", "")),
    }
    frame = framed(data, QUESTIONS)
    _say_unanswered(body, frame["status"].tolist(), problems)
    return SheetFrames(frame, kept_rows(body, table.select(sorted([*left, *nameless]))))


def read_agreements(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of agreements, in its order: the chain of their seals depends on it.

    Args:
        table: the recognised sheet.
        context: names of missions, communities and signatures already known.
        problems: where doubts are added.

    Returns:
        Frames of `AGREEMENTS` and `KEPT`. Every card is kept, whatever it lacks, and a seal stays as typed: a card
        left out, or mended, would break the chain of those after it.
    """
    counted, left = rows.split(table, problems, plain=tuple(table.spec.columns))
    told = [column for key, column in table.at.items() if key[0] != "community"]
    empty = {row for row in counted if all(table.cells[column][row] is None for column in told)}
    body, left = table.select([row for row in counted if row not in empty]), sorted([*left, *empty])
    communities = owners(body, context, problems)
    missions, _ = ids(body, ("mission", ""), context.names, problems)
    agreed_on = days(body, ("agreed_on", ""), problems)
    problems.extend(_far(body, "agreed_on", "L'accord est du", agreed_on, _signatures(communities, context)))
    roles = text_column(body, ("role", ""), problems)
    _say_strange_roles(body, roles, problems)
    _say_lacking(body, problems)
    data = {
        "community": communities,
        "agreed_on": agreed_on,
        "role": roles,
        "mission": missions,
        **{
            name: text_column(body, (name, ""), problems) for name in ("label", "clause", "figure", "version")
        },
        "seal": text_column(body, ("seal", ""), problems),
        **origin(body, ("clause", "")),
    }
    return SheetFrames(framed(data, AGREEMENTS), kept_rows(body, table.select(left)))


def read_pairs(table: Table, context: Context, problems: list[Problem]) -> SheetFrames:
    """Read a sheet of pairs that a person corrected when two contracts were compared.

    Args:
        table: the recognised sheet.
        context: communities and signatures already known.
        problems: where doubts are added.

    Returns:
        Frames of `PAIRS` and `KEPT`; a row that names no new line is kept aside and said.
    """
    counted, left = rows.split(table, problems, plain=("new_line",))
    named, nameless = rows.named(table, counted, ("other", "old_line"), problems)
    body = table.select(named)
    communities = owners(body, context, problems)
    data = {
        "community": communities,
        "year": years(
            body, ("year", ""), [fold(community) for community in communities], context.signed, problems
        ),
        **{name: text_column(body, (name, ""), problems) for name in ("other", "new_line", "old_line")},
        **origin(body, ("new_line", "")),
    }
    return SheetFrames(framed(data, PAIRS), kept_rows(body, table.select(sorted([*left, *nameless]))))


def _say_unanswered(table: Table, states: Sequence[object], problems: list[Problem]) -> None:
    """Say each question declared answered that lacks its answer, or where the answer is written."""
    answers, sources = texts(table.column(("answer", ""))), texts(table.column(("source", "")))
    for row, state in enumerate(states):
        lacking = [name for name, column in (("answer", answers), ("source", sources)) if not column[row]]
        if state != _ANSWERED or not lacking:
            continue
        headers = [table.declared((name, "")).header for name in lacking]
        message = f"Cette question est dite répondue, mais sans {' ni '.join(headers)}."
        column = "la colonne" if len(headers) == 1 else "les colonnes"
        done = f"Elle reste comptée comme ouverte. Remplissez {column} {wording.enumeration(headers)}."
        key = (lacking[0], "") if table.has(lacking[0]) else ("status", "")
        problems.append(table.problem(row, key, WARNING, message, done))


def _far(
    table: Table, column: str, what: str, read: Sequence[dt.date | None], signed: Sequence[dt.date | None]
) -> Iterator[Problem]:
    """Say the days that no contract of this community can reach, often a slip in the year; they are kept."""
    for row, (day, first) in enumerate(zip(read, signed, strict=True)):
        if day is None or first is None or first.year - 1 <= day.year <= first.year + LAST_RANK:
            continue
        message = f"{what} {wording.day(day)}, loin du contrat signé le {wording.day(first)}."
        done = "Cette date est gardée. Vérifiez-la, et la date de signature."
        yield table.problem(row, (column, ""), WARNING, message, done)


def _signatures(communities: Sequence[str], context: Context) -> list[dt.date | None]:
    return [context.signed_on.get(fold(community)) for community in communities]


def _say_strange_roles(table: Table, roles: Sequence[str | None], problems: list[Problem]) -> None:
    known = table.declared(("role", ""))
    for row, role in enumerate(roles):
        if role and fold(role) not in known.choices:
            listed = wording.enumeration(known.options, "ou")
            message = f"{quoted(role)} n'est pas un rôle de la liste."
            done = (
                "Il est gardé tel quel. Un accord se note avec un rôle, jamais avec un nom de personne"
                f"{wording.NBSP}: {listed}."
            )
            problems.append(table.problem(row, ("role", ""), WARNING, message, done))


def _say_lacking(table: Table, problems: list[Problem]) -> None:
    """Say, once a column, the cards that lack what a card must hold to be sealed."""
    for column in ("agreed_on", "role", "clause", "version"):
        key = (column, "")
        cells = table.column(key)
        silent = [row for row, cell in enumerate(cells) if cell is None]
        if silent:
            several = len(silent) > 1
            header = table.declared(key).header
            message = f"{wording.count(len(silent), 'accord')} sans {quoted(header)} ({{places}})."
            done = (
                f"{'Ils sont gardés' if several else 'Il est gardé'}, sans pouvoir être"
                f" scellé{'s' if several else ''}. Remplissez la colonne {header}."
            )
            problems.append(table.grouped(silent, key, WARNING, message, done))
