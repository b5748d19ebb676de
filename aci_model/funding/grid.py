"""Dense funding of many community-years at once, for projections, scenarios and whole federations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.funding.schedules import Floats

# Rows worked on at a time: the scratch (rows x missions x 8 bytes) then stays in a core's own cache.
BLOCK = 4096


def fund_grid(
    fixed: Floats | None,
    variable: Floats,
    row: NDArray[np.integer],
    attainment: Floats,
    *,
    share: float = 1.0,
    out: Floats | None = None,
) -> Floats:
    """Fund n community-years: fixed + share x attainment x variable, mission by mission.

    Args:
        fixed: (k, m) euros of the deployed parts, per row of the table of ceilings and mission; None to
            count the variable part alone.
        variable: (k, m) euros of the parts paid on results; NaN where unknown.
        row: (n,) which row of the tables (a size class, a contract) each community-year takes.
        attainment: (n, m) 0–1, intensity included; NaN where nobody reported a result.
        share: 0–1, the variable share of the scenario.
        out: (n, m) float64 array to write into; made when absent.

    Returns:
        (n, m) euros due. Missing in, missing out, but for a scenario at 0, which is the fixed part exactly.

    Raises:
        ValueError: shapes that do not fit one another.
    """
    n, missions = attainment.shape
    fits = (
        variable.shape[1] == missions
        and row.shape == (n,)
        and (fixed is None or fixed.shape == variable.shape)
    )
    if not fits:
        raise ValueError(f"shapes do not fit: {variable.shape}, {row.shape}, {attainment.shape}")
    due = np.empty((n, missions)) if out is None else out
    scaled = variable * share
    scratch = np.empty((min(BLOCK, n), missions))
    for start in range(0, n, BLOCK):
        stop = min(start + BLOCK, n)
        block, part = due[start:stop], scratch[: stop - start]
        if fixed is None:
            block[:] = 0.0
        else:
            np.take(fixed, row[start:stop], axis=0, out=block, mode="clip")
        if share:
            np.take(scaled, row[start:stop], axis=0, out=part, mode="clip")
            np.multiply(part, attainment[start:stop], out=part)
            np.add(block, part, out=block)
    return due
