"""Ways of setting a target, in French words: what one can hold, what peers do, a straight line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.bargaining import presets
from aci_model.wording import euros, measure, missing, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.bargaining.sheet import Sheet
    from aci_model.report.negotiation_peers import Practice

_DECIMALS = 2


def targets(
    sheet: Sheet, line: Mapping[str, Any], bounds: tuple[float, float] | None, practised: Practice
) -> pd.DataFrame:
    """Propose three ways of setting the target.

    Args:
        sheet: from `bargaining.sheet`.
        line: the same line in `report.tables.lines`: tiers, baseline.
        bounds: the two thresholds of the straight line, in the line's unit; None: not to be told.
        practised: where comparable communities stand, from `negotiation_peers.practice`.

    Returns:
        « Façon », « Paliers proposés » (empty without any) and « Ce que cela veut dire ».
    """
    held, offer = sheet.held, sheet.offer
    amount = offer.amount if offer.target is not None else sheet.ceiling
    own = presets.own_target(held.target, amount, held.chance, unit=sheet.unit)
    worth = sheet.ceiling if sheet.ceiling is not None and sheet.ceiling > 0 else None
    ways = [("Ce que vous tenez", own)]
    cut = presets.Cut(decimals=decimals([*line["tiers"], line["baseline"], *(bounds or ())]), unit=sheet.unit)
    rosp = presets.rosp(None if worth is None else practised.quantiles, worth or 0.0, cut)
    sentences = [rosp.sentence, practised.sentence] if len(rosp.tiers) else [practised.sentence]
    ways.append(("À la manière de la ROSP", replace(rosp, sentence=" ".join(sentences))))
    if bounds is not None and worth is not None and bounds[0] != bounds[1]:
        ways.append(("Au prorata entre deux seuils", presets.linear(*bounds, worth, cut)))
    return pd.DataFrame(
        {
            "Façon": [name for name, _ in ways],
            "Paliers proposés": [_schedule(way.tiers, sheet.unit) for _, way in ways],
            "Ce que cela veut dire": [way.sentence for _, way in ways],
        }
    )


def decimals(values: list[Any]) -> int:
    """Count the decimals some figures are written with, two at most; missing ones say nothing."""
    known = [float(value) for value in values if not missing(value)]
    return next(
        (places for places in range(_DECIMALS) if all(round(v, places) == v for v in known)), _DECIMALS
    )


def _schedule(tiers: pd.DataFrame, unit: str | None) -> str:
    steps = [
        f"{measure(threshold, unit)} : {'à discuter' if missing(amount) else euros(amount)}"
        for threshold, amount in zip(tiers["threshold"], tiers["amount"], strict=True)
    ]
    return typeset(" · ".join(steps))
