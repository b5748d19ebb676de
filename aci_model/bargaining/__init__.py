"""At the table with the CPAM and the ARS: what clauses are worth, what can be held, what was agreed."""

from aci_model.bargaining.cards import CardError, append, heads, sealed, verify
from aci_model.bargaining.diff import Diff, diff
from aci_model.bargaining.evidence import Evidence, evidence
from aci_model.bargaining.exchange import Exchanges, Priced, proposals, trade_amount, trade_target
from aci_model.bargaining.feasibility import feasibility
from aci_model.bargaining.handover import Handover, handover
from aci_model.bargaining.matching import match
from aci_model.bargaining.questions import questions
from aci_model.bargaining.register import Register, register
from aci_model.bargaining.sheet import Grounds, Settings, Sheet, grounds, sheet
from aci_model.bargaining.worth import totals, worth

__all__ = [
    "CardError",
    "Diff",
    "Evidence",
    "Exchanges",
    "Grounds",
    "Handover",
    "Priced",
    "Register",
    "Settings",
    "Sheet",
    "append",
    "diff",
    "evidence",
    "feasibility",
    "grounds",
    "handover",
    "heads",
    "match",
    "proposals",
    "questions",
    "register",
    "sealed",
    "sheet",
    "totals",
    "trade_amount",
    "trade_target",
    "verify",
    "worth",
]
