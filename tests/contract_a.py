"""Contract A as tests give it: the sample workbook, and its csv of lines with a column of results."""

from __future__ import annotations

import csv
import io
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "sample_data"
WORKBOOK = FOLDER / "contrat_a.xlsx"
DIRTY = FOLDER / "fichier_sale.xlsx"
LINES = FOLDER / "contrat_a_lignes.csv"
ALD = "Patients en ALD sans médecin traitant"
BREAST = "Taux de dépistage du cancer du sein"


def rows():
    """The 41 lines of the contract as typed, header -> text."""
    with LINES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def reached(row):
    """The result that reaches the last step of a line: its last threshold, be it the highest or the lowest."""
    return next(row[f"palier {step}"] for step in (3, 2, 1) if row[f"palier {step}"])


def not_done(row):
    """The result of a year in which nothing moved: nothing done, and every measure at its initial value."""
    return row["valeur initiale"] or ("non fait" if row["type"] == "livrable" else "0")


def with_results(result, **columns):
    """Write the csv of lines with a column « résultat ».

    Args:
        result: row -> text, or None for an empty cell.
        columns: header -> (row -> text): further columns.
    """
    made = {"résultat": result, **columns}
    stream = io.StringIO(newline="")
    contract = rows()
    writer = csv.DictWriter(stream, [*contract[0], *made], delimiter=";")
    writer.writeheader()
    writer.writerows(row | {header: make(row) for header, make in made.items()} for row in contract)
    return stream.getvalue().encode()
