"""Everything the documents of a dialogue say, gathered from one contract year: for the page and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from aci_model import bargaining, foresight
from aci_model.bargaining.chanced import chanced
from aci_model.foresight.objectives.nature import proposed_strength
from aci_model.report import findings, tables
from aci_model.report.negotiation import clauses
from aci_model.report.negotiation_exchanges import exchanges
from aci_model.report.negotiation_matter import Matter
from aci_model.report.negotiation_memory import cards, contract_words
from aci_model.report.negotiation_proofs import gather, proofs
from aci_model.report.negotiation_sheet import measured, told
from aci_model.report.own_path import own
from aci_model.report.words import READINGS
from aci_model.wording import missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from aci_model.bargaining import Evidence, Grounds, Register, Settings
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier
    from aci_model.report.negotiation import Clauses


class Worked(NamedTuple):
    """What a dialogue rests on, worked out for one contract year."""

    on: Grounds
    evidence: Evidence
    register: Register
    chances: pd.DataFrame  # line, tier, chance of the year to negotiate


def worked(case: Assessment, dossier: Dossier, law: Law, settings: Settings | None = None) -> Worked:
    """Work out what a dialogue rests on.

    Args:
        case: one community-year alone (`funding.of_year`).
        dossier: as in `gathered`.
        law: labels and sources.
        settings: what the person sets.
    """
    chances = foresight.chances(dossier, settled=False)
    on = bargaining.grounds(case, dossier, law, chances, settings)
    proposed = proposed_strength(case.lines.set_index("line"))
    return Worked(
        on,
        bargaining.evidence(case.lines, dossier.communities, proposed),
        bargaining.register(dossier.questions, on.questions),
        chances,
    )


def gathered(
    case: Assessment,
    dossier: Dossier,
    law: Law,
    rests: Worked,
    *,
    date: dt.date,
    version: str,
    chosen: Sequence[int] = (),
) -> Matter:
    """Gather what the documents say of one community and one contract year.

    Args:
        case: that community-year alone (`funding.of_year`).
        dossier: history, territory, questions, agreements.
        law: labels and order of missions.
        rests: what was worked out for `case`.
        date: of the documents.
        version: of the documents, as their owner counts.
        chosen: lines that get a sheet, in order; none: those whose clause is ambiguous.
    """
    on, evidence, register, chances = rests
    total = case.totals.iloc[0]
    community, year = str(total["community"]), None if missing(total["year"]) else int(total["year"])
    lines = tables.lines(case, dossier, law)
    missions = tables.missions(case, law)
    said = clauses(on, lines)
    sheets = list(chosen) or ambiguous(said)
    known = dossier.communities
    invented = known.loc[known["community"] == community, "invented"].fillna(value=False)
    year_words = contract_words(community, year, several=False)
    return Matter(
        community=community,
        year_words=year_words if year_words.startswith("année") else f"année {year_words}",
        date=date,
        version=version,
        headline=findings.headline(case),
        missions=missions,
        missions_say=findings.remaining(missions),
        lines=lines,
        clauses=said,
        sheets={
            line: told(
                bargaining.sheet(line, on),
                _record(lines, line),
                _record(evidence.lines, line),
                on.settings.level,
            )
            for line in sheets
        },
        paths={line: own(lines[lines["line"] == line], dossier, year).path for line in sheets},
        steps=expected_steps(on, lines, chances, sheets),
        exchanges=exchanges(on, lines, chances),
        gather=gather(evidence, "euros", law.missions),
        questions=proofs(evidence, register, community).questions,
        cards=cards(dossier.agreements, community),
        invented=bool(invented.any()),
        reading_words=READINGS[case.choices.reading],
    )


def ambiguous(said: Clauses) -> list[int]:
    """List the lines whose clause is ambiguous, the dearest first."""
    return [int(line) for line in said.drawn["line"]]


def expected_steps(
    on: Grounds, lines: pd.DataFrame, chances: pd.DataFrame, chosen: Sequence[int]
) -> pd.DataFrame:
    """List what each step of some lines adds, and its chance.

    Args:
        on: `bargaining.grounds`.
        lines: `report.tables.lines` of the same year.
        chances: line, tier, chance (0–1).
        chosen: which lines, in order.

    Returns:
        line, label, step (in words), adds (euros beyond the step before), chance (0–1, missing when unknown).
    """
    laid = chanced(on.lines, on.tiers, chances)
    plan = laid.plan
    place, step = np.nonzero(np.arange(plan.thresholds.shape[1]) < plan.steps[:, None])
    adds = np.diff(plan.amounts, axis=1, prepend=0.0)
    number = on.lines["line"].to_numpy()[place]
    told_ = pd.DataFrame(
        {
            "line": number,
            "threshold": (plan.thresholds * plan.direction[:, None])[place, step],
            "adds": adds[place, step],
            "chance": laid.chance[place, step],
        }
    )
    told_ = told_[told_["line"].isin(chosen)]
    named = told_.merge(lines[["line", "label", "kind", "unit", "direction"]], on="line", how="left")
    words = [
        measured(unit, kind, direction).step(threshold)
        for unit, kind, direction, threshold in zip(
            named["unit"], named["kind"], named["direction"], named["threshold"], strict=True
        )
    ]
    order = {line: rank for rank, line in enumerate(chosen)}
    named = named.assign(step=words, place=named["line"].map(order)).sort_values("place", kind="stable")
    return named[["line", "label", "step", "adds", "chance"]].reset_index(drop=True)


def _record(frame: pd.DataFrame, line: int) -> dict[str, Any]:
    row = frame[frame["line"] == line].iloc[0].to_dict()
    return {str(name): value for name, value in row.items()}
