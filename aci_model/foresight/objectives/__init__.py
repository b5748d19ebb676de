"""How many objectives to set oneself, and which ones."""

from aci_model.foresight.objectives.best import Best, best_set
from aci_model.foresight.objectives.candidates import Candidates, candidates, envelopes
from aci_model.foresight.objectives.standing import standing

__all__ = ["Best", "Candidates", "best_set", "candidates", "envelopes", "standing"]
