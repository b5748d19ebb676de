"""A whole dossier worked out: lines, parts, missions, totals, and what is odd in the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.funding.amounts import fund
from aci_model.funding.attainment import SPLIT, Choices, attain
from aci_model.funding.cells import Cells
from aci_model.funding.notices import notices

if TYPE_CHECKING:
    from aci_model.funding.cells import Integers
    from aci_model.funding.schedules import Floats
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a dossier is worth under one set of choices; every frame is ordered as the accord orders missions.

    lines: see `attain`.
    parts: community, year, mission, part, paid, ceiling, origin (contrat | texte | lignes), text,
        text_label, source, confidence, disputed, lines_total, owed (False: a crisis part nobody declared),
        deployed_from (the mission's first day), deployed (0–1, share of the year after it), due, earned,
        to_prove, pending, lost. `due` is what a deployed part brings, prorated from the mission's first day, or
        what a part paid on results has earned; the split is missing on deployed parts.
    missions: community, year, mission, attainment (euros reached / ceiling over the lines that have a
        result), fixed_due, and the split of the part paid on results with its variable_ceiling.
    totals: community, year, size_class, starts, fixed_due, fixed_known, variable_ceiling,
        variable_earned, variable_to_prove, variable_pending, variable_lost, crisis_due, unknown (labels of
        the parts whose ceiling is unknown). A sum over an unknown is missing; fixed_known adds up the rest.
    notices: see `notices`.
    """

    lines: pd.DataFrame
    parts: pd.DataFrame
    missions: pd.DataFrame
    totals: pd.DataFrame
    notices: pd.DataFrame
    choices: Choices


def assess(dossier: Dossier, law: Law, choices: Choices | None = None) -> Assessment:
    """Work out a whole dossier: lines, parts, missions, totals and what is odd in the contract.

    Args:
        dossier: what was read; communities without a single line count too.
        law: missions, parts and texts.
        choices: reading, intensity, crisis; as signed by default.

    Returns:
        An Assessment. Adding, removing or reordering communities changes nobody else's figures.
    """
    choices = choices or Choices()
    lines = attain(dossier, choices)
    years = contract_years(dossier, law)
    cells = Cells.of(years, law)
    parts = fund(lines, cells, dossier, law, choices)
    return Assessment(
        lines=lines,
        parts=parts.reset_index(drop=True),
        missions=_missions(lines, parts, cells),
        totals=_totals(parts, cells, law),
        notices=notices(lines, parts, years, dossier, law),
        choices=choices,
    )


def of_year(assessment: Assessment, community: str, year: int | None) -> Assessment:
    """Keep one community's contract year of an assessment; a missing year is None.

    Notices about the community as a whole (its size) stay.
    """

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
        """Keep the rows of this community and year."""
        same = frame["year"].isna() if year is None else (frame["year"] == year).fillna(value=False)
        if frame is assessment.notices:
            same |= frame["year"].isna()
        mine: pd.DataFrame = frame.loc[(frame["community"] == community) & same]
        return mine.reset_index(drop=True)

    return Assessment(
        lines=kept(assessment.lines),
        parts=kept(assessment.parts),
        missions=kept(assessment.missions),
        totals=kept(assessment.totals),
        notices=kept(assessment.notices),
        choices=assessment.choices,
    )


def contract_years(dossier: Dossier, law: Law) -> pd.DataFrame:
    """List the contract years a dossier speaks of.

    Returns:
        community, year, size_class, starts, signed, population, crisis: one row per community-year that has
        lines or an envelope of its own, and one with a missing year for a community that has neither.
    """
    keys = ["community", "year"]
    named = pd.concat([dossier.lines[keys], dossier.envelopes[keys].dropna(subset="year")]).drop_duplicates()
    silent = dossier.communities.loc[
        ~dossier.communities["community"].isin(named["community"]), ["community"]
    ]
    silent = silent.assign(year=pd.Series(pd.NA, index=silent.index, dtype="Int64"))
    years = pd.concat([named, silent], ignore_index=True)
    order = pd.unique(pd.concat([dossier.communities["community"], years["community"]]))
    rank = pd.Index(order).get_indexer(pd.Index(years["community"]))
    years = years.assign(rank=rank).sort_values(["rank", "year"], ignore_index=True)
    # Known communities come first in the order: their rank is their row; beyond it nothing is known.
    told = ["size_class", "signed", "population", "crisis"]
    known = dossier.communities.drop_duplicates("community").reset_index(drop=True)
    about = known[told].reindex(years["rank"]).set_axis(years.index)
    size = about["size_class"].fillna(texts.size_classes(about["population"], law))
    starts = texts.contract_starts(dossier.communities, years)
    return pd.concat([years[keys], about], axis=1).assign(size_class=size, starts=starts.to_numpy())[
        [*keys, "size_class", "starts", "signed", "population", "crisis"]
    ]


def _missions(lines: pd.DataFrame, parts: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """Sum parts per mission; a sum over an unknown is missing."""
    number = cells.mission_of(parts)
    groups, first, place = np.unique(number, return_index=True, return_inverse=True)
    here = parts[["community", "year", "mission"]].iloc[first].reset_index(drop=True)
    told = lines["reached"].notna().to_numpy() & (lines["ceiling"] > 0).to_numpy()
    walked = np.searchsorted(groups, cells.mission(lines)[told])
    euros = lines[["reached", "ceiling"]].to_numpy(dtype=np.float64)[told]
    reached, ceiling = (np.bincount(walked, weights=of, minlength=len(groups)) for of in euros.T)
    attainment = np.divide(reached, ceiling, out=np.full(len(groups), np.nan), where=ceiling > 0)
    return pd.concat([here, _sums(parts, place, len(groups))], axis=1).assign(attainment=attainment)


def _totals(parts: pd.DataFrame, cells: Cells, law: Law) -> pd.DataFrame:
    """Sum parts per community-year, and name the parts whose ceiling nobody knows."""
    years, at = cells.years, cells.year_of(parts)
    unknown: list[list[str]] = [[] for _ in range(len(years))]
    unstarted = (parts["paid"] == "deployed") & (
        parts["deployed"] == 0
    )  # nothing is due, whatever the amount
    lacking = (parts["ceiling"].isna() & parts["owed"] & ~unstarted).to_numpy()
    mission = parts["mission"][lacking].map(law.missions.set_index("mission")["short"])
    part = parts["part"][lacking].map(law.parts.set_index("part")["label"]).str.lower()
    for where, label in zip(at[lacking], mission + " (" + part + ")", strict=True):
        unknown[where].append(label)
    sums = _sums(parts, at, len(years)).set_axis(years.index)
    return pd.concat([years, sums], axis=1).assign(
        unknown=pd.Series(unknown, index=years.index, dtype=object)
    )


def _sums(parts: pd.DataFrame, place: Integers, count: int) -> pd.DataFrame:
    """Sum, per place, what is deployed, what is paid on results, and what a declared crisis brings.

    A place without any such part has no sum; one with an unknown part has none either.
    """
    paid = parts["paid"].to_numpy(dtype=object)
    columns = {
        "fixed_due": ("deployed", "due"),
        "variable_ceiling": ("attained", "ceiling"),
        **{f"variable_{name}": ("attained", name) for name in SPLIT},
        "crisis_due": ("crisis", "due"),
    }
    sums: dict[str, Floats] = {}
    for name, (way, column) in columns.items():
        concerned = paid == way
        euros, where = parts[column].to_numpy(dtype=np.float64)[concerned], place[concerned]
        known = np.bincount(where, weights=np.nan_to_num(euros), minlength=count)
        terms = np.bincount(where, minlength=count)
        unknown = np.bincount(where, weights=np.isnan(euros), minlength=count)
        sums[name] = np.where((terms > 0) & (unknown == 0), known, np.nan)
        if name == "fixed_due":
            sums["fixed_known"] = np.where(terms > 0, known, np.nan)
    return pd.DataFrame(sums)
