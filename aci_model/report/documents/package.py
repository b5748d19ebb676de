"""The envelope every format shares: what a file says of itself, and nothing of who or what wrote it.

docx, pptx and xlsx are zip packages (ECMA-376, part 2) with one part of core properties. It is written anew: title,
language, the document's own date, no author. Previews of an empty template are dropped, and dates inside the zip
are fixed, so that the same document always gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

CORE, APP, RELATIONS = "docProps/core.xml", "docProps/app.xml", "_rels/.rels"
LANGUAGE = "fr-FR"
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date a zip can say
_PREVIEW = re.compile(rb"<Relationship\s[^>]*?/thumbnail\"[^>]*?/>")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN_APP = (
    _HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def sealed(content: bytes, title: str, date: dt.date) -> bytes:
    """Rewrite a package's properties.

    Args:
        content: a docx, pptx or xlsx just written.
        title: for its properties, already plain words.
        date: of the document; told as both created and modified.
    """
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name, part in _parts(given, title, date):
            made.writestr(zipfile.ZipInfo(name, _OLDEST), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _parts(given: zipfile.ZipFile, title: str, date: dt.date) -> Iterator[tuple[str, bytes]]:
    for name in given.namelist():
        if name.startswith("docProps/thumbnail"):
            continue
        if name == CORE:
            yield name, _core(title, date).encode()
        elif name == APP:
            yield name, _PLAIN_APP.encode()
        elif name == RELATIONS:
            yield name, _PREVIEW.sub(b"", given.read(name))
        else:
            yield name, given.read(name)


def _core(title: str, date: dt.date) -> str:
    noon = f"{date:%Y-%m-%d}T12:00:00Z"
    return (
        f"{_HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{LANGUAGE}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{noon}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{noon}</dcterms:modified></cp:coreProperties>'
    )
