"""The rules of payment, by name: what the texts say, and what a community's own CPAM does instead."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.wording import typeset

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from aci_model.funding.schedules import Flags, Floats
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

    Days = NDArray[np.datetime64]

OWN, DEFAULT = "votre CPAM", "valeur de départ"
WITHHELD, REPAID = "retenu", "rembourse"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a CPAM pays where no text found says it.

    Attributes:
        balance_delay: months between an anniversary and the balance of the year that ended.
        variable_advance: 0–1, share of the variable part paid in advance from the second year.
        overpayment: WITHHELD from the next payments, or REPAID at once.
    """

    balance_delay: int
    variable_advance: float
    overpayment: str


def default_terms(law: Law) -> Terms:
    """Give the terms the texts fall back on, every text folded.

    Raises:
        LawError: no text holds one of these rules.
    """
    way = str(_rule(law, "overpayment", "choice"))
    return Terms(
        balance_delay=int(_rule(law, "balance_delay", "value")),
        variable_advance=float(_rule(law, "variable_advance_share", "value")),
        overpayment=REPAID if way.lower().startswith("rembours") else WITHHELD,
    )


def terms(dossier: Dossier, law: Law) -> pd.DataFrame:
    """Say under which terms each community is paid, and who says so.

    Args:
        dossier: its communities hold balance_delay (months), variable_advance (0–1) and overpayment, missing when
            nobody said; a delay below 0, a share outside 0–1 or an unknown manner is taken as not said.
        law: the defaults.

    Returns:
        community, balance_delay (whole months), variable_advance, overpayment, and for each of the three a column
        `…_origin`: OWN or DEFAULT.
    """
    default, communities = default_terms(law), dossier.communities
    delay = communities["balance_delay"].where(communities["balance_delay"] >= 0).round()
    share = communities["variable_advance"].where(communities["variable_advance"].between(0, 1))
    way = communities["overpayment"].where(communities["overpayment"].isin([WITHHELD, REPAID]))
    return pd.DataFrame(
        {
            "community": communities["community"],
            "balance_delay": delay.fillna(default.balance_delay).astype("int64"),
            "balance_delay_origin": _origin(delay),
            "variable_advance": share.fillna(default.variable_advance),
            "variable_advance_origin": _origin(share),
            "overpayment": way.fillna(default.overpayment),
            "overpayment_origin": _origin(way),
        }
    )


def per_row(told: pd.DataFrame, communities: pd.Series, law: Law) -> pd.DataFrame:
    """Spread the terms over rows of communities; a community without terms has the defaults."""
    default = default_terms(law)
    columns = ["balance_delay", "variable_advance", "overpayment"]
    fallback = pd.DataFrame({name: [getattr(default, name)] for name in columns})
    known = told.drop_duplicates("community")
    place = pd.Index(known["community"]).get_indexer(pd.Index(communities))  # -1: the fallback, the last row
    return pd.concat([known[columns], fallback], ignore_index=True).take(place)


def rates(law: Law, starts: Days) -> dict[str, Floats]:
    """Give the shares paid in advance under the rules in force on the first day of each contract year.

    Args:
        law: the texts.
        starts: first days; before the first text its rules stand, without a day those of the last one.

    Returns:
        rule -> (n,) values: signature_share, anniversary_share, mission_start_share, mission_anniversary_share
        (0–1) and variable_delay (contract years).

    Raises:
        LawError: no text holds one of these rules.
    """
    days = sorted({row["effective"] for row in law.book["payment"]})
    period = np.searchsorted(np.array(days, dtype="datetime64[s]"), starts, side="right") - 1
    names = (
        "signature_share",
        "anniversary_share",
        "mission_start_share",
        "mission_anniversary_share",
        "variable_delay",
    )
    told = {
        name: np.array([_rule(law, name, "value", day) for day in days], dtype=np.float64) for name in names
    }
    return {name: values[np.maximum(period, 0)] for name, values in told.items()}


def due_at_signature(law: Law, missions: pd.Series) -> Flags:
    """Tell the missions fully deployed the day the contract is signed, as their deadline of 0 months says."""
    deadlines = texts.fold(law, None).deadlines
    at_once = (deadlines["full_deployment_months"] == 0).fillna(value=False)
    return missions.isin(deadlines.loc[at_once, "mission"]).to_numpy(dtype=np.bool_)


def _origin(own: pd.Series) -> pd.Series:
    return pd.Series(np.where(own.notna(), OWN, DEFAULT), index=own.index, dtype="str")


@functools.lru_cache(maxsize=64)  # a law never changes, and every gesture asks for its rules
def _rule(law: Law, name: str, column: str, on: dt.date | None = None) -> float | str:
    """Read one rule as it stands on a day, or, where no text said it yet, as a later one does."""
    for day in (on, None):
        told = texts.fold(law, day).payment
        found = told.loc[told["rule"] == name, column].dropna()
        if not found.empty:
            value: float | str = found.iloc[0]
            return value
    raise texts.LawError(
        [typeset(f"La règle de versement « {name} » manque aux textes. Ajoutez-la à un [[payment]].")]
    )
