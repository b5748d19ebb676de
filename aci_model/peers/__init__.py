"""Comparing communities without exposing any: what a campaign may publish, and the gate it passes first.

`from aci_model import peers` gives all that a page needs; what a name stands for is imported when it is first asked
for, for SQLAlchemy takes a quarter of a second that a page without campaigns never spends.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aci_model.peers.campaigns import (
        Campaign,
        CampaignError,
        attributes,
        campaign,
        contribute,
        contributed,
        create,
        freeze,
        invite,
        received,
        withdraw,
    )
    from aci_model.peers.campaigns_position import own_position
    from aci_model.peers.campaigns_published import Published, decisions, publish, published
    from aci_model.peers.contributions import (
        ContributionError,
        Indicator,
        asked_of,
        attributes_of,
        choices_of,
        contribution_of,
    )
    from aci_model.peers.deciles import percentiles
    from aci_model.peers.doors import Administrator, Contributor, DoorError, administrator, contributor

__all__ = [
    "Administrator",
    "Campaign",
    "CampaignError",
    "ContributionError",
    "Contributor",
    "DoorError",
    "Indicator",
    "Published",
    "administrator",
    "asked_of",
    "attributes",
    "attributes_of",
    "campaign",
    "choices_of",
    "contribute",
    "contributed",
    "contribution_of",
    "contributor",
    "create",
    "decisions",
    "freeze",
    "invite",
    "own_position",
    "percentiles",
    "publish",
    "published",
    "received",
    "withdraw",
]

_HOMES = {
    "campaigns": (
        "Campaign",
        "CampaignError",
        "attributes",
        "campaign",
        "contribute",
        "contributed",
        "create",
        "freeze",
        "invite",
        "received",
        "withdraw",
    ),
    "campaigns_position": ("own_position",),
    "campaigns_published": ("Published", "decisions", "publish", "published"),
    "contributions": (
        "ContributionError",
        "Indicator",
        "asked_of",
        "attributes_of",
        "choices_of",
        "contribution_of",
    ),
    "doors": ("Administrator", "Contributor", "DoorError", "administrator", "contributor"),
    "deciles": ("percentiles",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    """Import what a public name stands for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
