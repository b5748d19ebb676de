"""Spreadsheets in, French cells understood, every doubt reported; templates and exports out."""

from aci_model.reading.dossier import Dossier
from aci_model.reading.reader import read

__all__ = ["Dossier", "read"]
