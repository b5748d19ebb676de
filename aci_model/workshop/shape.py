"""What the tables of a workshop work on: a contract stripped of who it belongs to, or the amounts of a size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from aci_model import frames
from aci_model.reading.text import clean
from aci_model.wording import missing
from aci_model.workshop import checks
from aci_model.workshop.checks import ScenarioError
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

LISTED: Literal["listed"] = "listed"
OPEN: Literal["open"] = "open"
QUANTITATIVE, QUALITATIVE = "quantitatif", "qualitatif"

MISSIONS: frames.Columns = {
    "mission": frames.TEXT,
    "label": frames.TEXT,
    "short": frames.TEXT,
    "rank": frames.INTEGER,  # in the accord's order; gives a mission its colour
    "mandatory": frames.FLAG,
    "fixe": frames.NUMBER,  # euros a year of all that is due once the mission is deployed; missing when unknown
    "variable": frames.NUMBER,  # euros a year paid on results, 0 where nothing is; missing when unknown
}

OBJECTIVES: frames.Columns = {
    "objective": frames.TEXT,  # o1, o2…: says nothing of where it comes from
    "mission": frames.TEXT,
    "label": frames.TEXT,  # as typed in the contract, but for the community's own name
    "nature": frames.TEXT,  # quantitatif | qualitatif
    "euros": frames.NUMBER,  # once reached in full
    "chance": frames.NUMBER,  # 0–1, from past years; missing when they say nothing
}

_KEYS = (
    "title",
    "kind",
    "size_class",
    "year",
    "operating",
    "commitments",
    "missions",
    "objectives",
    "notices",
)
_MOST_NOTICES = 40
_LAST_YEAR = 9999
_MOST_SIZES = 99
_CASE = "Le cas de l'atelier"


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """What every table of a workshop is given.

    Attributes:
        title: as the facilitator names it.
        kind: listed (a contract's own lines) or open (a size class: tables say how many objectives).
        size_class: 1–4, None when unknown.
        year: contract year, None when there is none.
        missions: MISSIONS columns, in the accord's order.
        objectives: OBJECTIVES columns; no row in an open case.
        operating: euros a year for the community's own running, None when unknown.
        commitments: euros of a year the community has firmly engaged, None when nobody said.
        notices: French sentences: what is supposed, what is not known.
    """

    title: str
    kind: Literal["listed", "open"]
    size_class: int | None
    year: int | None
    missions: pd.DataFrame
    objectives: pd.DataFrame
    operating: float | None
    commitments: float | None
    notices: tuple[str, ...]


def titled(title: str) -> str:
    """Give a case's title, cleaned.

    Raises:
        ScenarioError: it is empty or too long.
    """
    return checks.text(title, "Le titre de l'atelier", settings().limits.title)


def to_record(case: Case) -> dict[str, object]:
    """Write a case as plain values, ready for JSON; what is missing is left out."""
    told: dict[str, object] = {
        "title": case.title,
        "kind": case.kind,
        "size_class": case.size_class,
        "year": case.year,
        "operating": case.operating,
        "commitments": case.commitments,
        "missions": _records(case.missions),
        "objectives": _records(case.objectives),
        "notices": list(case.notices),
    }
    return {key: value for key, value in told.items() if value is not None}


def of_record(record: object) -> Case:
    """Read a case back.

    Args:
        record: as `to_record` wrote it; the round trip is exact.

    Raises:
        ScenarioError: anything else, whatever it is.
    """
    told = checks.mapping(record, _CASE)
    checks.only(told, _KEYS, _CASE)
    limits = settings().limits
    kind = told.get("kind")
    if kind not in (LISTED, OPEN):  # a set would choke on a list
        raise ScenarioError(f"{_CASE} n'est ni un contrat ni une taille. Ouvrez un nouvel atelier.")
    missions = [_mission(row) for row in checks.entries(told.get("missions"), _CASE, limits.missions)]
    objectives = [_objective(row) for row in checks.entries(told.get("objectives"), _CASE, limits.objectives)]
    _alone([row["mission"] for row in missions])
    _alone([row["objective"] for row in objectives])
    if {row["mission"] for row in objectives} - {row["mission"] for row in missions}:
        raise ScenarioError(f"{_CASE} a un objectif sans mission. Ouvrez un nouvel atelier.")
    notices = checks.entries(told.get("notices", []), _CASE, _MOST_NOTICES)
    size, year = told.get("size_class"), told.get("year")
    return Case(
        title=titled(cast("str", told.get("title"))),
        kind=kind,
        size_class=None if size is None else checks.whole(size, "La taille", 1, _MOST_SIZES),
        year=None if year is None else checks.whole(year, "L'année du contrat", 0, _LAST_YEAR),
        missions=frames.frame(MISSIONS, missions),
        objectives=frames.frame(OBJECTIVES, objectives),
        operating=checks.optional_number(told, "operating", "Le fonctionnement", limits.euros),
        commitments=checks.optional_number(told, "commitments", "Les engagements", limits.euros),
        notices=tuple(checks.text(notice, _CASE, limits.notice) for notice in notices),
    )


def told(notices: Iterable[str]) -> tuple[str, ...]:
    """Keep each sentence once, short enough for a record."""
    longest = settings().limits.notice
    short = (clean(one) for one in notices)
    return tuple(dict.fromkeys(one if len(one) <= longest else one[: longest - 1] + "…" for one in short))[
        :_MOST_NOTICES
    ]


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    columns = {str(name): table[name].tolist() for name in table.columns}
    rows = (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return [{name: value for name, value in row.items() if not missing(value)} for row in rows]


def _mission(row: object) -> dict[str, object]:
    told, limits = checks.mapping(row, _CASE), settings().limits
    checks.only(told, MISSIONS, _CASE)
    return {
        **_texts(told, ("mission", "label", "short")),
        "rank": checks.whole(told.get("rank"), "Le rang d'une mission", 0, limits.missions),
        "mandatory": checks.truth(told.get("mandatory"), "Le caractère obligatoire d'une mission"),
        "fixe": checks.optional_number(told, "fixe", "Une part fixe", limits.euros),
        "variable": checks.optional_number(told, "variable", "Une part variable", limits.euros),
    }


def _objective(row: object) -> dict[str, object]:
    told, limits = checks.mapping(row, _CASE), settings().limits
    checks.only(told, OBJECTIVES, _CASE)
    nature = told.get("nature")
    if nature not in (None, QUANTITATIVE, QUALITATIVE):
        raise ScenarioError(f"{_CASE} a un objectif ni quantitatif ni qualitatif. Ouvrez un nouvel atelier.")
    return {
        **_texts(told, ("objective", "mission", "label")),
        "nature": nature,
        "euros": checks.optional_number(told, "euros", "Le montant d'un objectif", limits.euros),
        "chance": checks.optional_number(told, "chance", "Une chance", 1),
    }


def _texts(row: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    longest = settings().limits.label
    return {name: checks.text(row.get(name), "Un nom de mission ou d'objectif", longest) for name in names}


def _alone(ids: list[object]) -> None:
    if len(set(ids)) != len(ids):
        raise ScenarioError(f"{_CASE} nomme deux fois la même chose. Ouvrez un nouvel atelier.")
