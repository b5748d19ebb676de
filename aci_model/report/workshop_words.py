"""How a workshop's sentences count tables, agree their verbs and quote lines."""

from __future__ import annotations

from aci_model.report.objectives_say import shortened
from aci_model.wording import number

_WORDS = (
    "zéro",
    "une",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
)
_LABEL = 60  # letters of a line in a sentence


def tables_say(quantity: int, of: int) -> str:
    """Say how many tables: « cinq tables sur six », « toutes les tables », « aucune table »."""
    if quantity == of:
        return "la seule table" if of == 1 else "les deux tables" if of == 2 else "toutes les tables"
    if not quantity:
        return "aucune table"
    return f"{word(quantity)} {'table' if quantity < 2 else 'tables'} sur {word(of)}"


def word(quantity: int) -> str:
    """Say a number as a sentence does: in words up to twelve."""
    return _WORDS[quantity] if quantity < len(_WORDS) else number(quantity, 0)


def capital(sentence: str) -> str:
    """Begin a sentence."""
    return sentence[:1].upper() + sentence[1:]


def verb(quantity: int, one: str, many: str) -> str:
    """Agree a verb or a noun with how many there are."""
    return one if quantity < 2 else many


def quoted(label: str) -> str:
    """Quote a line's label, shortened to what a sentence bears."""
    return f"« {shortened(label, _LABEL)} »"
