"""All that the view of the treasury says of one community: its curve, its posts, its payments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight import WITHOUT
from aci_model.foresight.commitments import ranked
from aci_model.foresight.projection import Outlook
from aci_model.foresight.treasury import spending, treasury
from aci_model.funding.payments import PAID
from aci_model.report import cash_words as say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.foresight.treasury import Spending, Treasury
    from aci_model.law import Law, Scenario
    from aci_model.reading.dossier import Dossier

FLOWS = {  # which payment
    "signature": "à la signature",
    "avance": "avance",
    "demarrage": "démarrage de la mission",
    "solde": "solde",
    "avance_variable": "avance sur la part variable",
    "variable": "part variable",
    "retenue": "trop-perçu repris",
}


@dataclass(frozen=True, eq=False, slots=True)
class Alone:
    """One community's years and files, and what no scenario moves of its money.

    Attributes:
        rows: frame -> rows of the whole dossier's frame that are this community's, in order.
    """

    outlook: Outlook
    dossier: Dossier
    spent: Spending
    rows: dict[str, list[int]]


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """What is left month by month.

    Attributes:
        answer: until when the money is enough without variable part.
        months: month, month_words, known (up to the last real payment), inflow, firm, soft, balance, year_ends,
            balance_without and balance_without_firm (every post, and firm posts alone, without variable part).
        say: the finding above the curve.
        aloud: the curve for someone who does not see it.
        start: the row of `foresight.cash.openings`.
        start_say: where the curve starts.
        reached: the row of `foresight.cash.milestones` of the chosen scenario.
        stops_say: which posts would stop, in their order.
    """

    answer: str
    months: pd.DataFrame
    say: str
    aloud: str
    start: pd.Series
    start_say: str
    reached: pd.Series
    stops_say: str


@dataclass(frozen=True, eq=False, slots=True)
class Followed:
    """What the treasury says under one scenario.

    Attributes:
        curve: None where it cannot be drawn; `no_curve` then says what to add.
        stops: post, mission_label, priority, stops_words, saved, row (in the dossier's expenses), in the order in
            which the posts stop.
        flows: day, flow_words, year_label, mission_label, amount, basis, reason, from the opening on.
        flows_say: how many and how much.
    """

    curve: Curve | None
    no_curve: str
    stops: pd.DataFrame
    flows: pd.DataFrame
    flows_say: str


def alone(outlook: Outlook, dossier: Dossier, community: str, law: Law) -> Alone:
    """Keep one community, and work out what no scenario moves; an account nobody told of starts at 0 €.

    Args:
        outlook: `foresight.outlook` of the dossier.
        dossier: of one community or several.
        community: whose treasury it is.
        law: the payment rules.
    """
    spans = outlook.spans[outlook.spans["community"] == community]
    money = outlook.money[outlook.money["span"].isin(spans["span"])]
    years = Outlook(spans.reset_index(drop=True), money.reset_index(drop=True), outlook.crisis)
    names = ("communities", "starts", "expenses", "history", "payments")
    rows = {name: np.flatnonzero(getattr(dossier, name)["community"] == community).tolist() for name in names}
    own = {name: getattr(dossier, name).iloc[rows[name]].reset_index(drop=True) for name in names}
    mine = replace(dossier, **own)
    return Alone(years, mine, spending(years, mine, law, 0.0), rows)


def follow(mine: Alone, scenarios: Sequence[Scenario], law: Law) -> Treasury:
    """Work out one community's treasury under some scenarios; see `foresight.treasury`."""
    return treasury(mine.outlook, list(scenarios), mine.dossier, law, mine.spent)


def followed(found: Treasury, mine: Alone, chosen: Scenario, labels: pd.Series, law: Law) -> Followed:
    """Say what a treasury shows.

    Args:
        found: from `follow`, under `chosen` and WITHOUT.
        mine: from `alone`.
        chosen: the scenario on screen.
        labels: span -> name of its contract year.
        law: labels of missions.
    """
    missions = law.missions.set_index("mission")["short"]
    flows = _payments(found, chosen, mine, labels, missions)
    stops = _stops(found, chosen, mine, missions)
    months, spent = not found.milestones.empty, not mine.dossier.expenses.empty
    return Followed(
        curve=_curve(found, mine, chosen, stops) if months and spent else None,
        no_curve=say.no_curve(
            mine.spent.opening,
            followed=months,
            signed=_signed(mine),
            numbered=bool(mine.outlook.spans["year"].notna().any()),
            spent=spent,
        ),
        stops=stops,
        flows=flows,
        flows_say=say.calendar(flows),
    )


def _curve(found: Treasury, mine: Alone, chosen: Scenario, stops: pd.DataFrame) -> Curve:
    """What is left month by month, in figures and sentences."""
    months = _months(found, chosen)
    marks = found.milestones
    without, reached = (marks[marks["scenario"] == which].iloc[0] for which in (WITHOUT, chosen.id))
    start, share = mine.spent.opening.iloc[0], chosen.shares[0].share
    return Curve(
        answer=say.answer(without, _unknown_firm(found.cash)),
        months=months,
        say=say.curve(reached, share),
        aloud=say.curve_aloud(months, reached),
        start=start,
        start_say=say.opening(
            start["balance"], start["since"], assumed=bool(start["assumed"]), signed=_signed(mine)
        ),
        reached=reached,
        stops_say=say.stopping(stops, share),
    )


def _signed(mine: Alone) -> bool:
    return bool(mine.dossier.communities["signed"].notna().any())


def _months(found: Treasury, chosen: Scenario) -> pd.DataFrame:
    """The months of the chosen scenario, with what is left without variable part beside."""
    cash = found.cash
    mine = cash[cash["scenario"] == chosen.id].reset_index(drop=True)
    without = cash[cash["scenario"] == WITHOUT].reset_index(drop=True)
    real = found.flows.loc[found.flows["basis"] == PAID, "month"].max()
    return mine.assign(
        month_words=[say.month(first) for first in mine["month"]],
        known=(mine["month"] <= real).fillna(value=False) if pd.notna(real) else False,
        balance_without=without["balance"],
        balance_without_firm=without["balance_firm"],
    )


def _unknown_firm(cash: pd.DataFrame) -> bool:
    """Whether some income is unknown by the month in which firm posts are first short, or by the end."""
    mine = cash[cash["scenario"] == WITHOUT]
    short = mine[mine["balance_firm"] < 0]
    return bool((mine if short.empty else short)["unknown"].iloc[-1 if short.empty else 0])


def _stops(found: Treasury, chosen: Scenario, mine: Alone, missions: pd.Series) -> pd.DataFrame:
    """The flexible posts in the order in which they stop, and where each stands in the dossier."""
    posts = ranked(mine.dossier.expenses)
    place = posts.assign(row=mine.rows["expenses"])[["rank", "priority", "row"]]
    stops = found.stops[found.stops["scenario"] == chosen.id].merge(place, on="rank", how="left")
    when = [say.month(first) if pd.notna(first) else "continue" for first in stops["stops_on"]]
    return stops.assign(stops_words=when, mission_label=stops["mission"].map(missions))


def _payments(
    found: Treasury, chosen: Scenario, mine: Alone, labels: pd.Series, missions: pd.Series
) -> pd.DataFrame:
    """The payments from the opening on, as people name them."""
    flows = found.flows[found.flows["scenario"] == chosen.id]
    if not mine.spent.opening.empty:
        start = mine.spent.opening.iloc[0]
        flows = flows[~(flows["day"] < start["since"]) & ~(flows["day"] > start["until"])]
    named = flows["of_year"].astype("str") + "-" + (flows["of_year"] + 1).astype("str")
    return flows.assign(
        flow_words=flows["flow"].map(FLOWS),
        year_label=flows["span"].map(labels).fillna(named),
        mission_label=flows["mission"].map(missions),
    ).reset_index(drop=True)
