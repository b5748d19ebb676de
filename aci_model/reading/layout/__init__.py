"""Someone else's layout: proposed, corrected by a person, kept for other files of the same shape."""

from aci_model.reading.layout.correct import (
    again,
    block_texts,
    choices,
    confirmed,
    corrected,
    mission_named,
    name_of,
    replaced,
    samples,
    twice,
)
from aci_model.reading.layout.plan import ColumnPlan, Layout, SheetPlan, lacking
from aci_model.reading.layout.proposal import propose
from aci_model.reading.layout.storage import LayoutError, dumps, loads

__all__ = [
    "ColumnPlan",
    "Layout",
    "LayoutError",
    "SheetPlan",
    "again",
    "block_texts",
    "choices",
    "confirmed",
    "corrected",
    "dumps",
    "lacking",
    "loads",
    "mission_named",
    "name_of",
    "propose",
    "replaced",
    "samples",
    "twice",
]
