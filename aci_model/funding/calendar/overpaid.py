"""What was paid too much: withheld from the community's next payments, the oldest debt first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.funding.calendar.rules import Days
    from aci_model.funding.schedules import Flags, Floats

NOTHING = 1e-6  # euros: what binary fractions leave of a difference that is none


@dataclass(frozen=True, eq=False, slots=True)
class Sums:
    """Sums that fall on days, each in one account (a community under a scenario).

    Attributes:
        account: a number per community and scenario.
        day: when.
        euros: above 0.
    """

    account: NDArray[np.int64]
    day: Days
    euros: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Withheld:
    """What is taken back.

    Attributes:
        debt: which debt each piece takes back.
        day: on which day.
        euros: above 0; the pieces of a debt add up to it.
        unmet: True when no payment was left to withhold from, and the piece has to be repaid.
    """

    debt: NDArray[np.int64]
    day: Days
    euros: Floats
    unmet: Flags


def withhold(debts: Sums, payments: Sums) -> Withheld:
    """Take debts back from the payments that follow them, or fall on the same day, in the same account.

    Args:
        debts: sums paid too much, on the day on which that is known.
        payments: sums to come.

    Returns:
        Pieces, the oldest debt first. What no payment can absorb is to be repaid with the account's last sum.
    """
    accounts, first = np.unique(debts.account, return_inverse=True)
    payments = _of(payments, np.isin(payments.account, accounts))
    owed = np.bincount(first, weights=debts.euros, minlength=len(accounts))
    # Kind 0: a debt; 1: a payment; 2: the end of an account, which absorbs whatever is left.
    kind = np.repeat([0, 1, 2], [len(debts.day), len(payments.day), len(accounts)])
    account = np.concatenate([debts.account, payments.account, accounts])
    euros = np.concatenate([debts.euros, -payments.euros, -owed])
    end = np.full(len(accounts), np.datetime64("NaT"), dtype="datetime64[D]")
    day = np.concatenate([debts.day, payments.day, end])
    order = np.lexsort((kind, day, kind == 2, account))
    kind, account, day, euros = kind[order], account[order], day[order], euros[order]
    day = np.where(kind == 2, np.r_[day[:1], day[:-1]], day)  # an account ends on its last day
    walked = pd.Series(euros).groupby(account).cumsum()
    left = (
        walked - walked.groupby(account).cummin().clip(upper=0.0)
    ).to_numpy()  # still owed after each event
    opens = np.r_[True, account[1:] != account[:-1]]
    before = np.where(opens, 0.0, np.r_[0.0, left[:-1]])
    moved = np.where(kind == 0, euros, np.maximum(before - left, 0.0))
    return _match(account, day, kind, moved, order)


def _of(sums: Sums, kept: Flags) -> Sums:
    return Sums(sums.account[kept], sums.day[kept], sums.euros[kept])


def _match(
    account: NDArray[np.int64], day: Days, kind: NDArray[np.int64], moved: Floats, order: NDArray[np.int64]
) -> Withheld:
    """Lay debts end to end, and what is taken end to end: where both overlap, one takes the other back."""
    is_debt = kind == 0
    reached = pd.Series(moved).groupby([account, is_debt]).cumsum().to_numpy()
    edges = np.lexsort((reached, account))
    ends, owner = reached[edges], account[edges]
    opens = np.r_[True, owner[1:] != owner[:-1]]
    length = np.asarray(ends - np.where(opens, 0.0, np.r_[0.0, ends[:-1]]), dtype=np.float64)
    debts, takes = np.flatnonzero(is_debt), np.flatnonzero(~is_debt)
    passed = np.cumsum(is_debt[edges]) - is_debt[edges]  # debts wholly taken back before this piece
    taken = np.cumsum(~is_debt[edges]) - ~is_debt[edges]
    kept = length > NOTHING
    which, take = debts[passed[kept]], takes[taken[kept]]
    return Withheld(order[which], day[take], length[kept], kind[take] == 2)
