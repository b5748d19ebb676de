"""Candidate objectives: the lines of a contract year and those it does not have yet, as one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from aci_model import frames
from aci_model import law as texts

if TYPE_CHECKING:
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

CONTRACT, NEW = "contrat", "nouveau"

CANDIDATES: frames.Columns = {
    "candidate": frames.INTEGER,  # 0, 1, 2…: the contract's lines in their order, then the new ones in theirs
    "line": frames.INTEGER,  # missing for a new one
    "community": frames.TEXT,
    "mission": frames.TEXT,
    "label": frames.TEXT,
    "nature": frames.TEXT,  # quantitatif | qualitatif
    "amount": frames.NUMBER,  # euros of the whole objective, its last step
    "rate": frames.NUMBER,  # 0–1, share of its amount it brings on average
    "expected": frames.NUMBER,  # euros it brings on average, as written
    "effort": frames.NUMBER,  # days
    "chance": frames.NUMBER,  # 0–1, of the last step
    "weight": frames.NUMBER,  # its share of a split envelope, beside the others; an average line weighs 1
    "on_results": frames.FLAG,  # False: its mission pays its lines only in a declared crisis, or not at all
    "choice": frames.TEXT,  # retenu | ecarte
    "abandon": frames.TEXT,  # why it was given up
    "abandoned_on": frames.DAY,
    "deadline": frames.DAY,
    "strength": frames.INTEGER,  # 0–3
    "expected_proof": frames.TEXT,
    "source": frames.TEXT,
    "origin": frames.TEXT,  # contrat | nouveau
    "cell": frames.TEXT,
}

STEPS: frames.Columns = {
    "candidate": frames.INTEGER,
    "tier": frames.INTEGER,
    "amount": frames.NUMBER,  # cumulative euros, never falling
    "chance": frames.NUMBER,  # 0–1, never rising
    "share": frames.NUMBER,  # 0–1, of the objective's whole amount
}


class Candidates(NamedTuple):
    """The candidates (columns CANDIDATES) and the steps of each (columns STEPS), the easiest step first."""

    candidates: pd.DataFrame
    steps: pd.DataFrame


def candidates(
    dossier: Dossier, chances: pd.DataFrame, law: Law, year: int | None, *, community: str | None = None
) -> Candidates:
    """List what a team may set itself as objectives for the contract year to come.

    Every line is taken as open, whatever its result this year: it is next year's choice. What a line brings is
    read as signed, step by step. Lines given up stay in the list, with their cause.

    Args:
        dossier: its lines of `year`, and its objectives the contract does not have.
        chances: line, tier, chance (0–1), from `chances(dossier, settled=False, given_up=False)`: every line open,
            those given up as if they were not, to tell what they could have brought.
        law: tells which missions pay their lines on results.
        year: contract year whose lines are taken; None: those without a year.
        community: keep one community; None: all of them.

    Returns:
        Candidates. An amount, chance or effort nobody gave stays missing, and so does all that needs it.
    """
    own, new = dossier.lines, dossier.objectives
    own = own[own["year"].isna() if year is None else (own["year"] == year).fillna(value=False)]
    if community is not None:
        own, new = own[own["community"] == community], new[new["community"] == community]
    from_lines = own.assign(origin=CONTRACT)
    from_new = new.assign(origin=NEW, line=pd.Series(pd.NA, index=new.index, dtype="Int64"))
    listed = pd.concat([from_lines, from_new], ignore_index=True)
    listed = listed.reindex(columns=[*CANDIDATES, "direction", "kind"]).assign(candidate=listed.index)
    steps = _ordered(pd.concat([_line_steps(listed, dossier, chances), _new_steps(listed, new)]))
    whole = steps.groupby("candidate")[["amount", "chance"]].last()
    listed = listed.assign(
        amount=listed["candidate"].map(whole["amount"]),
        chance=listed["candidate"].map(whole["chance"]),
    )
    steps = steps.assign(share=_shares(steps, listed["amount"]))
    rate = _rate(steps).reindex(listed.index)
    known = texts.fold(law, None).ceilings
    paid = set(known.loc[known["paid"] == "attained", "mission"])
    listed = listed.assign(
        rate=rate,
        expected=rate * listed["amount"],
        weight=_weights(listed, new),
        on_results=listed["mission"].isin(paid),
    )
    return Candidates(listed[list(CANDIDATES)].astype(CANDIDATES), steps[list(STEPS)].astype(STEPS))


def envelopes(missions: pd.DataFrame) -> pd.Series:
    """Give the envelope each mission splits over its lines.

    Args:
        missions: mission and variable_ceiling of one contract year (`Assessment.missions`).

    Returns:
        Euros indexed by mission; missing where unknown.
    """
    return missions.set_index("mission")["variable_ceiling"].astype("float64")


def _line_steps(listed: pd.DataFrame, dossier: Dossier, chances: pd.DataFrame) -> pd.DataFrame:
    """The steps of the contract's lines, turned so that a greater threshold is harder."""
    owners = listed.dropna(subset="line")[["candidate", "line", "direction", "kind"]]
    tiers = dossier.tiers.drop(columns="chance").merge(
        chances[["line", "tier", "chance"]], on=["line", "tier"], how="left"
    )
    tiers = owners.merge(tiers, on="line", how="inner")
    direction = tiers["direction"].astype("float64").fillna(1.0).where(tiers["kind"] != "livrable", 1.0)
    known = tiers["threshold"].notna()
    return tiers.assign(
        threshold=tiers["threshold"] * direction,
        amount=tiers["amount"].where(known),  # without a level to reach, nothing says when it is earned
    )[["candidate", "tier", "threshold", "amount", "chance"]]


def _new_steps(listed: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """One step for each new objective: reached or not."""
    owner = listed.loc[listed["origin"] == NEW, "candidate"].to_numpy()
    columns = {"candidate": owner, "tier": 1, "threshold": 1.0}
    return pd.DataFrame(columns).assign(amount=new["amount"].to_numpy(), chance=new["chance"].to_numpy())


def _ordered(steps: pd.DataFrame) -> pd.DataFrame:
    """Put the easiest step first; amounts never fall on the way (as `funding.schedules`), chances never rise."""
    steps = steps.sort_values(["candidate", "threshold", "amount"], kind="stable", ignore_index=True)
    by = steps.groupby("candidate", sort=False)
    best, least = by["amount"].cummax(), by["chance"].cummin()
    return steps.assign(
        amount=best.where(steps["amount"].notna()), chance=least.where(steps["chance"].notna())
    )


def _shares(steps: pd.DataFrame, whole: pd.Series) -> pd.Series:
    """Share of the whole amount each step has reached; the only step of an objective is all of it.

    An objective written for 0 € is whole at its last step.
    """
    amount = steps["candidate"].map(whole).astype("float64")
    share = (steps["amount"] / amount).where(amount > 0)
    last = ~steps["candidate"].duplicated(keep="last")
    only = last & ~steps["candidate"].duplicated()
    return share.mask(amount == 0, last.astype("float64")).mask(only, 1.0)


def _rate(steps: pd.DataFrame) -> pd.Series:
    """Σ chance × (share of this step − share of the one before), missing as soon as one term is."""
    before = steps.groupby("candidate")["share"].shift(fill_value=0.0)
    brought = steps["chance"] * (steps["share"] - before)
    unknown = brought.isna().groupby(steps["candidate"]).any()
    return brought.groupby(steps["candidate"]).sum().where(~unknown)


def _weights(listed: pd.DataFrame, new: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Weigh the contract's lines by their amounts, so that all of them together share as the contract wrote.

    A line worth the average of its mission weighs 1, as does a new objective nobody weighed.
    """
    own = (listed["origin"] == CONTRACT) & listed["abandon"].isna()
    amounts = listed["amount"].where(own)
    mean = amounts.groupby([listed["community"], listed["mission"]]).transform("mean")
    relative = (listed["amount"] / mean).where((mean > 0) & (listed["origin"] == CONTRACT))
    typed = np.full(len(listed), np.nan)
    typed[len(listed) - len(new) :] = new["weight"].to_numpy(dtype=np.float64)
    return np.where(np.isnan(typed), relative.fillna(1.0).to_numpy(dtype=np.float64), typed)
