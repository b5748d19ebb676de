"""What was really paid: each correction finds the payment it speaks of, in every scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.funding.calendar.ledgers import (
    ADVANCE,
    BALANCE,
    FIXED_LEDGER,
    SIGNATURE,
    START,
    VARIABLE,
    VARIABLE_ADVANCE,
    VARIABLE_LEDGER,
)
from aci_model.wording import typeset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.funding.schedules import Flags, Floats

# How a correction names a payment: its ledger, and whether it closes it.
_SPOKEN = {
    SIGNATURE: (FIXED_LEDGER, False),
    ADVANCE: (FIXED_LEDGER, False),
    START: (FIXED_LEDGER, False),
    BALANCE: (FIXED_LEDGER, True),
    VARIABLE_ADVANCE: (VARIABLE_LEDGER, False),
    VARIABLE: (VARIABLE_LEDGER, True),
}
# Why a correction finds no payment, in the order in which it is looked for.
_WHY_NOT = (
    "Le montant versé manque : indiquez-le pour que la correction compte.",
    "L'année manque : indiquez l'année du contrat à laquelle ce versement se rapporte.",
    "Le versement n'est pas reconnu : indiquez avance, solde, variable ou avance sur la part variable.",
    "Cette année ne fait pas partie des années montrées : la correction n'y change rien.",
    "La communauté n'a pas cette mission cette année-là : vérifiez la mission.",
)
_NOTHING_LEFT = "Chaque mission de cette année a déjà sa propre correction : celle-ci n'y change rien."


@dataclass(frozen=True, eq=False, slots=True)
class Paid:
    """What was really paid, one entry per correction and ledger.

    Attributes:
        ledger: which ledger.
        euros: what it received.
        day: when, NaT when nobody said.
        reason: as typed; missing when nobody said.
    """

    ledger: NDArray[np.int64]
    euros: Floats
    day: NDArray[np.datetime64]
    reason: NDArray[np.object_]

    def sums(self, count: int) -> tuple[Floats, Flags]:
        """Euros received by each of `count` ledgers, and whether it received any entry."""
        total = np.bincount(self.ledger, weights=self.euros, minlength=count)
        return total.astype(np.float64), np.bincount(self.ledger, minlength=count) > 0


@dataclass(frozen=True, eq=False, slots=True)
class Spoken:
    """Which payments the corrections speak of, one entry per correction and due.

    Attributes:
        told: the corrections.
        entry: which correction.
        ledger: which ledger it speaks of.
        closing: whether it closes that ledger.
        named: whether it names its mission.
        scenario: a number per scenario.
        why_not: per correction, a French sentence when it finds no payment, else empty.
    """

    told: pd.DataFrame
    entry: NDArray[np.int64]
    ledger: NDArray[np.int64]
    closing: Flags
    named: Flags
    scenario: NDArray[np.int64]
    why_not: NDArray[np.object_]


def spoken(corrections: pd.DataFrame, dues: pd.DataFrame) -> Spoken:
    """Find the payments the corrections speak of.

    Args:
        corrections: frame of `reading.dossier.PAYMENTS`.
        dues: see `funding.payments.payments`.

    Returns:
        An entry for each due a correction names: of one mission, or of every mission of its year that no other
        correction of the same payment names.
    """
    meant = [_SPOKEN.get(flow, (-1, False)) for flow in corrections["flow"]]
    part, closing = np.array(meant, dtype=np.int64).reshape(-1, 2).T
    has_mission = corrections["mission"].notna().to_numpy(dtype=np.bool_)
    entry, place = _same_year(corrections, dues)
    has_year = np.bincount(entry, minlength=len(corrections)) > 0
    mission = corrections["mission"].to_numpy(dtype=object)[entry]
    same = ~has_mission[entry] | (dues["mission"].to_numpy(dtype=object)[place] == mission)
    entry, place = entry[same], place[same]
    has_due = np.bincount(entry, minlength=len(corrections)) > 0
    no_amount, no_year = (corrections[name].isna().to_numpy() for name in ("amount", "year"))
    cases = [no_amount, no_year, part < 0, ~has_year, ~has_due]
    why_not = np.select(cases, [typeset(words) for words in _WHY_NOT], "").astype(object)
    fine = why_not[entry] == ""
    entry, place = entry[fine], place[fine]
    ledger = place + len(dues) * part[entry]
    payment = 2 * ledger + closing[entry]
    free = has_mission[entry] | ~np.isin(payment, payment[has_mission[entry]])
    entry, place, ledger = entry[free], place[free], ledger[free]
    idle = (why_not == "") & (np.bincount(entry, minlength=len(corrections)) == 0)
    why_not[idle] = typeset(_NOTHING_LEFT)
    scenario = pd.factorize(dues["scenario"])[0].astype(np.int64)[place]
    named = has_mission[entry]
    return Spoken(corrections, entry, ledger, closing[entry].astype(np.bool_), named, scenario, why_not)


def paid(said: Spoken, planned: Floats, *, closing: bool) -> Paid:
    """Give what was really paid in advance, or to close the ledgers.

    Args:
        said: from `spoken`.
        planned: euros each ledger was to receive at this stage, NaN when unknown.
        closing: True for balances and variable parts, False for advances.

    Returns:
        Several corrections of one payment are its instalments. One that names no mission is shared by its missions
        as they would have shared the planned payment, equally when nothing was planned.
    """
    here = said.closing == closing
    entry, ledger = said.entry[here], said.ledger[here]
    share = np.where(said.named[here], 1.0, _shares(entry, said.scenario[here], planned[ledger]))
    told = said.told
    return Paid(
        ledger=ledger,
        euros=told["amount"].to_numpy(dtype=np.float64)[entry] * share,
        day=told["paid_on"].to_numpy(dtype="datetime64[s]").astype("datetime64[D]")[entry],
        reason=told["reason"].to_numpy(dtype=object)[entry],
    )


def unplaced(corrections: pd.DataFrame, dues: pd.DataFrame) -> pd.Series:
    """Say why a correction changes no payment of these years.

    Args:
        corrections: frame of `reading.dossier.PAYMENTS`.
        dues: see `funding.payments.payments`.

    Returns:
        A French sentence per correction, empty for one that finds its payment.
    """
    return pd.Series(spoken(corrections, dues).why_not, index=corrections.index, dtype="str")


def _same_year(corrections: pd.DataFrame, dues: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair each correction with every due of its community and contract year."""
    communities, years = pd.Index(dues["community"].unique()), pd.Index(dues["year"].dropna().unique())

    def number(frame: pd.DataFrame) -> NDArray[np.int64]:
        """Number the community × year of each row; -1 where the dues know it not."""
        community = communities.get_indexer(pd.Index(frame["community"]))
        year = years.get_indexer(pd.Index(frame["year"]))
        return np.where((community < 0) | (year < 0), -1, community * len(years) + year).astype(np.int64)

    wanted, given = number(corrections), number(dues)
    order = np.argsort(given, kind="stable")
    first = np.searchsorted(given[order], wanted, side="left")
    count = np.where(wanted < 0, 0, np.searchsorted(given[order], wanted, side="right") - first)
    entry = np.repeat(np.arange(len(wanted)), count)
    # Row of the sorted dues: the first of the year, plus 0, 1, 2… within each correction.
    place = order[np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(entry))]
    return entry, place


def _shares(entry: NDArray[np.int64], scenario: NDArray[np.int64], planned: Floats) -> Floats:
    """How the missions of a year share one payment: as planned, equally when nothing known was planned."""
    weight = np.maximum(np.nan_to_num(planned), 0.0)
    _, group = np.unique(entry * (scenario.max(initial=0) + 1) + scenario, return_inverse=True)
    whole, count = np.bincount(group, weights=weight)[group], np.bincount(group)[group]
    return np.divide(weight, whole, out=1.0 / count, where=whole > 0)
