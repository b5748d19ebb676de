"""What page « Objectifs » says: how many, what to give up, counted or told. One digest a view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight import costs
from aci_model.foresight import objectives as choosing
from aci_model.foresight.chances import chances
from aci_model.foresight.objectives.candidates import CONTRACT
from aci_model.foresight.objectives.nature import COUNTED, TOLD
from aci_model.foresight.objectives.standing import ASIDE, GIVEN_UP, KEPT, TO_FILL, UNPAID
from aci_model.report import objectives_say as say
from aci_model.report.words import ABANDONS

if TYPE_CHECKING:
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

OWN, BEST = "le_votre", "en_profiter"
NATURES = [COUNTED, TOLD]


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """What one community may choose from, whatever view looks at it.

    Attributes:
        candidates: columns of `CANDIDATES`, and mission_label, mission_rank, frame and row (the frame of the dossier a
            candidate comes from, and its position there).
        steps: columns of `STEPS`.
        envelopes: euros each mission splits.
        capacity: days a year; None when nobody gave it.
        ends: last day of the contract year; None when the signature is unknown, missing when the year is.
        signed: whether the day of signature is known.
        lack: euros that firm commitments lack once the fixe is spent.
    """

    candidates: pd.DataFrame
    steps: pd.DataFrame
    envelopes: pd.Series
    capacity: float | None
    ends: pd.Timestamp | None
    signed: bool
    lack: float

    @property
    def locked(self) -> bool:
        """Whether the person keeps some objective."""
        kept = (self.candidates["choice"] == KEPT) & self.candidates["abandon"].isna()
        return bool(kept.any())


@dataclass(frozen=True, eq=False, slots=True)
class HowMany:
    """What is said of how many objectives to take on.

    Attributes:
        headline: the next objective: what it brings, costs and risks.
        finding: what the curve shows, without a full stop.
        aloud: the curve for someone who does not see it.
        curve: from `objectives.curve`, with mission_label, mission_rank and
            days_added of the one added.
        choices: from `objectives.choices`, with name.
        exactness: whether the best choice is the best there is.
        listed: what can be chosen: candidate, label, kept, aside, percent (chance, 0–100), days, brings (expected
            euros, as the curve counts them), place (its rank on the curve, missing off it), mission_label.
        to_fill: label and lacks of those that cannot be counted.
        given_up: label and cause, in French.
        unpaid: labels of those whose mission does not pay on results.
    """

    headline: str
    finding: str
    aloud: str
    curve: pd.DataFrame
    choices: pd.DataFrame
    exactness: str
    listed: pd.DataFrame
    to_fill: pd.DataFrame
    given_up: pd.DataFrame
    unpaid: list[str]


def ground(case: Assessment, dossier: Dossier, spans: pd.DataFrame, law: Law) -> Ground:
    """Lay out what one community may choose from.

    Args:
        case: one community-year (`funding.of_year`).
        dossier: its lines, objectives, expenses and capacity.
        spans: `foresight.Outlook.spans` of the dossier.
        law: labels, order and payment of missions.
    """
    total = case.totals.iloc[0]
    community = str(total["community"])
    year = None if pd.isna(total["year"]) else int(total["year"])
    known = chances(dossier, settled=False, given_up=False)
    found = choosing.candidates(dossier, known, law, year, community=community)
    mine = dossier.communities["community"] == community
    capacity = dossier.communities.loc[mine, "capacity"]
    given = bool(capacity.notna().any())
    now = spans[(spans["community"] == community) & _of(spans["year"], year)]
    dated = not now.empty and pd.notna(total["signed"])
    return Ground(
        candidates=_placed(found.candidates, dossier, community, law),
        steps=found.steps,
        envelopes=choosing.envelopes(case.missions),
        capacity=float(capacity.dropna().iloc[0]) if given else None,
        ends=pd.Timestamp(now["ends"].iloc[0]) if dated else None,
        signed=bool(pd.notna(total["signed"])),
        lack=choosing.lacking(costs(dossier.expenses, now), float(total["fixed_due"])),
    )


def how_many(on: Ground, *, split: bool, common: float, cover: float) -> HowMany:
    """Say how many objectives to take on.

    Args:
        on: from `ground`.
        split: True when the envelope of each mission is split over its objectives.
        common: how much the lines fail together, 0–1.
        cover: euros the variable part has to cover.
    """
    rows = on.candidates
    stand = choosing.standing(rows, split=split, envelopes=on.envelopes)
    drawn = choosing.curve(
        rows, on.steps, split=split, envelopes=on.envelopes, common=common, capacity=on.capacity
    )
    about = rows[["candidate", "mission_label", "mission_rank", "effort"]]
    drawn = drawn.merge(about.rename(columns={"effort": "days_added"}), on="candidate", how="left")
    told = choosing.choices(
        rows, on.steps, on.capacity, split=split, envelopes=on.envelopes, common=common, cover=cover
    )
    told = told.assign(name=told["choice"].map(say.CHOICES))
    base = told[told["choice"] == (OWN if on.locked else BEST)].iloc[0]
    following = choosing.additions(
        rows, on.steps, list(base["chosen"]), split=split, envelopes=on.envelopes, capacity=on.capacity
    )
    lacking = stand["standing"] == TO_FILL
    gone = stand["standing"] == GIVEN_UP
    return HowMany(
        headline=say.next_one(base, following, on.capacity, int(lacking.sum())),
        finding=say.curve(drawn),
        aloud=say.curve_aloud(drawn, told, on.capacity),
        curve=drawn,
        choices=told,
        exactness=say.exactness(told, on.capacity),
        listed=_listed(rows[~gone], drawn),
        to_fill=rows[["label"]].assign(lacks=stand["lacks"])[lacking].reset_index(drop=True),
        given_up=rows[["label"]].assign(cause=rows["abandon"].map(ABANDONS))[gone].reset_index(drop=True),
        unpaid=rows.loc[stand["standing"] == UNPAID, "label"].tolist(),
    )


def _listed(rows: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    """What may be chosen, in the contract's order, with what each brings when the curve adds it."""
    added = drawn.dropna(subset="candidate").set_index("candidate")[["k", "marginal"]]
    chance = (rows["chance"] * 100).round(1)
    return pd.DataFrame(
        {
            "candidate": rows["candidate"],
            "label": rows["label"],
            "kept": rows["choice"] == KEPT,
            "aside": rows["choice"] == ASIDE,
            "percent": chance,
            "days": rows["effort"],
            "brings": rows["candidate"].map(added["marginal"]).astype("float64"),
            "place": rows["candidate"].map(added["k"]).astype("Int64"),
            "mission_label": rows["mission_label"],
        }
    ).reset_index(drop=True)


def _placed(rows: pd.DataFrame, dossier: Dossier, community: str, law: Law) -> pd.DataFrame:
    """Say where each candidate stands in the dossier, and how its mission reads."""
    missions = law.missions[["mission", "short"]].assign(mission_rank=range(len(law.missions)))
    labels = missions.set_index("mission")
    own = (rows["origin"] == CONTRACT).to_numpy()
    lines = pd.Index(dossier.lines["line"]).get_indexer(pd.Index(rows["line"][own]))
    new = np.flatnonzero((dossier.objectives["community"] == community).to_numpy())
    return rows.assign(
        mission_label=rows["mission"].map(labels["short"]).astype("str"),
        mission_rank=rows["mission"].map(labels["mission_rank"]).astype("Int64"),
        frame=np.where(own, "lines", "objectives"),
        row=np.concatenate([lines, new]),
    )


def _of(years: pd.Series, year: int | None) -> pd.Series:
    return years.isna() if year is None else (years == year).fillna(value=False)
