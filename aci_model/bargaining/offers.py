"""The counter-offer: a target that can be held, at the same expected euros for a day of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.frames import FLAG, INTEGER, NUMBER, TEXT, Columns

if TYPE_CHECKING:
    from aci_model.funding.schedules import Floats

OFFER, HOLD, UNKNOWN = STATES = ("offer", "hold", "unknown")
OFFERS: Columns = {
    "line": INTEGER,
    "state": TEXT,  # offer: an easier target is put forward | hold: the one asked is tenable | unknown
    "target": NUMBER,  # in the line's unit
    "amount": NUMBER,  # euros once it is reached; missing when what the line brings is unknown
    "expected_before": NUMBER,  # euros expected from the clause as asked
    "expected_after": NUMBER,  # euros expected from the counter-offer
    "capped": FLAG,  # the same expected euros would take more than the line is worth
}


def offers(tenable: pd.DataFrame, stakes: pd.DataFrame, *, rounding: float = 50.0) -> pd.DataFrame:
    """Work out the counter-offer of each line.

    The rule: the effort is taken to stay the same, so the same expected euros for a day are the same expected
    euros; a target reached with a chance c is worth them when it pays them divided by c. Nobody asks more euros
    for an easier target: the amount never goes over the line's own.

    Args:
        tenable: from `tenable`.
        stakes: from `stakes`, in the same order.
        rounding: amounts are the nearest multiple of it, in euros.

    Returns:
        A frame of OFFERS, in the same order.
    """
    chance = tenable["chance"].to_numpy(dtype=np.float64)
    ceiling = stakes["ceiling"].to_numpy(dtype=np.float64)
    expected = stakes["expected"].to_numpy(dtype=np.float64)
    fair = np.divide(expected, chance, out=np.full(len(chance), np.nan), where=chance > 0)
    capped = fair > ceiling
    amount = np.minimum(np.round(np.minimum(fair, ceiling) / rounding) * rounding, ceiling)
    held = tenable["held"].fillna(value=False).to_numpy(dtype=np.bool_)
    open_ = tenable["target"].notna().to_numpy() & ~held
    state = np.select([held, open_], [HOLD, OFFER], UNKNOWN)
    return pd.DataFrame(
        {
            "line": tenable["line"],
            "state": state,
            "target": tenable["target"].where(open_),
            "amount": _only(open_, amount),
            "expected_before": expected,
            "expected_after": _only(open_, amount * chance),
            "capped": pd.array(capped & open_, dtype="boolean"),
        }
    ).astype(OFFERS)


def _only(chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], values: Floats) -> Floats:
    return np.where(chosen, values, np.nan)
