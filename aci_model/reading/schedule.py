"""The typed schedule of each line: its levels and amounts side by side, before they become rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aci_model.reading.problems import ERROR, WARNING, Problem
from aci_model.reading.values import Measures, measures, numbers

if TYPE_CHECKING:
    import numpy.typing as npt

    from aci_model.reading.tables import Key, Table


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the file says to reach and to earn: one row a line, one column a tier."""

    ranks: list[int]  # number of each tier, in increasing order
    levels: list[Measures]  # one for each tier
    amounts: npt.NDArray[np.float64]  # rows × tiers, euros
    priced: npt.NDArray[np.bool_]  # rows × tiers: the amount's cell is filled

    @property
    def thresholds(self) -> npt.NDArray[np.float64]:
        """Levels as rows × tiers, NaN when missing."""
        return _side_by_side([level.value for level in self.levels], len(self.amounts))

    @property
    def levelled(self) -> npt.NDArray[np.bool_]:
        """Rows × tiers: the level's cell says something, understood or not."""
        return _side_by_side([level.filled() for level in self.levels], len(self.amounts)).astype(bool)


def _side_by_side(columns: list[npt.NDArray[np.generic]], size: int) -> npt.NDArray[np.float64]:
    return np.stack(columns, axis=1).astype(float) if columns else np.zeros((size, 0))


def schedule(table: Table, problems: list[Problem]) -> Schedule:
    """Read every « palier n » and « montant n » of a table; doubts about amounts are added to `problems`.

    Doubts about levels stay with them: what a level may be depends on the type and unit of its line.
    """
    ranks = sorted({int(of) for column in ("threshold", "amount") for _, of in table.keys(column)})
    levels = [measures(table.column(("threshold", str(rank)))) for rank in ranks]
    size = len(table)
    amounts = np.full((size, len(ranks)), np.nan)
    priced = np.zeros((size, len(ranks)), bool)
    for at, rank in enumerate(ranks):
        key: Key = ("amount", str(rank))
        if key in table.at:
            before = len(problems)
            amounts[:, at] = numbers(table, key, problems)
            priced[:, at] = ~np.isnan(amounts[:, at])
            doubted = {(problem.row, problem.column) for problem in problems[before:]}
            priced[:, at] |= np.array(
                [table.place(row, table.at[key]) in doubted for row in range(size)], bool
            )
    return Schedule(ranks, levels, amounts, priced)


def check_pairs(table: Table, read: Schedule, problems: list[Problem]) -> None:
    """Doubt a level without its amount, an amount without its level, and a line without any amount."""
    levelled = read.levelled
    for at, rank in enumerate(read.ranks):
        level: Key = ("threshold", str(rank))
        amount: Key = ("amount", str(rank))
        problems.extend(
            table.problem(
                row,
                level,
                ERROR,
                f"Le palier {rank} n'a pas de montant.",
                f"Ce qu'il rapporte est inconnu. Remplissez la colonne montant {rank}, ou videz ce palier.",
            )
            for row in np.flatnonzero(levelled[:, at] & ~read.priced[:, at]).tolist()
        )
        problems.extend(
            table.problem(
                row,
                amount,
                ERROR,
                f"Le montant {rank} n'a pas de palier à atteindre.",
                f"Rien ne dit quand il est gagné. Remplissez la colonne palier {rank}.",
            )
            for row in np.flatnonzero(~levelled[:, at] & read.priced[:, at]).tolist()
        )
    bare = np.flatnonzero(~levelled.any(axis=1) & ~read.priced.any(axis=1)).tolist()
    if bare:
        problems.append(
            table.grouped(
                bare,
                ("label", ""),
                WARNING,
                "Aucun palier ni montant sur cette ligne ({places})."
                if len(bare) == 1
                else "Aucun palier ni montant sur ces lignes ({places}).",
                "Elles sont suivies sans euros. Remplissez palier 1 et montant 1 si le contrat en donne.",
            )
        )
