"""From inhabitants to size classes, by the bounds the texts give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model.law.fold import in_force

if TYPE_CHECKING:
    from aci_model.law.loading import Law


def size_classes(population: pd.Series, law: Law) -> pd.Series:
    """Give the size class of each population.

    Args:
        population: inhabitants; a fraction of an inhabitant, as a projection may have, is allowed.
        law: its latest size bounds are used; each is included or not as its text says.

    Returns:
        Size class, aligned with the input; missing where the population is missing, infinite or below one.
    """
    sizes = in_force(law.book, "sizes", None)
    bounds = np.array([_lowest(size) for size in sizes])
    heads = pd.to_numeric(population).astype("float64")
    known = np.isfinite(heads) & (heads >= bounds.min())
    # 0 is below the smallest bound; those rows are masked.
    rank = np.searchsorted(bounds, heads.fillna(0).to_numpy(), side="right") - 1
    named = np.array([size["size_class"] for size in sizes])
    classes = pd.Series(named[rank], index=population.index, dtype="Int64")
    return classes.where(known)


def size_notes(population: pd.Series, law: Law) -> pd.Series:
    """Say where a population falls exactly where no text decides, and what was retained.

    Args:
        population: inhabitants.
        law: its sizes carry the bound nobody defined and the note that goes with it.

    Returns:
        French sentence, aligned with the input; missing where the texts decide.
    """
    sizes = in_force(law.book, "sizes", None)
    notes = {
        float(size["undefined_at"]): size["note"] for size in sizes if size.get("undefined_at") is not None
    }
    return pd.to_numeric(population).astype("float64").map(notes).astype("str")


def _lowest(size: dict[str, Any]) -> float:
    """Smallest population of a size; « above » excludes its bound, by the next number a float can hold."""
    included = size.get("at_least")
    return float(included) if included is not None else math.nextafter(size["above"], math.inf)
