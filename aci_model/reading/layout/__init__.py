"""Someone else's layout: proposed, corrected by a person, kept for other files of the same shape."""

from aci_model.reading.layout.plan import ColumnPlan, Layout, SheetPlan
from aci_model.reading.layout.proposal import propose
from aci_model.reading.layout.storage import LayoutError, dumps, loads

__all__ = ["ColumnPlan", "Layout", "LayoutError", "SheetPlan", "dumps", "loads", "propose"]
