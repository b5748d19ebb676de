"""Numbers for the cells of the funding table: community-year × mission × part.

Cells are numbered in the order in which people read them (years as given, missions and parts as the
accord orders them), so that sorting, summing and patching are plain integer work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aci_model.law import Law

    Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """The numbering of one set of contract years under one law.

    Attributes:
        years: the contract years (community, year and more); its rows are counted from 0.
        keys: community and year of each, as one key.
        missions: ids in the accord's order.
        parts: ids in the accord's order.
    """

    years: pd.DataFrame
    keys: pd.Index
    missions: pd.Index
    parts: pd.Index

    @classmethod
    def of(cls, years: pd.DataFrame, law: Law) -> Cells:
        """Number the cells of these contract years (community, year, and any further column)."""
        return cls(years, _named(years), pd.Index(law.missions["mission"]), pd.Index(law.parts["part"]))

    def at(self, frame: pd.DataFrame) -> Integers:
        """Tell which contract year each row (community, year) speaks of; -1 when none."""
        return self.keys.get_indexer(_named(frame)).astype(np.int64)

    def mission(self, frame: pd.DataFrame) -> Integers:
        """Number each row's year × mission; -1 when its year or its mission is unknown."""
        at, mission = self.at(frame), self.missions.get_indexer(pd.Index(frame["mission"]))
        return np.where((at < 0) | (mission < 0), -1, at * len(self.missions) + mission)

    def part(self, frame: pd.DataFrame) -> Integers:
        """Number each row's year × mission × part; -1 when one of them is unknown."""
        mission, part = self.mission(frame), self.parts.get_indexer(pd.Index(frame["part"]))
        return np.where((mission < 0) | (part < 0), -1, mission * len(self.parts) + part)

    def year_of(self, parts: pd.DataFrame) -> Integers:
        """Tell which contract year each row of a frame indexed by cell belongs to."""
        return parts.index.to_numpy() // (len(self.missions) * len(self.parts))

    def mission_of(self, parts: pd.DataFrame) -> Integers:
        """Tell which year × mission each row of a frame indexed by cell belongs to."""
        return parts.index.to_numpy() // len(self.parts)

    def part_of(self, parts: pd.DataFrame) -> Integers:
        """Tell which part of the accord each row of a frame indexed by cell is about."""
        return parts.index.to_numpy() % len(self.parts)


def _named(frame: pd.DataFrame) -> pd.Index:
    """Join community and year into one key; a missing year is a year of its own."""
    year = frame["year"].astype("Int64").astype("str").fillna("")
    return pd.Index(frame["community"].astype("str") + "\x1f" + year)
