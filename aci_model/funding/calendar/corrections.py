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
_KEYS = ["community", "year"]


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


def paid(corrections: pd.DataFrame, dues: pd.DataFrame, planned: Floats, *, closing: bool) -> Paid:
    """Find what was really paid in advance, or to close the ledgers.

    Args:
        corrections: frame of `reading.dossier.PAYMENTS`.
        dues: see `funding.payments.payments`.
        planned: euros each ledger was to receive at this stage, NaN when unknown.
        closing: True for balances and variable parts, False for advances.

    Returns:
        Several corrections of one payment are its instalments. One without mission is a payment of the whole
        year: the missions that no other correction names share it as they would have shared the planned one,
        equally when nothing was planned.
    """
    if corrections.empty:
        none = np.array([], dtype=object)
        return Paid(none.astype(np.int64), none.astype(np.float64), none.astype("datetime64[D]"), none)
    usable = corrections[unplaced(corrections, dues) == ""]
    spoken = [_SPOKEN[flow] for flow in usable["flow"]]
    usable = usable.assign(part=[part for part, _ in spoken], closing=[ends for _, ends in spoken])
    usable = usable.loc[usable["closing"] == closing].assign(entry=lambda found: np.arange(len(found)))
    named, whole = usable[usable["mission"].notna()], usable[usable["mission"].isna()]
    places = dues[[*_KEYS, "mission", "scenario"]].assign(place=np.arange(len(dues)))
    one = named.merge(places, on=[*_KEYS, "mission"]).assign(share=1.0)
    every = whole.drop(columns="mission").merge(places, on=_KEYS)
    taken = one["place"] + len(dues) * one["part"]
    every = every[~(every["place"] + len(dues) * every["part"]).isin(taken)]
    every = every.assign(share=_shares(every, planned, len(dues)))
    entries = pd.concat([one, every], ignore_index=True) if len(every) else one
    return Paid(
        ledger=(entries["place"] + len(dues) * entries["part"]).to_numpy(dtype=np.int64),
        euros=(entries["amount"] * entries["share"]).to_numpy(dtype=np.float64),
        day=entries["paid_on"].to_numpy(dtype="datetime64[s]").astype("datetime64[D]"),
        reason=entries["reason"].to_numpy(dtype=object),
    )


def unplaced(corrections: pd.DataFrame, dues: pd.DataFrame) -> pd.Series:
    """Say why a correction changes no payment of these years.

    Args:
        corrections: frame of `reading.dossier.PAYMENTS`.
        dues: see `funding.payments.payments`.

    Returns:
        A French sentence per correction, empty for one that finds its payment.
    """
    years = pd.MultiIndex.from_frame(dues[_KEYS].dropna().drop_duplicates())
    missions = pd.MultiIndex.from_frame(dues[[*_KEYS, "mission"]].dropna().drop_duplicates())
    known_year = pd.MultiIndex.from_frame(corrections[_KEYS]).isin(years)
    known_mission = pd.MultiIndex.from_frame(corrections[[*_KEYS, "mission"]]).isin(missions)
    cases = [
        corrections["amount"].isna(),
        corrections["year"].isna(),
        ~corrections["flow"].isin(list(_SPOKEN)),
        ~known_year,
        ~known_mission & corrections["mission"].notna(),
    ]
    words = [
        "Le montant versé manque : indiquez-le pour que la correction compte.",
        "L'année manque : indiquez l'année du contrat à laquelle ce versement se rapporte.",
        "Le versement n'est pas reconnu : indiquez avance, solde, variable ou avance sur la part variable.",
        "Cette année ne fait pas partie des années montrées : la correction n'y change rien.",
        "La communauté n'a pas cette mission cette année-là : vérifiez la mission.",
    ]
    return pd.Series(
        np.select([np.asarray(case) for case in cases], [typeset(word) for word in words], ""),
        index=corrections.index,
        dtype="str",
    )


def _shares(every: pd.DataFrame, planned: Floats, n: int) -> pd.Series:
    """How the missions of a year share one payment: as planned, equally when nothing known was planned."""
    ledger = (every["place"] + n * every["part"]).to_numpy(dtype=np.int64)
    weight = pd.Series(np.maximum(np.nan_to_num(planned[ledger]), 0.0), index=every.index)
    groups = [every["entry"], every["scenario"]]
    whole, count = (weight.groupby(groups).transform(how) for how in ("sum", "size"))
    return (weight / whole.where(whole > 0)).fillna(1.0 / count)
