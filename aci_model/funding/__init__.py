"""From contract lines and results to euros."""

from aci_model.funding.assessment import Assessment, assess, contract_years
from aci_model.funding.attainment import SPLIT, STATUSES, Choices, attain
from aci_model.funding.grid import fund_grid
from aci_model.funding.readings import READINGS, side_by_side
from aci_model.funding.why import why

__all__ = [
    "READINGS",
    "SPLIT",
    "STATUSES",
    "Assessment",
    "Choices",
    "assess",
    "attain",
    "contract_years",
    "fund_grid",
    "side_by_side",
    "why",
]
