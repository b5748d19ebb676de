"""A ceiling and its euros for every part: the texts, patched by the contract, filled by the lines."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.funding.attainment import SPLIT
from aci_model.funding.pairing import pairs
from aci_model.funding.proration import deployed, prorated

if TYPE_CHECKING:
    from aci_model.funding.attainment import Choices
    from aci_model.funding.cells import Cells, Integers
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

SOURCED = ["origin", "text", "text_label", "source", "confidence", "disputed"]
LAYER = ["community", "year", "mission", "part", "ceiling", *SOURCED]


def fund(lines: pd.DataFrame, cells: Cells, dossier: Dossier, law: Law, choices: Choices) -> pd.DataFrame:
    """Put a ceiling and its euros on every part a community is in.

    Args:
        lines: from `attain`.
        cells: the numbering of the contract years (`contract_years`).
        dossier: its envelopes replace the texts cell by cell; its starts tell the options taken, and from which day
            a mission's fixe is due.
        law: the texts; a community without size gets the parts of its missions with unknown ceilings.
        choices: crisis.

    Returns:
        See `Assessment.parts`, indexed and ordered by cell: years, missions, parts.
    """
    sums = _line_sums(lines, cells, law)
    layers = [_from_texts(cells.years, dossier, law), _from_contract(cells.years, dossier, law)]
    layers = [layer.set_axis(cells.part(layer)) for layer in layers]
    parts = pd.concat([*layers, _from_lines(layers, sums)])
    parts = parts[(parts.index >= 0) & ~parts.index.duplicated(keep="last")].sort_index()
    paid = law.parts["paid"].to_numpy()[cells.part_of(parts)]
    crisis = cells.years["crisis"].fillna(value=False).to_numpy(dtype=np.bool_)[cells.year_of(parts)]
    owed = (paid != "crisis") | crisis | choices.crisis
    euros = sums[["lines_total", *SPLIT, "unknown_lines"]].reindex(parts.index)
    parts = pd.concat([parts.assign(paid=paid, owed=owed), deployed(parts, dossier, law), euros], axis=1)
    return _split(parts)


def _from_texts(years: pd.DataFrame, dossier: Dossier, law: Law) -> pd.DataFrame:
    """Ceilings the texts give to the missions each community is in.

    A mission of the socle counts as soon as the size is known; an option, and every mission of a community
    without size, only where the file has lines, an envelope or a start for it.
    """
    ceilings = texts.ceilings(law, years)
    communities, missions = pd.Index(ceilings["community"].unique()), pd.Index(law.missions["mission"])

    def pair(frame: pd.DataFrame) -> Integers:
        """Number the community × mission of each row; -1 where the law or the years know it not."""
        community = communities.get_indexer(pd.Index(frame["community"]))
        mission = missions.get_indexer(pd.Index(frame["mission"]))
        return np.where((community < 0) | (mission < 0), -1, community * len(missions) + mission)

    given = pair(ceilings)
    named = np.concatenate([pair(frame) for frame in (dossier.lines, dossier.envelopes, dossier.starts)])
    chosen = np.isin(given, named)
    is_option = (law.missions["kind"] == "complementaire").to_numpy(dtype=np.bool_)[given % len(missions)]
    sized = communities.get_indexer(pd.Index(years.loc[years["size_class"].notna(), "community"]))
    due = np.isin(given // len(missions), sized) & ~is_option
    return ceilings[due | chosen].assign(origin="texte")[LAYER]


def _from_contract(years: pd.DataFrame, dossier: Dossier, law: Law) -> pd.DataFrame:
    """A community's own amounts, one row per year; a row that names its year wins over one that does not."""
    own = dossier.envelopes[dossier.envelopes["ceiling"].notna()]
    every, named = own[own["year"].isna()], own[own["year"].notna()]
    row, year = pairs(every["community"], years["community"])
    both = pd.concat([every.take(row).assign(year=years["year"].array.take(year)), named], ignore_index=True)
    # « Part variable » of a mission whose texts know no such part (crisis) is the one it is paid in a crisis.
    by_result = both["part"].isin(law.parts.loc[law.parts["paid"] == "attained", "part"])
    return both.assign(
        part=both["part"].mask(
            by_result, both["mission"].map(_parts_paid_on_results(law)).fillna(both["part"])
        ),
        origin="contrat",
        text="contrat",
        text_label="Votre contrat",
        source=both["file"] + ", " + both["sheet"] + "!" + both["cell"],
        confidence="contrat",
        disputed=False,
    )[LAYER]


def _from_lines(layers: list[pd.DataFrame], sums: pd.DataFrame) -> pd.DataFrame:
    """Where neither text nor contract knows a ceiling paid on results, the lines' own sum stands in."""
    known = np.concatenate([layer.index[layer["ceiling"].notna()] for layer in layers])
    lacking = sums[~sums.index.isin(known)]
    return lacking.assign(
        ceiling=lacking["lines_total"].where(lacking["unknown_lines"] == 0),
        origin="lignes",
        text="lignes",
        text_label="Somme de vos lignes",
        source="Somme des lignes du fichier",
        confidence="lignes",
        disputed=False,
    )[LAYER]


def _line_sums(lines: pd.DataFrame, cells: Cells, law: Law) -> pd.DataFrame:
    """Sum lines onto the part of their mission that is paid on results; indexed by cell.

    A mission whose texts know no such part (crisis) lays its lines on the one paid in a crisis; lines of a mission
    that is not paid on results at all stay out (`notices` says so).
    """
    part = lines["mission"].map(_parts_paid_on_results(law))
    placed = lines[["community", "year", "mission"]].assign(part=part)
    number = cells.part(placed)
    groups, first, place = np.unique(number, return_index=True, return_inverse=True)
    euros = lines[["ceiling", *SPLIT]].to_numpy(dtype=np.float64)
    totals = _bincount(place, np.nan_to_num(euros), len(groups))
    unknown = np.bincount(place, weights=np.isnan(euros[:, 0]), minlength=len(groups))
    return (
        placed.iloc[first]
        .set_axis(groups)
        .assign(**dict(zip(["lines_total", *SPLIT], totals.T, strict=True)), unknown_lines=unknown)
    )


def _bincount(
    place: Integers, values: np.ndarray[tuple[int, int], np.dtype[np.float64]], count: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Sum the rows of a table per place."""
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, place, values)
    return sums


@functools.lru_cache(maxsize=8)  # a law never changes
def _parts_paid_on_results(law: Law) -> pd.Series:
    known = texts.fold(law, None).ceilings
    by_result = known[known["paid"].isin(["attained", "crisis"])]
    return (
        by_result.sort_values("paid", kind="stable").drop_duplicates("mission").set_index("mission")["part"]
    )


def _split(parts: pd.DataFrame) -> pd.DataFrame:
    """Fit the lines into their ceiling: what they leave is pending; what they exceed is cut, earned last."""
    known = {
        name: parts[name].to_numpy(dtype=np.float64)
        for name in ("ceiling", "lines_total", "deployed", *SPLIT)
    }
    paid = parts["paid"].to_numpy(dtype=object)
    by_result = (paid == "attained") | ~np.isnan(known["lines_total"])
    ceiling = np.where(by_result, known["ceiling"], np.nan)
    unallocated = np.maximum(ceiling - np.nan_to_num(known["lines_total"]), 0.0)
    earned = np.minimum(np.nan_to_num(known["earned"]), ceiling)
    to_prove = np.minimum(np.nan_to_num(known["to_prove"]), ceiling - earned)
    pending = np.minimum(np.nan_to_num(known["pending"]) + unallocated, ceiling - earned - to_prove)
    lost = ceiling - earned - to_prove - pending
    fixed = prorated(known["ceiling"], np.where(paid == "deployed", known["deployed"], 1.0))
    due = np.where(parts["owed"].to_numpy(dtype=np.bool_), np.where(by_result, earned, fixed), 0.0)
    return parts.assign(due=due, earned=earned, to_prove=to_prove, pending=pending, lost=lost)
