"""Where each candidate stands: kept, free, set aside, given up, or not known well enough to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KEPT, FREE, ASIDE, GIVEN_UP, UNPAID, TO_FILL = (
    "retenu",
    "libre",
    "ecarte",
    "abandonne",
    "hors_resultats",
    "a_renseigner",
)
_LACKS = {"amount": "montant", "envelope": "enveloppe de la mission", "rate": "chance", "effort": "jours"}


def standing(
    candidates: pd.DataFrame, *, split: bool, envelopes: Mapping[str, float] | pd.Series | None = None
) -> pd.DataFrame:
    """Say of each candidate whether it can be chosen, and what it lacks.

    Args:
        candidates: columns of `CANDIDATES`.
        split: True when the envelope of each mission is split by weight over the objectives chosen in it; False
            when each objective brings the amount written for it.
        envelopes: euros per mission; needed when `split`.

    Returns:
        Indexed like `candidates`: envelope (euros of its mission), standing, lacks (French words, joined by a
        comma; missing when nothing lacks), priced (its euros are known, whatever is known of its days) and
        playable (its days are known too). Standing: abandonne, ecarte, hors_resultats (its mission does not pay
        on results), a_renseigner, retenu, libre; the first that holds.
    """
    given = pd.Series({}, dtype="float64") if envelopes is None else pd.Series(envelopes, dtype="float64")
    envelope = candidates["mission"].map(given).astype("float64")
    needs = {
        "envelope" if split else "amount": envelope if split else candidates["amount"],
        "rate": candidates["rate"],
        "effort": candidates["effort"],
    }
    missing = pd.DataFrame({_LACKS[name]: column.isna() for name, column in needs.items()})
    unpaid = ~candidates["on_results"].fillna(value=False).astype("bool")
    out = candidates["abandon"].notna() | (candidates["choice"] == ASIDE) | unpaid
    names = np.select(
        [
            candidates["abandon"].notna(),
            candidates["choice"] == ASIDE,
            unpaid,
            missing.any(axis=1),
            candidates["choice"] == KEPT,
        ],
        [GIVEN_UP, ASIDE, UNPAID, TO_FILL, KEPT],
        FREE,
    )
    words = missing.to_numpy() @ np.array([f"{name}, " for name in missing.columns], dtype=object)
    lacks = pd.Series(words, index=candidates.index, dtype="str").str.removesuffix(", ")
    return pd.DataFrame(
        {
            "envelope": envelope,
            "standing": pd.Series(names, index=candidates.index, dtype="str"),
            "lacks": lacks.where(lacks != ""),
            "priced": ~missing.iloc[:, :2].any(axis=1) & ~out,
            "playable": ~missing.any(axis=1) & ~out,
        },
        index=candidates.index,
    )


def amounts(chosen: pd.DataFrame, *, split: bool, by: Sequence[str] = ()) -> pd.Series:
    """Give the whole amount of each chosen objective.

    Args:
        chosen: candidates with their `envelope`, all of them chosen together.
        by: columns that tell several such choices apart.
        split: True: its mission's envelope × its weight ÷ the weights chosen in the mission; False: as written.

    Returns:
        Euros, indexed like `chosen`; an objective that weighs nothing gets nothing.
    """
    if not split:
        return chosen["amount"]
    total = chosen.groupby([*by, "community", "mission"])["weight"].transform("sum")
    return chosen["envelope"] * (chosen["weight"] / total).where(total > 0, 0.0)


def per_day(euros: Floats, days: Floats) -> Floats:
    """Euros per day; what costs no day is infinite, and comes before all that does. Missing stays missing."""
    ratio: Floats = np.divide(euros, days, out=np.full(len(days), np.inf), where=days != 0)
    return ratio
