"""Ways of setting a target that can be put on the table: one's own past, one's peers, a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.frames import INTEGER, NUMBER, Columns, frame
from aci_model.wording import euros, measure, percent, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN, ROSP, LINEAR = PRESETS = ("own", "rosp", "linear")
SCHEDULE: Columns = {
    "tier": INTEGER,  # 1, 2, 3…
    "threshold": NUMBER,  # in the line's unit
    "amount": NUMBER,  # cumulative euros
}
_LOW, _HIGH = 0.3, 0.8  # the ROSP set its intermediate and target thresholds there (ACI.md §3)


@dataclass(frozen=True, slots=True)
class Cut:
    """How a straight line is cut into steps.

    Attributes:
        steps: how many.
        decimals: of the thresholds.
        rounding: amounts are multiples of it, but for the last one, in euros.
        unit: of the thresholds.
    """

    steps: int = 4
    decimals: int = 0
    rounding: float = 50.0
    unit: str | None = None


_USUAL = Cut()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A schedule to put forward.

    Attributes:
        preset: one of PRESETS.
        tiers: a frame of SCHEDULE; empty when there is nothing to propose.
        sentence: what it is, or why there is none, in French.
    """

    preset: str
    tiers: pd.DataFrame
    sentence: str


def own_target(
    target: float | None, amount: float | None, chance: float | None, *, unit: str | None = None
) -> Proposal:
    """Propose the target one can hold, in one step.

    Args:
        target: from `tenable` or `offers`, in the line's unit; None or NaN: nobody can conclude.
        amount: euros once it is reached; None or NaN: to be discussed.
        chance: 0–1, of reaching it.
        unit: of the target.
    """
    if target is None or np.isnan(target):
        return Proposal(OWN, frame(SCHEDULE), "Vos années passées ne permettent pas de conclure.")
    tiers = frame(SCHEDULE, [{"tier": 1, "threshold": target, "amount": amount}])
    paid = "montant à discuter" if amount is None or np.isnan(amount) else euros(amount)
    held = f"{measure(target, unit)}, que vous atteindriez avec {percent(chance)} de chances : {paid}."
    return Proposal(OWN, tiers, typeset(held))


def linear(first: float, last: float, amount: float, cut: Cut = _USUAL) -> Proposal:
    """Propose equal steps between two thresholds: nothing at the first, all at the last.

    Args:
        first: where payment starts, in the line's unit; worth nothing itself.
        last: where everything is paid; below `first` when lower is better.
        amount: euros at the last.
        cut: into which steps.

    Returns:
        A Proposal whose amounts never fall; steps that rounding would put on one threshold are one step.

    Raises:
        ValueError: the thresholds are one and the same, or an amount or a number of steps is not above 0.
    """
    if not (first != last and np.isfinite([first, last]).all() and amount > 0 and cut.steps > 0):
        raise ValueError(
            typeset("Il faut deux seuils différents, un montant et un nombre de paliers au-dessus de zéro.")
        )
    share = np.arange(1, cut.steps + 1) / cut.steps
    thresholds = np.round(first + share * (last - first), cut.decimals)
    amounts = np.round(share * amount / cut.rounding) * cut.rounding
    thresholds[-1], amounts[-1] = last, amount
    tiers = pd.DataFrame({"threshold": thresholds, "amount": np.minimum(amounts, amount)})
    tiers = tiers[tiers["threshold"] != first].drop_duplicates("threshold", keep="last", ignore_index=True)
    tiers = tiers.assign(tier=np.arange(1, len(tiers) + 1)).astype(SCHEDULE)[list(SCHEDULE)]
    between = f"de {measure(first, cut.unit)} à {measure(last, cut.unit)}"
    told = f"Rien jusqu'au premier seuil, puis {euros(amount)} répartis {between}, rien de plus au-delà."
    return Proposal(LINEAR, tiers, typeset(told))


def rosp(quantiles: Sequence[float] | None, amount: float, cut: Cut = _USUAL) -> Proposal:
    """Propose thresholds in the manner of the ROSP: nothing at the 30th percentile of peers, all at the 80th.

    Args:
        quantiles: the values 30 % and 80 % of comparable communities do not beat, in the line's unit; None while no
            comparison has published them.
        amount: euros at the second of them.
        cut: into which steps.
    """
    if quantiles is None:
        told = "Les résultats de communautés comparables ne sont pas encore publiés."
        return Proposal(ROSP, frame(SCHEDULE), typeset(told))
    low, high = quantiles
    straight = linear(low, high, amount, cut)
    told = (
        f"À la manière de la ROSP : rien jusqu'à {measure(low, cut.unit)} ({percent(_LOW)} des communautés comparables "
        f"font moins bien), tout à {measure(high, cut.unit)} ({percent(_HIGH)} font moins bien)."
    )
    return Proposal(ROSP, straight.tiers, typeset(told))
