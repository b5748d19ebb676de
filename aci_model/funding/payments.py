"""The payment calendar: every sum of a contract, on its day, from the signature to the last balance.

The rules (ACI.md §4) are read by name from the texts in force on the first day of each contract year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model import frames
from aci_model.funding.calendar.corrections import paid, spoken, unplaced
from aci_model.funding.calendar.ledgers import PARTS, WITHHOLDING, ledgers
from aci_model.funding.calendar.overpaid import NOTHING, Sums, withhold
from aci_model.funding.calendar.rules import Terms, default_terms, terms
from aci_model.wording import typeset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.funding.calendar.corrections import Paid
    from aci_model.funding.calendar.ledgers import Ledgers
    from aci_model.funding.calendar.rules import Days
    from aci_model.funding.schedules import Flags, Floats
    from aci_model.law import Law

__all__ = [
    "FLOWS",
    "PAID",
    "PLANNED",
    "Terms",
    "default_terms",
    "payments",
    "settlements",
    "terms",
    "unplaced",
]

PAID, PLANNED = "versé", "prévu"

FLOWS: frames.Columns = {
    "scenario": frames.TEXT,
    "community": frames.TEXT,
    "span": "int64",
    "of_year": frames.INTEGER,  # contract year the money is owed for
    "mission": frames.TEXT,
    "flow": frames.TEXT,  # signature | avance | demarrage | solde | avance_variable | variable | retenue
    "day": frames.DAY,
    "month": frames.DAY,  # its first day
    "amount": frames.NUMBER,  # euros, below 0 when money goes back, missing when what is due is unknown
    "basis": frames.TEXT,  # PAID | PLANNED
    "reason": frames.TEXT,  # why it is not what was planned; missing when it is
}

SETTLEMENTS: frames.Columns = {
    "scenario": frames.TEXT,
    "community": frames.TEXT,
    "span": "int64",
    "of_year": frames.INTEGER,
    "mission": frames.TEXT,
    "part": frames.TEXT,  # fixe | variable
    "due_before": frames.NUMBER,  # euros computed
    "paid": frames.NUMBER,  # euros paid in all, advance and closing payment
    "difference": frames.NUMBER,  # paid − due_before
    "reason": frames.TEXT,
}

_HERE = ["scenario", "community", "span", "year", "mission"]


@dataclass(frozen=True, eq=False, slots=True)
class _Walked:
    """The ledgers of some dues once the corrections are in."""

    dues: pd.DataFrame
    books: Ledgers
    ahead: Paid
    closing: Paid
    advanced: Floats  # per ledger, what is or was paid ahead
    is_advanced: Flags  # a correction says so
    rest: Floats  # per ledger, what is planned to close it
    is_closed: Flags  # a correction closed it


def payments(dues: pd.DataFrame, corrections: pd.DataFrame, terms_: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Lay out every payment of the years given.

    Args:
        dues: one row per scenario, span and mission: scenario, community, span, year, starts, ends, mission,
            deployed_from (the mission's first day, NaT when unknown), fixed, variable, crisis (euros due for that
            year, the fixe already prorated, missing when unknown), first (True in the contract's first year), and
            `ceiling` where known: the variable envelope, of which the variable part may be advanced a share.
        corrections: frame of `reading.dossier.PAYMENTS`: what was really paid.
        terms_: from `terms`.
        law: the payment rules.

    Returns:
        The columns FLOWS, in time order within each scenario and community. The amounts of a scenario, span and
        mission add up to what is due for that year; where the last payment of a year was corrected, to what was
        paid (`settlements` tells the difference). Nothing is paid where nothing is due; an unknown due is one
        payment of unknown amount. What a crisis brings comes with the variable part. What was paid too much is
        withheld from payments still planned for that community, or repaid at once, as its terms say.
    """
    walked = _walk(dues, corrections, terms_, law)
    books = walked.books
    unknown_twice = ~walked.is_advanced & np.isnan(walked.advanced)
    ahead = np.flatnonzero(~walked.is_advanced & _counts(walked.advanced))
    rest = np.flatnonzero(~walked.is_closed & _counts(walked.rest) & ~(np.isnan(walked.rest) & unknown_twice))
    rest, owing = rest[~(walked.rest[rest] < 0)], rest[walked.rest[rest] < 0]
    planned = [
        _piece(ahead, books.advance_flow[ahead], books.advance_day[ahead], walked.advanced[ahead]),
        _piece(rest, books.closing_flow[rest], books.closing_day[rest], walked.rest[rest]),
    ]
    told = [
        _told(walked.ahead, books.advance_flow, books.advance_day),
        _told(walked.closing, books.closing_flow, books.closing_day),
    ]
    account = _accounts(dues)
    return _flows([*planned, *told, *_taken_back(walked, owing, planned, account)], dues, account)


def settlements(
    dues: pd.DataFrame, corrections: pd.DataFrame, terms_: pd.DataFrame, law: Law
) -> pd.DataFrame:
    """Tell the years that a real last payment settled for another sum than the computed one.

    Args:
        dues: see `payments`.
        corrections: see `payments`.
        terms_: see `payments`.
        law: see `payments`.

    Returns:
        The columns SETTLEMENTS, one row per scenario, span, mission and part whose closing payment is known.
    """
    walked = _walk(dues, corrections, terms_, law)
    books = walked.books
    closed = np.flatnonzero(walked.is_closed)
    received, _ = walked.closing.sums(len(books.due))
    reasons = pd.Series(walked.closing.reason).groupby(walked.closing.ledger).first()
    sums = walked.advanced[closed] + received[closed]
    rows = dues.iloc[books.row[closed]][_HERE].rename(columns={"year": "of_year"}).reset_index(drop=True)
    rows = rows.assign(
        part=PARTS[books.part[closed]],
        due_before=books.due[closed],
        paid=sums,
        difference=sums - books.due[closed],
        reason=reasons.reindex(closed).to_numpy(),
    )
    return rows[list(SETTLEMENTS)].astype(SETTLEMENTS)


def _walk(dues: pd.DataFrame, corrections: pd.DataFrame, terms_: pd.DataFrame, law: Law) -> _Walked:
    """Put the corrections in: what was paid ahead changes the rest, what closed a year ends it."""
    books = ledgers(dues, terms_, law)
    said = spoken(corrections, dues)
    ahead = paid(said, books.advance, closing=False)
    received, is_advanced = ahead.sums(len(books.due))
    advanced = np.where(is_advanced, received, books.advance)
    rest = books.due - advanced
    closing = paid(said, rest, closing=True)
    _, is_closed = closing.sums(len(books.due))
    return _Walked(dues, books, ahead, closing, advanced, is_advanced, rest, is_closed)


def _counts(euros: Floats) -> Flags:
    """Tell the sums worth a row: unknown ones, and those that are more than binary dust."""
    counts: Flags = ~(np.abs(euros) <= NOTHING)
    return counts


def _piece(
    ledger: NDArray[np.int64],
    flow: object,
    day: Days,
    euros: Floats,
    basis: object = PLANNED,
    *,
    reason: object = None,
) -> dict[str, NDArray[Any]]:
    """Some payments as columns: of which ledger, under which name, when, how much, and why."""
    same = np.empty(len(ledger), dtype=object)
    columns = {"flow": flow, "basis": basis, "reason": reason}
    words = {}
    for name, value in columns.items():
        words[name] = same.copy()
        words[name][:] = value
    return {"ledger": ledger, "day": day, "amount": euros, **words}


def _told(real: Paid, flows: NDArray[np.object_], days: Days) -> dict[str, NDArray[Any]]:
    """What was really paid, on its day, or on the planned one when nobody said."""
    day = np.where(np.isnat(real.day), days[real.ledger], real.day)
    return _piece(real.ledger, flows[real.ledger], day, real.euros, PAID, reason=real.reason)


def _flows(
    pieces: list[dict[str, NDArray[Any]]], dues: pd.DataFrame, account: NDArray[np.int64]
) -> pd.DataFrame:
    """Write pieces as one frame with the columns FLOWS, in time order within each account."""
    column = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    row = column["ledger"] % max(len(dues), 1)
    order = np.lexsort((row, column["day"], account[row]))
    column, row = {name: values[order] for name, values in column.items()}, row[order]
    days = column["day"].astype("datetime64[D]")
    about = dues[_HERE].take(row).rename(columns={"year": "of_year"}).reset_index(drop=True)
    flows = about.assign(
        flow=column["flow"],
        day=days.astype("datetime64[s]"),
        month=days.astype("datetime64[M]").astype("datetime64[s]"),
        amount=column["amount"],
        basis=column["basis"],
        reason=column["reason"],
    )
    return flows.astype(FLOWS)


def _taken_back(
    walked: _Walked,
    owing: NDArray[np.int64],
    planned: list[dict[str, NDArray[Any]]],
    account: NDArray[np.int64],
) -> list[dict[str, NDArray[Any]]]:
    """What was paid too much goes back: at once, or out of the payments to come."""
    if len(owing) == 0:
        return []
    books = walked.books
    repaid, held = owing[books.repays[owing]], owing[~books.repays[owing]]
    ledger, day, euros = (
        np.concatenate([piece[name] for piece in planned]) for name in ("ledger", "day", "amount")
    )
    to_come = euros > 0
    back = withhold(
        Sums(account[books.row[held]], books.closing_day[held], -walked.rest[held]),
        Sums(account[books.row[ledger[to_come]]], day[to_come], euros[to_come]),
    )
    words = np.where(
        back.unmet,
        typeset("Trop-perçu à rembourser : aucun versement à venir ne suffit à le retenir."),
        "Trop-perçu retenu sur un versement à venir.",
    )
    at_once = "Trop-perçu remboursé en une fois."
    return [
        _piece(repaid, WITHHOLDING, books.closing_day[repaid], walked.rest[repaid], reason=at_once),
        _piece(held[back.debt], WITHHOLDING, back.day, -back.euros, reason=words),
    ]


def _accounts(dues: pd.DataFrame) -> NDArray[np.int64]:
    """Number the communities under each scenario, in their order."""
    number = dues.groupby(["scenario", "community"], sort=False).ngroup()
    return np.asarray(number.to_numpy(), dtype=np.int64)
