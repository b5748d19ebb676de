"""Labels of a contract without the name of whose it is, and those a person should read over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.reading.text import clean, fold
from aci_model.wording import NBSP, missing, typeset
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    from aci_model.workshop.shape import Case

_GENERIC = frozenset(
    {"cpts", "communaute", "communautes", "professionnelle", "professionnelles", "territoriale", "sante"}
    | {"de", "des", "du", "d", "la", "le", "les", "l", "et", "en"}
)
_SHORT = 4  # letters: a shorter word of a name is met in any label
_WHO = "CPTS"
_PERSON = re.compile(r"\b(?:M|Mr|Mme|Mlle|Dr|Pr|Docteur|Professeur|Monsieur|Madame)\b\.?\s+[A-ZÀ-Ý]")
_CONTACT = re.compile(r"\S@\S|(?:\d[ .]?){9,}")


def labels_to_check(case: Case) -> pd.DataFrame:
    """List what the facilitator reads over before showing a contract to a room.

    Returns:
        objective, label, reason (French, why this one may name somebody; missing when nothing says so), the ones
        with a reason first.
    """
    labels = case.objectives["label"]
    reason = pd.Series(pd.NA, index=labels.index, dtype="str")
    reason = reason.mask(labels.str.contains(_CONTACT), typeset("ressemble à une adresse ou à un numéro"))
    reason = reason.mask(labels.str.contains(_PERSON), typeset("semble nommer quelqu'un"))
    listed = case.objectives[["objective", "label"]].assign(reason=reason)
    return listed.iloc[np.argsort(reason.isna().to_numpy(), kind="stable")].reset_index(drop=True)


def labelled(label: object, own: str, place: int) -> str:
    """Give a line's label without its community's name; a line without a label is told by its place."""
    kept = "" if missing(label) else clean(str(label))
    for name in _names(own):
        kept = _without(kept, name)
    longest = settings().limits.label
    short = kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"
    return short or f"Ligne{NBSP}{place}"


def _names(own: str) -> list[list[str]]:
    """The spellings of a community's name to look for, the longest first: whole, then without its generic words."""
    whole = fold(own).split()
    core = [word for word in whole if word not in _GENERIC]
    alone = len(core) == 1 and (len(core) == len(whole) or len(core[0]) < _SHORT)
    found = [whole] if len(whole) > 1 else []
    if core and not alone:
        start, end = whole.index(core[0]), len(whole) - whole[::-1].index(core[-1])
        found.append(whole[start:end])
    return found


def _without(label: str, name: list[str]) -> str:
    """Replace a run of words by « CPTS », whatever their case and accents."""
    words = [(found.start(), found.end(), fold(found[0])) for found in re.finditer(r"[^\W_]+", label)]
    spelled = [word for _, _, word in words]
    kept, until = label, len(words)
    for place in range(
        len(words) - len(name), -1, -1
    ):  # from the end, so that earlier places stay where they are
        after = place + len(name)
        if after <= until and spelled[place:after] == name:
            kept, until = f"{kept[: words[place][0]]}{_WHO}{kept[words[after - 1][1] :]}", place
    return kept
