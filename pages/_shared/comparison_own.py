"""What one's own workbook says to a campaign: worked out in the session, from the contract year in view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aci_model import funding
from aci_model.peers.contributions import ContributionError, attributes_of, contribution_of
from pages._shared import session
from pages._shared.comparison_door import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.peers.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class Said:
    """What a workbook answers.

    Attributes:
        answers: CONTRIBUTION; None when the workbook cannot be used.
        attributes: size_group, region and seniority as the workbook has them; None for what it does not say.
        trouble: why it cannot be used, in French; empty when it can.
    """

    answers: pd.DataFrame | None
    attributes: Mapping[str, str | None]
    trouble: str = ""


def said(campaign: Campaign) -> Said:
    """Work out what the community and the year in view answer to a campaign, as the contract itself reads.

    The reading, the intensity and the crisis chosen on the pages are hypotheses of this session: communities are only
    compared under the same ones.

    Raises:
        LookupError: no contract is loaded; a page shows its empty state first.
    """
    return session.remember(f"answers {campaign.id}", lambda: _worked_out(campaign))


def _worked_out(campaign: Campaign) -> Said:
    dossier, community = session.dossier(), session.community()
    if dossier is None or community is None:
        raise LookupError("no contract is loaded in this session")
    known = session.assessment() if session.choices() == funding.Choices() else None
    whole = known or funding.assess(dossier, session.law())
    mine = dossier.communities
    alone = replace(dossier, communities=mine[mine["community"] == community].reset_index(drop=True))
    case = funding.of_year(whole, community, session.contract_year())
    try:
        return Said(
            contribution_of(alone, case, campaign.asked),
            attributes_of(alone, case, campaign.regions, today()),
        )
    except ContributionError as trouble:
        return Said(None, {}, str(trouble))
