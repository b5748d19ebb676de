"""How answers are written: json with null for missing, csv that no spreadsheet runs, plain text."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import reading
from aci_model.report.words import SEVERITIES
from aci_model.wording import count, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NBSP_COLON = "\u00a0:"
WIDTH = 100  # characters of a line of text
RANGE = "De P10 à P90\u00a0: 8 cas sur 10 tombent entre les deux."
NOTHING = "Aucune communauté dans ce fichier. Remplissez la feuille Indicateurs."


def as_json(document: object) -> str:
    """Write a document as json: French as it reads, NaN and NA as null, money to the cent."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=2, allow_nan=False)


def as_csv(frame: pd.DataFrame) -> str:
    """Write a frame as semicolon csv whose text can never become a formula."""
    return reading.table_csv(frame)


def as_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay text out in columns: the first left, the others right."""
    cells = [list(headers), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headers))]
    lines = [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in cells
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def wrapped(sentence: str) -> str:
    """Fold a sentence at the width of a terminal; no-break spaces hold."""
    return textwrap.fill(sentence, WIDTH, break_long_words=False, break_on_hyphens=False)


def cut(words: str, length: int) -> str:
    """Keep the beginning of a person's words where a column is narrow."""
    told = " ".join(words.split())
    return told if len(told) <= length else told[: length - 1].rstrip() + "…"


def problems_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn problems and notices into records: file, sheet, cell, severity, message (with what was done)."""
    message = frame["message"].fillna("") + (" " + frame["done"].fillna("")).where(frame["done"].notna(), "")
    table = frame[["file", "sheet", "cell", "severity"]].assign(message=message.str.strip())
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def problem_lines(records: list[dict[str, Any]]) -> list[str]:
    """Write problems as sentences, one a line, with how many there are."""
    if not records:
        return ["Aucun point à vérifier."]
    told = [f"{count(len(records), 'point')} à vérifier ou à connaître{NBSP_COLON}"]
    for record in records:
        place = ", ".join(
            str(record[key]) for key in ("file", "sheet", "cell") if not missing(record[key]) and record[key]
        )
        where = f"{place}{NBSP_COLON} " if place else ""
        told.append(f"- [{SEVERITIES[record['severity']]}] {where}{record['message']}")
    return told


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or missing(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return round(value, 6) + 0.0 if isinstance(value, float) else value
