"""What the treasury says, in French: until when the money is enough, what lacks, which posts stop."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from babel.dates import format_date

from aci_model.report.sentences import CENT, typeset_words
from aci_model.wording import UNKNOWN, count, day, enumeration, euros, missing, percent, typeset

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

HOW_CURVE_READS = typeset(
    "Le compte à la fin de chaque mois. Plein : jusqu'au dernier versement réel ; tireté : projeté ; "
    "hachuré : ce qui manque."
)


@functools.lru_cache(maxsize=512)  # every run writes the same months again
def month(first: dt.date | None) -> str:
    """Name a month: octobre 2027."""
    if first is None or missing(first):
        return UNKNOWN
    written: str = format_date(first, format="MMMM y", locale="fr_FR")
    return written


def of_month(first: dt.date) -> str:
    """Name a month after « de »: d'avril 2028, de mai 2028."""
    word = month(first)
    return f"d'{word}" if word[0] in "ao" else f"de {word}"


@functools.lru_cache(maxsize=512)
def short_month(first: dt.date) -> str:
    """Name a month in little room: oct. 2027."""
    written: str = format_date(first, format="MMM y", locale="fr_FR")
    return written


@typeset_words
def answer(reached: pd.Series, unknown_firm: bool) -> str:
    """Say until when the money is enough without variable part, firm posts first, then every post.

    Args:
        reached: the row of `foresight.cash.milestones` without variable part; its opening balance is known.
        unknown_firm: whether some income is unknown by the month that decides for the firm posts.
    """
    start = f"Sans part variable et en partant de {euros(0)}" if reached["assumed"] else "Sans part variable"
    if unknown_firm and reached["unknown_out"]:
        return f"{start}, des montants inconnus empêchent de dire jusqu'à quand vos engagements fermes sont couverts."
    firm = f"{start}, {_firm(reached, unknown_firm)}"
    if reached["covered_to_end_firm"] and reached["covered_to_end"]:
        return f"{firm}. Vos postes souples le sont aussi."
    if missing(reached["last_covered_month"]):
        every = "Avec vos postes souples, l'argent manque dès le premier mois."
    else:
        bound = _bound("jusqu'en", reached["unknown"], reached["unknown_out"])
        every = f"Avec vos postes souples, l'argent suffit {bound} {month(reached['last_covered_month'])}."
    return f"{firm}. {every}"


def _firm(reached: pd.Series, unknown: bool) -> str:
    unknown_out = reached["unknown_out"]
    if reached["covered_to_end_firm"]:
        least = ", d'après les coûts connus" if unknown_out else ""
        return f"vos engagements fermes sont couverts jusqu'au bout des années montrées{least}"
    if missing(reached["last_covered_month_firm"]):
        held = f"vos engagements fermes ne sont pas couverts en {month(reached['first_month'])}"
    else:
        bound = _bound("jusqu'en", unknown, unknown_out)
        held = f"vos engagements fermes sont couverts {bound} {month(reached['last_covered_month_firm'])}"
    if reached["lacking_firm"] <= CENT:
        return (
            f"{held} ; il manque jusqu'à {euros(-reached['trough_firm'])} en "
            f"{month(reached['trough_month_firm'])}, revenus avant la fin de l'année"
        )
    lacks = "au plus " if unknown else "au moins " if unknown_out else ""
    return f"{held} ; il manque {lacks}{euros(reached['lacking_firm'])} pour finir l'année"


def _bound(words: str, unknown: bool, unknown_out: bool) -> str:
    """Unknown income can only add months, an unknown cost only take some away."""
    if unknown and unknown_out:
        return f"sans doute {words}"
    return f"au moins {words}" if unknown else f"au plus {words}" if unknown_out else words


@typeset_words
def curve(reached: pd.Series, share: float) -> str:
    """Say where the chosen scenario leads, every post paid: the finding above the curve.

    Args:
        reached: the row of `milestones` of the chosen scenario.
        share: of the variable part, 0–1.
    """
    start = "Sans part variable" if share == 0 else f"Avec {percent(share, 0)} de la part variable"
    lowest = f"{euros(reached['trough'])} en {month(reached['trough_month'])}"
    if reached["covered_to_end"]:
        return f"{start}, le compte ne descend pas sous {lowest}"
    if missing(reached["last_covered_month"]):
        return f"{start}, l'argent manque dès {month(reached['first_month'])} ; au plus bas, {lowest}"
    bound = _bound("jusqu'en", reached["unknown"], reached["unknown_out"])
    return f"{start}, l'argent suffit {bound} {month(reached['last_covered_month'])} ; au plus bas, {lowest}"


@typeset_words
def curve_aloud(months: pd.DataFrame, reached: pd.Series) -> str:
    """Tell the curve to someone who does not see it: where it starts, its year ends, its trough, its end."""
    closing = months[months["year_ends"].notna()]
    told = [
        f"fin {month(first)}, {euros(left)}"
        for first, left in zip(closing["month"], closing["balance"], strict=True)
    ]
    return (
        f"Trésorerie mois par mois, {of_month(reached['first_month'])} à {month(reached['end_month'])}, tous postes payés. "
        f"Au fil des années du contrat : {' ; '.join(told)}. "
        f"Au plus bas, {euros(reached['trough'])} en {month(reached['trough_month'])}."
    )


@typeset_words
def stopping(stops: pd.DataFrame, share: float) -> str:
    """Name the posts that would stop, in their order, and when.

    Args:
        stops: rows of `foresight.stops.stops` of the chosen scenario.
        share: of the variable part, 0–1.
    """
    if stops.empty:
        return "Aucun poste souple : rien ne peut s'arrêter. Un poste l'est quand la colonne Engagement dit « souple »."
    start = "Sans part variable" if share == 0 else f"Avec {percent(share, 0)} de la part variable"
    first = stops[stops["stops_on"].notna()]
    if first.empty:
        return f"{start}, aucun poste souple ne s'arrête."
    told = [f"{post} ({month(when)})" for post, when in zip(first["post"], first["stops_on"], strict=True)]
    saved = first["saved"]
    gain = "" if saved.isna().any() else f" ; {euros(saved.sum())} ne seraient plus dépensés"
    return f"{start}, s'arrêteraient dans cet ordre : {enumeration(told)}{gain}."


@typeset_words
def opening(balance: float, on: dt.date | None, *, assumed: bool, signed: bool) -> str:
    """Say where the curve starts from, and what stands in for a day of signature that nobody gave."""
    start = (
        f"Solde inconnu : la courbe part de {euros(0)}."
        if assumed
        else f"La courbe part de {euros(balance)} au {day(on)}."
    )
    return start if signed else f"{start} Date de signature inconnue : chaque année est supposée civile."


@typeset_words
def no_curve(start: pd.DataFrame, *, followed: bool, signed: bool, numbered: bool, spent: bool) -> str:
    """Say what to add or correct so that the treasury can be followed month by month; empty when nothing lacks.

    Args:
        start: from `foresight.cash.openings`; no row where the contract years have no dates.
        followed: whether some month is left to follow.
        signed: whether the day of signature is known.
        numbered: whether the year of some contract year is known.
        spent: whether some expense is known.
    """
    if not start.empty and not followed:
        since = day(start["since"].iloc[0])
        return f"Le solde est daté du {since}, après les années montrées : corrigez ce jour pour suivre la trésorerie."
    lacking = [
        *([] if followed or signed else ["la date de signature du contrat (feuille Communauté)"]),
        *([] if followed or numbered else ["l'année de vos lignes (feuille Indicateurs)"]),
        *([] if spent else ["vos dépenses (feuille Dépenses)"]),
    ]
    if not lacking:
        return ""
    return f"Pour suivre la trésorerie mois par mois, ajoutez {enumeration(lacking)} à votre classeur."


@typeset_words
def calendar(flows: pd.DataFrame) -> str:
    """Say how many payments are to come and what they add up to."""
    known = flows["amount"].sum()
    floor = "au moins " if flows["amount"].isna().any() else ""
    return f"{count(len(flows), 'versement')}, {floor}{euros(known)} en tout"
