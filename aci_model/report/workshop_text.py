"""What a workshop found, in sentences that state it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.report.objectives_say import odds
from aci_model.report.sentences import CENT, typeset_words
from aci_model.report.workshop_agreements import agreement, divided, unanimous
from aci_model.report.workshop_words import tables_say, verb, word
from aci_model.wording import change, count, enumeration, euros, number, percent, typeset
from aci_model.workshop.outcome import FIXED, HISTORY, PROPOSED, TYPED, VARIABLE
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.outcome import Outcome
    from aci_model.workshop.reveal import Reveal
    from aci_model.workshop.scenario import Scenario
    from aci_model.workshop.shape import Case

__all__ = ["ESTIMATES", "ORIGINS", "amount", "divided", "findings", "headline", "live", "tables_say"]

ESTIMATES = {  # a Guess's fields -> what is asked, in the sense in which it is then computed
    "minimal": typeset(
        "Que rapporte en un an un contrat minimal : les missions obligatoires, aucun objectif ?"
    ),
    "ambitious": typeset(
        "Et un contrat ambitieux : toutes les missions, tous les objectifs, avec leurs chances ?"
    ),
}
ORIGINS = {  # whose a chance is
    TYPED: typeset("votre chance"),
    HISTORY: typeset("d'après les années passées"),
    PROPOSED: typeset(f"proposé : {settings().chance_words}"),
}
_HALF = 0.5
_SUMS = {  # which sums leave an unknown amount out -> the fields it makes « au moins »
    FIXED: ("fixe", "operating", "without_variable", "expected", "low", "high", "counted"),
    VARIABLE: ("variable", "variable_ceiling", "expected", "low", "high", "counted"),
}


def amount(outcome: Outcome, field: str) -> str:
    """Write a sum of an outcome: « au moins » where an amount nobody knows is left out of it.

    Args:
        outcome: from `workshop.outcome`.
        field: one of its sums.
    """
    least = any(field in fields and name in outcome.at_least for name, fields in _SUMS.items())
    return ("au moins " if least else "") + euros(getattr(outcome, field))


@typeset_words
def live(scenario: Scenario, outcome: Outcome) -> str:
    """Say in one sentence what a table's choice means, under its figures."""
    if not outcome.objectives:
        return "Aucun objectif : il reste ce qui est dû sans résultat."
    held = euros(outcome.counted - outcome.without_variable)
    cover = f"{held} de part variable : {odds(outcome.cover or 0.0)} de chances d'y arriver"
    told = f"{count(outcome.objectives, 'objectif')} ; vous comptez sur {cover}"
    if not scenario.share:
        told = f"{count(outcome.objectives, 'objectif')} ; vous ne comptez sur aucune part variable"
    if outcome.gap is not None and outcome.gap < -CENT:
        told += f". Sans part variable, il manque {euros(-outcome.gap)} pour les engagements fermes"
    return told + "."


@typeset_words
def headline(reveal: Reveal) -> str:
    """Say the one thing the room should see first: how far apart the tables are."""
    own = _compared(reveal)
    if own.empty:
        return "Aucune table n'a scellé : il n'y a rien à comparer."
    if len(own) == 1:
        return f"Une seule table a scellé : {_number(own, 'objectives')}, {euros(own['expected'].iloc[0])} attendus."
    low, high = own["expected"].min(), own["expected"].max()
    if high - low < CENT:
        return f"{_tables(len(own))} arrivent au même revenu attendu : {euros(low)}."
    how = "à chaque table" if own["objectives"].min() == own["objectives"].max() else "selon les tables"
    return f"{_number(own, 'objectives')} {how}, et {euros(high - low)} d'écart entre leurs revenus attendus."


def findings(case: Case, reveal: Reveal) -> tuple[str, ...]:
    """State what the reveal shows, one sentence a finding, the room's own before the reservations.

    Args:
        case: what the tables worked on.
        reveal: from `workshop.reveal`.
    """
    own = _compared(reveal)
    told = [_left_out(reveal)]
    if len(own) > 1:
        told = [
            _spread_of_objectives(own),
            _income(own),
            _price_of_more(own),
            *_guesses(reveal, own),
            agreement(reveal),
            unanimous(reveal, kept=True),
            unanimous(reveal, kept=False),
            _without(case, own),
            _dared(own),
            *told,
        ]
    return tuple(typeset(one) for one in told if one)


def _compared(reveal: Reveal) -> pd.DataFrame:
    return reveal.outcomes[reveal.outcomes["counts"].astype("bool")]


def _tables(quantity: int) -> str:
    """« Les six tables »."""
    return f"Les {word(quantity)} tables"


def _number(own: pd.DataFrame, column: str) -> str:
    low, high = int(own[column].min()), int(own[column].max())
    return count(low, "objectif") if low == high else f"De {number(low, 0)} à {count(high, 'objectif')}"


def _spread_of_objectives(own: pd.DataFrame) -> str:
    low, high = int(own["objectives"].min()), int(own["objectives"].max())
    if low == high:
        return f"{_tables(len(own))} se fixent toutes {count(low, 'objectif')}."
    middle = float(own["objectives"].astype("float64").median())
    return f"La moitié des tables retient {number(middle)} {verb(int(middle), 'objectif', 'objectifs')} ou moins."


def _income(own: pd.DataFrame) -> str:
    low, high = own["expected"].min(), own["expected"].max()
    least = bool(own["at_least"].fillna(value=False).any())
    if high - low < CENT:
        return f"{_tables(len(own))} attendent {'au moins ' if least else ''}{euros(low)}."
    lowest, highest = (
        own["name"].iloc[int(place)] for place in (own["expected"].argmin(), own["expected"].argmax())
    )
    return (
        f"Le revenu attendu va {_from(low, least=least)} (« {lowest} ») à {euros(high)} (« {highest} »), "
        f"médiane {euros(own['expected'].median())}."
    )


def _price_of_more(own: pd.DataFrame) -> str:
    """Say what more objectives bring, from the table that sets fewest to the one that sets most."""
    ordered = own.sort_values(["objectives", "expected"], kind="stable")
    few, many = ordered.iloc[0], ordered.iloc[-1]
    more = int(many["objectives"] - few["objectives"])
    if not more:
        return ""
    gain = float(many["expected"] - few["expected"])
    if gain < CENT:
        return f"« {many['name']} » se fixe {count(more, 'objectif')} de plus que « {few['name']} » sans en attendre davantage."
    return (
        f"« {many['name']} » se fixe {count(more, 'objectif')} de plus que « {few['name']} » et en attend {euros(gain)} "
        f"de plus, soit {euros(gain / more)} par objectif."
    )


def _guesses(reveal: Reveal, own: pd.DataFrame) -> list[str]:
    told = []
    for which, column, computed in (
        ("minimal", "error_minimal", amount(reveal.minimal, "without_variable")),
        ("ambitieux", "error_ambitious", amount(reveal.ambitious, "expected")),
    ):
        errors = own[column].dropna()
        if errors.empty:
            continue
        high = int((errors > CENT).sum())
        low = int((errors < -CENT).sum())
        way, some = ("trop haut", high) if high >= low else ("trop bas", low)
        if not some:
            told.append(
                f"Contrat {which} : {tables_say(len(errors), len(errors))} {verb(len(errors), 'avait', 'avaient')} "
                f"vu juste, {computed}."
            )
            continue
        told.append(
            f"Contrat {which} : {tables_say(some, len(errors))} {verb(some, 'visait', 'visaient')} {way} ; écart "
            f"médian {change(errors.median())}, le calcul donne {computed}."
        )
    return told


def _without(case: Case, own: pd.DataFrame) -> str:
    low, high = own["without_variable"].min(), own["without_variable"].max()
    least = bool(own["at_least"].fillna(value=False).any())
    if high - low < CENT:
        spread = ("au moins " if least else "") + euros(low)
    else:
        spread = f"{_from(low, least=least)} à {euros(high)} selon les tables"
    if case.commitments is None:
        return f"Sans part variable, il reste {spread}."
    held = int((own["gap"] >= -CENT).sum())
    return (
        f"Sans part variable, il reste {spread} ; {tables_say(held, len(own))} {'ne ' if not held else ''}"
        f"{verb(held, 'couvre', 'couvrent')} les {euros(case.commitments)} d'engagements fermes."
    )


def _dared(own: pd.DataFrame) -> str:
    said = own[own["cover"].notna()]
    if said.empty:
        return ""
    low, high = said["share"].min(), said["share"].max()
    spread = percent(low, 0) if high - low < CENT else f"{percent(low, 0)} à {percent(high, 0)}"
    bold = int((said["cover"] < _HALF).sum())
    if high < CENT / 100:
        return "Aucune table ne compte sur sa part variable."
    told = f"Les tables comptent sur {spread} de leur part variable"
    if bold:
        told += f" ; {tables_say(bold, len(said))} {verb(bold, 'a', 'ont')} moins d'une chance sur deux d'y arriver"
    return told + "."


def _left_out(reveal: Reveal) -> str:
    rows = reveal.outcomes
    late, unread = int(rows["late"].sum()), int(rows["problem"].notna().sum())
    open_ = int((~rows["sealed"].astype("bool")).sum())
    parts = [
        f"{word(quantity)} {'table' if quantity < 2 else 'tables'} {words}"
        for quantity, words in (
            (open_, "sans scellé"),
            (late, "après la révélation"),
            (unread, "illisible" if unread < 2 else "illisibles"),
        )
        if quantity
    ]
    return f"Hors de la comparaison : {enumeration(parts)}." if parts else ""


def _from(low: float, *, least: bool) -> str:
    return f"d'au moins {euros(low)}" if least else f"de {euros(low)}"
