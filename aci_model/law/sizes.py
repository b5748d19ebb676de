"""From inhabitants to size classes, by the bounds the texts give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import frames
from aci_model.law.fold import fold

if TYPE_CHECKING:
    import datetime as dt

    from aci_model.law.loading import Law


def size_classes(population: pd.Series, law: Law, on: dt.date | None = None) -> pd.Series:
    """Give the size class of each population.

    Args:
        population: inhabitants; a fraction of an inhabitant, as a projection may have, is allowed.
        law: its size bounds are used; each is included or not as its text says.
        on: the day whose bounds apply; None for every known text.

    Returns:
        Size class, aligned with the input; missing where the population is missing, infinite or below one.
    """
    sizes = fold(law, on).sizes
    bounds = sizes["at_least"].fillna(pd.Series(np.nextafter(sizes["above"], np.inf), index=sizes.index))
    heads = pd.to_numeric(population).astype("float64")
    known = np.isfinite(heads) & (heads >= bounds.min())
    # 0 is below the smallest bound; those rows are masked.
    rank = np.searchsorted(bounds.to_numpy(), heads.fillna(0).to_numpy(), side="right") - 1
    classes = pd.Series(sizes["size_class"].to_numpy()[rank], index=population.index, dtype=frames.INTEGER)
    return classes.where(known)


def size_notes(population: pd.Series, law: Law, on: dt.date | None = None) -> pd.Series:
    """Say where a population falls exactly where no text decides, and what was retained.

    Args:
        population: inhabitants.
        law: its sizes carry the bound nobody defined and the note that goes with it.
        on: the day whose bounds apply; None for every known text.

    Returns:
        French sentence, aligned with the input; missing where the texts decide.
    """
    sizes = fold(law, on).sizes.dropna(subset=["undefined_at"])
    notes = sizes.set_index("undefined_at")["note"]
    return pd.to_numeric(population).astype("float64").map(notes).astype(frames.TEXT)
