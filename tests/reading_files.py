"""Files as people make them, for the tests of reading: csv text, workbooks with formats, missions."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
from openpyxl import Workbook

from aci_model import reading
from aci_model.reading import gate, limits, sheets

MISSIONS = pd.DataFrame(
    {
        "mission": ["acces", "prevention", "crise"],
        "label": [
            "Amélioration de l’accès aux soins",
            "Actions territoriales de prévention",
            "Réponse aux crises",
        ],
        "short": ["Accès aux soins", "Prévention", "Crise sanitaire"],
        "names": [["Accès", "Mission 1 – Favoriser l'accès aux soins"], ["Dépistage"], []],
    }
)
PARTS = pd.DataFrame(
    {
        "part": ["fixe", "variable"],
        "label": ["Part fixe", "Part variable"],
        "names": [["Volet fixe"], ["Volet variable"]],
    }
)
LINE = "mission;indicateur;palier 1;montant 1;résultat"


def read(*files, answers=None):
    """Read (name, content) files with the missions above; a text is a csv in UTF-8."""
    contents = [(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    return reading.read(contents, MISSIONS, PARTS, answers)


def open_here(name, content):
    """Check and read the sheets of one file in this very process; RefusedError when it cannot be."""
    return sheets.read_sheets(name, gate.check(content, limits.limits()))


def read_csv(*rows, name="contrat.csv", answers=None):
    """Read one csv given row by row."""
    return read((name, "\n".join(rows)), answers=answers)


def read_result(text, *, kind="seuil", unit="patients", threshold="50", more=""):
    """Read one line whose result is typed as `text`: its row of results, and the problems."""
    header = "mission;indicateur;type;nature;sens;unité;palier 1;montant 1;résultat"
    nature = "qualitatif" if kind == "livrable" else "quantitatif"
    row = f'acces;Ligne;{kind};{nature};hausse;{unit};{threshold};1000;"{text}"{more}'
    dossier = read_csv(header, row)
    return dossier.results.iloc[0], dossier.problems


def book(sheets, formats=None):
    """Make a workbook: {sheet: rows}; formats: {(sheet, A1): number format}."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for (where, cell), code in (formats or {}).items():
            if where == title:
                sheet[cell].number_format = code
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def rewritten(content, name, change):
    """Change the text of one file inside a workbook."""
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for entry in source.namelist():
            data = source.read(entry)
            target.writestr(entry, change(data.decode()).encode() if entry == name else data)
    return stream.getvalue()


def ods(rows):
    """Make a LibreOffice file of one sheet, Indicateurs, from cells already written as XML."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    lines = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Indicateurs">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("mimetype", kind)
        target.writestr("META-INF/manifest.xml", manifest)
        target.writestr("content.xml", content)
    return stream.getvalue()


def said(dossier, severity=None):
    """List the problems of a dossier as (cell, message), those of one severity when it is given."""
    problems = dossier.problems
    if severity is not None:
        problems = problems[problems["severity"] == severity]
    return list(zip(problems["cell"], problems["message"], strict=True))
