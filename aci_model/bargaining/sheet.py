"""One sheet per indicator: what was done, what is asked, what can be held, what to say and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model.bargaining import phrases
from aci_model.bargaining.feasibility import feasibility
from aci_model.bargaining.offers import offers
from aci_model.bargaining.past import facts
from aci_model.bargaining.questions import questions
from aci_model.bargaining.stakes import stakes
from aci_model.bargaining.tenable import LEVEL, tenable
from aci_model.bargaining.understandings import differences
from aci_model.bargaining.worth import worth
from aci_model.foresight.bands import DAMPED, bands, bounds
from aci_model.foresight.own_path import own_path, own_values
from aci_model.funding.readings import READINGS
from aci_model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.funding import Assessment
    from aci_model.funding.schedules import Floats
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

    Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person sets for the dialogue."""

    daily_cost: float | None = None  # euros a day of work costs; None: as each community's workbook says
    level: float = LEVEL  # 0–1, the chance a tenable target must have
    method: str = DAMPED  # of the projection, one of foresight.bands.METHODS
    rounding: float = 50.0  # euros; amounts put forward are multiples of it


@dataclass(frozen=True, slots=True)
class Grounds:
    """All a dialogue rests on, worked out once for every line of a contract year; each frame is keyed by `line`."""

    lines: pd.DataFrame  # from funding.attain
    tiers: pd.DataFrame
    worth: pd.DataFrame
    questions: pd.DataFrame
    path: pd.DataFrame  # foresight.own_path
    tenable: pd.DataFrame
    stakes: pd.DataFrame
    offers: pd.DataFrame
    findings: pd.DataFrame
    facts: pd.DataFrame
    settings: Settings
    rows: tuple[
        Mapping[int, Row], ...
    ]  # lines, worth, tenable, stakes and offers again, by line: sheets read them


@dataclass(frozen=True, slots=True)
class Held:
    """The target that can be held."""

    target: float | None  # in the line's unit
    chance: float | None  # 0–1, of reaching it
    basis: str  # tenable.BASES
    asked_is_held: bool | None  # None: nobody can conclude
    sentence: str


@dataclass(frozen=True, slots=True)
class RedLine:
    """The result below which the effort is not paid."""

    result: float | None  # in the line's unit
    cost: float | None  # euros of effort
    state: str  # stakes.STATES
    sentence: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What saying no costs."""

    expected: float | None  # euros expected and given up
    days: float | None  # freed
    cost: float | None  # euros those days are worth
    net: float | None  # expected − cost
    sentence: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What to put forward instead."""

    target: float | None
    amount: float | None  # euros
    state: str  # offers.STATES
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about one indicator that a coordinator brings to the table; None is « unknown »."""

    line: int
    community: str
    year: int | None
    mission: str
    label: str
    unit: str | None
    asked: float | None  # the last threshold, in the line's unit
    ceiling: float | None  # euros of the last step
    result: float | None
    steps: pd.DataFrame  # threshold, amount (cumulative euros), in the order of the file
    history: pd.DataFrame  # year, result, low, high, basis: see foresight.own_path
    readings: Mapping[str, float | None]  # euros under each reading, at the result `read_at`
    read_at: float | None
    gap: float | None  # euros between the lowest and the highest reading
    questions: pd.DataFrame  # bargaining.questions.RAISED about this line, the dearest first
    held: Held
    red_line: RedLine
    refusal: Refusal
    offer: Offer
    findings: pd.DataFrame  # bargaining.feasibility.FINDINGS of this line
    facts: pd.DataFrame  # bargaining.past.FACTS of this line: the surest link first
    ours: str | None
    theirs: str | None
    differences: pd.DataFrame  # bargaining.understandings.DIFFERENCES
    expected_proof: str | None
    proof_at_hand: str | None


def grounds(
    assessment: Assessment,
    dossier: Dossier,
    law: Law,
    chances: pd.DataFrame,
    settings: Settings | None = None,
) -> Grounds:
    """Work out what every sheet of a contract year rests on.

    Args:
        assessment: one community's contract year (`funding.of_year`), or more.
        dossier: tiers, history, territory, what a day of work costs.
        law: labels, sources that contradict one another.
        chances: line, tier, chance (`foresight.chances`): `settled=False` for the year to negotiate.
        settings: what the person sets.

    Returns:
        Grounds, its frames in the order of the assessment's lines, `worth` and `questions` sorted by euros.
    """
    settings = settings or Settings()
    lines, tiers = assessment.lines, dossier.tiers
    values = own_values(dossier)
    values = values[values["line"].isin(lines["line"])]
    ahead = bands(bounds(values), 1)
    held = tenable(lines, tiers, chances, ahead, level=settings.level, method=settings.method)
    at_stake = stakes(lines, tiers, chances, assessment.choices, _daily_cost(lines, dossier, settings))
    worths = worth(lines, tiers)
    put = offers(held, at_stake, rounding=settings.rounding)
    return Grounds(
        lines=lines,
        tiers=tiers,
        worth=worths,
        questions=questions(assessment, worths, dossier, law),
        path=own_path(values),
        tenable=held,
        stakes=at_stake,
        offers=put,
        findings=feasibility(dossier),
        facts=facts(dossier),
        settings=settings,
        rows=tuple(_by_line(table) for table in (lines, worths, held, at_stake, put)),
    )


def _daily_cost(lines: pd.DataFrame, dossier: Dossier, settings: Settings) -> Floats:
    """(n,) euros a day: the one set here, else that of the line's community, NaN when nobody said."""
    if settings.daily_cost is not None:
        return np.full(len(lines), settings.daily_cost)
    told = dossier.communities.drop_duplicates("community").set_index("community")["daily_cost"]
    return lines["community"].map(told).to_numpy(dtype=np.float64, na_value=np.nan)


def sheet(line: int, on: Grounds) -> Sheet:
    """Draw up the sheet of one indicator.

    Args:
        line: number of the line in the dossier.
        on: from `grounds`.

    Raises:
        KeyError: no such line.
    """
    row, worth_, can, stake, put = (table[line] for table in on.rows)
    return Sheet(
        line=line,
        community=row["community"],
        year=_value(row["year"]),
        mission=row["mission"],
        label=_value(row["label"]) or "",
        unit=_value(row["unit"]),
        asked=_value(can["asked"]),
        ceiling=_value(row["ceiling"]),
        result=_value(row["result"]),
        steps=_of(on.tiers, line)[["threshold", "amount"]],
        history=_of(on.path, line)[["year", "result", "low", "high", "basis"]],
        readings={name: _value(worth_[name]) for name in READINGS},
        read_at=_value(worth_["at"]),
        gap=_value(worth_["gap"]),
        questions=_of(on.questions, line),
        held=_held(row, can, on.settings.level),
        red_line=_red_line(row, stake),
        refusal=_refusal(stake),
        offer=_offer(row, put),
        findings=_of(on.findings, line),
        facts=_of(on.facts, line),
        ours=_value(row["ours"]),
        theirs=_value(row["theirs"]),
        differences=differences(_value(row["ours"]), _value(row["theirs"])),
        expected_proof=_value(row["expected_proof"]),
        proof_at_hand=_value(row["proof_at_hand"]),
    )


def _held(row: Row, can: Row, level: float) -> Held:
    return Held(
        target=_value(can["target"]),
        chance=_value(can["chance"]),
        basis=can["basis"],
        asked_is_held=_value(can["held"]),
        sentence=phrases.held(row, can, level),
    )


def _red_line(row: Row, stake: Row) -> RedLine:
    return RedLine(
        result=_value(stake["red_line"]),
        cost=_value(stake["cost"]),
        state=stake["state"],
        sentence=phrases.red_line(row, stake),
    )


def _refusal(stake: Row) -> Refusal:
    return Refusal(
        expected=_value(stake["expected"]),
        days=_value(stake["days"]),
        cost=_value(stake["cost"]),
        net=_value(stake["net"]),
        sentence=phrases.refusal(stake),
    )


def _offer(row: Row, put: Row) -> Offer:
    return Offer(
        target=_value(put["target"]),
        amount=_value(put["amount"]),
        state=put["state"],
        sentence=phrases.offer(row, put),
    )


def _of(table: pd.DataFrame, line: int) -> pd.DataFrame:
    same = table["line"].to_numpy(dtype=np.float64, na_value=np.nan) == line
    mine: pd.DataFrame = table.loc[same]
    return mine.reset_index(drop=True)


def _by_line(table: pd.DataFrame) -> dict[int, Row]:
    records = table.to_dict("records")
    return {int(record["line"]): {str(key): value for key, value in record.items()} for record in records}


def _value(value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    """Give a cell, None when it is missing."""
    return None if missing(value) else value
