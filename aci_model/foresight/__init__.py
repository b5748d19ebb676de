"""The years ahead: scenarios, projection, commitments, treasury, chance; `objectives` has a face of its own."""

from aci_model.foresight.bands import bands, bounds
from aci_model.foresight.blank import Comparison, blank, compare
from aci_model.foresight.cash import cash, milestones, openings
from aci_model.foresight.chances import chances
from aci_model.foresight.commitments import costs, coverage, outlays
from aci_model.foresight.distribution import Distribution, income, income_by_count, incomes, summary
from aci_model.foresight.dues import dues
from aci_model.foresight.own_path import own_path, own_values, own_verdict
from aci_model.foresight.projection import NEXT, NOW, PAST, WITHOUT, Outlook, outlook, project, spans, yearly
from aci_model.foresight.stops import relieved, stops
from aci_model.foresight.treasury import Spending, Treasury, spending, treasury
from aci_model.foresight.within import Within, within_envelopes

__all__ = [
    "NEXT",
    "NOW",
    "PAST",
    "WITHOUT",
    "Comparison",
    "Distribution",
    "Outlook",
    "Spending",
    "Treasury",
    "Within",
    "bands",
    "blank",
    "bounds",
    "cash",
    "chances",
    "compare",
    "costs",
    "coverage",
    "dues",
    "income",
    "income_by_count",
    "incomes",
    "milestones",
    "openings",
    "outlays",
    "outlook",
    "own_path",
    "own_values",
    "own_verdict",
    "project",
    "relieved",
    "spans",
    "spending",
    "stops",
    "summary",
    "treasury",
    "within_envelopes",
    "yearly",
]
