"""The exact distribution of one contract's income, and of many communities at once, beside a simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aci_model import law, reading
from aci_model.foresight.chances import chances
from aci_model.foresight.distribution import income, incomes
from benchmarks.measure import goal, ratio, spread, table, taking_turns
from benchmarks.read_and_compute import sample

TIMES, FEW = 40, 5
COMMUNITIES = 700
DRAWS = 10_000
COMMON = 0.3


def contract() -> tuple[pd.DataFrame, pd.DataFrame, reading.Dossier]:
    """The sample's latest year, every line open: its lines, its tiers with their chances, and the dossier."""
    path, rules = sample(), law.load()
    dossier = reading.read([(path.name, path.read_bytes())], rules.missions, rules.parts)
    lines = dossier.lines[dossier.lines["year"] == dossier.lines["year"].max()]
    tiers = dossier.tiers.assign(chance=chances(dossier, settled=False)["chance"])
    return lines, tiers[tiers["line"].isin(lines["line"])], dossier


def many(lines: pd.DataFrame, tiers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """As many communities as there are CPTS, each with these lines and chances of its own."""
    rng = np.random.default_rng(1)
    after = int(lines["line"].max()) + 1
    each = np.arange(COMMUNITIES)
    all_lines = lines.loc[lines.index.repeat(COMMUNITIES)]
    place = np.tile(each, len(lines))
    all_lines = all_lines.assign(line=all_lines["line"] + after * place, community=place)
    all_tiers = tiers.loc[tiers.index.repeat(COMMUNITIES)]
    place = np.tile(each, len(tiers))
    factor = rng.uniform(0.5, 1.0, COMMUNITIES)[place]
    return all_lines, all_tiers.assign(
        line=all_tiers["line"] + after * place, chance=all_tiers["chance"].to_numpy() * factor
    )


def cents(tiers: pd.DataFrame) -> pd.DataFrame:
    """The same amounts a few cents off, so that they share no round step."""
    rank = np.arange(len(tiers))
    return tiers.assign(amount=tiers["amount"] + rank * 7 % 101 / 100)


def simulated(lines: pd.DataFrame, tiers: pd.DataFrame) -> np.ndarray:
    """The same income drawn at random."""
    rng = np.random.default_rng(2)
    own = tiers.sort_values(["line", "tier"])
    gain = own["amount"] - own.groupby("line")["amount"].shift(fill_value=0.0)
    luck = rng.random((DRAWS, len(lines)))
    place = pd.Index(lines["line"]).get_indexer(pd.Index(own["line"]))
    return (luck[:, place] < own["chance"].to_numpy()) @ gain.to_numpy()


def main() -> None:
    """Measure and print."""
    lines, tiers, dossier = contract()
    odd = cents(tiers)
    small = taking_turns(
        {
            "loi exacte": lambda: income(lines, tiers),
            f"avec une cause commune ({COMMON:g})": lambda: income(lines, tiers, common=COMMON),
            "montants sans pas commun": lambda: income(lines, odd),
            "les deux": lambda: income(lines, odd, common=COMMON),
            f"{DRAWS} tirages au hasard": lambda: simulated(lines, tiers),
            "chances du dossier": lambda: chances(dossier),
        },
        TIMES,
    )
    exact, together = list(small.values())[:2]
    table(
        f"{len(lines)} lignes, médiane de {TIMES}",
        [
            *((name, spread(taken)) for name, taken in small.items()),
            ("objectif, indépendantes", goal(exact, 2)),
            ("objectif, cause commune", goal(together, 2)),
            ("tirages / loi exacte", ratio(small[f"{DRAWS} tirages au hasard"], exact)),
        ],
    )
    all_lines, all_tiers = many(lines, tiers)
    large = taking_turns(
        {
            "par communauté": lambda: incomes(all_lines, all_tiers, ["community"]),
            "par communauté et mission": lambda: incomes(all_lines, all_tiers, ["community", "mission"]),
            "par communauté, cause commune": lambda: incomes(
                all_lines, all_tiers, ["community"], common=COMMON
            ),
        },
        FEW,
    )
    table(
        f"{COMMUNITIES} communautés × {len(lines)} lignes, médiane de {FEW}",
        [
            *((name, spread(taken)) for name, taken in large.items()),
            ("objectif", goal(large["par communauté"], 1000)),
        ],
    )


if __name__ == "__main__":
    main()
