"""Build the sample workbooks: `python -m sample_data.build`.

Contract A is real and public: its lines, schedules and envelopes are as signed. Its
results, proofs, chances, expenses and past years are invented with a fixed seed, and the file says so.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from aci_model import frames, law, reading
from aci_model.reading import dossier as shapes
from sample_data.dirty import dirty_workbook

FOLDER = Path(__file__).parent
SEED = 20_260_415
YEAR = 2026
PAST = (2024, 2025)
SIGNED = dt.date(2022, 4, 15)  # the fifth contract year runs from 15/04/2026
NAME = "CPTS du contrat A"
INVENTED = "Résultat inventé pour l'exemple"
ANNOUNCED = "Texte du contrat : +700 patients"
DRIFT = 0.35  # of the way asked in a year: how far each invented past year lies behind the next
EXPENSES = (  # poste, euros, rythme, début, ferme, priorité
    ("Coordination (1 temps plein)", 4_600, "mensuel", None, True, 1),
    ("Assistance administrative", 2_300, "mensuel", None, True, 2),
    ("Local et charges", 1_250, "mensuel", None, True, 3),
    ("Indemnisation des professionnels", 32_000, "trimestriel", None, True, 4),
    ("Organisation des soins non programmés", 2_500, "mensuel", None, True, 5),
    ("Outil de coordination", 9_800, "annuel", None, True, 6),
    ("Infirmière de parcours", 3_400, "mensuel", None, False, 1),
    ("Ateliers de prévention", 6_000, "trimestriel", None, False, 2),
    ("Communication", 8_000, "annuel", None, False, 3),
    ("Soirées de formation", 5_000, "ponctuel", dt.date(2026, 10, 1), False, 4),
    ("Chargée de projet à mi-temps", 2_900, "mensuel", dt.date(2027, 1, 1), False, 5),
)
TERRITORY = (  # fait, valeur, unité, date, source
    (
        "Patients en ALD sans médecin traitant",
        219,
        "patients",
        dt.date(2026, 4, 15),
        "Contrat A, valeur initiale",
    ),
    (
        "Patients de 70 ans et plus sans médecin traitant",
        303,
        "patients",
        dt.date(2026, 4, 15),
        "Contrat A, valeur initiale",
    ),
    (
        "Médecins généralistes en exercice",
        74,
        "professionnels",
        dt.date(2026, 1, 1),
        "Chiffre inventé pour l'exemple",
    ),
)


def contract() -> reading.Dossier:
    """Read the real lines and envelopes and add what is invented."""
    rules = law.load()
    sources = ("contrat_a_lignes.csv", "contrat_a_enveloppes.csv")
    signed = reading.read(
        [(name, (FOLDER / name).read_bytes()) for name in sources], rules.missions, rules.parts
    )
    draw = np.random.default_rng(SEED)
    lines, tiers, results = _years(signed, draw)
    return dataclasses.replace(
        signed,
        communities=frames.frame(
            shapes.COMMUNITIES,
            [
                {
                    "community": NAME,
                    "size_class": 3,
                    "signed": SIGNED,
                    "region": "Île-de-France",
                    "invented": True,
                }
            ],
        ),
        envelopes=signed.envelopes.assign(community=NAME),
        lines=lines,
        tiers=tiers,
        results=results,
        expenses=frames.frame(
            shapes.EXPENSES,
            [
                {
                    "community": NAME,
                    "post": post,
                    "amount": amount,
                    "rhythm": rhythm,
                    "start": start,
                    "firm": firm,
                    "priority": priority,
                }
                for post, amount, rhythm, start, firm, priority in EXPENSES
            ],
        ),
        history=_paid(lines, tiers, results),
        territory=frames.frame(
            shapes.TERRITORY,
            [
                {
                    "community": NAME,
                    "fact": fact,
                    "value": value,
                    "unit": unit,
                    "as_of": day,
                    "source": source,
                }
                for fact, value, unit, day, source in TERRITORY
            ],
        ),
        problems=frames.frame(shapes.PROBLEMS),
    )


def _years(
    signed: reading.Dossier, draw: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Repeat the lines for each past year, their figures moved back, and invent every result."""
    lines, tiers, results = [], [], []
    for place, year in enumerate([*PAST, YEAR]):
        of_year, steps = _moved(signed, YEAR - year)
        number = of_year["line"] + place * len(of_year)
        told = _invented(of_year, steps, draw, finished=year != YEAR)
        lines.append(of_year.assign(line=number, year=year))
        tiers.append(steps.assign(line=steps["line"] + place * len(of_year)))
        results.append(told.assign(line=number.to_numpy()))
    every = pd.concat(lines, ignore_index=True).astype({"year": "Int64"})
    return every, pd.concat(tiers, ignore_index=True), pd.concat(results, ignore_index=True)


def _moved(signed: reading.Dossier, back: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Move initial values and thresholds back by some years of drift; a count without a start stays as it is."""
    way = signed.tiers.groupby("line")["threshold"].agg("last") - signed.lines.set_index("line")["baseline"]
    decimals = signed.lines.set_index("line")["unit"].eq("%").map({True: 2, False: 0})
    shift = (way * DRIFT * back).fillna(0.0)
    shift = pd.Series([round(x, n) for x, n in zip(shift, decimals, strict=True)], index=shift.index)
    spoken = signed.lines["label"].eq("Patients de 16 ans et plus ayant un médecin traitant")
    comment = signed.lines["comment"].mask(spoken, ANNOUNCED)
    baseline = signed.lines["baseline"] - signed.lines["line"].map(shift).to_numpy()
    threshold = signed.tiers["threshold"] - signed.tiers["line"].map(shift).to_numpy()
    lines = signed.lines.assign(
        community=NAME,
        baseline=baseline.round(2),
        comment=comment,
        effort=[float(days) for days in np.random.default_rng(SEED).integers(1, 13, len(comment))],
    )
    return lines, signed.tiers.assign(threshold=threshold.round(2))


def _invented(
    lines: pd.DataFrame, tiers: pd.DataFrame, draw: np.random.Generator, *, finished: bool
) -> pd.DataFrame:
    """Invent a result and a proof per line; in a year that is not finished a quarter is not known yet."""
    last = tiers.groupby("line")["threshold"].agg("last").reindex(lines["line"]).to_numpy()
    start = lines["baseline"].fillna(0.0).to_numpy()
    measured = lines["baseline"].notna().to_numpy()
    luck = draw.random(len(lines))
    # A measured indicator moves part of its way, a count is often reached, a deliverable is done or not.
    moved = start + (last - start) * np.where(
        measured, 0.25 + 0.8 * luck, np.where(luck > 0.3, 1.0, 0.5 * luck)
    )
    percent = lines["unit"].eq("%").to_numpy()
    result = np.where(percent, moved.round(2), np.floor(moved + 1e-9))
    result = np.where((lines["kind"] == "livrable").to_numpy(), (luck > 0.28).astype(float), result)
    known = draw.random(len(lines)) > (0.0 if finished else 0.27)
    proven = draw.random(len(lines)) > (0.0 if finished else 0.18)
    return frames.frame(
        shapes.RESULTS,
        [
            {
                "line": line,
                "result": value if told else None,
                "proof_tracked": True,
                "proof": bool(told and proof),
                "chance": round(chance, 2),
            }
            for line, value, told, proof, chance in zip(
                lines["line"], result, known, proven, draw.uniform(0.45, 0.95, len(lines)), strict=True
            )
        ],
    )


def _paid(lines: pd.DataFrame, tiers: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Invent what was paid for the past years: what was reached, less a little for the first of them."""
    from aci_model.funding import Choices, attain  # noqa: PLC0415

    empty = reading.Dossier(
        **{
            name: frames.frame({})
            for name in reading.Dossier.__slots__
            if name not in {"lines", "tiers", "results"}
        },
        lines=lines,
        tiers=tiers,
        results=results,
    )
    reached = attain(empty, Choices())
    sums = (
        reached[reached["year"] < YEAR].groupby(["year", "mission"], sort=False)["earned"].sum().reset_index()
    )
    cut = np.where((sums["year"] == PAST[0]) & (sums["earned"] == sums["earned"].max()), 1_500.0, 0.0)
    return frames.frame(
        shapes.HISTORY,
        [
            {"community": NAME, "year": year, "mission": mission, "paid": paid}
            for year, mission, paid in zip(sums["year"], sums["mission"], sums["earned"] - cut, strict=True)
        ],
    )


def main() -> None:
    """Write every sample workbook beside this file."""
    rules = law.load()
    (FOLDER / "contrat_a.xlsx").write_bytes(reading.workbook(contract(), rules.missions, rules.parts))
    (FOLDER / "modele_vide.xlsx").write_bytes(reading.template(rules.missions, rules.parts))
    (FOLDER / "fichier_sale.xlsx").write_bytes(dirty_workbook())


if __name__ == "__main__":
    main()
