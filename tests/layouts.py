"""Annexes as others lay them out: the lines of contract A under every choice a coordinator may make."""

from __future__ import annotations

import csv
import io
import itertools
import random
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.contract_a import rows, with_results

MISSIONS = {
    "acces_aux_soins": "Mission 1 – Favoriser l'accès aux soins",
    "parcours": "Mission 2 – Parcours pluriprofessionnels autour du patient",
    "prevention": "Mission 3 – Actions coordonnées de prévention",
    "qualite": "Mission 5 – Qualité et pertinence des soins",
    "accompagnement": "Mission 6 – Accompagnement des professionnels de santé",
}
SHEETS = {
    "acces_aux_soins": "M1 Accès aux soins",
    "parcours": "M2 Parcours",
    "prevention": "M3 Prévention",
    "qualite": "M5 Qualité",
    "accompagnement": "M6 Accompagnement",
}
# For each column, what several coordinators call it. Steps: (group title, title of the level, of the amount).
TITLES = [
    {
        "mission": "Mission",
        "action": "Action",
        "label": "Indicateur",
        "baseline": "Val. initiale",
        "proof": "Preuves / livrables",
        "result": "Résultat constaté",
        "steps": [
            ("Socle", "Objectif socle", "Montant socle"),
            ("Intermédiaire", "Objectif intermédiaire", "Montant interm."),
            ("Cible", "Objectif cible", "Montant max (part variable)"),
        ],
    },
    {
        "mission": "Axe",
        "action": "Fiche action",
        "label": "Intitulé de l'indicateur",
        "baseline": "Situation de départ",
        "proof": "Justificatifs attendus",
        "result": "Réalisé",
        "steps": [
            ("Seuil minimum", "Seuil minimum", "Rémunération minimum"),
            ("Seuil médian", "Seuil médian", "Rémunération médiane"),
            ("Seuil maximum", "Seuil maximum", "Rémunération maximum"),
        ],
    },
    {
        "mission": "Volet",
        "action": "Thématique",
        "label": "Libellé indicateur",
        "baseline": "Valeur de référence",
        "proof": "Éléments de preuve",
        "result": "Résultats obtenus",
        "steps": [
            ("Palier n°1", "Palier n°1 - niveau à atteindre", "Palier n°1 - montant en euros"),
            ("Palier n°2", "Palier n°2 - niveau à atteindre", "Palier n°2 - montant en euros"),
            ("Palier n°3", "Palier n°3 - niveau à atteindre", "Palier n°3 - montant en euros"),
        ],
    },
    {
        "mission": "MISSION ACI",
        "action": "Projets",
        "label": "Indicateurs de suivi",
        "baseline": "État initial",
        "proof": "Pièces justificatives",
        "result": "Valeur atteinte",
        "steps": [
            ("Niveau 1", "Cible niveau 1", "Dotation niveau 1"),
            ("Niveau 2", "Cible niveau 2", "Dotation niveau 2"),
            ("Niveau 3", "Cible niveau 3", "Dotation niveau 3"),
        ],
    },
]
MODES = ["merged", "repeated", "first", "sections", "sheets"]
AMOUNTS = ["typed", "number", "thousands"]
DECOYS = {"Résultat N-1": "12", "Montant versé N-1": "999", "Enveloppe de la mission": "50 000 €", "N°": "7"}


@dataclass(frozen=True)
class Choice:
    """How one coordinator lays the contract out."""

    mode: str
    titles: int
    stacked: bool
    order: int  # seed of the column order; 0 keeps the usual one
    elsewhere: bool  # results in a sheet of their own
    amounts: str
    decoys: bool
    above: int  # rows above the titles

    def __str__(self):
        return "-".join(str(value) for value in vars_of(self))


def vars_of(choice):
    """The values of a choice, in order."""
    return [getattr(choice, name) for name in choice.__dataclass_fields__]


def family(size=80, seed=20240530):
    """Draw choices so that every pair of mission mode, titles and stacking comes, then the rest at random."""
    drawn = random.Random(seed)  # noqa: S311  a fixed draw, not a secret
    pairs = itertools.cycle(itertools.product(MODES, range(len(TITLES)), (False, True)))
    return [
        Choice(
            mode,
            titles,
            stacked,
            drawn.randrange(4),
            drawn.random() < 0.4,
            drawn.choice(AMOUNTS),
            drawn.random() < 0.4,
            drawn.choice([0, 1, 3]),
        )
        for (mode, titles, stacked), _ in zip(pairs, range(size), strict=False)
    ]


def result_of(row):
    """A result for some lines, none for others: what the contract's rows leave to invent."""
    if row["type"] == "livrable":
        return "Fait" if len(row["indicateur"]) % 2 else "Non fait"
    return row["palier 1"] if len(row["indicateur"]) % 3 else "NC"


def clean():
    """The same contract as the template's csv."""
    return with_results(result_of)


def workbook(choice):
    """Write contract A as this coordinator would."""
    book = Workbook()
    book.remove(book.active)
    contract = rows()
    groups = [(SHEETS[mission], [mission]) for mission in MISSIONS] if choice.mode == "sheets" else []
    for name, missions in groups or [("Annexe", list(MISSIONS))]:
        _Sheet(book.create_sheet(name), choice).write([row for row in contract if row["mission"] in missions])
    if choice.elsewhere:
        words = TITLES[choice.titles]
        sheet = book.create_sheet("Bilan de l'année")
        sheet.append(["Bilan au 31 décembre"])
        sheet.append([words["label"], words["result"]])
        for row in reversed(contract):
            sheet.append([row["indicateur"], _typed(result_of(row), row)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(cells):
    """Write rows as a semicolon csv."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows(cells)
    return stream.getvalue().encode()


def _typed(text, row):
    """A measured value as people type it: 69,70 % with its sign of unit, numbers as numbers."""
    if not text:
        return "sans objet"
    if row["unité"] == "%" and text != "NC":
        return f"{text}\u00a0%"
    return float(text.replace(",", ".")) if text.replace(",", "").isdigit() else text


class _Sheet:
    """One sheet of indicators being written."""

    def __init__(self, sheet, choice):
        self.sheet, self.choice, self.words = sheet, choice, TITLES[choice.titles]
        blocks = [[name] for name in ("label", "baseline", "proof")]
        blocks.insert(0, ["action"])
        if choice.mode not in {"sections", "sheets"}:
            blocks.insert(0, ["mission"])
        blocks += [["level 1", "amount 1", "level 2", "amount 2", "level 3", "amount 3"]]
        if not choice.elsewhere:
            blocks.append(["result"])
        if choice.decoys:
            blocks += [[name] for name in DECOYS]
        if choice.order:
            random.Random(choice.order).shuffle(blocks)  # noqa: S311  a fixed draw, not a secret
        self.columns = [name for block in blocks for name in block]

    def write(self, contract):
        for title in ["ANNEXE INDICATEURS – ANNÉE 5", "document de travail", None][: self.choice.above]:
            self.sheet.append([title])
        self._titles()
        for mission, group in itertools.groupby(contract, key=lambda row: row["mission"]):
            self._mission(mission, list(group))

    def _title(self, name):
        kind, _, rank = name.partition(" ")
        if kind not in {"level", "amount"} or name in DECOYS:
            return self.words.get(name, name)
        title = self.words["steps"][int(rank) - 1][1 if kind == "level" else 2]
        return f"{title} (k€)" if kind == "amount" and self.choice.amounts == "thousands" else title

    def _titles(self):
        if not self.choice.stacked:
            self.sheet.append([self._title(name) for name in self.columns])
            return
        start = self.sheet.max_row + 1 if self.choice.above else 1
        unit = " (k€)" if self.choice.amounts == "thousands" else ""
        for at, name in enumerate(self.columns, 1):
            kind, _, rank = name.partition(" ")
            if kind in {"level", "amount"}:
                self.sheet.cell(start + 1, at, "Objectif" if kind == "level" else "Montant" + unit)
                if kind == "level":
                    self.sheet.cell(start, at, self.words["steps"][int(rank) - 1][0])
                    self.sheet.merge_cells(start_row=start, end_row=start, start_column=at, end_column=at + 1)
            else:
                self.sheet.cell(start, at, self._title(name))
                self.sheet.merge_cells(start_row=start, end_row=start + 1, start_column=at, end_column=at)

    def _mission(self, mission, group):
        mode, first = self.choice.mode, self.sheet.max_row + 1
        if mode == "sections":
            self.sheet.append([MISSIONS[mission]])
            width = get_column_letter(len(self.columns))
            self.sheet.merge_cells(f"A{first}:{width}{first}")
        for rank, row in enumerate(group):
            shown = MISSIONS[mission] if mode == "repeated" or rank == 0 else None
            self.sheet.append([self._cell(name, row, shown) for name in self.columns])
        last = self.sheet.max_row
        if mode == "merged" and last > first:
            at = self.columns.index("mission") + 1
            self.sheet.merge_cells(start_row=first, end_row=last, start_column=at, end_column=at)
        total = sum(float(self._last(row)[1]) for row in group)
        self.sheet.append(
            [
                "Sous-total" if name == "label" else total if name == "amount 3" else None
                for name in self.columns
            ]
        )

    @staticmethod
    def _last(row):
        steps = [(row[f"palier {rank}"], row[f"montant {rank}"]) for rank in (3, 2, 1)]
        return next(step for step in steps if step[0])

    def _cell(self, name, row, mission):
        kind, _, rank = name.partition(" ")
        if kind in {"level", "amount"} and name not in DECOYS:
            return self._step(kind, int(rank), row)
        return {
            "mission": mission,
            "action": row["action"],
            "label": row["indicateur"],
            "baseline": _typed(row["valeur initiale"], row),
            "proof": row["preuves attendues"],
            "result": _typed(result_of(row), row),
            **DECOYS,
        }[name]

    def _step(self, kind, rank, row):
        """A line with one step has it in the last columns, as « cible »."""
        single = not row["palier 2"]
        if single and rank < 3:
            return None
        level, amount = self._last(row) if single else (row[f"palier {rank}"], row[f"montant {rank}"])
        if kind == "amount":
            thousands = f"{int(amount):,}".replace(",", "\u202f") + "\u00a0€"
            shapes = {"typed": thousands, "number": int(amount), "thousands": int(amount) / 1000}
            return shapes[self.choice.amounts]
        if row["type"] == "livrable":
            return "Fait / non fait"
        sign = "≤" if row["sens"] == "baisse" else "≥"
        return f"{sign} {level}{chr(160) + '%' if row['unité'] == '%' else ''}"
