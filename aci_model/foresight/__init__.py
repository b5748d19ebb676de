"""The years ahead: scenarios, projection, commitments."""

from aci_model.foresight.commitments import costs, coverage
from aci_model.foresight.projection import WITHOUT, Outlook, outlook, project, spans, yearly

__all__ = ["WITHOUT", "Outlook", "costs", "coverage", "outlook", "project", "spans", "yearly"]
