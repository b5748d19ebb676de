"""A ceiling and its euros for every part: the texts, patched by the contract, split by the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.funding.attainment import SPLIT

if TYPE_CHECKING:
    from aci_model.funding.attainment import Choices
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

YEAR = ["community", "year"]
MISSION = [*YEAR, "mission"]
PART = [*MISSION, "part"]


def fund(
    lines: pd.DataFrame, years: pd.DataFrame, dossier: Dossier, law: Law, choices: Choices
) -> pd.DataFrame:
    """Put a ceiling and its euros on every part a community is in.

    Args:
        lines: from `attain`.
        years: community, year, size_class, starts, crisis (`contract_years`).
        dossier: its envelopes replace the texts cell by cell; its starts tell the options taken.
        law: the texts; a community without size gets the parts of its missions with unknown ceilings.
        choices: crisis.

    Returns:
        See `Assessment.parts`, in the order of years, missions and parts.
    """
    sums = _line_sums(lines, law)
    parts = _from_texts(years, dossier, law)
    parts = _patched(parts, _contract_envelopes(dossier, years))
    parts = _from_lines(parts, sums)
    parts = parts.drop(columns="paid").merge(law.parts[["part", "paid"]], on="part", how="left")
    parts = parts.merge(sums, on=PART, how="left", validate="1:1")
    crisis = parts.merge(years[[*YEAR, "crisis"]], on=YEAR, how="left")["crisis"].fillna(value=False)
    owed = (parts["paid"] != "crisis") | choices.crisis | crisis.to_numpy(dtype=np.bool_)
    return _split(_ordered(parts.assign(owed=owed), years, law))


def _from_texts(years: pd.DataFrame, dossier: Dossier, law: Law) -> pd.DataFrame:
    """Ceilings the texts give to the missions each community is in."""
    ceilings = texts.ceilings(law, years).assign(origin="texte")
    touched = pd.concat(
        [
            dossier.lines[["community", "mission"]],
            dossier.envelopes[["community", "mission"]],
            dossier.starts[["community", "mission"]],
        ]
    ).drop_duplicates()
    kind = ceilings["mission"].map(law.missions.set_index("mission")["kind"])
    sized = ceilings.merge(years[[*YEAR, "size_class"]], on=YEAR, how="left")["size_class"].notna().to_numpy()
    chosen = (
        ceilings.merge(touched, on=["community", "mission"], how="left", indicator=True)["_merge"] == "both"
    )
    return ceilings[((kind != "complementaire").to_numpy() & sized) | chosen.to_numpy()]


def _contract_envelopes(dossier: Dossier, years: pd.DataFrame) -> pd.DataFrame:
    """A community's own amounts, one row per year; a row that names its year wins over one that does not."""
    own = dossier.envelopes.dropna(subset="ceiling")
    every = own[own["year"].isna()].drop(columns="year").merge(years[YEAR], on="community")
    dated = own[own["year"].notna()]
    both = pd.concat([every, dated]).drop_duplicates(PART, keep="last")
    return pd.DataFrame(
        {
            **{key: both[key] for key in [*PART, "ceiling"]},
            "origin": "contrat",
            "text": "contrat",
            "text_label": "Votre contrat",
            "source": both["file"] + ", " + both["sheet"] + "!" + both["cell"],
            "confidence": "contrat",
        }
    )


def _patched(parts: pd.DataFrame, patch: pd.DataFrame) -> pd.DataFrame:
    """Replace, cell by cell, what a later layer says; add what it alone says."""
    return pd.concat([parts, patch]).drop_duplicates(PART, keep="last", ignore_index=True)


def _line_sums(lines: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Sum lines onto the part of their mission that is paid on results.

    A mission whose texts know no such part (crisis) lays its lines on the one paid in a crisis.
    """
    on_results = _parts_paid_on_results(law)
    kept = lines.merge(on_results, on="mission", how="left", validate="m:1")
    summed = kept[["ceiling", *SPLIT]].assign(unknown_lines=kept["ceiling"].isna().astype("int64"))
    sums = summed.groupby([kept[key] for key in PART], dropna=False, sort=False).sum()
    return sums.rename(columns={"ceiling": "lines_total"}).reset_index()


def _parts_paid_on_results(law: Law) -> pd.DataFrame:
    known = texts.fold(law, None).ceilings
    by_result = known[known["paid"].isin(["attained", "crisis"])]
    return by_result.sort_values("paid", kind="stable").drop_duplicates("mission")[["mission", "part"]]


def _from_lines(parts: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Where neither text nor contract knows a ceiling paid on results, the lines' own sum stands in."""
    lacking = sums.merge(parts.dropna(subset="ceiling")[PART], on=PART, how="left", indicator=True)
    lacking = lacking[lacking["_merge"] == "left_only"]
    stand_in = lacking[PART].assign(
        ceiling=lacking["lines_total"].where(lacking["unknown_lines"] == 0),
        origin="lignes",
        text="lignes",
        text_label="Somme de vos lignes",
        source="Somme des lignes du fichier",
        confidence="lignes",
    )
    return _patched(parts, stand_in)


def _split(parts: pd.DataFrame) -> pd.DataFrame:
    """Fit the lines into their ceiling: what they leave is pending; what they exceed is cut, earned last."""
    by_result = (parts["paid"] == "attained") | parts["lines_total"].notna()
    ceiling = parts["ceiling"].where(by_result)
    unallocated = (ceiling - parts["lines_total"].fillna(0.0)).clip(lower=0.0)
    earned = np.minimum(parts["earned"].fillna(0.0), ceiling)
    to_prove = np.minimum(parts["to_prove"].fillna(0.0), ceiling - earned)
    pending = np.minimum(parts["pending"].fillna(0.0) + unallocated, ceiling - earned - to_prove)
    lost = ceiling - earned - to_prove - pending
    due = parts["ceiling"].where(~by_result, earned).where(parts["owed"], 0.0)
    return parts.assign(due=due, earned=earned, to_prove=to_prove, pending=pending, lost=lost)


def _ordered(parts: pd.DataFrame, years: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Order rows as the communities were given, then by year, then as the accord orders its missions."""
    ranks = pd.DataFrame(
        {
            "year": parts[YEAR].merge(years[YEAR].assign(rank=range(len(years))), on=YEAR, how="left")[
                "rank"
            ],
            "mission": parts["mission"].map(_rank(law.missions["mission"])).to_numpy(),
            "part": parts["part"].map(_rank(law.parts["part"])).to_numpy(),
        }
    )
    order = ranks.sort_values(["year", "mission", "part"], kind="stable").index
    return parts.iloc[order].reset_index(drop=True)


def _rank(names: pd.Series) -> pd.Series:
    return pd.Series(range(len(names)), index=pd.Index(names))
