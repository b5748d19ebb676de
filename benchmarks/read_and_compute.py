"""Contract A read from its workbook and computed by the library, once imported: cells in, euros out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import law, reading
from aci_model.funding import assess
from aci_model.wording import euros
from benchmarks.measure import goal, milliseconds, spread, table, taking_turns
from tests.environment import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TIMES = 15


def sample() -> Path:
    """The sample's workbook."""
    return next((ROOT / "sample_data").glob("contrat_a*.xlsx"))


def main() -> None:
    """Measure and print."""
    path, rules = sample(), law.load()
    content = path.read_bytes()

    def read() -> reading.Dossier:
        """Read the contract once more."""
        return reading.read([(path.name, content)], rules.missions, rules.parts)

    first = milliseconds(lambda: assess(read(), rules), 1)
    dossier = read()
    total = assess(dossier, rules).totals.iloc[-1]
    taken = taking_turns(
        {
            "lire et calculer": lambda: assess(read(), rules),
            "lire": read,
            "calculer": lambda: assess(dossier, rules),
        },
        TIMES,
    )
    table(
        f"{path.name} : {len(dossier.lines)} lignes, {euros(total['variable_ceiling'])} de part variable, médiane de {TIMES}",
        [
            *((name, spread(times)) for name, times in taken.items()),
            ("objectif", goal(taken["lire et calculer"], 200)),
            ("la toute première fois", spread(first)),
        ],
    )


if __name__ == "__main__":
    main()
