"""The whole treasury of a dossier under several scenarios, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model.foresight.cash import cash, milestones, openings
from aci_model.foresight.commitments import outlays
from aci_model.foresight.dues import dues
from aci_model.foresight.projection import project
from aci_model.foresight.stops import relieved, stops
from aci_model.funding.payments import payments, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from aci_model.foresight.projection import Outlook
    from aci_model.law import Law, Scenario
    from aci_model.reading.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Treasury:
    """What comes in, what goes out, and until when it is enough.

    Attributes:
        projection: see `project`.
        dues: see `dues`.
        flows: the payments to come and made, see `funding.payments.payments`.
        outlays: see `commitments.outlays`.
        opening: see `cash.openings`.
        cash: see `cash.cash`, with balance_relieved (see `stops.relieved`).
        milestones: see `cash.milestones`.
        stops: see `stops.stops`.
    """

    projection: pd.DataFrame
    dues: pd.DataFrame
    flows: pd.DataFrame
    outlays: pd.DataFrame
    opening: pd.DataFrame
    cash: pd.DataFrame
    milestones: pd.DataFrame
    stops: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Spending:
    """What no scenario moves: it need not be worked out again when a slider does.

    Attributes:
        opening: see `cash.openings`.
        outlays: see `commitments.outlays`.
        terms: see `funding.payments.terms`.
    """

    opening: pd.DataFrame
    outlays: pd.DataFrame
    terms: pd.DataFrame


def spending(ahead: Outlook, dossier: Dossier, law: Law, opening: float | None = None) -> Spending:
    """Work out what is there, what is paid, and on which terms, whatever the scenario.

    Args:
        ahead: from `outlook`.
        dossier: its expenses, balances and payment terms.
        law: the terms where nobody told them.
        opening: euros to start with where nobody told the balance; without it, what is left stays unknown.
    """
    start = openings(dossier, ahead.spans, opening)
    return Spending(start, outlays(dossier.expenses, ahead.spans, start), terms(dossier, law))


def treasury(
    ahead: Outlook, scenarios: Sequence[Scenario], dossier: Dossier, law: Law, spent: Spending
) -> Treasury:
    """Work out the treasury of each community under each scenario.

    Args:
        ahead: from `outlook`.
        scenarios: as for `project`, each with an id of its own.
        dossier: its corrections, history and starts of missions.
        law: the payment rules.
        spent: from `spending`, of the same outlook and dossier.
    """
    projection = project(ahead, scenarios)
    owed = dues(ahead, projection, dossier, law)
    flows = payments(owed, dossier.payments, spent.terms, law)
    start, paid = spent.opening, spent.outlays
    followed = cash(flows, paid, start)
    stopped = stops(flows, paid, start)
    return Treasury(
        projection=projection,
        dues=owed,
        flows=flows,
        outlays=paid,
        opening=start,
        cash=relieved(followed, paid, stopped),
        milestones=milestones(followed),
        stops=stopped,
    )
