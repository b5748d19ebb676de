"""The texts as dated data: read, validate, fold."""

from aci_model.law.ceilings import CEILINGS, ceilings
from aci_model.law.faults import LawError
from aci_model.law.fold import Rules, fold, total
from aci_model.law.loading import Law, load, load_from, scenario, shares
from aci_model.law.scenarios import Scenario, Share, pay
from aci_model.law.sizes import size_classes, size_notes
from aci_model.law.texts import Text
from aci_model.law.years import contract_span, contract_starts

__all__ = [
    "CEILINGS",
    "Law",
    "LawError",
    "Rules",
    "Scenario",
    "Share",
    "Text",
    "ceilings",
    "contract_span",
    "contract_starts",
    "fold",
    "load",
    "load_from",
    "pay",
    "scenario",
    "shares",
    "size_classes",
    "size_notes",
    "total",
]
