"""Where a community stands among its peers: worked out from its own workbook and what is public, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model.frames import NUMBER, TEXT, Columns, frame
from aci_model.peers.aggregates import catalogue
from aci_model.peers.blocks import DIMENSIONS, UNSAID
from aci_model.peers.publish import EVERYBODY, GROUP, SHOWN
from aci_model.peers.rules import rules
from aci_model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from aci_model.peers.campaigns_published import Published
    from aci_model.peers.contributions import Indicator

POSITION: Columns = {
    "indicator": TEXT,
    "label": TEXT,  # of the indicator, in French
    "value": NUMBER,  # one's own, on the scale of what is published; missing when the workbook does not know
    "level": TEXT,  # groupe | ensemble
    "group": TEXT,  # key of the group one is compared in
    "group_label": TEXT,  # who is in it, in French
    "over": TEXT,  # the highest statistic one is above, its rounding counted; missing: none
    "over_value": NUMBER,
    "beside": TEXT,  # a statistic whose rounding holds one's own value: above or below it, nobody can say
    "beside_value": NUMBER,
    "under": TEXT,  # the lowest statistic one is below
    "under_value": NUMBER,
}


def own_position(
    contribution: pd.DataFrame,
    attributes: Mapping[str, str | None],
    asked: Sequence[Indicator],
    published: Published,
) -> pd.DataFrame:
    """Place one's own values among the bands of one's group and of everybody.

    Args:
        contribution: CONTRIBUTION, from one's own workbook; what was really sent is not needed.
        attributes: size_group, region and seniority of one's own invitation.
        asked: by the campaign.
        published: what it published.

    Returns:
        POSITION, a row per indicator and level that has figures or withholds them; no figure leaves its three
        statistics missing.
    """
    given = dict(zip(contribution["indicator"], contribution["value"], strict=True))
    cell = [attributes.get(name) or UNSAID for name in DIMENSIONS]
    order = {quantile.name: quantile.part / quantile.parts for quantile in catalogue(rules())}
    groups, figures = published.groups, published.aggregates
    here = groups[(groups[list(DIMENSIONS)] == cell).all(axis=1)].set_index("indicator")["group"]
    rows = []
    for one in asked:
        value = given.get(one.id)
        scaled = None if missing(value) else float(value) * one.high  # type: ignore[arg-type]
        for level, key in ((GROUP, here.get(one.id)), (EVERYBODY, EVERYBODY)):
            told = figures[
                (figures["indicator"] == one.id) & (figures["level"] == level) & (figures["group"] == key)
            ]
            if told.empty:
                continue
            shown = told[told["state"] == SHOWN].to_dict("records")
            shown.sort(key=lambda figure: order[figure["statistic"]])
            rows.append(
                {
                    "indicator": one.id,
                    "label": one.label,
                    "value": scaled,
                    "level": level,
                    "group": key,
                    "group_label": told["label"].iloc[0],
                    **_among(scaled, shown),
                }
            )
    return frame(POSITION, rows)


def _among(value: float | None, shown: list[dict[Any, Any]]) -> dict[str, Any]:
    """Between which figures a value lies; a figure is an interval, as wide as its rounding."""
    if value is None:
        return {}
    over = [one for one in shown if not missing(one["high"]) and value >= one["high"]]
    under = [one for one in shown if not missing(one["low"]) and value < one["low"]]
    # The median, when several hold it: the one people know best.
    beside = [one for one in shown if one not in over and one not in under]
    beside.sort(key=lambda one: one["statistic"] != catalogue(rules())[0].name)
    named = {"over": over[-1:], "beside": beside[:1], "under": under[:1]}
    return {
        key: told
        for name, found in named.items()
        for one in found
        for key, told in ((name, one["statistic"]), (f"{name}_value", one["value"]))
    }
