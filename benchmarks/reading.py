"""Files read in a process of their own, within limits: the raw annex, ten thousand lines, three hundred workbooks.

Each figure is the library's own call, `reading.read`, its gate and its second process included.
"""

from __future__ import annotations

import io
import os
import time
import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook

from aci_model import law, reading
from aci_model.reading import gate, isolation, limits, sheets
from aci_model.wording import number
from benchmarks.measure import goal, milliseconds, spread, table, taking_turns
from tests.environment import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMES = 7
MANY, LINES = 300, 10_000
HEADERS = [
    "mission",
    "indicateur",
    "type",
    "unité",
    "sens",
    "valeur initiale",
    "palier 1",
    "montant 1",
    "résultat",
]


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Write a workbook of one sheet, Indicateurs."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet("Indicateurs")
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def lines(count: int, mission: str, name: str) -> list[list[object]]:
    """Write the rows of an invented sheet of indicators."""
    return [
        HEADERS,
        *(
            [mission, f"{name} {n}", "seuil", "patients", "hausse", 10, 20 + n % 50, "1 000 €", n % 80]
            for n in range(count)
        ),
    ]


def zipped(files: dict[str, bytes]) -> bytes:
    """Zip files together."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return stream.getvalue()


def main() -> None:
    """Measure and print."""
    rules = law.load()
    annex = next((ROOT / "sample_data").glob("*brute*.xlsx"))
    mission = rules.missions["label"].iloc[-1]
    large = workbook(lines(LINES, mission, "Ligne"))
    small = {f"cpts_{n:03}.xlsx": workbook(lines(10, mission, f"Ligne {n}")) for n in range(MANY)}

    def read(*files: tuple[str, bytes]) -> reading.Dossier:
        """Read these files together."""
        return reading.read(list(files), rules.missions, rules.parts)

    def cold() -> None:
        """Read the annex with no reader started yet."""
        isolation.pool_of(os.getpid()).close()
        read((annex.name, annex.read_bytes()))

    content = annex.read_bytes()
    first = milliseconds(cold, TIMES)
    taken = taking_turns(
        {
            "the annex": lambda: read((annex.name, content)),
            "apart": lambda: isolation.open_file(annex.name, content),
            "here": lambda: sheets.read_sheets(annex.name, gate.check(content, limits.limits())),
            "large": lambda: read(("grand.xlsx", large)),
        },
        TIMES,
    )
    start = time.perf_counter()
    dossier = read(("federation.zip", zipped(small)))
    together = [(time.perf_counter() - start) * 1000]
    table(
        f"Lire dans un processus à part, médiane de {TIMES}",
        [
            (f"{annex.name}, lecteur déjà prêt", spread(taken["the annex"])),
            ("le même, lecteur à démarrer", spread(first)),
            ("objectif", goal(first, 1_000)),
            ("ouvrir ce fichier à part", spread(taken["apart"])),
            ("l'ouvrir sans processus à part", spread(taken["here"])),
            (f"{number(LINES, 0)} lignes ({number(len(large) / 1000, 0)} ko)", spread(taken["large"])),
            ("objectif", goal(taken["large"], 3_000)),
            (
                f"un zip de {MANY} classeurs, {number(len(dossier.lines), 0)} lignes, une fois",
                spread(together),
            ),
            ("objectif", goal(together, 60_000)),
        ],
    )


if __name__ == "__main__":
    main()
