"""The treasury of the example contract, gesture by gesture, and that of a whole federation month by month."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law, reading
from aci_model.foresight import WITHOUT, outlook, spending, treasury
from aci_model.funding import assess
from aci_model.reading.dossier import Dossier
from aci_model.wording import number
from benchmarks.measure import goal, spread, table, taking_turns
from benchmarks.read_and_compute import sample
from tests.building import done, dossier

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES, FEW = 30, 5
COMMUNITIES, POSTS, YEARS = 700, 10, 5
GOAL_GESTURE_MS, GOAL_FEDERATION_MS = 25, 1000


def example(rules: law.Law) -> Dossier:
    """The contract that comes with the software."""
    path = sample()
    return reading.read([(path.name, path.read_bytes())], rules.missions, rules.parts)


def federation(rules: law.Law) -> Dossier:
    """Communities of every size with as many posts each, their contracts signed on days of their own."""
    rng = np.random.default_rng(4)
    paid = rules.missions.loc[rules.missions["kind"] == "socle", "mission"]
    posts = [
        {
            "post": f"Poste {rank}",
            "amount": 500.0 * rank,
            "rhythm": "mensuel",
            "firm": rank % 2 == 0,
            "priority": float(rank),
        }
        for rank in range(1, POSTS + 1)
    ]
    one = dossier(*(done(mission, 10_000.0) for mission in paid), expenses=posts, population=0.0)
    frames = {name: _repeated(getattr(one, name), len(one.lines)) for name in Dossier.__slots__}
    days = pd.Timestamp(dt.date(2026, 1, 1)) + pd.to_timedelta(rng.integers(0, 365, COMMUNITIES), unit="D")
    frames["communities"] = frames["communities"].assign(
        population=rng.integers(20_000, 200_000, COMMUNITIES).astype("float64"),
        signed=days.astype("datetime64[s]"),
        balance=rng.integers(0, 150_000, COMMUNITIES).astype("float64"),
    )
    return Dossier(**frames)


def _repeated(frame: pd.DataFrame, lines: int) -> pd.DataFrame:
    """The rows of one community, for all of them."""
    place = np.repeat(np.arange(COMMUNITIES), len(frame))
    many = frame.take(np.tile(np.arange(len(frame)), COMMUNITIES)).reset_index(drop=True)
    if "line" in many:
        many = many.assign(line=many["line"] + place * lines)
    if "community" in many:
        many = many.assign(community=pd.Series(place, index=many.index).map("CPTS {}".format).astype("str"))
    return many


def gesture(read: Dossier, rules: law.Law, years: int | None = None) -> Callable[[], object]:
    """What one move of the slider works out: a share, beside « sans part variable »."""
    ahead = outlook(assess(read, rules), read, rules, years)
    spent = spending(ahead, read, rules, 0.0)
    shares = itertools.cycle(law.scenario(percent / 100) for percent in range(0, 101, 5))
    return lambda: treasury(ahead, [next(shares), rules.scenarios[WITHOUT]], read, rules, spent)


def main() -> None:
    """Measure and print."""
    rules = law.load()
    read = example(rules)
    assessed = assess(read, rules)
    ahead = outlook(assessed, read, rules)
    taken = taking_turns(
        {
            "un cran du curseur": gesture(read, rules),
            "après une saisie : évaluation": lambda: assess(read, rules),
            "après une saisie : années à venir": lambda: outlook(assessed, read, rules),
            "après une saisie : ce qu’aucun scénario ne change": lambda: spending(ahead, read, rules),
        },
        TIMES,
    )
    table(
        f"Contrat d’exemple, 2 scénarios, médiane de {TIMES}",
        [
            *((name, spread(times)) for name, times in taken.items()),
            ("objectif d’un cran", goal(taken["un cran du curseur"], GOAL_GESTURE_MS)),
        ],
    )
    many = gesture(federation(rules), rules, YEARS - 1)
    found = many()
    large = taking_turns({"un cran du curseur": many}, FEW)["un cran du curseur"]
    table(
        f"{COMMUNITIES} communautés × {POSTS} postes, 2 scénarios : {number(len(found.cash))} mois, "
        f"{number(len(found.flows))} versements, médiane de {FEW}",
        [("un cran du curseur", spread(large)), ("objectif", goal(large, GOAL_FEDERATION_MS))],
    )


if __name__ == "__main__":
    main()
