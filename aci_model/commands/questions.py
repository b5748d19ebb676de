"""`questions`: what is still to be asked, of whom, and the euros that wait for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import bargaining
from aci_model.commands import inputs, outputs, questions_text
from aci_model.commands.exercises import latest
from aci_model.funding import Assessment, assess
from aci_model.reading.text import fold

if TYPE_CHECKING:
    import argparse

    from aci_model.bargaining import Register
    from aci_model.commands.exercises import Exercise
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

HELP = "Lister les questions à poser, celles qui suspendent le plus d'euros d'abord."
ENTRY = [
    *("question", "addressee", "status", "closed", "origin", "mission", "label", "euros", "suspended"),
    *("due", "answer", "source", "note", "cell"),
]
TOTAL = ["open", "closed", "suspended", "unpriced"]
_FRAMES = ("lines", "parts", "missions", "totals", "notices")


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """The register of one community.

    Attributes:
        community: its name.
        year: its latest contract year; missing when no line names one.
        entries: `bargaining.register.ENTRIES` and `cell`, where a typed question stands.
        totals: its rows of `Register.totals`, all addressees first.
    """

    community: str
    year: int | None
    entries: pd.DataFrame
    totals: pd.DataFrame


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser, several=False)
    inputs.readings(parser)
    inputs.layouts(parser)
    inputs.formats(parser)


def run(options: argparse.Namespace) -> int:
    """List and print."""
    dossier, rules = inputs.opened(options.files, options.correspondance)
    exercises = latest(assess(dossier, rules, inputs.choices(options)), dossier, rules)
    told = answers(exercises, dossier, rules)
    if options.format == "json":
        print(outputs.as_json(document(told, outputs.problems_of(dossier.problems))))
    elif options.format == "csv":
        print(outputs.as_csv(_table(told)), end="")
    else:
        print("\n".join(questions_text.text(one) for one in told) or outputs.NOTHING)
    return 0


def answers(exercises: list[Exercise], dossier: Dossier, law: Law) -> list[Told]:
    """Give each community's register: what was typed, and what its latest contract year leaves open.

    Args:
        exercises: from `latest`.
        dossier: its steps and typed questions.
        law: sources that contradict one another, labels.

    Returns:
        One register a community, in the order of the dossier; those who only typed questions come last.
    """
    if not exercises:
        return []
    case = _together([exercise.case for exercise in exercises])
    worths = bargaining.worth(case.lines, dossier.tiers)
    found = bargaining.register(dossier.questions, bargaining.questions(case, worths, dossier, law))
    years = {exercise.community: exercise.year for exercise in exercises}
    known = {fold(community) for community in years}
    others = [name for name in found.totals["community"].dropna().unique() if fold(name) not in known]
    entries = found.entries.assign(cell=_places(found, dossier))
    return [
        Told(name, years.get(name), _own(entries, name), _own(found.totals, name))
        for name in (*years, *others)
    ]


def document(told: list[Told], problems: list[dict[str, Any]]) -> dict[str, Any]:
    """Lay the registers out as the json of this command (its keys are in README.md)."""
    return {
        "communities": [
            {
                "community": one.community,
                "year": one.year,
                **_whole(one),
                "addressees": one.totals.loc[one.totals["addressee"].notna(), ["addressee", *TOTAL]].to_dict(
                    "records"
                ),
                "questions": one.entries[ENTRY].to_dict("records"),
            }
            for one in told
        ],
        "problems": problems,
    }


def _together(cases: list[Assessment]) -> Assessment:
    """Put contract years one under the other: questions are then worked out once for all."""
    joined = {name: pd.concat([getattr(case, name) for case in cases], ignore_index=True) for name in _FRAMES}
    return Assessment(**joined, choices=cases[0].choices)


def _places(found: Register, dossier: Dossier) -> pd.Series:
    """Sheet and cell of each typed question; missing for one the software asks."""
    typed = dossier.questions
    return found.entries["row"].map((typed["sheet"] + "!" + typed["cell"]).reset_index(drop=True))


def _own(frame: pd.DataFrame, community: str) -> pd.DataFrame:
    return frame[frame["community"].fillna("").map(fold) == fold(community)].reset_index(drop=True)


def _whole(one: Told) -> dict[str, Any]:
    """The totals of all addressees; a community nobody asks anything has nothing suspended."""
    rows = one.totals.loc[one.totals["addressee"].isna(), TOTAL].to_dict("records")
    return {str(name): value for name, value in rows[0].items()} if rows else dict.fromkeys(TOTAL, 0)


def _table(told: list[Told]) -> pd.DataFrame:
    keys = ["community", "year"]
    tables = [
        one.entries.assign(
            community=one.community, year=pd.Series(one.year, index=one.entries.index, dtype="Int64")
        )[[*keys, *ENTRY]]
        for one in told
    ]
    return pd.concat(tables) if tables else pd.DataFrame(columns=[*keys, *ENTRY])
