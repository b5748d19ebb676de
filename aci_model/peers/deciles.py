"""What a later reckoning may lean on: two published deciles of comparable communities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.peers.aggregates import DECILES
from aci_model.peers.publication import SHOWN

if TYPE_CHECKING:
    from aci_model.peers.campaigns_published import Published

_LOW, _HIGH = (f"{DECILES}_{part}" for part in (3, 8))


def percentiles(published: Published, indicator: str, group: str) -> tuple[float, float] | None:
    """Give the values that 30 % and 80 % of a group do not beat, on the scale of the indicator.

    Args:
        published: by a campaign.
        indicator: its id.
        group: key of whom one is compared with, from POSITION.

    Returns:
        The third and the eighth decile; None when either is withheld, or is the edge of an open class: « 90 % or
        more » is no value to set a threshold at.
    """
    figures = published.aggregates
    own = figures[
        (figures["indicator"] == indicator) & (figures["group"] == group) & (figures["state"] == SHOWN)
    ]
    closed = own[own["end"].isna()]
    values = dict(zip(closed["statistic"], closed["value"], strict=True))
    return (float(values[_LOW]), float(values[_HIGH])) if {_LOW, _HIGH} <= values.keys() else None
