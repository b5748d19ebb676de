"""Choosing among 40 candidate objectives: the best set, the curve and the three choices, as page 4 asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law
from aci_model.foresight.objectives import best_set, candidates, choices, curve, envelopes
from aci_model.wording import euros, number
from benchmarks.measure import goal, spread, table, taking_turns
from tests.building import dossier

if TYPE_CHECKING:
    from aci_model.foresight.objectives import Candidates

COUNT, CAPACITY, TIMES = 40, 120.0, 15
GOAL_MS = 1000


def listed(rng: np.random.Generator) -> tuple[Candidates, pd.Series]:
    """Draw objectives over every mission paid on results, their days in tenths, and give their envelopes."""
    rules = law.load()
    known = law.fold(rules, None).ceilings
    paid = known[(known["paid"] == "attained") & (known["size_class"] == 3)]
    missions = paid["mission"].tolist()
    rows = [
        {
            "mission": missions[place % len(missions)],
            "amount": float(rng.integers(1, 20) * 500),
            "chance": float(rng.uniform(0.2, 0.95)),
            "effort": float(rng.integers(1, 100) / 10),
            "weight": float(rng.uniform(0.5, 3.0)),
        }
        for place in range(COUNT)
    ]
    no_line = pd.DataFrame({"line": [], "tier": [], "chance": []}).astype(
        {"line": "Int64", "tier": "Int64", "chance": "float64"}
    )
    shared = envelopes(paid.rename(columns={"ceiling": "variable_ceiling"}))
    return candidates(dossier(objectives=rows), no_line, rules, 2026), shared


def main() -> None:
    """Measure and print."""
    (rows, steps), shared = listed(np.random.default_rng(4))
    kept = rows.assign(choice=rows["choice"].mask(rows["candidate"] < 5, "retenu"))
    taken = taking_turns(
        {
            "meilleur ensemble, montants écrits": lambda: best_set(rows, CAPACITY, split=False),
            "meilleur ensemble, enveloppe partagée": lambda: best_set(
                kept, CAPACITY, split=True, envelopes=shared
            ),
            "courbe, montants écrits": lambda: curve(rows, steps, split=False, envelopes=shared),
            "courbe, enveloppe partagée": lambda: curve(rows, steps, split=True, envelopes=shared),
            "courbe, enveloppe partagée, cause commune": lambda: curve(
                rows, steps, split=True, envelopes=shared, common=0.2
            ),
            "trois choix": lambda: choices(rows, steps, CAPACITY, split=False, cover=50_000.0),
        },
        TIMES,
    )
    best = best_set(rows, CAPACITY, split=False)
    sets = [times for name, times in taken.items() if name.startswith("meilleur")]
    table(
        f"{COUNT} objectifs, {number(CAPACITY)} jours : {len(best.chosen)} retenus, {euros(best.expected)} attendus, "
        f"{'exact' if best.exact else 'approché'}, médiane de {TIMES}",
        [
            *((name, spread(times)) for name, times in taken.items()),
            ("objectif d’un meilleur ensemble", goal(max(sets, key=np.median), GOAL_MS)),
        ],
    )


if __name__ == "__main__":
    main()
