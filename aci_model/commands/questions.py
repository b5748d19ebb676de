"""`questions`: what is still to be asked, of whom, and the euros that wait for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import bargaining
from aci_model.commands import inputs, outputs, questions_text
from aci_model.commands.exercises import latest_years
from aci_model.funding import Assessment, assess
from aci_model.reading.text import fold
from aci_model.wording import missing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from aci_model.bargaining import Register
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
    told = answers(assess(dossier, rules, inputs.choices(options)), dossier, rules)
    if options.format == "json":
        print(outputs.as_json(document(told, outputs.problems_of(dossier.problems))))
    elif options.format == "csv":
        print(outputs.as_csv(_table(told)), end="")
    else:
        print("\n".join(questions_text.texts(told)) or outputs.NOTHING)
    return 0


def answers(assessment: Assessment, dossier: Dossier, law: Law) -> list[Told]:
    """Give each community's register: what was typed, and what its latest contract year leaves open.

    Args:
        assessment: of the dossier.
        dossier: its steps and typed questions.
        law: sources that contradict one another, labels.

    Returns:
        One register a community, in the order of the dossier; those who only typed questions come last.
    """
    years = latest_years(assessment, dossier, law)
    if not years:
        return []
    case = _in_their_latest(assessment, years)
    worths = bargaining.worth(case.lines, dossier.tiers)
    found = bargaining.register(dossier.questions, bargaining.questions(case, worths, dossier, law))
    known = {fold(community) for community in years}
    others = [name for name in found.totals["community"].dropna().unique() if fold(name) not in known]
    entries = found.entries.assign(cell=_places(found, dossier))
    asked, sums = _by_community(entries), _by_community(found.totals)
    return [
        Told(
            name,
            years.get(name),
            asked.get(fold(name), entries.iloc[:0]),
            sums.get(fold(name), found.totals.iloc[:0]),
        )
        for name in (*years, *others)
    ]


def document(told: list[Told], problems: list[dict[str, Any]]) -> dict[str, Any]:
    """Lay the registers out as the json of this command (its keys are in README.md)."""
    asked = _records([one.entries[ENTRY] for one in told])
    sums = _records([one.totals[["addressee", *TOTAL]] for one in told])
    return {
        "communities": [
            {
                "community": one.community,
                "year": one.year,
                **_whole(totals),
                "addressees": [row for row in totals if not missing(row["addressee"])],
                "questions": entries,
            }
            for one, entries, totals in zip(told, asked, sums, strict=True)
        ],
        "problems": problems,
    }


def _records(frames: Sequence[pd.DataFrame]) -> list[list[dict[str, Any]]]:
    """Give the rows of each frame as mappings, made at once: a frame costs as much for one row as for many."""
    if not frames:
        return []
    rows = iter(pd.concat(frames, ignore_index=True).to_dict("records"))
    return [
        [{str(name): value for name, value in row.items()} for row in islice(rows, len(frame))]
        for frame in frames
    ]


def _in_their_latest(assessment: Assessment, years: Mapping[str, int | None]) -> Assessment:
    """Keep the latest contract year of every community at once, as `funding.of_year` does of one."""
    latest = pd.Series(years, dtype="Int64")

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
        """Keep the rows of each community's year; its notices of no year in particular stay."""
        wanted = frame["community"].map(latest).astype("Int64")
        same = (frame["year"] == wanted).fillna(value=False) | (frame["year"].isna() & wanted.isna())
        if frame is assessment.notices:
            same |= frame["year"].isna()
        rank = frame["community"].map({name: rank for rank, name in enumerate(years)})
        mine = frame[same & rank.notna()]
        return mine.iloc[rank[mine.index].argsort(kind="stable")].reset_index(drop=True)

    return Assessment(
        **{name: kept(getattr(assessment, name)) for name in _FRAMES}, choices=assessment.choices
    )


def _places(found: Register, dossier: Dossier) -> pd.Series:
    """Sheet and cell of each typed question; missing for one the software asks."""
    typed = dossier.questions
    return found.entries["row"].map((typed["sheet"] + "!" + typed["cell"]).reset_index(drop=True))


def _by_community(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Part a frame by community, case and accents apart."""
    parts = frame.groupby(frame["community"].fillna("").map(fold), sort=False)
    return {str(name): part.reset_index(drop=True) for name, part in parts}


def _whole(totals: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The totals of all addressees; a community nobody asks anything has nothing suspended."""
    row = next((row for row in totals if missing(row["addressee"])), dict.fromkeys(TOTAL, 0))
    return {name: row[name] for name in TOTAL}


def _table(told: list[Told]) -> pd.DataFrame:
    keys = ["community", "year"]
    if not told:
        return pd.DataFrame(columns=[*keys, *ENTRY])
    sizes = [len(one.entries) for one in told]
    every = pd.concat([one.entries for one in told], ignore_index=True)
    named = pd.DataFrame({"community": [one.community for one in told], "year": [one.year for one in told]})
    owner = named.astype({"year": "Int64"}).loc[named.index.repeat(sizes)].set_axis(every.index)
    return every.assign(**{key: owner[key] for key in keys})[[*keys, *ENTRY]]
