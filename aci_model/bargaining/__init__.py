"""At the table with the CPAM and the ARS: what clauses are worth, what can be held, what was agreed."""

from aci_model.bargaining.cards import CardError, append, heads, sealed, verify
from aci_model.bargaining.diff import Diff, diff
from aci_model.bargaining.evidence import Evidence, evidence
from aci_model.bargaining.handover import Handover, handover
from aci_model.bargaining.matching import match
from aci_model.bargaining.register import Register, register

__all__ = [
    "CardError",
    "Diff",
    "Evidence",
    "Handover",
    "Register",
    "append",
    "diff",
    "evidence",
    "handover",
    "heads",
    "match",
    "register",
    "sealed",
    "verify",
]
