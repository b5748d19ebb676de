"""A scenario is one more text, which nobody signed: shares of what the law and the contract would pay."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from aci_model.law.faults import COUNT, FLAG, RATE, TEXT, Key, LawError, Reader, one_of, open_toml
from aci_model.law.vocabulary import PAID
from aci_model.wording import NBSP

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from aci_model.law.vocabulary import Vocabulary

_HEAD = {
    "kind": Key(one_of("scenario")),
    "id": Key(TEXT),
    "title": Key(TEXT),
    "statement": Key(TEXT),
    "crisis": Key(FLAG),
}
_SHARE = {
    "paid": Key(one_of(*PAID)),
    "share": Key(RATE),
    "mission": Key(TEXT, required=False),
    "from_year": Key(COUNT, required=False),
    "until_year": Key(COUNT, required=False),
}


@dataclass(frozen=True, slots=True)
class Share:
    """What a scenario pays of some parts: share 0-1 of parts so `paid`, in one mission or all, in some years."""

    paid: str
    share: float
    mission: str | None = None
    from_year: int | None = None
    until_year: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A text nobody signed.

    Attributes:
        id, title, statement: how code, a legend and a sentence name it.
        crisis: whether the ARS is supposed to recognise a crisis, so that crisis parts are owed.
        shares: in the order of the file; a later one patches an earlier one.
        origin: name of its file.
    """

    id: str
    title: str
    statement: str
    crisis: bool
    shares: tuple[Share, ...]
    origin: str


def parse_scenario(source: str, origin: str, vocabulary: Vocabulary) -> Scenario:
    """Read one scenario file.

    Raises:
        LawError: with every fault at once.
    """
    return validate_scenario(open_toml(source, origin), origin, vocabulary)


def validate_scenario(document: Mapping[str, object], origin: str, vocabulary: Vocabulary) -> Scenario:
    """Turn the keys of a scenario, from a file or a slider, into a Scenario.

    Args:
        document: kind, id, title, statement, crisis and a list `share` of paid, share, mission, from_year, until_year.
        origin: the file's name, for messages.
        vocabulary: the missions a share may name.

    Raises:
        LawError: with every fault at once.
    """
    reader = Reader(origin)
    head = reader.record({name: value for name, value in document.items() if name != "share"}, _HEAD, "")
    rows = reader.section(document, "share", _SHARE, ("paid", "mission"))
    missions = set(vocabulary.missions["mission"])
    for where, row in rows:
        if "mission" in row and row["mission"] not in missions:
            sentence = f"«{NBSP}mission = {row['mission']}{NBSP}» n’est pas dans missions.toml. Corrigez-la."
            reader.fault(where, sentence)
        first, last = (cast("int | None", row.get(name)) for name in ("from_year", "until_year"))
        if first is not None and last is not None and first > last:
            reader.fault(where, f"from_year ({first}) vient après until_year ({last}). Échangez-les.")
    reader.close()
    return Scenario(
        id=cast("str", head["id"]),
        title=cast("str", head["title"]),
        statement=cast("str", head["statement"]),
        crisis=cast("bool", head["crisis"]),
        shares=tuple(
            Share(**{**cast("dict[str, Any]", row), "share": float(cast("float", row["share"]))})
            for _, row in rows
        ),
        origin=origin,
    )


def clause_of(share: Share) -> dict[str, object]:
    """Write a share as the clause of a scenario file that would give it."""
    return {name: value for name, value in asdict(share).items() if value is not None}


def spread(scenario: Scenario, vocabulary: Vocabulary, year: int | None = None) -> pd.DataFrame:
    """Say what a scenario pays of every part of every mission.

    Args:
        scenario: from a file or `scenario()`.
        vocabulary: missions and parts, all of which get a row.
        year: calendar year in which the contract year starts; None leaves the shares bound to years out.

    Returns:
        mission, part, paid, share (0-1); missions and parts in the accord's order. A part paid in a crisis gets 0
        unless the scenario supposes one.

    Raises:
        LawError: the scenario names a mission this law does not know.
    """
    strangers = {share.mission for share in scenario.shares} - {None, *vocabulary.missions["mission"]}
    if strangers:
        raise LawError(
            [f"{scenario.origin}{NBSP}: mission inconnue, {', '.join(sorted(map(str, strangers)))}."]
        )
    grid = vocabulary.missions[["mission"]].merge(vocabulary.parts[["part", "paid"]], how="cross")
    years = pd.Series(year, index=grid.index, dtype="Int64")
    return grid.assign(share=pay(scenario, grid["mission"], grid["paid"], years))


def pay(
    scenario: Scenario, missions: pd.Series, paid: pd.Series, years: pd.Series
) -> npt.NDArray[np.float64]:
    """Say what a scenario pays of each row, row by row.

    Args:
        scenario: its clauses are applied in order, a later one patching an earlier one.
        missions: mission of each row.
        paid: how each row is paid: deployed, attained or crisis.
        years: calendar year in which the contract year starts; a missing year leaves the clauses bound to years out.

    Returns:
        (n,) shares 0-1. A row paid in a crisis gets 0 unless the scenario supposes one.
    """
    mission, way = missions.to_numpy(dtype=object), paid.to_numpy(dtype=object)
    year = years.to_numpy(dtype="float64", na_value=np.nan)
    shares = np.ones(len(mission))
    for clause in scenario.shares:
        hit = way == clause.paid
        if clause.mission is not None:
            hit &= mission == clause.mission
        if clause.from_year is not None:
            hit &= year >= clause.from_year
        if clause.until_year is not None:
            hit &= year <= clause.until_year
        shares[hit] = clause.share
    if not scenario.crisis:
        shares[way == PAID[2]] = 0.0
    return shares
