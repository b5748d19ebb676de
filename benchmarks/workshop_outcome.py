"""What a tap of one phone costs, and what a reveal costs with a hundred tables: case, scenario, outcome, documents."""

from __future__ import annotations

import datetime as dt
import statistics

import numpy as np

from aci_model import law, reading
from aci_model.report.workshop_document import to_docx
from aci_model.report.workshop_matter import gathered
from aci_model.workshop import cases
from aci_model.workshop.outcome import outcome
from aci_model.workshop.reveal import revealed
from aci_model.workshop.scenario import chosen, counted_on, counts, scenario_of
from benchmarks.measure import goal, milliseconds, spread, table, taking_turns
from tests import contract_a

TIMES, TABLES = 60, 100
GOAL_MS = 2


def main() -> None:
    """Measure and print."""
    rules = law.load()
    content = contract_a.WORKBOOK.read_bytes()
    dossier = reading.read([(contract_a.WORKBOOK.name, content)], rules.missions, rules.parts)
    listed, size = cases.of_contract(dossier, rules, "Contrat A"), cases.of_size(2, rules)
    rng = np.random.default_rng(7)
    names = listed.objectives["objective"].tolist()
    records = []
    for _ in range(TABLES):
        record: dict[str, object] = counted_on(float(rng.uniform()))
        for name in rng.choice(names, int(rng.integers(3, len(names))), replace=False).tolist():
            record |= chosen(name, chance=round(float(rng.uniform()), 2))
        records.append(record)
    held: dict[str, object] = {}
    for mission in size.missions["mission"].tolist()[:3]:
        held |= counts(mission, quanti=int(rng.integers(1, 6)), quali=2, chance=0.6)
    short = cases.to_record(listed)
    short["missions"] = [row | {"variable": row["variable"] * 0.8} for row in short["missions"]]  # type: ignore[attr-defined]  # a record of our own
    cut, everything = (
        cases.of_record(short),
        scenario_of(listed, {f"objective/{name}": 0.6 for name in names}),
    )
    last = iter(range(10**6))
    taken = taking_turns(
        {
            "contrat A, un geste": lambda: outcome(listed, scenario_of(listed, records[next(last) % TABLES])),
            "taille 2, un geste": lambda: outcome(size, scenario_of(size, held)),
            "enveloppes toutes dépassées": lambda: outcome(cut, everything),
        },
        TIMES,
    )
    tables = [
        {
            "table": str(place),
            "name": f"Table {place}",
            "guess": None,
            "scenario": record,
            "sealed": True,
            "late": False,
        }
        for place, record in enumerate(records)
    ]
    day = dt.date(2026, 11, 22)
    room = milliseconds(lambda: revealed(listed, tables), 3)
    paper = milliseconds(lambda: to_docx(gathered(listed, tables, [], [], date=day)), 1)
    taps = [taken[name] for name in list(taken)[:2]]
    table(
        f"Atelier, médiane de {TIMES}",
        [
            *((name, spread(times)) for name, times in taken.items()),
            ("objectif d’un geste", goal(max(taps, key=statistics.median), GOAL_MS)),
            (f"révélation de {TABLES} tables", spread(room)),
            (f"compte rendu de {TABLES} tables", spread(paper)),
        ],
    )


if __name__ == "__main__":
    main()
