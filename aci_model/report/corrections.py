"""What was really paid, beside what was planned, and what each difference moves afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.funding.payments import payments, unplaced
from aci_model.report.cash import FLOWS
from aci_model.report.sentences import CENT, typeset_words
from aci_model.wording import euros, missing

if TYPE_CHECKING:
    from collections.abc import Hashable

    from aci_model.foresight.treasury import Treasury
    from aci_model.law import Law, Scenario
    from aci_model.report.cash import Alone

# Payments of the fixed part made ahead are one sum under three names.
_AHEAD = ("signature", "avance", "demarrage")
_CLOSING = ("solde", "variable")
TYPED = ("avance", "solde", "variable", "avance_variable")  # the payments a person may correct


def corrections(found: Treasury, mine: Alone, chosen: Scenario, labels: pd.Series, law: Law) -> pd.DataFrame:
    """List what was really paid.

    Args:
        found: the treasury under `chosen` among others.
        mine: whose it is.
        chosen: the scenario whose plan is told beside.
        labels: contract year -> its name.
        law: labels of missions, payment rules.

    Returns:
        year_label, mission_label (missing: every mission), flow_words, paid_on, planned and amount (euros), reason,
        moves (what the difference changes, a sentence), row (in the dossier's payments).
    """
    typed = mine.dossier.payments
    dues = found.dues[found.dues["scenario"] == chosen.id].reset_index(drop=True)
    planned = payments(dues, typed.iloc[:0], mine.spent.terms, law)
    why_not = unplaced(typed, dues)
    told = typed.assign(
        row=mine.rows["payments"],
        year_label=typed["year"].map(labels).fillna(typed["year"].astype("str")),
        mission_label=typed["mission"].map(law.missions.set_index("mission")["short"]),
        flow_words=typed["flow"].map(FLOWS),
    )
    said = [_planned(row, planned) for row in typed.to_dict("records")]
    told = told.assign(planned=pd.Series(said, index=told.index, dtype="float64"))
    ledger = told["flow"].replace(
        dict.fromkeys(_AHEAD, _AHEAD[0])
    )  # several payments of one are its instalments
    whole = told["amount"].groupby([told["year"], told["mission"], ledger], dropna=False).transform("sum")
    sentences = [
        why or moves(flow, expected, paid, year)
        for why, flow, expected, paid, year in zip(
            why_not, told["flow"], told["planned"], whole, told["year_label"], strict=True
        )
    ]
    return told.assign(moves=pd.Series(sentences, index=told.index, dtype="str"))


def _planned(row: dict[Hashable, Any], planned: pd.DataFrame) -> float:
    """Euros planned for the payment a correction speaks of; missing when one is unknown or there is none."""
    names = _AHEAD if row["flow"] in _AHEAD else (row["flow"],)
    same = planned["flow"].isin(names) & (planned["of_year"] == row["year"]).fillna(value=False)
    if not missing(row["mission"]):
        same &= planned["mission"] == row["mission"]
    return float(planned.loc[same, "amount"].sum(skipna=False, min_count=1))


@typeset_words
def moves(flow: str, planned: float, paid: float, year: str) -> str:
    """Say what a payment that was not the planned one changes afterwards.

    Args:
        flow: which payment.
        planned: euros, missing when unknown.
        paid: euros really received.
        year: the contract year's name.
    """
    if missing(planned):
        return f"Le montant prévu n'était pas connu : {euros(paid)} le remplacent."
    gap = paid - planned
    if abs(gap) <= CENT:
        return "Comme prévu : rien ne change ensuite."
    told = f"{euros(planned)} prévus, {euros(paid)} versés"
    part = "de la part variable " if flow == "avance_variable" else ""
    if flow in _CLOSING:
        way = "de moins" if gap < 0 else "de plus"
        return f"{told} : {year} se clôt sur {euros(abs(gap))} {way} que calculé ; la suite ne change pas."
    way = "s'ajoutent au" if gap < 0 else "se retirent du"
    return f"{told} : {euros(abs(gap))} {way} solde {part}de {year} ; le total dû pour l'année ne change pas."
