"""The years of a contract, past and to come, under one scenario or several.

A year to come repeats what is known today: the texts in force on its first day, the contract's own
amounts carried on, every result still open. Only the scenario says which share of the variable part
is counted. Income is counted for the year it is due for, not for the day it is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.funding import fund_grid
from aci_model.funding.pairing import pairs
from aci_model.funding.proration import contract_years_days, deployed, prorated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aci_model.funding import Assessment
    from aci_model.law import Law, Scenario
    from aci_model.reading.dossier import Dossier

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

WITHOUT = "sans_part_variable"  # id of the scenario every other is drawn beside
AT_LEAST = 3  # years shown ahead even when the contract ends sooner: it may be renewed
SPAN = [
    "span",
    "community",
    "year",
    "ahead",
    "period",
    "size_class",
    "starts",
    "ends",
    "after_contract",
    "paid",
]
EUROS = ["fixed", "variable", "crisis"]
PAST, NOW, NEXT = "past", "now", "next"
_YEARS = 1_000_000  # more than there are calendar years


def spans(assessment: Assessment, dossier: Dossier, law: Law, years: int | None = None) -> pd.DataFrame:
    """List the contract years to show for each community.

    Args:
        assessment: its totals give the years that have lines; the latest is « cette année ».
        dossier: its history adds past years that have no lines.
        law: length of a contract.
        years: how many years to come; by default to the end of the contract, and at least AT_LEAST.

    Returns:
        The columns SPAN, in time order within each community: span (0, 1, 2…), community, year (missing when
        the file names none), ahead (0 this year, negative past), period (past | now | next), size_class,
        starts and ends (the calendar year when the signature is unknown), after_contract (True beyond the
        contract's last year), paid (euros of variable part really paid for a past year, missing when not told).
    """
    totals = assessment.totals
    latest = totals.groupby("community", sort=False)["year"].transform("max")
    now = totals[(totals["year"] == latest).fillna(value=False) | latest.isna()]
    now = now.drop_duplicates("community")[["community", "year", "size_class", "signed"]].reset_index(
        drop=True
    )
    length = int(texts.fold(law, None).payment.set_index("rule")["value"]["contract_years"])
    now = now.assign(rank=now.index, last=now["signed"].dt.year.astype("Int64") + length - 1)
    left = (now["last"] - now["year"]).fillna(0).clip(lower=AT_LEAST).astype("int64")
    count = left if years is None else pd.Series(years, index=now.index)
    future = now.loc[now.index.repeat(count + 1)]
    offset = future.groupby("community", sort=False).cumcount()
    future = future.assign(ahead=offset, year=future["year"] + offset)
    every = pd.concat([_past(now, totals, dossier), future], ignore_index=True)
    every = every.sort_values(["rank", "ahead"], kind="stable", ignore_index=True)
    days = contract_years_days(dossier.communities, every)
    return every.assign(
        span=every.index,
        period=np.select([every["ahead"] < 0, every["ahead"] == 0], [PAST, NOW], NEXT),
        starts=days["starts"],
        ends=days["ends"],
        paid=_paid(every, dossier.history),
        after_contract=(every["year"] > every["last"]).fillna(value=False).astype("bool"),
    )[SPAN]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The years of a dossier before any scenario: what does not move when a slider does.

    Attributes:
        spans: see `spans`.
        money: one row per span and mission: deployed (euros, prorated from the mission's first day), attained,
            crisis (ceilings), each 0 where there is no such part and missing where unknown, share (of the attained
            part: reached, still open, or all of it).
        crisis: whether the choices already suppose a crisis.
    """

    spans: pd.DataFrame
    money: pd.DataFrame
    crisis: bool


def outlook(assessment: Assessment, dossier: Dossier, law: Law, years: int | None = None) -> Outlook:
    """Lay out the years of a dossier, ready for any scenario.

    Args:
        assessment: this year's figures, and those of the years before.
        dossier: its history.
        law: texts of the years to come.
        years: see `spans`.
    """
    shown = spans(assessment, dossier, law, years)
    parts = _parts(shown, assessment, law)
    share = deployed(parts, dossier, law)["deployed"].where(parts["paid"] == "deployed", 1.0)
    owed = prorated(parts["ceiling"].to_numpy(), share.to_numpy())
    money = _by_mission(parts.assign(owed_euros=owed), shown, law)
    return Outlook(shown, money, assessment.choices.crisis)


def project(ahead: Outlook, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Work out what each year is due, mission by mission, under each scenario.

    Args:
        ahead: from `outlook`.
        scenarios: `law.scenario(share)` or a value of `law.scenarios`; a past year takes no notice of them.

    Returns:
        The columns SPAN, scenario (its id), mission, fixed, variable and crisis (euros due to the deployed
        parts, to the part paid on results, to a declared crisis; 0 where the mission has no such part,
        missing where its amount is unknown) and ceiling (the variable envelope). Past: what was reached.
        This year: the scenario's share of what is not lost. Later: its share of the envelope. At a share of
        0 the variable is 0 exactly.
    """
    under = [_under(scenario, ahead.money, crisis=ahead.crisis) for scenario in scenarios]
    money = pd.concat(under, ignore_index=True)
    shown = ahead.spans.set_index("span", drop=False).loc[money["span"]].reset_index(drop=True)
    return pd.concat([shown, money.drop(columns="span")], axis=1)


def yearly(projection: pd.DataFrame) -> pd.DataFrame:
    """Sum a projection per year and scenario; what was really paid replaces what was computed.

    Args:
        projection: from `project`.

    Returns:
        The columns SPAN, scenario, fixed, variable, crisis, total (each missing as soon as one of its terms
        is), fixed_known, variable_known, income (what is known of each, together), ceiling, and basis:
        versé | calculé | projeté | reconduit (projected beyond the end of the contract).
    """
    scenario, names = pd.factorize(projection["scenario"])
    group = projection["span"].to_numpy(dtype=np.int64) * len(names) + scenario
    _, first, place = np.unique(group, return_index=True, return_inverse=True)
    table = projection[[*SPAN, "scenario"]].iloc[first].reset_index(drop=True)
    known, strict = {}, {}
    for name in (*EUROS, "ceiling"):
        euros = projection[name].to_numpy(dtype=np.float64)
        known[name] = np.bincount(place, weights=np.nan_to_num(euros), minlength=len(first))
        unknown = np.bincount(place, weights=np.isnan(euros), minlength=len(first))
        strict[name] = np.where(unknown == 0, known[name], np.nan)
    paid = table["paid"].to_numpy(dtype=np.float64)
    told = ~np.isnan(paid)
    for sums in (known, strict):
        sums["variable"] = np.where(told, paid, sums["variable"])
    past, beyond = (table["period"] == PAST).to_numpy(), table["after_contract"].to_numpy()
    basis = np.select([told, past, beyond], ["versé", "calculé", "reconduit"], "projeté")
    return table.assign(
        **strict,
        total=strict["fixed"] + strict["variable"] + strict["crisis"],
        fixed_known=known["fixed"],
        variable_known=known["variable"],
        income=known["fixed"] + known["variable"] + known["crisis"],
        basis=pd.Series(basis, dtype="str"),
    )


def _paid(years: pd.DataFrame, history: pd.DataFrame) -> pd.Series:
    """The variable part really paid for each past year; a whole year told wins over its missions."""
    told = history.dropna(subset=["year", "paid"])
    paid = pd.Series(np.nan, index=years.index)
    if told.empty:
        return paid
    past = years[(years["ahead"] < 0) & years["year"].notna()]
    place = _year_index(past, past["community"]).get_indexer(_year_index(told, past["community"]))
    for kept in (told["mission"].notna(), told["mission"].isna()):
        here = kept.to_numpy() & (place >= 0)
        sums = told.loc[here, "paid"].groupby(place[here]).sum()
        paid.loc[past.index[sums.index]] = sums.to_numpy()
    return paid


def _past(now: pd.DataFrame, totals: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """Years before this one that have lines, or of which the history tells what was paid."""
    told = dossier.history.dropna(subset=["year", "paid"])[["community", "year"]]
    known = pd.concat([totals[["community", "year"]], told]).dropna().drop_duplicates()
    own = pd.Index(now["community"]).get_indexer(pd.Index(known["community"]))
    known, now = known[own >= 0].reset_index(drop=True), now.take(own[own >= 0]).reset_index(drop=True)
    past = now.assign(year=known["year"], ahead=known["year"] - now["year"])
    past = past[(past["ahead"] < 0).fillna(value=False)]
    return past.astype({"ahead": "int64"})


def _parts(shown: pd.DataFrame, assessment: Assessment, law: Law) -> pd.DataFrame:
    """Parts of every year shown: as computed where the file has lines, carried on from this year elsewhere."""
    parts, communities = assessment.parts, shown["community"]
    reached = shown[shown["ahead"] <= 0]
    place = _year_index(reached, communities).get_indexer(_year_index(parts, communities))
    span = reached["span"].to_numpy()[place[place >= 0]]
    own = parts[place >= 0].assign(span=span, computed=True)
    now = own[np.isin(span, shown.loc[shown["period"] == NOW, "span"])]
    rest = shown[~shown["span"].isin(span)]
    year, part = pairs(rest["community"], now["community"])
    carried = now.take(part).assign(
        span=rest["span"].to_numpy()[year],
        year=rest["year"].array.take(year),
        ceiling=_carried_on(rest, year, now, part, law),
        computed=False,
    )
    return pd.concat([own, carried], ignore_index=True)


def _carried_on(rest: pd.DataFrame, year: Integers, now: pd.DataFrame, part: Integers, law: Law) -> Floats:
    """Ceilings of this year's parts in other years: the contract's own, or what the texts of that year give."""
    dated = texts.ceilings(
        law, rest[["community", "year", "size_class", "starts"]].drop_duplicates(["community", "year"])
    )
    missions, kinds = pd.Index(law.missions["mission"]), pd.Index(law.parts["part"])

    def cell(parts: pd.DataFrame) -> Integers:
        """Number the mission × part of each row."""
        rank = missions.get_indexer(pd.Index(parts["mission"])) * len(kinds)
        return np.asarray(rank + kinds.get_indexer(pd.Index(parts["part"])), dtype=np.int64)

    count = len(missions) * len(kinds)
    wanted, given = (_year_index(frame, rest["community"]) for frame in (rest, dated))
    known = pd.Index(given * count + cell(dated))
    found = known.get_indexer(wanted[year] * count + cell(now)[part])
    fresh = np.append(dated["ceiling"].to_numpy(dtype=np.float64), np.nan)[found]
    from_texts = (now["origin"] == "texte").to_numpy()[part]
    return np.where(from_texts, fresh, now["ceiling"].to_numpy(dtype=np.float64)[part])


def _by_mission(parts: pd.DataFrame, shown: pd.DataFrame, law: Law) -> pd.DataFrame:
    """One row per year and mission: its ceilings, and the part of the variable one that is reached or open."""
    rank = pd.Index(law.missions["mission"]).get_indexer(pd.Index(parts["mission"]))
    number = parts["span"].to_numpy(dtype=np.int64) * len(law.missions) + rank
    groups, place = np.unique(number, return_inverse=True)
    span, rank = groups // len(law.missions), groups % len(law.missions)
    paid = parts["paid"].to_numpy(dtype=object)

    def summed(way: str, *columns: str) -> Floats:
        """Absent is 0, unknown stays missing."""
        euros = sum(parts[name].to_numpy(dtype=np.float64) for name in columns)
        return np.bincount(place, np.where(paid == way, euros, 0.0), len(groups)).astype(np.float64)

    about = shown.set_index("span").loc[span]
    period = about["period"].to_numpy(dtype=object)
    ceiling, attained = summed("attained", "ceiling"), summed("attained", "owed_euros")
    with np.errstate(divide="ignore", invalid="ignore"):  # no envelope, no share: set apart below
        reached = np.where(
            np.isin(span, parts.loc[parts["computed"], "span"]),
            summed("attained", "earned", "to_prove") / ceiling,
            np.nan,
        )
        share = np.select(
            [period == PAST, period == NOW], [reached, 1.0 - summed("attained", "lost") / ceiling], 1.0
        )
    return pd.DataFrame(
        {
            "span": span,
            "mission": law.missions["mission"].array.take(rank),
            "deployed": summed("deployed", "owed_euros"),
            "attained": attained,
            "crisis": summed("crisis", "owed_euros"),
            "share": np.where(attained != 0, share, 0.0),
            "rank": rank,
            "year": about["year"].array,
            "is_past": period == PAST,
        }
    )


def _year_index(years: pd.DataFrame, communities: pd.Series) -> pd.Index:
    """One number per community and contract year, a missing year being one of its own; -1 for a stranger."""
    community = pd.Index(communities.unique()).get_indexer(pd.Index(years["community"])).astype(np.int64)
    year = years["year"].fillna(-1).to_numpy(dtype=np.int64)
    return pd.Index(np.where(community < 0, -1, community * _YEARS + year % _YEARS))


def _under(scenario: Scenario, money: pd.DataFrame, *, crisis: bool) -> pd.DataFrame:
    """Apply one scenario to every year that is not past."""
    attained = pd.Series("attained", index=money.index)
    shares = texts.pay(scenario, money["mission"], attained, money["year"])
    shares = np.where(money["is_past"], 1.0, shares)
    attainment = np.where(shares == 0, 0.0, shares * money["share"].to_numpy())
    # At 0 nothing of the envelope is counted, be it known or not.
    ceiling = np.where(attainment == 0, 0.0, money["attained"].to_numpy())
    variable = fund_grid(None, ceiling[:, None], np.arange(len(money)), attainment[:, None])
    return pd.DataFrame(
        {
            "span": money["span"],
            "scenario": scenario.id,
            "mission": money["mission"],
            "fixed": money["deployed"],
            "variable": variable[:, 0],
            "crisis": money["crisis"] if crisis or scenario.crisis else 0.0,
            "ceiling": money["attained"],
        }
    )
