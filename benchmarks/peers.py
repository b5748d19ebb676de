"""A national campaign frozen, gated and published: 700 communities × 40 indicators; then the campaign after it."""

from __future__ import annotations

import numpy as np

from aci_model.peers.publication import Scope, publish
from benchmarks.measure import goal, spread, table, taking_turns
from sample_data.federation import federation

COMMUNITIES, INDICATORS, TIMES = 700, 40, 1
LIMIT_MS = 30_000


def main() -> None:
    """Measure and print."""
    contributions, attributes, indicators = federation(COMMUNITIES, INDICATORS)
    scope = Scope(attributes, indicators)
    first = publish(contributions, scope)
    rng = np.random.default_rng(1)
    moved = rng.random(len(contributions)) < 0.5
    later = contributions.assign(
        value=np.where(moved, (contributions["value"] * 0.9).round(3), contributions["value"])
    )
    taken = taking_turns(
        {
            "première campagne": lambda: publish(contributions, scope),
            "campagne suivante, une valeur sur deux changée": lambda: publish(later, scope, first),
            "campagne suivante, rien de changé": lambda: publish(contributions, scope, first),
        },
        TIMES,
    )
    shown = int((first.aggregates["state"] == "publie").sum())
    table(
        f"{COMMUNITIES} communautés × {INDICATORS} indicateurs, {shown} chiffres publiés, une fois chacune",
        [
            *((name, spread(own)) for name, own in taken.items()),
            *((f"objectif, {name}", goal(own, LIMIT_MS)) for name, own in taken.items()),
        ],
    )


if __name__ == "__main__":
    main()
