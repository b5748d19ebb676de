"""Spreadsheets in, French cells understood, every doubt reported; templates and exports out."""

from aci_model.reading.dossier import Dossier
from aci_model.reading.exports import table_csv, table_workbook
from aci_model.reading.reader import read
from aci_model.reading.template import template, workbook

__all__ = ["Dossier", "read", "table_csv", "table_workbook", "template", "workbook"]
