"""Build the sample workbooks: `python -m sample_data.build`.

Contract A is real and public: its lines, schedules and envelopes are as signed. Its results, proofs, chances,
efforts, expenses, account, payments, candidate objectives, past years and the whole dialogue with the CPAM are
invented, and the file says so.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import frames, law, reading
from aci_model.reading import dossier as shapes
from sample_data import dialogue
from sample_data.dirty import dirty_workbook
from sample_data.edited import edited_copy

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent
SEED = 20_260_415
YEAR = 2026
PAST = (2024, 2025)
SIGNED = dt.date(2022, 4, 15)  # the fifth contract year runs from 15/04/2026
NAME = "CPTS du contrat A"
INVENTED = "Résultat inventé pour l'exemple"
ANNOUNCED = "Texte du contrat : +700 patients"
DRIFT = 0.35  # of the way asked in a year: how far each invented past year lies behind the next
POST = ("post", "amount", "rhythm", "start", "end", "firm", "priority")
EXPENSES = (
    ("Coordination (1 temps plein)", 4_600, "mensuel", None, None, True, 1),
    ("Assistance administrative", 2_300, "mensuel", None, None, True, 2),
    ("Local et charges", 1_250, "mensuel", None, None, True, 3),
    ("Indemnisation des professionnels", 32_000, "trimestriel", None, None, True, 4),
    ("Organisation des soins non programmés", 2_500, "mensuel", None, None, True, 5),
    ("Outil de coordination", 9_800, "annuel", None, None, True, 6),
    ("Infirmière de parcours", 3_400, "mensuel", None, dt.date(2028, 4, 14), False, 1),
    ("Ateliers de prévention", 6_000, "trimestriel", None, dt.date(2028, 4, 14), False, 2),
    ("Communication", 8_000, "annuel", None, None, False, 3),
    ("Soirées de formation", 5_000, "ponctuel", dt.date(2026, 10, 1), None, False, 4),
    ("Chargée de projet à mi-temps", 2_900, "mensuel", dt.date(2027, 1, 1), dt.date(2027, 6, 30), False, 5),
    ("Coordination adjointe (embauche décidée)", 4_500, "mensuel", dt.date(2027, 4, 15), None, True, 7),
)
COMMUNITY = {
    "size_class": 3,
    "signed": SIGNED,
    "region": "Île-de-France",
    "invented": True,
    "balance": 41_200.0,  # on the anniversary, before the payments of that day
    "balance_on": dt.date(2026, 4, 15),
    "capacity": 165,  # days, of the 276 that every line of this year asks for
}
STRENGTHS = {  # preuves attendues -> force de la preuve ; les autres ne sont pas encore jugées
    "Requête locale CPAM": 3,
    "Statistiques CPAM": 3,
    "Émargement ; compte rendu ; bilan": 2,
    "Compte rendu ; émargement": 2,
    "Contact dédié ; bilan de suivi": 1,
    "Justificatifs de participation": 1,
}
EARLIER_STEPS = 0.4  # of what is not yet sure at a step becomes sure at the step before
RATES = {  # taux observés avant les années qui ont leurs lignes : 2019, 2020…
    "Taux de dépistage du cancer du sein": (65.1, 61.4, 64.6, 66.0, 67.3),
    "Taux de dépistage du cancer du col de l'utérus": (59.2, 56.8, 58.9, 60.4, 61.3),
    "Taux de dépistage du cancer colorectal": (20.6, 18.1, 20.2, 21.4, 22.1),
}
FIRST_RATE = 2019
PAYMENT = {
    "year": YEAR,
    "mission": "prevention",
    "flow": "avance",
    "paid_on": dt.date(2026, 5, 12),
    "amount": 11_125.0,  # 75 % of 17 500 is 13 125; 2 000 were held back
    "reason": "Exemple inventé : 2 000 € retenus pour un atelier non tenu l'an dernier",
}
OBJECTIVES = (
    {
        "mission": "prevention",
        "label": "Journée de repérage de la fragilité après 70 ans",
        "nature": "qualitatif",
        "amount": 3_000.0,
        "weight": 1.0,
        "chance": 0.75,
        "effort": 6.0,
        "expected_proof": "Émargement ; compte rendu",
        "strength": 2,
    },
    {
        "mission": "acces_aux_soins",
        "label": "Délai moyen d'un rendez-vous de médecine générale ramené à cinq jours",
        "nature": "quantitatif",
        "amount": 4_000.0,
        "weight": 2.0,
        "chance": 0.4,
        "effort": 14.0,
        "expected_proof": "Requête locale CPAM",
        "strength": 3,
    },
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
        communities=_rows(shapes.COMMUNITIES, COMMUNITY),
        envelopes=signed.envelopes.assign(community=NAME),
        lines=dialogue.told(lines, YEAR),
        tiers=tiers,
        results=results,
        expenses=_rows(shapes.EXPENSES, *(dict(zip(POST, given, strict=True)) for given in EXPENSES)),
        history=pd.concat([_paid(lines, tiers, results), _observed(lines)], ignore_index=True),
        payments=_rows(shapes.PAYMENTS, PAYMENT),
        objectives=_rows(shapes.OBJECTIVES, *OBJECTIVES),
        territory=_rows(shapes.TERRITORY, *dialogue.TERRITORY),
        questions=_rows(shapes.QUESTIONS, *dialogue.QUESTIONS),
        agreements=dialogue.cards(NAME),
        pairs=_rows(shapes.PAIRS),
        problems=frames.frame(shapes.PROBLEMS),
    )


def _rows(columns: frames.Columns, *records: Mapping[str, object]) -> pd.DataFrame:
    return frames.frame(columns, [{"community": NAME, **record} for record in records])


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
    told = pd.concat(results, ignore_index=True)
    strength = every["expected_proof"].map(STRENGTHS).where(every["year"] == YEAR).astype("Int64")
    steps = _stepped(pd.concat(tiers, ignore_index=True), every, told)
    return every.assign(strength=strength), steps, told


def _stepped(tiers: pd.DataFrame, lines: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Invent, this year, the chance of every step before the last one, whose chance the line says."""
    last = tiers["line"].map(results.set_index("line")["chance"])
    before = tiers.groupby("line")["tier"].transform("max") - tiers["tier"]
    chance = (1 - (1 - last) * (1 - EARLIER_STEPS) ** before).round(2)
    now = tiers["line"].map(lines.set_index("line")["year"]) == YEAR
    return tiers.assign(chance=chance.where(now & (before > 0)))


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


def _observed(lines: pd.DataFrame) -> pd.DataFrame:
    """Lay out what a few rates were before the years that have lines of their own."""
    missions = lines.drop_duplicates("label").set_index("label")["mission"]
    observed = (
        {"year": year, "mission": missions[label], "label": label, "result": rate}
        for label, rates in RATES.items()
        for year, rate in enumerate(rates, FIRST_RATE)
    )
    return _rows(shapes.HISTORY, *observed)


def main() -> None:
    """Write every sample workbook beside this file."""
    rules = law.load()
    books = {"contrat_a.xlsx": contract(), "contrat_a_modifie.xlsx": edited_copy(contract(), NAME, YEAR)}
    for name, told in books.items():
        (FOLDER / name).write_bytes(reading.workbook(told, rules.missions, rules.parts))
    (FOLDER / "modele_vide.xlsx").write_bytes(reading.template(rules.missions, rules.parts))
    (FOLDER / "fichier_sale.xlsx").write_bytes(dirty_workbook())


if __name__ == "__main__":
    main()
