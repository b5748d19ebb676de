"""The whole treasury of a dossier under several scenarios, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model.foresight.cash import curves, milestones, openings
from aci_model.foresight.commitments import outlays
from aci_model.foresight.dues import moved, standing
from aci_model.foresight.plane import Plane
from aci_model.foresight.projection import project
from aci_model.foresight.stops import stopped
from aci_model.funding.payments import payments, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from aci_model.foresight.dues import Standing
    from aci_model.foresight.plane import Bills
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
        standing: see `dues.standing`.
        plane: the months of the opening.
        bills: the outlays, placed on that plane.
    """

    opening: pd.DataFrame
    outlays: pd.DataFrame
    terms: pd.DataFrame
    standing: Standing
    plane: Plane
    bills: Bills


def spending(ahead: Outlook, dossier: Dossier, law: Law, opening: float | None = None) -> Spending:
    """Work out what is there, what is paid, and on which terms, whatever the scenario.

    Args:
        ahead: from `outlook`.
        dossier: its expenses, balances and payment terms.
        law: the terms where nobody told them.
        opening: euros to start with where nobody told the balance; without it, what is left stays unknown.
    """
    start = openings(dossier, ahead.spans, opening)
    paid, plane = outlays(dossier.expenses, ahead.spans, start), Plane.of(start)
    return Spending(
        opening=start,
        outlays=paid,
        terms=terms(dossier, law),
        standing=standing(ahead, dossier, law),
        plane=plane,
        bills=plane.bills(paid),
    )


def treasury(
    ahead: Outlook, scenarios: Sequence[Scenario], dossier: Dossier, law: Law, spent: Spending
) -> Treasury:
    """Work out the treasury of each community under each scenario.

    Args:
        ahead: from `outlook`.
        scenarios: as for `project`, each with an id of its own.
        dossier: its corrections.
        law: the payment rules.
        spent: from `spending`, of the same outlook and dossier.
    """
    projection = project(ahead, scenarios)
    owed = moved(spent.standing, projection)
    flows = payments(owed, dossier.payments, spent.terms, law)
    received = spent.plane.receipts(flows)
    tables = curves(spent.plane, received, spent.bills)
    stops = stopped(spent.plane, received, spent.bills, tables["balance"])
    followed = spent.plane.frame(received.scenarios, {**tables, "balance_relieved": stops.left})
    return Treasury(
        projection=projection,
        dues=owed,
        flows=flows,
        outlays=spent.outlays,
        opening=spent.opening,
        cash=followed,
        milestones=milestones(followed),
        stops=stops.table,
    )
