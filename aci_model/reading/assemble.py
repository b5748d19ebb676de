"""From recognised sheets to one dossier."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from aci_model import wording
from aci_model.reading import combine
from aci_model.reading.combine import Once
from aci_model.reading.communities import CommunityFrames, Context, read_communities
from aci_model.reading.dialogue import read_agreements, read_pairs, read_questions
from aci_model.reading.dossier import (
    AGREEMENTS,
    COMMUNITIES,
    ENVELOPES,
    EXPENSES,
    HISTORY,
    KEPT,
    OBJECTIVES,
    PAIRS,
    PAYMENTS,
    QUESTIONS,
    STARTS,
    TERRITORY,
    Dossier,
)
from aci_model.reading.envelopes import SheetFrames, read_envelopes
from aci_model.reading.lines import LineFrames, read_lines
from aci_model.reading.objectives import read_objectives
from aci_model.reading.others import read_expenses, read_history, read_territory
from aci_model.reading.payments import read_payments
from aci_model.reading.problems import ERROR, INFO, Problem, problems_frame
from aci_model.reading.tables import Table, texts
from aci_model.reading.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from aci_model.reading.names import Names


class OpenedFile(NamedTuple):
    """One file whose sheets were opened; none when it was refused."""

    name: str
    sheets: list[str]
    tables: list[Table]

    def has(self, sheet: str) -> bool:
        """Tell whether one of its tables is this declared sheet."""
        return any(table.spec.id == sheet for table in self.tables)


class _People(NamedTuple):
    communities: pd.DataFrame
    starts: pd.DataFrame
    kept: pd.DataFrame
    origins: list[tuple[str, str]]  # file and sheet of each row of `communities`
    described: dict[str, list[str]]  # file -> communities its own sheet describes


_READERS = {
    "envelopes": read_envelopes,
    "expenses": read_expenses,
    "history": read_history,
    "payments": read_payments,
    "objectives": read_objectives,
    "territory": read_territory,
    "questions": read_questions,
    "agreements": read_agreements,
    "pairs": read_pairs,
}
_COLUMNS = {
    "envelopes": ENVELOPES,
    "expenses": EXPENSES,
    "history": HISTORY,
    "payments": PAYMENTS,
    "objectives": OBJECTIVES,
    "territory": TERRITORY,
    "questions": QUESTIONS,
    "agreements": AGREEMENTS,
    "pairs": PAIRS,
}
_PLACES = {"file", "sheet", "cell"}
_ONCE = {
    "envelopes": Once(("community", "year", "mission", "part"), ("ceiling",), "Ce montant"),
    "expenses": Once(tuple(name for name in EXPENSES if name not in _PLACES), (), "Cette dépense"),
    "history": Once(("community", "year", "mission", "label"), ("result", "paid"), "Ce résultat"),
    "payments": Once(
        ("community", "year", "mission", "flow", "paid_on"), ("amount", "reason"), "Ce versement"
    ),
    "objectives": Once(
        ("community", "mission", "label"),
        tuple(name for name in OBJECTIVES if name not in {*_PLACES, "community", "mission", "label"}),
        "Cet objectif",
    ),
    "territory": Once(("community", "fact", "label", "as_of", "source"), ("value", "unit"), "Ce fait"),
    # Only copies in another file are dropped: two answers to one question, or two cards, are all to be seen.
    "questions": Once(tuple(name for name in QUESTIONS if name not in _PLACES), (), "Cette question"),
    "agreements": Once(tuple(name for name in AGREEMENTS if name not in _PLACES), (), "Cet accord"),
    "pairs": Once(("community", "year", "other", "new_line"), ("old_line",), "Ce rapprochement"),
}


def assemble(opened: Sequence[OpenedFile], names: Names, problems: list[Problem]) -> Dossier:
    """Read every table of every file and make one dossier of them.

    Args:
        opened: the files in the order given by the person.
        names: accepted spellings of missions and parts.
        problems: doubts already met; those met here are added.
    """
    people = _people(opened, problems)
    homes = _homes(opened, people.described, problems)
    signed = combine.signatures(people.communities)
    pieces: list[LineFrames] = []
    others: dict[str, list[SheetFrames]] = {name: [] for name in _READERS}
    for file in opened:
        context = Context(names, homes[file.name], signed)
        for table in file.tables:
            if table.spec.id == "lines":
                pieces.append(read_lines(table, context, problems))
            elif table.spec.id in _READERS:
                others[table.spec.id].append(_READERS[table.spec.id](table, context, problems))
    frames = _joined(people, pieces, others, problems)
    order = [(file.name, sheet) for file in opened for sheet in file.sheets]
    return Dossier(**frames, problems=problems_frame(problems, [file.name for file in opened], order))


def _joined(
    people: _People,
    pieces: Sequence[LineFrames],
    others: Mapping[str, Sequence[SheetFrames]],
    problems: list[Problem],
) -> dict[str, pd.DataFrame]:
    """Stack what every sheet gave, count nothing twice, and give every community its row."""
    joined = combine.join_lines(pieces)
    stacks = {
        name: combine.stacked([piece.rows for piece in found], _COLUMNS[name])
        for name, found in others.items()
    }
    spelt = combine.one_spelling(
        {"communities": people.communities, "starts": people.starts, "lines": joined.lines, **stacks}
    )
    counted = combine.drop_repeated_lines(spelt["lines"], problems)
    aside = [piece.kept for found in others.values() for piece in found]
    kept = combine.stacked([people.kept, joined.kept, *aside], KEPT)
    final = combine.renumber(joined, counted, kept)
    once = {name: combine.drop_repeated(spelt[name], _ONCE[name], problems) for name in stacks}
    named = [final.lines, spelt["starts"], *once.values()]
    return {
        "communities": combine.gather_communities(spelt["communities"], people.origins, named, problems),
        "starts": spelt["starts"].drop_duplicates(["community", "mission"], ignore_index=True),
        "lines": final.lines,
        "tiers": final.tiers,
        "results": final.results,
        "kept": final.kept,
        **once,
    }


def _people(opened: Sequence[OpenedFile], problems: list[Problem]) -> _People:
    found: list[CommunityFrames] = []
    origins: list[tuple[str, str]] = []
    described: dict[str, list[str]] = {}
    for file in opened:
        for table in file.tables:
            if table.spec.id == "communities":
                piece = read_communities(table, problems)
                found.append(piece)
                origins += [(file.name, table.sheet)] * len(piece.communities)
                described.setdefault(file.name, []).extend(piece.communities["community"].tolist())
    return _People(
        combine.stacked([piece.communities for piece in found], COMMUNITIES),
        combine.stacked([piece.starts for piece in found], STARTS),
        combine.stacked([piece.kept for piece in found], KEPT),
        origins,
        described,
    )


def _homes(
    opened: Sequence[OpenedFile], described: Mapping[str, list[str]], problems: list[Problem]
) -> dict[str, str]:
    """Decide to which community the unnamed rows of each file belong.

    The file's own single community; else, when it leaves no choice, the only community of the dossier;
    else the file's name.
    """
    stems = {file.name: PurePath(file.name).stem or file.name for file in opened}
    homes = {name: own[0] if len(own) == 1 else stems[name] for name, own in described.items()}
    apart = {
        own[0] for name, own in described.items() if len(own) == 1 and not _by_name(opened, name).has("lines")
    }
    lone = next(iter(apart)) if len(apart) == 1 and len(described) == 1 else None
    for file in opened:
        if file.name not in homes and file.has("lines"):
            homes[file.name] = lone or stems[file.name]
    known = set(homes.values())
    for file in opened:
        homes.setdefault(file.name, next(iter(known)) if len(known) == 1 else stems[file.name])
    for file in opened:
        _say_home(file, homes[file.name], described.get(file.name, []), stems[file.name], problems)
    return homes


def _by_name(opened: Sequence[OpenedFile], name: str) -> OpenedFile:
    return next(file for file in opened if file.name == name)


def _say_home(file: OpenedFile, home: str, own: Sequence[str], stem: str, problems: list[Problem]) -> None:
    for table in file.tables:
        if table.spec.id == "communities" or all(texts(table.column(("community", "")))) or not len(table):
            continue
        if len(own) > 1:
            message = f"Ce fichier décrit {wording.count(len(own), 'communauté')} et des lignes n'en nomment aucune."
            done = f"Elles sont rattachées à {quoted(home)}. Remplissez la colonne communauté."
            problems.append(table.about(ERROR, message, done))
        elif not own and home != stem:
            message = (
                f"Ce fichier ne dit pas sa communauté{wording.NBSP}: {quoted(home)} est la seule du dossier."
            )
            done = "Ses lignes lui sont rattachées. Ajoutez une colonne communauté si ce n'est pas le cas."
            problems.append(table.about(INFO, message, done))
