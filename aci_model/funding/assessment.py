"""A whole dossier worked out: lines, parts, missions, totals, and what is odd in the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from aci_model import law as texts
from aci_model.funding.amounts import MISSION, YEAR, fund
from aci_model.funding.attainment import SPLIT, Choices, attain
from aci_model.funding.notices import notices

if TYPE_CHECKING:
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a dossier is worth under one set of choices; every frame is ordered as the accord orders missions.

    lines: see `attain`.
    parts: community, year, mission, part, paid, ceiling, origin (contrat | texte | lignes), text,
        text_label, source, confidence, disputed, lines_total, owed (False: a crisis part nobody declared),
        due, earned, to_prove, pending, lost. `due` is what a deployed part brings, or what a part paid on
        results has earned; the split is missing on deployed parts.
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
    parts = fund(lines, years, dossier, law, choices)
    return Assessment(
        lines=lines,
        parts=parts,
        missions=_missions(lines, parts),
        totals=_totals(parts, years, law),
        notices=notices(lines, parts, years, dossier, law),
        choices=choices,
    )


def of_year(assessment: Assessment, community: str, year: int | None) -> Assessment:
    """Keep one community's contract year of an assessment; a missing year is None.

    Notices about the community as a whole (its size) stay.
    """

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
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
    named = pd.concat([dossier.lines[YEAR], dossier.envelopes.dropna(subset="year")[YEAR]])
    silent = dossier.communities.loc[
        ~dossier.communities["community"].isin(named["community"]), ["community"]
    ]
    silent = silent.assign(year=pd.Series(pd.NA, index=silent.index, dtype="Int64"))
    years = pd.concat([named, silent]).drop_duplicates()
    years = years.merge(dossier.communities, on="community", how="left", validate="m:1")
    order = pd.unique(pd.concat([dossier.communities["community"], years["community"]]))
    rank = pd.Series(range(len(order)), index=order)
    years = years.assign(rank=years["community"].map(rank)).sort_values(["rank", "year"], ignore_index=True)
    size = years["size_class"].fillna(texts.size_classes(years["population"], law))
    starts = texts.contract_starts(dossier.communities, years)
    return years.assign(size_class=size, starts=starts.to_numpy())[
        [*YEAR, "size_class", "starts", "signed", "population", "crisis"]
    ]


def _missions(lines: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Sum parts per mission; a sum over an unknown is missing."""
    known = lines[lines["reached"].notna()]
    walked = known.groupby(MISSION, dropna=False, sort=False)[["reached", "ceiling"]].sum()
    attainment = (walked["reached"] / walked["ceiling"]).where(walked["ceiling"] > 0)
    sums = _sums(parts, MISSION)
    return sums.merge(attainment.rename("attainment").reset_index(), on=MISSION, how="left", validate="1:1")


def _totals(parts: pd.DataFrame, years: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Sum parts per community-year, and name the parts whose ceiling nobody knows."""
    lacking = parts[parts["ceiling"].isna() & parts["owed"]]
    mission = lacking["mission"].map(law.missions.set_index("mission")["short"])
    part = lacking["part"].map(law.parts.set_index("part")["label"]).str.lower()
    labels = mission + " (" + part + ")"
    named = labels.groupby([lacking[key] for key in YEAR], dropna=False, sort=False).agg(list)
    totals = years.merge(_sums(parts, YEAR), on=YEAR, how="left", validate="1:1")
    totals = totals.merge(named.rename("unknown").reset_index(), on=YEAR, how="left", validate="1:1")
    unknown = [names if isinstance(names, list) else [] for names in totals["unknown"]]
    return totals.assign(unknown=pd.Series(unknown, index=totals.index, dtype=object))


def _sums(parts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum, per key, what is deployed, what is paid on results, and what a declared crisis brings."""
    deployed, attained, in_crisis = (parts["paid"] == paid for paid in ("deployed", "attained", "crisis"))
    concerned = pd.DataFrame(
        {
            "fixed_due": deployed,
            "variable_ceiling": attained,
            **{f"variable_{name}": attained for name in SPLIT},
            "crisis_due": in_crisis,
        }
    )
    euros = pd.concat([parts["due"], parts["ceiling"], parts[SPLIT], parts["due"]], axis=1)
    euros = euros.set_axis(concerned.columns, axis=1)
    # One pass for the sums, the number of their terms and the number of unknown ones: groups cost, rows do not.
    counts = {"terms": concerned, "unknown": concerned & euros.isna()}
    flags = [frame.add_prefix(f"{name} ").astype("int64") for name, frame in counts.items()]
    table = pd.concat([euros.where(concerned, 0.0).fillna(0.0), *flags], axis=1)
    table = table.groupby([parts[key] for key in keys], dropna=False, sort=False).sum()
    known = table[concerned.columns].where(table.filter(like="terms ").to_numpy() > 0)
    sums = known.where(table.filter(like="unknown ").to_numpy() == 0)
    return sums.assign(fixed_known=known["fixed_due"]).reset_index()
