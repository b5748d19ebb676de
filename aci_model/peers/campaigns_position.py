"""Where a community stands among its peers: worked out from its own workbook and what is public, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model.frames import NUMBER, TEXT, Columns, frame
from aci_model.peers.aggregates import catalogue
from aci_model.peers.blocks import DIMENSIONS, UNSAID
from aci_model.peers.publication import EVERYBODY, GROUP, SHOWN, SIZE
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
    "level": TEXT,  # groupe | taille | ensemble
    "group": TEXT,  # key of the union one is compared in
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
    """Place one's own values among the bands of one's group, of one's size and of everybody.

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
    order = {quantile.name: quantile.part / quantile.parts for quantile in catalogue(rules())}
    told: dict[tuple[str, str, str], list[dict[Any, Any]]] = {}
    for figure in published.aggregates.to_dict("records"):
        told.setdefault((figure["indicator"], figure["level"], figure["group"]), []).append(figure)
    compared = _compared(attributes, published.groups)
    rows = []
    for one in asked:
        value = given.get(one.id)
        scaled = None if missing(value) else float(value) * one.high  # type: ignore[arg-type]
        for level, key in (*compared.get(one.id, {}).items(), (EVERYBODY, EVERYBODY)):
            figures = told.get((one.id, level, key))
            if figures is None:
                continue
            shown = sorted(
                (figure for figure in figures if figure["state"] == SHOWN),
                key=lambda figure: order[figure["statistic"]],
            )
            rows.append(
                {
                    "indicator": one.id,
                    "label": one.label,
                    "value": scaled,
                    "level": level,
                    "group": key,
                    "group_label": figures[0]["label"],
                    **_among(scaled, shown),
                }
            )
    return frame(POSITION, rows)


def _compared(attributes: Mapping[str, str | None], groups: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Indicator -> level -> the group, and the groups of one's size, that one's cell is compared in."""
    cell = [attributes.get(name) or UNSAID for name in DIMENSIONS]
    own = groups[(groups[list(DIMENSIONS)] == cell).all(axis=1)].to_dict("records")
    return {
        row["indicator"]: {
            level: row[name] for level, name in ((GROUP, "group"), (SIZE, "size")) if not missing(row[name])
        }
        for row in own
    }


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
