"""What each contract year owes a community, in the shape the payment calendar reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.foresight.projection import PAST, project
from aci_model.funding.proration import contract_years_days, deployed, prorated

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.foresight.projection import Outlook
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

_COLUMNS = [
    *("scenario", "community", "span", "year", "starts", "ends", "mission", "deployed_from"),
    *("fixed", "variable", "crisis", "ceiling", "period", "first", "after_contract"),
]
_GROUP = ["scenario", "span"]


@dataclass(frozen=True, eq=False, slots=True)
class Standing:
    """The dues of one scenario, as far as no scenario moves them.

    Attributes:
        rows: the columns of `dues` without the scenario; first the years before, then the rows of the outlook's money.
        earlier: how many rows are of the years before.
        told: rows whose variable part no scenario moves: the years before, and those of which the payment is told.
    """

    rows: pd.DataFrame
    earlier: int
    told: NDArray[np.bool_]


def standing(ahead: Outlook, dossier: Dossier, law: Law) -> Standing:
    """Work out what is due whatever the scenario.

    Args:
        ahead: from `outlook`.
        dossier: its history tells what was really paid for past years, its starts when each mission began.
        law: the missions deployed with the contract.
    """
    projection = project(ahead, [texts.scenario(1.0)])  # a past year takes no notice of it
    told = projection["paid"].notna().to_numpy()
    table = projection.assign(variable=_really_paid(projection, dossier.history))
    before = _year_before(ahead.spans, table, dossier)
    earlier = len(before)
    if earlier:
        table = pd.concat([before, table], ignore_index=True)
    began = deployed(table, dossier, law)
    share = began["deployed"].to_numpy(dtype=np.float64)[:earlier]
    fixed, variable = (table[name].to_numpy(dtype=np.float64).copy() for name in ("fixed", "variable"))
    fixed[:earlier] = prorated(fixed[:earlier], share)
    variable[:earlier][share == 0] = 0.0
    first = (table["year"] == _year_signed(table["community"], dossier)).fillna(value=False).astype("bool")
    rows = table.assign(deployed_from=began["deployed_from"], fixed=fixed, variable=variable, first=first)
    is_told = np.concatenate([np.ones(earlier, dtype=np.bool_), told])
    return Standing(rows[[name for name in _COLUMNS if name != "scenario"]], earlier, is_told)


def dues(ahead: Outlook, projection: pd.DataFrame, dossier: Dossier, law: Law) -> pd.DataFrame:
    """Turn a projection into what `funding.payments.payments` lays out by month.

    Args:
        ahead: from `outlook`.
        projection: from `project`, of the same outlook.
        dossier: see `standing`.
        law: see `standing`.

    Returns:
        One row per scenario, year and mission: scenario, community, span, year, starts, ends, mission, deployed_from
        (NaT when unknown), fixed, variable and crisis (euros due for that year, missing when unknown), ceiling (the
        variable envelope), period, first (the contract's first year), after_contract.
        The variable part of a past year is what the history says was paid, when it says so: the amount of each
        mission told, or one sum for the year shared as the missions earned it.
        The year before the first one shown is added when the contract already ran: its balance and its variable part
        arrive in the years shown. Its fixe is carried back, its variable part is unknown; its span is below 0.
    """
    return moved(standing(ahead, dossier, law), projection)


def moved(kept: Standing, projection: pd.DataFrame) -> pd.DataFrame:
    """Complete what stands with what each scenario of a projection pays; see `dues`."""
    each = len(kept.rows) - kept.earlier
    scenarios = len(projection) // each if each else 0
    start = np.arange(scenarios) * each
    row = np.concatenate(
        [
            np.tile(np.arange(kept.earlier), scenarios),
            np.tile(np.arange(kept.earlier, len(kept.rows)), scenarios),
        ]
    )
    # The years before have no row of their own in the projection: any row of their scenario names it.
    source = np.concatenate([np.repeat(start, kept.earlier), np.arange(len(projection))])
    table = kept.rows.take(row).reset_index(drop=True)
    told, before = kept.told[row], row < kept.earlier
    variable, crisis = (
        projection[name].to_numpy(dtype=np.float64)[source] for name in ("variable", "crisis")
    )
    table["variable"] = np.where(told, table["variable"].to_numpy(), variable)
    table["crisis"] = np.where(before, 0.0, crisis)
    table.insert(0, "scenario", projection["scenario"].array.take(source))
    return table


def _year_before(spans: pd.DataFrame, projection: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """The contract years that pay into the years shown without being shown themselves; their fixe is a whole year's."""
    opened = _year_signed(spans["community"], dossier)
    last = spans.groupby("community", sort=False)["year"].shift()  # spans are in time order
    follows = (last == spans["year"] - 1).fillna(value=False)
    years = spans[~follows & (spans["year"] > opened).fillna(value=False)]
    years = years.assign(year=years["year"] - 1).set_index("span")
    if years.empty:
        return projection.iloc[:0]
    days = contract_years_days(dossier.communities, years)
    rows = projection[projection["span"].isin(years.index)]
    return rows.assign(
        year=rows["year"] - 1,
        span=-1 - rows["span"],
        starts=rows["span"].map(days["starts"]),
        ends=rows["span"].map(days["ends"]),
        variable=np.where(rows["ceiling"] == 0, 0.0, np.nan),
        crisis=0.0,
        period=PAST,
        after_contract=False,
    )


def _year_signed(communities: pd.Series, dossier: Dossier) -> pd.Series:
    """Year each contract was signed in; not `map`, which takes no dates when there is no community."""
    signed = dossier.communities.drop_duplicates("community").set_index("community")["signed"]
    years: pd.Series = signed.reindex(communities).dt.year.set_axis(communities.index)
    return years


def _really_paid(projection: pd.DataFrame, history: pd.DataFrame) -> pd.Series:
    """Share what was really paid for a past year over its missions, to the cent; elsewhere what was computed."""
    past = projection[projection["paid"].notna()]
    if past.empty:
        return projection["variable"]
    group = past.groupby(_GROUP, sort=False).ngroup()
    weights = [_told(past, history), past["variable"], past["ceiling"], pd.Series(1.0, index=past.index)]
    share = pd.Series(np.nan, index=past.index)
    for weight in weights:
        known = weight.fillna(0.0).clip(lower=0.0)
        whole = known.groupby(group).transform("sum")
        share = share.fillna(known.groupby(group).cumsum() / whole.where(whole > 0))
        if share.notna().all():
            break
    running = (past["paid"] * share).round(2)
    each = running - running.groupby(group).shift(fill_value=0.0)
    variable = projection["variable"].copy()
    variable.loc[past.index] = each.round(2)
    return variable


def _told(projection: pd.DataFrame, history: pd.DataFrame) -> pd.Series:
    """What the history says was paid for each mission of each past year; missing where it says nothing."""
    keys = ["community", "year", "mission"]
    sums = history.dropna(subset=["paid", *keys]).groupby(keys, sort=False)["paid"].sum().reset_index()
    told = projection[keys].merge(sums, on=keys, how="left")["paid"]
    return told.set_axis(projection.index)
