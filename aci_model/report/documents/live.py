"""What the formulas of a workbook read before anything computes them.

A phone, a mail's preview or a protected view shows the value stored beside a formula; openpyxl stores none, and a
total would read 0. Ours are worked out already, for the other formats: they are put there.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from aci_model.reading.text import letters
from aci_model.report.documents.texts import lacking, numbers
from aci_model.wording import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.report.documents.tree import Table

Shown = dict[str, float | str]  # address of a cell -> what its formula reads
_LIVE = re.compile(
    r'<c r="(?P<cell>[A-Z]+[0-9]+)"(?P<style>[^>]*)>(?P<formula><f>[^<]*</f>)<v\s*(?:/>|></v>)</c>'
)


def shown(table: Table, top: int) -> Shown:
    """Work out what each formula of a table's sheet reads.

    Args:
        table: whose computed columns stand after the given ones, and whose sums stand under the rows.
        top: 1-based row of the headers.
    """
    rows = table.filled()
    read: Shown = {}
    for place in range(len(table.headers), len(table.columns)):
        for row, values in enumerate(rows, top + 1):
            value = values[place]
            read[f"{letters(place)}{row}"] = float(value) if isinstance(value, int | float) else UNKNOWN
    for place in (table.columns.index(name) for name in table.totals):
        known, under = sum(numbers(rows, place)), top + 1 + len(rows)
        read[f"{letters(place)}{under}"] = UNKNOWN if lacking(rows, place) else known
        read[f"{letters(place)}{under + 1}"] = known
    return read


def with_values(content: bytes, sheets: Mapping[int, Shown]) -> bytes:
    """Store beside each formula of a workbook what it reads.

    Args:
        content: a workbook as openpyxl writes it.
        sheets: 1-based rank of a sheet -> what its formulas read.
    """
    parts = {f"xl/worksheets/sheet{rank}.xml": read for rank, read in sheets.items()}
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name in parts:
                part = _filled(part.decode("utf-8"), parts[name]).encode("utf-8")
            made.writestr(name, part)
    return stream.getvalue()


def _filled(part: str, read: Shown) -> str:
    def put(found: re.Match[str]) -> str:
        """Write a formula's cell again, with its result inside."""
        value = read[found["cell"]]
        kind = ' t="str"' if isinstance(value, str) else ""
        told = value if isinstance(value, str) else repr(value)
        return f'<c r="{found["cell"]}"{found["style"]}{kind}>{found["formula"]}<v>{told}</v></c>'

    return _LIVE.sub(put, part)
