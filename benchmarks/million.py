"""One million community-years × 6 missions funded, beside the same formula in OpenFisca-core, on one core.

Six missions are all those of the accord of 2019, whose amounts are all known; amounts and missions come from the
law's data. Results are in eighths and one in twenty is missing: OpenFisca computes in float32, where such euros are
still exact, so both must agree to the bit, and the run stops if they do not. OpenFisca is given its cheapest
idiom: integer size, parameters looked up by index, one formula a mission, inputs set as arrays. Building its
simulation is timed apart from its formulas.
"""

from __future__ import annotations

import datetime as dt
import os
import tracemalloc

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from aci_model.funding import fund_grid
from aci_model.law import fold, load
from aci_model.wording import number
from benchmarks.measure import goal, milliseconds, ratio, spread, table, taking_turns

N = 1_000_000
TIMES = 9
YEAR = "2020"
COMMUNITY = build_entity("community", "communities", "A community-year", is_person=True)


def ceilings() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Missions, then their fixed and variable euros, as (4 sizes × missions), from the accord of 2019."""
    amounts = fold(load(), dt.date(int(YEAR), 1, 1)).ceilings
    missions = list(amounts["mission"].unique())
    wide = amounts.pivot_table(
        index="size_class", columns=["paid", "mission"], values="ceiling", aggfunc="sum", observed=True
    )
    fixed, variable = (
        wide[paid].reindex(columns=missions).fillna(0.0).to_numpy(float) for paid in ("deployed", "attained")
    )
    return missions, fixed, variable


def communities(missions: int) -> tuple[np.ndarray, np.ndarray]:
    """Row of the tables (size - 1) and attainment of each community-year, drawn with a fixed seed."""
    chance = np.random.default_rng(2019)
    attainment = chance.integers(0, 9, (N, missions)) / 8
    attainment[chance.random((N, missions)) < 0.05] = np.nan
    return chance.integers(0, 4, N), attainment


def tree(missions: list[str], fixed: np.ndarray, variable: np.ndarray) -> ParameterNode:
    """The same euros as OpenFisca's dated parameters."""

    def sizes(column: np.ndarray) -> dict:
        """One dated value per size class."""
        return {f"taille_{size}": {"values": {"2019-08-25": value}} for size, value in enumerate(column, 1)}

    return ParameterNode(
        "",
        data={
            mission: {"fixed": sizes(fixed[:, m]), "variable": sizes(variable[:, m])}
            for m, mission in enumerate(missions)
        },
    )


def due_variable(mission: str) -> type[Variable]:
    """What is due for one mission: fixed + attainment × variable."""

    def formula(community, period, parameters):  # noqa: ANN001, ANN202  OpenFisca calls it by its own rules
        """Fund one mission of every community."""
        euros = parameters(period)[mission]
        row = community("row", period)
        fixed = np.array([euros.fixed[f"taille_{size}"] for size in range(1, 5)], np.float32)
        variable = np.array([euros.variable[f"taille_{size}"] for size in range(1, 5)], np.float32)
        return fixed[row] + community(f"attainment_{mission}", period) * variable[row]

    return _variable(f"due_{mission}", float, formula=formula)


def _variable(name: str, kind: type, **more: object) -> type[Variable]:
    body = {
        "value_type": kind,
        "entity": COMMUNITY,
        "definition_period": periods.DateUnit.YEAR,
        "label": name,
    }
    return type(name, (Variable,), body | more)


def system(missions: list[str], fixed: np.ndarray, variable: np.ndarray) -> TaxBenefitSystem:
    """The six missions as an OpenFisca system."""
    made = TaxBenefitSystem([COMMUNITY])
    made.parameters = tree(missions, fixed, variable)
    made.add_variable(_variable("row", int))
    for mission in missions:
        made.add_variable(_variable(f"attainment_{mission}", float))
        made.add_variable(due_variable(mission))
    return made


def main() -> None:
    """Measure and print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    missions, fixed, variable = ceilings()
    row, attainment = communities(len(missions))
    made, due = system(missions, fixed, variable), np.empty((N, len(missions)))
    built = []

    def build() -> None:
        """Give a new simulation its inputs."""
        built[:] = [SimulationBuilder().build_default_simulation(made, N)]
        built[0].set_input("row", YEAR, row)
        for m, mission in enumerate(missions):
            built[0].set_input(f"attainment_{mission}", YEAR, attainment[:, m])

    def formulas() -> None:
        """Have every mission worked out."""
        for mission in missions:
            built[0].calculate(f"due_{mission}", YEAR)

    ours = "fund_grid, sortie fournie"
    taken = taking_turns(
        {
            ours: lambda: fund_grid(fixed, variable, row, attainment, out=due),
            "fund_grid, sortie allouée": lambda: fund_grid(fixed, variable, row, attainment),
            "OpenFisca, simulation et entrées": build,
            "OpenFisca, formules seules": formulas,
        },
        TIMES,
    )
    theirs = np.column_stack([built[0].calculate(f"due_{mission}", YEAR) for mission in missions])
    np.testing.assert_array_equal(due, theirs.astype(float))
    tracemalloc.start()
    milliseconds(lambda: fund_grid(fixed, variable, row, attainment, out=due), 1)
    extra = tracemalloc.get_traced_memory()[1] / 1024
    table(
        f"{number(N)} exercices × {len(missions)} missions, un cœur, médiane de {TIMES}",
        [
            *((name, f"{spread(times)}  {ratio(times, taken[ours])}") for name, times in taken.items()),
            ("objectif", goal(taken[ours], 40)),
            ("mémoire en plus, au plus haut", f"{number(extra, 0)} Kio"),
            (
                "mêmes euros des deux côtés",
                f"{number(np.isfinite(due).sum())} montants, {number(np.isnan(due).sum())} inconnus",
            ),
        ],
    )


if __name__ == "__main__":
    main()
