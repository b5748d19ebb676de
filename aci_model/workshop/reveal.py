"""All tables at once: how far apart they are, what they had guessed, where they agree and where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model import frames
from aci_model.reading.text import clean, fold
from aci_model.workshop.outcome import Outcome, outcome
from aci_model.workshop.scenario import (
    Count,
    Guess,
    Scenario,
    ScenarioError,
    chosen,
    counts,
    empty,
    guess_of,
    kept,
    scenario_of,
)
from aci_model.workshop.shape import LISTED, Case
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ACCORD, MAJORITY, DIVIDED = VERDICTS = ("accord", "majorite", "partage")
OF_OBJECTIVE, OF_MISSION = "objective", "mission"

OUTCOMES: frames.Columns = {
    "table": frames.TEXT,
    "name": frames.TEXT,
    "sealed": frames.FLAG,
    "late": frames.FLAG,  # sealed after the reveal: shown apart, in no spread and no agreement
    "counts": frames.FLAG,  # sealed in time, and readable: the only ones compared
    "objectives": frames.INTEGER,
    "quantitative_share": frames.NUMBER,  # 0–1; missing without objective
    "expected": frames.NUMBER,  # euros a year, as `outcome.Outcome` says each of these
    "low": frames.NUMBER,
    "high": frames.NUMBER,
    "counted": frames.NUMBER,
    "share": frames.NUMBER,  # 0–1 of the variable part the table counts on
    "cover": frames.NUMBER,  # chance (0–1) of reaching it
    "variable": frames.NUMBER,
    "variable_ceiling": frames.NUMBER,
    "without_variable": frames.NUMBER,
    "gap": frames.NUMBER,
    "proposed": frames.INTEGER,  # objectives whose chance nobody said
    "at_least": frames.FLAG,  # an unknown amount is in none of its sums
    "guess_minimal": frames.NUMBER,  # euros a year, before any computing
    "guess_ambitious": frames.NUMBER,
    "error_minimal": frames.NUMBER,  # guess − computed: above 0, the table expected too much
    "error_ambitious": frames.NUMBER,
    "problem": frames.TEXT,  # French: why this table's answer could not be read
}

AGREEMENTS: frames.Columns = {
    "kind": frames.TEXT,  # objective | mission
    "id": frames.TEXT,  # of the objective or the mission
    "mission": frames.TEXT,
    "label": frames.TEXT,
    "euros": frames.NUMBER,  # the objective's, or the mission's variable part; missing when unknown
    "chosen": frames.INTEGER,  # tables that keep it
    "of": frames.INTEGER,  # tables compared
    "share": frames.NUMBER,  # chosen ÷ of, 0–1; missing without any table
    "verdict": frames.TEXT,  # accord | majorite | partage; missing without any table
    "kept": frames.FLAG,  # what the most do; missing where they are as many on both sides
    "least": frames.NUMBER,  # objectives set in an open case's mission: fewest, median, most
    "median": frames.NUMBER,
    "most": frames.NUMBER,
}

SPREAD: frames.Columns = {
    "measure": frames.TEXT,  # objectives, or a column of OUTCOMES in euros
    "tables": frames.INTEGER,  # that said one
    "low": frames.NUMBER,  # the lowest of them
    "median": frames.NUMBER,
    "high": frames.NUMBER,
}

MEASURES = (
    "objectives",
    "expected",
    "counted",
    "without_variable",
    "guess_minimal",
    "guess_ambitious",
)


@dataclass(frozen=True, eq=False, slots=True)
class Reveal:
    """Every table beside the others; nothing here depends on the order in which tables come.

    Attributes:
        outcomes: OUTCOMES columns, by name; a table that did not seal has its name alone.
        agreements: AGREEMENTS columns, in the case's order: the optional missions, then the objectives of a contract;
            every mission paid on results in an open case.
        spread: SPREAD columns and values (sorted tuple), one row per measure of MEASURES.
        minimal: what a minimal contract brings: the mandatory missions, no objective.
        ambitious: every mission and objective, at the chances of past years or proposed.
    """

    outcomes: pd.DataFrame
    agreements: pd.DataFrame
    spread: pd.DataFrame
    minimal: Outcome
    ambitious: Outcome


def revealed(case: Case, tables: Iterable[Mapping[str, Any]]) -> Reveal:
    """Put what the tables sealed side by side.

    Args:
        case: what they worked on.
        tables: table (id), name, guess, scenario (records or None), sealed, late. A record that cannot be read, of a
            version before or tampered with, is told in `problem` and left out; it stops nobody else's.
    """
    minimal, ambitious = outcome(case, empty(case)), outcome(case, everything(case))
    told = sorted(
        tables, key=lambda table: (fold(str(table["name"])), str(table["name"]), str(table["table"]))
    )
    read = [_read(case, table) for table in told]
    rows = [_row(case, table, one, minimal, ambitious) for table, one in zip(told, read, strict=True)]
    outcomes = frames.frame(OUTCOMES, rows)
    compared = [
        one.scenario
        for one, row in zip(read, rows, strict=True)
        if row["counts"] and one.scenario is not None
    ]
    return Reveal(outcomes, _agreements(case, compared), _spread(outcomes), minimal, ambitious)


def everything(case: Case) -> Scenario:
    """The most ambitious scenario: every mission, every objective; no chance said.

    In an open case each mission has one objective of each nature: how many does not move what is expected.
    """
    changes: dict[str, object] = {}
    for mission in case.missions["mission"].tolist():
        changes |= kept(mission, keep=True)
        if case.kind != LISTED:
            changes |= counts(mission, quanti=1, quali=1)
    for name in case.objectives["objective"].tolist():
        changes |= chosen(name)
    return scenario_of(case, changes)


def agreed(share: float) -> str:
    """Say what a share of the tables (0–1) that keep something makes: accord, majorite or partage."""
    others, rules = min(share, 1.0 - share), settings()
    return ACCORD if others <= rules.accord else DIVIDED if others > rules.divided else MAJORITY


@dataclass(frozen=True, slots=True)
class _Read:
    guess: Guess
    scenario: Scenario | None
    problem: str | None


def _read(case: Case, table: Mapping[str, Any]) -> _Read:
    guess, scenario, problem = Guess(), None, None
    try:
        guess = guess_of(table.get("guess"))
        if table.get("sealed") and table.get("scenario") is not None:
            scenario = scenario_of(case, table["scenario"])
    except ScenarioError as error:
        problem = str(error)
    return _Read(guess if table.get("sealed") else Guess(), scenario, problem)


def _row(
    case: Case, table: Mapping[str, Any], read: _Read, minimal: Outcome, ambitious: Outcome
) -> dict[str, object]:
    sealed, late = bool(table.get("sealed")), bool(table.get("late"))
    row: dict[str, object] = {
        "table": str(table["table"]),
        "name": clean(str(table["name"])),
        "sealed": sealed,
        "late": late,
        "counts": sealed and not late and read.scenario is not None and read.problem is None,
        "guess_minimal": read.guess.minimal,
        "guess_ambitious": read.guess.ambitious,
        "error_minimal": _error(read.guess.minimal, minimal.without_variable),
        "error_ambitious": _error(read.guess.ambitious, ambitious.expected),
        "problem": read.problem,
    }
    if read.scenario is None:
        return row
    found = outcome(case, read.scenario)
    same = set(OUTCOMES) & set(Outcome.__dataclass_fields__) - {"at_least"}
    return row | {
        **{name: getattr(found, name) for name in same},
        "share": read.scenario.share,
        "at_least": bool(found.at_least),
    }


def _error(guess: float | None, computed: float) -> float | None:
    return None if guess is None else guess - computed


def _agreements(case: Case, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    missions = case.missions
    if case.kind == LISTED:
        asked = missions[~missions["mandatory"].astype("bool")]
        among = [dict.fromkeys(one.missions, 1.0) for one in scenarios]
        objectives = case.objectives
        in_missions = dict(zip(objectives["objective"], objectives["mission"], strict=True))
        inside = [
            {name: 1.0 for name in one.objectives if in_missions[name] in one.missions} for one in scenarios
        ]
        parts = [
            _compared(OF_MISSION, asked.assign(id=asked["mission"], euros=asked["variable"]), among),
            _compared(OF_OBJECTIVE, objectives.assign(id=objectives["objective"]), inside),
        ]
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    asked = missions[missions["variable"].fillna(1.0) != 0]
    numbers = [
        {name: float(one.counts.get(name, Count()).number) for name in one.missions} for one in scenarios
    ]
    return _compared(
        OF_MISSION, asked.assign(id=asked["mission"], euros=asked["variable"]), numbers, numbered=True
    )


def _compared(
    kind: str, rows: pd.DataFrame, among: Sequence[Mapping[str, float]], *, numbered: bool = False
) -> pd.DataFrame:
    """Compare, id by id, what each table says: 0 where it does not keep it."""
    ids = rows["id"].tolist()
    said = np.array([[one.get(name, 0.0) for name in ids] for one in among], dtype=np.float64)
    said = said.reshape(len(among), len(ids))
    number, of = (said > 0).sum(axis=0), len(among)
    share = number / of if of else np.full(len(ids), np.nan)
    told = rows[["id", "mission", "label", "euros"]].assign(
        kind=kind,
        chosen=number,
        of=of,
        share=share,
        verdict=pd.Series([agreed(one) if of else pd.NA for one in share.tolist()], rows.index, "str"),
        kept=pd.Series(share > 0.5, rows.index, "boolean").mask(np.isnan(share) | (share == 0.5)),
        least=said.min(axis=0) if numbered and of else np.nan,
        median=np.median(said, axis=0) if numbered and of else np.nan,
        most=said.max(axis=0) if numbered and of else np.nan,
    )
    return told[list(AGREEMENTS)].astype(AGREEMENTS).reset_index(drop=True)


def _spread(outcomes: pd.DataFrame) -> pd.DataFrame:
    own = outcomes[outcomes["counts"].astype("bool")]
    rows, values = [], []
    for measure in MEASURES:
        said = np.sort(own[measure].dropna().to_numpy(dtype=np.float64))
        values.append(tuple(said.tolist()))
        middle = {"low": said[0], "median": float(np.median(said)), "high": said[-1]} if len(said) else {}
        rows.append({"measure": measure, "tables": len(said), **middle})
    return frames.frame(SPREAD, rows).assign(values=pd.Series(values, dtype=object))
