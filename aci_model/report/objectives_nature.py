"""What view « Quanti / quali » says: what is counted, what is told, and what moving euros from one to the other does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model.foresight import objectives as choosing
from aci_model.foresight.objectives.nature import COUNTED, NATURES, TOLD, UNSAID
from aci_model.report.objectives_say import count_days
from aci_model.report.sentences import CENT, typeset_words
from aci_model.wording import UNKNOWN, change, count, enumeration, euros, missing, number, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aci_model.report.objectives import Ground

_ADJECTIVES = {COUNTED: "Le quantitatif", TOLD: "Le qualitatif", UNSAID: "Ce dont la nature n'est pas dite"}


@dataclass(frozen=True, eq=False, slots=True)
class Natures:
    """What is said of the contract by nature.

    Attributes:
        headline: what each nature brings, and what it makes uncertain.
        finding: what the picture shows, without a full stop.
        aloud: the picture for someone who does not see it.
        balance: from `objectives.nature_balance`, natures without a line left out, with strength_words.
        shares: measure (French), nature, share (0–1, missing when nothing is known), words.
        strengths: label, nature, expected_proof, level (0–3), origin (saisie | proposée | à dire): every line.
        swaps: from `objectives.swaps`, the best first.
        expected: euros the contract's lines are expected to bring; missing when one is unknown.
        scale: 0–3 -> what it means, in French.
    """

    headline: str
    finding: str
    aloud: str
    balance: pd.DataFrame
    shares: pd.DataFrame
    strengths: pd.DataFrame
    swaps: pd.DataFrame
    expected: float
    scale: dict[int, str]


def natures(on: Ground) -> Natures:
    """Weigh the contract by nature.

    Args:
        on: from `report.objectives.ground`; lines given up, and those no result pays, are left out.
    """
    paid = on.candidates["on_results"].fillna(value=False).astype("bool")
    open_ = on.candidates[on.candidates["abandon"].isna() & paid]
    own = open_[open_["line"].notna()].reset_index(drop=True)
    balance = choosing.nature_balance(own, on.steps)
    balance = balance[balance["lines"] > 0].reset_index(drop=True)
    balance = balance.assign(strength_words=_strength_words(balance))
    swaps = choosing.swaps(open_, on.steps).dropna(subset=["expected_change", "spread_change"])
    shares = _shares(balance)
    return Natures(
        headline=_headline(balance),
        finding=_finding(balance),
        aloud=_aloud(shares, balance),
        balance=balance,
        shares=shares,
        strengths=_strengths(own),
        swaps=swaps.reset_index(drop=True),
        expected=float(own["expected"].sum(skipna=False)),
        scale=choosing.vocabulary().strengths,
    )


@typeset_words
def swap_words(row: Mapping[str, Any]) -> str:
    """Say what one swap does, in one sentence.

    Args:
        row: of `Natures.swaps`.
    """
    gain = row["expected_change"]
    brings = (
        "ne changerait pas l'attendu"
        if abs(gain) < CENT
        else f"{'ajouterait' if gain > 0 else 'ôterait'} {euros(abs(gain))} attendus"
    )
    spread = row["spread_change"]
    moves = (
        "laisserait l'écart habituel tel quel"
        if abs(spread) < _HALF_EURO
        else f"{'élargirait' if spread > 0 else 'resserrerait'} l'écart habituel de {euros(abs(spread))}"
    )
    return f"Reporter {euros(row['euros'])} de la première sur la seconde {brings} et {moves}{_days(row['days_change'])}."


def swap_table(row: pd.Series, expected: float) -> pd.DataFrame:
    """Lay one swap out before and after: « Mesure », « Avant », « Après », « Écart », in words."""
    return pd.DataFrame(
        {
            "measure": ["Attendu", "Écart habituel (écart type)"],
            "before": [euros(expected), euros(row["spread_before"])],
            "after": [euros(expected + row["expected_change"]), euros(row["spread_after"])],
            "change": [change(row["expected_change"]), change(row["spread_change"])],
        }
    )


_HALF_EURO = 0.5


def _shares(balance: pd.DataFrame) -> pd.DataFrame:
    """What part of each measure each nature carries, over what is known."""
    measures: dict[str, tuple[str, Callable[[float], str]]] = {
        "Euros": ("amount_known", euros),
        "Attendu": ("expected_known", euros),
        "Incertitude": ("variance", lambda _: ""),
        "Jours": ("days_known", count_days),
        "Pièces à fournir": ("proofs", lambda pieces: number(pieces, 0)),
    }
    parts = []
    for measure, (column, write) in measures.items():
        values = balance[column].astype("float64")
        whole = float(values.sum())
        share = values / whole if whole > 0 else values * np.nan
        absolute = [write(value) for value in values]
        words = [
            UNKNOWN if missing(part) else (f"{told} · " if told else "") + percent(part, 0)
            for part, told in zip(share, absolute, strict=True)
        ]
        parts.append(
            pd.DataFrame({"measure": measure, "nature": balance["nature"], "share": share, "words": words})
        )
    return pd.concat(parts, ignore_index=True)


def _strengths(own: pd.DataFrame) -> pd.DataFrame:
    """The strength of each line's evidence: typed, else proposed, else to be said."""
    typed, proposed = own["strength"], choosing.proposed_strength(own)
    level = typed.fillna(proposed)
    origin = np.select([typed.notna(), proposed.notna()], ["saisie", "proposée"], "à dire")
    return own[["label", "mission_label", "expected_proof"]].assign(
        nature=own["nature"].fillna(UNSAID), level=level, origin=origin
    )


def _strength_words(balance: pd.DataFrame) -> list[str]:
    return [
        UNKNOWN
        if missing(level)
        else f"{number(level, 1)} sur 3"
        + (f", dont {proposed} proposées" if proposed > 1 else ", dont 1 proposée" if proposed else "")
        for level, proposed in zip(
            balance["strength_proposed"],
            balance["strength_proposed_for"] - balance["strength_said"],
            strict=True,
        )
    ]


@typeset_words
def _headline(balance: pd.DataFrame) -> str:
    if balance.empty:
        return "Aucune ligne du contrat n'est payée sur ses résultats : il n'y a rien à mettre en balance."
    whole = balance["amount_known"].sum()
    told = balance.assign(part=balance["amount_known"] / whole if whole > 0 else np.nan)
    if told["part"].isna().all():
        return "Les montants des lignes ne sont pas connus : il n'y a rien à mettre en balance."
    first = told.sort_values("part", ascending=False, kind="stable").iloc[0]
    subject = _ADJECTIVES[str(first["nature"])]
    said = f"{subject} porte {percent(first['part'], 0)} des euros"
    if missing(first["variance_share"]):
        return f"{said} ; sans chance connue, on ne sait pas ce qu'il porte de l'incertitude."
    said += f" et {percent(first['variance_share'], 0)} de l'incertitude"
    if not balance["days"].isna().any() and balance["days"].sum() > 0:
        said += f", pour {percent(first['days'] / balance['days'].sum(), 0)} des jours"
    return said + "."


@typeset_words
def _finding(balance: pd.DataFrame) -> str:
    pieces = [
        f"{number(row['proofs'], 0)} au {row['nature']}"
        for row in balance.to_dict("records")
        if row["nature"] != UNSAID
    ]
    if len(pieces) < len(NATURES) - 1:
        return f"{count(int(balance['lines'].sum()), 'ligne')} d'une seule nature"
    return f"Pièces de preuve : {enumeration(pieces)}"


@typeset_words
def _aloud(shares: pd.DataFrame, balance: pd.DataFrame) -> str:
    told = [
        f"{measure} : "
        + enumeration(
            [f"{nature} {words}" for nature, words in zip(rows["nature"], rows["words"], strict=True)]
        )
        for measure, rows in shares.groupby("measure", sort=False)
    ]
    force = [
        f"{nature} {words}"
        for nature, words in zip(balance["nature"], balance["strength_words"], strict=True)
    ]
    return f"Le contrat par nature. {' ; '.join(told)}. Force des preuves : {enumeration(force)}."


def _days(days: float) -> str:
    if missing(days) or not days:
        return ""
    return f", pour {count_days(abs(days))} de {'plus' if days > 0 else 'moins'}"
