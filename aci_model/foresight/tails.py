"""The few laws of chance that foresight needs, on arrays; scipy is loaded by the first one asked.

Importing scipy.special takes about 90 ms, more than a page is given: nobody pays it who asks for no chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LOW, HIGH = 0.1, 0.9  # what an 80 % band leaves below it, and below its top


def normal_share(values: ArrayLike) -> Floats:
    """Give P(Z ≤ value) of a standard normal."""
    return np.asarray(_special().ndtr(values), dtype=np.float64)


def normal_quantile(shares: ArrayLike) -> Floats:
    """Give the value below which a standard normal falls with this chance (0–1)."""
    return np.asarray(_special().ndtri(shares), dtype=np.float64)


def student_quantile(freedom: ArrayLike, share: float) -> Floats:
    """Give the value below which Student's t falls with this chance; NaN without a degree of freedom."""
    known = np.asarray(freedom, dtype=np.float64)
    return np.asarray(_special().stdtrit(np.where(known > 0, known, np.nan), share), dtype=np.float64)


def beta_quantile(hits: ArrayLike, misses: ArrayLike, share: float) -> Floats:
    """Give the value (0–1) below which a Beta(hits, misses) falls with this chance."""
    return np.asarray(_special().betaincinv(hits, misses, share), dtype=np.float64)


def count_band(counts: ArrayLike) -> tuple[Floats, Floats]:
    """Give the exact 80 % band of the mean behind a Poisson count (Garwood, 1936); a count of 0 starts at 0.

    Args:
        counts: events counted, 0 or more; missing stays missing.
    """
    known = np.asarray(counts, dtype=np.float64)
    special = _special()
    low = special.gammaincinv(np.maximum(known, 1.0), LOW)
    return (
        np.where(known == 0, 0.0, np.where(np.isnan(known), np.nan, low)),
        np.asarray(special.gammaincinv(known + 1.0, HIGH), dtype=np.float64),
    )


def _special() -> ModuleType:
    import scipy.special  # noqa: PLC0415 - loaded when first asked, see above

    special: ModuleType = scipy.special
    return special
