"""The treasury as the command line prints it: each month with what came in by kind of payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.frames import frame
from aci_model.funding.payments import unplaced
from aci_model.reading.dossier import PROBLEMS

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.foresight import Treasury
    from aci_model.reading.dossier import Dossier

FLOWS = ("signature", "avance", "demarrage", "solde", "avance_variable", "variable", "retenue")
_KEYS = ["scenario", "community", "month"]


def by_month(found: Treasury) -> pd.DataFrame:
    """Add to each month of the cash curve what comes in, by kind of payment.

    Args:
        found: from `foresight.treasury`.

    Returns:
        The rows of `found.cash`, and a column per kind of payment (FLOWS): euros known to come in, which add up to
        inflow.
    """
    flows = found.flows.merge(found.opening[["community", "since", "until"]], on="community")
    inside = flows[(flows["day"] >= flows["since"]) & (flows["day"] <= flows["until"])]
    each = inside[_KEYS].assign(
        **{kind: inside["amount"].where(inside["flow"] == kind, 0.0) for kind in FLOWS}
    )
    kinds = each.groupby(_KEYS, as_index=False).sum()
    table = found.cash.merge(kinds, on=_KEYS, how="left")
    return table.assign(**{kind: table[kind].fillna(0.0) for kind in FLOWS})


def changing_nothing(dossier: Dossier, found: Treasury) -> pd.DataFrame:
    """List the corrections of payments that change nothing, as problems.

    Args:
        dossier: its payments really made.
        found: from `foresight.treasury`.

    Returns:
        The columns of PROBLEMS.
    """
    told = dossier.payments.assign(message=unplaced(dossier.payments, found.dues))
    kept = told.loc[told["message"] != "", ["file", "sheet", "cell", "message"]]
    rows = [{**row, "severity": "warning"} for row in kept.to_dict("records")]
    return frame(PROBLEMS, [{str(key): value for key, value in row.items()} for row in rows])
