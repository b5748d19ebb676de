"""Two ledgers per contract year and mission: the fixe, and what is paid on results; an advance, then the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aci_model.funding.calendar.rules import REPAID, due_at_signature, per_row, rates

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from aci_model.funding.calendar.rules import Days
    from aci_model.funding.schedules import Flags, Floats
    from aci_model.law import Law

SIGNATURE, ADVANCE, START, BALANCE = "signature", "avance", "demarrage", "solde"
VARIABLE_ADVANCE, VARIABLE, WITHHOLDING = "avance_variable", "variable", "retenue"
FIXED_LEDGER, VARIABLE_LEDGER = 0, 1
PARTS = np.array(["fixe", "variable"], dtype=object)


@dataclass(frozen=True, eq=False, slots=True)
class Ledgers:
    """The ledgers of n dues, as arrays of 2n: first every fixe, then every part paid on results.

    Attributes:
        row: which row of the dues a ledger belongs to.
        part: FIXED_LEDGER or VARIABLE_LEDGER.
        due: euros due, NaN when unknown.
        advance, advance_day, advance_flow: what is paid ahead (euros, 0 when nothing is), when, under which name.
        closing_day, closing_flow: when the rest is paid, under which name.
        repays: whether what was paid too much is given back at once rather than withheld.
    """

    row: NDArray[np.int64]
    part: NDArray[np.int64]
    due: Floats
    advance: Floats
    advance_day: Days
    advance_flow: NDArray[np.object_]
    closing_day: Days
    closing_flow: NDArray[np.object_]
    repays: Flags


def ledgers(dues: pd.DataFrame, terms: pd.DataFrame, law: Law) -> Ledgers:
    """Lay out what each due is paid in, as planned (ACI.md §4).

    Args:
        dues: see `funding.payments.payments`.
        terms: from `rules.terms`.
        law: the rules, by name.
    """
    n = len(dues)
    told = per_row(terms, dues["community"], law)
    opening = _days(dues["starts"])
    anniversary = np.asarray(_days(dues["ends"]) + np.timedelta64(1, "D"), dtype="datetime64[D]")
    began = _days(dues["deployed_from"])
    rule = rates(law, opening)
    flow, share, later = _advances(dues, began, opening, anniversary, rule=rule, law=law)
    day = np.where((flow == START) & ~np.isnat(began), began, opening)
    delay = told["balance_delay"].to_numpy(dtype=np.int64)
    years_late = 12 * (rule["variable_delay"].astype(np.int64) - 1)
    fixed, variable, crisis = (
        dues[name].to_numpy(dtype=np.float64) for name in ("fixed", "variable", "crisis")
    )
    # No result is known yet when a variable part is advanced: it is a share of the envelope.
    base = dues["ceiling"].fillna(dues["variable"]).to_numpy() if "ceiling" in dues else variable
    ahead = np.where(dues["first"].to_numpy(dtype=np.bool_) | later, 0.0, told["variable_advance"].to_numpy())
    return Ledgers(
        row=np.tile(np.arange(n), 2),
        part=np.repeat([FIXED_LEDGER, VARIABLE_LEDGER], n),
        due=np.concatenate([fixed, variable + crisis]),
        advance=np.concatenate([share * fixed, np.where(ahead == 0, 0.0, ahead * base)]),
        advance_day=np.tile(day, 2),
        advance_flow=np.concatenate([flow, np.full(n, VARIABLE_ADVANCE, dtype=object)]),
        closing_day=np.concatenate(
            [months_later(anniversary, delay), months_later(anniversary, delay + years_late)]
        ),
        closing_flow=np.repeat(np.array([BALANCE, VARIABLE], dtype=object), n),
        repays=np.tile((told["overpayment"] == REPAID).to_numpy(dtype=np.bool_), 2),
    )


def months_later(days: Days, months: NDArray[np.int64]) -> Days:
    """Move days by whole months; a 29th, 30th or 31st that a month lacks becomes its last day."""
    month = days.astype("datetime64[M]")
    target = month + months.astype("timedelta64[M]")
    first = target.astype("datetime64[D]")
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - first
    place = days - month.astype("datetime64[D]")
    moved: Days = first + np.minimum(place, length - np.timedelta64(1, "D"))
    return moved


def _days(column: pd.Series) -> Days:
    return np.asarray(column.to_numpy(), dtype="datetime64[D]")


def _advances(
    dues: pd.DataFrame, began: Days, opening: Days, anniversary: Days, *, rule: dict[str, Floats], law: Law
) -> tuple[NDArray[np.object_], Floats, Flags]:
    """Name the payment made ahead on each fixe, its share, and the missions that begin after the year.

    A mission whose first day nobody knows is taken as begun with the contract.
    """
    first = dues["first"].to_numpy(dtype=np.bool_)
    at_once = due_at_signature(law, dues["mission"])
    within = (began >= opening) & (began < anniversary)
    cases = [at_once & first, at_once, within | (np.isnat(began) & first)]
    flow = np.select(cases, [SIGNATURE, ADVANCE, START], ADVANCE).astype(object)
    shares = [rule["signature_share"], rule["anniversary_share"], rule["mission_start_share"]]
    share = np.select(cases, shares, rule["mission_anniversary_share"])
    return flow, share, (began >= anniversary) & ~at_once
