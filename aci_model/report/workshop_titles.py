"""What each picture of a reveal shows, as its title: one finding a picture, read across a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.report.sentences import CENT, typeset_words
from aci_model.report.workshop_text import headline, tables_say
from aci_model.wording import count, euros, number

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.reveal import Reveal

_WAYS = {True: "trop haut", False: "trop bas"}


@typeset_words
def objectives_say(reveal: Reveal) -> str:
    """Say how far apart the numbers of objectives are."""
    own = compared(reveal)
    if len(own) < 2:
        return headline(reveal)
    low, high = int(own["objectives"].min()), int(own["objectives"].max())
    if low == high:
        return f"Toutes les tables se fixent {count(low, 'objectif')}"
    return f"De {number(low, 0)} à {count(high, 'objectif')} selon les tables"


@typeset_words
def incomes_say(reveal: Reveal) -> str:
    """Say how far apart the expected incomes are, and what is left without the variable part."""
    own = compared(reveal)
    if own.empty:
        return headline(reveal)
    apart = float(own["expected"].max() - own["expected"].min())
    left = _range(own["without_variable"], least=bool(own["at_least"].fillna(value=False).any()))
    if len(own) < 2 or apart < CENT:
        return f"{_range(own['expected'], least=False)} attendus ; sans part variable, il reste {left}"
    return f"{euros(apart)} séparent les revenus attendus ; sans part variable, il reste {left}"


@typeset_words
def guesses_say(reveal: Reveal) -> str:
    """Say which estimate the most tables missed, and in which way."""
    own = compared(reveal)
    told: list[tuple[int, str]] = []
    for which in ("ambitieux", "minimal"):
        errors = own["error_ambitious" if which == "ambitieux" else "error_minimal"].dropna()
        over, under = int((errors > CENT).sum()), int((errors < -CENT).sum())
        some = max(over, under)
        if some:
            aimed = "visait" if some < 2 else "visaient"
            words = f"{tables_say(some, len(errors))} {aimed} {_WAYS[over >= under]}"
            told.append((some, f"Contrat {which} : {words}"))
        elif len(errors):
            told.append((0, f"Contrat {which} : {tables_say(len(errors), len(errors))} avaient vu juste"))
    if not told:
        return "Aucune table n'avait donné d'estimation"
    return max(told, key=lambda one: one[0])[1]


def compared(reveal: Reveal) -> pd.DataFrame:
    """Give the rows of the tables that are compared: sealed in time, and readable."""
    return reveal.outcomes[reveal.outcomes["counts"].astype("bool")]


def _range(values: pd.Series, *, least: bool) -> str:
    low, high = float(values.min()), float(values.max())
    opening = "au moins " if least else ""
    if high - low < CENT:
        return opening + euros(low)
    return f"de {opening}{euros(low)} à {euros(high)}"
