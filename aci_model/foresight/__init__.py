"""The years ahead: scenarios, projection, commitments."""

from aci_model.foresight.commitments import costs, coverage
from aci_model.foresight.projection import NEXT, NOW, PAST, WITHOUT, Outlook, outlook, project, spans, yearly

__all__ = [
    "NEXT",
    "NOW",
    "PAST",
    "WITHOUT",
    "Outlook",
    "costs",
    "coverage",
    "outlook",
    "project",
    "spans",
    "yearly",
]
