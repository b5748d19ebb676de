"""An invented federation: communities, who they are, and what each could contribute to a campaign.

Everything is drawn at random with a seed; no community exists. The rates have the traps of real ones: missions not
everybody has, deliverables done or not done, lists that end at 100 %, results that half of the regions share.
`python -m sample_data.federation` writes the small files beside this module.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent / "federation_inventee"
SEED = 20_241_130
COMMUNITIES = 60
REGIONS = ("Région inventée Nord", "Région inventée Ouest", "Région inventée Est", "Région inventée Sud")
SIZES, SIZE_SHARES = ("1-2", "3-4"), (0.42, 0.58)  # of 310 communities asked, 39 % said size 1 or 2
SENIORITIES = ("moins de 3 ans", "3 ans et plus")
INDICATORS = (  # name, who has it, and the law its values follow
    ("Atteinte : amélioration de l'accès aux soins", 1.0, "spread"),
    ("Atteinte : parcours pluriprofessionnels", 1.0, "high"),
    ("Atteinte : actions de prévention", 0.95, "spread"),
    ("Atteinte : réponse aux crises sanitaires", 0.8, "done"),
    ("Atteinte : qualité et pertinence des soins", 0.45, "steps"),
    ("Atteinte : accompagnement des professionnels", 0.3, "steps"),
    ("Part des lignes quantitatives", 1.0, "close"),
    ("Nombre d'objectifs", 1.0, "number"),
)
MOST_OBJECTIVES = 60


def federation(
    communities: int = COMMUNITIES, indicators: int = len(INDICATORS), seed: int = SEED
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Invent a federation.

    Returns:
        contributions (contributor, indicator, value), attributes (contributor, size_group, region, seniority) and
        indicators (indicator, kind, low, high), as `aci_model.peers.publication` takes them.
    """
    rng = np.random.default_rng(seed)
    names = [f"invente-{number:03d}" for number in range(1, communities + 1)]
    regions = (
        REGIONS if communities <= 2 * COMMUNITIES else tuple(f"Région inventée {n}" for n in range(1, 19))
    )
    attributes = pd.DataFrame(
        {
            "contributor": names,
            "size_group": rng.choice(SIZES, communities, p=SIZE_SHARES),
            "region": rng.choice(regions, communities),
            "seniority": rng.choice(SENIORITIES, communities),
        }
    ).astype("str")
    asked, givers, labels, values = [], [], [], []
    for number in range(indicators):
        name, share, law = INDICATORS[number % len(INDICATORS)]
        label = name if number < len(INDICATORS) else f"{name} ({number // len(INDICATORS) + 1})"
        asked.append((label, "taux", 0.0, float(MOST_OBJECTIVES) if law == "number" else 1.0))
        drawn, gives = _drawn(law, communities, rng), np.flatnonzero(rng.random(communities) < share)
        givers += [names[at] for at in gives]
        labels += [label] * len(gives)
        values.append(drawn[gives])
    contributions = pd.DataFrame(
        {
            "contributor": pd.Series(givers, dtype="str"),
            "indicator": pd.Series(labels, dtype="str"),
            "value": np.concatenate(values),
        }
    )
    asked_frame = pd.DataFrame(asked, columns=["indicator", "kind", "low", "high"])
    return contributions, attributes, asked_frame.astype({"indicator": "str", "kind": "str"})


def _drawn(law: str, number: int, rng: np.random.Generator) -> np.ndarray:
    if law == "high":
        return np.minimum(1.0, rng.beta(6, 1.6, number) + 0.05).round(3)
    if law == "close":
        return rng.normal(0.62, 0.04, number).clip(0, 1).round(2)
    if law == "done":
        return (rng.random(number) < 0.85).astype(float)
    if law == "steps":
        return rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], number)
    if law == "number":
        return rng.integers(8, MOST_OBJECTIVES, number).astype(float)
    return rng.beta(3, 2, number).round(3)


def main() -> None:
    """Write the federation: one csv of who takes part, one of what they would contribute."""
    contributions, attributes, indicators = federation()
    FOLDER.mkdir(exist_ok=True)
    contributions.to_csv(FOLDER / "contributions_inventees.csv", sep=";", decimal=",", index=False)
    attributes.to_csv(FOLDER / "communautes_inventees.csv", sep=";", index=False)
    indicators.to_csv(FOLDER / "indicateurs.csv", sep=";", decimal=",", index=False)


if __name__ == "__main__":
    main()
