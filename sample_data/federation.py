"""An invented federation: communities, who they are, and what each could contribute to a campaign.

Everything is drawn at random with a seed; no community exists. The rates have the traps of real ones: missions not
everybody has, deliverables done or not done, lists that end at 100 %, results that half of the regions share.
`python -m sample_data.federation` writes the small files beside this module; with a folder, it writes there a workbook
for each community, to try the loading of a campaign.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from openpyxl import Workbook

from aci_model import law

if TYPE_CHECKING:
    from collections.abc import Iterator

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
POPULATIONS = {"1-2": (25_000, 70_000), "3-4": (90_000, 250_000)}  # inhabitants, drawn among
SIGNED = {"moins de 3 ans": "2025-03-01", "3 ans et plus": "2019-09-01"}
HEAD = (
    *(
        "mission",
        "indicateur",
        "type",
        "nature",
        "palier 1",
        "montant 1",
        "palier 2",
        "montant 2",
        "résultat",
    ),
)
WHOLE = 1_000  # euros of each invented line


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


def workbooks(communities: int = COMMUNITIES, seed: int = SEED) -> Iterator[tuple[str, bytes]]:
    """Invent the workbook of each community: its lines pay what makes its missions reach the rates drawn for it.

    Yields:
        File name, ASCII, and the bytes of an xlsx file in the template's layout.
    """
    contributions, attributes, _ = federation(communities, seed=seed)
    values = contributions.pivot_table(index="contributor", columns="indicator", values="value")
    rng = np.random.default_rng(seed)
    missions = law.load().missions["mission"].tolist()[1:]  # the first pays no result
    for about in attributes.to_dict("records"):
        own = values.loc[about["contributor"]]
        book = Workbook()
        first = book.active
        first.title = "Communauté"
        for row in _about(about, rng):
            first.append(row)
        sheet = book.create_sheet("Indicateurs")
        sheet.append(HEAD)
        for row in _lines(own, missions):
            sheet.append(row)
        stream = io.BytesIO()
        book.save(stream)
        yield f"{about['contributor']}.xlsx", stream.getvalue()


def _about(about: dict[Any, Any], rng: np.random.Generator) -> list[tuple[str, Any]]:
    return [
        ("communauté", f"Communauté {about['contributor']}"),
        ("région", about["region"]),
        ("population", int(rng.integers(*POPULATIONS[about["size_group"]]))),
        ("date de signature", SIGNED[about["seniority"]]),
    ]


def _lines(own: pd.Series, missions: list[str]) -> Iterator[tuple[Any, ...]]:
    """As many lines as the community has objectives, shared among the missions it has; the first ones quantitative."""
    rates = {
        mission: own[name]
        for mission, (name, _, law_) in zip(missions, INDICATORS, strict=False)
        if law_ not in {"close", "number"} and pd.notna(own[name])
    }
    number, share = int(own[INDICATORS[-1][0]]), own[INDICATORS[-2][0]]
    for rank in range(max(number, len(rates))):
        mission = list(rates)[rank % len(rates)]
        nature = "quantitatif" if rank < round(share * number) else "qualitatif"
        # The first step pays the rate of the whole, and the result stands between the two steps.
        paid, result = (round(rates[mission] * WHOLE, 2), 15) if 0 < rates[mission] < 1 else (WHOLE / 2, None)
        result = result or (20 if rates[mission] == 1 else 5)
        yield mission, f"Ligne inventée {rank + 1}", "paliers", nature, 10, paid, 20, WHOLE, result


def main(folder: str | None = None) -> None:
    """Write the federation: one csv of who takes part, one of what they would contribute; or, in a folder, workbooks."""
    if folder is not None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, content in workbooks():
            (Path(folder) / name).write_bytes(content)
        return
    contributions, attributes, indicators = federation()
    FOLDER.mkdir(exist_ok=True)
    contributions.to_csv(FOLDER / "contributions_inventees.csv", sep=";", decimal=",", index=False)
    attributes.to_csv(FOLDER / "communautes_inventees.csv", sep=";", index=False)
    indicators.to_csv(FOLDER / "indicateurs.csv", sep=";", decimal=",", index=False)


if __name__ == "__main__":
    main(*sys.argv[1:2])
