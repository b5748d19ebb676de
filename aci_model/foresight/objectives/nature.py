"""The balance of a contract between what is counted and what is told: euros, spread, days, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight.vocabulary import vocabulary
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNTED, TOLD, UNSAID = NATURES = ("quantitatif", "qualitatif", "non précisée")


def unit_variance(steps: pd.DataFrame, candidates: pd.DataFrame) -> pd.Series:
    """Give the variance of what each objective brings, for an amount of one euro.

    Its outcomes are the share of each step, with the chance of reaching it and not the next one, and nothing.

    Args:
        steps: columns of `STEPS`.
        candidates: column candidate; the result is indexed like it.

    Returns:
        Euros² per euro²; missing where a share or a chance is.
    """
    by = steps.groupby("candidate", sort=False)
    before = by["share"].shift(fill_value=0.0)
    # E[X²] = Σ P(step reached) × (share² − share of the step before²), as E[X] is with the shares themselves.
    first = steps["chance"] * (steps["share"] - before)
    second = steps["chance"] * (steps["share"] ** 2 - before**2)
    unknown = first.isna().groupby(steps["candidate"]).any()
    mean, square = (term.groupby(steps["candidate"]).sum() for term in (first, second))
    variance = (square - mean**2).clip(lower=0.0).where(~unknown)
    return candidates["candidate"].map(variance).astype("float64")


def proposed_strength(candidates: pd.DataFrame) -> pd.Series:
    """Propose how strong the expected evidence is, from its words and from who gives the figure.

    Args:
        candidates: expected_proof and source, as typed.

    Returns:
        0–3, the strongest the words allow, indexed like `candidates`; missing where they say nothing known. It is a
        proposal: a strength somebody typed is another column.
    """
    told = candidates["expected_proof"].fillna("") + " ; " + candidates["source"].fillna("")
    padded = " " + told.map(fold).astype("str") + " "
    levels = sorted(vocabulary().evidence.items(), reverse=True)
    found = [padded.str.contains("|".join(f" {word} " for word in words)).to_numpy() for _, words in levels]
    proposed = np.select(found, [level for level, _ in levels], -1)
    return pd.Series(proposed, index=candidates.index, dtype="Int64").where(proposed >= 0)


def pieces(candidates: pd.DataFrame) -> pd.Series:
    """Count the pieces of evidence each objective asks for, parted by « ; » or a new line; missing when unsaid."""
    return candidates["expected_proof"].str.count(r"[^;\n]*[^;\s][^;\n]*").astype("Int64")


def nature_balance(candidates: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Weigh what is counted against what is told.

    Args:
        candidates: columns of `CANDIDATES`; all rows count, so leave out what was given up.
        steps: columns of `STEPS`.

    Returns:
        A row per nature (quantitatif, qualitatif, non précisée): lines; amount, expected and days, missing as
        soon as one of theirs is, and amount_known, expected_known, days_known beside; variance (euros², lines
        independent) and spread (its square root, euros) of the lines known, variance_share (0–1 of the three
        natures together, missing when nothing varies), unpriced and without_days (lines left out of them);
        proofs (pieces of evidence asked) and without_proof (lines that name none); strength (0–3, mean by
        euros over the lines that say it), strength_said (how many do), and strength_proposed (the same mean where
        the words of the evidence stand in for what nobody said), strength_proposed_for (lines it rests on).
    """
    nature = candidates["nature"].fillna(UNSAID)
    variance = unit_variance(steps, candidates) * candidates["amount"] ** 2
    told = candidates["strength"].astype("float64")
    filled = told.fillna(proposed_strength(candidates).astype("float64"))
    count = pieces(candidates).astype("float64")
    columns = {
        "lines": pd.Series(1, index=candidates.index),
        "amount": candidates["amount"],
        "expected": candidates["expected"],
        "days": candidates["effort"],
        "variance": variance,
        "unpriced": variance.isna(),
        "without_days": candidates["effort"].isna(),
        "proofs": count,
        "without_proof": count.isna(),
        "strength_said": told.notna(),
        "strength_proposed_for": filled.notna(),
    }
    frame = pd.DataFrame(columns)
    sums = frame.groupby(nature).sum().reindex(list(NATURES), fill_value=0)
    for name in ("amount", "expected", "days"):
        unknown = frame[name].isna().groupby(nature).any().reindex(list(NATURES), fill_value=False)
        sums[f"{name}_known"] = sums[name]
        sums[name] = sums[name].where(~unknown)
    whole = sums["variance"].sum()
    return (
        sums.assign(
            spread=np.sqrt(sums["variance"]),
            variance_share=sums["variance"] / whole if whole > 0 else np.nan,
            strength=_mean_by_euros(told, candidates["amount"], nature),
            strength_proposed=_mean_by_euros(filled, candidates["amount"], nature),
        )
        .rename_axis("nature")
        .reset_index()
    )


def swaps(candidates: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """List every way of moving a counted objective's euros onto a told one of its mission.

    An envelope stays in its mission, so only objectives of one mission are swapped. An objective of the contract
    keeps its own euros and gets those of the other on top; a new one gets them alone.

    Args:
        candidates: columns of `CANDIDATES`; those given up take no part.
        steps: columns of `STEPS`.

    Returns:
        out, into (candidates), mission, euros moved, expected_change, spread_before, spread_after (standard
        deviation of what all the contract's lines together bring, independent lines, new objectives not counted
        before), spread_change, days_change (missing when an effort is unknown), out_label, into_label. The one
        that lowers the spread most for each euro of expected income it costs comes first, those that cost nothing
        before them; those that lower nothing come last.
    """
    open_ = candidates[candidates["abandon"].isna()]
    about = open_.assign(unit=unit_variance(steps, open_))
    names = ["candidate", "community", "mission", "label", "amount", "rate", "unit", "effort", "origin"]
    counted = about.loc[(about["nature"] == COUNTED) & (about["line"].notna()), names]
    told = about.loc[about["nature"] == TOLD, names]
    pairs = counted.merge(told, on=["community", "mission"], suffixes=("_out", "_into"))
    own = about[about["line"].notna()]
    before = float((own["unit"] * own["amount"] ** 2).sum())
    return _ranked(_weighed(pairs, before))


def swap(candidates: pd.DataFrame, steps: pd.DataFrame, out: int, into: int) -> pd.DataFrame:
    """Weigh one swap; see `swaps`. Empty when the two are not a counted and a told objective of one mission."""
    every = swaps(candidates, steps)
    return every[(every["out"] == out) & (every["into"] == into)].reset_index(drop=True)


def _weighed(pairs: pd.DataFrame, before: float) -> pd.DataFrame:
    moved = pairs["amount_out"]
    there = (pairs["origin_into"] == "contrat").to_numpy()
    own = pairs["amount_into"].where(there, 0.0)
    change = pairs["unit_into"] * ((own + moved) ** 2 - own**2) - pairs["unit_out"] * moved**2
    after = np.sqrt(np.maximum(before + change, 0.0))
    return pd.DataFrame(
        {
            "out": pairs["candidate_out"],
            "into": pairs["candidate_into"],
            "community": pairs["community"],
            "mission": pairs["mission"],
            "out_label": pairs["label_out"],
            "into_label": pairs["label_into"],
            "euros": moved,
            "expected_change": moved * (pairs["rate_into"] - pairs["rate_out"]),
            "spread_before": np.sqrt(before),
            "spread_after": after,
            "spread_change": after - np.sqrt(before),
            "days_change": pairs["effort_into"].where(~there, 0.0) - pairs["effort_out"],
        }
    )


def _ranked(swapped: pd.DataFrame) -> pd.DataFrame:
    lowered = -swapped["spread_change"]
    cost = (-swapped["expected_change"]).clip(lower=0.0)
    price = (lowered / cost).where(cost > 0, np.inf).where(lowered > 0, -np.inf)
    order = np.lexsort((-lowered.fillna(-np.inf), -price.fillna(-np.inf)))
    return swapped.iloc[order].reset_index(drop=True)


def _mean_by_euros(strength: pd.Series, euros: pd.Series, nature: pd.Series) -> NDArray[np.float64]:
    known = strength.notna() & euros.notna()
    weight = euros.where(known, 0.0)
    total = weight.groupby(nature).sum().reindex(list(NATURES), fill_value=0.0)
    summed = (strength.fillna(0.0) * weight).groupby(nature).sum().reindex(list(NATURES), fill_value=0.0)
    mean: NDArray[np.float64] = (summed / total).where(total > 0).to_numpy(dtype=np.float64)
    return mean
