"""What a sheet says of one objective, in French sentences: held, red line, price of « no », counter-offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model.bargaining.offers import HOLD, OFFER
from aci_model.bargaining.stakes import FREE, NEVER, PAYS
from aci_model.bargaining.tenable import NONE, PROJECTION, STEPS
from aci_model.wording import count, euros, measure, missing, number, percent, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = Mapping[str, Any]

_DELIVERABLE = "livrable"


def held(line: Row, row: Row, level: float) -> str:
    """Say which target can be held, and whether the one asked is.

    Args:
        line: kind, unit, direction.
        row: a row of TENABLE.
        level: the chance wanted, 0–1.
    """
    wanted, unit = percent(level), line["unit"]
    if row["basis"] == PROJECTION:
        least = "au moins" if _rises(line) else "au plus"
        past = count(int(row["values"]), "résultat connu", "résultats connus")
        verdict = "est tenable" if row["held"] else "n'est pas tenable"
        told = (
            f"D'après {past}, {least} {measure(row['target'], unit)} avec {wanted} de chances : "
            f"l'objectif demandé ({measure(row['asked'], unit)}) {verdict}."
        )
    elif row["basis"] == STEPS and line["kind"] == _DELIVERABLE:
        told = f"Fait avec {percent(row['chance'])} de chances : tenable."
    elif row["basis"] == STEPS:
        verdict = "est tenable" if row["held"] else f"({measure(row['asked'], unit)}) n'est pas tenable"
        told = (
            f"Le palier {measure(row['target'], unit)} a {percent(row['chance'])} de chances : "
            f"l'objectif demandé {verdict}."
        )
    elif row["basis"] == NONE:
        told = f"Rien n'a {wanted} de chances d'être atteint : l'objectif demandé n'est pas tenable."
    else:
        told = "On ne peut pas conclure : il faut quatre années de résultats, ou une chance saisie pour chaque palier."
    return typeset(told)


def red_line(line: Row, row: Row) -> str:
    """Say from which result the effort is paid.

    Args:
        line: kind, unit, direction.
        row: a row of STAKES.
    """
    if row["state"] == PAYS and line["kind"] == _DELIVERABLE:
        told = f"Fait, il paie son effort ({_effort(row)})."
    elif row["state"] == PAYS:
        side = "En dessous de" if _rises(line) else "Au-dessus de"
        told = f"{side} {measure(row['red_line'], line['unit'])}, les euros ne paient pas l'effort ({_effort(row)})."
    elif row["state"] == NEVER:
        told = f"Même atteint, il paie {euros(row['ceiling'])}, moins que l'effort ({_effort(row)})."
    elif row["state"] == FREE:
        told = "Il ne coûte aucun effort : tout résultat est bon à prendre."
    elif missing(row["cost"]):
        lacking = (
            "l'effort en jours et le coût d'une journée" if missing(row["days"]) else "le coût d'une journée"
        )
        told = f"Saisissez {lacking} pour connaître la ligne rouge."
    else:
        told = "Un palier, un montant ou la valeur initiale est inconnu : pas de ligne rouge."
    return typeset(told)


def refusal(row: Row) -> str:
    """Say what « no » costs, the effort it frees told beside it.

    Args:
        row: a row of STAKES.
    """
    if missing(row["ceiling"]):
        told = "Le montant de cette ligne est inconnu : le prix du non aussi."
    elif missing(row["expected"]):
        told = (
            f"Dire non fait renoncer à {euros(row['ceiling'])} au plus. "
            "Saisissez la chance de chaque palier pour connaître ce qui était attendu."
        )
    elif missing(row["cost"]):
        told = (
            f"Dire non fait renoncer à {euros(row['expected'])} attendus ; l'effort libéré n'est pas chiffré."
        )
    else:
        both = f"Dire non fait renoncer à {euros(row['expected'])} attendus et libère {_days(row)} ({euros(row['cost'])})"
        net = euros(abs(row["net"]))
        told = f"{both} : il en coûte {net}." if row["net"] >= 0 else f"{both} : on y gagne {net}."
    return typeset(told)


def offer(line: Row, row: Row) -> str:
    """Say what to put forward instead.

    Args:
        line: unit.
        row: a row of OFFERS.
    """
    target = measure(row["target"], line["unit"])
    if row["state"] == HOLD:
        told = "L'objectif demandé est tenable : rien de plus facile à demander."
    elif row["state"] != OFFER:
        told = "Aucune contre-proposition sans un objectif que l'on sait tenir."
    elif missing(row["amount"]):
        told = f"Proposer {target} ; le montant reste à discuter, ce que la ligne apporte en moyenne étant inconnu."
    else:
        expected = f"{euros(row['expected_after'])} attendus au lieu de {euros(row['expected_before'])}"
        capped = " ; plus serait demander davantage que la ligne ne vaut" if row["capped"] else ""
        told = f"Proposer {target} pour {euros(row['amount'])} : {expected}, pour le même effort{capped}."
    return typeset(told)


def _rises(line: Row) -> bool:
    return bool(line["direction"] > 0)


def _effort(row: Row) -> str:
    return f"{_days(row)}, {euros(row['cost'])}"


def _days(row: Row) -> str:
    return "1 jour" if row["days"] == 1 else f"{number(row['days'], 1)} jours"
