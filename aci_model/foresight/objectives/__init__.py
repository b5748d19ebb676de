"""How many objectives to set oneself, and which ones."""

from aci_model.foresight.objectives.abandon import abandonment, no_return
from aci_model.foresight.objectives.best import Best, best_set
from aci_model.foresight.objectives.candidates import Candidates, candidates, envelopes
from aci_model.foresight.objectives.choices import choices, lacking
from aci_model.foresight.objectives.curve import additions, curve
from aci_model.foresight.objectives.nature import nature_balance, proposed_strength, swap, swaps
from aci_model.foresight.objectives.standing import standing
from aci_model.foresight.vocabulary import vocabulary

__all__ = [
    "Best",
    "Candidates",
    "abandonment",
    "additions",
    "best_set",
    "candidates",
    "choices",
    "curve",
    "envelopes",
    "lacking",
    "nature_balance",
    "no_return",
    "proposed_strength",
    "standing",
    "swap",
    "swaps",
    "vocabulary",
]
