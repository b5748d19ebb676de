"""From contract lines and results to euros."""

from aci_model.funding.assessment import Assessment, assess, contract_years, of_year
from aci_model.funding.attainment import (
    ABANDONED,
    EARNED,
    LOST,
    PARTIAL,
    PENDING,
    SPLIT,
    STATUSES,
    TO_PROVE,
    Choices,
    attain,
)
from aci_model.funding.grid import fund_grid
from aci_model.funding.readings import READINGS, side_by_side
from aci_model.funding.why import why

__all__ = [
    "ABANDONED",
    "EARNED",
    "LOST",
    "PARTIAL",
    "PENDING",
    "READINGS",
    "SPLIT",
    "STATUSES",
    "TO_PROVE",
    "Assessment",
    "Choices",
    "assess",
    "attain",
    "contract_years",
    "fund_grid",
    "of_year",
    "side_by_side",
    "why",
]
