"""What exchanges do to the range of the income: the same euros expected, in a narrower band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model.bargaining.chanced import chanced
from aci_model.report.sentences import typeset_words
from aci_model.wording import euros, percent, typeset

if TYPE_CHECKING:
    from aci_model.bargaining import Exchanges, Grounds

HOW_BANDS_READ = typeset(
    "Au milieu, le revenu attendu : aucun échange ne le bouge. De part et d'autre, un écart type : barre pâle "
    "aujourd'hui, barre pleine après l'échange."
)
WHOLE = "Toute la part variable"


@dataclass(frozen=True, eq=False, slots=True)
class Bands:
    """The range of the income before and after exchanges.

    Attributes:
        drawn: name, lines (the two, in words; missing for the whole variable part), mission_rank (the same), and in
            euros expected, sd_before, sd_after, low_before, high_before, low_after, high_after; the whole variable
            part first, when several exchanges are told.
        say: the finding, without a full stop.
        aloud: the figure in words.
    """

    drawn: pd.DataFrame
    say: str
    aloud: str


def bands(found: Exchanges, on: Grounds, chances: pd.DataFrame, ranks: pd.Series) -> Bands:
    """Lay out the range of the income, one standard deviation each side of what is expected, lines independent.

    Args:
        found: exchanges of `bargaining`, at least one.
        on: `bargaining.grounds` of the contract year.
        chances: line, tier, chance of the year to negotiate.
        ranks: rank of each mission in the accord, by mission.
    """
    rows = [_two(row, on, ranks) for row in found.table.to_dict("records")]
    if len(rows) > 1:
        named = [{**row, "name": f"Échange {number}"} for number, row in enumerate(rows, 1)]
        rows = [_whole(found, on, chances), *named]
    drawn = pd.DataFrame(rows).astype({"lines": "str", "mission_rank": "Int64"})
    for side in ("before", "after"):
        drawn[f"low_{side}"] = drawn["expected"] - drawn[f"sd_{side}"]
        drawn[f"high_{side}"] = drawn["expected"] + drawn[f"sd_{side}"]
    return Bands(drawn, _finding(drawn[drawn["name"] != WHOLE]), _aloud(drawn))


def _two(row: dict[Any, Any], on: Grounds, ranks: pd.Series) -> dict[str, Any]:
    labels = on.lines.set_index("line")["label"]
    return {
        "name": "Ces deux lignes",
        "lines": f"{labels[row['give']]} ↔ {labels[row['take']]}",
        "mission_rank": ranks[row["mission"]],
        **{name: float(row[name]) for name in ("expected", "sd_before", "sd_after")},
    }


def _whole(found: Exchanges, on: Grounds, chances: pd.DataFrame) -> dict[str, Any]:
    """The lines that count and can be counted, all exchanges made."""
    laid = chanced(on.lines, on.tiers, chances)
    open_ = on.lines["abandon"].isna().to_numpy(dtype=np.bool_)
    spread = float(np.nansum(laid.variance[open_]))
    return {
        "name": WHOLE,
        "lines": None,
        "mission_rank": None,
        "expected": float(np.nansum(laid.expected[open_])),
        "sd_before": spread**0.5,
        "sd_after": max(spread - float(found.table["drop"].sum()), 0.0) ** 0.5,
    }


@typeset_words
def _finding(pairs: pd.DataFrame) -> str:
    left = (pairs["sd_after"] / pairs["sd_before"]).where(pairs["sd_before"] > 0, 1.0)
    at = int(left.to_numpy().argmin())
    gained = percent(abs(1 - float(left.iloc[at])), 0)
    if len(pairs) == 1:
        return f"Le hasard de ces deux lignes {'recule' if left.iloc[at] < 1 else 'augmente'} de {gained}"
    return f"L'échange {at + 1} est celui qui resserre le plus ses deux lignes : {gained} de hasard en moins"


@typeset_words
def _aloud(drawn: pd.DataFrame) -> str:
    told = [
        f"{name} : {euros(expected)} attendus, à {euros(before)} près aujourd'hui, à {euros(after)} près après"
        for name, expected, before, after in zip(
            drawn["name"], drawn["expected"], drawn["sd_before"], drawn["sd_after"], strict=True
        )
    ]
    return " ; ".join(told) + "."
