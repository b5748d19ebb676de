"""The years ahead: scenarios, projection, commitments."""

from aci_model.foresight.commitments import costs, coverage
from aci_model.foresight.projection import WITHOUT, project, spans, yearly

__all__ = ["WITHOUT", "costs", "coverage", "project", "spans", "yearly"]
