"""Spreadsheets in, French cells understood, every doubt reported; templates and exports out."""

from aci_model.reading.contracts import contract, contracts
from aci_model.reading.dossier import Dossier
from aci_model.reading.edits import Edits, edited, numbers
from aci_model.reading.exports import table_csv, table_workbook
from aci_model.reading.reader import read
from aci_model.reading.template import template, workbook
from aci_model.reading.understanding import ANY, Understood, understand

__all__ = [
    "ANY",
    "Dossier",
    "Edits",
    "Understood",
    "contract",
    "contracts",
    "edited",
    "numbers",
    "read",
    "table_csv",
    "table_workbook",
    "template",
    "understand",
    "workbook",
]
